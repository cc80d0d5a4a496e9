"""Spaces: the facts that rules need, closing, reopening, going out of service."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _, bold
from frappe.utils import add_days, escape_html, formatdate, get_link_to_form, getdate, now_datetime

from office_management.domain.space_states import ACTIVE, CLOSED, status_on
from office_management.erp import places
from office_management.office_administration import api as administration
from office_management.office_space import seat_locks, seats

BATCH = 1000
LISTED = 10  # rows shown in a refusal


class ParentError(frappe.ValidationError):
	"""A site lies in nothing, everything else lies in a space that is not closed."""


class LeafInUseError(frappe.ValidationError):
	"""A space with live allocations of its own can't get spaces below it."""


class CodeTakenError(frappe.ValidationError):
	"""Another space under the same parent has this code."""


class StillInUseError(frappe.ValidationError):
	"""The space is given to somebody, now or later."""


class ClosedError(frappe.ValidationError):
	"""What lies in a closed space can't be opened by itself."""


# --- facts ----------------------------------------------------------------------------------------------------


def locked_facts(names: Iterable[str | None]) -> dict[str, frappe._dict]:
	"""Lock these Office Space rows in sorted order and return their current values, by name."""
	wanted = sorted({name for name in names if name})
	table = frappe.qb.DocType("Office Space")
	facts = {}
	for start in range(0, len(wanted), BATCH):
		query = (
			frappe.qb.from_(table)
			.select(
				table.name, table.space_name, table.space_type, table.status, table.company, table.closed_on
			)
			.where(table.name.isin(wanted[start : start + BATCH]))
			.for_update()
		)
		facts.update({row.name: row for row in query.run(as_dict=True)})
	return facts


def has_children(name: str) -> bool:
	"""Whether any space lies directly below (a locking read: it sees what others just made)."""
	return name in groups_among([name])


def groups_among(names: list[str]) -> set[str]:
	"""Return those of these spaces that have spaces below them (a locking read)."""
	table = frappe.qb.DocType("Office Space")
	found: set[str] = set()
	for start in range(0, len(names), BATCH):
		query = frappe.qb.from_(table).select(table.parent_space)
		query = query.where(table.parent_space.isin(names[start : start + BATCH])).for_update()
		found.update(query.run(pluck=True))
	return found


def live_rows(names: list[str]) -> list[frappe._dict]:
	"""Allocations of these spaces that are in force today or later, by space and date (a locking read)."""
	rows = seats.live_uses(names) if names else []
	return sorted(rows, key=lambda row: (row.space, row.from_date, row.name))


def parent_facts(names: Iterable[str | None]) -> dict[str, frappe._dict]:
	"""Like `locked_facts`, with `live`: the live allocations that keep a leaf from getting children."""
	facts = locked_facts(names)
	leaves = sorted(set(facts) - groups_among(list(facts)))
	for row in live_rows(leaves):
		facts[row.space].setdefault("live", []).append(row)
	return facts


def spaces_below(name: str, inclusive: bool = False) -> list[str]:
	"""Return the spaces below this one in the order of the Location tree, itself first when `inclusive`."""
	place = places.location_facts([name]).get(name)
	if not place:
		return []
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(space.name)
		.where(location.lft[place.lft : place.rgt])
		.orderby(location.lft)
	)
	return [each for each in query.run(pluck=True) if inclusive or each != name]


def main_company() -> str | None:
	"""The company proposed for new spaces."""
	return frappe.get_cached_value("Office Management Settings", None, "office_company") or None


def desks_have_a_seat() -> bool:
	"""Whether a new desk counts as one seat when nothing else is said."""
	return bool(frappe.get_cached_value("Office Management Settings", None, "seats_from_desks"))


# --- refusals -------------------------------------------------------------------------------------------------


def as_list(rows: list[frappe._dict]) -> str:
	"""Allocations as an HTML list for a message: who, where, how long, with a link."""
	lines = [_line(row) for row in rows[:LISTED]]
	if len(rows) > LISTED:
		lines.append(_("and {0} more", context="Office Space").format(len(rows) - LISTED))
	return "<ul>{}</ul>".format("".join(f"<li>{line}</li>" for line in lines))


def _line(row: frappe._dict) -> str:
	who = escape_html(row.get("occupant_name") or row.get("occupant") or row.name)
	period = _("from {0}", context="Office Space").format(formatdate(row.from_date))
	if row.get("effective_to") and getdate(row.effective_to).year < 9999:
		period = _("{0} to {1}", context="Office Space").format(
			formatdate(row.from_date), formatdate(row.effective_to)
		)
	link = get_link_to_form("Space Allocation", row.name, who)
	return ", ".join(part for part in (link, escape_html(row.get("space") or ""), period) if part)


def throw_in_use(message: str, rows: list[frappe._dict], exception: type = StillInUseError) -> None:
	"""Refuse with the list of allocations that are in the way."""
	frappe.throw(message + as_list(rows), exception, title=_("In Use", context="Office Space"))


def check_nobody_is_in(name: str, message: str) -> None:
	"""Refuse with the list of live allocations of this one space; `message` has {0} for its link."""
	locked_facts([name])
	rows = live_rows([name])
	if rows:
		throw_in_use(message.format(get_link_to_form("Office Space", name)), rows)


def check_can_have_children(name: str, facts: frappe._dict | None) -> None:
	"""A parent exists, is not closed, and is not a leaf in which people sit; `facts` from `parent_facts`."""
	if facts is None:
		message = _("There is no space {0}. Make it first.", context="Office Space").format(
			bold(escape_html(name))
		)
	elif facts.status == CLOSED:
		message = _("{0} is closed. Reopen it, or choose another place.", context="Office Space").format(
			get_link_to_form("Office Space", name)
		)
	elif facts.get("live"):
		message = _(
			"{0} is given to these, so nothing can lie in it. End or move them first:", context="Office Space"
		)
		return throw_in_use(
			message.format(get_link_to_form("Office Space", name)), facts.live, LeafInUseError
		)
	else:
		return None
	return frappe.throw(message, ParentError, title=_("Part Of", context="Office Space"))


def check_code_is_free(parent: str | None, code: str, but: str | None = None) -> None:
	"""Refuse a code that another space under the same parent has."""
	filters = {"parent_space": parent or ("is", "not set"), "space_code": code, "name": ("!=", but or "")}
	other = frappe.db.get_value("Office Space", filters, "name")
	if other:
		throw_code_taken(other, code)


def throw_code_taken(other: str, code: str) -> None:
	"""Say which space has the code already."""
	frappe.throw(
		_("{0} has the code {1} already. Choose another code.", context="Office Space").format(
			get_link_to_form("Office Space", other), bold(escape_html(code))
		),
		CodeTakenError,
		title=_("Code", context="Office Space"),
	)


# --- groups ---------------------------------------------------------------------------------------------------


def clear_group_capacity(names: Iterable[str | None]) -> None:
	"""Spaces that got spaces below them have no seats of their own any more."""
	filters = {"name": ("in", [name for name in names if name]), "capacity": (">", 0)}
	groups = frappe.get_all("Office Space", filters=filters, pluck="name", order_by="name")
	for name in groups:
		frappe.db.set_value("Office Space", name, "capacity", 0)
	if groups:
		links = ", ".join(get_link_to_form("Office Space", name) for name in groups[:LISTED])
		message = _("The seats of {0} are added up from below from now on.", context="Office Space")
		frappe.msgprint(message.format(links), alert=True, indicator="blue")


# --- status ---------------------------------------------------------------------------------------------------


def status_of(space) -> str:
	"""The status today of a space: a document, or a row with closed_on and the dates out of service."""
	out_from, out_until = space.get("out_from_date"), space.get("out_until_date")
	return status_on(
		bool(space.get("closed_on")),
		getdate(out_from) if out_from else None,
		getdate(out_until) if out_until else None,
		getdate(),
	)


def store_status(names: list[str] | None = None) -> int:
	"""Write the status of these spaces, or of all, where it is not what the facts say. Returns how many."""
	table = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(table).select(
		table.name, table.status, table.closed_on, table.out_from_date, table.out_until_date
	)
	may_differ = table.closed_on.notnull() | table.out_from_date.notnull() | (table.status != ACTIVE)
	query = query.where(may_differ if names is None else table.name.isin(names))
	wrong = defaultdict(list)
	for row in query.run(as_dict=True):
		if row.status != status_of(row):
			wrong[status_of(row)].append(row.name)
	for status, spaces in wrong.items():
		values = {"status": status}
		frappe.db.set_value(
			"Office Space", {"name": ("in", spaces)}, values, update_modified=names is not None
		)
	return sum(len(spaces) for spaces in wrong.values())


def refresh_space_statuses() -> None:
	"""Daily: the stored status serves lists; periods out of service begin and end by themselves."""
	store_status()


def close_space(name: str) -> list[str]:
	"""Close a space and all below it; refused with the list when somebody has or will have a seat there.

	The rows are locked before the allocations are read, so closing and allocating wait for each other.
	"""
	names = spaces_below(name, inclusive=True)
	facts = locked_facts(names)
	if groups_among(names) and set(_children(names)) - set(names):
		seat_locks.throw_busy()
	rows = live_rows(names)
	if rows:
		message = _(
			"{0} can't be closed: these have seats in it. End or move them first:", context="Office Space"
		)
		throw_in_use(message.format(get_link_to_form("Office Space", name)), rows)
	closing = [each for each in names if not facts[each].closed_on]
	_set_closed(closing, now_datetime())
	_note(name, _("Closed", context="Office Space"))
	_tell_other_areas(closing)
	return closing


def _tell_other_areas(closed: list[str]) -> None:
	"""What other areas have to say when places were closed (hook `spaces_closed`)."""
	for area, listeners in frappe.get_hooks("spaces_closed").items():
		for listener in listeners if administration.uses(area) else ():
			frappe.get_attr(listener)(closed)


def reopen_space(name: str, below: bool = False) -> list[str]:
	"""Open a closed space again, with all below it if asked."""
	parent = frappe.db.get_value("Office Space", name, "parent_space")
	facts = locked_facts([name, parent])
	if parent and facts[parent].status == CLOSED:
		frappe.throw(
			_("{0} is closed. Reopen that first.", context="Office Space").format(
				get_link_to_form("Office Space", parent)
			),
			ClosedError,
			title=_("Closed", context="Office Space"),
		)
	names = spaces_below(name, inclusive=True) if below else [name]
	_set_closed(names, None)
	_note(name, _("Reopened", context="Office Space"))
	return names


def _children(names: list[str]) -> list[str]:
	table = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(table).select(table.name).where(table.parent_space.isin(names)).for_update()
	return query.run(pluck=True)


def _set_closed(names: list[str], closed_on) -> None:
	if names:
		frappe.db.set_value("Office Space", {"name": ("in", names)}, {"closed_on": closed_on})
		store_status(names)


def _note(name: str, text: str) -> None:
	frappe.get_doc("Office Space", name).add_comment("Info", text)


def set_out_of_service(names: list[str], from_date: date, until_date: date | None, reason: str) -> None:
	"""Take spaces out of service from a day to a day (inclusive; None = until further notice)."""
	for name in sorted(names):
		space = frappe.get_doc("Office Space", name)
		space.update({"out_from_date": from_date, "out_until_date": until_date, "out_reason": reason})
		space.save()


def put_back_in_service(names: list[str]) -> None:
	"""From today on usable again: yesterday becomes the last day out, or there was none."""
	for name in sorted(names):
		space = frappe.get_doc("Office Space", name)
		if space.out_from_date and getdate(space.out_from_date) < getdate():
			space.out_until_date = add_days(getdate(), -1)
		else:
			space.update({"out_from_date": None, "out_until_date": None, "out_reason": None})
		space.save()

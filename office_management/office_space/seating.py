"""Many people at once: two who swap, and a group that is seated on a floor, near those they work with."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from office_management.domain.allocation_states import CANCELLED
from office_management.domain.nearest import choose_places
from office_management.erp import people
from office_management.office_space import seat_rules, seats
from office_management.office_space.free_places import free_places
from office_management.office_space.people_without_seat import companies_of
from office_management.office_space.seat_locks import lock_spaces

AT_MOST = 200
"""People seated in one go."""

OF_THE_SEAT = ("space", "seat_label", "seats", "within", "weekdays", "exception_reason")
OF_THE_PERSON = ("occupant_type", "occupant", "is_primary", "cost_center", "to_date")


class SwapError(frappe.ValidationError):
	"""These two allocations cannot be swapped on that day."""


class TooManyPeopleError(frappe.ValidationError):
	"""More people than are seated in one go."""


# --- two who swap ---------------------------------------------------------------------------------------------


def swap(first: str, second: str, on_date: date | str | None = None) -> list[str]:
	"""Let two employees change places from a day on (None = today), both or neither, as the current user.

	Each keeps the own last day, and whether the seat is the primary one; label and weekdays belong to the seat.

	Returns:
		the names of the new allocations, in the order of the old ones.

	Raises SwapError, and what the rules raise.
	"""
	start = getdate(on_date)
	names = [first, second]
	spaces = frappe.get_all("Space Allocation", {"name": ("in", names)}, pluck="space", order_by="space")
	lock_spaces(spaces)
	pair = [frappe.get_doc("Space Allocation", name, for_update=True) for name in names]
	check_swap(pair, start)
	people.employee_facts([doc.occupant for doc in pair], lock=True)
	wanted = [_in_place_of(pair[0], pair[1], start), _in_place_of(pair[1], pair[0], start)]
	for doc in pair:
		_give_up(doc, start)
	return [seats.allocate(**values) for values in wanted]


def check_swap(pair: list, start: date) -> None:
	"""Two different employees, each with a seat on that day, not the same one."""
	for doc in pair:
		if doc.occupant_type != "Employee" or doc.status == CANCELLED or getdate(doc.effective_to) < start:
			frappe.throw(
				_("{0} is no seat of a person on {1}. Choose another.", context="Space Allocation").format(
					seat_rules.allocation_link(doc.name, doc.occupant_name), seat_rules.day_text(start)
				),
				SwapError,
			)
	if pair[0].occupant == pair[1].occupant:
		frappe.throw(_("Choose the seats of two different people.", context="Space Allocation"), SwapError)


def _in_place_of(person, seat, start: date) -> dict:
	values = {field: person.get(field) for field in OF_THE_PERSON}
	values.update({field: seat.get(field) for field in OF_THE_SEAT})
	begins = max(start, getdate(person.from_date), getdate(seat.from_date))
	return {**values, "from_date": begins}


def _give_up(doc, start: date) -> None:
	reason = _("Swapped", context="Space Allocation")
	if getdate(doc.from_date) >= start:
		seats.cancel(doc.name, reason)
	else:
		seats.end(doc.name, start - timedelta(days=1), reason)


# --- a group on a floor ---------------------------------------------------------------------------------------


def propose(
	employees: Iterable[str], place: str, from_date: date | str, to_date: date | str | None = None
) -> dict:
	"""Propose a seat for each of some people at or below a place; nothing is written.

	Who works in the same department sits close together, and near colleagues who sit there already. Reserved places
	are proposed to the people they are reserved for, and to nobody else.

	Returns:
		seated: employee, employee_name, department, space, space_name, parent_name; not_seated: employee,
		employee_name, reason.
	"""
	names = list(dict.fromkeys(employees))
	check_count(names)
	facts = visible_facts(names)
	refused = {name: reason for name in names if (reason := why_not(facts.get(name), from_date, to_date))}
	asking = [facts[name] for name in names if name not in refused]
	free = free_places(from_date, to_date, place=place, shown=10 * AT_MOST)
	chosen = choose(asking, free, colleagues_by_place([row["parent_space"] for row in free], from_date))
	places = {row["name"]: row for row in free}
	full = _("No free seat is left there", context="Space Allocation")
	return {
		"seated": [_seated(facts[name], places[space]) for name, space in chosen.items()],
		"not_seated": [
			{"employee": name, "employee_name": _name_of(facts, name), "reason": refused.get(name, full)}
			for name in names
			if name not in chosen
		],
	}


def visible_facts(names: list[str]) -> dict[str, frappe._dict]:
	"""people.employee_facts of those of the companies to which the acting user is limited, if to any."""
	own = companies_of(frappe.session.user)
	facts = people.employee_facts(names)
	return {name: person for name, person in facts.items() if not own or person.company in own}


def choose(asking: list[frappe._dict], free: list[dict], settled: dict[str, set[str]]) -> dict[str, str]:
	"""{employee: space}: first what is reserved, for its own people, then what is not."""
	chosen: dict[str, str] = {}
	for whom in sorted({tuple(row["reserved_by"]) for row in free}, reverse=True):
		own = {person.name for person in asking} - set(chosen)
		for kind, name in whom:
			own &= people.employees_of(kind, name, own)
		members = [(person.name, person.department) for person in asking if person.name in own]
		places = [
			(row["name"], row["parent_space"], row["free"])
			for row in free
			if tuple(row["reserved_by"]) == whom
		]
		chosen.update(choose_places(members, places, settled))
	return chosen


def check_count(rows: list) -> None:
	"""Not more than are locked and tested together in good time."""
	if len(rows) > AT_MOST:
		frappe.throw(
			_("At most {0} people can be seated in one go.", context="Space Allocation").format(AT_MOST),
			TooManyPeopleError,
		)


def why_not(facts: frappe._dict | None, from_date: date | str, to_date: date | str | None) -> str | None:
	"""Why somebody gets no seat, before any place is looked at."""
	if not facts or people.active_between(facts.name, from_date, to_date):
		return _("Does not work here on all of these days", context="Space Allocation")
	last = getdate(to_date) if to_date else seats.FAR_DATE
	if has_primary_seat(facts.name, getdate(from_date), last):
		return _("Has a seat already", context="Space Allocation")
	return None


def has_primary_seat(employee: str, from_date: date, to_date: date) -> bool:
	"""Whether somebody has a primary seat in a period (a plain read, for proposals)."""
	filters = {
		"occupant_type": "Employee",
		"occupant": employee,
		"is_primary": 1,
		"status": ("!=", CANCELLED),
		"effective_to": (">=", from_date),
		"from_date": ("<=", to_date),
	}
	return bool(frappe.db.exists("Space Allocation", filters))


def colleagues_by_place(parents: list[str], on_date: date | str) -> dict[str, set[str]]:
	"""{place: departments that sit directly in it on a day}."""
	row, space = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Office Space")
	person = frappe.qb.DocType("Employee")
	found = defaultdict(set)
	if parents:
		query = frappe.qb.from_(row).join(space).on(space.name == row.space).join(person)
		query = query.on((person.name == row.occupant) & (row.occupant_type == "Employee"))
		query = query.where(space.parent_space.isin(parents) & (row.status != CANCELLED))
		query = query.where((row.from_date <= getdate(on_date)) & (row.effective_to >= getdate(on_date)))
		for place, department in query.select(space.parent_space, person.department).distinct().run():
			found[place].add(department)
	return found


def _seated(person: frappe._dict, place: dict) -> dict:
	return {
		"employee": person.name,
		"employee_name": person.employee_name,
		"department": person.department or "",
		"space": place["name"],
		"space_name": place["space_name"],
		"parent_name": place["parent_name"] or "",
	}


def _name_of(facts: dict, name: str) -> str:
	return facts[name].employee_name if name in facts else name


def seat_people(rows: list[dict], from_date: date | str, to_date: date | str | None = None) -> list[str]:
	"""Give each person the proposed seat, all or none, as the current user; rows of employee and space."""
	check_count(rows)
	lock_spaces([row["space"] for row in rows])
	people.employee_facts([row["employee"] for row in rows], lock=True)
	return [
		seats.allocate(
			space=row["space"],
			occupant_type="Employee",
			occupant=row["employee"],
			from_date=getdate(from_date),
			to_date=getdate(to_date) if to_date else None,
		)
		for row in rows
	]

"""What must be forgotten now: by the rules of domain.retention, from the records themselves, page by page.

Nothing here trusts a stored date: a period that was changed, or a hold that was set, counts at once. The stored
`retain_until_date` of a visitor is for people to read; `refresh_retain_until` alone writes it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, getdate
from pypika.terms import Criterion

from office_management.domain import retention as rules
from office_management.domain import visit_states as states
from office_management.front_desk.copies import among, portions

SETTINGS = "Office Management Settings"
LOG, VISITOR, INVITATION = "Visitor Log", "Visitor", "Visit Invitation"
PAGE = 20_000
CHANGED_LATELY = timedelta(days=7)
BLOCK_RULE_DAYS = 30
"""Days that an expired block rule still says whom it named."""

SETTING_DAYS = {
	"message_retention_days": rules.DEFAULT_DAYS,
	"delivery_retention_days": rules.DEFAULT_DAYS,
	"evacuation_retention_days": rules.DEFAULT_EVACUATION_DAYS,
}
VISIT_FACTS = (
	"status",
	"creation",
	"modified",
	"expected_on",
	"expected_until_on",
	"checked_in_on",
	"checked_out_on",
)


@dataclass(frozen=True)
class Periods:
	"""Days each thing is kept; `types` by visitor type, `default` for persons without a visit."""

	types: dict[str, int]
	default: int
	messages: int
	deliveries: int
	evacuations: int

	def of_type(self, visitor_type: str | None) -> int:
		"""Days of a visitor type; one that is unknown counts like the default."""
		return self.types.get(visitor_type or "", self.default)


@dataclass(frozen=True)
class Page:
	"""Records whose time is over, and how many more are only there because of a legal hold.

	`people`: the visitors of visits that are over.
	"""

	names: list[str]
	held: int = 0
	people: frozenset[str] = frozenset()


def _paged(rows_after: Callable[[str], list[frappe._dict]]) -> Iterator[list[frappe._dict]]:
	"""The rows of a query that answers up to PAGE of them after a name, in the order of their names."""
	last = ""
	while rows := rows_after(last):
		yield rows
		if len(rows) < PAGE:
			return
		last = rows[-1].name


# --- periods --------------------------------------------------------------------------------------------------


def periods(instead: dict[str, int] | None = None) -> Periods:
	"""The periods in force.

	Args:
		instead: days to reckon with instead: a visitor type's name, or a field of SETTING_DAYS.
	"""
	instead = instead or {}
	types = frappe.get_all(
		"Visitor Type", fields=["name", "retention_days", "is_default"], order_by="is_default desc, name"
	)
	days = {row.name: cint(row.retention_days) or rules.DEFAULT_DAYS for row in types}
	days |= {name: changed for name, changed in instead.items() if name in days}
	settings = {field: instead.get(field) or setting_days(field) for field in SETTING_DAYS}
	return Periods(
		types=days,
		default=next((days[row.name] for row in types if row.is_default), rules.DEFAULT_DAYS),
		messages=settings["message_retention_days"],
		deliveries=settings["delivery_retention_days"],
		evacuations=settings["evacuation_retention_days"],
	)


def setting_days(field: str) -> int:
	"""Days that the settings say; the default where they say nothing."""
	return cint(frappe.db.get_single_value(SETTINGS, field)) or SETTING_DAYS[field]


# --- visits ---------------------------------------------------------------------------------------------------


def visits(today: date, kept: Periods) -> Iterator[Page]:
	"""Visits whose time is over, PAGE of those that may be so looked at at a time."""
	for names in portions(_that_may_be_over(today, kept), PAGE):
		rows = [row for part in portions(names) for row in _visit_rows(part)]
		due = [row for row in rows if today > visit_until(row, kept)]
		held = {row.name for row in due if rules.is_held(hold_of(row), today)}
		people = frozenset(row.visitor for row in due if row.visitor)
		yield Page([row.name for row in due if row.name not in held], len(held), people)


def _that_may_be_over(today: date, kept: Periods) -> list[str]:
	"""The names of all visits but those that cannot be due; the index `visit_retention` finds them among the others.

	The rule itself is domain.retention's: a visit ends at one of its moments, and once they are out, they are out.
	"""
	log = frappe.qb.DocType(LOG)
	names = []
	for visitor_type in _types_of_visits():
		first = cutoff(today, kept.of_type(visitor_type))
		of_type = log.visitor_type.isnull() if visitor_type is None else log.visitor_type == visitor_type
		query = frappe.qb.from_(log).select(log.name).where(log.anonymised_on.isnull() & of_type)
		out = (log.status == states.CHECKED_OUT) & (log.checked_out_on < first)
		other = (log.status != states.CHECKED_OUT) | log.checked_out_on.isnull()
		names += query.where(out).run(pluck=True)
		names += query.where(other & _some_moment_before(log, first)).run(pluck=True)
	return sorted(names)


def _types_of_visits() -> list[str | None]:
	"""The types of the visits that still say who came, also such as are no more."""
	log = frappe.qb.DocType(LOG)
	query = frappe.qb.from_(log).select(log.anonymised_on, log.visitor_type).where(log.anonymised_on.isnull())
	# by both: so the index is skipped through, from one type to the next
	return [row[1] for row in query.groupby(log.anonymised_on, log.visitor_type).run()]


def _some_moment_before(log, first: date) -> Criterion:
	return Criterion.any(log[field] < first for field in VISIT_FACTS if field != "status")


def cutoff(today: date, days: int) -> date:
	"""What ended before that day is over, if it is kept for so many days; see rules.keep_until."""
	return today - timedelta(days=max(days, rules.SHORTEST))


def _visit_query():
	log, visitor = frappe.qb.DocType(LOG), frappe.qb.DocType(VISITOR)
	return (
		frappe.qb.from_(log)
		.left_join(visitor)
		.on(visitor.name == log.visitor)
		.select(log.name, log.visitor, log.visitor_type, visitor.legal_hold, visitor.legal_hold_until_date)
		.select(*(log[field] for field in VISIT_FACTS))
		.where(log.anonymised_on.isnull())
		.orderby(log.name)
	), log


def _visit_rows(names: Sequence[str], lock: bool = False) -> list[frappe._dict]:
	query, log = _visit_query()
	query = query.where(log.name.isin(among(names)))
	return (query.for_update() if lock else query).run(as_dict=True)


def still_due_visits(names: Sequence[str], today: date, kept: Periods) -> list[str]:
	"""Of these visits, those that are due as things stand now; locks them and their visitors."""
	rows = _visit_rows(names, lock=True)
	return [row.name for row in rows if rules.is_due(visit_until(row, kept), today, hold_of(row))]


def visit_until(row: frappe._dict, kept: Periods) -> date:
	"""The last day of a visit's data."""
	return rules.visit_until(as_visit(row), kept.of_type(row.visitor_type))


def as_visit(row: frappe._dict) -> rules.Visit:
	"""The facts of a visit, from a row with VISIT_FACTS."""
	return rules.Visit(
		status=row.status,
		created_on=row.creation,
		changed_on=row.modified,
		expected_on=row.expected_on,
		expected_until_on=row.expected_until_on,
		checked_in_on=row.checked_in_on,
		checked_out_on=row.checked_out_on,
	)


def hold_of(row) -> rules.Hold | None:
	"""The legal hold on a visitor, from a row with its fields."""
	until = row.get("legal_hold_until_date")
	return rules.Hold(getdate(until) if until else None) if row.get("legal_hold") else None


# --- persons --------------------------------------------------------------------------------------------------


def visitors(today: date, kept: Periods) -> Iterator[Page]:
	"""Persons of whom no visit is kept, neither past nor to come, whose time is over, and whom no hold keeps."""

	def rows_after(last: str) -> list[frappe._dict]:
		query, visitor = _visitor_query()
		log = frappe.qb.DocType(LOG)
		known_visit = (log.visitor == visitor.name) & log.anonymised_on.isnull()
		seen = Coalesce(visitor.last_visit_on, visitor.creation)
		query = query.left_join(log).on(known_visit).where(log.name.isnull())
		return (
			query.where((seen < cutoff(today, kept.default)) & (visitor.name > last))
			.limit(PAGE)
			.run(as_dict=True)
		)

	for rows in _paged(rows_after):
		yield Page(_due_of(rows, today, kept))


def visitors_among(names: Sequence[str], today: date, kept: Periods) -> list[str]:
	"""Of these persons, those who would be due once their visits that are due were anonymised."""
	return [name for part in portions(sorted(names)) for name in _due_of(_visitor_rows(part), today, kept)]


def still_due_visitors(names: Sequence[str], today: date, kept: Periods) -> list[str]:
	"""Of these persons, those that are due as things stand now; locks them."""
	return _due_of(_visitor_rows(names, lock=True), today, kept)


def _due_of(rows: Sequence[frappe._dict], today: date, kept: Periods) -> list[str]:
	untils = persons_until(rows, kept)
	return [row.name for row in rows if today > untils[row.name]]


def _visitor_query():
	visitor = frappe.qb.DocType(VISITOR)
	fields = ("name", "creation", "last_visit_on", "retain_until_date", "legal_hold", "legal_hold_until_date")
	return (
		frappe.qb.from_(visitor)
		.select(*(visitor[field] for field in fields))
		.where(visitor.anonymised_on.isnull())
		.orderby(visitor.name)
	), visitor


def _visitor_rows(names: Sequence[str], lock: bool = False) -> list[frappe._dict]:
	query, visitor = _visitor_query()
	query = query.where(visitor.name.isin(among(names)))
	return (query.for_update() if lock else query).run(as_dict=True)


def persons_until(rows: Sequence[frappe._dict], kept: Periods) -> dict[str, date]:
	"""Visitor -> the last day on which they may be known."""
	ends: dict[str, list[date]] = defaultdict(list)
	for part in portions([row.name for row in rows]):
		for visit in _visits_of(part):
			ends[visit.visitor].append(visit_until(visit, kept))
	return {
		row.name: rules.person_until(
			ends[row.name], row.last_visit_on or row.creation, kept.default, hold_of(row)
		)
		for row in rows
	}


def _visits_of(visitors: Sequence[str]) -> list[frappe._dict]:
	log = frappe.qb.DocType(LOG)
	return (
		frappe.qb.from_(log)
		.select(log.visitor, log.visitor_type, *(log[field] for field in VISIT_FACTS))
		.where(log.visitor.isin(among(visitors)) & log.anonymised_on.isnull())
		.run(as_dict=True)
	)


def refresh_retain_until(rows: Sequence[frappe._dict], kept: Periods) -> None:
	"""Store until when these persons are kept, where it has changed."""
	changed = defaultdict(list)
	for name, until in persons_until(rows, kept).items():
		changed[until].append(name)
	stored = {row.name: row.retain_until_date and getdate(row.retain_until_date) for row in rows}
	visitor = frappe.qb.DocType(VISITOR)
	for until, names in changed.items():
		names = [name for name in names if stored[name] != until]
		for part in portions(names):
			frappe.qb.update(visitor).set(visitor.retain_until_date, until).where(
				visitor.name.isin(among(part))
			).run()


def visitors_to_refresh(now: datetime) -> Iterator[list[frappe._dict]]:
	"""Persons whose last day may be another one than is stored, page by page: no date yet, or a visit changed lately."""
	log, visitor = frappe.qb.DocType(LOG), frappe.qb.DocType(VISITOR)
	past = visitor.retain_until_date.isnull() | (visitor.retain_until_date < now.date())
	# not in the order of the names, page by page: then each page would read everybody
	stale = frappe.qb.from_(visitor).select(visitor.name).where(visitor.anonymised_on.isnull() & past)
	lately = log.anonymised_on.isnull() & (log.modified > now - CHANGED_LATELY) & log.visitor.isnotnull()
	changed = frappe.qb.from_(log).select(log.visitor).distinct().where(lately)
	names = {*stale.run(pluck=True), *changed.run(pluck=True)}
	for page in portions(sorted(names), PAGE):
		yield [row for part in portions(page) for row in _visitor_rows(part)]


def forget_stored_dates(visitor_type: str) -> None:
	"""A type is kept for other days than before: the stored dates of its visitors are found anew by the next run."""
	log, visitor = frappe.qb.DocType(LOG), frappe.qb.DocType(VISITOR)
	of_type = (log.visitor_type == visitor_type) & log.anonymised_on.isnull()
	query = frappe.qb.update(visitor).join(log).on(log.visitor == visitor.name)
	query.set(visitor.retain_until_date, None).where(of_type).run()


# --- invitations ----------------------------------------------------------------------------------------------


def invitations(today: date, kept: Periods) -> Iterator[Page]:
	"""Invitations whose time is over, and of which no visit says any more who came."""
	for rows in _paged(lambda last: _invitation_rows(last, today, kept)):
		yield Page([row.name for row in rows if _is_over(row, today, kept)])


def _invitation_rows(after: str, today: date, kept: Periods) -> list[frappe._dict]:
	"""Invitations that may be over: one of their moments is old enough for the shortest period."""
	invitation, log = frappe.qb.DocType(INVITATION), frappe.qb.DocType(LOG)
	moments = ("starts_at", "ends_at", "creation", "modified")
	first = cutoff(today, min([kept.default, *kept.types.values()]))
	old = Criterion.any(invitation[field] < first for field in moments)
	known_visit = (log.visit_invitation == invitation.name) & log.anonymised_on.isnull()
	return (
		frappe.qb.from_(invitation)
		.left_join(log)
		.on(known_visit)
		.select(*(invitation[field] for field in ("name", "status", "visitor_type", *moments)))
		.where(invitation.anonymised_on.isnull() & (invitation.name > after) & old & log.name.isnull())
		.orderby(invitation.name)
		.limit(PAGE)
		.run(as_dict=True)
	)


def _is_over(row: frappe._dict, today: date, kept: Periods) -> bool:
	planned = rules.Visit(row.status, row.creation, row.modified, row.starts_at, row.ends_at)
	return today > rules.visit_until(planned, kept.of_type(row.visitor_type))


# --- what has a period of its own -----------------------------------------------------------------------------


def messages(today: date, kept: Periods) -> Iterator[Page]:
	"""Phone messages whose time is over."""
	ends = ("received_on", "answer_by", "calls_again_on", "acknowledged_on", "done_on")
	return _by_own_end("Phone Message", ends, kept.messages, today)


def deliveries(today: date, kept: Periods) -> Iterator[Page]:
	"""Deliveries whose time is over."""
	ends = ("received_on", "notified_on", "reminded_on", "collected_on", "returned_on")
	return _by_own_end("Delivery", ends, kept.deliveries, today)


def evacuations(today: date, kept: Periods) -> Iterator[Page]:
	"""Evacuations whose time is over."""
	return _by_own_end("Evacuation", ("started_on", "all_clear_on"), kept.evacuations, today)


def block_rules(today: date, kept: Periods) -> Iterator[Page]:
	"""Block rules that expired BLOCK_RULE_DAYS ago; one without an end stays until a manager ends it."""
	return _by_own_end(
		"Visitor Block Rule", ("valid_until_date",), BLOCK_RULE_DAYS, today, needs=("valid_until_date",)
	)


def _by_own_end(
	doctype: str, ends: Sequence[str], days: int, today: date, needs: Sequence[str] = ()
) -> Iterator[Page]:
	row = frappe.qb.DocType(doctype)
	first = cutoff(today, days)
	over = [row[field].isnull() | (row[field] < first) for field in ends]
	over += [row[field].isnotnull() for field in needs]
	query = (
		frappe.qb.from_(row)
		.select(row.name, row.creation, *(row[field] for field in ends))
		.where(row.anonymised_on.isnull() & Criterion.all(over))
		.orderby(row.name)
		.limit(PAGE)
	)
	for rows in _paged(lambda last: query.where(row.name > last).run(as_dict=True)):
		yield Page([found.name for found in rows if today > rules.keep_until(_last_of(found, ends), days)])


def _last_of(row: frappe._dict, fields: Sequence[str]) -> datetime | date:
	return max((row[field] for field in fields if row[field]), default=row.creation)


def known_visits_of(invitation: str) -> int:
	"""How many visits of an invitation still say who came."""
	return frappe.db.count(LOG, {"visit_invitation": invitation, "anonymised_on": ("is", "not set")})

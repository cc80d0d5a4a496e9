"""What must be forgotten now: by the rules of domain.retention, from the records themselves, page by page.

Nothing here trusts a stored date: a period that was changed, or a hold that was set, counts at once. The stored
`retain_until_date` of a visitor is for people to read; `refresh_retain_until` alone writes it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import cint, getdate
from pypika.terms import Criterion

from office_management.domain import retention as rules
from office_management.front_desk.copies import among

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
	"""Records whose time is over, and how many more are only there because of a legal hold."""

	names: list[str]
	held: int = 0


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
	"""Visits whose time is over, PAGE rows looked at at a time."""
	last = ""
	query, log = _visit_query()
	query = query.where(_may_be_over(log, kept, today)).limit(PAGE)
	while rows := query.where(log.name > last).run(as_dict=True):
		due = [row for row in rows if today > visit_until(row, kept)]
		held = [row for row in due if rules.is_held(hold_of(row), today)]
		kept_back = {row.name for row in held}
		yield Page([row.name for row in due if row.name not in kept_back], len(held))
		last = rows[-1].name


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


def _may_be_over(log, kept: Periods, today: date) -> Criterion:
	"""Leaves out, in the database, what cannot be due: a visit ends at one of its moments, and all are too young.

	The rule itself is domain.retention's; this only spares reading the rest.
	"""
	by_type = [
		(log.visitor_type == name) & _some_moment_before(log, days, today)
		for name, days in kept.types.items()
	]
	unknown = log.visitor_type.isnull() | log.visitor_type.notin([*kept.types, ""])
	return Criterion.any([*by_type, unknown])


def _some_moment_before(log, days: int, today: date) -> Criterion:
	cutoff = today - timedelta(days=days)
	return Criterion.any(log[field] < cutoff for field in VISIT_FACTS if field != "status")


def still_due_visits(names: Sequence[str], today: date, kept: Periods) -> list[str]:
	"""Of these visits, those that are due as things stand now; locks them and their visitors."""
	query, log = _visit_query()
	rows = query.where(log.name.isin(among(names))).for_update().run(as_dict=True)
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


def visitors(today: date, kept: Periods, only_without_visits: bool = True) -> Iterator[Page]:
	"""Persons of whom no visit is kept any more, none is expected, and no hold is on.

	`only_without_visits`: their visits were anonymised before; False reckons with visits that are due as well.
	"""
	last = ""
	query, visitor = _visitor_query()
	if only_without_visits:
		query = query.where(visitor.name.notin(_with_visits()))
	query = query.limit(PAGE)
	while rows := query.where(visitor.name > last).run(as_dict=True):
		untils = persons_until(rows, kept)
		due = [row for row in rows if today > untils[row.name]]
		yield Page([row.name for row in due])
		last = rows[-1].name


def _visitor_query():
	visitor = frappe.qb.DocType(VISITOR)
	fields = ("name", "creation", "last_visit_on", "retain_until_date", "legal_hold", "legal_hold_until_date")
	return (
		frappe.qb.from_(visitor)
		.select(*(visitor[field] for field in fields))
		.where(visitor.anonymised_on.isnull())
		.orderby(visitor.name)
	), visitor


def _with_visits():
	log = frappe.qb.DocType(LOG)
	of_somebody = log.anonymised_on.isnull() & log.visitor.isnotnull()
	return frappe.qb.from_(log).select(log.visitor).where(of_somebody)


def still_due_visitors(names: Sequence[str], today: date, kept: Periods) -> list[str]:
	"""Of these persons, those that are due as things stand now; locks them."""
	query, visitor = _visitor_query()
	rows = query.where(visitor.name.isin(among(names))).for_update().run(as_dict=True)
	untils = persons_until(rows, kept)
	return [row.name for row in rows if today > untils[row.name]]


def persons_until(rows: Sequence[frappe._dict], kept: Periods) -> dict[str, date]:
	"""Visitor -> the last day on which they may be known."""
	ends: dict[str, list[date]] = defaultdict(list)
	for start in range(0, len(rows), 500):
		for visit in _visits_of([row.name for row in rows[start : start + 500]]):
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
		for start in range(0, len(names), 500):
			part = names[start : start + 500]
			frappe.qb.update(visitor).set(visitor.retain_until_date, until).where(
				visitor.name.isin(among(part))
			).run()


def visitors_to_refresh(now: datetime) -> Iterator[list[frappe._dict]]:
	"""Persons whose last day may be another one than is stored, page by page: no date yet, or a visit changed lately."""
	log = frappe.qb.DocType(LOG)
	lately = log.anonymised_on.isnull() & (log.modified > now - CHANGED_LATELY)
	changed = frappe.qb.from_(log).select(log.visitor).where(lately)
	query, visitor = _visitor_query()
	past = visitor.retain_until_date.isnull() | (visitor.retain_until_date < now.date())
	query = query.where(past | visitor.name.isin(changed)).limit(PAGE)
	last = ""
	while rows := query.where(visitor.name > last).run(as_dict=True):
		yield rows
		last = rows[-1].name


def forget_stored_dates(visitor_type: str) -> None:
	"""A type is kept for other days than before: the stored dates of its visitors are found anew by the next run."""
	log, visitor = frappe.qb.DocType(LOG), frappe.qb.DocType(VISITOR)
	of_type = (log.visitor_type == visitor_type) & log.anonymised_on.isnull()
	query = frappe.qb.update(visitor).join(log).on(log.visitor == visitor.name)
	query.set(visitor.retain_until_date, None).where(of_type).run()


# --- invitations ----------------------------------------------------------------------------------------------


def invitations(today: date, kept: Periods) -> Iterator[Page]:
	"""Invitations whose time is over, and of which no visit says any more who came."""
	last = ""
	while rows := _invitation_rows(last):
		yield Page([row.name for row in rows if _is_over(row, today, kept)])
		last = rows[-1].name


def _invitation_rows(after: str) -> list[frappe._dict]:
	invitation, log = frappe.qb.DocType(INVITATION), frappe.qb.DocType(LOG)
	known = Count(Case().when(log.anonymised_on.isnull(), log.name))
	fields = ("name", "status", "visitor_type", "starts_at", "ends_at", "creation", "modified")
	return (
		frappe.qb.from_(invitation)
		.left_join(log)
		.on(log.visit_invitation == invitation.name)
		.select(*(invitation[field] for field in fields), known.as_("known"))
		.where(invitation.anonymised_on.isnull() & (invitation.name > after))
		.groupby(invitation.name)
		.orderby(invitation.name)
		.limit(PAGE)
		.run(as_dict=True)
	)


def _is_over(row: frappe._dict, today: date, kept: Periods) -> bool:
	planned = rules.Visit(row.status, row.creation, row.modified, row.starts_at, row.ends_at)
	return not row.known and today > rules.visit_until(planned, kept.of_type(row.visitor_type))


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
	row, last = frappe.qb.DocType(doctype), ""
	while rows := (
		frappe.qb.from_(row)
		.select(row.name, row.creation, *(row[field] for field in ends))
		.where(row.anonymised_on.isnull() & (row.name > last))
		.orderby(row.name)
		.limit(PAGE)
		.run(as_dict=True)
	):
		yield Page(
			[
				found.name
				for found in rows
				if all(found[field] for field in needs)
				and today > rules.keep_until(_last_of(found, ends), days)
			]
		)
		last = rows[-1].name


def _last_of(row: frappe._dict, fields: Sequence[str]) -> datetime | date:
	return max((row[field] for field in fields if row[field]), default=row.creation)


def known_visits_of(invitation: str) -> int:
	"""How many visits of an invitation still say who came."""
	return frappe.db.count(LOG, {"visit_invitation": invitation, "anonymised_on": ("is", "not set")})

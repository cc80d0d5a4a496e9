"""What is planned, what is being done and what was done: the audits of a period, and the dates of programmes to come.

Computed from the rules and from the audits themselves: the whole year is there, whatever was made already. For the
report Audits of the Year, for coverage and for Office Day. Who calls names the users whose limits apply.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils import getdate
from pypika.terms import Criterion

from office_management.domain import audit_states as states
from office_management.domain.audit_plan import GIVEN_UP, MISSED, TO_COME, state_of
from office_management.domain.recurrence import MAX_SHIFT_DAYS
from office_management.facilities import api as facilities
from office_management.office_audits.permissions import AUDIT, audit_criterion
from office_management.office_audits.programme_permissions import PROGRAMME, programme_criterion
from office_management.office_space import api as office_space

SKIP = "Audit Programme Skip"
OF_AUDITS = ("audit_type", "company", "space", "lead_auditor")
FIELDS = (*OF_AUDITS, "name", "title", "asset_category")


@dataclass(frozen=True)
class Entry:
	"""One audit, made or to come: `state` is one of domain/audit_plan.py; without `audit` only the rule knows of it."""

	due: date
	state: str
	source: frappe._dict
	programme: str | None = None
	audit: str | None = None


def entries(first: date, last: date, users: Iterable[str], **wanted) -> list[Entry]:
	"""The audits that begin between two days, made or to come, by day.

	Args:
		wanted: `space` (it and all below), `audit_type`, `company`, `lead_auditor`.
	"""
	users = list(users)
	programmes = {row.name: row for row in visible_programmes(users, **wanted)}
	known = made_dates(programmes)
	found = [
		*made_entries(first, last, users, **wanted),
		*(entry for row in programmes.values() for entry in entries_of(row, known, first, last)),
	]
	return sorted(found, key=lambda entry: (entry.due, entry.source.title, entry.audit or ""))


def made_entries(first: date, last: date, users: list[str], **wanted) -> Iterator[Entry]:
	"""The audits that were made."""
	table, today = frappe.qb.DocType(AUDIT), getdate()
	columns = (*FIELDS, "programme", "status", "from_date", "to_date")
	query = frappe.qb.from_(table).select(*(table[field] for field in columns))
	query = query.where(table.from_date[first:last]).orderby(table.from_date)
	for row in limited(query, table, audit_criterion, users, wanted).run(as_dict=True):
		state = state_of(row.status, row.from_date, row.to_date, today)
		yield Entry(row.from_date, state, row, row.programme, row.name)


def entries_of(programme: frappe._dict, known: set[tuple], first: date, last: date) -> Iterator[Entry]:
	"""The dates of one programme that no audit was made for: to come, or missed."""
	for row in programme.skipped_dates:
		day = getdate(row.occurrence_date)
		if not row.skipped_by and first <= day <= last:
			yield Entry(day, MISSED, programme, programme.name)
	if programme.status != "Active":
		return
	margin, today = timedelta(days=MAX_SHIFT_DAYS), getdate()
	skipped = {getdate(row.occurrence_date) for row in programme.skipped_dates}
	for one in facilities.Dates().planned(programme, max(first, today) - margin, last + margin):
		is_open = one.occurrence not in skipped and (programme.name, one.occurrence) not in known
		if one.due and max(first, today) <= one.due <= last and is_open:
			yield Entry(one.due, TO_COME, programme, programme.name)


def visible_programmes(users: list[str], **wanted) -> list[frappe._dict]:
	"""Programmes that all these users may see, by title, with the dates that were left out."""
	table = frappe.qb.DocType(PROGRAMME)
	query = frappe.qb.from_(table).select(table.star).orderby(table.title)
	rows = limited(query, table, programme_criterion, users, wanted).run(as_dict=True)
	filters = {"parenttype": PROGRAMME, "parent": ("in", [row.name for row in rows] or [""])}
	fields = ["parent", "occurrence_date", "skipped_by"]
	skips: dict[str, list] = {row.name: [] for row in rows}
	for skip in frappe.get_all(SKIP, filters, fields, order_by="parent, occurrence_date"):
		skips[skip.parent].append(skip)
	return [frappe._dict(row, skipped_dates=skips[row.name]) for row in rows]


def limited(query, table, criterion, users: list[str], wanted: dict):
	"""The query, of what all users may see and the filters name."""
	limits = [criterion(table, user) for user in users]
	chosen = [table[field] == wanted[field] for field in OF_AUDITS if wanted.get(field) and field != "space"]
	if bounds := office_space.interval_of(wanted.get("space"), users):
		location, space = frappe.qb.DocType("Location"), frappe.qb.DocType("Office Space")
		inside = (
			frappe.qb.from_(space)
			.join(location)
			.on(location.name == space.location)
			.select(space.name)
			.where(location.lft[bounds[0] : bounds[1]])
		)
		chosen.append(table.space.isin(inside))
	return query.where(Criterion.all([*chosen, *(limit for limit in limits if limit is not None)]))


def made_dates(programmes: dict[str, frappe._dict]) -> set[tuple]:
	"""(programme, date of its rule) of all audits that were made."""
	filters = {"programme": ("in", list(programmes) or [""])}
	rows = frappe.get_all(AUDIT, filters, ["programme", "occurrence_date"], order_by="name")
	return {(row.programme, getdate(row.occurrence_date)) for row in rows}


def next_counts(users: list[str], today: date) -> list[Entry]:
	"""Counts of assets that are planned or to come within a year, by day."""
	ahead = entries(today, today + timedelta(days=366), users, audit_type="Asset Count")
	return [entry for entry in ahead if entry.state != GIVEN_UP and status_is_open(entry)]


def status_is_open(entry: Entry) -> bool:
	"""Nobody has begun it."""
	return not entry.audit or entry.source.status == states.PLANNED

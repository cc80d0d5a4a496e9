"""Audits of the Year: what is planned, under way and done in a period; to be hung up on the wall.

By Month there is a row for each programme, and for each audit that was planned by hand; in each month stand its days.
By Day there is a row for each audit, with where it stands. Computed from the rules of the programmes and from the
audits; whose limits apply: see report_tools.py.
"""

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname

from office_management.domain import audit_plan
from office_management.office_audits import year_plan
from office_management.office_audits.permissions import AUDIT
from office_management.office_audits.programme_permissions import PROGRAMME
from office_management.office_audits.year_plan import Entry
from office_management.office_space import api as office_space
from office_management.report_tools import (
	as_text,
	check_choice,
	column,
	figure,
	month_columns,
	month_field,
	months_between,
	period_of,
	record_column,
	users_of,
)

REPORT = "Audits of the Year"
BY_MONTH, BY_DAY = "By Month", "By Day"
MOST_DAYS_NAMED = 6
FILTERS = ("audit_type", "company", "lead_auditor")


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	filters = frappe._dict(filters or {})
	users = users_of(filters, AUDIT)
	period = period_of(filters, "This Year")
	wanted = {"space": filters.place, **{field: filters[field] for field in FILTERS if filters.get(field)}}
	by_day = check_choice(filters.get("view") or BY_MONTH, (BY_MONTH, BY_DAY)) == BY_DAY
	months = [] if by_day else months_between(period.from_date, period.to_date)
	found = year_plan.entries(period.from_date, period.to_date, users, **wanted)
	cells = Cells(found)
	if by_day:
		shown = [*day_columns(), *columns(), *more_columns(), record()]
		return shown, [cells.by_day(one) for one in found], None, None, summary(found)
	rows = [cells.by_month(several) for several in grouped(found)]
	shown = [*columns(), *month_columns(months), *more_columns(), record()]
	return shown, rows, legend(), None, summary(found)


def grouped(found: list[Entry]) -> list[list[Entry]]:
	"""The entries of each programme, and by themselves those of none; by the first day."""
	groups: dict[tuple, list[Entry]] = defaultdict(list)
	for entry in found:
		groups[(PROGRAMME, entry.programme) if entry.programme else (AUDIT, entry.audit)].append(entry)
	return list(groups.values())


class Cells:
	"""What is written into the rows. Keeps the names it has read."""

	def __init__(self, found: list[Entry]) -> None:
		names = sorted({entry.source.space for entry in found if entry.source.space})
		places = office_space.places_to_keep_up(names=names, closed=True)
		self.places = {row.name: row.space_name for row in places}
		programmes = sorted({entry.programme for entry in found if entry.programme})
		rows = frappe.get_all(
			PROGRAMME, {"name": ("in", programmes or [""])}, ["name", "title"], order_by="name", as_list=True
		)
		self.titles, self.states = dict(rows), state_labels()

	def common(self, entry: Entry) -> dict:
		source = entry.source
		return {
			"audit_type": _(source.audit_type, context=AUDIT),
			"place": as_text(self.places.get(source.space)) or _("Whole company", context=REPORT),
			"lead": as_text(get_fullname(source.lead_auditor)),
		}

	def by_day(self, entry: Entry) -> dict:
		return self.common(entry) | {
			"due": entry.due,
			"weekday": formatdate(entry.due, "EEE"),
			"state": self.states[entry.state],
			"title": as_text(entry.source.title),
			"record": entry.audit or entry.programme,
			"record_doctype": AUDIT if entry.audit else PROGRAMME,
		}

	def by_month(self, several: list[Entry]) -> dict:
		first = several[0]
		days: dict[str, list[Entry]] = defaultdict(list)
		for entry in several:
			days[month_field(entry.due)].append(entry)
		return {
			**self.common(first),
			"title": as_text(self.titles.get(first.programme) or first.source.title),
			"record": first.programme or first.audit,
			"record_doctype": PROGRAMME if first.programme else AUDIT,
			**{month: days_in_words(entries) for month, entries in days.items()},
		}


def days_in_words(several: list[Entry]) -> str:
	"""The days of one month, each with its mark; or how many where these are many."""
	if len(several) <= MOST_DAYS_NAMED:
		return ", ".join(f"{entry.due.day} {audit_plan.MARKS[entry.state]}".strip() for entry in several)
	done = sum(entry.state == audit_plan.DONE for entry in several)
	return _("{0} of {1} done", context=REPORT).format(done, len(several))


def columns() -> list[dict]:
	"""What is audited, and where."""
	return [
		column("title", _("Audit", context=REPORT), width=210),
		column("place", _("Place", context=REPORT), width=140),
	]


def more_columns() -> list[dict]:
	"""Of which type, and who leads it."""
	return [
		column("audit_type", _("Type", context=REPORT), width=110),
		column("lead", _("Lead", context=REPORT), width=140),
	]


def day_columns() -> list[dict]:
	"""When, and where it stands."""
	return [
		column("due", _("From", context=REPORT), "Date", 105),
		column("weekday", _("Day", context=REPORT), width=65),
		column("state", _("Stands", context=REPORT), width=110),
	]


def record() -> dict:
	"""The programme or the audit itself."""
	return record_column("record", _("Record", context=REPORT), "record_doctype", 130)


def state_labels() -> dict[str, str]:
	"""The states of domain/audit_plan.py in the reader's language."""
	return {
		audit_plan.TO_COME: _("To Come", context=REPORT),
		audit_plan.WAITING: _("Planned", context=REPORT),
		audit_plan.BEGUN: _("Under Way", context=REPORT),
		audit_plan.LATE: _("Late", context=REPORT),
		audit_plan.DONE: _("Signed Off", context=REPORT),
		audit_plan.GIVEN_UP: _("Given Up", context=REPORT),
		audit_plan.MISSED: _("Missed", context=REPORT),
	}


def legend() -> str:
	"""What the marks mean."""
	return _(
		"A number is the day on which an audit begins. ✓ signed off, … under way, ! late, – missed or given up.",
		context=REPORT,
	)


def summary(found: list[Entry]) -> list[dict]:
	"""How many audits there are, and where they stand."""
	number = {state: sum(entry.state == state for entry in found) for state in audit_plan.STATES}
	ahead = number[audit_plan.TO_COME] + number[audit_plan.WAITING]
	return [
		figure(_("Audits", context=REPORT), len(found), "Blue"),
		figure(_("Signed Off", context=REPORT), number[audit_plan.DONE], "Green"),
		figure(_("Under Way", context=REPORT), number[audit_plan.BEGUN], "Blue"),
		figure(_("Late", context=REPORT), number[audit_plan.LATE], "Red"),
		figure(_("Ahead", context=REPORT), ahead, "Gray"),
	]

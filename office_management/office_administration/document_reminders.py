"""Which reminders of a document are due, and when the next one is; the rule is in domain/document_states.py."""

from datetime import date

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from office_management.domain import document_states as states

FIELDS = {
	states.EXPIRY: ("valid_until_date", "valid_from_date"),
	states.REVIEW: ("next_review_date", "last_reviewed_date"),
}
"""Deadline -> the field with its day, and the field with the day before which nothing is told."""


def day_of(document: Document | frappe._dict, field: str) -> date | None:
	"""The day in a field, if there is one."""
	return getdate(document.get(field)) if document.get(field) else None


def is_over(document: Document | frappe._dict) -> bool:
	"""Whether nobody is reminded of it any more."""
	return bool(document.get("replacement") or document.get("withdrawn_from_date"))


def deadlines(document: Document) -> dict[str, tuple[date | None, dict]]:
	"""Deadline -> its day, and what else the rule asks for."""
	found = {}
	for kind, (field, since) in FIELDS.items():
		day = day_of(document, field)
		told = [
			getdate(row.reminder_date)
			for row in document.reminders
			if row.deadline == kind and day and getdate(row.deadline_date) == day
		]
		more = {"told_until": max(told, default=None), "since": day_of(document, since)}
		found[kind] = (day, more)
	return found


def due_reminders(document: Document, on_date: date | None = None) -> list[tuple[str, date, date]]:
	"""What is to be told now: the deadline's kind and day, and the day of the reminder."""
	if is_over(document):
		return []
	days, on_date = states.days_in(document.remind_days), on_date or getdate()
	found = []
	for kind, (deadline, more) in deadlines(document).items():
		if reminder := states.due_reminder(deadline, days, on_date, **more):
			found.append((kind, deadline, reminder))
	return found


def next_reminder_date(document: Document) -> date | None:
	"""The day on which somebody is to be reminded of it next; None when never."""
	if is_over(document):
		return None
	days, today = states.days_in(document.remind_days), getdate()
	return states.earliest(
		[states.next_day(deadline, days, today, **more) for deadline, more in deadlines(document).values()]
	)


def still_holds(document: frappe._dict, kind: str, deadline: date) -> bool:
	"""Whether what was to be told is still so: the deadline has not moved, and the document is in use."""
	return not is_over(document) and day_of(document, FIELDS[kind][0]) == getdate(deadline)

"""The state of a document on a day, when its owner is reminded, and when it is looked at again. No frappe.

A document has up to two deadlines: the last day it is valid, and the day by which somebody must look at it again.
Of each its owner is reminded some days before, on the day, and every week after until something is done. Each reminder
goes out once. What was missed while nothing ran is told by the latest of them alone.
"""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

VALID, REVIEW_DUE, EXPIRED, WITHDRAWN = "Valid", "Review Due", "Expired", "Withdrawn"
STATUSES = (VALID, REVIEW_DUE, EXPIRED, WITHDRAWN)
IN_USE = (VALID, REVIEW_DUE, EXPIRED)

EXPIRY, REVIEW = "Expiry", "Review"
DEADLINES = (EXPIRY, REVIEW)

USUAL_DAYS = (30, 14, 7, 0)
"""Days before a deadline on which its owner is reminded, where nobody has chosen others."""
AFTER = 7
"""Days between two reminders once the deadline has passed."""
MOST_DAYS = 3650


def status_on(
	on_date: date,
	valid_until: date | None = None,
	next_review: date | None = None,
	withdrawn_from: date | None = None,
) -> str:
	"""The status of a document on a day; the heaviest that holds. It is valid through its last day."""
	if withdrawn_from is not None and withdrawn_from <= on_date:
		return WITHDRAWN
	if valid_until is not None and valid_until < on_date:
		return EXPIRED
	if next_review is not None and next_review <= on_date:
		return REVIEW_DUE
	return VALID


def days_in(text: str | None) -> tuple[int, ...]:
	"""The days before a deadline that a text such as "30, 14, 7, 0" names, the farthest first, each once.

	Raises ValueError for what is no whole number from 0 to MOST_DAYS.
	"""
	days = {int(part) for part in (text or "").replace(";", ",").split(",") if part.strip()}
	if any(not 0 <= number <= MOST_DAYS for number in days):
		raise ValueError(text)
	return tuple(sorted(days, reverse=True))


def due_reminder(
	deadline: date | None,
	days: Iterable[int],
	on_date: date,
	told_until: date | None = None,
	since: date | None = None,
) -> date | None:
	"""The day of the reminder that is to go out now: the latest whose day has come, unless it was told. Else None.

	Args:
		deadline: the last day; None where there is none.
		days: so many days before it, each a reminder; every AFTER days after it there is one anyway.
		on_date: today.
		told_until: the day of the last reminder told of this deadline.
		since: nothing is told for days up to this one (it was looked at, or began, then).
	"""
	if deadline is None:
		return None
	past = [day for day in _before(deadline, days) if day <= on_date and not _is_up_to(day, since)]
	if on_date > deadline:
		weeks = (on_date - deadline).days // AFTER
		past += [deadline + timedelta(days=AFTER * weeks)] if weeks else []
	latest = max(past, default=None)
	return None if latest is None or _is_up_to(latest, told_until) else latest


def next_day(
	deadline: date | None,
	days: Iterable[int],
	on_date: date,
	told_until: date | None = None,
	since: date | None = None,
) -> date | None:
	"""The day on which somebody is to be reminded next: of what is due already, or of what comes after today."""
	if deadline is None:
		return None
	due = due_reminder(deadline, days, on_date, told_until, since)
	if due is not None:
		return due
	coming = [day for day in _before(deadline, days) if day > on_date and not _is_up_to(day, since)]
	weeks = max((on_date - deadline).days // AFTER + 1, 1)
	return min([*coming, deadline + timedelta(days=AFTER * weeks)])


def _before(deadline: date, days: Iterable[int]) -> list[date]:
	return [deadline - timedelta(days=number) for number in days]


def _is_up_to(day: date, limit: date | None) -> bool:
	return limit is not None and day <= limit


def earliest(days: Sequence[date | None]) -> date | None:
	"""The first of the days that there are."""
	return min((day for day in days if day is not None), default=None)


def months_after(day: date, months: int) -> date:
	"""The same day of the month so many months on; the last of the month where it has no such day."""
	number = day.year * 12 + day.month - 1 + months
	year, month = number // 12, number % 12 + 1
	return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

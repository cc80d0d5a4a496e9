"""The life of a space allocation: Planned, Active, Ended; or Cancelled."""

from datetime import date

from office_management.domain.intervals import FAR_DATE

PLANNED, ACTIVE, ENDED, CANCELLED = "Planned", "Active", "Ended", "Cancelled"
LIVE = (PLANNED, ACTIVE)
NEVER_DATE = date(1000, 1, 1)
"""`effective_to` of what is cancelled: earlier than any day asked for, so that no bounded read finds it."""


def state_on(from_date: date, to_date: date | None, cancelled: bool, today: date) -> str:
	"""The status on a day. Dates are inclusive; to_date None = open end."""
	if cancelled:
		return CANCELLED
	if today < from_date:
		return PLANNED
	return ACTIVE if to_date is None or today <= to_date else ENDED


def effective_end(to_date: date | None, cancelled: bool) -> date:
	"""The last day as the index sees it: far away if open, before all time if cancelled."""
	if cancelled:
		return NEVER_DATE
	return to_date or FAR_DATE

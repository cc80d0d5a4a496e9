"""The status of a space: always computed from facts, stored only so that lists can filter on it."""

from datetime import date

ACTIVE = "Active"
OUT_OF_SERVICE = "Out of Service"
CLOSED = "Closed"


def is_out(out_from: date | None, out_until: date | None, on_date: date) -> bool:
	"""Whether `on_date` lies in the period out of service (inclusive; no last day = until further notice)."""
	return bool(out_from and out_from <= on_date and (out_until is None or on_date <= out_until))


def status_on(is_closed: bool, out_from: date | None, out_until: date | None, on_date: date) -> str:
	"""Return the status on a date; closed wins over out of service."""
	if is_closed:
		return CLOSED
	return OUT_OF_SERVICE if is_out(out_from, out_until, on_date) else ACTIVE

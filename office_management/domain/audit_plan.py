"""Where an audit of the year's plan stands on a day. No frappe."""

from datetime import date

from office_management.domain.audit_states import CANCELLED, LIVE, SIGNED_OFF

TO_COME, WAITING, BEGUN, LATE = "To Come", "Planned", "Under Way", "Late"
DONE, GIVEN_UP, MISSED = "Signed Off", "Given Up", "Missed"
STATES = (TO_COME, WAITING, BEGUN, LATE, DONE, GIVEN_UP, MISSED)

MARKS = {TO_COME: "", WAITING: "", BEGUN: "…", LATE: "!", DONE: "✓", GIVEN_UP: "–", MISSED: "–"}
"""What stands behind the day in a grid of months."""


def state_of(status: str, first: date | None, last: date | None, today: date) -> str:
	"""The state of an audit that was made.

	Args:
		first, last: the days it is to begin and to end on; without the last, the first counts.

	An audit is late when its last day has passed and it is not signed.
	"""
	if status in (SIGNED_OFF, CANCELLED):
		return DONE if status == SIGNED_OFF else GIVEN_UP
	end = last or first
	if end and end < today:
		return LATE
	return BEGUN if status in LIVE else WAITING

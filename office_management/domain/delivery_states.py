"""The life of a parcel or letter at the desk, in or out: which status may follow which, and by which act.

In: received, the recipient told, collected. Out: received from whoever sends it, collected by the carrier. Either
can go back to where it came from instead.
"""

from datetime import datetime, timedelta

RECEIVED, NOTIFIED, COLLECTED, RETURNED = "Received", "Notified", "Collected", "Returned"
STATUSES = (RECEIVED, NOTIFIED, COLLECTED, RETURNED)
OPEN = (RECEIVED, NOTIFIED)
CLOSED = (COLLECTED, RETURNED)

IN, OUT = "In", "Out"

TELL, HAND_OVER, GIVE_BACK, UNDO = "tell", "hand over", "give back", "undo"

MOVES = {
	(RECEIVED, NOTIFIED): TELL,
	(RECEIVED, COLLECTED): HAND_OVER,
	(RECEIVED, RETURNED): GIVE_BACK,
	(NOTIFIED, COLLECTED): HAND_OVER,
	(NOTIFIED, RETURNED): GIVE_BACK,
	(COLLECTED, RECEIVED): UNDO,
	(COLLECTED, NOTIFIED): UNDO,
	(RETURNED, RECEIVED): UNDO,
	(RETURNED, NOTIFIED): UNDO,
}
"""The one table: (status before, status after) -> the act. A new delivery counts as Received before. What is not here
is refused."""


def act_of(before: str, after: str) -> str | None:
	"""The act that such a change is; None where it is refused."""
	return MOVES.get((before, after))


def may_undo(closed_on: datetime | None, now: datetime, minutes: int) -> bool:
	"""Whether handing over or returning can still be undone; both times naive, in one time zone. 0 minutes = never."""
	return bool(closed_on) and minutes > 0 and now <= closed_on + timedelta(minutes=minutes)


def next_reminder(told_on: datetime, now: datetime, days: int) -> datetime | None:
	"""When to remind next: a whole interval after the last time somebody was really told; None for never.

	After a standstill one reminder is due, not one for each interval that passed.
	"""
	if days <= 0:
		return None
	return max(told_on, now) + timedelta(days=days)


def number_key(tracking_number: str | None) -> str | None:
	"""What tells tracking numbers apart: letters and digits, whatever the spacing and the case; None for none."""
	key = "".join(char for char in (tracking_number or "") if char.isalnum()).upper()
	return key or None

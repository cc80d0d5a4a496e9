"""The life of a visit: which status may follow which, by which act, and what an act asks for."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from office_management.domain.lives import NEEDS_REASON, NOT_A_MOVE, Life, Verdict

EXPECTED, AWAITING_APPROVAL = "Expected", "Awaiting Approval"
CHECKED_IN, STEPPED_OUT, CHECKED_OUT = "Checked In", "Stepped Out", "Checked Out"
CANCELLED, DENIED, NO_SHOW = "Cancelled", "Denied", "No Show"
STATUSES = (
	EXPECTED,
	AWAITING_APPROVAL,
	CHECKED_IN,
	STEPPED_OUT,
	CHECKED_OUT,
	CANCELLED,
	DENIED,
	NO_SHOW,
)
COMING = (EXPECTED, AWAITING_APPROVAL)
ON_SITE = (CHECKED_IN, STEPPED_OUT)
"""Counted as on site: who stepped out is coming back, and has not left."""
LIVE = COMING + ON_SITE
CLOSED = (CHECKED_OUT, CANCELLED, DENIED, NO_SHOW)

EXPECT, ASK, APPROVE = "Expect", "Ask for Approval", "Approve"
CHECK_IN, STEP_OUT, STEP_IN, CHECK_OUT = "Check In", "Step Out", "Step In", "Check Out"
UNDO_CHECK_IN, UNDO_CHECK_OUT = "Undo Check-In", "Undo Check-Out"
CANCEL, DENY, MISS = "Cancel", "Deny", "Miss"

MOVES = {
	(EXPECTED, AWAITING_APPROVAL): ASK,
	(EXPECTED, CHECKED_IN): CHECK_IN,
	(EXPECTED, CANCELLED): CANCEL,
	(EXPECTED, DENIED): DENY,
	(EXPECTED, NO_SHOW): MISS,
	(AWAITING_APPROVAL, EXPECTED): APPROVE,
	(AWAITING_APPROVAL, CANCELLED): CANCEL,
	(AWAITING_APPROVAL, DENIED): DENY,
	(AWAITING_APPROVAL, NO_SHOW): MISS,
	(CHECKED_IN, STEPPED_OUT): STEP_OUT,
	(CHECKED_IN, CHECKED_OUT): CHECK_OUT,
	(CHECKED_IN, EXPECTED): UNDO_CHECK_IN,
	(STEPPED_OUT, CHECKED_IN): STEP_IN,
	(STEPPED_OUT, CHECKED_OUT): CHECK_OUT,
	(CHECKED_OUT, CHECKED_IN): UNDO_CHECK_OUT,
	(CHECKED_OUT, STEPPED_OUT): UNDO_CHECK_OUT,
}
"""The one table: (status before, status after) -> the act. A new visit is Expected. What is not here is refused."""

ASK_REASON = frozenset({DENY})
"""Acts that need a reason."""
UNDOES = {UNDO_CHECK_IN: CHECK_IN, UNDO_CHECK_OUT: CHECK_OUT}
"""Acts that take another one back, within a set time."""

LIFE = Life(MOVES, ASK_REASON)
judge, ways_on = LIFE.judge, LIFE.ways_on


def undone_status(events: list[tuple[str, str, str]]) -> str | None:
	"""Where undoing the last act leads back to; None when the last act cannot be undone.

	Args:
		events: (act, status before, status after), oldest first.
	"""
	if not events:
		return None
	act, before, _after = events[-1]
	if act == CHECK_IN:
		return EXPECTED
	return before if act == CHECK_OUT else None


def in_time(done_on: datetime, now: datetime, minutes: int) -> bool:
	"""Whether what was done then can still be undone; 0 minutes = never."""
	return now - done_on <= timedelta(minutes=minutes) and minutes > 0


# --- when a visit ends by itself ------------------------------------------------------------------------------


def sign_out_due(arrived: datetime, zone: str, at: time | None, hours: float) -> datetime | None:
	"""When a visit that began then is signed out by itself: at the hour or after so many hours, what comes first.

	Args:
		arrived: naive, in `zone`; or aware.
		zone: name of the site's time zone.
		at: a time of day there, the next one after the arrival; None = no such hour.
		hours: real hours, also over a night when the clocks change; 0 = no such limit.

	Returns:
		naive, in `zone`; None when nothing ends the visit.
	"""
	here = ZoneInfo(zone)
	aware = arrived.astimezone(here) if arrived.tzinfo else arrived.replace(tzinfo=here)
	local = aware.replace(tzinfo=None)
	due = []
	if at is not None:
		today = datetime.combine(local.date(), at)
		due.append(today if today > local else today + timedelta(days=1))
	if hours:
		utc = aware.astimezone(timezone.utc) + timedelta(hours=hours)
		due.append(utc.astimezone(here).replace(tzinfo=None))
	return min(due) if due else None


def is_due(due: datetime, now: datetime, zone: str) -> bool:
	"""Whether a naive local moment has come; of an hour that the clocks show twice, the second one counts.

	Args:
		due: naive, in `zone`.
		now: aware.
	"""
	utc = due.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(timezone.utc)
	return utc <= now.astimezone(timezone.utc)  # in one zone, Python would compare what the clocks show


def last_day(expected_on: datetime, expected_until_on: datetime | None) -> date:
	"""The last day on which the visitor may still come."""
	return max(expected_on, expected_until_on or expected_on).date()


def is_awaited(
	expected_on: datetime, expected_until_on: datetime | None, now: datetime, early_hours: int
) -> bool:
	"""Whether somebody who comes now may be the one who is expected then: on one of those days, or a bit early."""
	if last_day(expected_on, expected_until_on) < now.date():
		return False
	return expected_on.date() <= now.date() or expected_on - timedelta(hours=early_hours) <= now

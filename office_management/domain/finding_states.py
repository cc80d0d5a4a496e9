"""The life of a finding: which status may follow which, by which act, and until when it is to be mended."""

from datetime import date, timedelta

from office_management.domain.lives import NEEDS_REASON, NOT_A_MOVE, Life, Verdict

OPEN, IN_PROGRESS, DONE, VERIFIED, REJECTED = "Open", "In Progress", "Done", "Verified", "Rejected"
STATUSES = (OPEN, IN_PROGRESS, DONE, VERIFIED, REJECTED)
TO_MEND = (OPEN, IN_PROGRESS, REJECTED)
"""Somebody still has to do something about it. A rejected finding goes back to who mends it."""
LIVE = (*TO_MEND, DONE)

TAKE, PUT_BACK, FINISH, VERIFY, REJECT = "take", "put back", "finish", "verify", "reject"

MOVES = {
	(OPEN, IN_PROGRESS): TAKE,
	(OPEN, DONE): FINISH,
	(IN_PROGRESS, OPEN): PUT_BACK,
	(IN_PROGRESS, DONE): FINISH,
	(DONE, VERIFIED): VERIFY,
	(DONE, REJECTED): REJECT,
	(REJECTED, IN_PROGRESS): TAKE,
	(REJECTED, DONE): FINISH,
}
"""The one table: (status before, status after) -> the act. A new finding is Open. What is not here is refused."""

ASK_REASON = frozenset({REJECT})
CHECKERS_ONLY = frozenset({VERIFY, REJECT})
"""Acts of who checks, not of who mends."""

LIFE = Life(MOVES, ASK_REASON)
judge, ways_on = LIFE.judge, LIFE.ways_on

SEVERITIES = ("Low", "Medium", "High", "Critical")
"""From the lightest to the heaviest."""
DAYS_TO_MEND = {"Low": 90, "Medium": 30, "High": 14, "Critical": 3}
"""Where the settings say nothing."""


def mend_by(found: date, severity: str, days: dict[str, int] | None = None) -> date:
	"""The last day on which a finding may be mended.

	Args:
		found: the day it was found.
		severity: one of SEVERITIES.
		days: {severity: days}; what is missing or nothing in it is taken from DAYS_TO_MEND.

	Raises KeyError for an unknown severity.
	"""
	return found + timedelta(days=(days or {}).get(severity) or DAYS_TO_MEND[severity])


def heavier(one: str, other: str) -> str:
	"""The heavier of two severities. Raises ValueError for an unknown one."""
	return max(one, other, key=SEVERITIES.index)


def is_overdue(status: str, due: date | None, today: date) -> bool:
	"""Whether somebody still has to mend it, and the last day has passed."""
	return bool(status in TO_MEND and due and due < today)

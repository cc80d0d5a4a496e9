"""The life of a facility task: which status may follow which, by which act, and what an act asks for."""

from datetime import datetime, timedelta

from office_management.domain.lives import NEEDS_REASON, NOT_A_MOVE, Life, Verdict

OPEN, IN_PROGRESS, ON_HOLD = "Open", "In Progress", "On Hold"
DONE, VERIFIED, SKIPPED, CANCELLED = "Done", "Verified", "Skipped", "Cancelled"
STATUSES = (OPEN, IN_PROGRESS, ON_HOLD, DONE, VERIFIED, SKIPPED, CANCELLED)
LIVE = (OPEN, IN_PROGRESS, ON_HOLD)
CLOSED = (DONE, VERIFIED, SKIPPED, CANCELLED)
CLOCK_RUNS = (OPEN, IN_PROGRESS)

START, STOP, HOLD, RESUME = "start", "stop", "hold", "resume"
FINISH, VERIFY, SKIP, CANCEL, REOPEN = "finish", "verify", "skip", "cancel", "reopen"

MOVES = {
	(OPEN, IN_PROGRESS): START,
	(OPEN, ON_HOLD): HOLD,
	(OPEN, DONE): FINISH,
	(OPEN, SKIPPED): SKIP,
	(OPEN, CANCELLED): CANCEL,
	(IN_PROGRESS, OPEN): STOP,
	(IN_PROGRESS, ON_HOLD): HOLD,
	(IN_PROGRESS, DONE): FINISH,
	(IN_PROGRESS, SKIPPED): SKIP,
	(IN_PROGRESS, CANCELLED): CANCEL,
	(ON_HOLD, OPEN): RESUME,
	(ON_HOLD, IN_PROGRESS): RESUME,
	(ON_HOLD, DONE): FINISH,
	(ON_HOLD, SKIPPED): SKIP,
	(ON_HOLD, CANCELLED): CANCEL,
	(DONE, VERIFIED): VERIFY,
	(DONE, OPEN): REOPEN,
	(VERIFIED, OPEN): REOPEN,
	(SKIPPED, OPEN): REOPEN,
	(CANCELLED, OPEN): REOPEN,
}
"""The one table: (status before, status after) -> the act. A new task counts as Open before. What is not here is refused."""

ASK_REASON = frozenset({HOLD, SKIP, CANCEL})
"""Acts that need a reason."""

LIFE = Life(MOVES, ASK_REASON)
judge, ways_on = LIFE.judge, LIFE.ways_on


def may_reopen(now: datetime, closed_on: datetime | None, hours: int, awaits_verification: bool) -> bool:
	"""Whether a closed task may still be opened again.

	Args:
		now, closed_on: naive, in one time zone; `closed_on` None = not known, then it may.
		hours: how long after closing, by the clock on the wall; 0 = never.
		awaits_verification: done, and nobody has verified it yet: whoever verifies may send it back any time.
	"""
	if awaits_verification or closed_on is None:
		return True
	return hours > 0 and now <= closed_on + timedelta(hours=hours)

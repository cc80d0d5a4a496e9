"""The life of a finding: which status may follow which, by which act, and until when it is to be mended."""

from dataclasses import dataclass
from datetime import date, timedelta

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

NOT_A_MOVE, NEEDS_REASON = "not a move", "needs a reason"

SEVERITIES = ("Low", "Medium", "High", "Critical")
"""From the lightest to the heaviest."""
DAYS_TO_MEND = {"Low": 90, "Medium": 30, "High": 14, "Critical": 3}
"""Where the settings say nothing."""


@dataclass(frozen=True)
class Verdict:
	"""`act` is what the change is; `refusal` is None, NOT_A_MOVE or NEEDS_REASON."""

	act: str | None
	refusal: str | None = None


def judge(before: str, after: str, reason: str = "") -> Verdict:
	"""May the status change like this? For the acts that need one, `reason` says why."""
	act = MOVES.get((before, after))
	if act is None:
		return Verdict(None, NOT_A_MOVE)
	if act in ASK_REASON and not reason.strip():
		return Verdict(act, NEEDS_REASON)
	return Verdict(act)


def ways_on(status: str) -> list[tuple[str, str]]:
	"""What can be done next: (act, status after), in life order."""
	return [(act, after) for (before, after), act in MOVES.items() if before == status]


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

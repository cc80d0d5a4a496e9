"""The life of a badge, card or key: which status may follow which, and by which act."""

from datetime import datetime

AVAILABLE, ISSUED, LOST, RETIRED = "Available", "Issued", "Lost", "Retired"
STATUSES = (AVAILABLE, ISSUED, LOST, RETIRED)

ISSUE, TAKE_BACK, LOSE, FIND, RETIRE, RESTORE = "issue", "take back", "lose", "find", "retire", "restore"

MOVES = {
	ISSUE: {AVAILABLE: ISSUED},
	TAKE_BACK: {ISSUED: AVAILABLE},
	LOSE: {AVAILABLE: LOST, ISSUED: LOST},
	FIND: {LOST: AVAILABLE},
	RETIRE: {AVAILABLE: RETIRED, LOST: RETIRED},
	RESTORE: {RETIRED: AVAILABLE},
}
"""The one table: act -> status before -> status after. What is not here is refused."""


def after(status: str, act: str) -> str | None:
	"""The status that follows when this is done; None if it may not be done now."""
	return MOVES[act].get(status)


def is_late(status: str, due_back_on: datetime | None, now: datetime) -> bool:
	"""Whether somebody still has what should have been handed in. Both times naive, in one time zone."""
	return status == ISSUED and due_back_on is not None and due_back_on < now

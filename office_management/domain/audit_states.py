"""The life of an audit: which status may follow which, and by which act."""

PLANNED, IN_PROGRESS, RECONCILING = "Planned", "In Progress", "Reconciling"
SIGNED_OFF, CANCELLED = "Signed Off", "Cancelled"
STATUSES = (PLANNED, IN_PROGRESS, RECONCILING, SIGNED_OFF, CANCELLED)
LIVE = (IN_PROGRESS, RECONCILING)

START, END_COUNTING, COUNT_AGAIN = "Start", "End Counting", "Count Again"
SIGN_OFF, CANCEL = "Sign Off", "Cancel"

MOVES = {
	(PLANNED, IN_PROGRESS): START,
	(PLANNED, CANCELLED): CANCEL,
	(IN_PROGRESS, RECONCILING): END_COUNTING,
	(IN_PROGRESS, CANCELLED): CANCEL,
	(RECONCILING, IN_PROGRESS): COUNT_AGAIN,
	(RECONCILING, SIGNED_OFF): SIGN_OFF,
	(RECONCILING, CANCELLED): CANCEL,
	(SIGNED_OFF, CANCELLED): CANCEL,
}
"""The one table: (status before, status after) -> the act. What is not here is refused."""


def act_between(before: str, after: str) -> str | None:
	"""The act that leads from one status to the other; None where there is none."""
	return MOVES.get((before, after))


def ways_on(status: str) -> list[str]:
	"""The acts that are possible now, in life order."""
	return [act for (before, _after), act in MOVES.items() if before == status]

"""The life of a phone message: which status may follow which, and by which act."""

UNREAD, ACKNOWLEDGED, DONE = "Unread", "Acknowledged", "Done"
STATUSES = (UNREAD, ACKNOWLEDGED, DONE)
OPEN = (UNREAD, ACKNOWLEDGED)

CALL_BACK, CALLS_AGAIN, INFORMATION = "Please Call Back", "Will Call Again", "For Information"

READ, FINISH, REOPEN, FORWARD = "read", "finish", "reopen", "forward"

MOVES = {
	(UNREAD, ACKNOWLEDGED): READ,
	(UNREAD, DONE): FINISH,
	(ACKNOWLEDGED, DONE): FINISH,
	(ACKNOWLEDGED, UNREAD): FORWARD,
	(DONE, ACKNOWLEDGED): REOPEN,
}
"""The one table: (status before, status after) -> the act. A new message counts as Unread before. What is not here is
refused; a message is unread again only when it goes to somebody else."""


def act_of(before: str, after: str, to_somebody_else: bool = False) -> str | None:
	"""The act that such a change is; None where it is refused.

	Args:
		before, after: statuses.
		to_somebody_else: the recipient changes with it.
	"""
	act = MOVES.get((before, after))
	if act == FORWARD and not to_somebody_else:
		return None
	return act


def may_be_forwarded(status: str) -> bool:
	"""Whether a message can go to somebody else: not once it is done."""
	return status in OPEN


def is_waiting(status: str, action_wanted: str) -> bool:
	"""Whether somebody still has something to do: read it, or do what the caller asked."""
	return status == UNREAD or (status == ACKNOWLEDGED and action_wanted != INFORMATION)

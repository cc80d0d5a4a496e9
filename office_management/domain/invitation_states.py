"""The life of an invitation: prepared, sent, perhaps taken back."""

DRAFT, SENT, CANCELLED = "Draft", "Sent", "Cancelled"
STATUSES = (DRAFT, SENT, CANCELLED)
SEND, CANCEL = "send", "cancel"

MOVES = {
	(DRAFT, SENT): SEND,
	(DRAFT, CANCELLED): CANCEL,
	(SENT, CANCELLED): CANCEL,
}
"""The one table: (status before, status after) -> the act. What is not here is refused."""


def act_between(before: str, after: str) -> str | None:
	"""The act that leads from one status to the other; None where there is none."""
	return MOVES.get((before, after))

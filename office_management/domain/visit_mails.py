"""Which mail about a visit somebody is owed: decided from what they were told last and from how things stand now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

INVITATION, CHANGE, CANCELLATION, NEWS = "Invitation", "Change", "Cancellation", "News"
OVER = "over"
"""The state of who is not invited (any more): cancelled, taken off the list, no longer host."""
WAIT_WHEN_FAILED = timedelta(minutes=15)
MAKES_SENSE_FOR = timedelta(hours=12)
"""So long after its end nobody is told of a visit any more."""


@dataclass(frozen=True)
class Told:
	"""What somebody was told last: of which state (None = of nothing yet), and the number of their calendar entry."""

	state: str | None = None
	sequence: int = 0


@dataclass(frozen=True)
class Owed:
	"""The mail that is due now, and the SEQUENCE that its calendar entry carries (RFC 5545, 3.8.7.4)."""

	mail: str
	sequence: int


def owed(told: Told, state: str, again: bool = False, has_news: bool = False) -> Owed | None:
	"""The mail that brings somebody from what they know to how things stand; None if they know.

	Args:
		state: OVER, or any text that differs when something differs that matters to them.
		again: they are to get the same once more if nothing has changed.
		has_news: somebody has answered; said only where nothing else is.
	"""
	if state == OVER:
		knows = told.state in (None, OVER)
		return None if knows else Owed(CANCELLATION, told.sequence + 1)
	if told.state is None:
		return Owed(INVITATION, told.sequence)
	if told.state == OVER:
		return Owed(INVITATION, told.sequence + 1)
	if told.state != state:
		return Owed(CHANGE, told.sequence + 1)
	if again:
		return Owed(INVITATION, told.sequence)
	return Owed(NEWS, told.sequence) if has_news else None


def is_too_late(ends_at: datetime, now: datetime) -> bool:
	"""Whether the visit is over for so long that a mail about it would only puzzle."""
	return now > ends_at + MAKES_SENSE_FOR

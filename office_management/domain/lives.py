"""The life of a document, as one table: which status may follow which, by which act, and which acts need a reason."""

from dataclasses import dataclass
from typing import NamedTuple

NOT_A_MOVE, NEEDS_REASON = "not a move", "needs a reason"


@dataclass(frozen=True)
class Verdict:
	"""`act` is what the change is; `refusal` is None, NOT_A_MOVE or NEEDS_REASON."""

	act: str | None
	refusal: str | None = None


class Life(NamedTuple):
	"""`moves`: (status before, status after) -> the act; what is not there is refused. `ask_reason`: acts."""

	moves: dict[tuple[str, str], str]
	ask_reason: frozenset[str] = frozenset()

	def judge(self, before: str, after: str, reason: str = "") -> Verdict:
		"""May the status change like this? For the acts that need one, `reason` says why."""
		act = self.moves.get((before, after))
		if act is None:
			return Verdict(None, NOT_A_MOVE)
		if act in self.ask_reason and not reason.strip():
			return Verdict(act, NEEDS_REASON)
		return Verdict(act)

	def ways_on(self, status: str) -> list[tuple[str, str]]:
		"""What can be done next: (act, status after), in life order."""
		return [(act, after) for (before, after), act in self.moves.items() if before == status]

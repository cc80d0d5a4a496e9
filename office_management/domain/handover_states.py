"""A request handed from one department to another: asked, then accepted, or returned with a reason."""

ASKED, ACCEPTED, RETURNED, WITHDRAWN = "Asked", "Accepted", "Returned", "Withdrawn"
ANSWERS = (ACCEPTED, RETURNED)


class HandoverRefused(Exception):
	"""Not possible as things stand. `code`: same_department, still_asked, not_asked, no_reason or no_answer."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


def state_of(answers: list[str | None]) -> str:
	"""The state of a request after these hand-overs, oldest first; each is answered or still open (empty)."""
	if not answers or answers[-1] == WITHDRAWN:
		return ""
	return answers[-1] or ASKED


def check_hand_over(state: str, holder: str | None, to: str | None) -> None:
	"""Whether a request that `holder` has may now be handed to `to`.

	Raises:
		HandoverRefused: it is there already.
	"""
	if not to or (to == holder and state != RETURNED):
		raise HandoverRefused("same_department")


def check_answer(state: str, answer: str, reason: str | None) -> None:
	"""Whether a request in this state may be answered so.

	Raises:
		HandoverRefused: nothing was asked, this is no answer, or a return gives no reason.
	"""
	if answer not in ANSWERS:
		raise HandoverRefused("no_answer")
	if state != ASKED:
		raise HandoverRefused("not_asked")
	if answer == RETURNED and not (reason or "").strip():
		raise HandoverRefused("no_reason")

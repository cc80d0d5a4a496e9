"""Whether a piece of work needs a second person to sign or verify it."""

from collections.abc import Collection
from dataclasses import dataclass

REQUIRED = "Required"
ASK = "Ask for a Reason"
OFF = "Off"
RULES = (REQUIRED, ASK, OFF)

NEEDS_PERSON = "needs a second person"
NEEDS_REASON = "needs a reason"


@dataclass(frozen=True)
class Verdict:
	"""`refusal` is None, NEEDS_PERSON or NEEDS_REASON; `by_one_person` is what the signed paper must say."""

	by_one_person: bool
	refusal: str | None = None


def judge(rule: str, doers: Collection[str], checker: str, reason: str = "") -> Verdict:
	"""May `checker` sign what `doers` did?

	Args:
		rule: one of RULES.
		doers: who counted, mended or wrote it; anyone among them is not a second person.
		checker: who signs or verifies.
		reason: why one person does both; only asked for under ASK.

	Raises ValueError for an unknown rule or no checker.
	"""
	if rule not in RULES:
		raise ValueError(f"unknown rule {rule!r}")
	if not checker:
		raise ValueError("someone must check")
	if checker not in doers:
		return Verdict(by_one_person=False)
	if rule == REQUIRED:
		return Verdict(by_one_person=True, refusal=NEEDS_PERSON)
	if rule == ASK and not reason.strip():
		return Verdict(by_one_person=True, refusal=NEEDS_REASON)
	return Verdict(by_one_person=True)


def proposed_rule(people: int) -> str:
	"""The rule to begin with where `people` users hold the office roles."""
	return OFF if people <= 1 else REQUIRED

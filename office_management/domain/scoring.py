"""Scores of checklists: weights, sections, what does not apply, and questions that fail all. No frappe.

Yes is 1 and no is 0, by the weight of the question; what does not apply leaves both sides. Where nothing applies there
is no score, rather than a division by zero. One failed critical question fails the whole, whatever the score. A rating
earns its share (1 nothing, 5 all); a text says something, but earns nothing and costs nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from office_management.domain.checklists import HIGHEST_RATING, LOWEST_RATING, RATING, TEXT

PASS, FAIL, NOT_APPLICABLE = "Pass", "Fail", "Not Applicable"


class Answer(NamedTuple):
	"""One answered question. `share`: how much of the weight was earned, 0 to 1; None: 1 for a pass, 0 for a fail."""

	section: str
	result: str
	weight: float = 1
	is_critical: bool = False
	share: float | None = None

	@property
	def earned(self) -> float:
		share = self.share if self.share is not None else float(self.result == PASS)
		return self.weight * min(max(share, 0), 1)

	@property
	def counts(self) -> bool:
		return self.result in (PASS, FAIL) and self.weight > 0


class Score(NamedTuple):
	"""`percent` is None where nothing counted. `sections`: {section: percent or None}, in the order of the questions."""

	percent: float | None
	sections: dict[str, float | None]
	has_critical_fail: bool

	@property
	def passed(self) -> bool:
		return not self.has_critical_fail

	def reaches(self, lowest: float) -> bool:
		"""Whether all is well: no critical question failed, and the score, if there is one, is `lowest` or more."""
		return self.passed and (self.percent is None or self.percent >= lowest)


def score(answers: Iterable[Answer]) -> Score:
	"""Return the score of answered questions; those without a result are left out, like those that do not apply."""
	answers = list(answers)
	sections: dict[str, list[Answer]] = {}
	for answer in answers:
		sections.setdefault(answer.section, []).append(answer)
	failed = any(answer.is_critical and answer.result == FAIL for answer in answers)
	return Score(percent(answers), {name: percent(own) for name, own in sections.items()}, failed)


def percent(answers: Iterable[Answer]) -> float | None:
	"""What was earned of what could be, in percent; None of nothing."""
	counted = [answer for answer in answers if answer.counts]
	whole = sum(answer.weight for answer in counted)
	return round(100 * sum(answer.earned for answer in counted) / whole, 2) if whole else None


def answer_to(
	answer_type: str,
	answer: str,
	result: str,
	section: str = "",
	weight: float = 1,
	is_critical: bool = False,
) -> Answer:
	"""What an answer of this type counts for.

	Args:
		answer: as it is kept (domain/checklists.py); empty where nobody has answered.
		result: what checklists.judge says of it.
	"""
	share = None
	if answer_type == RATING and result == PASS:
		share = (int(answer) - LOWEST_RATING) / (HIGHEST_RATING - LOWEST_RATING)
	return Answer(section, result, 0 if answer_type == TEXT else max(weight, 0), is_critical, share)

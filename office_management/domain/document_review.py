"""What the answers about a document come to when documents are audited: its result, its findings, the score. No frappe.

Of each document four things are asked: is it there, is it valid, is it signed, and can those who need it get at it. Each
is Yes, No or Not Applicable. Of what is not there nothing else can be said.
"""

from collections.abc import Iterable, Mapping

from office_management.domain.scoring import FAIL, NOT_APPLICABLE, PASS, Answer, Score, score

PRESENT, VALID, SIGNED, ACCESSIBLE = "present", "valid", "signed", "accessible"
QUESTIONS = (PRESENT, VALID, SIGNED, ACCESSIBLE)
YES, NO = "Yes", "No"
ANSWERS = (YES, NO, NOT_APPLICABLE)
RESULTS = {YES: PASS, NO: FAIL, NOT_APPLICABLE: NOT_APPLICABLE}
HEAVY = frozenset({PRESENT, VALID})
"""A document that lacks one of these fails its purpose."""


def counted(answers: Mapping[str, str | None]) -> dict[str, str]:
	"""The answers as they count: where the document is not there, the other questions do not apply."""
	if answers.get(PRESENT) == NO:
		return {question: NO if question == PRESENT else NOT_APPLICABLE for question in QUESTIONS}
	return {question: answers.get(question) or "" for question in QUESTIONS}


def result_of(answers: Mapping[str, str | None]) -> str:
	"""Fail where one thing is not so, Pass where one is and none is not; empty while something is not answered."""
	given = counted(answers).values()
	if not all(given):
		return ""
	if NO in given:
		return FAIL
	return PASS if YES in given else NOT_APPLICABLE


def failed(answers: Mapping[str, str | None]) -> list[str]:
	"""The questions whose answer is No."""
	return [question for question, answer in counted(answers).items() if answer == NO]


def severity_of(answers: Mapping[str, str | None]) -> str:
	"""How bad it is: without the document, or with one that is not valid, High; else Medium."""
	return "High" if HEAVY.intersection(failed(answers)) else "Medium"


def score_of(lines: Iterable[Mapping[str, str | None]]) -> Score:
	"""The score of a review, in all and by question; what does not apply leaves both sides."""
	found = [counted(line) for line in lines]
	return score(
		Answer(question, RESULTS.get(line[question], "")) for question in QUESTIONS for line in found
	)


def clashes(
	stored: Mapping[str, str | None], before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> list[str]:
	"""The fields that somebody else has answered otherwise since the screen showed `before`."""
	return [
		field
		for field in after
		if field in before and (stored.get(field) or "") not in ((before[field] or ""), (after[field] or ""))
	]

"""What an answer to a question of a checklist says: whether it can be understood, and whether it passes.

An answer is kept as text, whatever its type: "Yes", "No" or "NA"; a number with a dot ("12.5"); free text; a rating
from "1" to "5"; or one of the choices, word for word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

YES_NO, NUMBER, TEXT, RATING, CHOICE = "Yes/No/NA", "Number", "Text", "Rating", "Choice"
ANSWER_TYPES = (YES_NO, NUMBER, TEXT, RATING, CHOICE)
YES, NO, NOT_APPLICABLE_ANSWER = "Yes", "No", "NA"
LOWEST_RATING, HIGHEST_RATING = 1, 5

PASS, FAIL, NOT_APPLICABLE = "Pass", "Fail", "Not Applicable"
PHOTO_OFF, PHOTO_OPTIONAL, PHOTO_ON_FAIL, PHOTO_ALWAYS = "Off", "Optional", "On Fail", "Always"

FAILS = "*"
"""A choice written with this at its end fails; the mark itself is not part of the answer."""
LONGEST_NUMBER, LONGEST_TEXT = 20, 2000
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

NO_ANSWER, NO_PHOTO = "no answer", "no photo"

UNKNOWN_TYPE = "unknown type"
LIMITS_CROSSED = "lowest above highest"
RATING_LIMIT = "rating out of bounds"
TOO_FEW_CHOICES = "too few choices"
SAME_CHOICE = "same choice twice"
ALL_CHOICES_FAIL = "every choice fails"


class AnswerError(ValueError):
	"""The answer is not of the question's type. The message is that type."""


@dataclass(frozen=True)
class Question:
	"""What decides about an answer. A limit that is None is no limit; limits belong to what is allowed."""

	answer_type: str
	choices: str = ""
	lowest: Decimal | None = None
	highest: Decimal | None = None
	is_required: bool = True
	photo_rule: str = PHOTO_OPTIONAL


def choices_of(text: str | None) -> dict[str, bool]:
	"""The choices written one a line, in their order, each with whether it passes; empty lines are left out."""
	lines = (line.strip() for line in (text or "").splitlines())
	return {
		line.rstrip(FAILS).strip(): not line.endswith(FAILS) for line in lines if line.rstrip(FAILS).strip()
	}


def question_error(question: Question) -> str | None:
	"""Why nobody could answer this question well, or None: one of the reasons named above."""
	if question.answer_type not in ANSWER_TYPES:
		return UNKNOWN_TYPE
	check = {NUMBER: _limits_error, RATING: _rating_error, CHOICE: _choices_error}.get(question.answer_type)
	return check(question) if check else None


def _limits_error(question: Question) -> str | None:
	crossed = None not in (question.lowest, question.highest) and question.lowest > question.highest
	return LIMITS_CROSSED if crossed else None


def _rating_error(question: Question) -> str | None:
	lowest = question.lowest
	if lowest is None or (lowest == lowest.to_integral_value() and LOWEST_RATING <= lowest <= HIGHEST_RATING):
		return None
	return RATING_LIMIT


def _choices_error(question: Question) -> str | None:
	written = [line.strip().rstrip(FAILS).strip() for line in question.choices.splitlines()]
	written = [line for line in written if line]
	if len(written) < 2:
		return TOO_FEW_CHOICES
	if len({line.casefold() for line in written}) < len(written):
		return SAME_CHOICE
	return None if any(choices_of(question.choices).values()) else ALL_CHOICES_FAIL


def clean_answer(question: Question, answer: str | None) -> str:
	"""The answer as it is kept; "" for none.

	Raises AnswerError when it is no answer to this question.
	"""
	text = str(answer if answer is not None else "").strip()
	if not text:
		return ""
	if not _fits(question, text):
		raise AnswerError(question.answer_type)
	return _plain(Decimal(text)) if question.answer_type == NUMBER else text


def _fits(question: Question, text: str) -> bool:
	kind = question.answer_type
	if kind == YES_NO:
		return text in (YES, NO, NOT_APPLICABLE_ANSWER)
	if kind == NUMBER:
		return len(text) <= LONGEST_NUMBER and text.isascii() and bool(PLAIN_NUMBER.fullmatch(text))
	if kind == RATING:
		return text in {str(rating) for rating in range(LOWEST_RATING, HIGHEST_RATING + 1)}
	if kind == CHOICE:
		return text in choices_of(question.choices)
	return kind == TEXT and len(text) <= LONGEST_TEXT


def _plain(number: Decimal) -> str:
	"""The number without a plus sign, leading zeros, or zeros at the end of its fraction; never -0."""
	text = format(number, "f")
	text = text.rstrip("0").rstrip(".") if "." in text else text
	return "0" if text in ("-0", "") else text


def judge(question: Question, answer: str | None) -> str:
	"""PASS, FAIL or NOT_APPLICABLE; "" without an answer.

	"No" fails, "NA" counts neither way, a number or rating below the lowest or above the highest fails, a choice as
	it is marked; a text passes.

	Raises AnswerError when it is no answer to this question.
	"""
	text = clean_answer(question, answer)
	if not text:
		return ""
	if text == NOT_APPLICABLE_ANSWER and question.answer_type == YES_NO:
		return NOT_APPLICABLE
	return PASS if _passes(question, text) else FAIL


def _passes(question: Question, text: str) -> bool:
	if question.answer_type == YES_NO:
		return text == YES
	if question.answer_type == CHOICE:
		return choices_of(question.choices)[text]
	if question.answer_type in (NUMBER, RATING):
		number = Decimal(text)
		too_low = question.lowest is not None and number < question.lowest
		return not too_low and not (question.highest is not None and number > question.highest)
	return True


def missing(question: Question, answer: str | None, has_photo: bool) -> str | None:
	"""What a line still lacks before the work can be called done: NO_ANSWER, NO_PHOTO or None.

	A photo is asked for with an answer only: always (unless it does not apply), or when the answer fails.
	"""
	result = judge(question, answer)
	if not result:
		return NO_ANSWER if question.is_required else None
	wanted = (question.photo_rule == PHOTO_ALWAYS and result != NOT_APPLICABLE) or (
		question.photo_rule == PHOTO_ON_FAIL and result == FAIL
	)
	return NO_PHOTO if wanted and not has_photo else None


def progress(results: Iterable[str]) -> tuple[int, int, int]:
	"""(answered, failed, all) of the results of a checklist's lines."""
	found = list(results)
	return sum(bool(result) for result in found), found.count(FAIL), len(found)


def keys_for(given: Iterable[tuple[str, str]], make) -> list[str]:
	"""A stable key for each line of a template, in their order.

	Args:
		given: (key as it was saved before, or ""; key as it comes now, or "") of each line.
		make: a function that makes a new key.

	A key that was saved before stays, whatever comes; a new line keeps the key it brings (a copy does), unless
	another line has it.
	"""
	lines = list(given)
	taken = {saved for saved, _brought in lines if saved}
	keys = []
	for saved, brought in lines:
		key = saved or (brought if brought and brought not in taken else "")
		while not key or (not saved and key in taken):
			key = make()
		taken.add(key)
		keys.append(key)
	return keys

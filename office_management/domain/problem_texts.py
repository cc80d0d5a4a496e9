"""What people write when they report a problem: its limits, its subject, and how alike two reports are."""

import re
from dataclasses import dataclass

SHORTEST_TEXT, LONGEST_TEXT = 3, 2000
LONGEST_NAME, LONGEST_EMAIL = 100, 140
SUBJECT_LENGTH = 100
KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
TAG = re.compile(r"<(?=[a-zA-Z/!?])")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"https?:|www\.|[^\s.@]\.[a-z]{2,}(?:[/:?#]|\b)|@", re.IGNORECASE)
FORMULA_START = re.compile(r"^[\s=+\-@＝＋－＠]+")
NUMBER = re.compile(r"\+?[\d\s()./-]+")
WORD = re.compile(r"\w{3,}")
LIKELY = 0.25
"""From this likeness on, two open reports of one place are offered as the same problem."""


@dataclass(frozen=True)
class TextProblem(Exception):
	"""What was written can't be taken. `code`: empty, too_short, too_long, name_too_long or email_wrong."""

	code: str


def clean_line(text: object, longest: int) -> str:
	"""One line of plain text without control and direction characters, no formula, cut to `longest`."""
	line = " ".join(without_tags(CONTROL.sub(" ", str(text or ""))).split())
	return without_formula(line)[:longest].strip()


def without_tags(text: str) -> str:
	"""The same words with no HTML in them: the bracket that would open a tag becomes a quotation mark like it.

	So the text reads as it was written, and is harmless also where somebody forgets to escape it.
	"""
	return TAG.sub("‹", text)


def without_formula(text: str) -> str:
	"""The same words, without the signs at the start by which a spreadsheet would take them for a formula.

	Frappe writes what people typed into files as it is. A number of a telephone keeps its plus.
	"""
	return text if NUMBER.fullmatch(text) else FORMULA_START.sub("", text)


def check_text(text: object) -> str:
	"""The text of a report, cleaned; line breaks stay.

	Raises:
		TextProblem: empty, too_short or too_long.
	"""
	plain = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
	plain = without_formula(without_tags(CONTROL.sub("", plain)).strip())
	if not plain:
		raise TextProblem("empty")
	if len(plain) < SHORTEST_TEXT:
		raise TextProblem("too_short")
	if len(plain) > LONGEST_TEXT:
		raise TextProblem("too_long")
	return plain


def subject_of(text: str) -> str:
	"""The first line that says something, at most 100 characters, cut between words."""
	line = next((line.strip() for line in text.splitlines() if line.strip()), "")
	line = " ".join(line.split())
	if len(line) <= SUBJECT_LENGTH:
		return line
	head = line[: SUBJECT_LENGTH - 1]
	return (head.rsplit(" ", 1)[0] if " " in head[SUBJECT_LENGTH // 2 :] else head).rstrip() + "…"


def is_key(key: object) -> bool:
	"""Whether this may be the key by which a report sent twice is known."""
	return isinstance(key, str) and bool(KEY.fullmatch(key))


def fit_for_mail(subject: str) -> str | None:
	"""The subject as it may be quoted in a mail to an address that a stranger typed: None if it holds an address.

	Else anybody could have this site send their links to whom they like.
	"""
	return None if ADDRESS.search(subject) else subject


def likeness(one: str, other: str) -> float:
	"""How alike two texts are: words in common among all words (Jaccard), 0 to 1."""
	first, second = (set(WORD.findall(text.lower())) for text in (one, other))
	return len(first & second) / len(first | second) if first and second else 0.0

"""Finding what names a person in texts that are not ours to read: error logs, log of exports, queued mails.

Values are compared word by word, case folded and without punctuation, so that "Doe,  JANE" written as HTML, JSON or
Python is still found where "doe jane" was asked for.
"""

import html
import re
from collections.abc import Iterable

WORD = re.compile(r"\w+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
SPACE = re.compile(r"\\[nrt]")
REMOVED = "[anonymised]"
SHORTEST, SHORTEST_DETAIL = 4, 6
"""Letters and digits that a value must have to be looked for at all."""
SURE_FROM = 6
"""Letters and digits that several words must have to be nobody else's."""
SURE, LIKELY, DETAIL = range(3)
Words = dict[str, set[tuple[str, ...]]]


def plain(text: str) -> str:
	"""A text without the escapes of HTML, JSON and Python."""
	text = SPACE.sub(" ", text)
	if ESCAPED.search(text):
		text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
		text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes, one letter
	return html.unescape(text)


def words_of(text: str) -> tuple[str, ...]:
	"""The words of a text, case folded."""
	return tuple(WORD.findall(plain(text).casefold()))


def is_sure(value: str) -> bool:
	"""Whether a value says who it is wherever it stands: an address, a number, two names; not one short word."""
	words = words_of(value)
	return "@" in value or (len(words) > 1 and len("".join(words)) >= SURE_FROM)


class Needles:
	"""Values to be found in texts.

	Args:
		identities: names, addresses, numbers: what says who somebody is.
		details: what was noted about them, which may be ordinary words.
	"""

	def __init__(self, identities: Iterable[str | None], details: Iterable[str | None] = ()):
		self.levels: tuple[Words, Words, Words] = ({}, {}, {})
		for value in {value for value in identities if value}:
			self._add(SURE if is_sure(value) else LIKELY, value, SHORTEST)
		for value in {value for value in details if value}:
			self._add(DETAIL, value, SHORTEST_DETAIL)

	def _add(self, level: int, value: str, shortest: int) -> None:
		words = words_of(value)
		if len("".join(words)) >= shortest:
			self.levels[level].setdefault(words[0], set()).add(words)

	def __bool__(self) -> bool:
		return any(self.levels)

	def find(self, text: str | None, level: int = SURE) -> set[tuple[str, ...]]:
		"""The values that a text holds, as words.

		Args:
			level: SURE: only what can hardly be anything else. LIKELY: single words, too. DETAIL: everything.
		"""
		words = words_of(text or "")
		return set().union(*(_found(words, looked_for) for looked_for in self.levels[: level + 1]))

	def redact(self, text: str, level: int = SURE) -> str:
		"""The text without the values; all of it goes where they can't be cut out."""
		for words in sorted(self.find(text, level), key=len, reverse=True):
			pattern = r"\W+".join(re.escape(word) for word in words)
			text = re.sub(rf"(?<!\w){pattern}(?!\w)", REMOVED, text, flags=re.IGNORECASE)
		return REMOVED if self.find(text, level) else text


def _found(words: tuple[str, ...], looked_for: Words) -> set[tuple[str, ...]]:
	return {
		value
		for at, word in enumerate(words)
		if word in looked_for
		for value in looked_for[word]
		if words[at : at + len(value)] == value
	}

"""Finding people by the beginning of a word of their name, with indexes that only know how keys begin.

A key (person_keys) is indexed from its first letter: "jane van der berg" is found by "jane v", not by "berg". So
the same words are kept backwards, too: "berg der van jane" is found by "berg" and, with a pattern, by "van der be".
"""

ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def backward(key: str) -> str:
	"""The words of a key, the last one first."""
	return " ".join(reversed(key.split()))


def literal(text: str) -> str:
	"""A text as it stands in a LIKE pattern: no letter of it is a wildcard."""
	return text.translate(ESCAPED)


def begins(key: str) -> str:
	"""The LIKE pattern of keys that begin like this."""
	return f"{literal(key)}%"


def ends_in(key: str) -> str:
	"""The LIKE pattern of backward keys whose last words are these, the last one only begun.

	It begins with letters (the last word), so that an index serves it.
	"""
	last, *before = reversed([literal(word) for word in key.split()])
	return f"{last}%" + "".join(f" {word}" for word in before) + ("%" if before else "")


def holds_word(key: str) -> tuple[str, str]:
	"""The two LIKE patterns of keys with a word, or words, beginning like this; no index serves the second."""
	return f"{literal(key)}%", f"% {literal(key)}%"


def rank(text: str, name: str) -> int:
	"""How well a name's key answers a typed key: 0 for the whole name, 1 for its beginning, 2 for a later word, 3 for
	not at all (then something else was meant, the company for instance)."""
	if name == text:
		return 0
	if name.startswith(text):
		return 1
	return 2 if f" {text}" in name else 3

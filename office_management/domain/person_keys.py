"""What makes two spellings the same person: keys of names, e-mail addresses, phone numbers and organisations.

Accents, case, spacing and punctuation are folded, so that "José  Núñez-Ruiz" and "jose nunez ruiz" meet. Words keep
their order. The keys are for comparing and for indexes, never for showing.
"""

import unicodedata
from collections.abc import Callable
from email.utils import parseaddr

import phonenumbers

LONGEST = 140
"""Characters of a key: what a Data field of Frappe holds."""
FEWEST_DIGITS = 3

LETTERS_WITHOUT_ACCENT = str.maketrans(
	{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart, as they are written where they are missing on the keyboard."""
APOSTROPHES = frozenset("'’‘ʼʻ`´′＇")
ACCENTS = range(200, 256)
"""Combining classes of marks above and below a letter. Signs that are letters of their own (vowels of Hindi, the
voicing of Japanese) have lower ones, and stay."""
OVERLAY = 1
VOWEL_POINTS = range(10, 37)
"""Of Hebrew and Arabic, which are rarely written."""


def is_accent(character: str) -> bool:
	"""Whether the character only marks the letter before it."""
	combining = unicodedata.combining(character)
	return combining in ACCENTS or combining in VOWEL_POINTS or combining == OVERLAY


def is_letter(character: str) -> bool:
	"""Whether the character is part of a word: a letter, a digit, or a sign that belongs to one."""
	return character.isalnum() or unicodedata.category(character).startswith("M")


def is_silent(character: str) -> bool:
	"""Whether the character is dropped without parting two words: apostrophes, and what nobody sees."""
	return character in APOSTROPHES or unicodedata.category(character) == "Cf" or is_accent(character)


def folded(text: str | None) -> str:
	"""The text in small letters, without accents, with one space for whatever is between two words."""
	return settled(text or "", fold)


def fold(text: str) -> str:
	"""One round of folding."""
	apart = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS_WITHOUT_ACCENT)
	heard = (character for character in apart if not is_silent(character))
	spaced = "".join(character if is_letter(character) else " " for character in heard)
	return " ".join(unicodedata.normalize("NFC", spaced).split())


def settled(text: str, change: Callable[[str], str]) -> str:
	"""The text after a change that is made until it changes nothing: some letters fold into others that fold again."""
	before = None
	while text != before:
		before, text = text, change(text)
	return text


def shortened(key: str) -> str:
	"""The key as long as it may be."""
	return key[:LONGEST].strip()


def words_of(text: str | None) -> list[str]:
	"""The words of a text, folded, in their order."""
	return folded(text).split()


def name_key(text: str | None) -> str:
	"""The key of a person's name; empty for none."""
	return shortened(folded(text))


def organisation_key(text: str | None) -> str:
	"""The key of an organisation's name: as a name, with "B. V." and "BV" the same; empty for none."""
	words: list[str] = []
	is_initials = False
	for word in words_of(text):
		if is_initials and len(word) == 1:
			words[-1] += word
		else:
			words.append(word)
		is_initials = len(word) == 1
	return shortened(" ".join(words))


def email_key(text: str | None) -> str:
	"""The key of an e-mail address: the bare address in small letters; empty for none."""
	text = text or ""
	if "<" in text:
		text = parseaddr(text)[1] or text
	return shortened(settled(text, fold_address))


def fold_address(text: str) -> str:
	"""One round of folding an address: an accent in it makes another address."""
	return "".join(unicodedata.normalize("NFKC", text.casefold()).split())


def phone_key(text: str | None, region: str | None = None) -> str:
	"""The key of a phone number: international where it can be understood, else its digits; empty for none.

	Args:
		text: as somebody wrote it.
		region: two letters (ISO 3166) of the country in which a number without country code is dialled.
	"""
	text = unicodedata.normalize("NFKC", text or "")
	try:
		number = phonenumbers.parse(text, region.upper() if region else None)
	except phonenumbers.NumberParseException:
		return digits_of(text)
	if not phonenumbers.is_possible_number(number):
		return digits_of(text)
	key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
	return shortened(f"{key}x{number.extension}" if number.extension else key)


def digits_of(text: str) -> str:
	"""The digits of a text, with the plus of an international number; empty for too few to be a number."""
	digits = "".join(character for character in text if character in "0123456789")
	if len(digits) < FEWEST_DIGITS:
		return ""
	return shortened("+" + digits if text.lstrip().startswith("+") else digits)


def has_words(words: list[str], keyword: list[str]) -> bool:
	"""Whether the words of a keyword stand in a text as whole words, together and in this order."""
	count = len(keyword)
	return bool(count) and any(words[at : at + count] == keyword for at in range(len(words) - count + 1))

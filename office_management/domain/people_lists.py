"""People as somebody types or pastes them: lines, the address field of a mail program, or a table with headings.

What is understood, a line for each person unless said otherwise:

	Jane Doe <jane@acme.example>, Acme
	"Doe, Jane" <jane@acme.example>; Bob Bee <bob@acme.example>
	Jane Doe, jane@acme.example, Acme, +31 20 123 4567
	jane.doe@acme.example
	Jane Doe
	Name;Company;E-Mail;Phone             (headings in English, Dutch or Danish, then one row each)
"""

import csv
import io
import re
from dataclasses import dataclass, field

from office_management.domain.tables import DELIMITERS, plain, sniff_delimiter

MOST = 500
LONGEST = 140
EMAIL = re.compile(r"[^\s<>@,;\"'()]+@[^\s<>@,;\"'()]+\.[^\s<>@,;\"'().]{2,}")
IN_BRACKETS = re.compile(r"<\s*(?:mailto:)?([^<>]*)>")
BETWEEN_PEOPLE = re.compile(r";\s*(?=[^;]*@)")
PHONE = re.compile(r"\+?[\d\s()/.-]{6,}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")

NAME, FIRST_NAME, LAST_NAME = "full_name", "first_name", "last_name"
EMAIL_FIELD, ORGANISATION, PHONE_FIELD, LANGUAGE = "email", "organisation", "phone", "language"
HEADINGS = {
	NAME: "name|full name|visitor|naam|volledige naam|bezoeker|navn|fulde navn|gæst",
	FIRST_NAME: "first name|given name|voornaam|fornavn",
	LAST_NAME: "last name|surname|family name|achternaam|efternavn",
	EMAIL_FIELD: "email|e mail|mail|email address|e mail address|emailadres|e mailadres|mailadres|mailadresse",
	ORGANISATION: "company|organisation|organization|bedrijf|organisatie|firma|virksomhed|customer|supplier",
	PHONE_FIELD: "phone|telephone|mobile|phone number|telefoon|telefoonnummer|mobiel|telefon|mobil",
	LANGUAGE: "language|taal|sprog",
}
FIELD_OF = {word: name for name, words in HEADINGS.items() for word in words.split("|")}

NO_NAME, WRONG_EMAIL, TWICE, TOO_MANY = "no name", "wrong e-mail", "twice", "too many"


@dataclass(frozen=True)
class Problem:
	"""Why a line was left out: its number (from 1), what stands there, and a code of this module."""

	line: int
	text: str
	code: str


@dataclass
class Reading:
	"""What was understood (one dict of fields per person), and what was not."""

	people: list[dict] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)


def read_people(text: str) -> Reading:
	"""Read a list of people. Nobody is lost silently: every line is a person, a problem, or empty."""
	clean = CONTROL.sub("", str(text or "").replace("\r\n", "\n").replace("\r", "\n"))
	table = _table(clean)
	found = _rows(table) if table else _lines(clean)
	return _checked(found)


def _checked(found: list[tuple[int, str, dict]]) -> Reading:
	reading, seen = Reading(), set()
	for number, text, person in found:
		code = _problem(person, seen)
		if not code and len(reading.people) >= MOST:
			code = TOO_MANY
		if code:
			reading.problems.append(Problem(number, text[:LONGEST], code))
			continue
		seen.add(_key(person))
		reading.people.append({name: value for name, value in person.items() if value})
	return reading


def _problem(person: dict, seen: set) -> str | None:
	address = person.get(EMAIL_FIELD)
	if address and not EMAIL.fullmatch(address):
		return WRONG_EMAIL
	if not person.get(NAME):
		return NO_NAME
	return TWICE if _key(person) in seen else None


def _key(person: dict) -> str:
	"""By what the same person named twice is known: the address, or else name and company."""
	return (
		person.get(EMAIL_FIELD) or f"{person.get(NAME, '').lower()}\0{person.get(ORGANISATION, '').lower()}"
	)


def _short(text: str) -> str:
	return " ".join(text.split())[:LONGEST].strip()


# --- tables ---------------------------------------------------------------------------------------------------


def _table(text: str) -> list[list[str]] | None:
	"""The rows of a table whose first line is headings; None for anything else."""
	delimiter = sniff_delimiter(text)
	if delimiter not in DELIMITERS:
		return None
	try:
		rows = [
			[plain(cell).strip() for cell in row]
			for row in csv.reader(io.StringIO(text), delimiter=delimiter)
		]
	except csv.Error:
		return None
	filled = [row for row in rows if any(row)]
	if len(filled) < 2:
		return None
	fields = {_heading(cell) for cell in filled[0]}
	named = fields.intersection((NAME, FIRST_NAME, LAST_NAME, EMAIL_FIELD))
	return rows if named and not any("@" in cell for cell in filled[0]) else None


def _heading(cell: str) -> str | None:
	return FIELD_OF.get(" ".join(re.sub(r"[\W_]+", " ", cell.lower()).split()))


def _rows(table: list[list[str]]) -> list[tuple[int, str, dict]]:
	first = next(number for number, row in enumerate(table) if any(row))
	fields = [_heading(cell) for cell in table[first]]
	found = []
	for number, row in enumerate(table[first + 1 :], first + 2):
		if any(row):
			found.append((number, " ".join(cell for cell in row if cell), _row(fields, row)))
	return found


def _row(fields: list[str | None], row: list[str]) -> dict:
	values: dict[str, str] = {}
	for name, cell in zip(fields, row, strict=False):
		if name and cell and name not in values:
			values[name] = _short(cell)
	both = f"{values.pop(FIRST_NAME, '')} {values.pop(LAST_NAME, '')}"
	values[NAME] = values.get(NAME) or _short(both)
	return _with_name(values)


def _with_name(person: dict) -> dict:
	"""The person with the address in small letters, and without a name with what the address says of it."""
	if address := person.get(EMAIL_FIELD):
		person[EMAIL_FIELD] = address = address.removeprefix("mailto:").lower()
		person[NAME] = person.get(NAME) or _name_in(address)
	return person


def _name_in(address: str) -> str:
	"""jane.doe@… is Jane Doe; an address of one word (info@…) says nothing."""
	words = [word for word in re.split(r"[._-]+", address.partition("@")[0]) if word.isalpha()]
	return " ".join(word.capitalize() for word in words) if len(words) > 1 else ""


# --- lines ----------------------------------------------------------------------------------------------------


def _lines(text: str) -> list[tuple[int, str, dict]]:
	found = []
	for number, line in enumerate(text.split("\n"), 1):
		several = BETWEEN_PEOPLE.split(line) if len(EMAIL.findall(line)) > 1 else [line]
		for part in several:
			if part.strip(" \t,;"):
				found.append((number, part.strip(), _line(part.strip(" \t,;"))))
	return found


def _line(text: str) -> dict:
	"""One person of a line: with the address in brackets, or in parts between commas."""
	if bracketed := IN_BRACKETS.search(text):
		person = _parts(text[bracketed.end() :])
		name = text[: bracketed.start()].strip(" \t,;\"'")
		rest = person.pop(NAME, "")
		person[ORGANISATION] = rest or person.get(ORGANISATION, "")
		return _with_name({**person, NAME: _turned(name), EMAIL_FIELD: _short(bracketed.group(1))})
	return _with_name(_parts(text))


def _parts(text: str) -> dict:
	"""Name, company, address and number, told apart by what they look like; the first that is neither is the name."""
	person: dict[str, str] = {}
	for part in re.split(r"[,;\t]", text):
		piece = _short(part.strip(" \"'"))
		if not piece:
			continue
		if "@" in piece and EMAIL_FIELD not in person:
			person[EMAIL_FIELD] = piece
		elif PHONE.fullmatch(piece) and PHONE_FIELD not in person:
			person[PHONE_FIELD] = piece
		else:
			person.setdefault(ORGANISATION if NAME in person else NAME, piece)
	return person


def _turned(name: str) -> str:
	"""'Doe, Jane', as address books write it, is Jane Doe."""
	last, comma, first = name.partition(",")
	return _short(f"{first} {last}") if comma and first.strip() else _short(name)

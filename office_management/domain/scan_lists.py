"""A list of scans from a spreadsheet: which column is which, and what each row says. No frappe.

Every row has a scan id, so that the same list handed in again is the same scans again: its own where the list has
one, else one made of what the row says and how often the list has said the same before. A row added to the list, or
moved in it, leaves the ids of the others as they are.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from office_management.domain import register_values

TAG, PLACE, NUMBER, CONDITION, NOTE = "tag", "space", "quantity", "condition", "note"
SCANNED_ON, SCAN_ID, CUSTODIAN = "device_time", "scan_id", "custodian"
ITEM, DESCRIPTION, BOUGHT_ON, BOUGHT_FOR = "item", "description", "purchase_date", "purchase_amount"
COLUMNS = {
	TAG: ("tag", "asset tag", "asset", "label", "barcode", "activum", "mærke", "aktiv", "stregkode"),
	PLACE: ("place", "space", "room", "location", "plaats", "ruimte", "locatie", "sted", "rum", "lokale"),
	NUMBER: ("number", "quantity", "qty", "count", "aantal", "getal", "antal", "tal"),
	CONDITION: ("condition", "state", "staat", "toestand", "tilstand", "stand"),
	NOTE: ("note", "notes", "remark", "remarks", "opmerking", "notitie", "bemærkning", "note til"),
	SCANNED_ON: (
		"scanned on",
		"time",
		"date",
		"when",
		"gescand op",
		"tijd",
		"datum",
		"scannet",
		"scannet den",
		"tid",
		"dato",
	),
	SCAN_ID: ("scan", "scan id", "id"),
	ITEM: ("item", "item code", "article", "artikel", "artikelcode", "vare", "varenummer"),
	DESCRIPTION: ("description", "name", "asset name", "omschrijving", "naam", "beskrivelse", "navn"),
	BOUGHT_ON: ("bought on", "purchase date", "gekocht op", "aankoopdatum", "købt den", "købsdato"),
	BOUGHT_FOR: (
		"bought for",
		"amount",
		"purchase amount",
		"gross purchase amount",
		"gekocht voor",
		"aankoopbedrag",
		"bedrag",
		"købt for",
		"købspris",
		"beløb",
	),
	CUSTODIAN: (
		"custodian",
		"with",
		"employee",
		"beheerder",
		"medewerker",
		"bij",
		"hos",
		"medarbejder",
		"ansvarlig",
	),
}
"""What a column may be called, in the languages of the app."""
TIMES = (
	"%Y-%m-%d %H:%M:%S.%f",
	"%Y-%m-%d %H:%M:%S",
	"%Y-%m-%dT%H:%M:%S",
	"%Y-%m-%d %H:%M",
	"%Y-%m-%dT%H:%M",
	"%Y-%m-%d",
	"%d-%m-%Y %H:%M:%S",
	"%d-%m-%Y %H:%M",
	"%d-%m-%Y",
	"%d.%m.%Y %H:%M",
	"%d.%m.%Y",
	"%d/%m/%Y %H:%M",
	"%d/%m/%Y",
)
LONGEST_TAG, LONGEST_NOTE, MOST = 140, 1000, 1_000_000

NO_TAG, LONG_TAG, BAD_NUMBER, BAD_CONDITION = "no tag", "long tag", "bad number", "bad condition"
BAD_TIME, NO_PLACE, SAME_PLACES, NO_PERSON, LONG_ID = (
	"bad time",
	"no place",
	"same places",
	"no person",
	"long id",
)
NO_ITEM, BAD_DATE, BAD_AMOUNT = "no item", "bad date", "bad amount"


class NoTagColumn(ValueError):
	"""No column says which asset."""


class Row(NamedTuple):
	"""A row of the list. `number` counts the lines of the file from 1; `problems` are (code, value)."""

	number: int
	scan: dict
	problems: tuple[tuple[str, str], ...] = ()


def read_rows(
	table: Sequence[Sequence[str]],
	key: str,
	places: Mapping[str, Sequence[str]],
	people: Mapping[str, str],
	conditions: Mapping[str, str],
	items: Mapping[str, str] | None = None,
	needs_tag: bool = True,
) -> list[Row]:
	"""What each row says.

	Args:
		table: lines of cells; the first one names the columns.
		key: what the ids are made for, an audit's name.
		places: {folded name or label: names of the places called so}.
		people: {folded name or number: employee}.
		conditions: {folded word: condition}.
		items: {folded code or name: item}.
		needs_tag: whether a row without a tag is none; else the thing gets one.

	Raises NoTagColumn.
	"""
	columns = _columns(table[0]) if table else {}
	if not columns or (needs_tag and TAG not in columns):
		raise NoTagColumn
	known = {PLACE: places, CUSTODIAN: people, CONDITION: conditions, ITEM: items or {}}
	seen: Counter = Counter()
	return [
		_row(number, {TAG: "", **_cells(line, columns)}, key, known, seen, needs_tag)
		for number, line in enumerate(table[1:], start=2)
		if any(cell.strip() for cell in line)
	]


def fold(text: str) -> str:
	"""How names are compared: case and runs of spaces say nothing."""
	return re.sub(r"\s+", " ", text).strip().casefold()


def _columns(head: Sequence[str]) -> dict[str, int]:
	found: dict[str, int] = {}
	for place, cell in enumerate(head):
		word = fold(cell.replace("_", " "))
		for column, words in COLUMNS.items():
			if word in words:
				found.setdefault(column, place)
	return found


def _cells(line: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
	return {column: line[at].strip() if at < len(line) else "" for column, at in columns.items()}


def _row(
	number: int, cells: dict, key: str, known: Mapping[str, Mapping], seen: Counter, needs_tag: bool
) -> Row:
	problems: list[tuple[str, str]] = []
	scan = {TAG: cells[TAG], NOTE: cells.get(NOTE, "")[:LONGEST_NOTE], "way": "File"}
	if (needs_tag and not cells[TAG]) or len(cells[TAG]) > LONGEST_TAG:
		problems.append((LONG_TAG if cells[TAG] else NO_TAG, cells[TAG][:40]))
	for column, read in _READERS.items():
		if text := cells.get(column, ""):
			value, problem = read(text, known.get(column, {}))
			scan[column] = value
			if problem:
				problems.append((problem, text[:LONGEST_TAG]))
	scan[SCAN_ID] = _scan_id(cells, key, seen)
	if len(scan[SCAN_ID]) > LONGEST_TAG:
		problems.append((LONG_ID, scan[SCAN_ID][:40]))
	return Row(number, scan, tuple(problems))


def _scan_id(cells: dict, key: str, seen: Counter) -> str:
	if cells.get(SCAN_ID):
		return cells[SCAN_ID]
	said = "\0".join(f"{column}={text}" for column, text in sorted(cells.items()) if text)
	seen[said] += 1
	return "file-" + hashlib.sha256(f"{key}\0{said}\0{seen[said]}".encode()).hexdigest()[:40]


def _number(text: str, _known: Mapping) -> tuple[int | None, str]:
	plain = re.sub(r"[.,]0+$", "", text)
	if re.fullmatch(r"[0-9]{1,7}", plain, re.ASCII) and int(plain) <= MOST:
		return int(plain), ""
	return None, BAD_NUMBER


def _time(text: str, _known: Mapping) -> tuple[datetime | None, str]:
	for pattern in TIMES:
		try:
			return datetime.strptime(text, pattern), ""
		except ValueError:
			continue
	return None, BAD_TIME


def _place(text: str, known: Mapping) -> tuple[str | None, str]:
	names = known.get(fold(text), ())
	if len(names) == 1:
		return names[0], ""
	return None, SAME_PLACES if names else NO_PLACE


def _text(text: str, _known: Mapping) -> tuple[str, str]:
	return text[:LONGEST_TAG], ""


def _date(text: str, _known: Mapping) -> tuple[date | None, str]:
	try:
		return register_values.date(text), ""
	except register_values.BadValue:
		return None, BAD_DATE


def _amount(text: str, _known: Mapping) -> tuple[float | None, str]:
	try:
		return register_values.number(text), ""
	except register_values.BadValue:
		return None, BAD_AMOUNT


def _known(problem: str):
	def read(text: str, known: Mapping) -> tuple[str | None, str]:
		found = known.get(fold(text))
		return found, "" if found else problem

	return read


_READERS = {
	PLACE: _place,
	NUMBER: _number,
	CONDITION: _known(BAD_CONDITION),
	SCANNED_ON: _time,
	CUSTODIAN: _known(NO_PERSON),
	ITEM: _known(NO_ITEM),
	DESCRIPTION: _text,
	BOUGHT_ON: _date,
	BOUGHT_FOR: _amount,
}

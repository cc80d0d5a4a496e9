"""A floor register as people keep it -> rows of typed values.

A register is a table: one row per place or per person with a seat, columns in any order, headers in English,
Dutch or Danish. The usual two-column list "desk, name" needs no headers. Reading never stops at a wrong row:
what is wrong is kept with the row as problems with reason codes.
"""

from dataclasses import dataclass, field

from office_management.domain import register_values as values
from office_management.domain import register_words as words
from office_management.domain.tables import UnreadableTable

HEADER_SEARCH_ROWS = 10
MAX_COLUMNS = 100
DESK_AND_NAME = ("desk", "person")
PERSON_COLUMNS = ("person_number", "person_email", "person")

READERS = {
	"part_of": values.text,
	"space_name": values.text,
	"space_type": values.space_type,
	"capacity": values.count,
	"floor_area": values.area,
	"cost_center": values.text,
	"is_allocatable": values.yes_no,
	"is_bookable": values.yes_no,
	"company": values.text,
	"person_number": values.person,
	"person_email": values.person,
	"person": values.person,
	"department": values.person,
	"project": values.person,
	"customer": values.person,
	"from_date": values.date,
	"to_date": values.date,
	"seat_label": values.label,
	"seats": values.count,
	"weekdays": values.weekdays,
	"is_primary": values.yes_no,
	"reason": values.text,
	**dict.fromkeys(words.LEVELS, values.code),
}


@dataclass(frozen=True)
class Problem:
	"""Why a row (or a part of it) cannot be taken: a reason code, the column, what the message may show."""

	code: str
	column: str | None = None
	values: tuple[tuple[str, object], ...] = ()

	@classmethod
	def of(cls, code: str, column: str | None = None, **shown) -> "Problem":
		return cls(code, column, tuple(sorted(shown.items())))


@dataclass(frozen=True)
class Column:
	"""One column of the file: where it stands, what its header says, what it was read as (None = not used)."""

	index: int
	header: str
	field: str | None


@dataclass
class Row:
	"""One row of the file. `number` counts from 1 as a spreadsheet shows it; `levels` runs from site to desk."""

	number: int
	levels: tuple[tuple[str, str], ...] = ()
	part_of: str | None = None
	fields: dict = field(default_factory=dict)
	problems: tuple[Problem, ...] = ()

	@property
	def occupant(self) -> tuple[str, str] | None:
		"""(column, key) of who is given seats; a person together with a department is the person."""
		for column in words.OCCUPANT_FIELDS:
			if self.fields.get(column):
				return column, self.fields[column]
		return None


@dataclass
class Register:
	"""A whole file, read."""

	columns: list[Column]
	rows: list[Row]
	header_row: int


def read_register(table: list[list], day_first: bool = True) -> Register:
	"""Read a table of raw cells (text, numbers, booleans, dates).

	Args:
		table: rows of cells as the file holds them, titles above the headers included.
		day_first: how 3/4/2024 is read.

	Raises:
		UnreadableTable: "empty", "no_header" (no column recognised), "no_place_column".
	"""
	if not any(_is_used(row) for row in table):
		raise UnreadableTable("empty")
	header_row, columns = _find_header(table)
	used = [column for column in columns if column.field]
	if not any(column.field in (*words.LEVELS, "part_of") for column in used):
		raise UnreadableTable("no_place_column")
	rows = [
		_read_row(number, cells, used, day_first)
		for number, cells in enumerate(table[header_row:], header_row + 1)
		if _is_used(cells)
	]
	return Register(columns, rows, header_row)


def _is_used(cells: list) -> bool:
	return any(cell is not None and str(cell).strip() for cell in cells)


def _find_header(table: list[list]) -> tuple[int, list[Column]]:
	"""The header row (counted from 1; 0 = none) and its columns."""
	best_row, best = 0, []
	for number, cells in enumerate(table[:HEADER_SEARCH_ROWS], 1):
		columns = read_headers(cells)
		if _recognised(columns) > _recognised(best):
			best_row, best = number, columns
	if _recognised(best) >= min(2, _width(table)):
		return best_row, best
	if _width(table) == 2:
		return 0, [
			Column(index, "", field_)
			for index, field_ in zip(_used_columns(table), DESK_AND_NAME, strict=True)
		]
	raise UnreadableTable("no_header")


def _recognised(columns: list[Column]) -> int:
	return sum(1 for column in columns if column.field)


def _used_columns(table: list[list]) -> list[int]:
	return sorted({i for row in table for i, cell in enumerate(row[:MAX_COLUMNS]) if _is_used([cell])})


def _width(table: list[list]) -> int:
	return len(_used_columns(table))


def read_headers(cells: list) -> list[Column]:
	"""What each header cell stands for; the first of two equal ones counts.

	A bare "Name" is the person in a list of desks, and the name of the place where the list has a column for
	people already, or describes places (type, seats, area).
	"""
	headers = ["" if cell is None else str(cell).strip() for cell in cells[:MAX_COLUMNS]]
	found = [words.header_of(header) if header else None for header in headers]
	meaning_of_name = _meaning_of_name(set(found))
	columns, taken = [], set()
	for index, (header, meaning) in enumerate(zip(headers, found, strict=True)):
		meaning = meaning_of_name if meaning == "name" else meaning
		meaning = None if meaning in taken else meaning
		taken.add(meaning)
		if header:
			columns.append(Column(index, header, meaning))
	return columns


def _meaning_of_name(found: set) -> str:
	has_person = found & set(PERSON_COLUMNS[2:])
	describes_places = found & {"space_type", "capacity", "floor_area"}
	return "space_name" if has_person or describes_places else "person"


def _read_row(number: int, cells: list, columns: list[Column], day_first: bool) -> Row:
	read, problems = {}, []
	for column in columns:
		cell = cells[column.index] if column.index < len(cells) else None
		try:
			value = _read_cell(column.field, cell, day_first)
		except values.BadValue as bad:
			problems.append(Problem.of(bad.code, column.field, **bad.values))
		else:
			if value is not None:
				read[column.field] = value
	return _row_of(number, read, problems)


def _read_cell(column: str, cell, day_first: bool):
	reader = READERS[column]
	return reader(cell, day_first) if reader is values.date else reader(cell)


def _row_of(number: int, read: dict, problems: list[Problem]) -> Row:
	levels = tuple((level, read.pop(level)) for level in words.LEVELS if level in read)
	people = [read.pop(column) for column in PERSON_COLUMNS if column in read]
	if people:
		read["person"] = people[0]
	part_of = read.pop("part_of", None)
	if not levels and not problems:
		problems.append(Problem.of("no_place"))
	problems += _problems_between_cells(read)
	return Row(number, levels, part_of, read, tuple(problems))


def _problems_between_cells(read: dict) -> list[Problem]:
	problems = []
	first, last = read.get("from_date"), read.get("to_date")
	if first and last and last < first:
		problems.append(Problem.of("ends_before_start", "to_date", first=first, last=last))
	if read.get("seats") == 0:
		problems.append(Problem.of("no_seats_asked", "seats"))
	if len([column for column in words.OCCUPANT_FIELDS if column in read and column != "department"]) > 1:
		problems.append(Problem.of("several_occupants"))
	return problems

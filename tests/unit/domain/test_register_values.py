"""Single cells of a floor register."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import register_values as values
from office_management.domain import register_words as words
from office_management.domain.floor_register import READERS

CELLS = st.one_of(
	st.none(),
	st.text(max_size=200),
	st.integers(),
	st.floats(),
	st.booleans(),
	st.dates(),
	st.datetimes(),
	st.times(),
	st.text().map(values.Formula),
)


def test_words_of_one_table_mean_one_thing():
	"""squash() must not make two words of different meaning equal."""
	for listed in (words.HEADERS, words.SPACE_TYPES, words.DAYS, words.MONTHS):
		assert "" not in listed
	assert not words.YES & words.NO


@pytest.mark.parametrize(
	("header", "column"),
	[
		("Gebouw", "building"),
		("BYGNING", "building"),
		("Verdieping", "floor"),
		("etage ", "floor"),
		("Ruimte", "room"),
		("Lokale", "room"),
		("Bureau", "desk"),
		("Skrivebord", "desk"),
		("Plads", "desk"),
		("Desk no.", "desk"),
		("Naam", "name"),
		("Navn", "name"),
		("Medewerker", "person"),
		("Medarbejder", "person"),
		("E-mail", "person_email"),
		("Personeels-nummer", "person_number"),
		("Area (m²)", "floor_area"),
		("Floor_Area", "floor_area"),
		("Størrelse", "floor_area"),
		("Cost Centre", "cost_center"),
		("Kostenplaats", "cost_center"),
		("Omkostningssted", "cost_center"),
		("From date", "from_date"),
		("Ingangsdatum", "from_date"),
		("Seat label", "seat_label"),
		("Kan tildeles", "is_allocatable"),
		("Reserveerbaar", "is_bookable"),
		("Shoe size", None),
		("", None),
	],
)
def test_headers(header, column):
	"""Case, spaces, punctuation, accents and three languages."""
	assert words.header_of(header) == column


@pytest.mark.parametrize(
	("cell", "text"),
	[
		(12.0, "12"),
		(2.14, "2.14"),
		(7, "7"),
		("  D\u00a003 ", "D 03"),
		("\ufeffD03", "D03"),
		("-", None),
		("–", None),
		("", None),
		("=1+1", "=1+1"),
	],
)
def test_codes(cell, text):
	assert values.code(cell) == text


@pytest.mark.parametrize(
	("cell", "code"),
	[
		(datetime.datetime(2024, 3, 12), "code_became_date"),
		("x" * 41, "too_long"),
		("a<b>", "bad_characters"),
		("a\x07b", "bad_characters"),
		(values.Formula("=A1"), "formula"),
	],
)
def test_codes_refused(cell, code):
	with pytest.raises(values.BadValue, match=code):
		values.code(cell)


@pytest.mark.parametrize(
	("cell", "number"),
	[
		("12,5", 12.5),
		("12.5", 12.5),
		("1.234,50", 1234.5),
		("1,234.50", 1234.5),
		("1.234", 1234),
		("1,234", 1234),
		("1.234.567", 1234567),
		("0,125", 0.125),
		("12 m²", 12),
		("12,5m2", 12.5),
		("1 234,5", 1234.5),
		("1\u00a0234", 1234),
		(12.0, 12),
		("", None),
	],
)
def test_numbers(cell, number):
	assert values.number(cell) == number


@pytest.mark.parametrize(
	("reader", "cell", "code"),
	[
		(values.count, "-1", "negative"),
		(values.count, -1, "negative"),
		(values.count, "4,5", "not_whole"),
		(values.count, "four", "not_a_number"),
		(values.count, True, "not_a_number"),
		(values.count, float("nan"), "not_a_number"),
		(values.area, "1.2.3", "not_a_number"),
		(values.area, datetime.date(2024, 1, 1), "not_a_number"),
		(values.space_type, "Swimming pool", "unknown_type"),
		(values.yes_no, "maybe", "not_yes_no"),
		(values.weekdays, "Monday, Funday", "not_weekdays"),
		(values.weekdays, "Fri-Mon", "not_weekdays"),
		(values.date, "31-02-2024", "not_a_date"),
		(values.date, "yesterday", "not_a_date"),
		(values.date, 7, "not_a_date"),
		(values.date, datetime.date(1066, 10, 14), "not_a_date"),
	],
)
def test_values_refused(reader, cell, code):
	with pytest.raises(values.BadValue, match=code):
		reader(cell)


@pytest.mark.parametrize(
	("word", "kind"),
	[
		("DESK", "Desk"),
		("werkplek", "Desk"),
		("Skrivebord", "Desk"),
		("Vergaderruimte", "Meeting Room"),
		("mødelokale", "Meeting Room"),
		("meeting-room", "Meeting Room"),
		("Verdieping", "Floor"),
		("Bygning", "Building"),
		("P-plads", "Parking"),
		("berging", "Storage"),
		("Vleugel", "Zone"),
		("Vestiging", "Site"),
		("Kantoor", "Room"),
	],
)
def test_types(word, kind):
	assert values.space_type(word) == kind


def test_every_type_is_known_by_its_own_name():
	for kind in words.LEVEL_OF_TYPE:
		assert values.space_type(kind) == kind


@pytest.mark.parametrize(
	("cell", "answer"),
	[
		("Ja", True),
		("nej", False),
		("Nee", False),
		("x", True),
		(1, True),
		(0.0, False),
		(True, True),
		(" ", None),
	],
)
def test_yes_no(cell, answer):
	assert values.yes_no(cell) is answer


@pytest.mark.parametrize(
	"cell",
	[
		datetime.date(2024, 5, 1),
		datetime.datetime(2024, 5, 1, 12, 30),
		45413,
		45413.0,
		"45413",
		"2024-05-01",
		"2024-05-01 00:00:00",
		"2024/5/1",
		"20240501",
		"1-5-2024",
		"01/05/2024",
		"1.5.24",
		"1 mei 2024",
		"1. maj 2024",
		"1 May 2024",
		"May 1, 2024",
	],
)
def test_dates(cell):
	"""Excel dates and serials, ISO, day first, names of months in three languages."""
	assert values.date(cell) == datetime.date(2024, 5, 1)


def test_month_first_where_the_site_writes_so():
	assert values.date("5/1/2024", day_first=False) == datetime.date(2024, 5, 1)


@pytest.mark.parametrize(
	("cell", "bits"),
	[
		("Mon", 1),
		("ma, di", 3),
		("man-fre", 31),
		("wo en do", 12),
		("Mon-Sun", 0),
		("lørdag/søndag", 96),
		("", None),
	],
)
def test_weekdays(cell, bits):
	assert values.weekdays(cell) == bits


@given(st.integers(0, 126))
def test_weekdays_round_trip(bits):
	assert (values.weekdays(words.weekday_names(bits)) or 0) == bits


@pytest.mark.parametrize("cell", ["vrij", "Ledig", "free", "n/a", "-", "", None])
def test_nobody(cell):
	assert values.person(cell) is None


@given(CELLS, st.sampled_from(sorted(READERS)))
def test_no_cell_crashes_a_reader(cell, column):
	"""Whatever is in the cell: a value or a BadValue with a reason."""
	try:
		READERS[column](cell)
	except values.BadValue as bad:
		assert bad.code

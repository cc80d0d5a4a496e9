"""Text tables: encodings, delimiters, and cells that must stay text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.tables import (
	UnreadableTable,
	as_text,
	decode,
	neutral,
	plain,
	read_csv,
	sniff_delimiter,
	write_csv,
)

TEXT = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=30)


@pytest.mark.parametrize(
	"cell", ["=1+1", "+31 6", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "＝1", "'=1"]
)
def test_text_that_would_run_gets_an_apostrophe(cell):
	"""OWASP's list, tab and line breaks, full-width forms, a blank before, and text neutralised before."""
	assert neutral(cell) == "'" + cell
	assert plain(neutral(cell)) == cell


@pytest.mark.parametrize("cell", ["D03", "'s-Hertogenbosch", "a=b", "2.14", "", None, 12, -3.5, True])
def test_what_does_not_run_is_left_alone(cell):
	assert neutral(cell) == cell
	assert plain(cell) == cell


@given(TEXT)
def test_what_is_kept_is_the_same_when_it_is_kept_again(text):
	"""And it runs nowhere, or is a number."""
	out = as_text(text)
	assert as_text(out) == out
	assert neutral(out) != "'" + out or out.startswith("'") or not out.strip("+-0123456789.,% \t\r\n\x0b\x0c")


@pytest.mark.parametrize("cell", ["-4.5", "+12", "-3 %", "-1.234,5"])
def test_a_number_that_is_kept_stays_one(cell):
	assert as_text(cell) == cell


@given(TEXT)
def test_neutral_text_comes_back_as_it_was(text):
	"""For any text; and what goes out never begins with a character that runs."""
	out = neutral(text)
	assert plain(out) == text
	assert not out.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding):
	"""With and without BOM; what is not UTF-8 is Windows-1252."""
	assert (
		decode("Ruimte;Plads;Møde é\r\n2.14;A;B\r\n".encode(encoding))
		== "Ruimte;Plads;Møde é\r\n2.14;A;B\r\n"
	)


def test_broken_utf16_says_so():
	with pytest.raises(UnreadableTable, match="encoding"):
		decode(b"\xff\xfea")


@pytest.mark.parametrize(
	("text", "delimiter"),
	[
		("a;b;c\n1,5;2;3\n", ";"),
		("a,b\n1,2\n", ","),
		("a\tb\n1,5\t2\n", "\t"),
		("a|b\n1|2\n", "|"),
		('"a;x;y",b\n"c;d;e",f\n', ","),
		("alone\n", ","),
	],
)
def test_delimiter(text, delimiter):
	"""Delimiters inside quotes and decimal commas do not count."""
	assert sniff_delimiter(text) == delimiter


def test_declared_delimiter_and_quotes():
	assert read_csv(b'sep=|\r\na|b;c\r\n"x|y"|"two\nlines"\r\n', 10) == [["a", "b;c"], ["x|y", "two\nlines"]]


def test_limits():
	with pytest.raises(UnreadableTable, match="too_many_rows"):
		read_csv(b"a\nb\nc\n", 2)
	with pytest.raises(UnreadableTable, match="cell_too_long"):
		read_csv(b"a," + b"x" * 200_000, 10)
	with pytest.raises(UnreadableTable, match="binary"):
		read_csv(b"\x89PNG\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09" + b"\xff" * 40, 10)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), max_size=5))
def test_written_csv_is_read_back(rows):
	"""Any text; rows of nothing but one empty cell aside."""
	assert read_csv(write_csv(rows), 100) == rows


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(content):
	try:
		read_csv(content, 1000)
	except UnreadableTable as error:
		assert error.code

"""Text tables from spreadsheets: decoding, delimiters and cells that must stay text.

A cell that begins with = + - @ (or a tab, a line break, or one of their full-width forms) is run as a formula
by spreadsheet programs (OWASP, "CSV Injection"). `neutral` puts an apostrophe before such text on the way
out, `plain` takes it off again on the way in; together they lose nothing.
"""

import codecs
import csv
import io
import re

DELIMITERS = ";,\t|"
SNIFFED_LINES = 20
SNIFFED = 50_000
FORMULA_START = r"(?:[ \u00a0]*[=+\-@＝＋－＠]|[\t\r\n])"
_DANGEROUS = re.compile(rf"'*{FORMULA_START}")
_NUMBER = re.compile(r"[+-]?[\d\s.,]+%?")
_NEUTRALISED = re.compile(rf"'+{FORMULA_START}")


class UnreadableTable(ValueError):
	"""The bytes are no table of text. `code` says why."""

	def __init__(self, code: str):
		super().__init__(code)
		self.code = code


def neutral(value):
	"""The value as it may stand in an exported cell: text that would run as a formula gets an apostrophe."""
	if isinstance(value, str) and _DANGEROUS.match(value):
		return "'" + value
	return value


def plain(value):
	"""The value as it was before `neutral`."""
	if isinstance(value, str) and _NEUTRALISED.match(value):
		return value[1:]
	return value


def as_text(text: str) -> str:
	"""What somebody wrote, as it may be kept and exported as it is: `neutral`, once. A number stays one."""
	return text if _NUMBER.fullmatch(text) else neutral(plain(text))


def decode(content: bytes) -> str:
	"""Text of a file whose encoding nobody wrote down: UTF-8 and UTF-16 with or without BOM, else Windows-1252."""
	if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
		return _decode_as(content, "utf-16")
	guess = _utf16_without_bom(content[:2000])
	if guess:
		return _decode_as(content, guess)
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError:
		return content.decode("cp1252", errors="replace")


def _decode_as(content: bytes, encoding: str) -> str:
	try:
		return content.decode(encoding)
	except UnicodeDecodeError:
		raise UnreadableTable("encoding") from None


def _utf16_without_bom(sample: bytes) -> str | None:
	"""Every second byte of Western text is 0 in UTF-16; nothing else in a text file is."""
	if len(sample) < 4:
		return None
	if sample[1::2].count(0) > len(sample) * 0.3:
		return "utf-16-le"
	if sample[::2].count(0) > len(sample) * 0.3:
		return "utf-16-be"
	return None


def sniff_delimiter(text: str) -> str:
	"""The delimiter that splits the first lines best: most lines alike, then most columns."""
	lines = [line for line in _outside_quotes(text[:SNIFFED]).split("\n") if line.strip()][:SNIFFED_LINES]
	best, best_score = ",", (0, 0)
	for delimiter in DELIMITERS:
		counts = [line.count(delimiter) for line in lines]
		used = [count for count in counts if count]
		if not used:
			continue
		common = max(set(used), key=used.count)
		score = (used.count(common), common)
		if score > best_score:
			best, best_score = delimiter, score
	return best


def _outside_quotes(text: str) -> str:
	"""The text without what stands in quotes, line breaks in there included."""
	return re.sub(r'"[^"]*"', "", text)


def read_csv(content: bytes, max_rows: int) -> list[list[str]]:
	"""Rows of a CSV file, whatever its encoding and delimiter (a first line "sep=;" is honoured).

	Raises UnreadableTable with code "encoding", "binary", "too_many_rows" or "cell_too_long".
	"""
	text = decode(content)
	if "\0" in text[:2000]:
		raise UnreadableTable("binary")
	text = text.replace("\0", "")
	delimiter = None
	declared = re.match(r"\s*sep=(.)[^\n]*\n", text, re.IGNORECASE)
	if declared:
		delimiter, text = declared.group(1), text[declared.end() :]
	reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or sniff_delimiter(text))
	return _limited(reader, max_rows)


def _limited(reader, max_rows: int) -> list[list[str]]:
	rows: list[list[str]] = []
	try:
		for row in reader:
			rows.append([plain(cell) for cell in row])
			if len(rows) > max_rows:
				raise UnreadableTable("too_many_rows")
	except csv.Error:
		raise UnreadableTable("cell_too_long") from None
	return rows


def write_csv(rows, delimiter: str = ",") -> bytes:
	"""Rows as CSV in UTF-8 with BOM (spreadsheet programs need it), formulas neutralised."""
	lines = (delimiter.join(_quoted("" if cell is None else neutral(cell)) for cell in row) for row in rows)
	text = "".join(f"{line}\r\n" for line in lines)
	return codecs.BOM_UTF8 + text.encode("utf-8")


def _quoted(cell) -> str:
	"""A cell in quotes, if it holds anything that some reader could take for a delimiter."""
	text = str(cell)
	if any(char in text for char in f'{DELIMITERS}"\r\n') or text != text.strip():
		return '"{}"'.format(text.replace('"', '""'))
	return text

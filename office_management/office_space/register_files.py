"""Floor registers as files: CSV and XLSX in, CSV and XLSX out. Nothing in a file is ever evaluated."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date

import frappe
import openpyxl
from frappe import _
from frappe.utils import cint
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from office_management.domain import register_values, tables
from office_management.domain.tables import UnreadableTable

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ROWS = 20_000
DATE_FORMAT = "yyyy-mm-dd"
ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class UnreadableFileError(frappe.ValidationError):
	"""The file is no CSV or XLSX table we can read, or too large."""


def read_table(content: bytes, filename: str) -> list[list]:
	"""Raw cells of a CSV or XLSX file.

	Raises:
		UnreadableTable: with a code that `unreadable` puts into words.
	"""
	if len(content) > MAX_BYTES:
		raise UnreadableTable("too_large")
	if content.startswith(b"PK\x03\x04"):
		return _read_xlsx(content)
	if filename.lower().endswith((".xlsx", ".xls", ".xlsm", ".ods")):
		raise UnreadableTable("old_excel")
	return tables.read_csv(content, MAX_ROWS)


def _read_xlsx(content: bytes) -> list[list]:
	_check_package(content)
	try:
		workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
		sheet = workbook.active
		if sheet is None or not hasattr(sheet, "iter_rows"):
			raise UnreadableTable("broken")
		# what the file says about its own size may be wrong, and would make it endless or empty
		sheet.reset_dimensions()
		return _read_sheet(sheet)
	except UnreadableTable:
		raise
	except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
		raise UnreadableTable("broken") from error


def _check_package(content: bytes) -> None:
	"""A spreadsheet is a zip of XML: refuse one that unpacks without end or defines entities."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as package:
			if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
				raise UnreadableTable("too_large")
			for part in package.infolist():
				if part.filename.endswith(".xml") and b"<!DOCTYPE" in package.open(part).read(2048):
					raise UnreadableTable("broken")
	except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
		raise UnreadableTable("broken") from error


def _read_sheet(sheet) -> list[list]:
	rows: list[list] = []
	empty = 0
	for cells in sheet.iter_rows(max_col=100):
		values = [_cell(cell) for cell in cells]
		empty = 0 if any(value not in (None, "") for value in values) else empty + 1
		rows.append(values)
		if len(rows) - empty > MAX_ROWS:
			raise UnreadableTable("too_many_rows")
		if empty > 1000:
			break
	return rows[: len(rows) - empty]


def _cell(cell):
	value = cell.value
	if value is None:
		return None
	if cell.data_type == "f":
		return register_values.Formula(value if isinstance(value, str) else "=")
	return tables.plain(value)


def unreadable(error: UnreadableTable) -> None:
	"""Say what is wrong with a file, and what to do."""
	texts = {
		"too_large": _(
			"The file is larger than {0} MB. Split it, or remove pictures.", context="Floor Register Import"
		).format(MAX_BYTES // 1024 // 1024),
		"too_many_rows": _(
			"The file has more than {0} rows. Split it and import the parts one after the other.",
			context="Floor Register Import",
		).format(MAX_ROWS),
		"old_excel": _(
			"This is no XLSX or CSV file. Open it in your spreadsheet program and save it as XLSX.",
			context="Floor Register Import",
		),
		"empty": _("The file is empty.", context="Floor Register Import"),
		"no_header": _(
			"No column headers were recognised. Name the columns as in the template.",
			context="Floor Register Import",
		),
		"no_place_column": _(
			"No column says which place is meant: Site, Building, Floor, Room or Desk. Name one as in the template.",
			context="Floor Register Import",
		),
	}
	broken = _(
		"The file cannot be read. Open it in your spreadsheet program and save it as XLSX or CSV.",
		context="Floor Register Import",
	)
	frappe.throw(
		texts.get(error.code, broken),
		UnreadableFileError,
		title=_("File Not Read", context="Floor Register Import"),
	)


def write_xlsx(rows: Iterable[list], sheet_name: str, notes: list[list] | None = None) -> bytes:
	"""Rows as XLSX, the first as headers. Text is written as text, whatever it begins with."""
	workbook = openpyxl.Workbook(write_only=True)
	_write_sheet(workbook.create_sheet(sheet_name[:31]), rows)
	if notes:
		_write_sheet(workbook.create_sheet(notes[0][0][:31]), notes)
	buffer = io.BytesIO()
	workbook.save(buffer)
	return buffer.getvalue()


def _write_sheet(sheet, rows: Iterable[list]) -> None:
	sheet.freeze_panes = "A2"
	rows = list(rows)
	for index in range(len(rows[0]) if rows else 0):
		longest = max((len(str(row[index] or "")) for row in rows[:200] if index < len(row)), default=0)
		sheet.column_dimensions[get_column_letter(index + 1)].width = min(max(longest + 2, 10), 60)
	for number, row in enumerate(rows):
		sheet.append([_write_cell(sheet, value, is_header=number == 0) for value in row])


def _write_cell(sheet, value, is_header: bool):
	"""A value as it is written; only what needs a type or a look of its own becomes a cell object (they cost time)."""
	text = _text(value) if isinstance(value, str) else value
	looks_active = isinstance(text, str) and text.startswith(("=", "#"))
	if not (is_header or looks_active or isinstance(text, date)):
		return text
	cell = WriteOnlyCell(sheet, value=text)
	if isinstance(text, str):
		cell.data_type = "s"
	if isinstance(text, date):
		cell.number_format = DATE_FORMAT
	if is_header:
		cell.font = Font(bold=True)
	return cell


def _text(value: str) -> str:
	"""Text for a text cell: it needs no apostrophe, unless it looks as if it had got one."""
	value = str(value).translate(ILLEGAL)
	return value if tables.plain(value) == value else "'" + value


def as_bytes(rows: list[list], file_type: str, sheet_name: str, notes: list[list] | None = None) -> bytes:
	"""Rows as a file of the type "csv" or "xlsx"."""
	if file_type == "csv":
		return tables.write_csv([[_plain_value(value) for value in row] for row in rows])
	return write_xlsx(rows, sheet_name, notes)


def _plain_value(value):
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, float):
		return f"{value:.2f}".rstrip("0").rstrip(".")
	return value


def respond(content: bytes, filename: str, file_type: str) -> None:
	"""Let the current request answer with a file."""
	frappe.local.response.filename = f"{filename}.{file_type}"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "download"
	frappe.local.response.content_type = TYPES[file_type]


def checked_type(file_type: str) -> str:
	"""The file type asked for, if it is one we write."""
	if file_type not in TYPES:
		frappe.throw(_("Choose CSV or XLSX.", context="Floor Register Import"), frappe.ValidationError)
	return file_type


def read_attached_table(file_url: str) -> list[list]:
	"""Raw cells of an uploaded file that the current user may read.

	Raises:
		UnreadableFileError: no such file, or no table we can read. frappe.PermissionError: somebody else's.
	"""
	file = find_file(file_url)
	try:
		if cint(file.file_size) > MAX_BYTES:
			raise UnreadableTable("too_large")
		content = file.get_content()
		return read_table(content.encode() if isinstance(content, str) else content, file.file_name)
	except UnreadableTable as error:
		unreadable(error)


def find_file(file_url: str):
	"""The File of this address which the current user may read; an address alone gives nobody a right."""
	names = frappe.get_all(
		"File", {"file_url": file_url, "is_folder": 0}, pluck="name", order_by="creation desc"
	)
	files = [frappe.get_doc("File", name) for name in names]
	if not files or not file_url.startswith(("/private/files/", "/files/")):
		frappe.throw(
			_("Attach the file first.", context="Floor Register Import"),
			UnreadableFileError,
			title=_("File Not Read", context="Floor Register Import"),
		)
	for file in files:
		if file.has_permission("read"):
			return file
	raise frappe.PermissionError

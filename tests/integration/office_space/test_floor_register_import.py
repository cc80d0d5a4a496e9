"""Floor register import and export on a site: files in, plan shown, carried out, twice, refused, mended, exported."""

import datetime
import io
import json

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, getdate, today

from office_management.office_space import register, register_export
from office_management.office_space.doctype.floor_register_import import floor_register_import as machinery
from office_management.office_space.register_files import UnreadableFileError
from tests import baseline
from tests import builders as make
from tests.shared import once_per_module

ROLES = baseline.USERS


@once_per_module
def floor():
	"""A site and a floor to import into."""
	site = make.space(space_type="Site")
	return make.space(None, site.name, space_type="Floor")


def upload(content, name="register.csv"):
	"""A private file as an upload makes it."""
	content = content.encode() if isinstance(content, str) else content
	made = {"doctype": "File", "file_name": name, "is_private": 1, "content": content}
	return frappe.get_doc(made).insert().file_url


def xlsx(rows):
	workbook = openpyxl.Workbook()
	for row in rows:
		workbook.active.append(row)
	buffer = io.BytesIO()
	workbook.save(buffer)
	return buffer.getvalue()


def new_import(content, under=None, name="register.csv", **values):
	return frappe.get_doc(
		{
			"doctype": "Floor Register Import",
			"import_file": upload(content, name),
			"under_space": under,
			"company": baseline.COMPANY,
			"from_date": today(),
			**values,
		}
	).insert()


def check(content, under=None, **values):
	doc = new_import(content, under, **values)
	machinery.check_file(doc.name)
	return doc.reload()


def run(content, under=None, **values):
	doc = check(content, under, **values)
	machinery.start_import(doc.name)
	return doc.reload()


def outcomes(doc):
	"""The outcome of each row, or the reason code of a refused one."""
	results = register.load_results(doc).values()
	return [result["problems"][0][0] if result["problems"] else result["outcome"] for result in results]


def refusals(doc):
	return [row["why"][0] for row in machinery.get_rows(doc.name, "Refused")["rows"]]


def seats_below(space):
	"""(space, occupant, from, to, label) of the allocations below a place."""
	return sorted(
		frappe.get_all(
			"Space Allocation",
			{"space": ("like", f"{space}%"), "status": ("!=", "Cancelled")},
			["space", "occupant", "from_date", "to_date", "seat_label", "seats", "weekdays", "within"],
			as_list=True,
			order_by="space",
		),
		key=str,
	)


@pytest.fixture(autouse=True)
def _jobs(jobs_run_now):
	"""The import runs at once."""


# --- the everyday list ----------------------------------------------------------------------------------------


def test_a_list_of_desks_and_names(floor):
	"""Two columns without headers; by number, e-mail and exact name; free desks; an unknown name."""
	doc = run("D1;anna\nD2;bram@people.example\nD3;  carla claessen \nD4;vrij\nD5;Zorro\n", floor.name)
	assert doc.status == "Done with Refusals"
	assert outcomes(doc) == ["Created", "Created", "Created", "Created", "unknown_person"]
	assert "Nobody has the employee number, e-mail or exact name Zorro" in refusals(doc)[0]
	given = {space: occupant for space, occupant, *_rest in seats_below(floor.name)}
	assert given == {
		f"{floor.name}-D1": baseline.employee("anna"),
		f"{floor.name}-D2": baseline.employee("bram"),
		f"{floor.name}-D3": baseline.employee("carla"),
	}
	assert frappe.db.exists("Location", f"{floor.name}-D4")
	assert not frappe.db.exists("Office Space", f"{floor.name}-D5")


def test_the_dry_run_writes_nothing(floor):
	doc = check("D1;anna\n", floor.name)
	assert (doc.status, doc.row_count, doc.created_count, doc.allocated_count) == ("Checked", 1, 1, 1)
	assert not frappe.db.exists("Office Space", f"{floor.name}-D1")
	(row,) = machinery.get_rows(doc.name)["rows"]
	assert row["what"] == [
		f"Make Desk {floor.name}-D1 (D1), seats: 1",
		f"Give to Anna Aalders from {frappe.format(today(), 'Date')}",
	]


def test_running_twice_changes_nothing(floor):
	content = "Room;Desk;Person;Seats\n1;;;\n1;A;anna;\n1;B;bram;\n2;;carla;3\n"
	first = run(content, floor.name)
	assert (first.status, first.created_count, first.allocated_count) == ("Done", 4, 3)
	before = seats_below(floor.name), frappe.db.count("Office Space"), frappe.db.count("Location")
	again = run(content, floor.name)
	assert (again.status, again.nothing_count) == ("Done", 4)
	assert outcomes(again) == ["Nothing"] * 4
	assert (seats_below(floor.name), frappe.db.count("Office Space"), frappe.db.count("Location")) == before


@pytest.mark.parametrize(
	"headers",
	[
		"Floor;Room;Desk;Name;Area",
		"Verdieping;Ruimte;Bureau;Medewerker;Oppervlakte",
		"Etage;Lokale;Plads;Medarbejder;Areal (m²)",
	],
)
def test_three_languages(headers):
	"""And decimal commas, and types in words."""
	site = make.space(space_type="Site")
	doc = run(f"{headers.replace(';Name', ';Person')}\n1;;;;\n1;2.01;;;12,5\n1;2.01;A;anna;\n", site.name)
	assert doc.status == "Done", outcomes(doc)
	assert frappe.db.get_value("Office Space", f"{site.name}-1-2.01", "floor_area") == 12.5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(floor, encoding, delimiter):
	lines = [["Lokale", "Navn på rum", "Type"], ["1", "Café Ærø", "mødelokale"]]
	content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
	assert run(content, floor.name).status == "Done"
	made = frappe.db.get_value("Office Space", f"{floor.name}-1", ["space_name", "space_type"])
	assert made == ("Café Ærø", "Meeting Room")


def test_excel_numbers_dates_and_booleans(floor):
	"""12.0 is the code 12; a date is a date, as a cell and as a serial number; TRUE is yes."""
	day = getdate(add_days(today(), -10))
	serial = (day - datetime.date(1899, 12, 30)).days
	content = xlsx(
		[
			["Room", "Capacity", "Person", "From date", "Bookable"],
			[12.0, 2.0, "anna", datetime.datetime(day.year, day.month, day.day), True],
			[12, None, "bram", serial, None],
		]
	)
	doc = run(content, floor.name, name="register.xlsx")
	assert outcomes(doc) == ["Created", "Allocated"]
	assert [row[2] for row in seats_below(f"{floor.name}-12")] == [day, day]
	assert frappe.db.get_value("Office Space", f"{floor.name}-12", ["capacity", "is_bookable"]) == (2, 1)


def test_text_that_looks_like_a_formula_is_text(floor):
	"""In CSV (with and without the apostrophe) and in XLSX; a real formula is refused, never evaluated."""
	doc = run("Desk;Space name\nD1;=1+1\nD2;'=1+1\nD3;@home\nD4;-\nD5;+31 6\n", floor.name)
	assert doc.status == "Done"
	names = dict(
		frappe.get_all(
			"Office Space", {"parent_space": floor.name}, ["space_code", "space_name"], as_list=True
		)
	)
	assert names == {"D1": "=1+1", "D2": "=1+1", "D3": "@home", "D4": "D4", "D5": "+31 6"}
	doc = check(xlsx([["Desk", "Space name"], ["D6", "=1+1"], ["D7", "fine"]]), floor.name, name="f.xlsx")
	assert outcomes(doc) == ["formula", "Created"]


# --- refusals -------------------------------------------------------------------------------------------------


def test_wrong_rows_are_refused_alone(floor):
	there = make.space(None, floor.name, space_code="OLD")
	make.allocation(there, baseline.employee("emma"))
	content = f"""Room;Desk;Type;Capacity;Person;Space name;Seat
;A1;Swimming pool;;;;
;A2;;-1;;;
;A3;;;anna;;
;A3;;;anna;;
9.99;A4;;;;;
;A5;;;;{"x" * 141};
;A6;;;Zorro;;
;A7;;;anna;;
;A8;;;emma;;
;{"y" * 41};;;;;
7;;Room;3;bram;;12A
7;;;;carla;;12a
;A9;;;xander;;
;A10;;;daan;;
"""
	doc = run(content, floor.name)
	assert outcomes(doc) == [
		"unknown_type",
		"negative",
		"Created",
		"duplicate",
		"missing_parent",
		"too_long",
		"unknown_person",
		"double_seat_in_file",
		"double_seat",
		"too_long",
		"Created",
		"label_taken",
		"other_company",
		"Created",
	]
	assert doc.status == "Done with Refusals"
	assert (doc.refused_count, doc.created_count, doc.allocated_count) == (11, 3, 3)
	assert all(refusals(doc))
	rows = [row["row"] for row in machinery.get_rows(doc.name, "Refused")["rows"]]
	assert rows == [2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14]


def test_two_people_of_one_name_are_told_apart_by_number(floor):
	twins = [make.employee("Jan", "Jansen", employee_number=f"TWIN{n}") for n in (1, 2)]
	doc = run("D1;Jan Jansen\nD2;TWIN2\n", floor.name)
	assert outcomes(doc) == ["ambiguous_person", "Created"]
	assert seats_below(floor.name)[0][1] == twins[1].name


def test_refused_rows_come_back_to_be_mended(floor):
	"""With the reason beside them; mended, the same file goes in."""
	doc = run("Desk;Person;Remark\nD1;Zorro;=1\nD2;anna;x\n", floor.name)
	machinery.download_refused(doc.name, "csv")
	response = frappe.local.response
	assert (response.type, response.content_type) == ("download", "text/csv")
	text = response.filecontent.decode("utf-8-sig")
	assert text.splitlines()[0] == "Desk,Person,Remark,Why Not Taken"
	assert text.splitlines()[1].startswith("D1,Zorro,'=1,")
	assert run(text.replace("Zorro", "bram"), floor.name).status == "Done"
	machinery.download_refused(doc.name, "xlsx")
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	assert [cell.value for cell in sheet[2]][:3] == ["D1", "Zorro", "=1"]
	assert sheet["C2"].data_type == "s"


def test_places_named_above_can_be_made_too(floor):
	content = "Room;Desk;Person\n2.14;A;anna\n2.14;B;bram\n"
	doc = check(content, floor.name)
	assert machinery.get_rows(doc.name)["missing"] == [f"{floor.name}-2.14"]
	doc.make_missing = 1
	doc.save()
	assert doc.status == "Draft"
	machinery.check_file(doc.name)
	machinery.start_import(doc.name)
	assert doc.reload().status == "Done"
	assert (doc.created_count, doc.allocated_count) == (3, 2)


def test_departments_and_their_people(floor):
	"""Seats of a department named person by person, whatever the order; they count inside."""
	content = "Room;Seats;Person;Department\n1;2;anna;Sales\n1;2;;Sales\n1;2;bram;Sales\n1;2;carla;Design\n"
	doc = run(content, floor.name)
	assert outcomes(doc) == ["Created", "Allocated", "Allocated", "no_seat_left"]
	rows = seats_below(floor.name)
	assert sorted(bool(row[7]) for row in rows) == [False, True, True]
	assert outcomes(run(content, floor.name)) == ["Nothing", "Nothing", "Nothing", "no_seat_left"]


def test_a_reserved_floor(floor):
	content = "Floor;Desk;Person;Department\n{0};;;Sales\n{0};A;anna;\n{0};B;daan;\n".format(floor.space_code)
	doc = run(content, floor.name)
	assert outcomes(doc) == ["Allocated", "Created", "reserved_for_others"]


def test_changes(floor):
	desk = make.space("Window", floor.name, space_code="D1")
	doc = run("Desk;Space name;Capacity;Bookable;Cost center\nD1;Door;2;ja;Main\n", floor.name)
	assert outcomes(doc) == ["Changed"], refusals(doc)
	desk.reload()
	assert (desk.space_name, desk.capacity, desk.is_bookable) == ("Door", 2, 1)
	assert desk.cost_center == baseline.cost_center()


# --- the plan that was confirmed is the one carried out -------------------------------------------------------


def test_what_has_changed_meanwhile_is_shown_again(floor):
	doc = check("D1;anna\nD2;bram\n", floor.name)
	make.allocation(make.space(None, floor.name), baseline.employee("anna"))
	machinery.start_import(doc.name)
	doc.reload()
	assert doc.status == "Checked"
	assert doc.message.startswith("Something has changed")
	assert outcomes(doc) == ["double_seat", "Created"]
	assert not frappe.db.exists("Office Space", f"{floor.name}-D2")
	machinery.start_import(doc.name)
	assert doc.reload().status == "Done with Refusals"


def test_what_a_rule_says_at_the_last_moment_is_kept_with_the_row(floor, monkeypatch):
	"""A rule the plan did not foresee refuses that row alone."""
	from office_management.office_space import seat_rules

	check_rules = seat_rules.check

	def refuse_bram(doc):
		if doc.occupant == baseline.employee("bram"):
			frappe.throw("Not <b>him</b>")
		check_rules(doc)

	monkeypatch.setattr(seat_rules, "check", refuse_bram)
	doc = run("D1;anna\nD2;bram\nD3;carla\n", floor.name)
	assert outcomes(doc) == ["Created", "said", "Created"]
	assert refusals(doc) == ["Not him"]
	monkeypatch.setattr(seat_rules, "check", check_rules)
	machinery.check_file(doc.name)
	machinery.start_import(doc.name)
	assert outcomes(doc.reload()) == ["Nothing", "Allocated", "Nothing"]


# --- rights ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["receptionist", "technician", "auditor", "employee", "buyer", "nobody"])
def test_only_office_managers_import(floor, role, as_user):
	doc = check("D1;anna\n", floor.name)
	with as_user(ROLES[role]):
		for method in (
			machinery.check_file,
			machinery.start_import,
			machinery.get_rows,
			machinery.get_progress,
		):
			with pytest.raises(frappe.PermissionError):
				method(doc.name)
		with pytest.raises(frappe.PermissionError):
			machinery.download_refused(doc.name)
		with pytest.raises(frappe.PermissionError):
			machinery.download_template()


def test_an_office_manager_imports_with_own_rights(floor, as_user):
	with as_user(ROLES["office_manager"]):
		doc = run("D1;anna\nD2;\n", floor.name)
		assert doc.status == "Done", refusals(doc)
		assert doc.started_by == ROLES["office_manager"]
	assert len(seats_below(floor.name)) == 1


def test_a_manager_limited_to_a_place_imports_only_there(floor, as_user):
	other = make.space(None, floor.parent_space, space_type="Floor")
	user = make.limited_user(make.user("Office Manager"), floor.location)
	content = f"Site;Floor;Desk\n{floor.parent_space};{floor.space_code};D1\n{floor.parent_space};{other.space_code};D2\nNEW;;\n"
	with as_user(user):
		doc = run(content)
		assert outcomes(doc) == ["Created", "not_permitted", "not_permitted_at_top"]
	assert not frappe.db.exists("Office Space", f"{other.name}-D2")


def test_somebody_elses_file_is_not_read(floor, as_user):
	"""An address gives no right to a private file."""
	url = upload("D1;anna\n", "secret.csv")
	with as_user(ROLES["office_manager"]), pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			{"doctype": "Floor Register Import", "import_file": url, "from_date": today()}
		).insert()


def test_a_public_file_is_made_private(floor):
	name = f"open-{frappe.generate_hash(length=8)}.csv"  # one that no earlier run has left in the folder
	made = {"doctype": "File", "file_name": name, "is_private": 0, "content": b"D1;anna\n"}
	url = frappe.get_doc(made).insert().file_url
	values = {"doctype": "Floor Register Import", "import_file": url, "from_date": today()}
	doc = frappe.get_doc(values).insert()
	assert doc.import_file.startswith("/private/files/")
	file = frappe.get_doc("File", {"file_url": doc.import_file})
	assert file.is_private
	file.delete()  # no rollback takes back that it was moved


def test_what_our_code_writes_cannot_be_sent(floor):
	doc = check("D1;anna\n", floor.name)
	doc.update({"status": "Done", "results": "[]", "plan_key": "x", "created_count": 99, "title": "Mine"})
	doc.save()
	doc.reload()
	assert (doc.status, doc.created_count, doc.title) == ("Checked", 1, "Mine")
	assert outcomes(doc) == ["Created"]
	with pytest.raises(machinery.NotCheckedError, match="Check the file first"):
		machinery.start_import(new_import("D1;anna\n", floor.name).name)


def test_a_running_import_is_left_alone(floor):
	doc = check("D1;anna\n", floor.name)
	frappe.db.set_value(
		doc.doctype, doc.name, {"status": "Running", "progress_on": frappe.utils.now_datetime()}
	)
	doc.reload()
	for act in (
		doc.save,
		doc.delete,
		lambda: machinery.start_import(doc.name),
		lambda: machinery.check_file(doc.name),
	):
		with pytest.raises(machinery.ImportRunningError, match="Wait until it is done"):
			act()


def test_a_stalled_import_is_taken_up_again(floor, as_user):
	doc = check("D1;anna\n", floor.name)
	old = frappe.utils.add_to_date(None, minutes=-20, as_datetime=True)
	values = {"status": "Running", "progress_on": old, "started_by": ROLES["office_manager"]}
	frappe.db.set_value(doc.doctype, doc.name, values)
	with as_user(ROLES["office_manager"]):
		url = upload("D1;anna\n", "mine.csv")
	frappe.db.set_value(doc.doctype, doc.name, "import_file", url)
	assert machinery.get_progress(doc.name)["is_stalled"]
	register.resume_stalled_imports()
	assert doc.reload().status == "Done"
	assert frappe.session.user == "Administrator"


@pytest.mark.parametrize(
	("content", "name", "message"),
	[
		("", "a.csv", "empty"),
		("x;y;z\n1;2;3\n", "a.csv", "No column headers"),
		("Name;Area\nx;1\n", "a.csv", "which place"),
		(b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.xls", "save it as XLSX"),
		(b"PK\x03\x04 broken", "a.xlsx", "cannot be read"),
	],
)
def test_unreadable_files(floor, content, name, message):
	doc = new_import(content or b" ", floor.name, name=name)
	with pytest.raises(UnreadableFileError, match=message):
		machinery.check_file(doc.name)


def test_limits(floor, monkeypatch):
	from office_management.office_space import register_files

	doc = new_import("D1;anna\nD2;bram\n", floor.name)
	monkeypatch.setattr(register_files, "MAX_ROWS", 1)
	with pytest.raises(UnreadableFileError, match="more than 1 rows"):
		machinery.check_file(doc.name)
	monkeypatch.setattr(register_files, "MAX_BYTES", 5)
	with pytest.raises(UnreadableFileError, match="larger than"):
		machinery.check_file(doc.name)


def test_old_imports_go_with_their_files(floor):
	"""They hold names of people; nothing is left in Deleted Document."""
	doc = check("D1;anna\n", floor.name)
	file = frappe.get_all("File", {"file_url": doc.import_file}, pluck="name")[0]
	frappe.db.set_value("File", file, {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name})
	frappe.db.set_value(doc.doctype, doc.name, "modified", add_days(today(), -31), update_modified=False)
	machinery.FloorRegisterImport.clear_old_logs(30)
	assert not frappe.db.exists(doc.doctype, doc.name)
	assert not frappe.db.exists("File", file)
	assert not frappe.db.exists("Deleted Document", {"deleted_name": doc.name})
	assert frappe.get_hooks("default_log_clearing_doctypes")["Floor Register Import"] == [30]


def test_the_template_is_read_without_complaint():
	rows, notes = register_export.template()
	from office_management.domain.floor_register import read_headers

	assert all(column.field for column in read_headers(rows[0]))
	assert len(notes) == len(rows[0]) + 1
	for file_type in ("xlsx", "csv"):
		machinery.download_template(file_type)
		assert frappe.local.response.filecontent


# --- export ---------------------------------------------------------------------------------------------------


@pytest.fixture
def furnished(floor):
	"""A floor with most of what a register can say."""
	content = """Room;Desk;Space name;Type;Capacity;Area;Cost center;Bookable;Person;Department;From;To;Seat;Days;Reason
1;;=Oslo;Room;3;24,5;Main;no;;;;;;;
1;;;;;;;;;Sales;2026-01-01;;;;
1;;;;;;;;anna;Sales;2026-01-01;;12A;;
2;;Bergen;meeting room;;18;;yes;;;;;;;
3;;;;;;;;;;;;;;
3;A;;;;;;;carla;;2026-02-01;2027-02-01;;ma-wo;
3;B;;;;;;;daan;;2026-02-01;;;;
;P1;Parking 1;parking;;;;;;;;;;;
"""
	doc = run(content, floor.name)
	assert doc.status == "Done", refusals(doc)
	return floor


def as_csv(rows):
	from office_management.office_space import register_files

	return register_files.as_bytes(rows, "csv", "Register")


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_an_exported_register_has_nothing_to_do(furnished, file_type):
	machinery.export_register(furnished.name, file_type=file_type)
	doc = check(frappe.local.response.filecontent, name=f"export.{file_type}")
	assert set(outcomes(doc)) == {"Nothing"}, refusals(doc)
	assert doc.row_count == 8


def test_an_exported_register_fills_an_emptied_place(furnished):
	exported = register_export.register_rows(furnished.name)
	before = seats_below(furnished.name)
	for name in frappe.get_all("Space Allocation", {"space": ("like", f"{furnished.name}%")}, pluck="name"):
		frappe.db.delete("Space Allocation", name)
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{furnished.name}-%")})
	doc = run(as_csv(exported))
	assert doc.status == "Done", refusals(doc)
	assert register_export.register_rows(furnished.name) == exported
	assert [row[:7] for row in seats_below(furnished.name)] == [row[:7] for row in before]


def test_an_export_neutralises_formulas(furnished):
	text = as_csv(register_export.register_rows(furnished.name)).decode("utf-8-sig")
	assert ",'=Oslo," in text
	machinery.export_register(furnished.name, file_type="xlsx")
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=Oslo"]
	assert cells and {cell.data_type for cell in cells} == {"s"}


def test_an_export_tells_of_a_day(furnished):
	person = list(register_export.HEADERS).index("person")

	def people(day):
		rows = register_export.register_rows(furnished.name, day)[1:]
		return [row[person] for row in rows if row[person]]

	assert people("2025-12-31") == []
	assert people("2026-01-15") == ["Anna Aalders"]
	assert sorted(people("2026-03-01")) == ["Anna Aalders", "Carla Claessen", "Daan Dekker"]
	assert sorted(people("2027-03-01")) == ["Anna Aalders", "Daan Dekker"]


def test_an_export_shows_what_its_reader_may_see(furnished, as_user):
	other = make.space(None, furnished.parent_space, space_type="Floor")
	user = make.limited_user(make.user("Office Receptionist"), furnished.location)
	with as_user(user):
		rows = register_export.register_rows()
		assert len(rows) == 9
		with pytest.raises(frappe.PermissionError):
			machinery.export_register(other.name)
	with as_user(ROLES["employee"]), pytest.raises(frappe.PermissionError):
		machinery.export_register(furnished.name)


def test_a_tree_that_does_not_fit_the_columns_is_exported_by_part_of(floor):
	"""A zone inside a zone, and a desk inside a desk."""
	outer = make.space(None, floor.name, space_type="Zone", space_code="N")
	inner = make.space(None, outer.name, space_type="Zone", space_code="N1")
	make.space(None, inner.name, space_type="Room", space_code="R")
	exported = register_export.register_rows(outer.name)
	doc = check(as_csv(exported))
	assert set(outcomes(doc)) == {"Nothing"}, refusals(doc)
	assert json.loads(doc.columns_read)[0]["field"] == "part_of"

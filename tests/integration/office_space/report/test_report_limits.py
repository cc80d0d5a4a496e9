"""Who sees what in our reports: on screen, over REST, in exports, in mail and in prepared reports."""

import io
import json

import frappe
import openpyxl
import pytest
from frappe.core.doctype.prepared_report import prepared_report
from frappe.desk import query_report

from office_management.office_administration import report_mail
from tests import baseline, builders
from tests.integration.office_space import known_site
from tests.shared import once_per_module

MAY = ("system_manager", "office_manager", "receptionist", "auditor")
MAY_NOT = ("technician", "employee", "buyer", "nobody")
TOTALS = ("seats", "taken", "free", "unavailable", "area")
OCCUPANCY = "Space Occupancy"
REPORTS = (OCCUPANCY, "Seat Register", "Space Changes")


@once_per_module
def hand():
	return known_site.build()


@once_per_module
def halves(hand):
	"""Two office managers who share the site, floor by floor; nothing else is allocatable on the test site."""
	return [
		builders.limited_user(builders.user("Office Manager"), floor)
		for floor in (hand.floor1.location, hand.floor2.location)
	]


def run(report, user=None, filters=None, **more):
	"""The rows as the screen gets them."""
	with builders.as_user(user or "Administrator"):
		return query_report.run(report, filters or {}, **more)["result"]


def totals(row):
	return [row[key] for key in TOTALS]


def add_up(rows):
	return [sum(values) for values in zip(*rows, strict=True)]


def everything(hand):
	"""What is on the whole site, for the administrator."""
	return totals(run(OCCUPANCY, filters={"place": hand.site.name})[-1])


# --- roles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("role", MAY)
def test_roles_that_may_run_it(report, role, hand):
	assert isinstance(run(report, baseline.USERS[role]), list)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("role", MAY_NOT)
def test_roles_that_may_not(report, role, hand):
	with pytest.raises(frappe.PermissionError):
		run(report, baseline.USERS[role])


@pytest.mark.parametrize("report", REPORTS)
def test_naming_somebody_else_opens_nothing(report, hand):
	with pytest.raises(frappe.PermissionError):
		run(report, baseline.USERS["employee"], filters={"as_seen_by": "Administrator"})
	with pytest.raises(frappe.PermissionError):
		run(report, baseline.USERS["office_manager"], filters={"as_seen_by": baseline.USERS["employee"]})


# --- screen and REST ------------------------------------------------------------------------------------------


def test_two_halves_are_the_whole(hand, halves):
	assert everything(hand) == [10, 5, 4, 1, 75]
	assert add_up(totals(run(OCCUPANCY, user)[-1]) for user in halves) == everything(hand)


def test_the_user_argument_opens_nothing(hand, halves):
	for user in halves:
		with builders.as_user(user):
			asked = query_report.run(OCCUPANCY, {}, user="Administrator")["result"]
		assert asked == run(OCCUPANCY, user)


def test_a_place_out_of_sight_is_as_good_as_none(hand, halves):
	with pytest.raises(frappe.ValidationError, match="no place"):
		run(OCCUPANCY, halves[0], {"place": hand.floor2.name})


def test_the_register_is_shared_out_row_by_row(hand, halves):
	whole = run("Seat Register", filters={"place": hand.site.name})
	parts = [row for user in halves for row in run("Seat Register", user)]
	assert sorted(parts, key=str) == sorted(whole, key=str)


def test_joiners_and_leavers_are_shared_out(hand, halves):
	"""Of places that opened together, each user is told the uppermost that they see; those are not shared out."""
	known_site.seat(hand.d3, "olga", from_date=builders.day())
	known_site.seat(hand.room201, "rosa", from_date=builders.day(-9), to_date=builders.day())
	filters = {"from_date": builders.day(), "to_date": builders.day()}
	whole = [
		row
		for row in run("Space Changes", filters={**filters, "place": hand.site.name})
		if row["employee_name"]
	]
	assert {row["kind"] for row in whole} == {"Joiner", "Leaver"}
	parts = [row for user in halves for row in run("Space Changes", user, filters) if row["employee_name"]]
	assert sorted(map(str, parts)) == sorted(map(str, whole))


def test_own_employee_record_of_an_office_manager_hides_nobody(hand):
	"""ERPNext limits each user with an employee record to that record; a seat register of one would be no use."""
	names = {row["occupant_name"] for row in run("Seat Register", baseline.USERS["office_manager"])}
	assert {"Anna Aalders", "Emma Evers"} <= names


def test_a_company_limit_hides_places_and_people_of_others(hand):
	user = baseline.USERS["other_manager"]
	assert run(OCCUPANCY, user)[-1]["seats"] == 0
	assert run("Seat Register", user) == []
	without = {row["occupant"] for row in run("Seat Register", user, {"only_without_seat": 1})}
	assert without == {baseline.employee("xander"), baseline.employee("yara")}


def test_no_query_per_row_for_a_limited_user(hand, halves, monkeypatch):
	def queries(user):
		found = []
		before = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(
				frappe.db, "sql", lambda *args, **kwargs: found.append(args) or before(*args, **kwargs)
			)
			run("Seat Register", user)
		return len(found)

	run("Seat Register", halves[0])
	few = queries(halves[0])
	for number in range(12):
		known_site.seat(builders.space(f"More {number}", hand.room101), builders_employee())
	assert queries(halves[0]) <= few + 1


def builders_employee() -> str:
	person = builders.employee(employee_number=builders.unique("nr"))
	return person.employee_number


# --- export ---------------------------------------------------------------------------------------------------


def exported(user, report, filters, file_format):
	with builders.as_user(user):
		frappe.local.form_dict = frappe._dict(
			report_name=report,
			filters=json.dumps(filters),
			file_format_type=file_format,
			visible_idx="[]",
			include_indentation=1,
			user="Administrator",
		)
		query_report.export_query()
		return frappe.local.response.filecontent


def test_two_exports_are_the_whole(hand, halves):
	found = []
	for user in halves:
		content = exported(user, OCCUPANCY, {"as_of": "Today"}, "Excel")
		last = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)[-1]
		assert last[0] == "Total"
		found.append([*last[3:7], last[8]])
	assert add_up(found) == everything(hand)


def test_an_export_is_indented_and_holds_no_formula(hand):
	frappe.db.set_value("Office Space", hand.room101.name, "space_name", "=1+1")
	rows = exported("Administrator", OCCUPANCY, {"place": hand.site.name, "depth": "Room"}, "CSV").decode()
	assert '"        Floor 1"' in rows
	assert "'=1+1" in rows
	book = exported("Administrator", OCCUPANCY, {"place": hand.site.name, "depth": "Room"}, "Excel")
	cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book)).active.rows for cell in row]
	assert not [cell.value for cell in cells if cell.data_type == "f"]


# --- mail -----------------------------------------------------------------------------------------------------


def mailed(user, report=OCCUPANCY, filters=None, fmt="HTML"):
	"""The report as mailed for `user`, made by the scheduler's user as always."""
	doc = frappe.get_doc(
		{
			"doctype": "Auto Email Report",
			"report": report,
			"report_type": "Script Report",
			"user": user,
			"email_to": "director@testerij.example",
			"frequency": "Monthly",
			"format": fmt,
			"filters": json.dumps(filters or {}),
		}
	).insert()
	return frappe.get_doc("Auto Email Report", doc.name)


def test_two_mails_are_the_whole(hand, halves):
	found = []
	for user in halves:
		content = mailed(user, fmt="XLSX").get_report_content()
		last = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)[-1]
		found.append([*last[4:8], last[9]])
	assert add_up(found) == everything(hand)


def test_a_mailed_register_holds_the_readers_rows_only(hand, halves):
	content = mailed(halves[1], "Seat Register").get_report_content()
	assert "Emma Evers" in content
	assert "Anna Aalders" not in content


def test_a_mail_shows_the_tree_by_the_names_alone(hand):
	content = mailed("Administrator", filters={"place": hand.site.name}).get_report_content()
	assert "\u2003\u2003Floor 1" in content


def test_without_any_filter_it_can_be_mailed(hand):
	for report in REPORTS:
		doc = mailed("Administrator", report)
		assert doc.get_report_content() is not None


def test_the_reader_follows_a_change_of_user(hand, halves):
	doc = mailed(halves[0])
	doc.user = halves[1]
	doc.save()
	assert json.loads(doc.filters)["as_seen_by"] == halves[1]


def test_mail_for_somebody_who_may_not_see_reports_is_not_made(hand):
	with pytest.raises(frappe.PermissionError):
		mailed(baseline.USERS["employee"]).get_report_content()


def test_reports_of_others_are_left_alone():
	doc = mailed("Administrator", "Employee Birthday", {"month": "Jan"})
	assert "as_seen_by" not in json.loads(doc.filters)


def test_the_ready_made_mail_is_there_and_switched_off():
	frappe.delete_doc("Auto Email Report", OCCUPANCY, force=True, ignore_missing=True)
	name = report_mail.make_auto_email_report(OCCUPANCY)
	doc = frappe.get_doc("Auto Email Report", name)
	assert (doc.name, doc.enabled, doc.report, doc.format) == (OCCUPANCY, 0, OCCUPANCY, "HTML")
	assert json.loads(doc.filters)["as_of"] == "Today"
	assert report_mail.make_auto_email_report(OCCUPANCY) is None


def test_the_ready_made_mail_asks_who_gets_it(hand):
	frappe.delete_doc("Auto Email Report", OCCUPANCY, force=True, ignore_missing=True)
	doc = frappe.get_doc("Auto Email Report", report_mail.make_auto_email_report(OCCUPANCY))
	doc.enabled = 1
	with pytest.raises(report_mail.NoRecipientError, match="is nobody"):
		doc.save()
	doc.reload()
	doc.enabled = 1
	doc.email_to = "director@testerij.example\nboard@testerij.example"
	doc.save()
	assert doc.email_to.split() == ["director@testerij.example", "board@testerij.example"]
	assert "Floor 1" in doc.get_report_content()


# --- prepared reports -----------------------------------------------------------------------------------------


def test_a_prepared_report_keeps_to_who_asked_for_it(hand, halves):
	found = []
	for user in halves:
		with builders.as_user(user):
			name = prepared_report.make_prepared_report(OCCUPANCY, {"as_of": "Today"})["name"]
			prepared_report.generate_report(name)
			data = frappe.get_doc("Prepared Report", name).get_prepared_data()
		found.append(totals(json.loads(data)["result"][-1]))
	assert add_up(found) == everything(hand)

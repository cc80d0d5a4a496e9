"""Who is at work, read from the tables of HRMS where they are; and nothing needed where they are not."""

import datetime

import frappe
import pytest

from office_management.erp import attendance

TABLES = {
	"Employee Checkin": ("employee:Data", "time:Datetime", "log_type:Data"),
	"Attendance": (
		"employee:Data",
		"attendance_date:Date",
		"status:Data",
		"in_time:Datetime",
		"out_time:Datetime",
	),
	"Leave Application": (
		"employee:Data",
		"from_date:Date",
		"to_date:Date",
		"status:Data",
		"half_day:Check",
	),
}
NOON = datetime.datetime(2026, 6, 10, 12)


@pytest.fixture
def hrms():
	"""The columns that we read, in tables of HRMS's names; gone again afterwards."""
	made = [name for name in TABLES if not frappe.db.exists("DocType", name)]
	for name in made:
		fields = [
			dict(zip(("fieldname", "fieldtype"), text.split(":"), strict=True)) for text in TABLES[name]
		]
		frappe.get_doc(
			{
				"doctype": "DocType",
				"name": name,
				"module": "Core",
				"custom": 1,
				"autoname": "hash",
				"fields": [{**field, "label": field["fieldname"]} for field in fields],
				"permissions": [{"role": "System Manager", "read": 1}],
			}
		).insert()
	yield
	frappe.db.rollback()
	for name in made:
		frappe.delete_doc("DocType", name, force=True)
	frappe.db.commit()


def row(doctype: str, **values) -> None:
	frappe.get_doc({"doctype": doctype, **values}).db_insert()


def at(hour: int) -> datetime.datetime:
	return NOON.replace(hour=hour)


def test_nobody_is_known_without_hrms():
	if not frappe.db.exists("DocType", "Attendance"):
		assert attendance.employees_at_work(NOON) == {}
		assert attendance.employees_on_leave(["E1"], NOON.date()) == set()


@pytest.mark.commits
def test_the_last_thing_somebody_said_counts(hrms):
	row("Employee Checkin", employee="came", time=at(8), log_type="IN")
	for hour, kind in ((8, "IN"), (11, "OUT")):
		row("Employee Checkin", employee="went", time=at(hour), log_type=kind)
	for hour, kind in ((8, "IN"), (9, "OUT"), (10, "IN")):
		row("Employee Checkin", employee="back", time=at(hour), log_type=kind)
	row("Employee Checkin", employee="unsaid", time=at(8), log_type="")
	row("Employee Checkin", employee="yesterday", time=at(8) - datetime.timedelta(days=1), log_type="IN")
	day = {"attendance_date": NOON.date(), "docstatus": 1}
	row("Attendance", employee="present", status="Present", in_time=at(9), **day)
	row("Attendance", employee="left early", status="Half Day", out_time=at(11), **day)
	row("Attendance", employee="went", status="Present", **day)
	row("Attendance", employee="at home", status="Work From Home", **day)
	row("Attendance", employee="ill", status="Absent", **day)
	assert attendance.employees_at_work(NOON) == {
		"came": at(8),
		"back": at(10),
		"unsaid": at(8),
		"present": at(9),
	}
	days = {"from_date": NOON.date(), "to_date": NOON.date(), "docstatus": 1}
	row("Leave Application", employee="away", status="Approved", **days)
	row("Leave Application", employee="asked", status="Open", **days)
	row("Leave Application", employee="half", status="Approved", half_day=1, **days)
	assert attendance.employees_on_leave(["away", "asked", "half"], NOON.date()) == {"away"}

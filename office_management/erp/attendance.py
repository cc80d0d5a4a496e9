"""Who of the staff is at work right now, from HRMS where that is installed; only reading, never needed.

HRMS keeps Employee Checkin (one row each time somebody comes or goes) and Attendance (one row per day). Both are
asked, and neither is trusted to say that somebody is *not* there unless the last thing it says is that they went.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import get_datetime, getdate

CHECKIN, ATTENDANCE, LEAVE = "Employee Checkin", "Attendance", "Leave Application"
LONGEST_SHIFT = timedelta(hours=16)
"""Who came longer ago than this, and said nothing since, has gone home without saying so."""
AT_WORK = ("Present", "Half Day")


def employees_at_work(now: datetime) -> dict[str, datetime]:
	"""Employee -> since when they are at work, of those that HRMS says are (site's time zone). Empty without HRMS."""
	last = _last_checkins(now)
	here = {name: moment for name, (moment, kind) in last.items() if kind != "OUT"}
	for name, since in _attendance(now).items():
		if name not in last:
			here[name] = since
	return here


def _last_checkins(now: datetime) -> dict[str, tuple[datetime, str]]:
	"""Employee -> the last time they came or went, and which it was ("" where the device does not say)."""
	if not _is_there(CHECKIN):
		return {}
	rows = frappe.get_all(
		CHECKIN,
		filters={"time": ("between", [now - LONGEST_SHIFT, now])},
		fields=["employee", "time", "log_type"],
		order_by="time asc, creation asc",
	)
	return {row.employee: (get_datetime(row.time), row.log_type or "") for row in rows}


def _attendance(now: datetime) -> dict[str, datetime]:
	if not _is_there(ATTENDANCE):
		return {}
	rows = frappe.get_all(
		ATTENDANCE,
		filters={"attendance_date": getdate(now), "status": ("in", AT_WORK), "docstatus": ("<", 2)},
		fields=["employee", "in_time", "out_time"],
		order_by="employee",
	)
	begin = get_datetime(getdate(now))
	gone = {row.employee for row in rows if row.out_time and get_datetime(row.out_time) <= now}
	return {row.employee: get_datetime(row.in_time or begin) for row in rows if row.employee not in gone}


def employees_on_leave(names: Iterable[str], on_date: date) -> set[str]:
	"""Which of the employees are on leave all that day, as HRMS knows it; nobody without HRMS."""
	wanted = sorted(set(names))
	if not wanted or not _is_there(LEAVE):
		return set()
	filters = {
		"employee": ("in", wanted),
		"status": "Approved",
		"docstatus": 1,
		"half_day": 0,
		"from_date": ("<=", on_date),
		"to_date": (">=", on_date),
	}
	return set(frappe.get_all(LEAVE, filters=filters, pluck="employee", order_by="employee"))


def _is_there(doctype: str) -> bool:
	return bool(frappe.db.exists("DocType", doctype))

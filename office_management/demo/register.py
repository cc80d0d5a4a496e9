"""The building as a floor register, the list a facility manager keeps in a spreadsheet, as CSV and as XLSX.

The CSV is the building as it stands: importing it changes nothing. The XLSX is an annex that is not there yet, with
two rows that are wrong, to be imported by whoever tries the import.
"""

import csv
import io
from datetime import date

import frappe
from frappe.utils.xlsxutils import make_xlsx

from office_management.demo import record
from office_management.demo.plan.shapes import Plan

HEAD_OFFICE, ANNEX = "noordsund-floor-register.csv", "noordsund-annex-register.xlsx"
HEADER = (
	"Site",
	"Floor",
	"Zone",
	"Room",
	"Desk",
	"Space Name",
	"Type",
	"Capacity",
	"Area (m²)",
	"Cost Center",
	"Allocatable",
	"Bookable",
	"Company",
	"Employee Number",
	"From",
	"Seat Label",
)
ANNEX_ROOMS = 10
ANNEX_DESKS = 4


def head_office_rows(
	plan: Plan, company: str = "", cost_centers: dict[str, str] | None = None
) -> list[tuple]:
	"""Header and one row for each place, and for each person who sits in a place without desks."""
	sitting = _sitting_today(plan)
	rows: list[tuple] = [HEADER]
	for space in plan.spaces:
		codes = _codes(space.path, space.space_type)
		facts = (
			space.name,
			space.space_type,
			space.capacity or "",
			round(space.floor_area, 2) or "",
			(cost_centers or {}).get(space.department or "", ""),
			_yes_no(space.is_allocatable),
			_yes_no(space.is_bookable),
			company,
		)
		people = sitting.get(space.key, [("", "", "")])
		rows += [(*codes, *facts, *person) for person in people]
	return rows


def annex_rows(company: str = "") -> list[tuple]:
	"""A second building beside the first: 10 rooms, 40 desks, and two rows that can't be."""
	site, floor = "AX", "00"
	rows = [HEADER]

	def add(room: str, desk: str, name: str, kind: str, capacity: object, area: object) -> None:
		level = (site, floor if kind != "Site" else "", "", room, desk)
		rows.append(
			(*level, name, kind, capacity, area, "", _yes_no(kind == "Desk"), "", company, "", "", "")
		)

	add("", "", "Annex", "Site", "", "")
	add("", "", "Annex Ground Floor", "Floor", "", "")
	for number in range(1, ANNEX_ROOMS + 1):
		add(f"A{number:02d}", "", f"Annex Room {number}", "Room", "", "")
		for desk in range(1, ANNEX_DESKS + 1):
			add(f"A{number:02d}", f"D{desk:02d}", f"Annex Desk {number}-{desk}", "Desk", 1, 8.0)
	add("A01", "D99", "A desk with less than no seat", "Desk", -1, 8.0)
	add("A02", "", "A room of an unknown kind", "Swimming Pool", "", "")
	return rows


def attach(plan: Plan, company: str, cost_centers: dict[str, str]) -> None:
	"""Keep both files on the site (private), to be chosen in the import."""
	_keep(HEAD_OFFICE, as_csv(head_office_rows(plan, company, cost_centers)))
	_keep(ANNEX, make_xlsx([list(row) for row in annex_rows(company)], "Floor Register").getvalue())


def as_csv(rows: list[tuple]) -> bytes:
	"""As spreadsheet programs in Europe write it: UTF-8 with a mark, semicolons."""
	text = io.StringIO()
	csv.writer(text, delimiter=";").writerows(rows)
	return text.getvalue().encode("utf-8-sig")


def _keep(file_name: str, content: bytes) -> None:
	file = frappe.get_doc({"doctype": "File", "file_name": file_name, "is_private": 1, "content": content})
	file.insert(ignore_permissions=True)  # create() is for System Managers only
	record.add("File", file.name)


def _yes_no(value: bool) -> str:
	return "Yes" if value else "No"


def _codes(path: tuple[str, ...], space_type: str) -> tuple[str, ...]:
	"""Codes of a path in the columns Site, Floor, Zone, Room, Desk."""
	rest = list(path[2:])
	desk = rest.pop() if space_type == "Desk" else ""
	is_zone = space_type == "Zone"
	room = "" if is_zone or not rest else rest.pop()
	zone = rest.pop() if rest else ""
	return path[0], path[1] if len(path) > 1 else "", zone, room, desk


def _sitting_today(plan: Plan) -> dict[str, list[tuple[str, date, str]]]:
	sitting: dict[str, list] = {}
	for row in plan.allocations:
		is_plain = row.occupant_type == "Employee" and not (
			row.weekdays or row.within or row.reason or row.to_date
		)
		if is_plain and row.from_date <= plan.today:
			sitting.setdefault(row.space, []).append((row.occupant, row.from_date, row.seat_label))
	return sitting

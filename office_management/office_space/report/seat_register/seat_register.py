"""Seat Register: who sits where on one day, who sits nowhere, and who has two seats at once.

Whose limits apply: see report_tools.py. People without a seat have no place, so a limit to places hides
none of them; a limit to a company does.
"""

from collections import defaultdict
from functools import cache

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, formatdate
from pypika.terms import Criterion

from office_management.domain.intervals import weekday_set
from office_management.office_space.departments import departments_below
from office_management.office_space.occupancy import live_on
from office_management.office_space.people_without_seat import people_without_seat
from office_management.office_space.permissions import allocation_criterion
from office_management.office_space.reports import interval_of
from office_management.office_space.surroundings import Surroundings
from office_management.office_space.weekdays import weekday_words
from office_management.report_tools import (
	as_text,
	column,
	day_of,
	record_column,
	users_of,
)


class OneQuestionAtATimeError(frappe.ValidationError):
	"""People without a seat and people with two were asked for at once."""


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart (none) and summary."""
	report = SeatRegister(frappe._dict(filters or {}))
	rows = report.rows()
	return report.columns(), rows, report.message(), None, report.summary(rows)


class SeatRegister:
	"""One run of the report."""

	def __init__(self, filters: frappe._dict) -> None:
		self.filters = filters
		self.without_seat = cint(filters.only_without_seat)
		self.sitting_double = cint(filters.only_sitting_double)
		self.users = users_of(filters, "Space Allocation")
		self.on_date = day_of(filters)
		self.weekday_words = cache(weekday_words)  # its words are look-ups in Redis, and rows are many
		self.interval = interval_of(filters.place, self.users)
		if self.without_seat and self.sitting_double:
			message = _(
				"Ask for people without a seat or for people with two, not both.", context="Seat Register"
			)
			frappe.throw(message, OneQuestionAtATimeError)

	def rows(self) -> list[dict]:
		if self.without_seat:
			found = people_without_seat(
				self.on_date, self.users, self.filters.department, self.filters.company
			)
			return [self._person_row(person) for person in found]
		seats = self._seats()
		around = Surroundings(self.users) if seats else None
		return [self._seat_row(seat, around) for seat in seats]

	def _seats(self) -> list[tuple]:
		"""Allocations of leaves in force that day; a zone reserved for a department seats nobody by itself.

		Plain tuples, as `_seat_row` takes them apart: there are thousands.
		"""
		allocation, space = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Office Space")
		location, employee = frappe.qb.DocType("Location"), frappe.qb.DocType("Employee")
		below = frappe.qb.DocType("Office Space").as_("below")
		query = (
			frappe.qb.from_(allocation)
			.join(space)
			.on(space.name == allocation.space)
			.join(location)
			.on(location.name == space.location)
			.left_join(employee)
			.on((employee.name == allocation.occupant) & (allocation.occupant_type == "Employee"))
			.left_join(below)
			.on(below.parent_space == space.name)
			.select(allocation.occupant_type, allocation.occupant, allocation.occupant_name)
			.select(allocation.seat_label, allocation.weekdays, allocation.seats)
			.select(allocation.from_date, allocation.to_date)
			.select(allocation.space, space.space_name, location.lft, employee.department)
			.where(Criterion.all([live_on(allocation, self.on_date), below.name.isnull()]))
			.where(Criterion.all(self._wanted(allocation, employee, location)))
			.orderby(location.lft, allocation.seat_label, allocation.occupant_name, allocation.name)
		)
		return query.run()

	def _wanted(self, allocation, employee, location) -> list[Criterion]:
		limits = [allocation_criterion(allocation, user) for user in self.users]
		found = [limit for limit in limits if limit is not None]
		if self.interval:
			found.append(location.lft[self.interval[0] : self.interval[1]])
		if self.filters.company:
			found.append(allocation.company == self.filters.company)
		if self.filters.employee:
			found.append(
				(allocation.occupant_type == "Employee") & (allocation.occupant == self.filters.employee)
			)
		if self.filters.department:
			below = departments_below(self.filters.department)
			own = (allocation.occupant_type == "Department") & allocation.occupant.isin(below)
			found.append(own | employee.department.isin(below))
		if self.sitting_double:
			found.append(allocation.name.isin(self._double_seats() or [""]))
		return found

	def _double_seats(self) -> list[str]:
		"""Allocations of people who sit at two places on the same weekday, wherever the other one is."""
		allocation, many = (
			frappe.qb.DocType("Space Allocation"),
			frappe.qb.DocType("Space Allocation").as_("m"),
		)
		people = (
			frappe.qb.from_(many)
			.select(many.occupant)
			.where(live_on(many, self.on_date) & (many.occupant_type == "Employee"))
			.groupby(many.occupant)
			.having(Count("*") > 1)
		)
		rows = (
			frappe.qb.from_(allocation)
			.select(allocation.occupant, allocation.name, allocation.weekdays)
			.where(live_on(allocation, self.on_date) & (allocation.occupant_type == "Employee"))
			.where(allocation.occupant.isin(people))
			.run()
		)
		return seats_at_once(rows)

	# --- cells ----------------------------------------------------------------------------------------------

	def _seat_row(self, seat: tuple, around: Surroundings) -> dict:
		kind, who, name, label, weekdays, seats, first, last, space, space_name, lft, department = seat
		return {
			"occupant_name": as_text(name),
			"occupant": who,
			"occupant_type": kind,
			"department": who if kind == "Department" else department,
			"department_doctype": "Department",
			"space_name": as_text(space_name),
			"space": space,
			"space_doctype": "Office Space",
			"floor": as_text(around.floor(lft)),
			"room": as_text(around.room(lft)),
			"seat_label": as_text(label),
			"seats": seats,
			"weekdays": self.weekday_words(weekdays or 0),
			"from_date": first,
			"to_date": last,
		}

	def _person_row(self, person: frappe._dict) -> dict:
		return {
			"occupant_name": as_text(person.employee_name),
			"occupant": person.name,
			"occupant_type": "Employee",
			"department": person.department,
			"department_doctype": "Department",
			"seats": 0,
			"people": 1,
			"from_date": person.date_of_joining,
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		who = _("Name, on {0}", context="Seat Register").format(formatdate(self.on_date))
		return [
			column("occupant_name", who, width=200),
			record_column("occupant", _("Given To", context="Seat Register"), "occupant_type"),
			record_column("department", _("Department", context="Seat Register"), "department_doctype", 160),
			column("space_name", _("Place", context="Seat Register"), width=150),
			record_column("space", _("Code", context="Seat Register"), "space_doctype", 150),
			column("floor", _("Floor", context="Seat Register"), width=120),
			column("room", _("Room", context="Seat Register"), width=120),
			column("seat_label", _("Seat Label", context="Seat Register"), width=100),
			column("seats", _("Seats", context="Seat Register"), "Int", 70),
			column("weekdays", _("Weekdays", context="Seat Register"), width=120),
			column("from_date", self._from_label(), "Date", 110),
			column("to_date", _("To", context="Seat Register"), "Date", 110),
			column("people", _("People", context="Seat Register"), "Int", 70, hidden=1),
		]

	def _from_label(self) -> str:
		return (
			_("Joined On", context="Seat Register")
			if self.without_seat
			else _("From", context="Seat Register")
		)

	def message(self) -> str:
		day = frappe.bold(formatdate(self.on_date))
		if self.without_seat:
			return _("People who work here on {0} and have no seat.", context="Seat Register").format(day)
		if self.sitting_double:
			return _("People with two seats at once on {0}.", context="Seat Register").format(day)
		return _("Who sits where on {0}.", context="Seat Register").format(day)

	def summary(self, rows: list[dict]) -> list[dict]:
		people = {row["occupant"] for row in rows if row["occupant_type"] == "Employee"}
		label = _("People", context="Seat Register")
		return [{"label": label, "value": len(people), "datatype": "Int"}]


def seats_at_once(rows: list[tuple[str, str, int]]) -> list[str]:
	"""Of (person, seat, weekday bits): the seats of people who have another one on the same weekday.

	A seat here on Mondays and there on Tuesdays is not double.
	"""
	taken = defaultdict(list)
	for person, seat, bits in rows:
		taken[person].append((seat, weekday_set(bits or 0)))
	return [
		seat
		for places in taken.values()
		for seat, days in places
		if any(days & others for other, others in places if other != seat)
	]

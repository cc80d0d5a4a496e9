"""Space Changes: who got a seat, who lost one and who moved in a period; which places opened, closed, or were out.

A row needs one side (the place left or the place taken) that the user may see; the other side then reads
"Elsewhere". So joiners and leavers of two users who share the site add up, and a move between their parts is seen by
both. Whose limits apply: see report_tools.py.

A place opened on the day its record was made, and closed on the day it was closed last; of places that opened or
closed together, the one in which the others lie is told.
"""

from collections import Counter
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import formatdate
from pypika.functions import Date
from pypika.terms import Criterion

from office_management.domain import seat_changes
from office_management.domain.seat_changes import Change, Stay
from office_management.office_space.departments import departments_below
from office_management.office_space.occupancy import CANCELLED, limits
from office_management.office_space.permissions import allocation_criterion
from office_management.office_space.reports import interval_of
from office_management.report_tools import as_text, column, figure, period_of, record_column, users_of

OUT_OF_SERVICE, BACK_IN_SERVICE = "Out of Service", "Back in Service"
OPENED, CLOSED = "Opened", "Closed"
KINDS = (
	seat_changes.JOINER,
	seat_changes.LEAVER,
	seat_changes.MOVE,
	seat_changes.SECOND_SEAT,
	seat_changes.SEAT_GIVEN_UP,
)
COLOURS = ["#30a66d", "#e24c4c", "#2490ef"]
ONE_DAY = timedelta(days=1)


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart and summary."""
	report = SpaceChanges(frappe._dict(filters or {}))
	rows = report.rows()
	return report.columns(), rows, report.message(), report.chart(), report.summary()


class SpaceChanges:
	"""One run of the report."""

	def __init__(self, filters: frappe._dict) -> None:
		self.filters = filters
		self.users = users_of(filters, "Space Allocation")
		self.period = period_of(filters)
		self.interval = interval_of(filters.place, self.users)
		# once, not per row: every label is a look-up in Redis
		self.labels = {kind: kind_label(kind) for kind in KINDS}
		self.stays = self._read_stays()
		self.changes = [change for change in self._all_changes() if self._touches_visible(change)]

	def rows(self) -> list[dict]:
		"""Changes of people and of places, by date."""
		people = self._people()
		rows = [self._person_row(change, people[change.person]) for change in self.changes]
		rows += [] if self.filters.department or self.filters.employee else self._place_rows()
		return sorted(rows, key=lambda row: (row["on_date"], row["kind"], row["employee_name"] or ""))

	# --- changes of people ----------------------------------------------------------------------------------

	def _all_changes(self) -> list[Change]:
		return seat_changes.changes(self.stays, self.period.from_date, self.period.to_date)

	def _touches_visible(self, change: Change) -> bool:
		return any(space in self.visible for space, _label in change.left | change.taken)

	def _read_stays(self) -> list[Stay]:
		"""All that was given to the people concerned around the period, and `visible`: the places that may be named."""
		allocation, space = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Office Space")
		concerned = self._people_concerned()
		rows = (
			frappe.qb.from_(allocation)
			.join(concerned)
			.on(concerned.occupant == allocation.occupant)
			.join(space)
			.on(space.name == allocation.space)
			.select(allocation.occupant, allocation.space, allocation.seat_label)
			.select(allocation.from_date, allocation.effective_to, space.space_name)
			.where((allocation.occupant_type == "Employee") & (allocation.status != CANCELLED))
			.where(allocation.effective_to >= self.period.from_date - ONE_DAY)
			.where(allocation.from_date <= self.period.to_date + ONE_DAY)
			.run()
		)
		self.space_names = {space: name or space for _who, space, _label, _first, _last, name in rows}
		self.visible = self._visible(set(self.space_names))
		return [
			Stay(who, (space, label or ""), first, last) for who, space, label, first, last, _name in rows
		]

	def _people_concerned(self):
		"""Whose seats begin or end in the period (or ended the day before it), at places the users may see."""
		first, last = self.period.from_date, self.period.to_date
		starts, ends = (frappe.qb.DocType("Space Allocation").as_(name) for name in ("starts", "ends"))
		starting = self._chosen(starts).where(starts.from_date[first:last])
		ending = self._chosen(ends).where(ends.effective_to[first - ONE_DAY : last])
		return (starting + ending).as_("concerned")

	def _chosen(self, allocation):
		query = frappe.qb.from_(allocation).select(allocation.occupant)
		query = query.where((allocation.occupant_type == "Employee") & (allocation.status != CANCELLED))
		found = [allocation_criterion(allocation, user) for user in self.users]
		query = query.where(Criterion.all([limit for limit in found if limit is not None]))
		if self.filters.company:
			query = query.where(allocation.company == self.filters.company)
		if self.filters.employee:
			query = query.where(allocation.occupant == self.filters.employee)
		return self._of_department(allocation, query)

	def _of_department(self, allocation, query):
		if not self.filters.department:
			return query
		employee = frappe.qb.DocType("Employee")
		below = departments_below(self.filters.department)
		people = frappe.qb.from_(employee).select(employee.name).where(employee.department.isin(below))
		return query.where(allocation.occupant.isin(people))

	def _visible(self, names: set[str]) -> set[str]:
		"""Which of these places may be named: those the users may see, inside the chosen place."""
		if not names or not (self.interval or limits(frappe.qb.DocType("Office Space"), self.users)):
			return names
		space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
		query = (
			frappe.qb.from_(space)
			.join(location)
			.on(location.name == space.location)
			.select(space.name)
			.where(Criterion.all([space.name.isin(sorted(names)), *limits(space, self.users)]))
		)
		if self.interval:
			query = query.where(location.lft[self.interval[0] : self.interval[1]])
		return {name for (name,) in query.run()}

	def _people(self) -> dict[str, frappe._dict]:
		"""{employee: employee_name, department} of the people shown."""
		employee = frappe.qb.DocType("Employee")
		names = sorted({change.person for change in self.changes}) or [""]
		rows = (
			frappe.qb.from_(employee)
			.select(employee.name, employee.employee_name, employee.department)
			.where(employee.name.isin(names))
			.run(as_dict=True)
		)
		found = {row.name: row for row in rows}
		gone = frappe._dict(employee_name=None, department=None)
		return {name: found.get(name, gone) for name in names}

	def _person_row(self, change: Change, person: frappe._dict) -> dict:
		return {
			"on_date": change.on_date,
			"kind": self.labels[change.kind],
			"employee_name": as_text(person.employee_name),
			"employee": change.person,
			"employee_doctype": "Employee",
			"department": person.department,
			"department_doctype": "Department",
			"from_place": self._names(change.left),
			"from_space": self._code(change.left),
			"to_place": self._names(change.taken),
			"to_space": self._code(change.taken),
			"space_doctype": "Office Space",
			"days_without": change.days_without or None,
		}

	def _names(self, places: frozenset) -> str:
		"""What the places are called, with the seat's label; "Elsewhere" for those that may not be named."""
		if not places:
			return ""
		words = {self._name(space, label) for space, label in places}
		return as_text(", ".join(sorted(words)))

	def _name(self, space: str, label: str) -> str:
		if space not in self.visible:
			return _("Elsewhere", context="Space Changes")
		name = self.space_names[space]
		return f"{name} ({label})" if label else name

	def _code(self, places: frozenset) -> str | None:
		return min((space for space, _label in places if space in self.visible), default=None)

	# --- changes of places ----------------------------------------------------------------------------------

	def _place_rows(self) -> list[dict]:
		"""Places that opened or closed in the period, that went out of service, and that came back."""
		first, last = self.period.from_date, self.period.to_date
		rows = [
			*self._together("creation", OPENED),
			*self._together("closed_on", CLOSED),
		]
		for place in self._places_out():
			if first <= place.out_from_date <= last:
				rows.append(self._place_row(place, place.out_from_date, OUT_OF_SERVICE))
			if place.out_until_date and first <= place.out_until_date + ONE_DAY <= last:
				rows.append(self._place_row(place, place.out_until_date + ONE_DAY, BACK_IN_SERVICE))
		return rows

	def _together(self, moment: str, kind: str) -> list[dict]:
		"""A row for each place whose moment (a Datetime field) lies in the period, unless what it lies in has one that day."""
		space, query = self._places()
		other, others = self._places()
		above = others.select(other.name, Date(other[moment]).as_("day")).where(self._within(other[moment]))
		above = above.as_("above")
		found = (
			query.left_join(above)
			.on((above.name == space.parent_space) & (above.day == Date(space[moment])))
			.select(space.name, space.space_name, space[moment].as_("moment"))
			.where(self._within(space[moment]) & above.name.isnull())
			.run(as_dict=True)
		)
		return [self._place_row(place, place.moment.date(), kind) for place in found]

	def _within(self, moment) -> Criterion:
		"""The Datetime lies on a day of the period."""
		return (moment >= self.period.from_date) & (moment < self.period.to_date + ONE_DAY)

	def _places_out(self) -> list[frappe._dict]:
		space, query = self._places()
		days = slice(self.period.from_date - ONE_DAY, self.period.to_date)
		query = query.select(space.name, space.space_name, space.out_from_date, space.out_until_date)
		return query.where(space.out_from_date[days] | space.out_until_date[days]).run(as_dict=True)

	def _places(self):
		"""The table and a query of the places asked for, in the order of the tree, that the users may see."""
		space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
		query = (
			frappe.qb.from_(space)
			.join(location)
			.on(location.name == space.location)
			.where(Criterion.all(limits(space, self.users)))
			.orderby(location.lft)
		)
		if self.interval:
			query = query.where(location.lft[self.interval[0] : self.interval[1]])
		if self.filters.company:
			query = query.where(space.company == self.filters.company)
		return space, query

	def _place_row(self, place: frappe._dict, on_date, kind: str) -> dict:
		side = "from" if kind in (OUT_OF_SERVICE, CLOSED) else "to"
		return {
			"on_date": on_date,
			"kind": kind_label(kind),
			"employee_name": None,
			f"{side}_place": as_text(place.space_name or place.name),
			f"{side}_space": place.name,
			"space_doctype": "Office Space",
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("on_date", _("Date", context="Space Changes"), "Date", 110),
			column("kind", _("Change", context="Space Changes"), width=130),
			column("employee_name", _("Name", context="Space Changes"), width=180),
			record_column("employee", _("Employee", context="Space Changes"), "employee_doctype", 130),
			record_column("department", _("Department", context="Space Changes"), "department_doctype", 160),
			column("from_place", _("From Place", context="Space Changes"), width=180),
			record_column("from_space", _("From Code", context="Space Changes"), "space_doctype", 140),
			column("to_place", _("To Place", context="Space Changes"), width=180),
			record_column("to_space", _("To Code", context="Space Changes"), "space_doctype", 140),
			column("days_without", _("Days Without a Seat", context="Space Changes"), "Int", 150),
		]

	def message(self) -> str:
		text = _("Changes from {0} to {1}; for what ends, the date is the last day.", context="Space Changes")
		first, last = formatdate(self.period.from_date), formatdate(self.period.to_date)
		return text.format(frappe.bold(first), frappe.bold(last))

	def chart(self) -> dict | None:
		"""Joiners, leavers and moves, month by month, if there is more than one month."""
		months = sorted({change.on_date.strftime("%Y-%m") for change in self.changes})
		if len(months) < 2:
			return None
		counts = Counter((change.kind, change.on_date.strftime("%Y-%m")) for change in self.changes)
		datasets = [
			{"name": kind_label(kind), "values": [counts[kind, month] for month in months]}
			for kind in KINDS[:3]
		]
		return {"data": {"labels": months, "datasets": datasets}, "type": "bar", "colors": COLOURS}

	def summary(self) -> list[dict]:
		counts = Counter(change.kind for change in self.changes)
		colours = {seat_changes.JOINER: "Green", seat_changes.LEAVER: "Red", seat_changes.MOVE: "Blue"}
		return [
			figure(label, counts[kind], colours[kind])
			for kind, label in (
				(seat_changes.JOINER, _("Joiners", context="Space Changes")),
				(seat_changes.LEAVER, _("Leavers", context="Space Changes")),
				(seat_changes.MOVE, _("Moves", context="Space Changes")),
			)
		]


def kind_label(kind: str) -> str:
	"""A kind of change in the reader's language."""
	labels = {
		seat_changes.JOINER: _("Joiner", context="Space Changes"),
		seat_changes.LEAVER: _("Leaver", context="Space Changes"),
		seat_changes.MOVE: _("Move", context="Space Changes"),
		seat_changes.SECOND_SEAT: _("Second Seat", context="Space Changes"),
		seat_changes.SEAT_GIVEN_UP: _("Seat Given Up", context="Space Changes"),
		OPENED: _("Opened", context="Space Changes"),
		CLOSED: _("Closed", context="Space Changes"),
		OUT_OF_SERVICE: _("Out of Service", context="Space Changes"),
		BACK_IN_SERVICE: _("Back in Service", context="Space Changes"),
	}
	return labels[kind]

"""Space Occupancy: seats, seats given away and seats free, per place, on one day.

Every number is the sum of the leaves below a place, so the rows under a place add up to it; what lies outside the
rows shown gets a row of its own ("Other places"). Whose limits apply: see report_tools.py.
"""

import frappe
from frappe import _
from frappe.utils import cint, flt, formatdate

from office_management.office_space import departments
from office_management.office_space.occupancy import COUNTS, SeatTree
from office_management.office_space.place_groups import RANKS
from office_management.office_space.reports import interval_of
from office_management.report_tools import (
	AS_SEEN_BY,
	as_text,
	column,
	day_of,
	figure,
	record_column,
	users_of,
)

TOTAL_ONLY = "Total"
MEASURES = (*COUNTS, "area")
BARS_AT_MOST = 40
MAIL_INDENT = "\u2003"


class UnknownDepthError(frappe.ValidationError):
	"""The depth asked for is neither a kind of place nor a number."""


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = SpaceOccupancy(frappe._dict(filters or {}))
	rows = report.rows()
	return report.columns(), rows, report.message(), report.chart(rows), report.summary(rows[-1]), True


class SpaceOccupancy:
	"""One run of the report."""

	def __init__(self, filters: frappe._dict) -> None:
		self.filters = filters
		self.users = users_of(filters, "Office Space")
		self.on_date = day_of(filters)
		interval_of(filters.place, self.users)
		places = [filters.place] if filters.place else None
		self.tree = SeatTree(self.on_date, self.users, places, filters.company)
		self.departments = self._read_departments()
		self.with_all = cint(filters.without_seats)
		self.type_labels = {kind: _type_label(kind) for kind in RANKS}
		self._choose_shown()

	# --- rows -----------------------------------------------------------------------------------------------

	def rows(self) -> list[dict]:
		"""The places shown, in the order of the tree, and the total."""
		total = self._row(_("Total", context="Space Occupancy"), self._sum(self.tree.tops), bold=1)
		return [*self._place_rows(), total]

	def _place_rows(self) -> list[dict]:
		rows: list[dict] = []
		open_ones: list[int] = []
		for index in self.shown:
			self._close(open_ones, rows, self.tree.places[index].lft)
			if not (self.filters.flat and self.children[index]):
				rows.append(self._place_row(index))
			open_ones.append(index)
		self._close(open_ones, rows)
		return rows

	def _close(self, open_ones: list[int], rows: list[dict], lft: int | None = None) -> None:
		"""Leave the places that end before `lft`; each may hold seats or area outside of the rows below it."""
		while open_ones and (lft is None or self.tree.places[open_ones[-1]].rgt < lft):
			index = open_ones.pop()
			rest = self._rest(index)
			if rest:
				rows.append(rest)

	def _place_row(self, index: int) -> dict:
		place = self.tree.places[index]
		return self._row(
			self._label(place.space_name or place.space, place.level),
			self._totals(place),
			space=place.space,
			space_doctype="Office Space",
			space_type=self.type_labels.get(place.space_type),
			indent=self._indent(place.level),
		)

	def _rest(self, index: int) -> dict | None:
		"""What a place holds besides its shown children; nothing if they are all of it or none is shown."""
		place, children = self.tree.places[index], self.children[index]
		if not children:
			return None
		whole, below = self._totals(place), self._sum([self.tree.places[child] for child in children])
		rest = {key: whole[key] - below.get(key, 0) for key in whole}
		if not any(round(value, 2) for value in rest.values()):
			return None
		label = _("Other places in {0}", context="Space Occupancy").format(place.space_name or place.space)
		return self._row(self._label(label, place.level + 1), rest, indent=self._indent(place.level + 1))

	def _row(self, label: str, numbers: dict, **more) -> dict:
		seats, area = numbers["seats"], flt(numbers["area"], 2)
		return {
			"place": label,
			**numbers,
			"area": area,
			"occupancy": flt(100 * numbers["taken"] / seats, 1) if seats else None,
			"area_per_seat": flt(area / seats, 2) if seats and area else None,
			**{key: value for key, value in more.items() if value is not None},
		}

	def _label(self, name: str, level: int) -> str:
		"""What a row is called. A mail knows no indentation, so there the name carries it."""
		in_mail = self.filters.get(AS_SEEN_BY) and not self.filters.flat
		return as_text(name) if not in_mail else MAIL_INDENT * level + as_text(name)

	def _indent(self, level: int) -> int | None:
		return None if self.filters.flat else level

	# --- numbers --------------------------------------------------------------------------------------------

	def _totals(self, place: frappe._dict) -> dict:
		numbers = dict(self.tree.totals(place))
		if self.departments:
			numbers.update(self.departments.between(place.lft, place.rgt))
		return numbers

	def _sum(self, places: list[frappe._dict]) -> dict:
		totals = [self._totals(place) for place in places]
		keys = totals[0] if totals else MEASURES
		return {key: sum(row[key] for row in totals) for key in keys}

	def _read_departments(self) -> departments.DepartmentSeats | None:
		return departments.DepartmentSeats(self.tree) if cint(self.filters.by_department) else None

	# --- which places ---------------------------------------------------------------------------------------

	def _choose_shown(self) -> None:
		"""`shown`: indexes of the places with a row of their own; `children`: {index: indexes of its shown children}."""
		self.shown, self.children = [], {}
		deep_enough = self._depth()
		for index, place in enumerate(self.tree.places):
			around = place["around"]
			if not deep_enough(place) or not (around is None or around in self.children):
				continue
			if not self._holds_anything(place):
				continue
			self.shown.append(index)
			self.children[index] = []
			if around is not None:
				self.children[around].append(index)

	def _holds_anything(self, place: frappe._dict) -> bool:
		totals = self.tree.totals(place)
		return bool(totals["seats"] or totals["taken"] or (totals["area"] and self.with_all))

	def _depth(self):
		"""A test whether a place is shown: by its kind, or by its level where the depth is a number."""
		wanted = str(self.filters.depth or "Floor")
		if wanted == TOTAL_ONLY:
			return lambda place: False
		if wanted.isdigit():
			deepest = int(wanted)
			return lambda place: place["level"] < deepest
		if wanted not in RANKS:
			message = _(
				"There is no depth {0}. Choose a kind of place or a number.", context="Space Occupancy"
			)
			frappe.throw(message.format(frappe.bold(wanted)), UnknownDepthError)
		deepest = RANKS[wanted]
		return lambda place: place["around"] is None or RANKS.get(place["space_type"], 6) <= deepest

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		place = _("Place, on {0}", context="Space Occupancy").format(formatdate(self.on_date))
		columns = [
			column("place", place, width=240),
			record_column("space", _("Code", context="Space Occupancy"), "space_doctype", 120),
			column("space_type", _("Type", context="Space Occupancy"), width=100),
			column("seats", _("Seats", context="Space Occupancy"), "Int", 80),
			column("taken", _("Allocated at Most", context="Space Occupancy"), "Int", 145),
			column("free", _("Free", context="Space Occupancy"), "Int", 80),
			column("unavailable", _("Out of Service", context="Space Occupancy"), "Int", 120),
			column("occupancy", _("Occupancy", context="Space Occupancy"), "Percent", 100, precision=1),
			column("area", _("Area (m²)", context="Space Occupancy"), "Float", 100, precision=2),
			column("area_per_seat", _("m² per Seat", context="Space Occupancy"), "Float", 100, precision=2),
		]
		return columns + (self.departments.columns() if self.departments else [])

	def message(self) -> str:
		text = _(
			"On {0}. Where people share seats by weekday, the busiest weekday counts.",
			context="Space Occupancy",
		)
		return text.format(frappe.bold(formatdate(self.on_date)))

	def chart(self, rows: list[dict]) -> dict | None:
		"""One stacked bar per place of the deepest kind shown."""
		ends = [self._place_row(index) for index in self.shown if not self.children[index]]
		bars = [row for row in ends if row["seats"] or row["taken"]][:BARS_AT_MOST]
		if not bars:
			return None
		names = [row["place"].strip(MAIL_INDENT) for row in bars]
		labels = names if len(set(names)) == len(names) else [row["space"] for row in bars]
		return {
			"data": {
				"labels": labels,
				"datasets": [
					{
						"name": _("Allocated", context="Space Occupancy"),
						"values": [row["taken"] for row in bars],
					},
					{"name": _("Free", context="Space Occupancy"), "values": [row["free"] for row in bars]},
					{
						"name": _("Out of Service", context="Space Occupancy"),
						"values": [row["unavailable"] for row in bars],
					},
				],
			},
			"type": "bar",
			"colors": ["#2490ef", "#a3d9b1", "#c0c6cc"],
			"barOptions": {"stacked": 1},
		}

	def summary(self, total: dict) -> list[dict]:
		return [
			figure(_("Seats", context="Space Occupancy"), total["seats"]),
			figure(_("Allocated at Most", context="Space Occupancy"), total["taken"], "Blue"),
			figure(_("Free", context="Space Occupancy"), total["free"], "Green" if total["free"] else "Red"),
			figure(_("Occupancy", context="Space Occupancy"), total["occupancy"] or 0, None, "Percent"),
		]


def _type_label(space_type: str) -> str:
	"""A kind of place in the reader's language; the options of the field carry its DocType as context."""
	return frappe._(space_type, context="Office Space")

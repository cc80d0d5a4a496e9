"""Which department the seats taken belong to, added up along the tree like the seats themselves."""

from collections import Counter, defaultdict

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Sum

from office_management.domain import seat_counts
from office_management.office_space.occupancy import SeatTree, counts_by_itself, live_on

COLUMNS_AT_MOST = 20
REST = "rest"


class DepartmentSeats:
	"""Seats taken per department on the day of a SeatTree. A person's seat counts for the department they are in now.

	On a leaf shared by weekdays, the departments of its busiest weekday count, so that they add up to what is taken.
	"""

	def __init__(self, tree: SeatTree) -> None:
		parts = _parts_by_department(tree)
		shares = [seat_counts.shares_at_peak(parts.get(leaf.space, ())) for leaf in tree.leaves]
		total = Counter()
		for share in shares:
			total.update(share)
		total.pop(None, None)
		self.names = [name for name, _seats in total.most_common(COLUMNS_AT_MOST)]
		named = [[share.get(name, 0) for share in shares] for name in self.names]
		rest = [sum(seats for name, seats in share.items() if name not in self.names) for share in shares]
		self._sums = seat_counts.RunningSums([leaf.lft for leaf in tree.leaves], *named, rest)

	@property
	def fieldnames(self) -> list[str]:
		return [*(f"department_{number}" for number in range(len(self.names))), "department_" + REST]

	def between(self, lft: int, rgt: int) -> dict[str, int]:
		"""{column: seats} of the leaves in this interval."""
		return dict(zip(self.fieldnames, self._sums.between(lft, rgt), strict=True))

	def columns(self) -> list[dict]:
		labels = [*_department_labels(self.names), _("Other Occupants", context="Space Occupancy")]
		return [
			{"fieldname": name, "label": label, "fieldtype": "Int", "width": 110}
			for name, label in zip(self.fieldnames, labels, strict=True)
		]


def _parts_by_department(tree: SeatTree) -> dict[str, list[tuple[str | None, int, int]]]:
	"""{leaf: [(department or None, weekday bits, seats)]} of the leaves that have seats."""
	seated = {leaf.space for leaf in tree.leaves if leaf.has_seats}
	allocation, employee = frappe.qb.DocType("Space Allocation"), frappe.qb.DocType("Employee")
	department = (
		Case()
		.when(allocation.occupant_type == "Department", allocation.occupant)
		.when(allocation.occupant_type == "Employee", employee.department)
	)
	rows = (
		frappe.qb.from_(allocation)
		.left_join(employee)
		.on(employee.name == allocation.occupant)
		.select(allocation.space, department.as_("department"), allocation.weekdays, Sum(allocation.seats))
		.where(live_on(allocation, tree.on_date) & counts_by_itself(allocation))
		.groupby(allocation.space, department, allocation.weekdays)
		.run()
	)
	parts = defaultdict(list)
	for space, name, weekdays, seats in rows:
		if space in seated:
			parts[space].append((name or None, weekdays or 0, int(seats or 0)))
	return parts


def _department_labels(names: list[str]) -> list[str]:
	"""What the departments are called, without the company's abbreviation where that is not needed to tell them apart."""
	found = frappe.get_all(
		"Department",
		filters={"name": ("in", names)},
		fields=["name", "department_name"],
		order_by="name",
	)
	# the desk, print and mail take the head of a column for HTML
	short = {row.name: row.department_name.replace("<", "&lt;") for row in found}
	labels = [short.get(name, name) for name in names]
	return labels if len(set(labels)) == len(labels) else names


def departments_below(department: str) -> list[str]:
	"""The department and all below it in ERPNext's tree; just the name if there is no such department."""
	table = frappe.qb.DocType("Department")
	chosen = frappe.qb.DocType("Department").as_("chosen")
	query = (
		frappe.qb.from_(table)
		.join(chosen)
		.on((table.lft >= chosen.lft) & (table.rgt <= chosen.rgt))
		.where(chosen.name == department)
	)
	return [name for (name,) in query.select(table.name).run()] or [department]

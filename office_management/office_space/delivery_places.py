"""Where an employee may have things brought: a narrower answer than reading Office Space, and for more people.

Employees see no places but their own seats. For an order they are given the names, and nothing else, of the storage
places of their company, of their own seats, and of the place whose label they scanned.
"""

from collections.abc import Iterable

import frappe
from pypika.terms import Criterion

from office_management.office_space.cost_centers import cost_center_of
from office_management.office_space.permissions import SPACE, place_criterion

STORAGE, CLOSED = "Storage", "Closed"
MOST = 500


def place_for_orders(space: str, company: str) -> frappe._dict | None:
	"""A place (name, space_name, cost_center of it or of the nearest place above) that an employee of a company may
	name in an order: open, not another company's, and inside the session user's places. None for any other."""
	table = frappe.qb.DocType(SPACE)
	found = (
		frappe.qb.from_(table)
		.select(table.name, table.space_name)
		.where((table.name == space) & _open_to(table, company))
		.run(as_dict=True)
	)
	if not found:
		return None
	place = found[0]
	place.cost_center = cost_center_of(place.name, company)
	return place


def places_for_orders(company: str) -> list[dict]:
	"""The storage places an employee of a company may choose from: value and label, by label."""
	table, above = frappe.qb.DocType(SPACE), frappe.qb.DocType(SPACE).as_("above")
	rows = (
		frappe.qb.from_(table)
		.left_join(above)
		.on(above.name == table.parent_space)
		.select(table.name, table.space_name, above.space_name.as_("part_of"))
		.where((table.space_type == STORAGE) & _open_to(table, company))
		.orderby(table.space_name)
		.limit(MOST)
		.run(as_dict=True)
	)
	return [{"value": row.name, "label": row.space_name, "description": row.part_of or ""} for row in rows]


def place_labels(names: Iterable[str | None]) -> dict[str, str]:
	"""{name: what people call the place}."""
	wanted = sorted({name for name in names if name})
	return dict(
		frappe.get_all(
			SPACE,
			filters={"name": ("in", wanted or [""])},
			fields=["name", "space_name"],
			order_by="name",
			as_list=True,
		)
	)


def _open_to(table, company: str) -> Criterion:
	limit = place_criterion(table.name, SPACE)
	common = table.company.isnull() | table.company.isin(["", company])
	criteria = [table.status != CLOSED, common, *([limit] if limit is not None else [])]
	return Criterion.all(criteria)

"""Which cost center pays for what is done at a place."""

import frappe


def cost_center_of(space: str, company: str) -> str | None:
	"""The cost center of the place, or of the nearest one above it that has one of this company; not disabled."""
	place, around = frappe.qb.DocType("Location").as_("place"), frappe.qb.DocType("Location").as_("around")
	owner, center = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Cost Center")
	query = (
		frappe.qb.from_(place)
		.join(around)
		.on((around.lft <= place.lft) & (around.rgt >= place.rgt))
		.join(owner)
		.on(owner.location == around.name)
		.join(center)
		.on(center.name == owner.cost_center)
		.select(center.name)
		.where((place.name == space) & (center.company == company) & (center.disabled == 0))
		.orderby(around.lft, order=frappe.qb.desc)
		.limit(1)
	)
	return next(iter(query.run(pluck=True)), None)

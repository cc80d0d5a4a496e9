"""Places as those see them who keep them up: which there are, and which of them can be worked on."""

import frappe

from office_management.erp.places import location_facts

CLOSED = "Closed"
COLUMNS = ("name", "space_name", "company", "out_from_date", "out_until_date")


def places_to_keep_up(
	below: str | None = None,
	space_type: str | None = None,
	names: list[str] | None = None,
	closed: bool = False,
) -> list[frappe._dict]:
	"""The places that work can be done at, by name: name, space_name, company and the days out of service.

	Checks no permission: for rules and jobs.

	Args:
		below: only this place and all below it.
		space_type: only places of this type.
		names: only these.
		closed: closed places as well.
	"""
	place = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(place).select(*(place[column] for column in COLUMNS)).orderby(place.name)
	if not closed:
		query = query.where(place.status != CLOSED)
	if below is not None:
		query = query.where(place.name.isin(_inside(below)))
	if space_type:
		query = query.where(place.space_type == space_type)
	if names is not None:
		query = query.where(place.name.isin(sorted(set(names) - {None, ""}) or [""]))
	return query.run(as_dict=True)


def _inside(below: str):
	top = location_facts([below]).get(below)
	location = frappe.qb.DocType("Location")
	low, high = (top.lft, top.rgt) if top else (0, -1)
	return frappe.qb.from_(location).select(location.name).where(location.lft[low:high])

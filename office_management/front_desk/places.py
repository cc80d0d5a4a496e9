"""Where visits belong together: the site that a place lies in."""

import frappe
from frappe import _
from frappe.utils.caching import request_cache

SPACE = "Office Space"


class VisitPlaceError(frappe.ValidationError):
	"""The visit has no place, and none can be proposed."""


@request_cache
def root_of(space: str) -> str:
	"""The topmost place above this one, or the place itself. Asked of the database once in a request."""
	above = frappe.db.get_value(SPACE, space, "parent_space")
	return root_of(above) if above else space


def lock_site(space: str) -> str:
	"""Let one arrival at a time decide whether somebody is new there; answers the site. Held until the commit."""
	root = root_of(space)
	table = frappe.qb.DocType(SPACE)
	frappe.qb.from_(table).select(table.name).where(table.name == root).for_update().run()
	return root


def place_or_proposed(space: str | None) -> str:
	"""The place given, else the one that is likely. Raises VisitPlaceError when there is none."""
	found = space or proposed_place()
	if not found:
		frappe.throw(
			_(
				"Choose the place that the visitor comes to. If there is none yet, add an Office Space.",
				context="Visitor Log",
			),
			VisitPlaceError,
		)
	return found


def proposed_place(user: str | None = None) -> str | None:
	"""Where a new visitor is likely to be: where this user logged the last one, else the first site they may see."""
	user = user or frappe.session.user
	last = frappe.get_all("Visitor Log", {"owner": user}, pluck="space", order_by="creation desc", limit=1)
	if last:
		return last[0]
	sites = frappe.get_list(
		SPACE,
		filters={"parent_space": ("is", "not set"), "status": "Active"},
		pluck="name",
		order_by="creation",
		limit=1,
	)
	return sites[0] if sites else None

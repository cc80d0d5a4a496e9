"""Which assets the user means and may see, for tags and labels: those named, or those of a place or category.

Who may read assets in ERPNext gets them by ERPNext's own rights. Office people have none there; they get the assets
of the places and companies they may see (an allow-list of fields, by our methods).
"""

from collections.abc import Collection

import frappe

from office_management.erp import asset_tags
from office_management.office_audits.permissions import SEE_ALL, all_of, holds, is_manager
from office_management.office_space import api as office_space

ASSET = "Asset"
FEW = 1000
"""So many names may stand in a query."""


def check_may_print() -> None:
	"""Labels: auditors, managers, and who may read assets in ERPNext. Raises frappe.PermissionError."""
	if not (holds(SEE_ALL) or frappe.has_permission(ASSET, "read")):
		raise frappe.PermissionError


def check_may_tag() -> None:
	"""Tags: managers, and who may write assets in ERPNext. Raises frappe.PermissionError."""
	if not may_tag():
		raise frappe.PermissionError


def may_tag() -> bool:
	"""Whether the user may give tags to assets."""
	return is_manager() or bool(frappe.has_permission(ASSET, "write"))


def chosen(
	names: Collection[str] | None = None,
	space: str | None = None,
	asset_category: str | None = None,
	untagged: bool = False,
) -> list[str]:
	"""The assets that are meant and that the user may see; nothing given: all of them.

	Args:
		names: these and no others.
		space: at this place and below it.
		untagged: only those without a tag.
	"""
	asset = frappe.qb.DocType(ASSET)
	there = asset_tags.untagged(asset) if untagged else asset_tags.there(asset)
	query = frappe.qb.from_(asset).select(asset.name).where(there)
	if names is not None:
		query = query.where(asset.name.isin(sorted(set(names)) or [""]))
	if asset_category:
		query = query.where(asset.asset_category == asset_category)
	if space:
		location = frappe.qb.DocType("Location")
		left, right = office_space.interval_of(space, [frappe.session.user])
		query = query.join(location).on(location.name == asset.location).where(location.lft[left:right])
	found = query.orderby(asset.creation).orderby(asset.name).run(pluck=True)
	return _seen(asset, found)


def _seen(asset, names: list[str]) -> list[str]:
	"""Those of these that the user may see, in the same order."""
	if frappe.has_permission(ASSET, "read"):
		filters = {"name": ("in", names)} if len(names) <= FEW else {}
		seen = set(frappe.get_list(ASSET, filters, pluck="name", order_by="name", limit_page_length=0))
		return [name for name in names if name in seen]
	limit = all_of(
		office_space.place_criterion(asset.location, ASSET),
		office_space.company_criterion(asset.company, ASSET),
	)
	if limit is None:
		return names
	seen = set(frappe.qb.from_(asset).select(asset.name).where(limit).run(pluck=True))
	return [name for name in names if name in seen]

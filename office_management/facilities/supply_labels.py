"""The label on a cupboard: a QR code that opens the order form with the item and the place chosen."""

from urllib.parse import urlencode

import frappe
from frappe.utils import get_url

from office_management.erp import supply_items
from office_management.office_space import api as spaces

MOST_LABELS = 60
SEARCHED = 50


def supply_label_url(item: str | None = None, space: str | None = None) -> str:
	"""The address of the order form with these chosen."""
	chosen = {name: value for name, value in (("item", item), ("space", space)) if value}
	return get_url("/app/office-supplies" + (f"?{urlencode(chosen)}" if chosen else ""))


def supply_label_qr(item: str | None = None, space: str | None = None) -> str:
	"""That address as a QR code, an inline SVG image (a data: address), for print formats."""
	return spaces.qr_code(supply_label_url(item, space))


def supply_label_items(chosen: list[str] | str | None = None) -> list[dict]:
	"""The items a sheet of labels is for, name and title each; those chosen when it was printed."""
	names = frappe.parse_json(chosen) if isinstance(chosen, str) else chosen
	if not isinstance(names, list):
		return []
	found = supply_items.supply_items([str(name) for name in names])
	return [{"item": item.name, "title": item.item_name} for item in found[:MOST_LABELS]]


def search_items(txt: str) -> list[dict]:
	"""Items to choose labels for: value, label and description."""
	found = supply_items.supply_items(None, (txt or "").strip(), None, 0, SEARCHED)
	return [{"value": item.name, "label": item.item_name, "description": item.item_group} for item in found]

"""What the order form of Office Supplies shows: an allow-list, and never a price."""

import frappe
from frappe import _
from frappe.utils import cint, flt, strip_html

from office_management.domain import supply_quantities as limits
from office_management.erp import supply_items
from office_management.facilities import supplies
from office_management.office_administration import api as administration
from office_management.office_space import api as spaces

PAGE_SIZE = 60
LETTERS_SHOWN = 120


def form(person: frappe._dict, item: str | None = None, space: str | None = None) -> dict:
	"""All that the page needs before it shows the list.

	Args:
		item, space: what the label on a cupboard names, if the person came from there.
	"""
	return {
		"accepting": bool(administration.setting("accept_supply_orders")),
		"employee_name": person.employee_name,
		"department": person.department,
		"departments": supplies.departments_of(person.company),
		**_places(person, space),
		"groups": [{"value": name, "label": _(name)} for name in supply_items.supply_groups()],
		"takes_free_text": bool(supplies.other_item() or supply_items.can_set_up_other_item()),
		"label_item": _label_item(item) if item else None,
		"most": limits.MOST_OF_ONE,
		"most_letters": limits.MOST_LETTERS,
		"may_mark_items": bool(frappe.has_permission("Item", "write")),
	}


def _places(person: frappe._dict, space: str | None) -> dict:
	"""The place that is filled in, those to choose from, and whether the label's place is still there."""
	own = supplies.own_place()
	named = spaces.place_for_orders(space, person.company) if space else None
	scanned = {"value": named.name, "label": named.space_name} if named else None
	choices = spaces.places_for_orders(person.company)
	for place in (own, scanned):
		if place and all(place["value"] != choice["value"] for choice in choices):
			choices.insert(0, place)
	return {
		"place": scanned or own,
		"places": choices,
		"label_place": scanned,
		"label_place_gone": bool(space and not scanned),
	}


def _label_item(name: str) -> dict | None:
	found = supply_items.supply_items([name])
	return item_answer(found[0]) if found else None


def items(search: str = "", group: str | None = None, start: int = 0) -> dict:
	"""A page of what can be ordered: items, and whether there are more."""
	start = max(cint(start), 0)
	found = supply_items.supply_items(None, (search or "").strip(), group or None, start, PAGE_SIZE + 1)
	return {
		"items": [item_answer(item) for item in found[:PAGE_SIZE]],
		"more": len(found) > PAGE_SIZE,
	}


def item_answer(item: frappe._dict) -> dict:
	"""What people see of an item."""
	about = strip_html(item.description or "").strip()
	image = item.image or ""
	return {
		"item": item.name,
		"title": item.item_name,
		"about": about[:LETTERS_SHOWN] if about not in (item.item_name, item.name) else "",
		"group": item.item_group,
		"image": "" if image.startswith("/private/") else image,
		"unit": supplies.unit_words(item.uom, item.factor),
		"usual": flt(item.om_usual_quantity) or 1,
		"whole": bool(item.whole),
	}

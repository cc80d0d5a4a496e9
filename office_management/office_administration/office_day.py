"""Office Day: what needs someone today, gathered from the blocks that each area registers.

A block is a dict that a provider named in the hook `office_day_blocks` returns:

	key         unique name
	title       what it counts, translated
	count       how many there are
	rows        the few most pressing: title, subtitle, route (a list for frappe.set_route, or nothing),
	            action (as below)
	action      the button that deals with them: label, and route with options, or new (a DocType) with values
	indicator   colour of the pill: red, orange, yellow, blue, green, gray
	text        shown in place of rows, for a block that counts nothing
	for_roles   who may see it; everyone who may open the page, when left out

A provider returns nothing for a user who may not see its block, and spares itself the work.
"""

from collections.abc import Iterable

import frappe
from frappe import _

from office_management.office_administration.areas import AREAS, area_title, uses

HOOK = "office_day_blocks"
ROWS_SHOWN = 5
ANSWERED = ("key", "title", "count", "rows", "action", "indicator", "text", "failed")


def show_all(doctype: str, filters: dict | None = None) -> dict:
	"""The button of a block that opens the list of all there are."""
	label = _("Show all", context="Office Day")
	return {"label": label, "route": ["List", doctype, "List"], "options": filters or {}}


def show_these(doctype: str, rows: Iterable) -> dict:
	"""The button of a block that opens the list with exactly these rows."""
	return show_all(doctype, {"name": ["in", [row.name for row in rows]]})


def collect() -> list[dict]:
	"""The areas in the order they are registered, each with the blocks that the user may see."""
	areas = []
	for area, providers in frappe.get_hooks(HOOK).items():
		blocks = blocks_of(area, providers)
		if blocks:
			areas.append({"key": area, "title": area_title(area), "blocks": blocks})
	return areas


def blocks_of(area: str, providers: list[str]) -> list[dict]:
	if area in AREAS and not uses(area):
		return []
	return [block for provider in providers for block in ask(provider)]


def ask(provider: str) -> list[dict]:
	"""The provider's blocks for this user. One that fails is logged and says so in its place."""
	messages = list(frappe.local.message_log)
	try:
		blocks = frappe.get_attr(provider)() or []
		return [answer(block) for block in blocks if is_for_user(block)]
	except frappe.PermissionError:
		frappe.local.message_log = messages
		return []
	except Exception:
		frappe.local.message_log = messages
		frappe.log_error(title=f"Office Day: {provider}", defer_insert=True)
		return [failed_block(provider)]


def is_for_user(block: dict) -> bool:
	wanted = block.get("for_roles")
	return not wanted or bool(set(wanted).intersection(frappe.get_roles()))


def answer(block: dict) -> dict:
	"""Only what the page shows, and only the first rows."""
	told = {key: block[key] for key in ANSWERED if block.get(key) is not None}
	told["rows"] = list(told.get("rows") or [])[:ROWS_SHOWN]
	return told


def failed_block(provider: str) -> dict:
	return {
		"key": provider,
		"title": _("Could not be loaded", context="Office Day"),
		"text": _(
			"Something went wrong here. It is in the Error Log; the rest of the page is right.",
			context="Office Day",
		),
		"rows": [],
		"indicator": "gray",
		"failed": True,
	}

"""The block of Office Day about evacuations. What a block is: see office_administration/office_day.py."""

import frappe
from frappe import _
from frappe.utils import format_datetime, formatdate

from office_management.front_desk import evacuation_ready, permissions, wardens

ROWS = 5


def get_blocks() -> list[dict]:
	"""What is open, and, for those who may start one, the button and what is missing before an alarm."""
	open_ones = evacuation_ready.open_ones()
	places = wardens.places_to_start_at()
	if not open_ones and not places:
		return []
	missing = areas_to_mend(topmost(places)) if permissions.is_reception() else []
	return [block(open_ones, places, missing)]


def block(open_ones: list[dict], places: list[frappe._dict], missing: list[dict]) -> dict:
	"""One block for all of it."""
	action = {
		"label": _("Alarm or Drill", context="Office Day"),
		"route": ["roll-call"],
		"options": {"start": 1},
	}
	return {
		"key": "evacuation",
		"title": _("Evacuation", context="Office Day"),
		"count": len(open_ones) or len(missing),
		"rows": [open_row(one) for one in open_ones] + missing[:ROWS],
		"action": action if places else None,
		"indicator": "red" if open_ones else "orange" if missing else "green",
	}


def open_row(one: dict) -> dict:
	"""One line, which opens the list."""
	text = _("Alarm, open since {0}", context="Office Day")
	if one["is_drill"]:
		text = _("Drill, open since {0}", context="Office Day")
	return {
		"title": one["place"],
		"subtitle": text.format(format_datetime(one["started_on"])),
		"route": ["roll-call", one["name"]],
	}


def topmost(places: list[frappe._dict]) -> list[str]:
	"""Those that lie in no other of them; given in the order of the tree."""
	found, end = [], 0
	for place in places:
		if place.rgt > end:
			found.append(place.name)
			end = place.rgt
	return found


def areas_to_mend(spaces: list[str]) -> list[dict]:
	"""Sites and buildings with areas that nobody would clear, and drills that are late."""
	rows = []
	for space in spaces:
		found = evacuation_ready.readiness_of(space)
		if found.without_warden:
			text = _("Areas without a warden: {0}", context="Office Day").format(found.without_warden)
			rows.append({"title": found.place, "subtitle": text, "route": ["roll-call"]})
		if found.drill_was_due:
			text = _("The drill was due on {0}", context="Office Day").format(formatdate(found.drill_was_due))
			rows.append({"title": found.place, "subtitle": text, "route": ["roll-call"]})
	return rows

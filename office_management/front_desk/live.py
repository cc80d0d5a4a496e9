"""Telling open reception pages that something changed, without saying what.

Only who may read visits can join the room (Frappe asks `has_permission` when the browser subscribes), and what goes
out is the name of an event and the name of a visit: never a person, a place or a status. A page that hears it asks
the server again, with its own user's rights. Where no live connection stands, pages ask by themselves.
"""

import frappe
from frappe.realtime import get_doctype_room

EVENT = "front_desk_changed"
ROOM = "Visitor Log"


def changed(log: str) -> None:
	"""A visit was changed: once this is committed, pages that are open look again.

	Redis being away loses nothing but the hint.
	"""
	frappe.publish_realtime(EVENT, {"log": log}, room=get_doctype_room(ROOM), after_commit=True)

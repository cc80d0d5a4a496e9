"""Short ways to make stations, and what their page sends; see tests/builders.py."""

import base64
import io
from urllib.parse import urlsplit

import frappe
from PIL import Image, ImageDraw

from office_management.front_desk import api, stations
from tests import builders, front_desk_builders


def station(space=None, **values):
	"""A Front Desk Station with a type of its own, unless `values` says otherwise."""
	front_desk_builders.confirm_retention()
	doc = {
		"doctype": "Front Desk Station",
		"station_name": f"Tablet {frappe.generate_hash(length=8)}",  # counters in Redis outlive a test
		"space": getattr(space, "name", space) or front_desk_builders.site().name,
		"visitor_type": values.get("visitor_type") or front_desk_builders.visitor_type(gives_badge=1).name,
		"idle_seconds": 45,
		"status": "Enabled",
		**values,
	}
	return frappe.get_doc(doc).insert()


def key_of(doc) -> str:
	"""A new key of the station."""
	return urlsplit(stations.new_key(doc.name)["address"]).fragment


def picture(kind: str = "PNG", blank: bool = False) -> str:
	"""A picture with a stroke on it, as the page sends a signature or a photo."""
	image = Image.new("RGB", (240, 80), "white")
	if not blank:
		ImageDraw.Draw(image).line([(10, 60), (120, 12), (230, 66)], fill="black", width=6)
	stream = io.BytesIO()
	image.save(stream, kind)
	return f"data:image/{kind.lower()};base64,{base64.b64encode(stream.getvalue()).decode()}"


def arrive(key: str, **sent) -> dict:
	"""What the page gets for somebody who checks in: `sent` are arguments, or fields of the visitor."""
	own = ("attempt", "code", "language", "answers", "agreement", "signature", "photo")
	arguments = {name: sent.pop(name) for name in own if name in sent}
	arguments.setdefault("attempt", frappe.generate_hash(length=48))
	with builders.as_user("Guest"):
		return api.check_in_at_station(key, visitor=sent, **arguments)


def leave(key: str, text: str) -> dict:
	"""What the page gets for somebody who leaves."""
	with builders.as_user("Guest"):
		return api.check_out_at_station(key, text)


def visits_at(doc) -> list:
	"""The visits at the place of a station, as dicts."""
	fields = ["name", "visitor_name", "host", "status", "source", "reception_note", "under_review", "photo"]
	filters = {"space": doc.space}
	return frappe.get_all("Visitor Log", filters, fields, order_by="creation")

"""What the room sign shows: a QR code that leads to the page of the space, and where the space lies."""

import base64
import io

import frappe
from frappe.utils import get_url_to_form
from pyqrcode import create

from office_management.erp.places import locations_above


def office_space_qr(doctype: str, name: str) -> str:
	"""Return a QR code of the record's address as an inline SVG image (a data: address), for print formats."""
	return qr_code(get_url_to_form(doctype, name))


def qr_code(text: str) -> str:
	"""Return a QR code of any text as an inline SVG image (a data: address)."""
	stream = io.BytesIO()
	create(text, error="M").svg(
		stream, scale=4, quiet_zone=1, xmldecl=False, omithw=True, background="#ffffff"
	)
	return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode()


def office_space_path(name: str) -> list[str]:
	"""Return the names, as people see them, of what a space lies in, the site first."""
	above = locations_above(name)
	names = dict(
		frappe.get_all(
			"Office Space",
			filters={"name": ("in", above)},
			fields=["name", "space_name"],
			order_by="name",
			as_list=True,
		)
	)
	return [names[each] for each in reversed(above) if each in names]

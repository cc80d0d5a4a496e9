"""What a printed visitor badge shows, in the visitor's language.

The QR code holds the name of the visit and nothing else: scanned at reception it finds the visit for who may see it
anyway, and opens nothing for anybody else.
"""

import base64

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils import format_datetime, format_time, get_datetime, now_datetime

from office_management.domain import visit_states as states
from office_management.office_space.api import qr_code

LOG, VISITOR = "Visitor Log", "Visitor"
LANGUAGES = ("en", "nl", "da")
SIZES = ((14, "short"), (24, "middle"))
"""Up to so many letters a name is set in this size; longer ones are small."""


def visitor_badge(log: Document) -> dict:
	"""Names, times and words of a badge, and its pictures as data addresses.

	`is_valid` is False for a visit that is not going on, or that a manager has not decided about: nothing that could
	pass for a badge is drawn then. For a visit that the reader may print: Frappe has checked that before.
	"""
	with print_language(language_of(log)):
		return {
			"is_valid": log.status in states.ON_SITE and not log.under_review,
			"words": words(),
			"size": next((size for most, size in SIZES if len(log.visitor_name or "") <= most), "long"),
			"type": _(log.visitor_type, context="Visitor Type"),
			"place": frappe.db.get_value("Office Space", log.space, "space_name"),
			"valid_until": valid_until(log),
			"photo": photo_of(log),
			"qr": qr_code(log.name),
		}


def words() -> dict[str, str]:
	"""The fixed words of a badge, in the language of the moment."""
	return {
		"visitor": _("Visitor", context="Visitor Badge"),
		"host": _("Host", context="Visitor Badge"),
		"reception": _("Reception", context="Visitor Badge"),
		"until": _("Valid until", context="Visitor Badge"),
		"badge": _("Badge", context="Visitor Badge"),
		"escort": _("Escort needed", context="Visitor Badge"),
		"return": _("Please hand this in when you leave.", context="Visitor Badge"),
		"invalid": _(
			"No badge: this visitor is not checked in, or nobody has decided yet.", context="Visitor Badge"
		),
	}


def language_of(log: Document) -> str:
	"""The visitor's language where we speak it, else the one of who prints."""
	spoken = (frappe.db.get_value(VISITOR, log.visitor, "language") or "").split("-")[0].split("_")[0]
	return spoken if spoken in LANGUAGES else frappe.local.lang


def valid_until(log: Document) -> str:
	"""When the visit is meant to end or ends by itself, what comes first; the end of today where nobody has said.

	A time alone is today; written as the site writes times.
	"""
	now = now_datetime()
	ends = [get_datetime(end) for end in (log.expected_until_on, log.sign_out_due_on) if end]
	until = min([end for end in ends if end > now], default=now.replace(hour=23, minute=59))
	if until.date() == now.date():
		return format_time(until, "HH:mm")
	return format_datetime(until, "d MMM HH:mm")


def photo_of(log: Document) -> str | None:
	"""The visitor's photo, drawn into the page: a private file opens only with a login. Only for who may see photos."""
	if not log.photo or not log.has_permlevel_access_to("photo", permission_type="read"):
		return None
	# not get_list: a picture hangs on the Visitor, whose rights follow those of the visit that is printed
	name = frappe.db.get_value("File", {"file_url": log.photo, "attached_to_doctype": ("in", (VISITOR, LOG))})
	if not name:
		return None
	content = frappe.get_doc("File", name).get_content()
	content = content if isinstance(content, bytes) else content.encode("latin-1")
	return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"

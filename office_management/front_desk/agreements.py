"""What visitors sign before they come in."""

import frappe
from frappe.model.document import Document


def needed(log: Document) -> str | None:
	"""The agreement that must be signed before this visitor comes in; None when there is none, or it is signed."""
	if log.agreement_signed_on:
		return None
	return frappe.get_cached_value("Visitor Type", log.visitor_type, "agreement")

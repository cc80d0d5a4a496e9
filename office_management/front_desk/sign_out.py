"""Visits that end by themselves: signed out at the hour of their type, or never begun."""

from frappe.model.document import Document


def follow_type(visitor_type: Document) -> None:
	"""The rules of a type were changed: who is in now is signed out as it says now."""

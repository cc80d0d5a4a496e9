"""Short ways to make Office Documents; see builders.py for how they behave."""

import frappe

from tests import baseline, builders


def document(**values):
	"""A document of the baseline company; `values` may hold any of its fields."""
	made = {
		"doctype": "Office Document",
		"title": builders.unique("Paper "),
		"document_type": "Certificate",
		"company": baseline.COMPANY,
	}
	return frappe.get_doc({**made, **values}).insert()


def reminders(document) -> list[frappe._dict]:
	"""The reminders of a document as they are stored, in order."""
	fields = ["deadline", "reminder_date", "recipient", "told_on", "mailed_on"]
	filters = {"parent": document.name}
	return frappe.get_all("Office Document Reminder", filters, fields, order_by="reminder_date, recipient")


def notices(user: str) -> list[str]:
	"""What the user was told at the desk about documents."""
	filters = {"for_user": user, "subject": ("like", "%")}
	return frappe.get_all("Notification Log", filters, pluck="subject", order_by="creation")

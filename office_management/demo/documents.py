"""Making a document once, and noting that it was us."""

import frappe

from office_management.demo import record


def make(doctype: str, **values) -> str:
	"""Insert a document, whoever is asking (create() has checked that), and note it. Returns its name."""
	doc = frappe.get_doc({"doctype": doctype, **values})
	doc.insert(ignore_permissions=True)  # create() is for System Managers only
	record.add(doctype, doc.name)
	return doc.name


def make_unless_there(doctype: str, filters: dict, **values) -> str:
	"""The document that these filters find, or a new one made of filters and values. What was there is not noted."""
	return frappe.db.get_value(doctype, filters, "name", order_by=None) or make(doctype, **filters, **values)

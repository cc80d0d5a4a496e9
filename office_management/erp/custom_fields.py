"""Every custom field of the app on a DocType of ERPNext, as data; made, kept and removed from here alone."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

MODULE = "Office Administration"
PREFIX = "om_"


def _(label: str, context: str | None = None) -> str:
	"""Mark a label for translation without translating it: the database holds the English text."""
	return label


CUSTOM_FIELDS = {
	"Employee": [
		{
			"fieldname": "om_deputy",
			"label": _("Deputy", context="Employee"),
			"fieldtype": "Link",
			"options": "Employee",
			"insert_after": "reports_to",
			"description": _("Stands in when this employee does not answer", context="Employee"),
			"ignore_user_permissions": 1,
			"search_index": 1,
			"no_copy": 1,
			"module": MODULE,
		},
	],
}


def sync() -> None:
	"""Make what is missing, set right what differs from the data, remove our fields that the data has no more."""
	create_custom_fields(CUSTOM_FIELDS, ignore_validate=True)
	for name in ours(obsolete=True):
		frappe.delete_doc("Custom Field", name, force=True)


def remove() -> None:
	"""Remove every custom field of ours. The columns stay, as Frappe leaves them, and with them what was entered."""
	for name in ours():
		frappe.delete_doc("Custom Field", name, force=True)


def ours(obsolete: bool = False) -> list[str]:
	"""Names of the Custom Fields of the app on the site; with `obsolete`, only those the data has no more."""
	rows = frappe.get_all(
		"Custom Field",
		filters={"module": MODULE, "fieldname": ("like", f"{PREFIX}%")},
		fields=["name", "dt", "fieldname"],
		order_by="name",
	)
	kept = {(doctype, field["fieldname"]) for doctype, fields in CUSTOM_FIELDS.items() for field in fields}
	return [row.name for row in rows if not (obsolete and (row.dt, row.fieldname) in kept)]

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
	"Supplier": [
		{
			"fieldname": "om_emergency_phone",
			"label": _("Emergency Phone", context="Supplier"),
			"fieldtype": "Data",
			"options": "Phone",
			"insert_after": "mobile_no",
			"description": _("Shown where a task calls this supplier out", context="Supplier"),
			"module": MODULE,
		},
	],
	"Item": [
		{
			"fieldname": "om_is_office_supply",
			"label": _("Office Supply", context="Item"),
			"fieldtype": "Check",
			"insert_after": "is_stock_item",
			"description": _("Every employee can order it under Office Supplies", context="Item"),
			"search_index": 1,
			"in_standard_filter": 1,
			"module": MODULE,
		},
		{
			"fieldname": "om_usual_quantity",
			"label": _("Usual Quantity", context="Item"),
			"fieldtype": "Float",
			"insert_after": "om_is_office_supply",
			"depends_on": "om_is_office_supply",
			"description": _(
				"Proposed in the order form, in the unit it is bought in, and ordered by one tap on "
				"Running Low",
				context="Item",
			),
			"non_negative": 1,
			"module": MODULE,
		},
	],
	"Asset": [
		{
			"fieldname": "om_asset_tag",
			"label": _("Asset Tag", context="Asset"),
			"fieldtype": "Data",
			"options": "Barcode",
			"insert_after": "asset_name",
			"unique": 1,
			"no_copy": 1,
			"allow_on_submit": 1,
			"in_standard_filter": 1,
			"module": MODULE,
		},
		{
			"fieldname": "om_condition",
			"label": _("Condition", context="Asset"),
			"fieldtype": "Select",
			"options": "\nGood\nWorn\nDamaged\nUnusable",
			"insert_after": "custodian",
			"read_only": 1,
			"no_copy": 1,
			"allow_on_submit": 1,
			"module": MODULE,
		},
		{
			"fieldname": "om_last_verified_on",
			"label": _("Last Seen in a Count", context="Asset"),
			"fieldtype": "Datetime",
			"insert_after": "om_condition",
			"read_only": 1,
			"no_copy": 1,
			"allow_on_submit": 1,
			"module": MODULE,
		},
	],
	"Asset Category": [
		{
			"fieldname": "om_count_every_months",
			"label": _("Count Every (Months)", context="Asset Category"),
			"fieldtype": "Int",
			"insert_after": "enable_cwip_accounting",
			"non_negative": 1,
			"description": _("0: not counted regularly", context="Asset Category"),
			"module": MODULE,
		},
	],
	"Asset Repair": [
		{
			"fieldname": "om_facility_task",
			"label": _("Facility Task", context="Asset Repair"),
			"fieldtype": "Link",
			"options": "Facility Task",
			"insert_after": "asset_name",
			"ignore_user_permissions": 1,
			"search_index": 1,
			"print_hide": 1,
			"allow_on_submit": 1,
			"module": MODULE,
		},
	],
	"Material Request": [
		{
			"fieldname": "om_requested_by",
			"label": _("Asked For By", context="Material Request"),
			"fieldtype": "Link",
			"options": "Employee",
			"insert_after": "schedule_date",
			"ignore_user_permissions": 1,
			"print_hide": 1,
			"module": MODULE,
		},
		{
			"fieldname": "om_is_supply_order",
			"label": _("Office Supplies", context="Material Request"),
			"fieldtype": "Check",
			"insert_after": "schedule_date",
			"description": _("Employees add to it until it is submitted", context="Material Request"),
			"depends_on": "om_is_supply_order",
			"read_only": 1,
			"no_copy": 1,
			"search_index": 1,
			"in_standard_filter": 1,
			"module": MODULE,
		},
	],
}

# What a row says of the job, the place and the people it is for, on every hop from request to invoice or issue: the
# same names everywhere, so that ERPNext's own mapping carries them.
ROWS = {
	"Material Request Item": "cost_center",
	"Request for Quotation Item": "project_name",
	"Supplier Quotation Item": "cost_center",
	"Purchase Order Item": "cost_center",
	"Purchase Receipt Item": "cost_center",
	"Purchase Invoice Item": "cost_center",
	"Stock Entry Detail": "cost_center",
}


def _row_fields(doctype: str, after: str) -> list[dict]:
	"""The fields of one kind of row; the bill that came without an order is linked on its row, after submit too."""
	after_submit = int(doctype == "Purchase Invoice Item")
	return [
		{
			"fieldname": "om_facility_task",
			"label": "Facility Task",
			"fieldtype": "Link",
			"options": "Facility Task",
			"insert_after": after,
			"ignore_user_permissions": 1,
			"search_index": 1,
			"print_hide": 1,
			"allow_on_submit": after_submit,
			"module": MODULE,
		},
		{
			"fieldname": "om_office_space",
			"label": "Office Space",
			"fieldtype": "Link",
			"options": "Office Space",
			"insert_after": "om_facility_task",
			"ignore_user_permissions": 1,
			"search_index": 1,
			"print_hide": 1,
			"allow_on_submit": after_submit,
			"module": MODULE,
		},
		{
			"fieldname": "om_for_department",
			"label": "Department",
			"fieldtype": "Link",
			"options": "Department",
			"insert_after": "om_office_space",
			"ignore_user_permissions": 1,
			"module": MODULE,
		},
		{
			"fieldname": "om_requested_by",
			"label": "Employee",
			"fieldtype": "Link",
			"options": "Employee",
			"insert_after": "om_for_department",
			"ignore_user_permissions": 1,
			"search_index": 1,
			"module": MODULE,
		},
	]


for _doctype, _after in ROWS.items():
	CUSTOM_FIELDS.setdefault(_doctype, []).extend(_row_fields(_doctype, _after))

# Kept on the request alone: what the person wrote, which order of theirs it was, and that they were told.
CUSTOM_FIELDS["Material Request Item"] += [
	{
		"fieldname": "om_facility_material",
		"label": _("Material of the Task", context="Material Request Item"),
		"fieldtype": "Data",
		"insert_after": "om_facility_task",
		"hidden": 1,
		"read_only": 1,
		"print_hide": 1,
		"report_hide": 1,
		"module": MODULE,
	},
	{
		"fieldname": "om_supply_note",
		"label": _("Note of the Employee", context="Material Request Item"),
		"fieldtype": "Small Text",
		"insert_after": "om_requested_by",
		"depends_on": "om_supply_note",
		"module": MODULE,
	},
	{
		"fieldname": "om_order_key",
		"label": _("Order Key", context="Material Request Item"),
		"fieldtype": "Data",
		"insert_after": "om_supply_note",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"print_hide": 1,
		"report_hide": 1,
		"search_index": 1,
		"module": MODULE,
	},
	{
		"fieldname": "om_told_ready_on",
		"label": _("Told Ready On", context="Material Request Item"),
		"fieldtype": "Datetime",
		"insert_after": "om_order_key",
		"hidden": 1,
		"read_only": 1,
		"no_copy": 1,
		"print_hide": 1,
		"report_hide": 1,
		"module": MODULE,
	},
]


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

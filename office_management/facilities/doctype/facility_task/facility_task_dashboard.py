from frappe import _


def get_data() -> dict:
	"""Connections of a Facility Task: the documents of ERPNext whose rows, or which themselves, name it."""
	return {
		"fieldname": "om_facility_task",
		"non_standard_fieldnames": {
			"Audit Finding": "facility_task",
			"Facility Task": "follows_task",
			"Visit Invitation": "facility_task",
			"Visitor Log": "facility_task",
		},
		"transactions": [
			{
				"label": _("Buying", context="Facility Task"),
				"items": [
					"Material Request",
					"Request for Quotation",
					"Supplier Quotation",
					"Purchase Order",
				],
			},
			{
				"label": _("Delivery and Bills", context="Facility Task"),
				"items": ["Purchase Receipt", "Purchase Invoice", "Stock Entry"],
			},
			{
				"label": _("Work", context="Facility Task"),
				"items": ["Asset Repair", "Facility Task", "Audit Finding"],
			},
			{
				"label": _("Visits", context="Facility Task"),
				"items": ["Visit Invitation", "Visitor Log"],
			},
		],
	}

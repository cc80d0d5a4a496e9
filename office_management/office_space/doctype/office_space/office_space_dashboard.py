from frappe import _


def get_data() -> dict:
	"""Connections of an Office Space. Assets, which stand below it too, are listed on the form itself."""
	return {
		"fieldname": "space",
		"internal_links": {"Location": "location"},
		"transactions": [
			{"label": _("People", context="Office Space"), "items": ["Space Allocation"]},
			{
				"label": _("Place", context="Office Space"),
				"items": ["Location", "Office Responsibility", "Office Document"],
			},
			{"label": _("Upkeep", context="Office Space"), "items": ["Facility Task", "Facility Plan"]},
			{"label": _("Audits", context="Office Space"), "items": ["Audit Finding"]},
		],
	}

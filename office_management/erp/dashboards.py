""" "Connections" that we add to the forms of ERPNext."""

from frappe import _


def location(data: dict) -> dict:
	"""Add the Office Space to the connections of a Location."""
	data.setdefault("fieldname", "location")
	data.setdefault("non_standard_fieldnames", {})["Office Space"] = "location"
	data.setdefault("transactions", []).append(
		{"label": _("Office", context="Office Space"), "items": ["Office Space"]}
	)
	return data


def employee(data: dict) -> dict:
	"""Add the duties of an Employee to their connections."""
	data.setdefault("fieldname", "employee")
	data.setdefault("non_standard_fieldnames", {})["Office Responsibility"] = "responsible"
	data.setdefault("transactions", []).append(
		{"label": _("Office", context="Employee"), "items": ["Office Responsibility"]}
	)
	return data

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


def bought_rows(data: dict) -> dict:
	"""Add the jobs and places that the rows are for to the connections of a purchasing or stock document."""
	links = data.setdefault("internal_links", {})
	links["Facility Task"] = ["items", "om_facility_task"]
	links["Office Space"] = ["items", "om_office_space"]
	data.setdefault("transactions", []).append(
		{"label": _("Office", context="Facility Task"), "items": ["Facility Task", "Office Space"]}
	)
	return data


def asset_repair(data: dict) -> dict:
	"""Add the job that a repair is for to its connections."""
	data.setdefault("fieldname", "asset_repair")
	data.setdefault("internal_links", {})["Facility Task"] = "om_facility_task"
	data.setdefault("transactions", []).append(
		{"label": _("Office", context="Facility Task"), "items": ["Facility Task"]}
	)
	return data

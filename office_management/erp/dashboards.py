""" "Connections" that we add to the forms of ERPNext."""

from frappe import _


def location(data: dict) -> dict:
	"""Add the Office Space to the connections of a Location."""
	data.setdefault("fieldname", "location")
	names = data.setdefault("non_standard_fieldnames", {})
	names |= {"Office Space": "location", "Facility Task": "space"}  # a space is called like its Location
	data.setdefault("transactions", []).append(
		{"label": _("Office", context="Office Space"), "items": ["Office Space", "Facility Task"]}
	)
	return data


def employee(data: dict) -> dict:
	"""Add the duties of an Employee to their connections."""
	data.setdefault("fieldname", "employee")
	names = data.setdefault("non_standard_fieldnames", {})
	names |= {"Office Responsibility": "responsible", "Facility Task": "requested_by"}
	names |= {"Office Document": "responsible"}
	data.setdefault("transactions", []).append(
		{
			"label": _("Office", context="Employee"),
			"items": ["Office Responsibility", "Office Document", "Facility Task", "Access Badge"],
		}
	)
	return data


def asset(data: dict) -> dict:
	"""Add the upkeep of an Asset to its connections."""
	return upkeep(data, "asset")


def supplier(data: dict) -> dict:
	"""Add what a Supplier does for the office to their connections."""
	return upkeep(data, "supplier")


def upkeep(data: dict, fieldname: str) -> dict:
	"""Add tasks, plans, findings and documents, which name the record in this field."""
	data.setdefault("fieldname", fieldname)
	names = data.setdefault("non_standard_fieldnames", {})
	names |= {"Facility Task": fieldname, "Facility Plan": fieldname}
	names |= {"Audit Finding": fieldname, "Office Document": fieldname}
	data.setdefault("transactions", []).append(
		{
			"label": _("Upkeep", context="Office Space"),
			"items": ["Facility Task", "Facility Plan", "Office Document"],
		}
	)
	data["transactions"].append({"label": _("Audits", context="Office Space"), "items": ["Audit Finding"]})
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

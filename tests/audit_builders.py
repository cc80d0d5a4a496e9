"""Short ways to make assets and audits; see builders.py for how they behave."""

import frappe
from frappe.utils import now_datetime

from office_management.office_audits import audits, scans
from tests import baseline, builders


def asset(location=None, **values) -> str:
	"""The name of a submitted Asset, written without ERPNext's rules: enough for counting it.

	Args:
		location: an Office Space, or its name.
		values: fields of Asset.
	"""
	name = values.pop("name", None) or builders.unique("OM-ASSET-")
	made = {
		"doctype": "Asset",
		"name": name,
		"docstatus": 1,
		"status": "Submitted",
		"asset_name": values.pop("asset_name", f"Thing {name}"),
		"company": baseline.COMPANY,
		"location": getattr(location, "name", location),
		"asset_quantity": 1,
		"gross_purchase_amount": 100,
		"value_after_depreciation": 100,
	}
	frappe.get_doc({**made, **values}).db_insert()
	return name


def audit(space=None, **values):
	"""A planned Asset Count at a place; `values` may hold any field of Office Audit."""
	made = {
		"doctype": "Office Audit",
		"title": builders.unique("Count "),
		"audit_type": "Asset Count",
		"company": baseline.COMPANY,
		"space": getattr(space, "name", space),
		"lead_auditor": baseline.USERS["auditor"],
	}
	return frappe.get_doc({**made, **values}).insert()


def running_audit(space, **values):
	"""A count that has begun."""
	doc = audit(space, **values)
	audits.start(doc.name)
	return doc.reload()


def scan(doc, tag: str, space=None, **values) -> dict:
	"""Take one scan, and answer what the device is told."""
	values.setdefault("scan_id", builders.unique("scan"))
	return scans.take_scans(
		doc.name,
		[{"tag": tag, "space": getattr(space, "name", space), **values}],
		device_now=now_datetime(),
	)[0]


def line(doc, asset: str) -> frappe._dict:
	"""The line of an asset (or an unknown tag), as it is stored."""
	for field in ("asset", "asset_tag"):
		row = frappe.db.get_value("Audit Asset Line", {"audit": doc.name, field: asset}, "*", as_dict=True)
		if row:
			return row
	raise AssertionError(f"{doc.name} has no line of {asset}")


def results(doc) -> dict[str, str]:
	"""{asset or unknown tag: result} of all lines."""
	rows = frappe.get_all(
		"Audit Asset Line", {"audit": doc.name}, ["asset", "asset_tag", "result"], order_by="name"
	)
	return {row.asset or row.asset_tag: row.result for row in rows}


def programme(space=None, **values):
	"""A yearly Audit Programme whose first audit begins today; `values` may hold any field."""
	made = {
		"doctype": "Audit Programme",
		"title": builders.unique("Every year "),
		"company": baseline.COMPANY,
		"space": getattr(space, "name", space),
		"lead_auditor": baseline.USERS["auditor"],
		"holiday_rule": "Keep",
		"lead_days": 0,
	}
	return frappe.get_doc({**made, **values}).insert()


def planned(programme) -> list[frappe._dict]:
	"""The audits of a programme by date."""
	filters = {"programme": getattr(programme, "name", programme)}
	return frappe.get_all("Office Audit", filters, ["*"], order_by="occurrence_date")

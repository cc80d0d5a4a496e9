"""ERPNext's Supplier: only reading, and an allow-list, for our people hold no right on it."""

import frappe


def emergency_number(supplier: str) -> dict:
	"""Whom to call and where: the emergency number, or else the one ERPNext keeps; `phone` is None without one.

	The caller has checked that the user may see the record that names the supplier.
	"""
	name, emergency, mobile = frappe.db.get_value(
		"Supplier", supplier, ["supplier_name", "om_emergency_phone", "mobile_no"]
	)
	return {"supplier_name": name, "phone": emergency or mobile or None, "is_emergency": bool(emergency)}

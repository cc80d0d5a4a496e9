"""ERPNext's Contract and Supplier: only reading."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate


def contract_facts(contract: str) -> frappe._dict | None:
	"""Party, dates and state of a Contract; None if there is none by that name."""
	fields = ["name", "party_type", "party_name", "start_date", "end_date", "docstatus"]
	return frappe.db.get_value("Contract", contract, fields, as_dict=True)


def why_not_in_force(facts: frappe._dict, on_date: date) -> str | None:
	"""Why a contract does not hold on a day: "draft", "cancelled", "not_begun" or "expired"; None if it holds."""
	if facts.docstatus != 1:
		return "cancelled" if facts.docstatus == 2 else "draft"
	if facts.start_date and getdate(facts.start_date) > on_date:
		return "not_begun"
	return "expired" if facts.end_date and getdate(facts.end_date) < on_date else None


def expired_contracts(names: Iterable[str], on_date: date) -> dict[str, date]:
	"""Which of some contracts ended before a day, and when."""
	contract = frappe.qb.DocType("Contract")
	query = (
		frappe.qb.from_(contract)
		.select(contract.name, contract.end_date)
		.where(contract.name.isin(sorted(set(names)) or [""]) & (contract.end_date < on_date))
	)
	return dict(query.orderby(contract.name).run())


def is_disabled_supplier(supplier: str) -> bool:
	"""Whether nothing may be bought from a supplier any more."""
	return bool(frappe.db.get_value("Supplier", supplier, "disabled"))

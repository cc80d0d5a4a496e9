"""What Facilities offers to the other modules, to the desk and to hooks."""

import frappe

from office_management.facilities import (
	checklists,
	follow_ups,
	standard_checklists,
	supplies,
	supply_form,
	supply_requests,
)
from office_management.retries import with_retries

# --- checklists -----------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def answer_line(
	task: str,
	line_key: str,
	answer: str | None = None,
	note: str | None = None,
	photo: str | None = None,
) -> dict:
	"""Answer one line of a task's checklist; what is left out stays as it is, an empty text takes it away.

	Answers the line as it stands now: answer, note, photo, result, who answered when, and its follow-up.
	"""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	given = {"answer": answer, "note": note, "photo": photo}
	return with_retries(lambda: checklists.answer_line(task, line_key, **given))


@frappe.whitelist(methods=["POST"])
def make_follow_up(task: str, line_key: str) -> str:
	"""Make the follow-up task of a failed line; asked again, it answers the one there is."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	frappe.has_permission("Facility Task", "create", throw=True)
	return with_retries(lambda: follow_ups.make_follow_up(task, line_key))


@frappe.whitelist(methods=["POST"])
def copy_checklist(template: str, title: str | None = None) -> str:
	"""Copy a checklist, standard or not, to change the copy; answers its name."""
	frappe.has_permission("Checklist Template", "read", doc=template, throw=True)
	frappe.has_permission("Checklist Template", "create", throw=True)
	return standard_checklists.copy_template(template, title)


# --- office supplies ------------------------------------------------------------------------------------------


@frappe.whitelist()
def get_supply_form(item: str | None = None, space: str | None = None) -> dict:
	"""What the order form needs first; `item` and `space` as the label on a cupboard names them."""
	person = supplies.require_orderer()
	return supply_form.form(person, item, space)


@frappe.whitelist()
def get_supplies(search: str = "", group: str | None = None, start: int = 0) -> dict:
	"""A page of the items that can be ordered; names, pictures and units, never a price."""
	supplies.require_orderer()
	return supply_form.items(search, group, start)


@frappe.whitelist(methods=["POST"])
def order_supplies(
	rows: list[dict] | str,
	client_key: str,
	space: str | None = None,
	department: str | None = None,
	note: str = "",
) -> list[str]:
	"""Order supplies: rows of item and quantity, or of text and quantity. The same key makes one order."""
	person = supplies.require_orderer()
	wanted = supplies.parsed_rows(rows)
	return with_retries(lambda: supplies.order(person, wanted, client_key, space, department, note))


@frappe.whitelist(methods=["POST"])
def say_running_low(item: str, space: str, client_key: str) -> dict:
	"""Order the usual quantity of an item for a place, once per open draft."""
	person = supplies.require_orderer()
	return with_retries(lambda: supplies.running_low(person, item, space, client_key))


@frappe.whitelist()
def get_my_supply_orders(start: int = 0) -> list[dict]:
	"""What the session user has ordered, and how far it has come."""
	person = supplies.require_orderer()
	return supplies.my_lines(person, start)


@frappe.whitelist(methods=["POST"])
def change_supply_line(line: str, quantity: float) -> None:
	"""Order another quantity of what the session user has ordered and nobody has dealt with yet."""
	person = supplies.require_orderer()
	with_retries(lambda: supplies.change(person, line, quantity))


@frappe.whitelist(methods=["POST"])
def cancel_supply_line(line: str) -> None:
	"""Take back what the session user has ordered and nobody has dealt with yet."""
	person = supplies.require_orderer()
	with_retries(lambda: supplies.cancel(person, line))


@frappe.whitelist()
def get_supply_requesters(material_request: str) -> list[dict]:
	"""Who asked for which row of a supply order, for the buyer's form."""
	frappe.get_doc("Material Request", material_request).check_permission("read")
	return supply_requests.requesters(material_request)

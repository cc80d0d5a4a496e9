"""Giving many seats at once: for the register import and whoever else has thousands of them.

The rules are those of one allocation (the controller validates every document); only locks and reads are taken for
all together, and the rows are written in one statement.
"""

import frappe
from frappe.model.naming import set_new_name

from office_management.office_space import permissions
from office_management.office_space.seat_facts import Together
from office_management.office_space.seat_locks import friendly_when_busy

DOCTYPE = "Space Allocation"


def give_many(rows: list[dict]) -> list[Exception | None]:
	"""Make a Space Allocation from each row of field values, as the current user; all of leaves, none of groups.

	Returns:
		per row why it was refused, or None. Rows refused leave the others as they are. No commit, and no document
		events of other apps.

	Raises:
		frappe.PermissionError: the user may not make allocations at all. SpaceBusyError: start over.
	"""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	if not rows:
		return []
	is_limited = permissions.space_criterion(frappe.qb.DocType("Office Space")) is not None
	with friendly_when_busy():
		facts = Together(rows)
		made, errors = [], []
		for row in rows:
			doc = frappe.get_doc({**row, "doctype": DOCTYPE})
			error = _check(doc, facts, is_limited)
			errors.append(error)
			if not error:
				facts.take_in(doc)
				made.append(doc)
		_write(made)
	return errors


def _check(doc, facts: Together, is_limited: bool) -> Exception | None:
	"""Everything that inserting the document would test, the links that `facts` has found apart."""
	doc.flags.facts = facts
	doc.set("__islocal", True)
	try:
		if is_limited:
			doc.check_permission("create")
		doc._set_defaults()
		doc.set_user_and_timestamp()
		doc.set_docstatus()
		set_new_name(doc)
		doc.validate()
		doc._validate()
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.clear_messages()
		return error
	return None


def _write(docs: list) -> None:
	if not docs:
		return
	fields = frappe.get_meta(DOCTYPE).get_valid_columns()
	values = [doc.get_valid_dict(convert_dates_to_str=True) for doc in docs]
	frappe.db.bulk_insert(DOCTYPE, fields, [[row.get(field) for field in fields] for row in values])

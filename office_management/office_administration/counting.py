"""Counting records of ours, and telling what they are called: only what the user may see.

`frappe.client.get_count` asks nobody for a right. By counting with one filter after another, any user could spell out
whom a block rule names, or who visits. For our DocTypes its place is taken (hooks.py); all others count as before.
"""

import frappe
from frappe.client import get_count as count_as_frappe_does
from frappe.desk.search import get_link_title as title_as_frappe_does
from frappe.model.db_query import DatabaseQuery

APP = "office_management"
READING = ("read", "select")
TELLING_TITLES = ("Front Desk", "Office Audits", "Office Administration")
"""Modules whose records are called by what not everybody may know; places and tasks are named to whoever links them."""


def is_ours(doctype: str) -> bool:
	"""Whether the DocType belongs to one of the app's modules."""
	module = frappe.get_meta(doctype).module
	return frappe.local.module_app.get(frappe.scrub(module)) == APP


def check_may_count(doctype: str) -> None:
	"""Raises frappe.PermissionError for a DocType of ours that the user may not read.

	Rows of a table are counted with the record they belong to: by themselves only for who may see everything.
	"""
	if not is_ours(doctype):
		return
	if frappe.get_meta(doctype).istable:
		frappe.only_for("System Manager")
	elif not any(frappe.has_permission(doctype, right) for right in READING):
		raise frappe.PermissionError


def count(doctype: str, filters: dict | list | str | None, debug: bool, cache: bool) -> int:
	"""How many records there are for the user. Checks only rows: see check_may_count."""
	if not is_ours(doctype) or sees_every_row(doctype):
		return count_as_frappe_does(doctype, filters, debug, cache)
	given = frappe.parse_json(filters) if isinstance(filters, str) else filters
	return len(frappe.get_list(doctype, filters=given or None, pluck="name", order_by=None, limit=0))


def sees_every_row(doctype: str) -> bool:
	"""Whether nothing limits the rows that the user may see."""
	return frappe.get_meta(doctype).istable or not DatabaseQuery(doctype).build_match_conditions()


def title(doctype: str, docname: str) -> str | None:
	"""What a record is called, for the box of a Link field; of one of ours that the user may not read, only its name.

	`frappe.desk.search.get_link_title` asks nobody for a right: whoever knew a name learned who visits, or whom a rule
	names.
	"""
	if not frappe.db.exists("DocType", doctype) or frappe.get_meta(doctype).module not in TELLING_TITLES:
		return title_as_frappe_does(doctype, docname)
	if not frappe.db.exists(doctype, docname):
		return docname
	may_see = any(frappe.has_permission(doctype, right, doc=docname) for right in READING)
	return title_as_frappe_does(doctype, docname) if may_see else docname

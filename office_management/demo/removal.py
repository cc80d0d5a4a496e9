"""Taking the demo away again, whole: what it noted, what belongs to its company, and what hangs on those.

Set by set, not document by document. ERPNext refuses to delete a company with submitted documents, and deleting a
Location commits; here everything goes in one transaction, after we have made sure that nothing of anybody else's
points at it.
"""

from collections.abc import Iterable, Iterator

import frappe
from frappe import _
from frappe.utils.password import delete_all_passwords_for

from office_management.demo import reception, record, setup
from office_management.demo.references import Field, dynamic_fields, link_fields, single_fields

CHUNK = 500
MOST_SHOWN = 20

# Masters that anybody may have come to use: they stay as long as somebody does.
SHARED = ("Designation", "Gender", "UOM", "Fiscal Year", "Item Group", "Holiday List", "Asset Category")

# Rows about a document that mean nothing without it: (DocType, field of the DocType's name or "", field of the name)
TRACES = (
	("Version", "ref_doctype", "docname"),
	("Comment", "reference_doctype", "reference_name"),
	("Communication", "reference_doctype", "reference_name"),
	("ToDo", "reference_type", "reference_name"),
	("DocShare", "share_doctype", "share_name"),
	("Notification Log", "document_type", "document_name"),
	("Activity Log", "reference_doctype", "reference_name"),
	("View Log", "reference_doctype", "reference_name"),
	("Access Log", "export_from", "reference_document"),
	("Tag Link", "document_type", "document_name"),
	("Document Follow", "ref_doctype", "ref_docname"),
	("Deleted Document", "deleted_doctype", "deleted_name"),
	("Email Queue", "reference_doctype", "reference_name"),
	("Energy Point Log", "reference_doctype", "reference_name"),
	("User Permission", "allow", "for_value"),
)

# Documents that go with what they point at, though they carry no company
FOLLOWERS = (
	("Asset Activity", "asset", "Asset"),
	("Audit Custodian", "audit", "Office Audit"),
	("Audit Scan", "audit", "Office Audit"),
	("Office Audit Answer", "audit", "Office Audit"),
	("Contact", "user", "User"),
	("Notification Settings", "name", "User"),
	("Space Allocation", "space", "Office Space"),
	("Office Responsibility", "space", "Office Space"),
	("Location", "name", "Office Space"),
)


class DemoInUseError(frappe.ValidationError):
	"""Somebody's own documents point at the demo's."""


Doomed = dict[str, set[str]]


def remove() -> None:
	"""Delete all that is the demo's. Raises DemoInUseError, with the list, if others' documents point at it."""
	frappe.local.request_cache.clear()  # what points where may have changed since it was looked up
	doomed = collect()
	_spare_shared(doomed)
	_refuse_if_in_use(doomed)
	undo_setup = bool(record.get(record.SETUP)) and not _others_need_the_setup(doomed)
	_delete_all(doomed)
	reception.forget_confirmation()
	if undo_setup:
		setup.undo()
	record.forget()
	frappe.clear_cache()


def collect() -> Doomed:
	"""DocType -> names of everything that is to go.

	Child rows go with their parents; only those about the company in documents that stay (the account of a mode
	of payment, say) are listed themselves.
	"""
	doomed: Doomed = {}
	for doctype, names in record.names().items():
		_add(doomed, doctype, names)
	for field in link_fields("Company"):
		if field.doctype != "Company":
			_add(doomed, field.doctype, field.rows_pointing_at({record.get(record.COMPANY) or ""}))
	for doctype, fieldname, target in FOLLOWERS:
		_add(doomed, doctype, Field(doctype, fieldname, target).rows_pointing_at(doomed.get(target, set())))
	return doomed


def _add(doomed: Doomed, doctype: str, names: Iterable[str]) -> None:
	there = set()
	for chunk in _chunks(names):
		table = frappe.qb.DocType(doctype)
		there.update(frappe.qb.from_(table).select(table.name).where(table.name.isin(chunk)).run(pluck=True))
	if there:
		doomed.setdefault(doctype, set()).update(there)


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
	names = sorted(names)
	for start in range(0, len(names), CHUNK):
		yield names[start : start + CHUNK]


# --- what others use -------------------------------------------------------------------------------------------------


def _spare_shared(doomed: Doomed) -> None:
	for doctype in SHARED:
		used = {target for _row, target in _pointing_from_outside(doctype, doomed)}
		doomed.get(doctype, set()).difference_update(used)


def _refuse_if_in_use(doomed: Doomed) -> None:
	found = [
		(row, f"{doctype} {target}")
		for doctype in doomed
		for row, target in _pointing_from_outside(doctype, doomed)
	]
	if not found:
		return
	lines = [
		_("{0} points at {1}", context="Office Management Demo").format(
			frappe.utils.get_link_to_form(*row), target
		)
		for row, target in found[:MOST_SHOWN]
	]
	if len(found) > MOST_SHOWN:
		lines.append(_("and {0} more", context="Office Management Demo").format(len(found) - MOST_SHOWN))
	frappe.throw(
		_(
			"These documents are not the demo's, and point at its data. Change or delete them, then try again:",
			context="Office Management Demo",
		)
		+ "<br>"
		+ "<br>".join(lines),
		DemoInUseError,
		title=_("Demo Data Is in Use", context="Office Management Demo"),
	)


def _pointing_from_outside(doctype: str, doomed: Doomed) -> Iterator[tuple[tuple[str, str], str]]:
	"""((DocType, name) of a document that stays, name of the doomed document it points at)."""
	names = doomed.get(doctype, set())
	for field in [*link_fields(doctype), *dynamic_fields(doctype)]:
		if not _is_trace(field):
			for row in field.references(names):
				if row.name not in doomed.get(field.doctype, ()) and row.parent not in doomed.get(
					row.parent_doctype, ()
				):
					yield (row.parent_doctype, row.parent), row.target


def _is_trace(field: Field) -> bool:
	"""Rows that are deleted with what they are about, or kept by Frappe for its own use."""
	return field.doctype in {trace[0] for trace in TRACES} or field.is_frappes_own


def _others_need_the_setup(doomed: Doomed) -> bool:
	"""Does anything that stays point at what the set-up wizard made? Then the site stays set up."""
	if frappe.db.count("Company") > len(doomed.get("Company", ())):
		return True
	made = {doctype: set(names) for doctype, names in record.get(record.SETUP)["made"].items()}
	both = {doctype: made.get(doctype, set()) | doomed.get(doctype, set()) for doctype in (*made, *doomed)}
	return any(True for doctype in made for _found in _pointing_from_outside(doctype, both))


# --- deleting --------------------------------------------------------------------------------------------------------


def _delete_all(doomed: Doomed) -> None:
	for doctype in doomed:
		_delete_files(doctype, doomed[doctype])
	for doctype, names in doomed.items():
		for chunk in _chunks(names):
			_delete_traces(doctype, chunk)
			_delete_children(doctype, chunk)
			frappe.db.delete(doctype, {"name": ("in", chunk)})
	_clear_settings(doomed)
	for user in doomed.get("User", ()):
		_delete_user_leftovers(user)


def _delete_files(doctype: str, names: Iterable[str]) -> None:
	for chunk in _chunks(names):
		attached = frappe.get_all(
			"File",
			{"attached_to_doctype": doctype, "attached_to_name": ("in", chunk)},
			pluck="name",
			order_by="name",
		)
		for name in [*attached, *(chunk if doctype == "File" else ())]:
			# the file on the disk goes too; clear() is for System Managers only
			frappe.delete_doc(
				"File", name, ignore_permissions=True, delete_permanently=True, ignore_missing=True
			)


def _delete_traces(doctype: str, names: list[str]) -> None:
	for trace, doctype_field, name_field in TRACES:
		if frappe.db.table_exists(trace, cached=True):
			frappe.db.delete(trace, {doctype_field: doctype, name_field: ("in", names)})
	search = frappe.qb.Table("__global_search")
	frappe.qb.from_(search).delete().where((search.doctype == doctype) & search.name.isin(names)).run()


def _delete_children(doctype: str, names: list[str]) -> None:
	for table in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(table.options, {"parenttype": doctype, "parent": ("in", names)})


def _clear_settings(doomed: Doomed) -> None:
	"""Settings and defaults that name what is gone name nothing."""
	singles = frappe.qb.Table("tabSingles")
	for doctype, names in doomed.items():
		for field in single_fields(doctype):
			frappe.qb.from_(singles).delete().where(
				(singles.doctype == field.doctype)
				& (singles.field == field.fieldname)
				& singles.value.isin(sorted(names))
			).run()
	frappe.defaults.clear_default("company", record.get(record.COMPANY))


def _delete_user_leftovers(user: str) -> None:
	delete_all_passwords_for("User", user)
	for doctype in ("Route History", "List Filter", "Access Log", "Activity Log"):
		field = "for_user" if doctype == "List Filter" else "user"
		frappe.db.delete(doctype, {field: user})
	frappe.db.delete("DefaultValue", {"parent": user})
	frappe.db.delete("User Permission", {"user": user})
	frappe.db.delete("Notification Log", {"for_user": user})
	for name in ("Sessions", "__UserSettings"):
		table = frappe.qb.DocType(name) if name == "Sessions" else frappe.qb.Table(name)
		frappe.qb.from_(table).delete().where(table.user == user).run()

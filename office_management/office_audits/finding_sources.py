"""Where a finding comes from when somebody raises it by hand: a task's failed line, a line of a count, a record."""

import frappe
from frappe import _
from frappe.model.document import Document

from office_management.domain.checklists import FAIL
from office_management.office_audits.findings import raise_finding

FINDING = "Audit Finding"
LINE = "Audit Asset Line"


class NothingFailedError(frappe.ValidationError):
	"""A finding was to be raised from a line that did not fail, or is not there."""


def from_task(task: Document, line_key: str, values: dict) -> str:
	"""Raise the finding of a failed line of a task's checklist; asked again, it answers the one there is.

	Raises NothingFailedError.
	"""
	row = next((row for row in task.checklist if row.line_key == line_key and row.result == FAIL), None)
	if not row:
		frappe.throw(
			_("This line did not fail, so there is nothing to find.", context=FINDING), NothingFailedError
		)
	name = raise_finding(
		{
			"title": row.question,
			"severity": "High" if row.is_critical else "Medium",
			"description": row.note,
			"photos": [{"photo": row.photo}] if row.photo else [],
			**{key: value for key, value in values.items() if value},
			**{field: task.get(field) for field in ("space", "asset", "company", "supplier")},
			"source_task": task.name,
			"line_key": line_key,
		}
	)
	share_photo(row.photo, name)
	return name


def share_photo(address: str | None, finding: str) -> None:
	"""The same picture stands with the task and the finding; nothing is stored twice."""
	found = {"file_url": address, "attached_to_doctype": FINDING, "attached_to_name": finding}
	if not address or frappe.db.exists("File", found):
		return
	file = frappe.new_doc("File")
	file.update({**found, "is_private": 1})
	file.insert(ignore_permissions=True)  # the user may read the task whose photo it is


def failed_lines(task: Document) -> list[dict]:
	"""The failed lines of a task's checklist: key, question and note, and the finding each led to."""
	filters = {"source_task": task.name, "line_key": ("is", "set")}
	found = frappe.get_all(FINDING, filters, ["line_key", "name"], order_by="creation", as_list=True)
	there = dict(found)
	return [
		{
			"line_key": row.line_key,
			"question": row.question,
			"note": row.note,
			"finding": there.get(row.line_key),
		}
		for row in task.checklist
		if row.result == FAIL
	]


def from_line(line: Document, values: dict) -> str:
	"""Raise the finding of one line of a count; asked again, it answers the one there is."""
	name = raise_finding(
		{
			"title": line.get("asset_name") or line.asset or line.asset_tag,
			**{key: value for key, value in values.items() if value},
			"space": line.get("seen_space") or line.get("expected_space"),
			"asset": line.asset,
			"company": line.get("company"),
			"office_audit": line.audit,
			"audit_asset_line": line.name,
		}
	)
	frappe.db.set_value(LINE, line.name, "finding", name, update_modified=False)
	return name

"""What the print format Work Order shows beyond the fields of the task."""

import frappe
from frappe.model.document import Document

from office_management.domain import checklists
from office_management.facilities.checklists import TASK
from office_management.facilities.standard_checklists import text

FACE = {"Yes/No/NA": ("Yes", "No", "NA"), "Rating": ("1", "2", "3", "4", "5")}


def work_order_facts(task: Document) -> dict:
	"""Whom the task is assigned to, by name, and what its asset is called.

	For a task that the reader may print: Frappe has checked that before it draws a print format.
	"""
	users = frappe.get_all(
		"ToDo",
		filters={"reference_type": TASK, "reference_name": task.name, "status": "Open"},
		pluck="allocated_to",
		order_by="creation",
	)
	asset = frappe.db.get_value("Asset", task.asset, "asset_name") if task.asset else None
	return {
		"assigned": [frappe.utils.get_fullname(user) for user in dict.fromkeys(users)],
		"asset": " · ".join(dict.fromkeys(part for part in (task.asset, asset) if part)),
	}


def work_order_lines(task: Document) -> list[dict]:
	"""The questions as they are printed: heading (where a section begins), question, boxes to tick, unit, limits."""
	return [
		{
			"idx": row.idx,
			"heading": text(row.section) if row.section and row.section != _section_above(task, row) else "",
			"question": text(row.question),
			"help": text(row.help_text),
			"boxes": _boxes(row),
			"answer": (row.answer or "") if row.answer_type in ("Number", "Text") else "",
			"unit": text(row.unit),
			"limits": _limits(row),
			"note": row.note or "",
			"failed": row.result == checklists.FAIL,
			"wide": row.answer_type == "Text",
		}
		for row in task.checklist
	]


def _section_above(task: Document, row: Document) -> str | None:
	return task.checklist[row.idx - 2].section if row.idx > 1 else None


def _boxes(row: Document) -> list[dict]:
	"""Each possible answer with whether it was given; nothing where one writes."""
	values = (
		checklists.choices_of(row.choices) if row.answer_type == "Choice" else FACE.get(row.answer_type, ())
	)
	return [{"value": value, "label": text(value), "ticked": value == row.answer} for value in values]


def _limits(row: Document) -> tuple[str, str]:
	"""Lowest and highest allowed, as the reader writes numbers; "" where there is none."""
	if row.answer_type != "Number":
		return ("", "")
	return (_number(row.has_min_value, row.min_value), _number(row.has_max_value, row.max_value))


def _number(is_set: int, value: float) -> str:
	if not is_set:
		return ""
	return frappe.utils.fmt_money(value, precision=0 if float(value).is_integer() else 2)

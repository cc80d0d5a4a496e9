"""Questions as rows hold them (of a template, or copied into a task), and as the rules of the domain want them."""

from decimal import Decimal

import frappe
from frappe.model.document import Document

from office_management.domain.checklists import NUMBER, RATING, Question

QUESTION_FIELDS = (
	"line_key",
	"section",
	"question",
	"help_text",
	"answer_type",
	"choices",
	"unit",
	"has_min_value",
	"min_value",
	"has_max_value",
	"max_value",
	"is_required",
	"is_critical",
	"weight",
	"photo_rule",
	"on_fail",
)
"""What a task copies of each line of its template; from then on the task's own, whatever becomes of the template."""


def question_of(row: Document | frappe._dict) -> Question:
	"""The question of a row of a template or of a task, as the rules want it. A rating has no highest."""
	limited = row.answer_type in (NUMBER, RATING)
	has_highest = row.answer_type == NUMBER and row.has_max_value
	return Question(
		answer_type=row.answer_type,
		choices=row.choices or "",
		lowest=Decimal(str(row.min_value or 0)) if limited and row.has_min_value else None,
		highest=Decimal(str(row.max_value or 0)) if has_highest else None,
		is_required=bool(row.is_required),
		photo_rule=row.photo_rule or "Optional",
	)

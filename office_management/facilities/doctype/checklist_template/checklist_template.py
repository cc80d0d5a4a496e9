import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from office_management.domain import checklists
from office_management.facilities import standard_checklists
from office_management.facilities.questions import question_of
from office_management.office_administration import api as office_administration

LINE_KEY = re.compile(r"[A-Za-z0-9._-]{1,60}")


class QuestionError(frappe.ValidationError):
	"""A question of a checklist could not be answered well."""


class ChecklistTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.checklist_template_item.checklist_template_item import (
			ChecklistTemplateItem,
		)

		copied_from: DF.Link | None
		description: DF.SmallText | None
		disabled: DF.Check
		is_standard: DF.Check
		items: DF.Table[ChecklistTemplateItem]
		source: DF.SmallText | None
		suggested_rule: DF.Literal["", "Daily", "Weekly", "Monthly", "Quarterly", "Yearly"]
		title: DF.Data
	# end: auto-generated types

	@staticmethod
	def prepare_for_import(values: dict) -> None:
		"""Called by Frappe before it imports a fixture."""
		if frappe.flags.in_fixtures and values.get("is_standard"):
			standard_checklists.make_way(values["name"])

	def validate(self) -> None:
		standard_checklists.check_not_standard(self)
		self.set_line_keys()
		self.clear_what_does_not_apply()
		self.check_questions()
		office_administration.clean_texts(self)

	def on_trash(self) -> None:
		if self.is_standard:
			standard_checklists.refuse_change(self.name)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		for name in (old, new):
			if frappe.db.get_value(self.doctype, name, "is_standard"):
				standard_checklists.refuse_change(name)

	def set_line_keys(self) -> None:
		"""A line gets its key once; it keeps it through every edit, and answers are compared by it."""
		before = self.get_doc_before_save()
		saved = {row.name: row.line_key for row in before.items} if before else {}
		given = [(saved.get(row.name) or "", _usable(row.line_key)) for row in self.items]
		keys = checklists.keys_for(given, lambda: frappe.generate_hash(length=10))
		for row, key in zip(self.items, keys, strict=True):
			row.line_key = key

	def clear_what_does_not_apply(self) -> None:
		for row in self.items:
			if row.answer_type != checklists.CHOICE:
				row.choices = None
			if row.answer_type != checklists.NUMBER:
				row.unit, row.has_max_value = None, 0
			if row.answer_type not in (checklists.NUMBER, checklists.RATING):
				row.has_min_value = 0
			row.min_value = row.min_value if row.has_min_value else 0
			row.max_value = row.max_value if row.has_max_value else 0

	def check_questions(self) -> None:
		for row in self.items:
			if reason := checklists.question_error(question_of(row)):
				frappe.throw(
					_("Row {0}, {1}: {2}", context="Checklist Template").format(
						row.idx, frappe.bold(escape_html(row.question or "")), self.explain(reason)
					),
					QuestionError,
				)

	def explain(self, reason: str) -> str:
		return {
			checklists.LIMITS_CROSSED: _(
				"the lowest number allowed is above the highest. Change one of them.",
				context="Checklist Template",
			),
			checklists.RATING_LIMIT: _(
				"a rating goes from 1 to 5, so the lowest allowed must be one of these.",
				context="Checklist Template",
			),
			checklists.TOO_FEW_CHOICES: _(
				"give at least two choices, one a line.", context="Checklist Template"
			),
			checklists.SAME_CHOICE: _("the same choice stands there twice.", context="Checklist Template"),
			checklists.ALL_CHOICES_FAIL: _(
				"every choice fails. Leave at least one without a * at its end.", context="Checklist Template"
			),
		}.get(reason) or _("this kind of answer is not known.", context="Checklist Template")


def _usable(line_key: str | None) -> str:
	"""A key that a copy or an import brings; nothing if it is none that could be ours."""
	return line_key if line_key and LINE_KEY.fullmatch(line_key) else ""

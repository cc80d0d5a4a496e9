"""The checklists that come with the app (fixtures/), and copies of them: these are the office's own.

Frappe writes the standard ones anew on each migrate, so nobody edits them; a copy keeps the keys of its lines, by which
answers to the same question are compared later.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from office_management.facilities.questions import QUESTION_FIELDS

TEMPLATE = "Checklist Template"
FIRE_SAFETY = {
	"Fire Safety: Daily": "Daily",
	"Fire Safety: Weekly": "Weekly",
	"Fire Safety: Monthly": "Monthly",
	"Fire Safety: Quarterly": "Quarterly",
	"Fire Safety: Yearly": "Yearly",
	"Fire Extinguishers: Monthly": "Monthly",
	"Fire Extinguishers: Yearly": "Yearly",
}
"""The set for fire safety: each template with how often it is usually done (the template's suggested_rule)."""
TRANSLATED = ("section", "question", "help_text", "unit")
MOST_COPIES = 1000


class StandardChecklistError(frappe.ValidationError):
	"""A checklist that came with the app was to be changed, renamed or deleted, or another one to become one."""


def text(value: str | None) -> str:
	"""A text of a checklist in the user's language, as far as it is one of a standard checklist's."""
	return _(value, context="Checklist Template") if value else ""


def copy_template(name: str, title: str | None = None) -> str:
	"""Make a checklist of the office's own from another one, in the user's language; answers its name.

	The caller has checked the right to read the one and to create the other.

	Args:
		name: the checklist to copy.
		title: its name to be; left out, that of the one copied with "Copy" and, if need be, a number.
	"""
	source = frappe.get_doc(TEMPLATE, name)
	new = frappe.new_doc(TEMPLATE)
	new.update(
		{
			"title": (title or "").strip() or _free_title(_(source.title)),
			"description": text(source.description),
			"suggested_rule": source.suggested_rule,
			"source": source.source,
			"copied_from": source.name,
			"items": [_copied_line(row) for row in source.items],
		}
	)
	return new.insert().name


def _copied_line(row: Document) -> dict:
	values = {field: row.get(field) for field in QUESTION_FIELDS}
	values |= {field: text(row.get(field)) for field in TRANSLATED}
	return {
		**values,
		"choices": "\n".join(_translated_choice(line) for line in (row.choices or "").splitlines()),
	}


def _translated_choice(line: str) -> str:
	plain = line.rstrip("* ").strip()
	return text(plain) + (" *" if line.rstrip().endswith("*") else "")


def _free_title(title: str) -> str:
	first = _("{0} (Copy)", context="Checklist Template").format(title)
	if not frappe.db.exists(TEMPLATE, first):
		return first
	numbered = (
		_("{0} (Copy {1})", context="Checklist Template").format(title, number)
		for number in range(2, MOST_COPIES)
	)
	return next((each for each in numbered if not frappe.db.exists(TEMPLATE, each)), first)


# --- what keeps the standard ones as they came ----------------------------------------------------------------


def check_not_standard(template: Document) -> None:
	"""Refuse to save a standard checklist, or to make one, outside the import of fixtures."""
	if frappe.flags.in_fixtures:
		return
	before = template.get_doc_before_save()
	if before and before.is_standard:
		refuse_change(template.name)
	if template.is_standard:
		frappe.throw(
			_("Only checklists that come with the app are standard.", context="Checklist Template"),
			StandardChecklistError,
		)


def refuse_change(name: str) -> None:
	"""Raise StandardChecklistError: the one that came with the app stays, a copy may be changed."""
	frappe.throw(
		_(
			"{0} comes with the app and stays as it is. Copy it (button Copy) and change the copy.",
			context="Checklist Template",
		).format(frappe.bold(frappe.utils.get_link_to_form(TEMPLATE, name, _(name)))),
		StandardChecklistError,
	)


def make_way(name: str) -> None:
	"""Before a standard checklist is imported: an own one of the same name is kept, under another name."""
	if frappe.db.get_value(TEMPLATE, name, "is_standard") == 0:
		frappe.rename_doc(TEMPLATE, name, _free_title(name), force=True)

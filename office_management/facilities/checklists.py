"""The questions of a task: copied from a template, answered, judged."""

from frappe.model.document import Document


def prepare(task: Document) -> None:
	"""While a task is validated: copy the template's questions once, judge each answer, stamp who gave it when."""


def check_answered(task: Document) -> None:
	"""Refuse to call a task done while a required line has no answer or lacks its photo, naming the lines."""

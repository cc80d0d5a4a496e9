"""Short ways to make inspections by checklist; see builders.py for how they behave."""

import io

import frappe
from PIL import Image

from office_management.office_audits import audits, checklist_audits, sign_off
from tests import audit_builders, builders
from tests import facility_builders as facility

YES_NO, NUMBER, TEXT, RATING, CHOICE = "Yes/No/NA", "Number", "Text", "Rating", "Choice"


def question(text: str, section: str = "", **values) -> dict:
	"""A line of a template; its key is its text without signs."""
	key = "".join(sign if sign.isalnum() else "-" for sign in text)
	return {"question": text, "section": section, "line_key": key, "on_fail": "Nothing", **values}


def template(*questions: dict) -> str:
	"""The name of a checklist of these questions."""
	return facility.checklist(title=builders.unique("Inspection "), items=questions).name


def inspection(space, checklist: str, **values):
	"""A planned inspection of a place."""
	made = {"audit_type": "Checklist", "checklist_template": checklist, **values}
	return audit_builders.audit(space, **made)


def running(space, checklist: str, **values):
	"""An inspection that has begun."""
	doc = inspection(space, checklist, **values)
	audits.start(doc.name)
	return doc.reload()


def answered(doc, answers: dict[str, str]) -> None:
	"""Give these answers: {question: answer}."""
	for text, given in answers.items():
		checklist_audits.answer(doc.name, question(text)["line_key"], given)


def signed(space, checklist: str, answers: dict[str, str], **values):
	"""An inspection from its start to the signature."""
	doc = running(space, checklist, **values)
	answered(doc, answers)
	audits.end_counting(doc.name)
	sign_off.sign_off(doc.name, reason="Nobody else is here")
	return doc.reload()


def row(doc, text: str) -> frappe._dict:
	"""A question of an inspection with its answer, as it is stored."""
	filters = {"audit": doc.name, "line_key": question(text)["line_key"]}
	return frappe.db.get_value("Office Audit Answer", filters, "*", as_dict=True)


def picture(color: str = "red") -> bytes:
	"""A small photo."""
	kept = io.BytesIO()
	Image.new("RGB", (8, 8), color).save(kept, "PNG")
	return kept.getvalue()

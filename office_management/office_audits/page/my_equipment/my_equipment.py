"""What the page My Equipment asks the server for. Who is asked sees and answers for their own things alone."""

import frappe
from frappe.utils import sbool

from office_management.office_audits import counting, custodians
from office_management.retries import with_retries

AUDIT = "Office Audit"


@frappe.whitelist()
def get_my_lines() -> list[dict]:
	"""What the user is asked about (see custodians.my_lines)."""
	frappe.has_permission(AUDIT, "read", throw=True)
	return custodians.my_lines()


@frappe.whitelist(methods=["POST"])
def answer_line(
	line: str,
	has_it: bool | int | str,
	key: str,
	number: int | str | None = None,
	condition: str | None = None,
	note: str | None = None,
) -> list[dict]:
	"""Say "I have it" or "I do not have it"; a photo may come with the request. Answers all lines anew."""
	_may_answer(line)
	given = {"has_it": sbool(has_it) in (True, 1), "key": key, "number": number}
	given |= {"condition": condition or "", "note": note or ""}
	photo = counting.uploaded_photo()
	with_retries(lambda: custodians.answer(line, given, photo))
	return custodians.my_lines()


def _may_answer(line: str) -> None:
	frappe.has_permission(AUDIT, "read", throw=True)
	if not custodians.line_to_answer(line):
		raise frappe.PermissionError

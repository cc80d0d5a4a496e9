"""Whom a visitor means who types a host: by the exact full name or e-mail address, and nobody otherwise."""

import frappe

from office_management.domain.person_keys import email_key, name_key
from office_management.domain.problem_texts import clean_line

EMPLOYEE = "Employee"
NAME, ADDRESSES = "employee_name", ("company_email", "user_id", "prefered_email")
LONGEST = 140


def find_host(text: str) -> str | None:
	"""The one person at work with exactly this full name or e-mail address (case, accents and spacing apart).

	None for nobody and for several alike. Does the same work in any case.
	"""
	typed = clean_line(text, LONGEST)
	employee = frappe.qb.DocType(EMPLOYEE)
	meant = employee[NAME] == typed
	for address in ADDRESSES:
		meant |= employee[address] == typed
	rows = (
		frappe.qb.from_(employee)
		.select(employee.name, *(employee[field] for field in (NAME, *ADDRESSES)))
		.where((employee.status == "Active") & meant)
		.limit(5)
		.run(as_dict=True)
	)
	found = {row.name for row in rows if is_meant(row, typed)}
	return found.pop() if len(found) == 1 else None


def is_meant(row: frappe._dict, typed: str) -> bool:
	"""The database takes more for equal than we do: trailing spaces, and the empty text for an empty field."""
	if "@" in typed:
		return email_key(typed) in {email_key(row[field]) for field in ADDRESSES if row[field]}
	return bool(typed) and name_key(row[NAME]) == name_key(typed)

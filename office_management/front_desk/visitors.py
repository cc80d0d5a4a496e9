"""Visitors as persons: their keys, and who of those we know somebody is."""

import frappe
from frappe.model.document import Document

from office_management.domain import person_keys, person_search, visit_matching
from office_management.domain.visit_matching import Candidate, Person

VISITOR = "Visitor"
DETAILS = ("organisation", "email", "phone", "language", "party_type", "party")
KEYS = ("name_key", "email_key", "phone_key", "organisation_key")
MOST_NAMESAKES = 100


def region() -> str | None:
	"""The country in which a phone number without country code is dialled: that of the site."""
	country = frappe.db.get_default("country")
	code = country and frappe.get_cached_value("Country", country, "code")
	return code.upper() if code else None


def keys_of(values: dict | Document) -> dict[str, str | None]:
	"""The keys under which a person with these details is found."""
	return {
		"name_key": person_keys.name_key(values.get("full_name")) or None,
		"backward_key": person_search.backward(person_keys.name_key(values.get("full_name"))) or None,
		"email_key": person_keys.email_key(values.get("email")) or None,
		"phone_key": person_keys.phone_key(values.get("phone"), region()) or None,
		"organisation_key": person_keys.organisation_key(values.get("organisation")) or None,
	}


def person_of(values: dict | Document) -> Person:
	"""The same, as the rules of matching want it; `host` may be among the values."""
	keys = keys_of(values)
	return as_person(keys, values.get("host"))


def as_person(keys: dict, host: str | None = None) -> Person:
	"""A Person from a row with the four keys."""
	return Person(
		keys.get("name_key") or None,
		keys.get("email_key") or None,
		keys.get("phone_key") or None,
		keys.get("organisation_key") or None,
		host or None,
	)


def find(values: dict) -> str | None:
	"""The visitor whom these details belong to: same name and nothing against it, or same e-mail address."""
	person = person_of(values)
	rows = namesakes("name_key", person.name) + namesakes("email_key", person.email)
	candidates = [
		Candidate(row.name, as_person(row), rank=0 if row.name_key == person.name else 1) for row in rows
	]
	return visit_matching.best(person, candidates)


def namesakes(field: str, key: str | None) -> list[frappe._dict]:
	"""Visitors with this key, newest first."""
	if not key:
		return []
	return frappe.get_all(
		VISITOR,
		filters={field: key, "anonymised_on": ("is", "not set")},
		fields=["name", *KEYS],
		order_by="creation desc",
		limit=MOST_NAMESAKES,
	)


def find_or_make(values: dict, may_complete: bool = True) -> str:
	"""The visitor whom these details belong to, made if there is none. Checks no permission.

	Args:
		values: `full_name`, and any of DETAILS.
		may_complete: whether what we did not know yet may be added to a visitor who is there; never what differs.
	"""
	found = find(values)
	if not found:
		details = {field: values.get(field) for field in DETAILS}
		doc = frappe.get_doc({"doctype": VISITOR, "full_name": values.get("full_name"), **details})
		return doc.insert(ignore_permissions=True).name  # the caller has checked
	if may_complete:
		complete(found, values)
	return found


def complete(visitor: str, values: dict) -> None:
	"""Add what we did not know of a visitor."""
	doc = frappe.get_doc(VISITOR, visitor)
	new = {field: values[field] for field in DETAILS if values.get(field) and not doc.get(field)}
	if new:
		doc.update(new)
		doc.save(ignore_permissions=True)  # the caller has checked

"""The firm's papers: Office Documents with owners and dates, some of them late, one replaced."""

import frappe

from office_management.demo.data import records
from office_management.demo.documents import make
from office_management.demo.plan.shapes import Plan

DOCUMENT = "Office Document"
KEEPERS = {
	"manager": "Office Manager",
	"technician": "Facility Technician",
	"receptionist": "Office Receptionist",
}


def make_records(plan: Plan, company: str, spaces: dict[str, str], people: dict[str, str]) -> None:
	"""Office Documents; what is late was reminded of before, so nobody gets a heap of mails.

	Args:
		spaces: a space's key -> Office Space.
		people: employee number -> Employee.
	"""
	made = {
		paper.title: make(DOCUMENT, company=company, **values_of(paper, plan, spaces, people))
		for paper in records.PAPERS
	}
	replace(plan, company, made)


def values_of(paper: records.Paper, plan: Plan, spaces: dict[str, str], people: dict[str, str]) -> dict:
	"""The fields of one document."""

	def day(number: str):
		return plan.day(int(number)) if number else None

	return {
		"title": paper.title,
		"document_type": paper.document_type,
		"document_number": paper.number,
		"space": spaces.get(paper.place),
		"responsible": keeper_of(paper.keeper, plan, people),
		"valid_from_date": day(paper.valid_from),
		"valid_until_date": day(paper.valid_until),
		"review_every_months": int(paper.review_months or 0),
		"next_review_date": day(paper.next_review),
		"issuer": paper.issuer,
		"supplier": paper.supplier and frappe.db.exists("Supplier", {"supplier_name": paper.supplier}),
		"original_kept_at": paper.original,
		"is_signed": int(paper.document_type != "Policy"),
	}


def keeper_of(keeper: str, plan: Plan, people: dict[str, str]) -> str | None:
	"""The Employee who looks after it: the first with the role, or the first head of a department."""
	there = [person for person in plan.people if not person.left]
	role = KEEPERS.get(keeper)
	fits = [person for person in there if (role in (person.roles or ()) if role else person.is_head)]
	return people.get(fits[0].key) if fits else None


def replace(plan: Plan, company: str, made: dict[str, str]) -> None:
	"""The paper of the year before, and that this year's took its place."""
	title, old_title, number, first, last = records.REPLACED
	new = frappe.get_doc(DOCUMENT, made[title])
	new.replaces = make(
		DOCUMENT,
		company=company,
		title=old_title,
		document_type=new.document_type,
		document_number=number,
		space=new.space,
		responsible=new.responsible,
		valid_from_date=plan.day(first),
		valid_until_date=plan.day(last),
		issuer=new.issuer,
	)
	new.save(ignore_permissions=True)  # create() is for System Managers only

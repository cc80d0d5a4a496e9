import frappe
from frappe.model.document import Document

from office_management.front_desk import data_requests, views


class VisitorDataRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		copies: DF.Int
		due_date: DF.Date | None
		files: DF.Int
		handled_by: DF.Link | None
		handled_on: DF.Datetime | None
		reason: DF.Literal["Asked by the Person", "Objection", "Asked by an Authority", "Entered by Mistake"]
		received_date: DF.Date | None
		request_type: DF.Literal["Export", "Erasure"]
		visitor: DF.Link | None
		visits: DF.Int
	# end: auto-generated types


def check_may_answer(visitor: str) -> None:
	"""Managers, for visitors that they may see. Raises frappe.PermissionError."""
	frappe.only_for(("Office Manager", "System Manager"))
	frappe.get_doc("Visitor", visitor).check_permission("read")


@frappe.whitelist(methods=["POST"])
def export_visitor(visitor: str, received_date: str | None = None) -> None:
	"""Answer with a file of everything that is kept about a visitor."""
	check_may_answer(visitor)
	data = data_requests.export(visitor, data_requests.check_received(received_date))
	views.note_viewed("Visitor", visitor)
	frappe.response.filename = f"visitor-data-{visitor}.json"
	frappe.response.filecontent = frappe.as_json(data).encode()
	frappe.response.type = "download"


@frappe.whitelist(methods=["POST"])
def erase_visitor(visitor: str, reason: str, received_date: str | None = None) -> str:
	"""Forget a visitor now, everywhere; answers the name of the record of it."""
	check_may_answer(visitor)
	return data_requests.erase(visitor, reason, data_requests.check_received(received_date))


@frappe.whitelist()
def get_same_person(visitor: str) -> list[str]:
	"""Other visitors with the same e-mail address."""
	check_may_answer(visitor)
	return data_requests.same_person(visitor)


@frappe.whitelist()
def get_who_looked(visitor: str) -> list[dict]:
	"""Who looked at a visitor or one of their visits, latest first."""
	check_may_answer(visitor)
	return views.who_looked(visitor)

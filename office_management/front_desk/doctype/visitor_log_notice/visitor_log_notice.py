import frappe
from frappe.model.document import Document

from office_management.front_desk import host_notices
from office_management.retries import with_retries


class VisitorLogNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_on: DF.Datetime | None
		due_on: DF.Datetime | None
		employee: DF.Link | None
		mailed_on: DF.Datetime | None
		notice: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		seen_on: DF.Datetime | None
		step: DF.Int
		tell_key: DF.Data | None
		told_on: DF.Datetime | None
		user: DF.Link | None
	# end: auto-generated types


def on_doctype_update():
	"""What the sweep reads: who is not told yet, and is due."""
	frappe.db.add_index("Visitor Log Notice", ["told_on", "due_on"])


@frappe.whitelist(methods=["POST"])
def acknowledge_visit(log: str, is_coming: bool = True) -> bool:
	"""Who was told of a visit has seen it, or is coming; answers whether that was news. Others change nothing."""
	frappe.has_permission("Visitor Log", "read", doc=log, throw=True)
	return with_retries(lambda: host_notices.acknowledge(log, bool(frappe.utils.cint(is_coming))))

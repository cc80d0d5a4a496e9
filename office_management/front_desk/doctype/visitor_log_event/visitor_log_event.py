import frappe
from frappe import _
from frappe.model.document import Document


class VisitEventError(frappe.PermissionError, frappe.ValidationError):
	"""What happened is written by the acts alone, and never changed."""


class VisitorLogEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		act: DF.Literal[
			"",
			"Expect",
			"Ask for Approval",
			"Approve",
			"Check In",
			"Step Out",
			"Step In",
			"Check Out",
			"Undo Check-In",
			"Undo Check-Out",
			"Cancel",
			"Deny",
			"Miss",
		]
		from_status: DF.Literal[
			"",
			"Expected",
			"Awaiting Approval",
			"Checked In",
			"Stepped Out",
			"Checked Out",
			"Cancelled",
			"Denied",
			"No Show",
		]
		happened_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		station: DF.Link | None
		to_status: DF.Literal[
			"",
			"Expected",
			"Awaiting Approval",
			"Checked In",
			"Stepped Out",
			"Checked Out",
			"Cancelled",
			"Denied",
			"No Show",
		]
		user: DF.Link | None
	# end: auto-generated types
	# A visit that is saved writes its rows without asking them; so this is somebody who saves or deletes one alone.

	def validate(self):
		self.refuse()

	def on_trash(self):
		self.refuse()

	def refuse(self):
		"""Raises VisitEventError."""
		frappe.throw(
			_(
				"What happened at a visit is only added to, by what is done with it.",
				context="Visitor Log Event",
			),
			VisitEventError,
		)

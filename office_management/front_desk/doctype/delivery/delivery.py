from frappe.model.document import Document


class Delivery(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		carrier: DF.Data | None
		collected_name: DF.Data | None
		collected_on: DF.Datetime | None
		company: DF.Link | None
		department: DF.Link | None
		direction: DF.Literal["In", "Out"]
		handed_out_by: DF.Link | None
		kind: DF.Literal["Letter", "Parcel", "Pallet", "Food", "Other"]
		note: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		notified_on: DF.Datetime | None
		photo: DF.AttachImage | None
		quantity: DF.Int
		received_by: DF.Link | None
		received_on: DF.Datetime | None
		recipient: DF.Link | None
		recipient_name: DF.Data | None
		reminded_on: DF.Datetime | None
		reminders: DF.Int
		sender: DF.Data | None
		signature: DF.AttachImage | None
		space: DF.Link | None
		status: DF.Literal["Received", "Notified", "Collected", "Returned"]
		tracking_number: DF.Data | None
	# end: auto-generated types
	pass

from frappe.model.document import Document


class RetentionRun(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		copies: DF.Int
		ended_on: DF.Datetime | None
		error: DF.SmallText | None
		files: DF.Int
		held: DF.Int
		is_dry_run: DF.Check
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Running", "Done", "Stopped"]
		visitors: DF.Int
		visits: DF.Int
	# end: auto-generated types
	pass

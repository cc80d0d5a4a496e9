from frappe.model.document import Document


class ChecklistTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.checklist_template_item.checklist_template_item import (
			ChecklistTemplateItem,
		)

		copied_from: DF.Link | None
		description: DF.SmallText | None
		disabled: DF.Check
		is_standard: DF.Check
		items: DF.Table[ChecklistTemplateItem]
		source: DF.SmallText | None
		suggested_rule: DF.Literal["", "Daily", "Weekly", "Monthly", "Quarterly", "Yearly"]
		title: DF.Data
	# end: auto-generated types
	pass

from frappe.model.document import Document


class OfficeManagementSettings(Document):
	pass

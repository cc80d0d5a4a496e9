from frappe.model.document import Document


class OfficeSpace(Document):
	pass

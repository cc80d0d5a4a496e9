from frappe.model.document import Document


class OfficeResponsibility(Document):
	pass

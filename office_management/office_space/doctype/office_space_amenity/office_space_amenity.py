from frappe.model.document import Document


class OfficeSpaceAmenity(Document):
	pass

from frappe.model.document import Document


class SpaceAllocation(Document):
	pass

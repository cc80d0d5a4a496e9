"""ERPNext's Contact and Address: only reading."""

import frappe

PARTIES = ("Customer", "Supplier")
MOST = 200


def contacts_of(party_type: str, party: str) -> list[dict]:
	"""The contacts of a Customer or Supplier that the session's user may read: full_name, email, phone, organisation.

	Checks that the user may read the party. Raises frappe.PermissionError.
	"""
	if party_type not in PARTIES:
		raise frappe.PermissionError
	frappe.has_permission(party_type, "read", doc=party, throw=True)
	rows = frappe.get_list(
		"Contact",
		filters=[
			["Dynamic Link", "link_doctype", "=", party_type],
			["Dynamic Link", "link_name", "=", party],
		],
		fields=["name", "first_name", "last_name", "email_id", "phone", "mobile_no", "company_name"],
		order_by="first_name, name",
		limit=MOST,
		distinct=True,
	)
	title = frappe.db.get_value(party_type, party, f"{party_type.lower()}_name") or party
	return [as_person(row, title) for row in rows]


def as_person(contact: frappe._dict, organisation: str) -> dict:
	"""A contact as one who can be invited."""
	return {
		"full_name": " ".join(filter(None, (contact.first_name, contact.last_name))),
		"email": (contact.email_id or "").lower(),
		"phone": contact.mobile_no or contact.phone or "",
		"organisation": organisation,
	}


def address_of_company(company: str | None) -> str:
	"""Where a company is, in one line for people who come to it; empty when nobody has written it down."""
	if not company:
		return ""
	link, address = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType("Address")
	rows = (
		frappe.qb.from_(link)
		.join(address)
		.on(address.name == link.parent)
		.select(address.address_line1, address.address_line2, address.pincode, address.city)
		.where(
			(link.parenttype == "Address") & (link.link_doctype == "Company") & (link.link_name == company)
		)
		.where(address.disabled == 0)
		.orderby(address.is_primary_address, order=frappe.qb.desc)
		.orderby(address.creation)
		.limit(1)
		.run(as_dict=True)
	)
	if not rows:
		return ""
	row = rows[0]
	town = " ".join(filter(None, (row.pincode, row.city)))
	return ", ".join(filter(None, (row.address_line1, row.address_line2, town)))

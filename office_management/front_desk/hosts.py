"""What the hosts of an invitation or a visit are called, written down where they are named."""

import frappe
from frappe.model.document import Document

from office_management.erp.people import employee_facts


def name_hosts(document: Document) -> dict[str, frappe._dict]:
	"""Fill in the names of host and co-hosts while the document is validated; answers the facts of all of them.

	Frappe's own way (`fetch_from`) asks for read on Employee, and tells whoever invites without it so at each choice.
	"""
	others = [row.employee for row in document.co_hosts if row.employee]
	facts = employee_facts([document.host, *others] if document.host else others)
	document.host_name = facts[document.host].employee_name if document.host in facts else None
	for row in document.co_hosts:
		row.employee_name = facts[row.employee].employee_name if row.employee in facts else None
	return facts

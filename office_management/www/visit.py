"""The page behind the link of an invitation; see front_desk/visit_page.py."""

import frappe

from office_management.front_desk.api import visit_page_values

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Show the visit of the token in `t`; no permission: it is made for who has the link."""
	context.update(visit_page_values(frappe.form_dict.get("t")))

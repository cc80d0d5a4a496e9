"""The page behind the QR code of a room's sign; see facilities/report_page.py."""

import frappe

from office_management.facilities.api import problem_report_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Show the form for the place of the token in `t`; no permission: it is made for anybody."""
	context.update(problem_report_page(frappe.form_dict.get("t")))

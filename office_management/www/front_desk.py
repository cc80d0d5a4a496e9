"""The page where visitors check themselves in; see front_desk/kiosk.py."""

import frappe

from office_management.front_desk.api import station_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""The same page for everybody, with nothing in it but its words; no permission: it is made for anybody."""
	context.update(station_page())

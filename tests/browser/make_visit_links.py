"""The links that the mails of the newest invitation carry: the site of these tests has no mail server.

Usage: python make_visit_links.py SITE SITES_FOLDER; prints as JSON {name: [address of the page, name of the visit]}.
"""

import json
import sys
from urllib.parse import urlsplit

import frappe
from frappe.utils import add_days

from office_management.front_desk import visit_letters


def links() -> dict:
	"""By what each person on the newest invitation is called."""
	invitation = frappe.get_last_doc("Visit Invitation", {"status": "Sent"})
	found = {}
	for row in invitation.invitees:
		address = urlsplit(visit_letters.page_link(row.visitor_log, add_days(invitation.ends_at, 1)))
		found[row.full_name] = [f"{address.path}?{address.query}", row.visitor_log]
	return found


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	made = links()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(made))


if __name__ == "__main__":
	main(*sys.argv[1:])

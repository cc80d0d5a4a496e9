"""What the walk of one visit needs: a house to invite to, a visitor type with an agreement, and a numbered badge.

Usage: python make_visit_walk.py SITE SITES_FOLDER; prints as JSON what they are called.
"""

import json
import sys

import frappe

from tests.browser import make_visitor_type


def furnish() -> dict:
	"""Everything in it carries a random code, so that a site that is kept may be furnished again."""
	made = make_visitor_type.furnish()
	space = frappe.db.get_value("Office Space", {"space_name": made["place"]})
	badge = {"doctype": "Access Badge", "badge_number": f"W{made['code']}", "space": space}
	return {**made, "space": space, "badge": frappe.get_doc(badge).insert().name}


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	made = furnish()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(made))


if __name__ == "__main__":
	main(*sys.argv[1:])

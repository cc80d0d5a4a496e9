"""A house to invite to, and a visitor type that asks a question and wants a signature, each time it is asked for.

Usage: python make_visitor_type.py SITE SITES_FOLDER; prints as JSON what both are called.
"""

import json
import sys

import frappe

from office_management.front_desk import agreements
from tests import builders, front_desk_builders


def furnish() -> dict:
	"""Everything in it carries a random code, so that a site that is kept may be furnished again."""
	front_desk_builders.confirm_retention()
	code = frappe.generate_hash(length=5).upper()
	house = builders.space(f"Quay {code}", space_code=f"Q{code}")
	rules = {"doctype": "Visitor Agreement", "title": f"Rules {code}", "body": "<p>Take no photos.</p>"}
	agreement = frappe.get_doc(rules).insert().name
	agreements.publish(agreement)
	question = {"question": "Do you work at height?", "answer_type": "Yes or No"}
	kind = front_desk_builders.visitor_type(f"Roofer {code}", agreement=agreement, questions=[question]).name
	return {"code": code, "place": house.space_name, "kind": kind, "rules": rules["title"]}


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

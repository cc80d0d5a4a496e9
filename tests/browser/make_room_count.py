"""A room where six are expected, three of them here, two next door and one gone; and a count of many, with decisions.

Usage: python make_room_count.py SITE SITES_FOLDER
	makes a house with assets as ERPNext keeps them, a count of a large room that has ended, and the rule on second
	persons off; prints names as JSON.
Usage: python make_room_count.py SITE SITES_FOLDER RULE
	sets the rule on second persons back to what it was; prints it as JSON.
"""

import json
import sys

import frappe
from frappe.utils.password import update_password

from office_management.office_audits import audits
from tests import asset_builders, audit_builders, baseline, builders, people

MANY = 130
SETTINGS, RULE = "Office Management Settings", "second_person_rule"


def furnish() -> dict:
	"""Everything carries a random code, so that a site that is kept may be furnished again."""
	code = frappe.generate_hash(length=5).upper()
	rule = frappe.db.get_single_value(SETTINGS, RULE)
	frappe.db.set_single_value(SETTINGS, RULE, "Off")
	site = builders.space(f"Small Office {code}", space_code=f"R{code}")
	room = builders.space(f"Study {code}", site.name, space_type="Room", space_code="R1")
	other = builders.space(f"Attic {code}", site.name, space_type="Room", space_code="R2")
	chairs = [
		asset_builders.asset(room, asset_name=f"Chair {number} {code}", om_asset_tag=f"{code}-{number}")
		for number in range(1, 7)
	]
	hall = builders.space(f"Hall of Many {code}", space_code=f"M{code}")
	for number in range(MANY):
		audit_builders.asset(hall, name=f"MANY-{code}-{number:03}", asset_name=f"Lamp {number:03}")
	many = audit_builders.running_audit(hall, title=f"Many {code}", lead_auditor="Administrator")
	audits.end_counting(many.name)
	return {
		"code": code,
		"room": room.name,
		"other": other.name,
		"chairs": chairs,
		"tags": [f"{code}-{number}" for number in range(1, 7)],
		"many": many.name,
		"number": MANY,
		"user": owner_of_a_small_office(code),
		"company": baseline.COMPANY,
		"rule": rule,
	}


def owner_of_a_small_office(code: str) -> str:
	"""One person who holds all roles."""
	roles = ("Office Manager", "Office Auditor", "Accounts Manager", "Accounts User")
	user = builders.user(*roles, email=f"owner.{code.lower()}@testerij.example")
	update_password(user, people.PASSWORD)
	return user


def set_back(rule: str) -> dict:
	"""The rule as the other tests know it."""
	frappe.db.set_single_value(SETTINGS, RULE, rule)
	return {"rule": rule}


def main(site: str, sites: str, rule: str | None = None) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	found = set_back(rule) if rule else furnish()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])

"""A house with a reception, visitors and badges, each time it is asked for. Usage: python reception.py SITE SITES_FOLDER"""

import json
import sys

import frappe

from tests import baseline, builders
from tests import front_desk_builders as desk
from tests.browser.pages import SCRIPT


def furnish() -> dict:
	"""Everything carries a random code, so that a site that is kept may be furnished again."""
	code = frappe.generate_hash(length=5).upper()
	desk.confirm_retention()
	place = builders.space(f"House {code}", space_code=f"R{code}")
	kind = desk.visitor_type(f"Guest {code}", is_default=1)
	badges = [
		frappe.get_doc({"doctype": "Access Badge", "badge_number": f"{code}{number}"}).insert().name
		for number in (1, 2)
	]
	host = baseline.employee("carla")
	expected = desk.expected_visit(
		place, full_name=f"Emil {code} Expected", organisation="Acme", host=host, visitor_type=kind.name
	)
	hostile = desk.visit_on_site(place, full_name=f"Hans {code}", visitor_type=kind.name)
	# as if it had come past Frappe's cleaning
	raw = {"visitor_name": f"Hans {code} {SCRIPT}", "organisation": SCRIPT, "purpose": SCRIPT}
	frappe.db.set_value("Visitor Log", hostile.name, raw)
	return {
		"code": code,
		"place": place.name,
		"badges": badges,
		"expected": expected.visitor_name,
		"expected_log": expected.name,
		"hostile": hostile.name,
	}


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	found = furnish()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])

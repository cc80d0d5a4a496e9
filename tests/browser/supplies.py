"""A cupboard and two things to order, each time it is asked for. Usage: python supplies.py SITE SITES_FOLDER"""

import json
import sys

import frappe

from tests import baseline, builders, supply_builders


def stock() -> dict:
	"""Everything carries a random code, so that a site that is kept may be stocked again."""
	code = frappe.generate_hash(length=5).upper()
	site = builders.space(f"House {code}", space_code=f"C{code}")
	cupboard = builders.space(f"Cupboard {code}", site.name, space_type="Storage", space_code="CUP")
	coffee = supply_builders.item(f"Coffee {code}", stock=True, om_usual_quantity=4)
	pens = supply_builders.item(f"Pens {code}", box=50)
	supply_builders.put_in_store(coffee.name, 100)
	desk = builders.space(f"Desk {code}", site.name, space_code="D1")
	return {
		"code": code,
		"coffee": coffee.name,
		"pens": pens.name,
		"cupboard": cupboard.name,
		"cupboard_label": cupboard.space_name,
		"desk": desk.name,
		"department": baseline.department("Sales"),
	}


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	found = stock()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])

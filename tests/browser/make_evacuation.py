"""A house with two floors, a warden and guests in it. Usage: python make_evacuation.py SITE SITES_FOLDER"""

import json
import sys

import frappe

from tests import baseline, builders
from tests import evacuation_builders as made
from tests.browser.pages import SCRIPT


def make() -> dict:
	code = frappe.generate_hash(length=5).upper()
	site = builders.space(f"Tower {code}", space_code=f"T{code}", space_type="Site")
	floors = [
		builders.space(f"{label} {code}", site, space_code=number, space_type="Floor").name
		for number, label in (("01", "Ground Floor"), ("02", "Roof Floor"))
	]
	made.duty(
		floors[0],
		baseline.employee("anna"),
		from_date=None,
		phone="+31 6 12345678",
		certificate_valid_until_date=builders.day(300),
	)
	names = [f"{name} {code}" for name in ("Mina", "Noor", "Otto", "Puk")]
	for number, name in enumerate(names):
		made.guest(floors[number % 2], name, host=baseline.employee("bram"), host_name="Bram Bakker")
	made.guest(floors[1], visitor_name=SCRIPT, organisation=SCRIPT)
	return {"code": code, "site": site.name, "floors": floors, "names": names}


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	house = make()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(house))


if __name__ == "__main__":
	main(*sys.argv[1:])

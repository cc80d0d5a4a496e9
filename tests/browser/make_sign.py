"""A kitchen with a sign, each time it is asked for.

Usage: python make_sign.py SITE SITES_FOLDER; prints as JSON the place, what it is called, and its sign's address.
"""

import json
import sys
from urllib.parse import urlsplit

import frappe

from office_management.office_space import sign
from tests import builders


def kitchen() -> dict:
	"""A kitchen of a site of its own, so that a site that is kept may get another one."""
	code = frappe.generate_hash(length=5).upper()
	site = builders.space(f"Office {code}", space_code=f"K{code}")
	room = builders.space(f"Kitchen {code}", site.name, space_type="Room", space_code="K1")
	address = urlsplit(sign.problem_report_address(room.name))
	return {"space": room.name, "title": room.space_name, "sign": f"{address.path}?{address.query}"}


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	made = kitchen()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(made))


if __name__ == "__main__":
	main(*sys.argv[1:])

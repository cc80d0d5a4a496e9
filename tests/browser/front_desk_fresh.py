"""Take the browser tests' site back to before its first visitor. Usage: python front_desk_fresh.py SITE SITES_FOLDER"""

import sys

import frappe


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	unset = {"retention_confirmed_on": None, "retention_confirmed_by": None}
	frappe.db.set_single_value("Office Management Settings", unset)
	frappe.db.set_value("Visitor Type", {"name": ("!=", "Visitor")}, "is_default", 0)
	frappe.db.set_value("Visitor Type", "Visitor", "is_default", 1)
	frappe.db.commit()
	frappe.clear_cache()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])

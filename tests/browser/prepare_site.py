"""Put the baseline company on the browser tests' site. Usage: python prepare_site.py SITE SITES_FOLDER"""

import sys

import frappe

from tests import baseline


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	baseline.build()
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])

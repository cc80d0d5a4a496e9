"""Stations at a new site, and somebody expected there, each time it is asked for.

Usage: python make_station.py SITE SITES_FOLDER; prints as JSON the place, the addresses of a tablet and of the sign at
the door, the code of the expected visitor's mail, and what they are called.
"""

import json
import sys
from urllib.parse import urlsplit

import frappe
from frappe.utils import now_datetime

from office_management.front_desk import stations, tokens
from tests import baseline, builders, front_desk_builders, station_builders


def made() -> dict:
	"""A site of its own, so that a site that is kept may get another one."""
	code = frappe.generate_hash(length=5).upper()
	site = builders.space(f"Head Office {code}", space_code=f"F{code}")
	visitor_type = front_desk_builders.visitor_type(
		f"Guest {code}",
		gives_badge=1,
		photo_rule="Optional",
		ask_phone="Off",
		agreement=house_rules(code),
		questions=[
			{
				"question": "Do you feel well?",
				"question_nl": "Voelt u zich goed?",
				"question_da": "Har du det godt?",
				"answer_type": "Yes or No",
				"is_required": 1,
			}
		],
	).name
	more = {"visitor_type": visitor_type, "idle_seconds": 20, "language": None}
	tablet = station_builders.station(site, **more)
	sign = station_builders.station(site, kind="Door Sign", **more)
	expected = front_desk_builders.expected_visit(
		site.name, full_name=f"Jane Doe {code}", host=baseline.employee("anna"), visitor_type=visitor_type
	)
	tomorrow = frappe.utils.add_days(now_datetime(), 1)
	return {
		"place": site.name,
		"title": site.space_name,
		"tablet_station": tablet.name,
		"tablet": page_of(tablet.name),
		"sign": page_of(sign.name),
		"code": tokens.issue(expected.name, tokens.ARRIVAL, tomorrow),
		"expected": expected.visitor_name,
	}


def house_rules(code: str) -> str:
	"""House rules that somebody wrote with more than words in them."""
	from office_management.front_desk import agreements

	body = '<p>Be kind.</p><img src="x" onerror="om_script_ran()"><p>Wear your badge.</p>'
	doc = {"doctype": "Visitor Agreement", "title": f"House Rules {code}", "body": body}
	name = frappe.get_doc(doc).insert().name
	agreements.publish(name)
	return name


def page_of(station: str) -> str:
	"""The address of a station without the name of the server."""
	address = urlsplit(stations.new_key(station)["address"])
	return f"{address.path}#{address.fragment}"


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	found = made()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])

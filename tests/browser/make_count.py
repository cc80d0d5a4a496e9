"""A house to count in, each time it is asked for, and what became of its count.

Usage: python make_count.py SITE SITES_FOLDER
	makes a room with 30 things, another with one that belongs into the first, and a count under way that the auditor
	leads and the receptionist counts in; Anna is asked about her laptop. Prints names as JSON.
Usage: python make_count.py SITE SITES_FOLDER AUDIT
	prints as JSON how often each tag was scanned by whom, and the sums of the count.
"""

import json
import sys

import frappe

from office_management.office_audits import custodians
from tests import audit_builders, baseline, builders

NUMBER = 30


def furnish() -> dict:
	"""Everything carries a random code, so that a site that is kept may be furnished again."""
	code = frappe.generate_hash(length=5).upper()
	site = builders.space(f"Count House {code}", space_code=f"A{code}")
	room = builders.space(f"Hall {code}", site.name, space_type="Room", space_code="R1")
	other = builders.space(f"Store {code}", site.name, space_type="Room", space_code="R2")
	tags = [thing(f"{code}-{number:02}", f"Chair {number}", room) for number in range(1, NUMBER + 1)]
	astray = thing(f"{code}-99", "Lamp", other)
	thing(f"{code}-LAP", "Laptop", site, custodian=baseline.employee("anna"))
	audit = audit_builders.running_audit(
		site, title=f"Count {code}", auditors=[{"user": baseline.USERS["receptionist"]}]
	)
	custodians.ask(audit.name)
	return {
		"code": code,
		"audit": audit.name,
		"title": audit.title,
		"room": room.name,
		"room_label": room.space_name,
		"other_label": other.space_name,
		"tags": tags,
		"astray": astray,
	}


def thing(tag: str, called: str, space, **values) -> str:
	audit_builders.asset(space, name=f"THING-{tag}", om_asset_tag=tag, asset_name=called, **values)
	return tag


def outcome(audit: str) -> dict:
	"""{tag: {who: scans}}, and the sums."""
	scans: dict[str, dict[str, int]] = {}
	rows = frappe.get_all(
		"Audit Scan",
		{"audit": audit, "is_undone": 0},
		["asset_tag", "scanned_by"],
		order_by="scanned_on",
	)
	for row in rows:
		own = scans.setdefault(row.asset_tag, {})
		own[row.scanned_by] = own.get(row.scanned_by, 0) + 1
	sums = frappe.db.get_value(
		"Office Audit", audit, ["found_count", "misplaced_count", "unknown_count"], as_dict=True
	)
	lines = frappe.get_all(
		"Audit Asset Line",
		{"audit": audit},
		["asset_tag", "condition", "note", "self_confirmed", "name"],
		order_by="asset_tag",
	)
	for line in lines:
		line["photos"] = frappe.db.count("Audit Photo", {"parent": line.pop("name")})
	return {"scans": scans, **sums, "lines": {line.asset_tag: line for line in lines}}


def main(site: str, sites: str, audit: str | None = None) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.flags.mute_emails = True
	found = outcome(audit) if audit else furnish()
	frappe.db.commit()
	frappe.destroy()
	print(json.dumps(found))


if __name__ == "__main__":
	main(*sys.argv[1:])

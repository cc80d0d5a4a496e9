"""A hundred days go by for the newest invitation, then a night: what is due by then is made anonymous.

Usage: python let_time_pass.py SITE SITES_FOLDER; prints as JSON the day of the visit, and how the night's run ended.
"""

import json
import sys
from datetime import timedelta

import frappe

from office_management.front_desk import retention_runs

DAYS = timedelta(days=100)
LOG, INVITATION, VISITOR = "Visitor Log", "Visit Invitation", "Visitor"
MOMENTS = ("Date", "Datetime")


def move_back(doctype: str, name: str) -> None:
	"""All that a record says about when, happened a hundred days earlier."""
	when = [df.fieldname for df in frappe.get_meta(doctype).fields if is_moment(df)]
	fields = ["creation", "modified", *when]
	(dates,) = frappe.get_all(doctype, {"name": name}, fields, order_by="name")
	moved = {field: value - DAYS for field, value in dates.items() if value}
	frappe.db.set_value(doctype, name, moved, update_modified=False)


def is_moment(field) -> bool:
	return field.fieldtype in MOMENTS and not field.is_virtual


def pass_time() -> str:
	"""For the invitation, its visits and their visitors; returns the day on which they now were here."""
	invitation = frappe.get_last_doc(INVITATION).name
	visits = frappe.get_all(LOG, {"visit_invitation": invitation}, ["name", "visitor"], order_by="name")
	move_back(INVITATION, invitation)
	for visit in visits:
		move_back(LOG, visit.name)
		move_back(VISITOR, visit.visitor)
	return str(frappe.db.get_value(LOG, visits[0].name, "checked_in_on").date())


def main(site: str, sites: str) -> None:
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	day = pass_time()
	frappe.db.commit()
	retention_runs.anonymise_due()
	frappe.db.commit()
	run = frappe.get_last_doc(retention_runs.RUN)
	frappe.destroy()
	print(json.dumps({"day": day, "run": run.status, "visits": run.visits, "visitors": run.visitors}))


if __name__ == "__main__":
	main(*sys.argv[1:])

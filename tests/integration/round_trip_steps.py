"""What people do on the scratch site of test_round_trip.py: run as a process of its own, `SITE STEP`.

No part of the suite's own process touches that site through Frappe.
"""

import json
import os
import sys
from pathlib import Path

OWN_PROFILE, OWN_RULE = "Reception", ("Supplier", "Support Team")
USER, MANAGER = "own.choice@roundtrip.example", "manager@roundtrip.example"
NEWCOMER = "by.profile@roundtrip.example"


def before_the_app():
	"""A site with customs of its own, one of which has a name that the app uses, too."""
	from frappe.permissions import add_permission

	make("Role Profile", role_profile=OWN_PROFILE, roles=[{"role": "Support Team"}])
	add_permission(*OWN_RULE)
	add_permission("Customer", "Support Team")
	make_user(USER, "Support Team", default_workspace="Home")
	make_user(MANAGER, "Support Team", "Stock User")
	make_user(NEWCOMER)


def while_in_use():
	"""People work with the app, and an administrator changes what the app made."""
	import frappe

	for email in (USER, MANAGER):
		frappe.get_doc("User", email).add_roles("Office Manager", "Employee")
	newcomer = frappe.get_doc("User", NEWCOMER)
	newcomer.role_profile_name = "Small Office"
	newcomer.save()
	place, person = make_space(), make_employee_with_deputy()
	make("User Permission", user=MANAGER, allow="Office Space", for_value=place, apply_to_all_doctypes=1)
	make("Office Responsibility", topic="First Aid", responsible=person, space=place)
	make("List View Settings", name="Office Space")
	frappe.share.add("Office Space", place, USER, notify=0)
	rule = frappe.get_all("Custom DocPerm", {"parent": "Project", "role": "Projects User"}, order_by="name")
	frappe.db.set_value("Custom DocPerm", rule[0].name, "email", 0)


def edit_ours():
	"""Changes to records that the app made once: a migrate keeps them."""
	import frappe

	from office_management.facilities import standard_checklists

	profile = frappe.get_doc("Role Profile", "Small Office")
	profile.set("roles", [{"role": "Office Manager"}])
	profile.save()
	frappe.delete_doc("Role Profile", "Office Manager")
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Ask for a Reason")
	frappe.db.delete("Global Search DocType", {"document_type": "Office Space"})
	own = standard_checklists.copy_template("Office Opening", "Our Opening")
	frappe.db.set_value("Checklist Template", own, "description", "as we do it")
	for name in frappe.get_all(
		"Auto Email Report", {"report": "Space Occupancy"}, pluck="name", order_by="name"
	):
		frappe.db.set_value("Auto Email Report", name, "email_to", "director@roundtrip.example")


def facts():
	"""What the test asks about after the second install and the migrate, as JSON on the last line."""
	import frappe

	print(
		json.dumps(
			{
				"deputy": frappe.db.get_value("Employee", {"first_name": "Deputised"}, "om_deputy"),
				"profile": [row.role for row in frappe.get_doc("Role Profile", "Small Office").roles],
				"deleted_profile": bool(frappe.db.exists("Role Profile", "Office Manager")),
				"own_profile": [row.role for row in frappe.get_doc("Role Profile", OWN_PROFILE).roles],
				"rule": frappe.db.get_single_value("Office Management Settings", "second_person_rule"),
				"standard_checklists": frappe.db.count("Checklist Template", {"is_standard": 1}),
				"own_checklist": frappe.db.get_value("Checklist Template", "Our Opening", "description"),
				"search": frappe.db.count("Global Search DocType", {"document_type": "Office Space"}),
				"mail": frappe.get_all(
					"Auto Email Report", {"report": "Space Occupancy"}, pluck="email_to", order_by="name"
				),
			}
		)
	)


def make(doctype, **values):
	import frappe

	return frappe.get_doc({"doctype": doctype, **values}).insert()


def make_user(email, *roles, **values):
	rows = [{"role": role} for role in roles]
	make("User", email=email, first_name=email.split("@")[0], send_welcome_email=0, roles=rows, **values)


def make_space():
	values = {"space_name": "Site", "space_code": "RT", "space_type": "Site"}
	return make("Office Space", **values).name


def make_employee_with_deputy():
	import frappe

	company = frappe.get_all("Company", pluck="name", order_by="name", limit=1)[0]
	facts = {
		"gender": "Other",
		"date_of_birth": "1990-01-01",
		"date_of_joining": "2020-01-01",
		"company": company,
	}
	deputy = make("Employee", first_name="Deputy", **facts)
	return make("Employee", first_name="Deputised", om_deputy=deputy.name, **facts).name


def main(site: str, step: str) -> None:
	import frappe

	bench = Path(os.environ["ROUND_TRIP_BENCH"])
	os.chdir(bench / "sites")
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.clear_cache()  # a site of this name may have been here before
	frappe.flags.mute_emails = True
	frappe.flags.in_test = True  # its jobs run here and now
	globals()[step]()
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])

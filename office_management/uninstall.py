"""What is taken from a site before the app goes, beyond the app's own DocTypes, which Frappe removes itself.

The aim: ERPNext's records, rights and jobs are as they were before the app came. Columns of custom fields stay,
as Frappe leaves them, and nothing that a user made of ERPNext's is touched.
"""

import click
import frappe

from office_management import setup_record
from office_management.erp import custom_fields, rights, supply_items
from office_management.facilities import first_records
from office_management.front_desk import first_records as front_desk_records
from office_management.office_administration import roles
from office_management.office_administration.search import remove_from_global_search

APP = "office_management"


def before_uninstall() -> None:
	"""Remove everything of ours from Frappe's and ERPNext's records. May be run again after a failure."""
	record = setup_record.read()
	for label, step in STEPS:
		click.secho(f"Office Management: {label}")
		step(record)
	frappe.clear_cache()


def our_modules() -> list[str]:
	return frappe.get_all("Module Def", filters={"app_name": APP}, pluck="name", order_by="name") or [""]


def ours(doctype: str) -> list[str]:
	"""Names of the records of a DocType that belong to our modules; never empty, for use in filters."""
	return frappe.get_all(
		doctype, filters={"module": ("in", our_modules())}, pluck="name", order_by="name"
	) or [""]


def remove_custom_fields(_record: dict) -> None:
	custom_fields.remove()


def remove_rights(record: dict) -> None:
	rights.restore(record["granted"], record["copied"])
	doctypes = ours("DocType")
	frappe.db.delete("User Permission", {"allow": ("in", doctypes)})
	frappe.db.delete("DocShare", {"share_doctype": ("in", doctypes)})


def remove_default_workspaces(_record: dict) -> None:
	"""A user whose default workspace is gone could not open the desk."""
	users = frappe.get_all(
		"User", filters={"default_workspace": ("in", ours("Workspace"))}, pluck="name", order_by="name"
	)
	for user in users:
		frappe.db.set_value("User", user, "default_workspace", None, update_modified=False)


def remove_role_profiles(record: dict) -> None:
	for profile in record["made"].get("Role Profile", []):
		leave_role_profile(profile)
		frappe.delete_doc("Role Profile", profile, force=True, ignore_permissions=True)  # uninstall only


def leave_role_profile(profile: str) -> None:
	"""Its users keep their roles, without the profile."""
	for user in frappe.get_all("User", filters={"role_profile_name": profile}, pluck="name", order_by="name"):
		frappe.db.set_value("User", user, "role_profile_name", None, update_modified=False)
	if frappe.db.table_exists("User Role Profile"):
		frappe.db.delete("User Role Profile", {"role_profile": profile})


def remove_roles(record: dict) -> None:
	made = record["made"].get("Role", [])
	holders = frappe.get_all(
		"Has Role",
		filters={"role": ("in", made or [""]), "parenttype": "User"},
		pluck="parent",
		distinct=True,
		order_by="parent",
	)
	for doctype in ("Has Role", "Custom DocPerm"):
		frappe.db.delete(doctype, {"role": ("in", made or [""])})
	for role in made:
		frappe.delete_doc("Role", role, force=True, ignore_permissions=True)  # uninstall only
	for user in holders:
		leave_desk(user)


def leave_desk(user: str) -> None:
	"""Who came to the desk by our roles alone leaves it, as Frappe decides whenever a User is saved."""
	left = frappe.get_all("Has Role", filters={"parent": user}, pluck="role", order_by="role")
	opens_desk = frappe.db.exists("Role", {"name": ("in", left or [""]), "desk_access": 1})
	if not opens_desk and frappe.db.get_value("User", user, "user_type") == "System User":
		frappe.db.set_value("User", user, "user_type", "Website User", update_modified=False)


def remove_reports_by_mail(_record: dict) -> None:
	for doctype, field in (("Auto Email Report", "report"), ("Prepared Report", "report_name")):
		for name in frappe.get_all(
			doctype, filters={field: ("in", ours("Report"))}, pluck="name", order_by="name"
		):
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)  # uninstall only


def remove_other_supplies_item(record: dict) -> None:
	"""What was made for supplies in no list, unless it was there before us or somebody has used it since."""
	frappe.db.set_single_value("Office Management Settings", "other_supplies_item", None)
	existed = record["existed"]
	if supply_items.OTHER not in existed.get("Item", []):
		supply_items.delete_unused("Item", supply_items.OTHER)
	for group in record["made"].get("Item Group", []):
		supply_items.delete_unused("Item Group", group)


def remove_boards_and_rules(_record: dict) -> None:
	"""Boards and assignment rules of tasks could not be opened any more."""
	first_records.remove_boards_and_rules()
	front_desk_records.remove_boards()


def remove_first_place(record: dict) -> None:
	"""The Head Office that we made, unless somebody has used its Location since."""
	if front_desk_records.PLACE_CODE in record["made"].get("Office Space", []):
		front_desk_records.remove_unused_place()


def remove_jobs(_record: dict) -> None:
	for name in frappe.get_all(
		"Scheduled Job Type", filters={"method": ("like", f"{APP}.%")}, pluck="name", order_by="name"
	):
		frappe.delete_doc("Scheduled Job Type", name, force=True, ignore_permissions=True)  # uninstall only


def remove_onboarding(_record: dict) -> None:
	"""The steps; the onboarding itself has a module, and so Frappe removes it."""
	for step in frappe.get_all(
		"Onboarding Step Map",
		filters={"parent": ("in", ours("Module Onboarding"))},
		pluck="step",
		distinct=True,
		order_by="step",
	):
		frappe.delete_doc("Onboarding Step", step, force=True, ignore_permissions=True)  # uninstall only


def remove_settings_rows(_record: dict) -> None:
	doctypes = ours("DocType")
	remove_from_global_search(doctypes)
	frappe.db.delete("Logs To Clear", {"ref_doctype": ("in", doctypes)})
	frappe.db.delete("List View Settings", {"name": ("in", doctypes)})
	frappe.db.delete("__UserSettings", {"doctype": ("in", doctypes)})
	frappe.db.delete("Singles", {"doctype": ("in", doctypes)})
	frappe.db.delete("DefaultValue", {"defkey": ("like", f"{APP}%")})


STEPS = (
	("removing the item for other supplies", remove_other_supplies_item),
	("removing custom fields", remove_custom_fields),
	("giving back rights", remove_rights),
	("removing default workspaces", remove_default_workspaces),
	("removing role profiles", remove_role_profiles),
	("removing roles", remove_roles),
	("removing reports by mail", remove_reports_by_mail),
	("removing boards and rules", remove_boards_and_rules),
	("removing the first place", remove_first_place),
	("removing jobs", remove_jobs),
	("removing onboarding", remove_onboarding),
	("removing rows in settings", remove_settings_rows),
)

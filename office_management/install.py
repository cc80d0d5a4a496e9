"""What is set up on a site beyond the DocTypes: after install, and again after each migrate.

Every step may run any number of times. What a user may change or delete is made once only (setup_record says
what was made), so their changes hold. To repair a site by hand:

	bench --site SITE execute office_management.install.after_install
"""

import re

import click
import erpnext
import frappe

from office_management import setup_record
from office_management.erp import custom_fields, rights, supply_items
from office_management.facilities import first_records
from office_management.front_desk import first_records as front_desk_records
from office_management.office_administration import areas, report_mail, roles, second_person, workspaces
from office_management.office_administration.search import add_to_global_search

MINIMUM = {"frappe": (15, 60), "erpnext": (15, 60)}
TESTED_BELOW = 16
ISSUES = "the issue tracker of Office Management"


def before_install() -> None:
	"""Refuse a site that is too old, and note what of our names is there already. Raises on an old version."""
	check_versions()
	if not setup_record.exists():
		setup_record.write(setup_record.EMPTY | {"existed": names_taken()})


def after_install() -> None:
	"""Set the site up. Prints each step; raises what a step raises, after saying how to go on."""
	run_steps((*STEPS, *FIRST_STEPS))


def before_migrate() -> None:
	"""Refuse a site that is too old. Raises on an old version."""
	check_versions()


def after_migrate() -> None:
	"""Bring the site in line with this version of the app. Keeps what users changed."""
	run_steps(STEPS)


def run_steps(steps) -> None:
	with setup_record.opened() as record:
		for label, step in steps:
			click.secho(f"Office Management: {label}")
			try:
				step(record)
			except Exception:
				click.secho(
					f"Office Management could not be set up ({label}). Mend what the error below says, then run:\n"
					f"  bench --site {frappe.local.site} execute office_management.install.after_install\n"
					f"If it looks like a mistake of the app, tell {ISSUES}.",
					fg="red",
				)
				raise


def check_versions() -> None:
	"""Raise frappe.ValidationError on a version below MINIMUM; say so on one that is newer than was tested."""
	for app, version in (("frappe", frappe.__version__), ("erpnext", erpnext.__version__)):
		found = version_numbers(version)
		if found < MINIMUM[app]:
			wanted = ".".join(map(str, MINIMUM[app]))
			raise frappe.ValidationError(
				f"Office Management needs {app} {wanted} or newer, and this bench has {version}. "
				f"Update it first: bench update --upgrade"
			)
		if found[0] >= TESTED_BELOW:
			click.secho(f"Office Management was not yet tested with {app} {version}.", fg="yellow")


def version_numbers(version: str) -> tuple[int, int]:
	"""The first two numbers of a version; a development version ("15.x.x-develop") counts as the newest minor."""
	numbers = re.match(r"(\d+)\.(\d+|x)", version)
	if not numbers:
		return (0, 0)
	major, minor = numbers.groups()
	return (int(major), 10_000 if minor == "x" else int(minor))


def names_taken() -> dict[str, list[str]]:
	"""Roles and role profiles of our names that the site has already."""
	ours = {
		"Role": roles.OFFICE_ROLES,
		"Role Profile": tuple(roles.ROLE_PROFILES),
		"Item": (supply_items.OTHER,),
		"Item Group": (supply_items.GROUP,),
	}
	return {
		doctype: frappe.get_all(doctype, filters={"name": ("in", names)}, pluck="name", order_by="name")
		for doctype, names in ours.items()
	}


def sync_custom_fields(_record: dict) -> None:
	custom_fields.sync()


def make_roles(record: dict) -> None:
	for role in roles.OFFICE_ROLES:
		setup_record.make_once(record, "Role", role, roles.make_role)
	for profile in roles.ROLE_PROFILES:
		setup_record.make_once(record, "Role Profile", profile, roles.make_role_profile)


def grant_rights(record: dict) -> None:
	rights.refresh(record["granted"], record["copied"])
	rights.grant(record["granted"], record["copied"])


def fill_settings(record: dict) -> None:
	areas.fill_defaults()
	if setup_record.first_time(record, "second person rule"):
		second_person.propose()


def make_other_supplies_item(record: dict) -> None:
	"""The item for supplies that are in no list: once, and as soon as a company is set up."""
	made = supply_items.set_up_other_item()
	for doctype, name in made.items():
		record["made"].setdefault(doctype, []).append(name)


def make_task_records(record: dict) -> None:
	for name in first_records.CATEGORIES:
		setup_record.make_once(record, first_records.CATEGORY, name, first_records.make_category)
	setup_record.make_once(record, first_records.BOARD, first_records.BOARD_NAME, first_records.make_board)


def make_visit_records(record: dict) -> None:
	for name in front_desk_records.TYPES:
		setup_record.make_once(record, front_desk_records.TYPE, name, front_desk_records.make_type)
	place, board = front_desk_records.PLACE_CODE, front_desk_records.BOARD_NAME
	setup_record.make_once(record, front_desk_records.SPACE, place, front_desk_records.make_place)
	setup_record.make_once(record, front_desk_records.BOARD, board, front_desk_records.make_board)


def add_search(record: dict) -> None:
	for doctype in our_search_doctypes():
		if setup_record.first_time(record, f"global search {doctype}"):
			add_to_global_search(doctype)


def our_search_doctypes() -> list[str]:
	listed = frappe.get_hooks("global_search_doctypes", app_name="office_management") or {}
	return [row["doctype"] for row in listed.get("Default", [])]


def show_workspaces(_record: dict) -> None:
	workspaces.show_used()


def make_mailed_reports(record: dict) -> None:
	for name in report_mail.ready_made():
		setup_record.make_once(record, "Auto Email Report", name, report_mail.make_auto_email_report)


def welcome_holders(_record: dict) -> None:
	"""Who holds an office role already, and has no default workspace, arrives at Office from now on."""
	for user in roles.users_with(roles.OFFICE_ROLES):
		roles.propose_workspace(user)


STEPS = (
	("custom fields", sync_custom_fields),
	("roles and role profiles", make_roles),
	("rights to choose from ERPNext's lists", grant_rights),
	("settings", fill_settings),
	("item for other supplies", make_other_supplies_item),
	("categories and board of tasks", make_task_records),
	("first place, types and board of visitors", make_visit_records),
	("global search", add_search),
	("workspaces", show_workspaces),
	("ready-made reports by mail", make_mailed_reports),
)
FIRST_STEPS = (("default workspace", welcome_holders),)

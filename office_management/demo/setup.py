"""ERPNext's set-up wizard on a site where nobody has run it: answered by us, and undone when the demo goes.

The wizard makes some thousand rows (units, groups, templates, defaults). On a site without a company nobody else
is at work, so what it made is what was not there before.
"""

import frappe
from frappe.desk.page.setup_wizard import setup_wizard

from office_management.demo import record

NOT_MADE_BY_THE_WIZARD = ("Error Log", "Activity Log", "Scheduled Job Log")


def complete(answers: dict) -> None:
	"""Run the wizard with these answers and note what it made and changed.

	The note is one of the wizard's own steps, so that it is committed with them or not at all.
	"""
	before = _picture()
	args = setup_wizard.parse_args(setup_wizard.sanitize_input(answers))
	stages = setup_wizard.get_setup_stages(args)
	note = {"fn": lambda _args: _note(before), "args": args, "fail_msg": "Failed to note what was set up"}
	stages.insert(len(stages) - 1, {"status": "", "fail_msg": note["fail_msg"], "tasks": [note]})
	setup_wizard.process_setup_stages(stages, args)
	_note(before)


def undo() -> None:
	"""Put the site back to where it waits for its set-up wizard. Called when the demo's own data are gone."""
	kept = record.get(record.SETUP)
	for doctype, gone in kept["made"].items():
		frappe.db.delete(doctype, {"name": ("in", gone)})
	for doctype, values in kept["singles"].items():
		for field, (was_there, value) in values.items():
			_restore_single(doctype, field, was_there, value)
	for parent, key, value in kept["defaults"]:
		frappe.defaults.add_default(key, value, parent)
	for app in kept["apps"]:
		frappe.db.set_value("Installed Application", {"app_name": app}, "is_setup_complete", 0)


def _restore_single(doctype: str, field: str, was_there: bool, value: str | None) -> None:
	frappe.db.delete("Singles", {"doctype": doctype, "field": field})
	if was_there:
		table = frappe.qb.Table("tabSingles")
		frappe.qb.into(table).columns("doctype", "field", "value").insert(doctype, field, value).run()


def _picture() -> dict:
	"""The site as it is: names in every table, settings, defaults and who has been set up."""
	singles, defaults = frappe.qb.Table("tabSingles"), frappe.qb.DocType("DefaultValue")
	return {
		"names": {doctype: _names(doctype) for doctype in _tables()},
		"singles": {
			(row[0], row[1]): row[2]
			for row in frappe.qb.from_(singles)
			.select(singles.doctype, singles.field, singles.value)
			.where(singles.field != "modified")
			.run()
		},
		"defaults": set(
			frappe.qb.from_(defaults)
			.select(defaults.parent, defaults.defkey, defaults.defvalue)
			.where(defaults.parent != record.PARENT)
			.run()
		),
		"apps": frappe.get_all(
			"Installed Application", {"is_setup_complete": 0}, pluck="app_name", order_by="idx"
		),
	}


def _tables() -> list[str]:
	doctypes = frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name", order_by="name")
	return [
		name
		for name in doctypes
		if name not in NOT_MADE_BY_THE_WIZARD and frappe.db.table_exists(name, cached=True)
	]


def _names(doctype: str) -> set[str]:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name)
	if doctype == "DefaultValue":
		query = query.where(table.parent != record.PARENT)
	return set(query.run(pluck=True))


def _note(before: dict) -> None:
	after = _picture()
	made = {
		doctype: sorted(names - before["names"].get(doctype, set()))
		for doctype, names in after["names"].items()
	}
	singles: dict[str, dict] = {}
	for (doctype, field), value in after["singles"].items():
		if before["singles"].get((doctype, field)) != value:
			known = (doctype, field) in before["singles"]
			singles.setdefault(doctype, {})[field] = (known, before["singles"].get((doctype, field)))
	record.put(
		record.SETUP,
		{
			"made": {doctype: names for doctype, names in made.items() if names},
			"singles": singles,
			"defaults": sorted(before["defaults"] - after["defaults"]),
			"apps": [app for app in before["apps"] if app not in after["apps"]],
		},
	)

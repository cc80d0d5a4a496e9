"""What tests of plans need besides facility_builders.py: days, holidays, assets, contracts, and running the jobs."""

from datetime import date

import frappe
from frappe.utils import getdate

from office_management.facilities import generator
from tests import baseline, builders
from tests import facility_builders as facility

TASK, PLAN = "Facility Task", "Facility Plan"
MONDAY = date(2026, 3, 9)
"""Where tests that freeze time begin."""


def on(freezer_or_time, day: date, hour: int = 14) -> None:
	"""Move the frozen clock to a day."""
	freezer_or_time.move_to(f"{day} {hour:02}:00:00.5")


def daily(space=None, **values):
	"""A plan for every day, whose tasks are made on the day."""
	return facility.plan(None, space or builders.space(), **{"frequency": "Daily", **values})


def run(plan=None, until: date | None = None) -> int:
	"""Run the hourly job, or make the tasks of one plan up to a day. Returns how many rows were made."""
	if plan is None:
		return generator.make_planned_tasks()
	made = generator.make_tasks([getattr(plan, "name", plan)], until)
	assert not made.errors, made.errors
	return made.number


def tasks(plan, **filters) -> list[frappe._dict]:
	"""The tasks of a plan by date, then place."""
	return frappe.get_all(
		TASK,
		{"plan": getattr(plan, "name", plan), **filters},
		["*"],
		order_by="occurrence_date, space, asset",
	)


def dates(plan, **filters) -> list[date]:
	"""The dates of the rule that tasks of a plan were made for."""
	return [getdate(task.occurrence_date) for task in tasks(plan, **filters)]


def holiday_list(*days: date) -> str:
	"""A Holiday List of the years around the frozen days, with these holidays."""
	return (
		frappe.get_doc(
			{
				"doctype": "Holiday List",
				"holiday_list_name": builders.unique("Free "),
				"from_date": date(2020, 1, 1),
				"to_date": date(2030, 12, 31),
				"holidays": [{"holiday_date": day, "description": "Free"} for day in days],
			}
		)
		.insert()
		.name
	)


def supplier() -> str:
	"""A new supplier."""
	group = frappe.db.get_value("Supplier Group", {"is_group": 0}, "name", order_by="name")
	values = {"supplier_name": builders.unique("Supplier "), "supplier_group": group}
	return frappe.get_doc({"doctype": "Supplier", **values}).insert().name


def contract(party: str, start: date | None = None, end: date | None = None, submit: bool = True) -> str:
	"""An ERPNext Contract with a supplier."""
	doc = frappe.get_doc(
		{
			"doctype": "Contract",
			"party_type": "Supplier",
			"party_name": party,
			"contract_terms": "Clean.",
			"start_date": start or date(2020, 1, 1),
			"end_date": end,
		}
	).insert()
	if submit:
		doc.submit()
	return doc.name


def asset(location: str, category: str = "OM Furniture", **values) -> str:
	"""A submitted asset at a Location, written plainly: only what tells whether it can be kept up matters."""
	if not frappe.db.exists("Asset Category", category):
		frappe.get_doc(
			{"doctype": "Asset Category", "name": category, "asset_category_name": category}
		).db_insert()
	name = builders.unique("OM-ASSET-")
	frappe.get_doc(
		{
			"doctype": "Asset",
			"name": name,
			"asset_name": f"Extinguisher {name}",
			"asset_category": category,
			"company": baseline.COMPANY,
			"location": location,
			"status": "Submitted",
			"docstatus": 1,
			**values,
		}
	).db_insert()
	return name

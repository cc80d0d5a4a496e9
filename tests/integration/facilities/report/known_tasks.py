"""Tasks whose figures can be worked out by hand: two floors, two categories, June 2026."""

from datetime import datetime

import frappe

from tests import baseline, builders

JUNE = {"from_date": "2026-06-01", "to_date": "2026-06-30"}
ASKED = datetime(2026, 6, 10, 9)
DUE = datetime(2026, 6, 12, 17)
IN_TIME, TOO_LATE = datetime(2026, 6, 12, 16), datetime(2026, 6, 13, 9)


def build() -> frappe._dict:
	"""A site with two floors and tasks on them; `names` are the tasks by what they are."""
	site = builders.space(space_type="Site")
	floors = [builders.space(None, site.name, space_type="Floor") for _floor in range(2)]
	rooms = [builders.space(None, floor.name, space_type="Room") for floor in floors]
	categories = [category("Cleaning up"), category("Mending")]
	made = frappe._dict(site=site, floors=floors, rooms=rooms, categories=categories, names={})
	first, second = rooms[0].name, rooms[1].name
	cleaning, mending = categories
	rows = {
		"in_time": {"space": first, "category": cleaning, "status": "Done", "completed_on": IN_TIME},
		"late": {"space": first, "category": cleaning, "status": "Verified", "completed_on": TOO_LATE},
		"open": {"space": second, "category": cleaning, "status": "Open"},
		"answered": {
			"space": second,
			"category": mending,
			"status": "Done",
			"completed_on": IN_TIME,
			"respond_by": datetime(2026, 6, 10, 12),
			"responded_on": datetime(2026, 6, 10, 11),
			"response_minutes": 120,
			"resolution_minutes": 600,
		},
		"cancelled": {"space": second, "category": mending, "status": "Cancelled"},
		"in_july": {
			"space": second,
			"category": mending,
			"status": "Open",
			"opened_on": datetime(2026, 7, 1),
			"due_on": datetime(2026, 7, 5),
		},
	}
	for key, values in rows.items():
		made.names[key] = task(key, **values)
	return made


def category(name: str) -> str:
	name = f"{name} {builders.unique()}"
	return frappe.get_doc({"doctype": "Facility Task Category", "category_name": name}).insert().name


def task(subject: str, **values) -> str:
	"""A task as the database holds it, written without the rules of a save; its name."""
	given = {
		"subject": subject,
		"company": baseline.COMPANY,
		"urgency": "Normal",
		"opened_on": ASKED,
		"due_on": DUE,
		"source": "Manual",
		**values,
	}
	doc = frappe.get_doc({"doctype": "Facility Task", **given})
	doc.set_new_name()
	doc.db_insert()
	return doc.name


def plan(title: str, **values) -> str:
	"""A plan as the database holds it; its name."""
	doc = frappe.get_doc({"doctype": "Facility Plan", "title": title, "company": baseline.COMPANY, **values})
	doc.set_new_name()
	doc.db_insert()
	return doc.name

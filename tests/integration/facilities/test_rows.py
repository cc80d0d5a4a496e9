"""Rows of child tables, listed by themselves: Frappe shows them to whoever may read any record of their parent."""

import frappe
import pytest

from office_management.hooks import app_name
from tests import baseline, builders, facility_builders
from tests.shared import once_per_module

OPEN_TO_ALL = {"Visitor Agreement Text", "Visitor Question", "Office Space Amenity"}
"""Rows of what everybody concerned may read: texts, questions and what a room has, about nobody."""


@once_per_module
def task():
	"""The name of a task that somebody outside reported, with a row in each table that can have one."""
	room = builders.room(builders.space().name)
	made = facility_builders.task("The tap drips", room.name)
	rows = {
		"Facility Task Reporter": {"reporter_name": "Gerda", "email": "gerda@else.example"},
		"Facility Task Answer": {"line_key": "a", "question": "Is it dry?", "answer_type": "Yes/No/NA"},
		"Facility Task Handover": {},
		"Facility Task Hold": {},
		"Facility Task Material": {},
		"Facility Task Notice": {},
	}
	for doctype, values in rows.items():
		field = next(field for field in made.meta.get_table_fields() if field.options == doctype)
		row = {"parent": made.name, "parenttype": made.doctype, "parentfield": field.fieldname, **values}
		frappe.get_doc({"doctype": doctype, **row}).db_insert()
	return made.name


@pytest.mark.parametrize(
	"doctype",
	[
		"Facility Task Reporter",
		"Facility Task Answer",
		"Facility Task Handover",
		"Facility Task Hold",
		"Facility Task Material",
		"Facility Task Notice",
	],
)
def test_who_reported_and_what_was_done_is_for_those_who_may_see_the_task(task, doctype):
	elsewhere = builders.limited_user(builders.user("Office Manager"), builders.space().name)
	for stranger in (baseline.USERS["employee"], elsewhere):
		assert builders.rows_listed(stranger, doctype, "Facility Task", task) == 0
	assert builders.rows_listed(baseline.USERS["office_manager"], doctype, "Facility Task", task) == 1


def test_every_table_of_ours_says_what_it_shows(site):
	"""A DocType that limits its records limits the rows that hang on them."""
	limits = set(frappe.get_hooks("permission_query_conditions"))
	modules = frappe.get_all("Module Def", {"app_name": app_name}, pluck="name", order_by="name")
	ours = frappe.get_all("DocType", {"module": ("in", modules), "istable": 0}, pluck="name", order_by="name")
	tables = {
		field.options for name in ours if name in limits for field in frappe.get_meta(name).get_table_fields()
	}
	assert tables - limits <= OPEN_TO_ALL

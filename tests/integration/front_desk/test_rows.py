"""Rows of child tables, listed by themselves: Frappe shows them to whoever may read any record of their parent."""

import frappe
import pytest

from office_management.front_desk import badges, evacuation
from office_management.front_desk import messages as phone_messages
from tests import baseline, builders
from tests import evacuation_builders as made
from tests import front_desk_builders as make
from tests import post_builders as post

OPEN_TO_ALL = {"Visitor Agreement Text", "Visitor Question"}
"""Rows of what everybody concerned may read: texts and questions, about nobody."""


def listed(user: str, doctype: str, parent_doctype: str, parent: str) -> int:
	"""How many rows of one record a client gets that asks for the table alone."""
	from frappe.client import get_list

	with builders.as_user(user):
		return len(get_list(doctype, filters={"parent": parent}, parent=parent_doctype, limit_page_length=0))


@pytest.mark.parametrize(
	"doctype", ["Evacuation Person", "Evacuation Area", "Evacuation Mark", "Evacuation Notice"]
)
def test_who_was_in_the_house_is_for_those_who_may_see_the_evacuation(doctype):
	house = made.house()
	made.guest(house.rooms[0], "Anna Seen")
	warden = made.warden(house.site).user
	name = evacuation.start(house.site, 0)["name"]
	row = frappe.db.get_value("Evacuation Person", {"parent": name})
	evacuation.take_marks(name, [made.mark("Person", row, "Safe")])
	elsewhere = builders.limited_user(builders.user("Office Receptionist"), make.site().name)
	for stranger in (baseline.USERS["employee"], elsewhere):
		assert listed(stranger, doctype, "Evacuation", name) == 0
	for user in (warden, baseline.USERS["receptionist"]):
		assert listed(user, doctype, "Evacuation", name) == frappe.db.count(doctype, {"parent": name}) > 0


def test_who_had_a_badge_is_for_those_of_its_place(site):
	here, there = make.site(), make.site()
	badge = frappe.get_doc(
		{"doctype": "Access Badge", "badge_number": builders.unique("R"), "space": here.name}
	).insert()
	badges.issue(badge.name, log=make.visit_on_site(here.name).name, note="Lost it before")
	near, far = (
		builders.limited_user(builders.user("Office Receptionist"), place.name) for place in (here, there)
	)
	seen = [listed(user, "Access Badge Issue", "Access Badge", badge.name) for user in (near, far)]
	assert seen == [1, 0]


def test_who_a_message_was_sent_on_to_is_for_those_concerned(site):
	first, second = post.somebody(), post.somebody()
	message = post.message(first.employee)
	phone_messages.forward(message.name, second.employee)
	seen = [
		listed(user, "Phone Message Forward", "Phone Message", message.name)
		for user in (second.user, baseline.USERS["employee"])
	]
	assert seen == [1, 0]


def test_every_table_of_ours_says_what_it_shows(site):
	"""A DocType that limits its records limits the rows that hang on them."""
	limits = set(frappe.get_hooks("permission_query_conditions"))
	ours = frappe.get_all("DocType", {"module": "Front Desk", "istable": 0}, pluck="name", order_by="name")
	tables = {
		field.options for name in ours if name in limits for field in frappe.get_meta(name).get_table_fields()
	}
	assert tables - limits <= OPEN_TO_ALL


def test_links_offer_what_the_user_may_see(site):
	"""Also when the browser asks to leave row rules out."""
	from frappe.desk.search import search_link

	mine = post.somebody()
	message = post.message(mine.employee, caller_name="Wim Knownonly")
	asked = {"txt": "Knownonly", "ignore_user_permissions": True, "page_length": 50}
	found = {}
	for user in (mine.user, baseline.USERS["employee"], baseline.USERS["receptionist"]):
		with builders.as_user(user):
			found[user] = [row["value"] for row in search_link("Phone Message", **asked)]
	assert found.pop(baseline.USERS["employee"]) == []
	assert list(found.values()) == [[message.name], [message.name]]

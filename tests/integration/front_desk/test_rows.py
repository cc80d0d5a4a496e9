"""Rows of child tables, listed by themselves: Frappe shows them to whoever may read any record of their parent."""

import frappe
import pytest

from office_management.front_desk import badges, evacuation
from office_management.front_desk import messages as phone_messages
from tests import baseline, builders
from tests import evacuation_builders as made
from tests import front_desk_builders as make
from tests import post_builders as post


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
		assert builders.rows_listed(stranger, doctype, "Evacuation", name) == 0
	for user in (warden, baseline.USERS["receptionist"]):
		assert (
			builders.rows_listed(user, doctype, "Evacuation", name)
			== frappe.db.count(doctype, {"parent": name})
			> 0
		)


def test_who_had_a_badge_is_for_those_of_its_place(site):
	here, there = make.site(), make.site()
	badge = frappe.get_doc(
		{"doctype": "Access Badge", "badge_number": builders.unique("R"), "space": here.name}
	).insert()
	badges.issue(badge.name, log=make.visit_on_site(here.name).name, note="Lost it before")
	near, far = (
		builders.limited_user(builders.user("Office Receptionist"), place.name) for place in (here, there)
	)
	seen = [
		builders.rows_listed(user, "Access Badge Issue", "Access Badge", badge.name) for user in (near, far)
	]
	assert seen == [1, 0]


def test_who_a_message_was_sent_on_to_is_for_those_concerned(site):
	first, second = post.somebody(), post.somebody()
	message = post.message(first.employee)
	phone_messages.forward(message.name, second.employee)
	seen = [
		builders.rows_listed(user, "Phone Message Forward", "Phone Message", message.name)
		for user in (second.user, baseline.USERS["employee"])
	]
	assert seen == [1, 0]


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

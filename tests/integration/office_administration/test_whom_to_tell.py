import frappe
import pytest

from office_management.office_administration import api
from tests import baseline, builders
from tests.builders import day

TOPIC = "Fire Warden"


@pytest.fixture(autouse=True)
def no_other_duties(site):
	frappe.db.delete("Office Responsibility", {"topic": TOPIC})


def duty(who, space=None, **values):
	return frappe.get_doc(
		{
			"doctype": "Office Responsibility",
			"topic": TOPIC,
			"responsible": baseline.employee(who),
			"space": space,
			"from_date": day(-1),
			"company": "",
			**values,
		}
	).insert()


def told(space=None, on_date=None):
	"""First names and steps, the managers left out."""
	people = api.whom_to_tell(TOPIC, space, on_date)
	return [(person.name.split()[0], person.step) for person in people if person.step != "Office Manager"]


def test_up_the_tree_then_everywhere():
	place = builders.site_with_floor()
	duty("anna", place.desks[0].name, deputy=baseline.employee("bram"))
	duty("carla", place.floor.name)
	duty("daan")
	assert told(place.desks[0].name) == [
		("Anna", "Responsible"),
		("Bram", "Deputy"),
		("Carla", "Responsible"),
		("Daan", "Responsible"),
	]
	assert told(place.desks[1].name) == [("Carla", "Responsible"), ("Daan", "Responsible")]
	assert told() == [("Daan", "Responsible")]


def test_who_stands_in_for_the_responsible_person():
	place = builders.space()
	frappe.db.set_value("Employee", baseline.employee("anna"), "om_deputy", baseline.employee("emma"))
	duty("anna", place.name)
	assert told(place.name) == [("Anna", "Responsible"), ("Emma", "Stand-in")]


def test_who_left_is_skipped_and_the_stand_in_takes_over():
	place = builders.space()
	anna = baseline.employee("anna")
	duty("anna", place.name, deputy=baseline.employee("bram"))
	frappe.db.set_value("Employee", anna, {"om_deputy": baseline.employee("emma"), "status": "Left"})
	assert told(place.name) == [("Bram", "Deputy"), ("Emma", "Stand-in")]


def test_on_another_day():
	"""Duties and people count as they are on the day asked about."""
	duty("anna", from_date=day(10), to_date=day(20))
	frappe.db.set_value("Employee", baseline.employee("anna"), "relieving_date", day(15))
	assert told(on_date=day(9)) == []
	assert told(on_date=day(10)) == [("Anna", "Responsible")]
	assert told(on_date=day(16)) == []


def test_several_wardens_in_their_order():
	duty("anna", rank_order=2)
	duty("bram", rank_order=1)
	assert told() == [("Bram", "Responsible"), ("Anna", "Responsible")]


def test_office_managers_come_last_and_only_those_who_may_see_the_place():
	place = builders.space()
	people = api.whom_to_tell(TOPIC, place.name)
	users = [person.user for person in people if person.step == "Office Manager"]
	assert baseline.USERS["office_manager"] in users
	assert baseline.USERS["other_manager"] not in users
	assert people[users.index(baseline.USERS["office_manager"])].employee == baseline.employee("olga")


def test_there_is_always_somebody():
	assert [person.step for person in api.whom_to_tell(TOPIC)][-1] == "Office Manager"


def test_the_phone_of_the_duty_before_that_of_the_person():
	frappe.db.set_value("Employee", baseline.employee("anna"), "cell_number", "+31 6 1111")
	frappe.db.set_value("Employee", baseline.employee("bram"), "cell_number", "+31 6 2222")
	duty("anna", phone="+31 20 9999", deputy=baseline.employee("bram"))
	assert [person.phone for person in api.whom_to_tell(TOPIC)[:2]] == ["+31 20 9999", "+31 6 2222"]


def test_the_desk_gets_names_phones_and_steps_only(as_user):
	duty("anna")
	with as_user(baseline.USERS["receptionist"]):
		answer = api.get_whom_to_tell(TOPIC)
	assert set(answer[0]) == {"name", "phone", "step"}


@pytest.mark.parametrize("who", ["buyer", "nobody"])
def test_strangers_are_not_told_whom_to_tell(as_user, who):
	with as_user(baseline.USERS[who]), pytest.raises(frappe.PermissionError):
		api.get_whom_to_tell(TOPIC)


def test_an_employee_does_not_learn_about_places_they_may_not_see(as_user):
	place = builders.space()
	with as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		api.get_whom_to_tell(TOPIC, place.name)


def test_a_duty_everywhere_holds_for_its_own_company():
	place = builders.space()
	duty("anna", company=baseline.COMPANY)
	duty("xander", company=baseline.OTHER_COMPANY)
	assert told(place.name) == [("Anna", "Responsible")]

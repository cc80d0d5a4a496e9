"""Who comes to the door: matched with who is expected, known again, or new; and groups, types, places."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain import visit_states as states
from office_management.front_desk import api, visits
from tests import baseline, builders
from tests import front_desk_builders as make
from tests.shared import once_per_module

LOG = "Visitor Log"
RECEPTION = baseline.USERS["receptionist"]
DOORS = pytest.mark.parametrize("source", ["Walk-in", "Kiosk"])


@once_per_module
def place(site):
	return make.site().name


def come(place: str, full_name: str, source: str = "Walk-in", **values) -> str:
	kind = values.pop("visitor_type", None) or make.visitor_type().name
	return visits.new_visit({"full_name": full_name, "space": place, "visitor_type": kind, **values}, source)


# --- expected -------------------------------------------------------------------------------------------------


@DOORS
@pytest.mark.parametrize("typed", ["Zoë Núñez-Ruiz", "zoe nunez ruiz", "ZOE  NUNEZ-RUIZ "])
def test_who_is_expected_and_types_the_name_gets_that_visit(place, source, typed):
	expected = make.expected_visit(place, full_name="Zoë Núñez-Ruiz")
	assert come(place, typed, source) == expected.name
	assert frappe.db.count(LOG, {"space": place}) == 1


def test_expected_in_a_room_and_arriving_at_the_door_of_the_site(site):
	house = builders.site_with_floor(rooms=1, desks=0)
	expected = make.expected_visit(house.rooms[0].name, full_name="Anna Roomful")
	assert come(house.site.name, "Anna Roomful") == expected.name
	assert come(house.floor.name, "Anna Roomful") == expected.name


def test_expected_elsewhere_is_another_visit(place):
	expected = make.expected_visit(make.site().name, full_name="Anna Elsewhere")
	assert come(place, "Anna Elsewhere") != expected.name


@DOORS
def test_the_same_address_under_another_name(place, source):
	expected = make.expected_visit(place, full_name="Elizabeth Smith", email="liz@acme.example")
	assert come(place, "Liz Smith", source, email="LIZ@acme.example") == expected.name


def test_a_namesake_of_another_organisation_is_somebody_else(place):
	expected = make.expected_visit(place, full_name="John Smith", organisation="Acme")
	assert come(place, "John Smith", organisation="Globex") != expected.name
	assert come(place, "John Smith", organisation="ACME") == expected.name


def test_reception_may_say_that_it_is_somebody_else(place):
	expected = make.expected_visit(place, full_name="John Smith")
	assert come(place, "John Smith", is_another=True) != expected.name


@pytest.mark.parametrize(
	"hours, until, is_meant",
	[(3.9, None, True), (-72, None, False), (-72, 2, True), (72, None, False)],
	ids=["a bit early", "days ago", "a visit of several days", "another day"],
)
def test_when_somebody_is_meant(place, hours, until, is_meant):
	values = {"expected_until_on": now_datetime() + timedelta(hours=until)} if until else {}
	expected = make.expected_visit(place, hours, full_name="Tim Early", **values)
	assert (come(place, "Tim Early") == expected.name) is is_meant


def test_of_two_visits_on_a_day_the_nearer_one(place):
	later = make.expected_visit(place, 3, full_name="Tom Twice")
	now = make.expected_visit(place, 0.5, full_name="Tom Twice")
	assert come(place, "Tom Twice") == now.name
	visits.check_in(now.name)
	assert come(place, "Tom Twice") == now.name
	visits.check_out(now.name)
	assert come(place, "Tom Twice") == later.name


def test_who_left_and_comes_again_makes_a_new_visit(place):
	log = make.visit_on_site(place, full_name="Ann Again")
	visits.check_out(log.name)
	again = come(place, "Ann Again")
	assert again != log.name
	assert frappe.db.get_value(LOG, again, "visitor") == log.visitor


def test_who_stepped_out_comes_back_in(place):
	log = make.visit_on_site(place, full_name="Sue Steps")
	visits.step_out(log.name)
	name, status = visits.arrive({"full_name": "Sue Steps", "space": place}, "Kiosk")
	assert (name, status) == (log.name, states.CHECKED_IN)


def test_an_invitation_never_takes_somebody_elses_visit(place):
	first = make.expected_visit(place, full_name="Ina Vited")
	assert make.expected_visit(place, full_name="Ina Vited").name != first.name


@DOORS
def test_the_same_key_of_a_device_is_the_same_visit(place, source):
	first = come(place, "Kay One", source, arrival_key="k" * 40)
	assert come(place, "Kay Typed Differently", source, arrival_key="k" * 40) == first


# --- known again ----------------------------------------------------------------------------------------------


def test_a_visitor_is_known_again_and_completed_by_reception(place):
	known = make.visitor("Vic Known", organisation="Acme")
	log = come(place, "vic known", email="vic@acme.example")
	assert frappe.db.get_value(LOG, log, "visitor") == known.name
	assert frappe.db.get_value("Visitor", known.name, ["email", "organisation"]) == (
		"vic@acme.example",
		"Acme",
	)


def test_a_kiosk_changes_nothing_of_what_is_known(place):
	known = make.visitor("Kim Known")
	log = come(place, "Kim Known", "Kiosk", email="attacker@evil.example")
	assert frappe.db.get_value(LOG, log, "visitor") == known.name
	assert not frappe.db.get_value("Visitor", known.name, "email")


def test_who_was_made_anonymous_is_not_known_again(place):
	known = make.visitor("Gone Person")
	frappe.db.set_value("Visitor", known.name, "anonymised_on", now_datetime())
	assert frappe.db.get_value(LOG, come(place, "Gone Person"), "visitor") != known.name


# --- the desk -------------------------------------------------------------------------------------------------


def test_logging_a_visitor_takes_a_name(place):
	"""Type and place are proposed; the host may be empty; the visitor is in."""
	make.confirm_retention()
	with builders.as_user(RECEPTION):
		answer = api.log_visitor({"full_name": "Wim Walker"})
	doc = frappe.get_doc(LOG, answer["name"])
	assert (answer["status"], answer["missing"]) == (states.CHECKED_IN, None)
	assert (doc.visitor_type, doc.host, bool(doc.space), doc.source) == ("Visitor", None, True, "Walk-in")


def test_what_is_missing_is_said_and_the_visit_is_kept(place):
	make.confirm_retention()
	kind = make.visitor_type(ask_phone="Required").name
	with builders.as_user(RECEPTION):
		answer = api.log_visitor({"full_name": "Wim Walker", "space": place, "visitor_type": kind})
	assert answer["status"] == states.EXPECTED and "Phone" in answer["missing"]
	assert frappe.db.exists(LOG, answer["name"])


def test_a_receptionist_of_one_place_logs_nobody_at_another(place, site):
	make.confirm_retention()
	user = builders.user("Office Receptionist")
	builders.limited_user(user, make.site().name)
	with builders.as_user(user), pytest.raises(frappe.PermissionError):
		api.log_visitor({"full_name": "Wim Walker", "space": place})


def test_nobody_named_by_a_rule_comes_in_by_the_address_of_somebody_expected():
	place = make.site()
	expected = make.expected_visit(place, full_name="Good Guest", email="guest@acme.example")
	rule = {"doctype": "Visitor Block Rule", "full_name": "Bad Guest", "action": "Block", "reason": "Theft"}
	frappe.get_doc(rule).insert()
	values = {"full_name": "Bad Guest", "email": "guest@acme.example", "space": place.name}
	name = visits.new_visit({**values, "visitor_type": expected.visitor_type}, visits.WALK_IN)
	assert name != expected.name
	assert visits.check_in(name) == "Awaiting Approval"
	assert frappe.db.get_value("Visitor Log", name, "visitor_name") == "Bad Guest"
	assert make.status(expected) == "Expected"


def test_colleagues_who_share_an_address_are_two_visitors():
	place = make.site()
	one = make.visit(place, full_name="Anna Aalders", email="info@acme.example")
	other = make.visit(place, "Invitation", full_name="Bram Bos", email="info@acme.example")
	assert one.visitor != other.visitor

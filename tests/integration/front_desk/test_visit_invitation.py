"""Invitations: who may invite whom to where, and what saving one does to visits."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from office_management.front_desk import api, invitations, retention
from tests import baseline, builders, facility_builders, front_desk_builders
from tests.invitation_builders import BOB, JANE, forget_what_is_owed, invitation, log_of, sent

EMPLOYEE = baseline.USERS["employee"]  # is Anna


@pytest.fixture(autouse=True)
def nothing_owed(site):
	forget_what_is_owed()


# --- sending makes visits -------------------------------------------------------------------------------------


def test_a_draft_expects_nobody_and_sending_it_expects_everybody_once():
	doc = invitation(JANE, BOB)
	assert not frappe.db.exists("Visitor Log", {"visit_invitation": doc.name})
	for _again in range(2):
		api.send_invitation(doc.name)
	doc.reload()
	logs = [log_of(doc, number) for number in (0, 1)]
	assert [log.visitor_name for log in logs] == ["Jane Doe", "Bob Bee"]
	assert {log.status for log in logs} == {"Expected"}
	assert {log.source for log in logs} == {"Invitation"}
	assert logs[0].expected_on == doc.starts_at and logs[0].expected_until_on == doc.ends_at
	assert logs[0].host == doc.host and logs[0].space == doc.space and logs[0].purpose == doc.subject
	assert frappe.db.count("Visitor Log", {"visit_invitation": doc.name}) == 2


def test_co_hosts_fallback_and_task_go_along():
	task = facility_builders.task().name
	doc = sent(
		JANE,
		co_hosts=[{"employee": baseline.employee("bram")}, {"employee": baseline.employee("bram")}],
		fallback_host=baseline.employee("carla"),
		facility_task=task,
	)
	log = log_of(doc)
	assert [row.employee for row in log.co_hosts] == [baseline.employee("bram")]
	assert log.fallback_host == baseline.employee("carla")
	assert log.facility_task == task


def test_hosts_are_named_for_who_may_not_read_employees():
	"""No field asks the browser to read an Employee, which opens a message about rights; saving fills the names in."""
	hosts = {"host": baseline.employee("anna"), "co_hosts": [{"employee": baseline.employee("bram")}]}
	place = {
		"space": builders.space("Head Office").name,
		"visitor_type": front_desk_builders.visitor_type().name,
	}
	front_desk_builders.confirm_retention()
	with builders.as_user(EMPLOYEE):
		assert not frappe.has_permission("Employee", "read", doc=baseline.employee("bram"))
		doc = sent(JANE, **place, **hosts, host_name="Somebody Else")
	named = frappe.db.get_value("Employee", baseline.employee("bram"), "employee_name")
	for each in (doc, log_of(doc)):
		assert each.host_name == frappe.db.get_value("Employee", baseline.employee("anna"), "employee_name")
		assert [row.employee_name for row in each.co_hosts] == [named]
	for doctype in ("Visit Invitation", "Visit Host", "Phone Message", "Audit Finding", "Visitor Log"):
		links = [field.fieldname for field in frappe.get_meta(doctype).fields if field.options == "Employee"]
		fetched = [field.fetch_from or "" for field in frappe.get_meta(doctype).fields]
		assert not [source for source in fetched if source.split(".")[0] in links], doctype


def test_somebody_added_later_is_expected_and_somebody_taken_off_is_not():
	doc = sent(JANE)
	first = doc.invitees[0].visitor_log
	assert api.add_invited_people(doc.name, [BOB, JANE]) == 1
	doc.reload()
	second = doc.invitees[1].visitor_log
	doc.set("invitees", doc.invitees[1:])
	doc.save()
	assert front_desk_builders.status(first) == "Cancelled"
	assert front_desk_builders.status(second) == "Expected"


def test_expected_visits_follow_time_place_and_host_and_who_has_come_stays():
	doc = sent(JANE, BOB, days=0, starts_at=now_datetime(), ends_at=now_datetime() + timedelta(hours=2))
	api.check_in_visit(doc.invitees[0].visitor_log)
	other = builders.space("Annex").name
	values = {
		"space": other,
		"host": baseline.employee("bram"),
		"ends_at": now_datetime() + timedelta(hours=5),
	}
	api.change_invitation(doc.name, values)
	doc.reload()
	came, coming = log_of(doc, 0), log_of(doc, 1)
	assert coming.space == other and coming.host == baseline.employee("bram")
	assert coming.expected_until_on == doc.ends_at
	assert came.space != other and came.status == "Checked In"


def test_cancelling_cancels_whoever_has_not_come():
	doc = sent(JANE, BOB, days=0, starts_at=now_datetime(), ends_at=now_datetime() + timedelta(hours=2))
	api.check_in_visit(doc.invitees[0].visitor_log)
	for _again in range(2):
		api.cancel_invitation(doc.name, "The roof can wait")
	doc.reload()
	assert doc.status == "Cancelled" and doc.cancel_reason == "The roof can wait"
	assert [log_of(doc, number).status for number in (0, 1)] == ["Checked In", "Cancelled"]


def test_two_hosts_who_invite_the_same_person_get_a_visit_each():
	one, other = sent(JANE), sent(JANE)
	assert one.invitees[0].visitor_log != other.invitees[0].visitor_log
	assert log_of(one).visitor == log_of(other).visitor


# --- who may ---------------------------------------------------------------------------------------------------


def test_an_employee_invites_as_themselves_and_nobody_else(as_user):
	place = builders.space("Head Office").name
	with as_user(EMPLOYEE):
		doc = invitation(JANE, space=place, visitor_type=usual_type(), host=None)
		assert doc.host == baseline.employee("anna")
		with pytest.raises(invitations.OtherPersonsInvitationError, match="for yourself"):
			invitation(JANE, space=place, visitor_type=usual_type(), host=baseline.employee("bram"))
		with pytest.raises(invitations.OtherPersonsInvitationError):
			frappe.client.set_value("Visit Invitation", doc.name, "host", baseline.employee("bram"))


def usual_type() -> str:
	return frappe.db.get_value("Visitor Type", {"disabled": 0}) or front_desk_builders.visitor_type().name


def test_reception_invites_for_anybody_who_works_here(as_user):
	front_desk_builders.visitor_type()
	left = builders.employee(status="Left", relieving_date=add_days(None, -1)).name
	place = builders.space("Head Office").name
	with as_user(baseline.USERS["receptionist"]):
		doc = invitation(JANE, space=place, visitor_type=usual_type(), host=baseline.employee("bram"))
		assert doc.host == baseline.employee("bram")
		with pytest.raises(invitations.InvitationHostError, match="does not work here"):
			invitation(JANE, space=place, visitor_type=usual_type(), host=left)


def test_an_invitation_is_seen_and_changed_by_its_hosts_and_by_reception(as_user):
	doc = sent(JANE, host=baseline.employee("bram"))
	with as_user(EMPLOYEE), pytest.raises(frappe.PermissionError):
		api.cancel_invitation(doc.name)
	together = sent(BOB, host=baseline.employee("bram"), co_hosts=[{"employee": baseline.employee("anna")}])
	with as_user(EMPLOYEE):
		seen = frappe.get_list("Visit Invitation", pluck="name", order_by="name")
	assert together.name in seen and doc.name not in seen


def test_a_place_outside_the_limits_or_closed_is_none(as_user):
	elsewhere = builders.space(company=baseline.OTHER_COMPANY).name
	with as_user(EMPLOYEE), pytest.raises((invitations.InvitationPlaceError, frappe.PermissionError)):
		invitation(JANE, space=elsewhere, visitor_type=usual_type())
	closed = builders.space(status="Active")
	frappe.db.set_value("Office Space", closed.name, "status", "Closed")
	with pytest.raises(invitations.InvitationPlaceError):
		invitation(JANE, space=closed.name)


def test_a_task_that_the_user_may_not_see_is_none(as_user):
	task, place = facility_builders.task().name, builders.space("Head Office").name
	front_desk_builders.visitor_type()
	with as_user(EMPLOYEE), pytest.raises(invitations.InvitationTaskError):
		invitation(JANE, space=place, visitor_type=usual_type(), facility_task=task)


def test_places_are_found_by_name_for_who_cannot_read_them(as_user):
	place = builders.space("Lighthouse")
	with as_user(EMPLOYEE):
		found = api.search_visit_places("Office Space", "lighth")
		assert (place.name, "Lighthouse", place.name) in found


# --- what is refused -------------------------------------------------------------------------------------------


def test_nothing_is_kept_before_it_is_confirmed_for_how_long():
	doc = invitation(JANE)
	frappe.db.set_single_value("Office Management Settings", "retention_confirmed_by", None)
	with pytest.raises(retention.RetentionNotConfirmedError):
		frappe.copy_doc(doc).insert()


@pytest.mark.parametrize(
	("hours", "lasts", "match"),
	[(24, 0, "end after"), (24, 24 * 40, "month"), (-5, 2, "passed")],
)
def test_impossible_times_are_refused(hours, lasts, match):
	starts_at = now_datetime() + timedelta(hours=hours)
	with pytest.raises(invitations.InvitationTimeError, match=match):
		invitation(JANE, starts_at=starts_at, ends_at=starts_at + timedelta(hours=lasts))


@pytest.mark.parametrize(
	("people", "match"),
	[
		(({"full_name": "Jane", "email": "not an address"},), "can't be right|valid Email"),
		((JANE, {"full_name": "Janet", "email": "JANE@acme.example"}), "twice"),
	],
)
def test_people_who_cannot_be_invited_like_this(people, match):
	with pytest.raises((invitations.InviteeError, frappe.InvalidEmailAddressError), match=match):
		invitation(*people)


def test_who_is_invited_is_not_turned_into_somebody_else():
	doc = sent(JANE)
	doc.invitees[0].full_name = "Somebody Else"
	with pytest.raises(invitations.InviteeError, match="invited already"):
		doc.save()


def test_who_has_come_is_not_taken_off_the_list():
	doc = sent(JANE, BOB, days=0, starts_at=now_datetime(), ends_at=now_datetime() + timedelta(hours=2))
	api.check_in_visit(doc.invitees[0].visitor_log)
	doc.set("invitees", doc.invitees[1:])
	with pytest.raises(invitations.InviteeError, match="has come"):
		doc.save()


def test_fields_that_only_we_write_are_not_taken_from_a_form():
	doc = sent(JANE)
	log = doc.invitees[0].visitor_log
	row = doc.invitees[0]
	row.visitor_log, row.answer, row.mailed_on = None, "Accepted", now_datetime()
	doc.save()
	doc.reload()
	assert (doc.invitees[0].visitor_log, doc.invitees[0].answer, doc.invitees[0].mailed_on) == (
		log,
		None,
		None,
	)
	made = frappe.get_doc({**frappe.copy_doc(doc).as_dict(), "status": "Cancelled", "name": None}).insert()
	assert made.status == "Draft"


@pytest.mark.parametrize("before", ["Draft", "Sent", "Cancelled"])
@pytest.mark.parametrize("after", ["Draft", "Sent", "Cancelled"])
def test_statuses_change_by_rest_as_the_table_says(before, after):
	doc = invitation(JANE)
	if before != "Draft":
		frappe.client.set_value("Visit Invitation", doc.name, "status", before)
	allowed = before == after or (before, after) in {
		("Draft", "Sent"),
		("Draft", "Cancelled"),
		("Sent", "Cancelled"),
	}
	if allowed:
		frappe.client.set_value("Visit Invitation", doc.name, "status", after)
		assert frappe.db.get_value("Visit Invitation", doc.name, "status") == after
	else:
		with pytest.raises(invitations.InvitationStatusError):
			frappe.client.set_value("Visit Invitation", doc.name, "status", after)


# --- around it -------------------------------------------------------------------------------------------------


def test_a_task_shows_who_comes_for_it_and_names_only_to_who_may_see_the_visit(as_user):
	technician = baseline.USERS["technician"]
	task = facility_builders.task().name
	doc = sent(
		JANE,
		facility_task=task,
		days=0,
		starts_at=now_datetime(),
		ends_at=now_datetime() + timedelta(hours=2),
	)
	api.check_in_visit(doc.invitees[0].visitor_log)
	(visit,) = api.get_visits_of_task(task)
	assert visit["visitor"] == "Jane Doe" and visit["status"] == "Checked In" and visit["checked_in_on"]
	with as_user(technician):
		(visit,) = api.get_visits_of_task(task)
		assert visit["visitor"] is None and visit["name"] is None
		assert visit["organisation"] == "Acme"


def test_contacts_of_a_customer_can_be_invited_by_who_may_read_them(as_user):
	customer = builders.customer()
	frappe.get_doc(
		{
			"doctype": "Contact",
			"first_name": "Carla",
			"last_name": "Contact",
			"email_ids": [{"email_id": "Carla@klant.example", "is_primary": 1}],
			"links": [{"link_doctype": "Customer", "link_name": customer}],
		}
	).insert()
	(person,) = api.get_contacts_to_invite("Customer", customer)
	assert person["full_name"] == "Carla Contact" and person["email"] == "carla@klant.example"
	with as_user(EMPLOYEE), pytest.raises(frappe.PermissionError):
		api.get_contacts_to_invite("Customer", customer)
	with pytest.raises(frappe.PermissionError):
		api.get_contacts_to_invite("User", "Administrator")


def test_pasted_people_are_read_and_not_kept():
	before = frappe.db.count("Visitor")
	(person,) = api.read_invited_people("Naam;Taal\nJane Doe;Dansk")["people"]
	assert person == {"full_name": "Jane Doe", "visitor_language": "da"}
	read = api.read_invited_people("Jane Doe <jane@acme.example>, Acme\ninfo@acme.example")
	assert read["people"] == [JANE]
	assert [(problem["line"], problem["code"]) for problem in read["problems"]] == [(2, "no name")]
	assert frappe.db.count("Visitor") == before


def test_the_calendar_shows_what_is_not_cancelled():
	doc, gone = sent(JANE), sent(BOB)
	api.cancel_invitation(gone.name)
	found = api.get_invitation_calendar(str(add_days(None, 0)), str(add_days(None, 10)))
	names = [row["name"] for row in found]
	assert doc.name in names and gone.name not in names

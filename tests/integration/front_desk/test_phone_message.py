"""A phone message: what it needs, by when it is answered, who moves it on, who sees it."""

from datetime import datetime, timedelta
from itertools import product

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain.message_states import STATUSES
from office_management.front_desk import api, messages
from tests import baseline, builders, post_builders
from tests.post_builders import MESSAGE, NUMBER

ANNA, RECEPTION = baseline.USERS["employee"], baseline.USERS["receptionist"]


@pytest.fixture(autouse=True)
def office_hours(site):
	"""Nine to five, Monday to Friday; eight working hours to call back, two when it is urgent."""
	settings = frappe.get_doc("Office Management Settings")
	settings.working_holiday_list = None
	settings.working_hours = []
	for weekday in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
		settings.append("working_hours", {"weekday": weekday, "from_time": "09:00:00", "to_time": "17:00:00"})
	settings.update(
		{"message_answer_hours": 8, "urgent_message_answer_hours": 2, "unread_message_minutes": 60}
	)
	settings.save()


def set_status(name: str, status: str) -> None:
	frappe.db.set_value(MESSAGE, name, "status", status)


# --- what it needs --------------------------------------------------------------------------------------------


def test_little_is_asked_and_the_rest_is_filled_in():
	with builders.as_user(RECEPTION):
		doc = post_builders.message()
	assert (doc.status, doc.action_wanted, doc.urgency) == ("Unread", "Please Call Back", "Normal")
	assert (doc.taken_by, doc.company) == (RECEPTION, baseline.COMPANY)
	assert doc.department == baseline.department("Sales")
	assert doc.received_on <= now_datetime()


@pytest.mark.parametrize(
	("values", "error"),
	[
		({"phone": None}, messages.NumberMissingError),
		({"action_wanted": "Will Call Again"}, messages.CallsAgainError),
		(
			{"action_wanted": "Will Call Again", "calls_again_on": "2020-01-01 09:00"},
			messages.CallsAgainError,
		),
		({"received_on": datetime(2099, 1, 1)}, messages.ReceivedLaterError),
		(
			{"caller_name": " ", "phone": "", "action_wanted": "For Information"},
			messages.EmptyMessageError,
		),
	],
)
def test_what_cannot_be_acted_on_is_refused(values, error):
	with pytest.raises(error):
		post_builders.message(**values)


def test_a_linked_contact_with_a_number_is_enough_to_call_back():
	contact = frappe.get_doc(
		{"doctype": "Contact", "first_name": "Piet", "phone_nos": [{"phone": NUMBER, "is_primary_phone": 1}]}
	).insert()
	doc = post_builders.message(phone=None, contact=contact.name)
	assert frappe.get_doc(MESSAGE, doc.name).run_method("onload") is None
	loaded = frappe.get_doc(MESSAGE, doc.name)
	loaded.onload()
	assert loaded.get_onload().number == NUMBER


# --- by when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("received", "urgency", "by"),
	[
		("2026-03-02 10:00:00", "Normal", "2026-03-03 10:00:00"),  # a Monday
		("2026-03-06 16:30:00", "High", "2026-03-09 10:30:00"),  # over the weekend
		("2026-03-07 12:00:00", "High", "2026-03-09 11:00:00"),  # a Saturday
	],
)
def test_the_answer_is_due_after_so_many_working_hours(received, urgency, by):
	with post_builders.at("2026-03-08 12:00:00"):
		doc = post_builders.message(received_on=received, urgency=urgency)
	assert str(doc.answer_by) == by


def test_the_time_follows_what_it_comes_from_unless_somebody_chose_it():
	with post_builders.at("2026-03-08 12:00:00"):
		doc = post_builders.message(received_on="2026-03-02 10:00:00")
		doc.urgency = "High"
		doc.save()
		assert str(doc.answer_by) == "2026-03-02 12:00:00"
		doc.answer_by = "2026-03-02 18:00:00"
		doc.save()
		assert str(doc.answer_by) == "2026-03-02 18:00:00"
		doc.action_wanted = "For Information"
		doc.save()
		assert doc.answer_by is None


def test_holidays_do_not_count():
	frappe.db.set_single_value("Office Management Settings", "working_holiday_list", baseline.HOLIDAY_LIST)
	frappe.get_doc("Holiday List", baseline.HOLIDAY_LIST).append(
		"holidays", {"holiday_date": "2026-03-03", "description": "Off"}
	).insert()
	with post_builders.at("2026-03-08 12:00:00"):
		doc = post_builders.message(received_on="2026-03-02 10:00:00")
	assert str(doc.answer_by) == "2026-03-04 10:00:00"


# --- statuses -------------------------------------------------------------------------------------------------

AS_RECIPIENT = {
	("Unread", "Acknowledged"),
	("Unread", "Done"),
	("Acknowledged", "Done"),
	("Done", "Acknowledged"),
}


@pytest.mark.parametrize(
	("before", "after"), [pair for pair in product(STATUSES, repeat=2) if len(set(pair)) == 2]
)
@pytest.mark.parametrize("way", ["form", "rest"])
def test_every_pair_of_statuses(before, after, way):
	"""As the recipient, who may do all that anybody may."""
	doc = post_builders.message()
	set_status(doc.name, before)
	doc.reload()
	with builders.as_user(ANNA):
		if (before, after) in AS_RECIPIENT:
			change(doc, after, way)
			assert frappe.db.get_value(MESSAGE, doc.name, "status") == after
		else:
			with pytest.raises(messages.MessageStateError):
				change(doc, after, way)


def change(doc, status: str, way: str) -> None:
	if way == "rest":
		frappe.client.set_value(MESSAGE, doc.name, "status", status)
	else:
		doc.status = status
		doc.save()


@pytest.mark.parametrize("status", ["Acknowledged", "Done"])
def test_a_new_message_cannot_begin_in_the_middle(status):
	"""Imported as read by somebody else it is refused; done at once is fine, the recipient stood by."""
	if status == "Done":
		assert post_builders.message(status="Done").done_by == "Administrator"
		return
	with pytest.raises(messages.MessageNotYoursError):
		post_builders.message(status=status)


def test_opening_acknowledges_once_and_only_for_the_recipient():
	doc = post_builders.message()
	with builders.as_user(RECEPTION), pytest.raises(messages.MessageNotYoursError):
		api.acknowledge_message(doc.name)
	with builders.as_user(ANNA):
		assert api.acknowledge_message(doc.name) == "Acknowledged"
	first = frappe.db.get_value(MESSAGE, doc.name, ["acknowledged_on", "acknowledged_by"])
	assert first[1] == ANNA
	with builders.as_user(ANNA):
		assert api.acknowledge_message(doc.name) == "Acknowledged"
	assert frappe.db.get_value(MESSAGE, doc.name, ["acknowledged_on", "acknowledged_by"]) == first


def test_called_back_closes_and_twice_is_once():
	with post_builders.at("2026-03-02 14:00:00"):
		doc = post_builders.message(received_on="2026-03-02 10:00:00")
		with builders.as_user(ANNA):
			assert api.finish_message(doc.name, "Reached") == "Done"
	with post_builders.at("2026-03-02 15:00:00"), builders.as_user(ANNA):
		assert api.finish_message(doc.name, "Reached") == "Done"
	doc.reload()
	assert (doc.done_by, doc.outcome, doc.answer_minutes) == (ANNA, "Reached", 240)
	assert str(doc.done_on) == "2026-03-02 14:00:00.500000"
	assert doc.acknowledged_by == ANNA
	with builders.as_user(ANNA):
		assert api.reopen_message(doc.name) == "Acknowledged"
	doc.reload()
	assert not doc.done_on and not doc.answer_minutes


def test_the_recipient_does_not_rewrite_what_was_said():
	doc = post_builders.message(message="Your car is ready")
	by = doc.answer_by
	with builders.as_user(ANNA):
		own = frappe.get_doc(MESSAGE, doc.name)
		own.update(
			{"message": "x", "answer_by": "2030-01-01 00:00:00", "caller_name": "y", "done_on": "2020-01-01"}
		)
		own.outcome = "Talked"
		own.save()
	doc.reload()
	assert (doc.message, doc.caller_name, doc.outcome) == ("Your car is ready", "Piet Puk", "Talked")
	assert doc.answer_by == by and not doc.done_on


def test_script_in_a_text_does_not_stay():
	doc = post_builders.message(message='"<img src=x onerror=alert(1)>"')
	assert "onerror" not in doc.message


# --- forwarding -----------------------------------------------------------------------------------------------


def test_a_forwarded_message_begins_anew_with_the_other_person():
	doc = post_builders.message()
	bram = baseline.employee("bram")
	with builders.as_user(ANNA):
		api.acknowledge_message(doc.name)
		api.forward_message(doc.name, bram)
	doc.reload()
	assert (doc.recipient, doc.recipient_name, doc.status) == (bram, "Bram Bakker", "Unread")
	assert doc.forwarded_from == baseline.employee("anna")
	assert not doc.told_on and not doc.acknowledged_on and doc.notice_due_on
	(row,) = doc.forwards
	assert (row.from_employee, row.to_employee, row.forwarded_by) == (doc.forwarded_from, bram, ANNA)
	with builders.as_user(ANNA), pytest.raises(frappe.PermissionError):
		api.forward_message(doc.name, baseline.employee("anna"))


def test_what_is_done_is_not_forwarded():
	doc = post_builders.message()
	with builders.as_user(ANNA):
		api.finish_message(doc.name)
		with pytest.raises(messages.MessageDoneError):
			api.forward_message(doc.name, baseline.employee("bram"))


# --- taking one -----------------------------------------------------------------------------------------------


def test_a_second_click_is_the_same_message():
	given = {"recipient": baseline.employee("anna"), "caller_name": "Piet", "phone": NUMBER, "status": "Done"}
	with builders.as_user(RECEPTION):
		first = api.take_message(given, client_key="k1")
		again = api.take_message(given, client_key="k1")
	assert first["message"] == again["message"]
	assert frappe.db.get_value(MESSAGE, first["message"], "status") == "Unread"
	assert first["name"] == "Anna Aalders" and first["away"] is None


def test_who_takes_a_message_hears_whether_the_recipient_is_in():
	bram = baseline.employee("bram")
	frappe.db.set_value("Employee", baseline.employee("anna"), "om_deputy", bram)
	post_builders.day_off(builders.day(), baseline.employee("anna"))
	with builders.as_user(RECEPTION):
		known = api.get_message_recipient(baseline.employee("anna"))
	assert (known["away"], known["deputy"]) == ("day off", "Bram Bakker")
	with builders.as_user(baseline.USERS["other_manager"]):
		assert api.get_message_recipient(baseline.employee("anna")) == {}


# --- who sees it ----------------------------------------------------------------------------------------------


def sees(user: str, name: str) -> bool:
	with builders.as_user(user):
		if not frappe.has_permission(MESSAGE, "read"):
			return False
		listed = bool(frappe.get_list(MESSAGE, {"name": name}))
		assert listed == frappe.has_permission(MESSAGE, "read", doc=name)
	return listed


def test_recipient_deputy_taker_and_reception_see_it_and_nobody_else():
	deputy, taker = post_builders.somebody(), builders.user("Office Receptionist")
	anna = baseline.employee("anna")
	with builders.as_user(taker):
		doc = post_builders.message(anna)
	others = ("technician", "auditor", "buyer", "nobody", "other_manager")
	assert all(sees(user, doc.name) for user in (ANNA, RECEPTION, baseline.USERS["office_manager"], taker))
	assert not any(sees(user, doc.name) for user in (deputy.user, *(baseline.USERS[key] for key in others)))
	frappe.db.set_value(MESSAGE, doc.name, "deputy", deputy.employee)
	assert sees(deputy.user, doc.name)
	with builders.as_user(deputy.user):
		assert api.acknowledge_message(doc.name) == "Acknowledged"


def test_the_employee_form_shows_what_waits_and_only_what_the_user_may_see():
	anna = baseline.employee("anna")
	doc = post_builders.message()
	post_builders.delivery()
	for user, seen in ((ANNA, 1), (RECEPTION, 1), (baseline.USERS["technician"], 0)):
		with builders.as_user(user):
			post = api.get_post_of_employee(anna)
		assert (len(post["messages"]), len(post["deliveries"])) == (seen, seen)
	with builders.as_user(ANNA):
		assert api.get_post_of_employee(anna)["messages"][0]["name"] == doc.name


def test_office_day_shows_own_messages_and_to_reception_the_late_ones():
	from office_management.front_desk import post_views

	post_builders.message(received_on=now_datetime() - timedelta(days=40))
	with builders.as_user(ANNA):
		blocks = {block["key"]: block for block in post_views.get_blocks()}
	assert blocks["my_messages"]["count"] == 1 and "late_messages" not in blocks
	with builders.as_user(RECEPTION):
		blocks = {block["key"]: block for block in post_views.get_blocks()}
	assert blocks["late_messages"]["count"] == 1 and "my_messages" not in blocks


# --- who called -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["+31 20 794 0801", "0031207940801", "+31207940801"])
def test_a_caller_is_known_by_the_number_however_it_is_written(typed):
	frappe.db.set_single_value("System Settings", "country", "Netherlands")
	frappe.clear_cache()
	contact = frappe.get_doc(
		{
			"doctype": "Contact",
			"first_name": "Piet",
			"last_name": "Puk",
			"company_name": "Puk BV",
			"phone_nos": [{"phone": "020 - 794 08 01"}],
		}
	).insert()
	frappe.get_doc({"doctype": "Lead", "first_name": "Other", "mobile_no": "+31 20 794 0802"}).insert(
		ignore_permissions=True
	)
	with builders.as_user(RECEPTION):
		found = api.find_callers(typed)["callers"]
	assert [(row.doctype, row.name, row.caller_organisation) for row in found] == [
		("Contact", contact.name, "Puk BV")
	]


def test_a_part_of_a_number_finds_nobody():
	frappe.get_doc({"doctype": "Contact", "first_name": "Piet", "phone_nos": [{"phone": NUMBER}]}).insert()
	for part in ("0801", "+31", "%", "7940801"):
		assert api.find_callers(part)["callers"] == []


def test_the_call_that_telephony_has_just_noted_is_proposed():
	call = frappe.get_doc(
		{
			"doctype": "Call Log",
			"id": builders.unique("call-"),
			"from": "+31207940801",
			"to": "100",
			"type": "Incoming",
		}
	).insert(ignore_permissions=True)
	assert api.find_callers(NUMBER)["call_log"] == call.name
	frappe.db.set_value("Call Log", call.name, "creation", now_datetime() - timedelta(hours=1))
	assert api.find_callers(NUMBER)["call_log"] is None

"""Who is told that a visitor is here: hosts at once, the next when nobody answers, each once, also after a standstill."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.front_desk import host_notices, visits
from office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice import acknowledge_visit
from tests import baseline, builders
from tests import front_desk_builders as desk
from tests.shared import once_per_module

LOG, NOTICE = "Visitor Log", "Visitor Log Notice"


@pytest.fixture
def mails(monkeypatch):
	"""Mails that were put into the queue, as (address, subject)."""
	sent = []

	def send(recipients, subject, **_rest):
		sent.extend((address, subject) for address in recipients)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


def person(key: str) -> frappe._dict:
	"""A baseline user with their employee."""
	return frappe._dict(user=baseline.USERS[key], employee=baseline.employee(baseline.LINKED[key]))


@once_per_module
def people(site):
	"""A host whose deputy is known, a co-host, a fallback host, and who looks after reception at the place."""
	found = frappe._dict(
		host=person("employee"),
		co_host=person("office_manager"),
		fallback=person("auditor"),
		deputy=person("technician"),
		desk=person("receptionist"),
	)
	frappe.db.set_value("Employee", found.host.employee, "om_deputy", found.deputy.employee)
	return found


@once_per_module
def place(people):
	place = desk.site(company=baseline.COMPANY)
	frappe.get_doc(
		{
			"doctype": "Office Responsibility",
			"topic": "Reception",
			"space": place.name,
			"responsible": people.desk.employee,
			"from_date": builders.day(),
		}
	).insert()
	return place


@once_per_module
def kind(site):
	return desk.visitor_type(host_notice=1, fallback_minutes=10).name


def arrival(place, kind, people, **values):
	values = {"host": people.host.employee, "visitor_type": kind, **values}
	return desk.visit_on_site(place, **values)


def told(log) -> list[str]:
	rows = frappe.get_all(
		NOTICE, {"parent": log.name, "told_on": ("is", "set")}, ["user", "employee"], order_by="idx"
	)
	return [row.user or row.employee for row in rows]


def waiting(log) -> list[str]:
	return frappe.get_all(
		NOTICE, {"parent": log.name, "told_on": ("is", "not set")}, pluck="user", order_by="idx"
	)


def desk_notices(log, user: str) -> list[str]:
	filters = {"document_name": log.name, "for_user": user, "type": "Alert"}
	return frappe.get_all("Notification Log", filters, pluck="subject", order_by="creation")


def let_pass(log, minutes: int) -> None:
	"""As if everything about the visit's notices had happened so many minutes earlier."""
	for row in frappe.get_all(NOTICE, {"parent": log.name}, ["name", "due_on", "told_on"], order_by="idx"):
		for field in ("due_on", "told_on"):
			if row[field]:
				frappe.db.set_value(NOTICE, row.name, field, row[field] - timedelta(minutes=minutes))


# --- in turn --------------------------------------------------------------------------------------------------


def test_hosts_at_once_then_the_fallback_then_reception_each_once(place, kind, people, mails):
	log = arrival(
		place,
		kind,
		people,
		full_name="Jane Doe",
		organisation="Acme",
		co_hosts=[people.co_host.employee],
		fallback_host=people.fallback.employee,
	)
	host_notices.sweep_host_notices()
	hosts = [people.host.user, people.co_host.user]
	assert sorted(told(log)) == sorted(hosts)
	assert ("Jane Doe of Acme is at " + place.space_name) in dict(mails)[people.host.user]
	assert frappe.db.get_value(LOG, log.name, "host_told_on")
	host_notices.sweep_host_notices()
	assert len(told(log)) == 2

	for next_one in (people.fallback.user, people.desk.user):
		let_pass(log, 11)
		host_notices.sweep_host_notices()
		assert told(log)[-1] == next_one
	let_pass(log, 60)
	host_notices.sweep_host_notices()
	assert len(told(log)) == len(set(told(log))) == 4
	assert len(mails) == 4
	assert all(len(desk_notices(log, user)) == 1 for user in told(log))


def test_without_a_fallback_host_the_deputy_is_next(place, kind, people, mails):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	assert waiting(log) == [people.deputy.user]


def test_zero_minutes_tell_nobody_else(place, people, mails):
	log = arrival(place, desk.visitor_type(host_notice=1, fallback_minutes=0).name, people)
	host_notices.sweep_host_notices()
	assert told(log) == [people.host.user] and waiting(log) == []


def test_a_type_may_tell_nobody(place, people, mails):
	log = arrival(place, desk.visitor_type(host_notice=0).name, people)
	host_notices.sweep_host_notices()
	assert told(log) == waiting(log) == []


def test_a_host_who_cannot_be_reached_is_passed_over_at_once(place, kind, people, mails):
	frappe.db.set_value("User", people.host.user, "enabled", 0)
	addresses = dict.fromkeys(("company_email", "prefered_email", "personal_email"))
	frappe.db.set_value("Employee", people.host.employee, addresses)
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	host_notices.sweep_host_notices()
	assert told(log)[-1] == people.deputy.user


def test_a_host_without_a_user_gets_mail(place, kind, mails):
	employee = builders.employee(company_email="plain@people.example")
	log = desk.visit_on_site(place, visitor_type=kind, host=employee.name)
	host_notices.sweep_host_notices()
	assert told(log) == [employee.name] and mails[0][0] == "plain@people.example"


def test_without_a_host_reception_is_told_by_the_kiosk_and_not_by_itself(place, kind, people, mails):
	with builders.as_user(baseline.USERS["receptionist"]):
		by_hand = desk.visit_on_site(place, visitor_type=kind)
	frappe.set_user("Guest")
	by_kiosk = desk.visit_on_site(place, visitor_type=kind)
	frappe.set_user("Administrator")
	assert waiting(by_hand) == [] and waiting(by_kiosk) == [None]  # noted with the arrival, whoever it is
	host_notices.sweep_host_notices()
	host_notices.arrived(by_kiosk.name)
	assert told(by_hand) == waiting(by_kiosk) == [] and told(by_kiosk) == [people.desk.user]


def test_who_looks_after_reception_is_looked_for_when_they_are_told(place, kind, people, mails, monkeypatch):
	"""Not while somebody is checked in; and when that goes wrong, the note waits for the next sweep."""

	def goes_wrong(*_args):
		raise ConnectionError

	with monkeypatch.context() as patch:
		patch.setattr(host_notices, "reception_at", goes_wrong)
		log = desk.visit_on_site(place, visitor_type=kind)
		host_notices.sweep_host_notices()
	assert waiting(log) == [None]
	host_notices.sweep_host_notices()
	assert told(log) == [people.desk.user] and waiting(log) == [] and len(mails) == 1


# --- answering ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_coming, field", [(True, "answered_on"), (False, "seen_on")])
def test_nobody_else_is_told_once_a_host_answers_or_looks(place, kind, people, mails, is_coming, field):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	with builders.as_user(people.host.user):
		assert acknowledge_visit(log.name, is_coming)
		assert not acknowledge_visit(log.name, is_coming)
	let_pass(log, 60)
	host_notices.sweep_host_notices()
	assert told(log) == [people.host.user] and waiting(log) == []
	assert frappe.db.get_value(NOTICE, {"parent": log.name}, field)


def test_reception_answers_for_the_host_and_strangers_do_not(place, kind, people, mails):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	with builders.as_user(baseline.USERS["other_manager"]), pytest.raises(frappe.PermissionError):
		acknowledge_visit(log.name)
	with builders.as_user(baseline.USERS["auditor"]):
		assert not acknowledge_visit(log.name)
	with builders.as_user(baseline.USERS["receptionist"]):
		assert acknowledge_visit(log.name)
	assert waiting(log) == []


# --- standstills ----------------------------------------------------------------------------------------------


def test_after_days_without_scheduler_one_step_is_told_not_all(place, kind, people, mails):
	log = arrival(place, kind, people)
	let_pass(log, 3 * 24 * 60)
	for _again in range(3):
		host_notices.sweep_host_notices()
	assert told(log) == [people.host.user] and len(mails) == 1


def test_a_host_who_could_not_be_told_in_time_learns_who_was_there(place, kind, people, mails):
	log = arrival(place, kind, people, full_name="Jane Doe")
	visits.check_out(log.name)
	host_notices.sweep_host_notices()
	assert len(mails) == 1 and "was at" in mails[0][1]
	assert waiting(log) == []


def test_visits_long_over_are_told_to_nobody(place, kind, people, mails):
	log = arrival(place, kind, people)
	visits.check_out(log.name)
	frappe.db.set_value(LOG, log.name, "checked_out_on", now_datetime() - timedelta(days=2))
	host_notices.sweep_host_notices()
	assert told(log) == waiting(log) == [] and mails == []


def test_an_arrival_that_was_taken_back_is_forgotten_and_the_real_one_told(place, kind, people, mails):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	visits.undo(log.name)
	assert waiting(log) == []
	frappe.db.set_value(LOG, log.name, "expected_on", now_datetime())
	visits.check_in(log.name)
	arrived_on = now_datetime() + timedelta(seconds=5)
	frappe.db.set_value(LOG, log.name, "arrived_on", arrived_on)
	host_notices.arrived(log.name)
	host_notices.sweep_host_notices()
	assert told(log).count(people.host.user) == 2


def test_who_stepped_out_and_in_again_is_told_once(place, kind, people, mails):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	visits.step_out(log.name)
	visits.step_in(log.name)
	host_notices.arrived(log.name)
	host_notices.sweep_host_notices()
	assert told(log) == [people.host.user]


def test_a_dead_mail_server_delays_no_notice_and_loses_no_mail(place, kind, people, mails, monkeypatch):
	working = frappe.sendmail

	def dead(**_mail):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", dead)
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	assert len(desk_notices(log, people.host.user)) == 1 and mails == []
	monkeypatch.setattr(frappe, "sendmail", working)
	for _again in range(2):
		host_notices.sweep_host_notices()
	assert [address for address, _subject in mails] == [people.host.user]


def test_redis_away_delays_until_the_sweep(place, kind, people, mails, monkeypatch):
	def no_queue(*_args, **_rest):
		raise ConnectionError

	monkeypatch.setattr(frappe, "enqueue", no_queue)
	log = arrival(place, kind, people)
	host_notices.hasten()
	host_notices.sweep_host_notices()
	assert told(log) == [people.host.user]


def test_a_form_that_is_open_meanwhile_loses_no_notice(place, kind, people, mails):
	log = arrival(place, kind, people)
	form = frappe.get_doc(LOG, log.name)
	host_notices.sweep_host_notices()
	form.purpose = "typed meanwhile"
	form.save()
	assert told(log) == [people.host.user]
	assert frappe.db.get_value(LOG, log.name, "host_told_on")


def test_muted_notifications_do_not_silence_reception(place, kind, people, mails):
	settings = frappe.get_doc("Notification Settings", people.host.user)
	settings.enabled = settings.enable_email_notifications = 0
	settings.save()
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	assert len(desk_notices(log, people.host.user)) == 1 and len(mails) == 1


def test_a_crowd_is_one_notice_that_names_nobody(place, kind, people, mails):
	logs = [arrival(place, kind, people) for _one in range(5)]
	host_notices.sweep_host_notices()
	assert [told(log) for log in logs] == [[people.host.user]] * 5
	assert mails == [(people.host.user, "5 visitors are here for you")]


def test_the_language_is_the_hosts(place, kind, people, mails):
	frappe.db.set_value("User", people.host.user, "language", "nl")
	languages = []
	log = arrival(place, kind, people)
	working = host_notices.sentence

	def listen(visit, row):
		languages.append(frappe.local.lang)
		return working(visit, row)

	host_notices.sentence = listen
	try:
		host_notices.sweep_host_notices()
	finally:
		host_notices.sentence = working
	assert set(languages) == {"nl"} and told(log)


def test_a_host_named_after_the_arrival_is_told_too(place, kind, people, mails):
	log = arrival(place, kind, people)
	host_notices.sweep_host_notices()
	log.reload()
	log.host = people.co_host.employee
	log.save()
	host_notices.sweep_host_notices()
	assert told(log) == [people.host.user, people.co_host.user]


def test_what_was_typed_is_text(place, kind, people, mails):
	log = arrival(place, kind, people, full_name="<img src=x onerror=alert(1)> Doe")
	host_notices.sweep_host_notices()
	assert all("<img" not in subject for subject in desk_notices(log, people.host.user))


def test_an_answer_that_reception_should_see_is_told_once(place, people, mails):
	kind = desk.visitor_type(
		host_notice=0,
		questions=[{"question": "Do you have a fever?", "answer_type": "Yes or No", "alert_answer": "Yes"}],
	)
	log = desk.visit(place, visitor_type=kind.name)
	from office_management.front_desk import answers

	answers.store(log.name, {kind.questions[0].line_key: "Yes"})
	visits.check_in(log.name)
	for _again in range(2):
		host_notices.arrived(log.name)
		host_notices.sweep_host_notices()
	assert told(log) == [people.desk.user] and len(mails) == 1


# --- rows by themselves ---------------------------------------------------------------------------------------


def test_rows_of_others_visits_are_not_listed(place, kind, people, mails):
	"""Frappe lists rows of a child table to whoever may read some record of its parent."""
	log = arrival(place, desk.visitor_type(host_notice=1, fallback_minutes=0).name, people)
	host_notices.sweep_host_notices()
	frappe.get_doc(
		{
			"doctype": "Visitor Log Answer",
			"parent": log.name,
			"parenttype": LOG,
			"parentfield": "answers",
			"answer": "secret",
		}
	).insert()

	def rows(doctype):
		return frappe.client.get_list(
			doctype, parent=LOG, filters={"parent": log.name}, fields=["name"], limit_page_length=0
		)

	with builders.as_user(people.deputy.user):
		assert rows(NOTICE) == rows("Visitor Log Event") == rows("Visitor Log Answer") == []
	with builders.as_user(people.host.user):
		assert rows(NOTICE) and rows("Visitor Log Answer") == []
	with builders.as_user(baseline.USERS["receptionist"]):
		assert rows(NOTICE) and rows("Visitor Log Answer")

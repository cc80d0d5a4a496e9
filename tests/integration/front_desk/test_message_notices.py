"""Who is told of a phone message: the recipient at once, the deputy when they are away or do not read it, each once."""

from functools import partial

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.front_desk import api, message_notices, messages
from tests import baseline, builders, post_builders
from tests.post_builders import MESSAGE
from tests.shared import once_per_module

TUESDAY = "2026-03-03"


@pytest.fixture
def mails(monkeypatch):
	"""Mails that were put into the queue, as (address, subject)."""
	sent = []

	def send(recipients, subject, **_rest):
		sent.extend((address, subject) for address in recipients)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


@partial(once_per_module, autouse=True)
def office_hours(site):
	settings = frappe.get_doc("Office Management Settings")
	settings.working_hours = []
	for weekday in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
		settings.append("working_hours", {"weekday": weekday, "from_time": "09:00:00", "to_time": "17:00:00"})
	settings.unread_message_minutes = 60
	settings.save()


@once_per_module
def pair(site):
	"""Somebody with a deputy."""
	deputy = post_builders.somebody()
	person = post_builders.somebody(deputy.employee)
	return frappe._dict(**person, deputy=deputy)


def sweep(times: int = 2) -> None:
	for _again in range(times):
		message_notices.tell_of_messages()


def taken(person: str, moment: str = f"{TUESDAY} 10:00:00", **values):
	with post_builders.at(moment):
		doc = post_builders.message(person, **values)
		sweep()
	return doc


# --- the recipient --------------------------------------------------------------------------------------------


def test_the_recipient_is_told_at_once_and_once(pair, mails):
	doc = taken(pair.employee, caller_organisation="Puk BV")
	assert mails == [(pair.user, "Please call Piet Puk (Puk BV) back: +31 20 794 0801")]
	assert post_builders.told(doc, pair.user) == 1
	assert frappe.db.get_value(MESSAGE, doc.name, "told_on")
	assert post_builders.told(doc, pair.deputy.user) == 0


@pytest.mark.parametrize(
	("language", "subject"),
	[("en", "Urgent: Somebody called"), ("da", None)],
)
def test_it_is_told_in_the_language_of_who_is_told(pair, mails, language, subject):
	frappe.db.set_value("User", pair.user, "language", language)
	taken(
		pair.employee,
		caller_name=None,
		phone=None,
		message="Taxi",
		action_wanted="For Information",
		urgency="High",
	)
	((_address, told),) = mails
	assert told == subject if subject else told


def test_without_an_account_the_mail_goes_to_the_address_on_record(site, mails):
	person = builders.employee(company_email="kees@people.example")
	taken(person.name)
	assert [address for address, _subject in mails] == ["kees@people.example"]


# --- the deputy -----------------------------------------------------------------------------------------------


def test_the_deputy_is_told_after_an_hour_of_work_and_once(pair, mails):
	doc = taken(pair.employee, f"{TUESDAY} 16:30:00")
	for moment, told in (
		("2026-03-03 23:00", 0),
		("2026-03-04 09:29", 0),
		("2026-03-04 09:31", 1),
		("2026-03-09 12:00", 1),
	):
		with post_builders.at(moment):
			sweep()
		assert post_builders.told(doc, pair.deputy.user) == told
	assert mails[1][1].startswith(f"For {doc.recipient_name}, who has not read it: Please call")
	assert frappe.db.get_value(MESSAGE, doc.name, "deputy") == pair.deputy.employee


def test_who_has_read_it_is_left_alone(pair, mails):
	doc = taken(pair.employee)
	with post_builders.at(f"{TUESDAY} 10:30"), builders.as_user(pair.user):
		api.acknowledge_message(doc.name)
	with post_builders.at(f"{TUESDAY} 12:00"):
		sweep()
	assert len(mails) == 1 and not post_builders.told(doc, pair.deputy.user)


def test_the_deputy_hears_at_once_of_who_is_not_in(pair, mails):
	post_builders.day_off(TUESDAY, pair.employee)
	doc = taken(pair.employee)
	assert sorted(address for address, _subject in mails) == sorted([pair.user, pair.deputy.user])
	assert f"For {doc.recipient_name}, who is not in: " in dict(mails)[pair.deputy.user]
	with post_builders.at(f"{TUESDAY} 16:00"):
		sweep()
	assert len(mails) == 2


def test_on_everybodys_day_off_the_deputy_is_not_alarmed_at_once(pair, mails):
	post_builders.day_off(TUESDAY, pair.employee, pair.deputy.employee)
	taken(pair.employee)
	assert [address for address, _subject in mails] == [pair.user]


def test_of_who_has_left_only_the_deputy_is_told(pair, mails):
	frappe.db.set_value("Employee", pair.employee, {"status": "Left", "relieving_date": "2026-02-01"})
	taken(pair.employee)
	assert [address for address, _subject in mails] == [pair.deputy.user]


def test_a_deputys_deputy_is_never_asked(pair, mails):
	third = post_builders.somebody()
	frappe.db.set_value("Employee", pair.deputy.employee, "om_deputy", third.employee)
	frappe.db.set_value("Employee", pair.deputy.employee, "status", "Inactive")
	doc = taken(pair.employee)
	with post_builders.at("2026-03-04 12:00"):
		sweep()
	assert [address for address, _subject in mails] == [pair.user]
	assert not frappe.db.get_value(MESSAGE, doc.name, "notice_due_on")


def test_zero_minutes_means_only_who_is_away_has_a_deputy_told(pair, mails):
	frappe.db.set_single_value("Office Management Settings", "unread_message_minutes", 0)
	doc = taken(pair.employee)
	assert not frappe.db.get_value(MESSAGE, doc.name, "notice_due_on")


def test_approved_leave_counts_where_there_is_any(pair, mails, monkeypatch):
	from office_management.erp import absences

	monkeypatch.setattr(absences, "is_on_leave", lambda employee, day: employee == pair.employee)
	taken(pair.employee)
	assert pair.deputy.user in dict(mails)


def test_whom_it_is_forwarded_to_is_told_and_their_own_deputy_counts(pair, mails):
	other = post_builders.somebody()
	doc = taken(pair.employee)
	with post_builders.at(f"{TUESDAY} 10:10"), builders.as_user(pair.user):
		messages.forward(doc.name, other.employee)
	with post_builders.at(f"{TUESDAY} 10:15"):
		sweep()
	with post_builders.at(f"{TUESDAY} 15:00"):
		sweep()
	assert [address for address, _subject in mails] == [pair.user, other.user]


# --- late, broken, half way -----------------------------------------------------------------------------------


def test_after_a_weekend_without_scheduler_the_recipient_first_gets_time_to_read(pair, mails):
	with post_builders.at("2026-03-06 16:00"):
		post_builders.message(pair.employee)
	with post_builders.at("2026-03-09 09:00"):
		sweep(3)
	assert [address for address, _subject in mails] == [pair.user]
	with post_builders.at("2026-03-09 10:01"):
		sweep()
	assert [address for address, _subject in mails] == [pair.user, pair.deputy.user]


def test_without_mail_the_desk_tells_and_the_mail_follows(pair, mails, monkeypatch):
	with post_builders.at(f"{TUESDAY} 10:00"):
		with post_builders.broken_mail(monkeypatch):
			doc = post_builders.message(pair.employee)
			sweep()
		assert post_builders.told(doc, pair.user) == 1 and not mails
		assert frappe.db.get_value(MESSAGE, doc.name, "mail_for") == "recipient"
		sweep()
	assert [address for address, _subject in mails] == [pair.user]
	assert frappe.db.get_value(MESSAGE, doc.name, ["mail_for", "mail_due_on"]) == (None, None)


def test_a_mail_that_is_owed_is_not_sent_once_the_message_was_read(pair, mails, monkeypatch):
	with post_builders.at(f"{TUESDAY} 10:00"), post_builders.broken_mail(monkeypatch):
		doc = post_builders.message(pair.employee)
		sweep()
	with post_builders.at(f"{TUESDAY} 10:05"):
		with builders.as_user(pair.user):
			api.acknowledge_message(doc.name)
		sweep()
	assert not mails


def test_a_mail_that_is_a_day_late_is_given_up(pair, mails, monkeypatch):
	with post_builders.at(f"{TUESDAY} 10:00"), post_builders.broken_mail(monkeypatch):
		doc = post_builders.message(pair.employee)
		sweep()
	frappe.db.set_value(MESSAGE, doc.name, "notice_due_on", None)
	with post_builders.at("2026-03-04 10:30"):
		sweep()
	assert not mails and not frappe.db.get_value(MESSAGE, doc.name, "mail_due_on")


def test_a_sweep_that_dies_before_its_commit_has_told_nobody(pair, mails, monkeypatch):
	with post_builders.at(f"{TUESDAY} 10:00"):
		doc = post_builders.message(pair.employee)
		with monkeypatch.context() as patch, pytest.raises(RuntimeError):
			patch.setattr(message_notices, "store", lambda *_anything: (_ for _ in ()).throw(RuntimeError))
			message_notices.tell_of(doc.name)
		assert frappe.db.get_value(MESSAGE, doc.name, "notice_due_on") <= now_datetime()


def test_a_form_that_is_open_meanwhile_saves_and_loses_nothing(pair, mails):
	with post_builders.at(f"{TUESDAY} 10:00"):
		doc = post_builders.message(pair.employee)
		doc.reload()
		sweep()
		doc.message = "Bring the papers"
		doc.save()
	assert frappe.db.get_value(MESSAGE, doc.name, "told_on")
	assert len(mails) == 1

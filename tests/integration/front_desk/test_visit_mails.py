"""Mails of invitations: each thing once, to everybody concerned, whatever runs twice or fails; calendar files."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain.visit_mails import WAIT_WHEN_FAILED
from office_management.front_desk import api, calendar_files, invitation_mails, tokens, visit_letters, visits
from tests import baseline, builders, front_desk_builders
from tests.invitation_builders import (
	BOB,
	JANE,
	Outbox,
	entry_in,
	forget_what_is_owed,
	invitation,
	log_of,
	sent,
	sweep,
	token_in,
)

ANNA = "anna@people.example"
BRAM = "bram@people.example"
NASTY = "<img src=x onerror=alert(1)>\"'{{ 7*7 }}"


@pytest.fixture(autouse=True)
def outbox(site, monkeypatch):
	box = Outbox()
	monkeypatch.setattr(frappe, "sendmail", box.sendmail)
	forget_what_is_owed()
	return box


def with_bram(*people, **values):
	return sent(*people, co_hosts=[{"employee": baseline.employee("bram")}], **values)


def host_address() -> str:
	"""Where Anna gets mail: she has an account."""
	return baseline.USERS["employee"]


def later() -> None:
	"""Let what was put off be due again."""
	frappe.db.set_value("Visit Mail", {"next_mail_on": (">", "2000-01-01")}, "next_mail_on", now_datetime())


# --- once each ------------------------------------------------------------------------------------------------


def test_each_visitor_and_host_is_mailed_once_however_often_the_job_runs(outbox):
	doc = with_bram(JANE, BOB)
	sweep(3)
	assert sorted(mail.recipients[0] for mail in outbox.mails) == sorted(
		[JANE["email"], BOB["email"], host_address(), BRAM]
	)
	assert {mail.kind for mail in outbox.mails} == {"Invitation"}
	doc.reload()
	assert all(row.mailed_on for row in doc.invitees)


def test_a_draft_mails_nobody_and_a_person_without_address_is_expected_all_the_same(outbox):
	invitation(JANE)
	doc = sent({"full_name": "No Mail"})
	sweep()
	assert [mail.recipients[0] for mail in outbox.mails] == [host_address()]
	assert log_of(doc).status == "Expected" and not doc.reload().invitees[0].mailed_on


def test_a_change_is_told_to_everybody_once_and_other_edits_to_nobody(outbox):
	doc = with_bram(JANE)
	sweep()
	doc.reload()
	doc.reception_note = "Put out the good cups"
	doc.save()
	sweep()
	assert len(outbox.mails) == 3
	api.change_invitation(doc.name, {"ends_at": doc.ends_at + timedelta(hours=1)})
	api.change_invitation(doc.name, {"ends_at": doc.ends_at + timedelta(hours=2)})
	sweep(2)
	for address in (JANE["email"], host_address(), BRAM):
		assert outbox.kinds(address) == ["Invitation", "Change"]


def test_a_change_taken_back_before_anybody_heard_of_it_is_no_mail(outbox):
	doc = sent(JANE)
	sweep()
	for ends_at in (doc.ends_at + timedelta(hours=1), doc.ends_at):
		api.change_invitation(doc.name, {"ends_at": ends_at})
	sweep()
	assert outbox.kinds(JANE["email"]) == ["Invitation"]


def test_cancelling_tells_who_was_told_and_nobody_else(outbox):
	doc = with_bram(JANE)
	sweep()
	api.add_invited_people(doc.name, [BOB])
	api.cancel_invitation(doc.name)
	sweep(2)
	assert outbox.kinds(JANE["email"]) == ["Invitation", "Cancellation"]
	assert outbox.kinds(BRAM) == ["Invitation", "Cancellation"]
	assert outbox.to(BOB["email"]) == []


def test_one_taken_off_hears_of_it_and_the_others_do_not(outbox):
	doc = sent(JANE, BOB)
	sweep()
	doc.reload()
	doc.set("invitees", doc.invitees[1:])
	doc.save()
	sweep(2)
	assert outbox.kinds(JANE["email"]) == ["Invitation", "Cancellation"]
	assert outbox.kinds(BOB["email"]) == ["Invitation"]


def test_a_new_host_is_told_of_the_visit_and_the_former_one_that_it_is_not_theirs(outbox):
	doc = sent(JANE)
	sweep()
	api.change_invitation(doc.name, {"host": baseline.employee("bram")})
	sweep(2)
	assert outbox.kinds(host_address()) == ["Invitation", "Cancellation"]
	assert outbox.kinds(BRAM) == ["Invitation"]
	assert outbox.kinds(JANE["email"]) == ["Invitation", "Change"]


def test_reception_cancelling_one_visit_tells_visitor_and_hosts(outbox):
	doc = with_bram(JANE, BOB)
	sweep()
	api.cancel_visit(doc.invitees[0].visitor_log)
	sweep(2)
	assert outbox.kinds(JANE["email"]) == ["Invitation", "Cancellation"]
	assert outbox.kinds(host_address()) == ["Invitation", "News"]
	assert outbox.kinds(BRAM) == ["Invitation", "News"]
	assert outbox.kinds(BOB["email"]) == ["Invitation"]


def test_sending_again_reaches_those_still_expected_with_the_same_entry(outbox):
	doc = sent(JANE, BOB)
	sweep()
	doc.reload()
	api.cancel_visit(doc.invitees[1].visitor_log)
	sweep()
	assert api.send_invitation_again(doc.name) == 1
	sweep(2)
	assert outbox.kinds(JANE["email"]) == ["Invitation", "Invitation"]
	first, again = (entry_in(mail)[1] for mail in outbox.to(JANE["email"]))
	assert first["UID"] == again["UID"] and first["SEQUENCE"] == again["SEQUENCE"] == 0


# --- what fails, waits, or is too late -------------------------------------------------------------------------


def test_a_mail_server_that_is_down_blocks_and_loses_nothing(outbox):
	outbox.fails = True
	doc = sent(JANE)
	sweep()
	assert outbox.mails == []
	outbox.fails = False
	sweep()
	assert outbox.mails == []  # put off, so that a broken server is not asked without end
	due = frappe.db.get_value("Visit Mail", {"visitor_log": doc.invitees[0].visitor_log}, "next_mail_on")
	assert due <= now_datetime() + WAIT_WHEN_FAILED
	assert not frappe.db.count("Visit Token", {"visitor_log": doc.invitees[0].visitor_log})
	later()
	sweep()
	assert outbox.kinds(JANE["email"]) == ["Invitation"]


def test_one_address_that_fails_keeps_nobody_else_waiting(outbox, monkeypatch):
	def sendmail(**mail):
		if mail["recipients"] == [JANE["email"]]:
			raise frappe.OutgoingEmailError("refused")
		Outbox.sendmail(outbox, **mail)

	monkeypatch.setattr(frappe, "sendmail", sendmail)
	sent(JANE, BOB)
	sweep()
	assert sorted(mail.recipients[0] for mail in outbox.mails) == sorted([BOB["email"], host_address()])


def test_after_days_without_scheduler_nobody_is_told_of_what_is_over(outbox):
	doc = sent(JANE)
	past = now_datetime() - timedelta(days=3)
	frappe.db.set_value(
		"Visitor Log", doc.invitees[0].visitor_log, {"expected_on": past, "expected_until_on": past}
	)
	frappe.db.set_value("Visit Invitation", doc.name, {"starts_at": past, "ends_at": past})
	sweep()
	assert outbox.mails == []


def test_who_must_be_approved_first_is_invited_when_they_are(outbox):
	doc = sent(JANE, visitor_type=front_desk_builders.visitor_type(approval="Always").name)
	sweep()
	assert outbox.to(JANE["email"]) == []
	visits.approve(doc.invitees[0].visitor_log)
	later()
	sweep()
	assert outbox.kinds(JANE["email"]) == ["Invitation"]


def test_who_was_turned_away_before_being_invited_hears_nothing(outbox):
	doc = sent(JANE, visitor_type=front_desk_builders.visitor_type(approval="Always").name)
	visits.deny(doc.invitees[0].visitor_log, "Not today")
	later()
	sweep()
	assert outbox.to(JANE["email"]) == []


def test_whoever_a_rule_blocks_is_not_invited_before_a_manager_has_decided(outbox):
	name = f"Mallory {builders.unique('Mal')}"
	rule = {"doctype": "Visitor Block Rule", "full_name": name, "action": "Block", "reason": "Broke a door"}
	frappe.get_doc(rule).insert()
	doc = sent({"full_name": name, "email": "mallory@acme.example"}, BOB)
	sweep()
	assert log_of(doc).under_review and outbox.to("mallory@acme.example") == []
	assert outbox.kinds(BOB["email"]) == ["Invitation"]
	(letter,) = outbox.to(host_address())
	assert "Broke" not in letter.html and "rule" not in letter.html.lower()


# --- what is in them -------------------------------------------------------------------------------------------


def test_a_mail_says_when_where_and_with_whom_in_the_visitors_language(outbox):
	people = [
		{**JANE, "visitor_language": "nl"},
		{**BOB, "visitor_language": "da"},
		{"full_name": "Eve", "email": "eve@acme.example"},
	]
	doc = sent(*people, message="Bring boots.\nThe roof is wet.", mail_language="en")
	sweep()
	texts = {mail.recipients[0]: mail for mail in outbox.mails}
	dutch, danish, english = (texts[person["email"]] for person in people)
	for mail in (dutch, danish, english):
		assert "Plans for the roof" in mail.html and "Head Office" in mail.html
		assert "Anna Aalders" in mail.html and "10:00–11:00" in mail.html
		assert "Bring boots.<br>The roof is wet." in mail.html
	assert doc.starts_at.strftime("%A") in english.html
	assert (
		len(
			{
				dutch.html.split("<table>")[0],
				danish.html.split("<table>")[0],
				english.html.split("<table>")[0],
			}
		)
		== 3
	)
	assert english.reply_to == host_address()
	assert "Acme" not in english.html and "Jane" not in english.html


def test_what_people_type_is_text_in_the_mail_and_nothing_of_it_is_in_the_subject(outbox):
	doc = invitation({**JANE, "full_name": "Jane"}, message=NASTY)
	frappe.db.set_value("Visit Invitation", doc.name, {"subject": NASTY, "message": NASTY})
	doc.reload()
	doc.status = "Sent"
	doc.save()
	frappe.db.set_value("Visitor Log", doc.invitees[0].visitor_log, {"visitor_name": NASTY, "purpose": NASTY})
	frappe.db.set_value("Visit Invitation", doc.name, "message", NASTY)
	frappe.db.set_value("Visit Invitee", doc.invitees[0].name, "full_name", NASTY)
	sweep()
	for mail in outbox.mails:
		assert (
			"<img" not in mail.html
			and "embed=" not in mail.html
			and "49" not in mail.html.split("</table>")[0]
		)
		assert "alert" not in mail.subject
	to_visitor = outbox.to(JANE["email"])[0]
	entry_in(to_visitor)


def test_the_place_names_the_address_of_the_company(outbox):
	frappe.get_doc(
		{
			"doctype": "Address",
			"address_title": "Testerij",
			"address_type": "Office",
			"address_line1": "Kade 1",
			"city": "Utrecht",
			"pincode": "3511 AB",
			"country": "Netherlands",
			"is_primary_address": 1,
			"links": [{"link_doctype": "Company", "link_name": baseline.COMPANY}],
		}
	).insert()
	sent(JANE)
	sweep()
	(mail,) = outbox.to(JANE["email"])
	assert f"{baseline.COMPANY}, Kade 1, 3511 AB Utrecht, Head Office" in mail.html
	assert "Kade 1" in entry_in(mail)[1]["LOCATION"]


def test_the_code_is_a_picture_and_opens_this_visit_at_arrival_alone(outbox, monkeypatch):
	made = []
	picture = visit_letters.code_picture
	monkeypatch.setattr(visit_letters, "code_picture", lambda text: made.append(text) or picture(text))
	doc = sent(JANE)
	sweep()
	(mail,) = outbox.to(JANE["email"])
	(code,) = [each for each in mail.attachments if each["fname"].endswith(".png")]
	assert code["fcontent"].startswith(b"\x89PNG")
	log = doc.invitees[0].visitor_log
	assert tokens.find(made[0], tokens.ARRIVAL) == log
	assert tokens.find(made[0], tokens.VISIT_PAGE) is None
	assert tokens.find(token_in(mail), tokens.VISIT_PAGE) == log
	assert tokens.find(token_in(mail), tokens.ARRIVAL) is None


def test_the_mail_goes_through_frappes_queue_with_calendar_and_code(monkeypatch):
	monkeypatch.undo()
	frappe.flags.mute_emails = False
	frappe.local.outgoing_email_account = {}  # that there was none may be known from before
	if not frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}):
		frappe.get_doc(
			{
				"doctype": "Email Account",
				"email_account_name": "Front Desk Tests",
				"email_id": "desk@testerij.example",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"smtp_server": "localhost",
				"no_smtp_authentication": 1,
				"awaiting_password": 1,
			}
		).db_insert()
	doc = sent(JANE)
	sweep()
	queued = frappe.get_last_doc("Email Queue", {"message": ("like", "%arrival-code.png%")})
	assert [row.recipient for row in queued.recipients] == [JANE["email"]]
	assert 'text/calendar; method="REQUEST"' in queued.message
	log = doc.invitees[0].visitor_log
	assert (queued.reference_doctype, queued.reference_name) == ("Visitor Log", log)
	letter = frappe.get_last_doc("Email Queue", {"reference_doctype": "Visit Invitation"})
	assert letter.reference_name == doc.name


# --- calendar files --------------------------------------------------------------------------------------------


def test_the_entry_keeps_its_name_and_its_number_grows(outbox):
	doc = sent(JANE)
	sweep()
	api.change_invitation(doc.name, {"ends_at": doc.ends_at + timedelta(hours=1)})
	sweep()
	api.cancel_invitation(doc.name)
	sweep()
	entries = [entry_in(mail) for mail in outbox.to(JANE["email"])]
	assert [method for method, _event in entries] == ["REQUEST", "REQUEST", "CANCEL"]
	assert [event["SEQUENCE"] for _method, event in entries] == [0, 1, 2]
	assert len({event["UID"] for _method, event in entries}) == 1
	assert [str(event["STATUS"]) for _method, event in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
	(attendee,) = [entries[0][1]["ATTENDEE"]]
	assert str(attendee) == f"mailto:{JANE['email']}"
	assert str(entries[0][1]["ORGANIZER"]) == f"mailto:{host_address()}"
	assert [entry_in(mail)[0] for mail in outbox.to(host_address())] == ["PUBLISH", "PUBLISH", "CANCEL"]


@pytest.mark.parametrize(
	("zone", "local", "utc"),
	[
		("Europe/Amsterdam", datetime(2026, 7, 1, 10), "20260701T080000Z"),
		("Europe/Amsterdam", datetime(2026, 12, 1, 10), "20261201T090000Z"),
		("Europe/Amsterdam", datetime(2026, 10, 25, 2, 30), "20261025T003000Z"),  # comes twice: the first
		("America/New_York", datetime(2026, 3, 8, 1, 30), "20260308T063000Z"),
		("Asia/Kolkata", datetime(2026, 12, 1, 10), "20261201T043000Z"),
	],
)
def test_the_entry_is_at_the_right_moment_in_every_zone(monkeypatch, zone, local, utc):
	monkeypatch.setattr(calendar_files, "get_system_timezone", lambda: zone)
	entry = calendar_files.Entry("visit@site", 0, "Visit", local, local + timedelta(hours=1))
	text = calendar_files.as_file(entry, calendar_files.REQUEST, local)
	assert f"DTSTART:{utc}" in text and "METHOD:REQUEST" in text
	assert text.endswith("END:VCALENDAR\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
	assert calendar_files.in_utc(local) == local.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)


def test_nothing_that_people_type_breaks_out_of_the_file():
	nasty = 'Roof\r\nATTENDEE:mailto:x@evil.example;"\\,'
	entry = calendar_files.Entry(
		"visit@site",
		0,
		nasty,
		datetime(2026, 7, 1, 10),
		datetime(2026, 7, 1, 11),
		organizer=(nasty, "a@b.example"),
	)
	text = calendar_files.as_file(entry, calendar_files.REQUEST, datetime(2026, 7, 1))
	assert "\r\nATTENDEE" not in text and "\nATTENDEE" not in text.replace("\r\n ", "")

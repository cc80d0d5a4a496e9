"""Custodians confirm their own equipment: asked once each, whatever the mail does; only their own; marked; sampled."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.office_audits import audits, custodian_notices, custodians
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

ANNA = baseline.USERS["employee"]


@once_per_module
def house():
	"""A laptop and a group of three screens of Anna's, a phone of Bram's, who cannot log in, and a chair of nobody's."""
	site = builders.space()
	anna, bram = baseline.employee("anna"), baseline.employee("bram")
	made = frappe._dict(
		site=site,
		laptop=make.asset(site, custodian=anna),
		screens=make.asset(site, custodian=anna, asset_quantity=3),
		phone=make.asset(site, custodian=bram),
		chair=make.asset(site),
	)
	made.audit = make.running_audit(site)
	return made


def row_of(house) -> frappe._dict:
	filters = {"audit": house.audit.name, "employee": baseline.employee("anna")}
	return frappe.db.get_value("Audit Custodian", filters, "*", as_dict=True)


def mails() -> int:
	return frappe.db.count("Email Queue Recipient", {"recipient": ANNA})


def notices(house) -> int:
	return frappe.db.count("Notification Log", {"for_user": ANNA, "document_name": house.audit.name})


def own_lines(house) -> dict[str, str]:
	"""{tag: how the user has answered} of this count."""
	return {row["tag"]: row["answer"] for row in custodians.my_lines() if row["audit"] == house.audit.title}


@pytest.fixture
def mail_works(monkeypatch):
	"""A list of what was handed to the mail queue; `down` makes that fail."""
	sent = frappe._dict(mails=[], down=False)

	def send(**mail):
		if sent.down:
			raise frappe.OutgoingEmailError
		sent.mails.append(mail)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


def say(line: str, user: str = ANNA, photo: bytes | None = None, **given) -> None:
	with builders.as_user(user):
		custodians.answer(line, {"key": builders.unique("key"), **given}, photo)


def test_each_custodian_is_told_once_with_a_link(house, mail_works):
	answer = custodians.ask(house.audit.name)
	assert (answer["asked"], answer["without_user"]) == (1, ["Bram Bakker"])
	assert custodians.ask(house.audit.name)["asked"] == 1
	custodian_notices.tell_custodians()
	custodian_notices.tell_custodians()
	(mail,) = mail_works.mails
	assert mail["recipients"] == [ANNA] and "2 things" in mail["subject"]
	assert "/app/my-equipment" in mail["message"]
	assert notices(house) == 1
	assert custodians.ask(house.audit.name)["asked"] == 0, "told a moment ago"


def test_without_mail_the_notice_is_there_and_the_mail_follows(house, mail_works):
	mail_works.down = True
	custodians.ask(house.audit.name)
	custodian_notices.tell_custodians()
	row = row_of(house)
	assert (notices(house), row.told_on) == (1, None) and row.mail_due_on > now_datetime()
	mail_works.down = False
	frappe.db.set_value("Audit Custodian", row.name, "mail_due_on", now_datetime() - timedelta(minutes=1))
	custodian_notices.tell_custodians()
	row = row_of(house)
	assert (len(mail_works.mails), notices(house), row.mail_due_on, row.times_told) == (1, 1, None, 1)


def test_who_was_told_long_ago_and_has_not_answered_is_told_again(house, mail_works):
	custodians.ask(house.audit.name)
	custodian_notices.tell_custodians()
	frappe.db.set_value("Audit Custodian", row_of(house).name, "told_on", now_datetime() - timedelta(days=2))
	custodians.ask(house.audit.name)
	custodian_notices.tell_custodians()
	assert (len(mail_works.mails), row_of(house).times_told) == (2, 2)


def test_nobody_is_told_of_a_count_that_is_over(house, mail_works):
	custodians.ask(house.audit.name)
	audits.cancel(house.audit.name)
	custodian_notices.tell_custodians()
	assert (mail_works.mails, row_of(house).mail_due_on) == ([], None)


def test_an_employee_sees_only_own_things_and_only_when_asked(house):
	with builders.as_user(ANNA):
		assert own_lines(house) == {}
	custodians.ask(house.audit.name)
	with builders.as_user(ANNA):
		assert own_lines(house) == {house.laptop: "open", house.screens: "open"}
		assert custodians.line_to_answer(make.line(house.audit, house.phone).name) is None
		assert not frappe.has_permission("Audit Asset Line", "read")
	with builders.as_user(baseline.USERS["receptionist"]):
		assert own_lines(house) == {}


def test_what_they_say_is_a_marked_scan(house):
	custodians.ask(house.audit.name)
	laptop, screens = (make.line(house.audit, asset).name for asset in (house.laptop, house.screens))
	say(laptop, has_it=True, condition="Worn", note="At home")
	say(screens, has_it=True, number=2)
	line = make.line(house.audit, house.laptop)
	assert (line.result, line.self_confirmed, line.condition, line.note) == ("Found", 1, "Worn", "At home")
	assert (line.scanned_by, line.seen_custodian) == (ANNA, baseline.employee("anna"))
	line = make.line(house.audit, house.screens)
	assert (line.result, line.seen_quantity, line.self_confirmed) == ("Not Counted", 2, 1)
	say(screens, has_it=False, note="Given back")
	line = make.line(house.audit, house.screens)
	assert (line.result, line.self_denied, line.self_confirmed) == ("Not Counted", 1, 0)
	audits.end_counting(house.audit.name)
	assert make.line(house.audit, house.screens).result == "Missing"


def test_what_a_counter_saw_outranks_what_a_custodian_says(house):
	custodians.ask(house.audit.name)
	name = make.line(house.audit, house.laptop).name
	make.scan(house.audit, house.laptop, house.site)
	say(name, has_it=False)
	line = make.line(house.audit, house.laptop)
	assert (line.result, line.self_denied, line.self_confirmed) == ("Found", 0, 0)


def test_an_answer_sent_twice_is_one(house):
	custodians.ask(house.audit.name)
	name = make.line(house.audit, house.laptop).name
	for _time in range(2):
		say(name, has_it=True, key="the same")
	assert frappe.db.count("Audit Scan", {"audit": house.audit.name}) == 1


@pytest.mark.parametrize("number", [0, 4, -1])
def test_more_than_there_are_cannot_be_confirmed(house, number):
	custodians.ask(house.audit.name)
	name = make.line(house.audit, house.screens).name
	with pytest.raises(custodians.AnswerError, match="from 1 to 3"):
		say(name, has_it=True, number=number)


def test_nothing_is_answered_for_others(house):
	custodians.ask(house.audit.name)
	with pytest.raises(custodians.AnswerError, match="not asked any more"):
		say(make.line(house.audit, house.phone).name, has_it=True)


def test_a_sample_of_what_was_confirmed_is_drawn_and_then_seen(house):
	custodians.ask(house.audit.name)
	for asset in (house.laptop, house.screens):
		say(make.line(house.audit, asset).name, has_it=True)
	assert custodians.draw_sample(house.audit.name, 50) == {"drawn": 1}
	assert custodians.draw_sample(house.audit.name, 50) == {"drawn": 1}, "the same one"
	(drawn,) = (asset for asset in (house.laptop, house.screens) if make.line(house.audit, asset).for_counter)
	state = custodians.state_of(house.audit.name)
	assert (state["confirmed"], state["drawn"], state["seen"]) == (2, 1, 0)
	make.scan(house.audit, drawn, house.site, quantity=3)
	state = custodians.state_of(house.audit.name)
	assert (state["confirmed"], state["drawn"], state["seen"]) == (1, 1, 1)


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_sample_is_more_than_nothing_and_at_most_all(house, percent):
	with pytest.raises(custodians.SamplePercentError, match="more than 0"):
		custodians.draw_sample(house.audit.name, percent)

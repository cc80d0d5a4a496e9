"""The receipt and the outcome: each exactly once, nothing internal in them, and nobody flooded by them."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from office_management.domain import reporter_mails
from office_management.facilities import api, problem_reports, reporters, tasks
from tests import builders, facility_builders
from tests.shared import once_per_module

ADDRESS = "guest@else.example"


@once_per_module
def room():
	return builders.room(builders.space().name, space_name="Kitchen")


@pytest.fixture(autouse=True)
def outgoing(room, monkeypatch):
	"""What is handed to Frappe's mail queue; `fails` breaks the mail server."""
	sent = frappe._dict(mails=[], fails=False)

	def sendmail(**mail):
		if sent.fails:
			raise frappe.OutgoingEmailError("no mail server")
		html, _text = frappe.utils.jinja.get_email_from_template(mail["template"], mail["args"])
		sent.mails.append(frappe._dict(mail, html=html))

	monkeypatch.setattr(frappe, "sendmail", sendmail)
	owed_before = {"next_mail_on": (">", "2000-01-01")}
	frappe.db.set_value("Facility Task Reporter", owed_before, "next_mail_on", None)
	return sent


def reported(room, text: str = "The tap drips", **more) -> str:
	"""The task of a report by somebody with an address."""
	values = {"email": ADDRESS, "name": "Gerda", **more}
	report = problem_reports.read_report(text, **values)
	return problem_reports.take(report, frappe._dict(name=room.name, company=room.company))


def row(task: str):
	return frappe.get_doc("Facility Task", task).reporters[0]


def later() -> None:
	"""Let what was put off be due again."""
	put_off = {"next_mail_on": (">", now_datetime())}
	frappe.db.set_value("Facility Task Reporter", put_off, "next_mail_on", add_to_date(None, seconds=-1))


# --- receipt and outcome --------------------------------------------------------------------------------------


def test_who_gave_an_address_gets_one_receipt_and_one_outcome(room, outgoing):
	task = reported(room)
	for _again in range(2):
		reporters.send_owed_mails()
	tasks.finish(task, "New washer put in")
	for _again in range(2):
		reporters.send_owed_mails()
	assert [mail.template for mail in outgoing.mails] == ["problem_report_receipt", "problem_report_outcome"]
	assert all(mail.recipients == [ADDRESS] for mail in outgoing.mails)
	assert row(task).receipt_sent_on and row(task).outcome_sent_on and not row(task).next_mail_on


def test_who_gave_no_address_is_sent_nothing(room, outgoing):
	task = reported(room, email="")
	tasks.finish(task)
	reporters.send_owed_mails()
	assert outgoing.mails == []


def test_a_mail_holds_the_words_the_place_and_the_outcome_and_nothing_internal(room, outgoing):
	task = reported(room)
	frappe.db.set_value("Facility Task", task, "description", "Internal: call Piet")
	tasks.finish(task, "New washer <b>put in</b>")
	reporters.send_owed_mails()
	(mail,) = outgoing.mails
	for told in ("Gerda", "The tap drips", "Kitchen", "New washer &lt;b&gt;put in&lt;/b&gt;"):
		assert told in mail.html
	for internal in ("Piet", room.name, task, "/app/"):
		assert internal not in mail.html


def test_a_mail_to_an_unknown_address_carries_no_address_that_a_stranger_typed(room, outgoing):
	reported(room, "Win at https://spam.example now", name="www.spam.example")
	reporters.send_owed_mails()
	assert "spam" not in outgoing.mails[0].html


@pytest.mark.parametrize(
	("act", "said"), [("cancel", "closed without work"), ("skip", "closed without work")]
)
def test_what_is_not_done_is_told_as_well_without_the_internal_reason(room, outgoing, act, said):
	task = reported(room)
	getattr(tasks, act)(task, "Piet is on holiday")
	reporters.send_owed_mails()
	assert said in outgoing.mails[0].html and "Piet" not in outgoing.mails[0].html


def test_what_awaits_verification_is_told_when_verified(room, outgoing):
	category = facility_builders.category(needs_verification=1)
	task = reported(room)
	frappe.db.set_value("Facility Task", task, "category", category.name)
	tasks.finish(task)
	reporters.send_owed_mails()
	assert [mail.template for mail in outgoing.mails] == ["problem_report_receipt"]
	tasks.verify(task)
	reporters.send_owed_mails()
	assert outgoing.mails[-1].template == "problem_report_outcome"


def test_a_task_opened_again_before_the_mail_went_tells_nobody_that_it_is_done(room, outgoing):
	task = reported(room)
	reporters.send_owed_mails()
	tasks.finish(task)
	tasks.reopen(task)
	reporters.send_owed_mails()
	assert len(outgoing.mails) == 1 and not row(task).next_mail_on


def test_mails_are_in_the_reporters_language(room, outgoing, monkeypatch):
	spoken = []
	monkeypatch.setattr(reporters, "mail_subject", lambda _mail: spoken.append(frappe.local.lang) or "x")
	reported(room, language="da")
	reporters.send_owed_mails()
	assert (spoken, frappe.local.lang) == (["da"], "en")


# --- when something fails -------------------------------------------------------------------------------------


def test_a_mail_server_that_is_down_loses_nothing_and_sends_nothing_twice(room, outgoing):
	outgoing.fails = True
	task = reported(room)
	reporters.send_owed_mails()
	assert not row(task).receipt_sent_on and row(task).next_mail_on > now_datetime()
	outgoing.fails = False
	later()
	reporters.send_owed_mails()
	reporters.send_owed_mails()
	assert [mail.template for mail in outgoing.mails] == ["problem_report_receipt"]


def test_the_outcome_is_told_though_the_task_was_closed_past_all_events(room, outgoing):
	task = reported(room)
	reporters.send_owed_mails()
	frappe.db.set_value("Facility Task", task, "status", "Done")
	reporters.forget_reporters()
	reporters.send_owed_mails()
	assert outgoing.mails[-1].template == "problem_report_outcome"


def test_one_address_is_never_flooded(room, outgoing):
	for number in range(reporter_mails.MOST_PER_HOUR + 4):
		reported(room, f"Problem number {number}", email="Victim@Else.example".lower())
	for _sweep in range(3):
		later()
		reporters.send_owed_mails()
	assert len(outgoing.mails) == reporter_mails.MOST_PER_HOUR


def test_a_receipt_that_comes_days_late_is_left_out(room, outgoing):
	task = reported(room)
	frappe.db.set_value("Facility Task Reporter", row(task).name, "reported_on", add_to_date(None, days=-3))
	reporters.send_owed_mails()
	assert outgoing.mails == [] and not row(task).next_mail_on


# --- rows are ours --------------------------------------------------------------------------------------------


def test_a_form_cannot_put_reporters_in_or_change_them(room):
	task = reported(room)
	doc = frappe.get_doc("Facility Task", task)
	doc.append("reporters", {"reporter_name": "Mallory", "email": "victim@else.example"})
	doc.reporters[0].outcome_sent_on = None
	doc.reporters[0].email = "other@else.example"
	doc.save()
	stored = frappe.get_doc("Facility Task", task).reporters
	assert [one.email for one in stored] == [ADDRESS]


def test_a_new_task_cannot_bring_reporters_along(room):
	made = facility_builders.task(space=room, reporters=[{"email": "victim@else.example"}])
	assert made.reporters == []


def test_no_version_keeps_a_name_or_an_address(room):
	task = reported(room)
	frappe.get_doc("Facility Task", task).save()
	tasks.finish(task)
	versions = frappe.get_all("Version", {"docname": task}, pluck="data", order_by="creation")
	assert not any(ADDRESS in data or "Gerda" in data for data in versions)


# --- forgetting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_names_and_addresses_go_ninety_days_after_closing(room, days, kept):
	task = reported(room)
	tasks.finish(task)
	frappe.db.set_value("Facility Task Reporter", row(task).name, "outcome_sent_on", now_datetime())
	frappe.db.set_value("Facility Task", task, "closed_on", add_to_date(None, days=-days))
	reporters.forget_reporters()
	assert bool(row(task).email) == bool(row(task).reporter_name) == kept
	assert row(task).text == "The tap drips"


def test_an_open_report_is_not_forgotten_however_old(room):
	task = reported(room)
	frappe.db.set_value(
		"Facility Task", task, "modified", add_to_date(None, days=-900), update_modified=False
	)
	reporters.forget_reporters()
	assert row(task).email == ADDRESS


def test_the_key_of_a_report_goes_after_two_days(room):
	task = reported(room, key="k" * 32)
	frappe.db.set_value("Facility Task Reporter", row(task).name, "reported_on", add_to_date(None, days=-3))
	reporters.forget_reporters()
	assert row(task).report_key is None


# --- from the desk --------------------------------------------------------------------------------------------


def test_an_employee_reports_in_three_fields_and_sees_the_own_reports_only(room):
	one, other = builders.user("Employee"), builders.user("Employee")
	with builders.as_user(one):
		task = api.report_problem_at_desk("The light is broken", room.name)
		(own,) = api.get_report_form()["reports"]
		assert (own["name"], own["state"], own["space_name"]) == (task, "Received", "Kitchen")
	with builders.as_user(other):
		assert api.get_report_form()["reports"] == []
		assert not frappe.has_permission("Facility Task", "read", doc=task)
	doc = frappe.get_doc("Facility Task", task)
	assert doc.requested_by and (doc.source, doc.urgency) == ("Request", "Normal")


def test_what_is_dangerous_is_an_emergency(room):
	with builders.as_user(builders.user("Employee")):
		task = api.report_problem_at_desk("Sparks from the socket", room.name, is_dangerous="1")
	assert frappe.db.get_value("Facility Task", task, "urgency") == "Emergency"


def test_an_employee_hears_the_outcome_but_gets_no_receipt(room, outgoing):
	user = builders.user("Employee")
	with builders.as_user(user):
		task = api.report_problem_at_desk("The light is broken", room.name)
	reporters.send_owed_mails()
	tasks.finish(task, "New bulb")
	reporters.send_owed_mails()
	assert [(mail.template, mail.recipients) for mail in outgoing.mails] == [
		("problem_report_outcome", [user])
	]


def test_a_place_that_is_none_or_out_of_the_users_limits_is_refused_alike(room):
	elsewhere = builders.room(builders.space().name)
	user = builders.limited_user(builders.user("Employee"), room.name)
	with builders.as_user(user):
		assert [place["value"] for place in api.find_report_places("")] == [room.name]
		for place in (elsewhere.name, "NOWHERE"):
			with pytest.raises(problem_reports.ReportPlaceError, match="There is no place"):
				api.report_problem_at_desk("The light is broken", place)


def test_the_own_seat_is_proposed(room):
	user = builders.user("Employee")
	employee = frappe.db.get_value("Employee", {"user_id": user})
	desk = builders.space("Desk 7", room.parent_space)
	builders.allocation(desk, employee)
	with builders.as_user(user):
		assert api.get_report_form()["place"] == {"value": desk.name, "label": "Desk 7"}


def test_an_employee_sees_nothing_of_who_else_reported_the_same(room):
	"""A merged report of a guest must not show the guest's address to a colleague who reported it, too."""
	user = builders.user("Employee")
	with builders.as_user(user):
		own = api.report_problem_at_desk("The tap drips", room.name)
	api.merge_tasks([reported(room, "Drip")], own)
	with builders.as_user(user):
		shown = frappe.client.get("Facility Task", own)
	assert ADDRESS not in frappe.as_json(shown) and "Gerda" not in frappe.as_json(shown)
	with builders.as_user(builders.user("Office Receptionist")):
		assert ADDRESS in frappe.as_json(frappe.client.get("Facility Task", own))


# --- limits ---------------------------------------------------------------------------------------------------


@pytest.fixture
def request_of_a_guest(monkeypatch):
	"""A web request without login, from an address of its own, as the rate limits see it."""
	frappe.local.request = frappe._dict(
		method="POST", headers={"Accept": "application/json"}, files={}, path="/"
	)
	frappe.local.request_ip = f"192.0.2.{frappe.generate_hash(length=8)}"
	frappe.local.form_dict = frappe._dict(cmd="office_management.facilities.api.report_problem")

	def send(token: str, text: str = "The tap drips") -> dict:
		frappe.local.form_dict.t = token
		with builders.as_user("Guest"):
			frappe.local.form_dict = frappe._dict(
				cmd="office_management.facilities.api.report_problem", t=token
			)
			return api.report_problem(t=token, text=text)

	return send


def test_one_address_cannot_try_tokens_for_ever(request_of_a_guest):
	answers = [request_of_a_guest(f"guess {number}")["state"] for number in range(32)]
	assert answers == ["ask_reception"] * 30 + ["busy"] * 2


def test_one_sign_takes_only_so_many_reports_an_hour_from_whatever_addresses(room, request_of_a_guest):
	from office_management.office_space import sign

	token, answers = sign.sign_token(room.name, sign.REPORT_PROBLEM), []
	for number in range(problem_reports.REPORTS_PER_HOUR + 2):
		frappe.local.request_ip = f"198.51.100.{number}-{token[:8]}"
		answers.append(request_of_a_guest(token, f"Problem {number}")["state"])
	assert answers == ["thanks"] * problem_reports.REPORTS_PER_HOUR + ["busy"] * 2

"""The page /visit: what a visitor does there, and what nobody else can do with it."""

import base64
import contextlib
import io
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime
from PIL import Image
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from office_management.domain.people_lists import MOST
from office_management.front_desk import agreements, api, tokens, visit_page
from tests import builders, front_desk_builders
from tests.invitation_builders import BOB, JANE, Outbox, forget_what_is_owed, log_of, sent, sweep

ANSWER_FIELDS = {"state", "title", "message", "error", "code"}
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def outbox(site, monkeypatch):
	box = Outbox()
	monkeypatch.setattr(frappe, "sendmail", box.sendmail)
	forget_what_is_owed()
	return box


@pytest.fixture
def agreement():
	doc = frappe.get_doc(
		{
			"doctype": "Visitor Agreement",
			"title": builders.unique("House Rules "),
			"body": "<p>No photos.</p><script>alert(1)</script>",
		}
	).insert()
	agreements.publish(doc.name)
	return doc.name


@pytest.fixture
def kind(agreement):
	"""A visitor type that asks for everything."""
	return front_desk_builders.visitor_type(
		agreement=agreement,
		ask_organisation="Required",
		ask_phone="Required",
		ask_vehicle="Optional",
		questions=[
			{"question": "Have you been here before?", "answer_type": "Yes or No"},
			{"question": "What do you bring?", "answer_type": "Text", "is_required": 0},
		],
	).name


def link(doc, number: int = 0, hours: float = 100) -> str:
	"""A token of somebody's link."""
	until = now_datetime() + timedelta(hours=hours)
	return tokens.issue(doc.invitees[number].visitor_log, tokens.VISIT_PAGE, until)


@contextlib.contextmanager
def as_guest(**form):
	"""As somebody without login whose browser sends this."""
	with builders.as_user("Guest"):
		frappe.local.form_dict = frappe._dict(form)
		yield


def say(token, coming: str = "1", answers: dict | None = None, **given) -> dict:
	"""What a visitor's browser sends, without login."""
	with as_guest(t=token, **{f"q_{key}": text for key, text in (answers or {}).items()}):
		return api.answer_invitation(t=token, coming=coming, **given)


def look(token, **more) -> dict:
	with as_guest(t=token, **more):
		return api.visit_page_values(token)


def signature() -> str:
	stream = io.BytesIO()
	drawn = Image.new("RGB", (640, 200), "white")
	drawn.paste("black", (100, 90, 400, 100))
	drawn.save(stream, "PNG")
	return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def keys_of(doc) -> list[str]:
	return [row.line_key for row in frappe.get_doc("Visitor Type", log_of(doc).visitor_type).questions]


# --- what a visitor does ---------------------------------------------------------------------------------------


def test_the_page_shows_the_visit_and_nothing_else_of_the_visitor(kind):
	doc = sent({**JANE, "phone": "+31 20 1234567"}, BOB, visitor_type=kind, message="Bring boots")
	shown = look(link(doc))
	assert shown["state"] == "form" and shown["visitor"] == "Jane Doe" and shown["host"] == "Anna Aalders"
	assert (
		"Head Office" in shown["place"] and "10:00–11:00" in shown["when"] and shown["note"] == "Bring boots"
	)
	assert shown["fields"] == ["organisation", "phone", "vehicle_plate"]
	assert shown["questions"][0]["question"] == "Have you been here before?"
	html = frappe.get_template(visit_page.TEMPLATE).render(shown)
	for private in ("1234567", JANE["email"], "Bob Bee", doc.invitees[0].visitor_log, doc.name):
		assert private not in html
	assert "No photos." in html and "<script>alert" not in html


def test_a_visitor_tells_answers_signs_and_comes(kind, agreement):
	doc = sent(JANE, visitor_type=kind)
	key, other = keys_of(doc)
	token = link(doc)
	answer = say(
		token,
		answers={key: "Yes", other: "A ladder", "nonsense": "x"},
		organisation="Acme Roofs",
		phone="+31 20 7654321",
		vehicle_plate="AB-123-C",
		agreement=agreement,
		signature=signature(),
	)
	assert set(answer) == ANSWER_FIELDS and answer["state"] == "comes" and answer["error"] == ""
	assert answer["code"].startswith("data:image/svg+xml;base64,")
	log = log_of(doc)
	assert log.agreement == agreement and log.agreement_signed_on and log.signature
	assert {row.line_key: row.answer for row in log.answers} == {key: "Yes", other: "A ladder"}
	assert log.vehicle_plate == "AB-123-C"
	person = frappe.get_doc("Visitor", log.visitor)
	assert (person.full_name, person.organisation, person.phone) == (
		"Jane Doe",
		"Acme Roofs",
		"+31 20 7654321",
	)
	assert doc.reload().invitees[0].answer == "Accepted"
	assert look(token)["agreement"] is None and look(token)["said"] == "Accepted"


def test_what_is_left_empty_changes_nothing_and_is_asked_at_the_desk(kind):
	doc = sent(JANE, visitor_type=kind)
	assert say(link(doc))["state"] == "comes"
	log = log_of(doc)
	assert frappe.db.get_value("Visitor", log.visitor, "organisation") == "Acme"
	assert not log.agreement_signed_on and log.answers == []


def test_a_wrong_answer_keeps_nothing_and_says_what_is_wrong(kind):
	doc = sent(JANE, visitor_type=kind)
	answer = say(link(doc), answers={keys_of(doc)[0]: "Perhaps"}, phone="+31 20 7654321")
	assert (answer["state"], answer["code"]) == ("form", "")
	assert "Choose one of the answers" in answer["error"] and "<" not in answer["error"]
	log = log_of(doc)
	assert not frappe.db.get_value("Visitor", log.visitor, "phone") and not doc.reload().invitees[0].answer


def test_declining_calls_the_visit_off_and_tells_the_hosts(outbox):
	doc = sent(JANE, BOB)
	sweep()
	token = link(doc)
	assert say(token, coming="0")["state"] == "declined"
	assert log_of(doc).status == "Cancelled" and log_of(doc, 1).status == "Expected"
	assert doc.reload().invitees[0].answer == "Declined"
	sweep(2)
	assert sorted(mail.kind for mail in outbox.mails[3:]) == ["Cancellation", "News"]
	news = next(mail for mail in outbox.mails if mail.kind == "News")
	assert "Jane Doe, Acme: Declined" in news.html and "Jane" not in news.subject
	off = next(mail for mail in outbox.mails if mail.kind == "Cancellation")
	assert "You have told us" in off.html
	assert say(token, coming="0")["state"] == "no_link"


@pytest.mark.parametrize("language", ["nl", "da", "en"])
def test_the_page_speaks_the_visitors_language_and_that_of_its_switch(language):
	doc = sent({**JANE, "visitor_language": language})
	shown = look(link(doc))
	assert shown["language"] == language
	assert look(link(doc), _lang="da")["language"] == "da"
	assert look(link(doc), _lang="xx")["language"] == language


def test_the_link_of_an_earlier_mail_is_good_until_the_new_time():
	doc = sent(JANE)
	token = link(doc, hours=1)
	later = timedelta(days=30)
	api.change_invitation(doc.name, {"starts_at": doc.starts_at + later, "ends_at": doc.ends_at + later})
	expires_on = frappe.db.get_value("Visit Token", {"token_hash": tokens.hash_of(token)}, "expires_on")
	assert expires_on > doc.ends_at + later
	assert look(token)["state"] == "form"


# --- hostile ---------------------------------------------------------------------------------------------------


def test_every_link_that_is_not_good_gets_the_same_answer_and_does_nothing():
	doc = sent(JANE)
	log = doc.invitees[0].visitor_log
	good, expired = link(doc), link(doc, hours=-1)
	arrival = tokens.issue(log, tokens.ARRIVAL, now_datetime() + timedelta(days=1))
	revoked = link(doc)
	frappe.db.set_value("Visit Token", {"token_hash": tokens.hash_of(revoked)}, "is_revoked", 1)
	forged = ("A" if good[0] != "A" else "B") + good[1:]
	bad = ["", "x", forged, good.swapcase(), good + "A", good[:-1], tokens.hash_of(good), log, doc.name]
	bad += [expired, arrival, revoked, "%", "' or 1=1 -- ", "\x00" * 43, "A" * 100_000]
	answers = [say(token, coming="0") for token in bad]
	assert answers == [answers[0]] * len(bad) and answers[0]["state"] == "no_link"
	pages = [look(token) for token in [*bad, None, 7, ["x"], {"x": 1}]]
	assert pages == [pages[0]] * len(pages)
	assert log_of(doc).status == "Expected"


@pytest.mark.parametrize("status", ["Checked In", "Checked Out", "Cancelled", "Denied", "No Show"])
def test_a_link_is_void_once_the_visit_began_or_is_over(status):
	doc = sent(JANE)
	token = link(doc)
	frappe.db.set_value("Visitor Log", doc.invitees[0].visitor_log, "status", status)
	assert look(token)["state"] == say(token)["state"] == "no_link"


def test_a_link_opens_one_visit_and_no_other():
	doc = sent(JANE, BOB)
	say(link(doc, 1), coming="0")
	assert [log_of(doc, number).status for number in (0, 1)] == ["Expected", "Cancelled"]


def test_nothing_but_named_fields_is_taken_from_the_request(kind):
	doc = sent(JANE, visitor_type=kind)
	form = {
		"status": "Checked In",
		"host": "x",
		"full_name": "Eve",
		"email": "eve@evil.example",
		"q_": {"a": 1},
	}
	with as_guest(t=link(doc), **form):
		frappe.call(api.answer_invitation, **frappe.local.form_dict, coming="1", legal_hold=1)
	log = log_of(doc)
	person = frappe.get_doc("Visitor", log.visitor)
	assert (log.status, log.host) == ("Expected", doc.host)
	assert (person.full_name, person.email, person.legal_hold) == ("Jane Doe", JANE["email"], 0)


def test_what_the_type_does_not_ask_for_is_not_taken():
	kind = front_desk_builders.visitor_type(ask_phone="Off", ask_vehicle="Off").name
	doc = sent(JANE, visitor_type=kind)
	say(link(doc), phone="+31 20 7654321", vehicle_plate="AB-123-C")
	log = log_of(doc)
	assert not log.vehicle_plate and not frappe.db.get_value("Visitor", log.visitor, "phone")


def test_script_in_what_is_typed_is_text_everywhere(kind):
	doc = sent(JANE, visitor_type=kind)
	say(link(doc), answers={keys_of(doc)[1]: NASTY}, organisation=NASTY, vehicle_plate=NASTY)
	log = log_of(doc)
	stored = [log.vehicle_plate, log.organisation, log.answers[0].answer]
	assert all("<script" not in (text or "") and "<img" not in (text or "") for text in stored)
	frappe.db.set_value("Visitor Log", log.name, {"visitor_name": NASTY, "purpose": NASTY})
	html = frappe.get_template(visit_page.TEMPLATE).render(look(link(doc)))
	assert "<script>alert" not in html and "<img src=x" not in html


@pytest.mark.parametrize("picture", ["data:image/png;base64,AAAA", "javascript:alert(1)", "x" * 500_000])
def test_a_signature_that_is_no_picture_signs_nothing(kind, agreement, picture):
	doc = sent(JANE, visitor_type=kind)
	say(link(doc), agreement=agreement, signature=picture)
	log = log_of(doc)
	assert not log.agreement_signed_on and not log.signature


def test_another_text_than_the_one_that_is_asked_for_is_not_signed(kind):
	doc = sent(JANE, visitor_type=kind)
	answer = say(link(doc), agreement="Something else v1", signature=signature())
	assert answer["state"] == "form" and "changed" in answer["error"]
	assert not log_of(doc).agreement_signed_on


def test_no_list_and_no_document_is_open_to_guests():
	doc = sent(JANE)
	with builders.as_user("Guest"):
		for doctype in ("Visit Invitation", "Visit Token", "Visit Mail", "Visitor Log", "Visitor"):
			with pytest.raises(frappe.PermissionError):
				frappe.client.get_list(doctype)
		with pytest.raises(frappe.PermissionError):
			frappe.client.get("Visit Invitation", doc.name)


def test_a_token_is_in_no_column_of_the_database():
	doc = sent(JANE)
	token = link(doc)
	row = frappe.db.get_value("Visit Token", {"visitor_log": doc.invitees[0].visitor_log}, "*", as_dict=True)
	assert token not in str(row) and len(row.token_hash) == 64


def test_tokens_do_not_repeat_and_old_ones_go():
	doc = sent(JANE)
	made = {link(doc) for _number in range(50)}
	assert len(made) == 50 and all(len(token) == 43 for token in made)
	frappe.db.set_value(
		"Visit Token", {"visitor_log": doc.invitees[0].visitor_log}, "expires_on", "2020-01-01"
	)
	tokens.forget_expired_tokens()
	assert not frappe.db.count("Visit Token", {"visitor_log": doc.invitees[0].visitor_log})


# --- floods ----------------------------------------------------------------------------------------------------


@pytest.fixture
def network():
	"""`network()` makes a request from an address that nobody has used; answers a command of its own."""

	def start(method: str = "POST", accept: str = "application/json") -> str:
		builder = EnvironBuilder(path="/visit", method=method, headers={"Accept": accept})
		frappe.local.request = Request(builder.get_environ())
		frappe.local.request_ip = f"test-{frappe.generate_hash(length=12)}"
		return f"visit-{frappe.local.request_ip}"

	yield start
	frappe.local.request_ip = "127.0.0.1"


def test_guessing_from_one_network_is_stopped_whatever_is_guessed(network):
	cmd, states = network(), []
	for number in range(62):
		with as_guest(t=f"{number:043}", cmd=cmd):
			states.append(api.answer_invitation(t=f"{number:043}", coming="1")["state"])
	assert states == ["no_link"] * 60 + ["busy"] * 2
	assert frappe.local.response["http_status_code"] == 429


def test_one_link_is_stopped_from_however_many_networks(network):
	doc = sent(JANE)
	token, cmd, states = link(doc), network(), []
	for number in range(visit_page.PER_LINK + 1):
		frappe.local.request_ip = f"{cmd}-{number}"
		with as_guest(t=token, cmd=cmd):
			states.append(api.answer_invitation(t=token, coming="1")["state"])
	assert states == ["comes"] * visit_page.PER_LINK + ["busy"]


def test_opening_the_page_is_limited_by_network(network):
	cmd, states = network("GET"), []
	for _number in range(visit_page.PER_NETWORK + 1):
		with as_guest(t="x", cmd=cmd):
			states.append(api.visit_page_values("x")["state"])
	assert states == ["no_link"] * visit_page.PER_NETWORK + ["busy"]
	response = Response("page")
	api.guard_visit_page(response, frappe.local.request)
	assert response.status_code == 429, "a page of the website is otherwise always well"
	counted = frappe.cache.make_key(f"rl:{cmd}:{frappe.local.request_ip}")
	assert 0 < frappe.cache.ttl(counted) <= 60 * 60, "and after an hour it opens again"


def test_the_page_is_kept_by_nobody_and_named_to_nobody(network):
	network("GET")
	response = Response("page")
	api.guard_visit_page(response, frappe.local.request)
	assert response.headers["Cache-Control"] == "no-store"
	assert response.headers["Referrer-Policy"] == "no-referrer"
	assert response.headers["X-Frame-Options"] == "DENY"


def test_a_browser_without_script_gets_the_page(network):
	doc = sent(JANE)
	token, cmd = link(doc), network(accept="text/html")
	with as_guest(t=token, cmd=cmd):
		answer = api.answer_invitation(t=token, coming="1")
	assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
	assert b"See you then" in answer.data and b"data:image/svg+xml" in answer.data
	assert token.encode() not in answer.data


def test_the_largest_invitation_is_sent_in_one_go(outbox):
	people = [{"full_name": f"Person {number}"} for number in range(MOST + 1)]
	with pytest.raises(frappe.ValidationError, match="At most"):
		sent(*people)

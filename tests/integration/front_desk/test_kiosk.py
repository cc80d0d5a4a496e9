"""Checking in and out at a station: what it takes, what it tells, and what it keeps to itself."""

import json

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.front_desk import api, kiosk, kiosk_hosts, stations, tokens
from tests import baseline, builders, front_desk_builders, station_builders
from tests.station_builders import arrive, leave, visits_at

NAME = "Ottoline von Grünewald-Teststein"
SCRIPT = '<script>alert(1)</script>"><svg onload=alert(2)>{{7*7}}'


@pytest.fixture
def station():
	return station_builders.station()


@pytest.fixture
def key(station):
	return station_builders.key_of(station)


def code_of(log) -> str:
	expires = now_datetime().replace(hour=23, minute=59, second=59)
	return tokens.issue(log.name, tokens.ARRIVAL, expires)


def open_code(key: str, code: str) -> dict:
	with builders.as_user("Guest"):
		return api.open_station_code(key, code, "en")


# --- by name --------------------------------------------------------------------------------------------------


def test_somebody_without_appointment_checks_in(station, key):
	answer = arrive(key, full_name=f"  {NAME} ", organisation="Acme", language="nl")
	(visit,) = visits_at(station)
	assert (visit.visitor_name, visit.status, visit.source) == (NAME, "Checked In", "Kiosk")
	assert answer["state"] == "thanks"
	assert answer["badge"]["name"] == NAME and answer["badge"]["qr"].startswith("data:image/svg+xml")
	visitor = frappe.db.get_value("Visitor", {"full_name": NAME}, ["organisation", "language"])
	assert visitor == ("Acme", "nl")
	event = frappe.get_last_doc("Visitor Log Event", {"parent": visit.name, "act": "Check In"})
	assert (event.station, event.user) == (station.name, "Guest")


def test_somebody_expected_gets_that_visit_and_no_second_one(station, key):
	expected = front_desk_builders.expected_visit(
		station.space, full_name=NAME, host=baseline.employee("anna"), visitor_type=station.visitor_type
	)
	assert arrive(key, full_name=NAME.upper())["state"] == "thanks"
	assert front_desk_builders.status(expected) == "Checked In"
	assert len(visits_at(station)) == 1


def test_the_same_attempt_is_one_visit_and_one_answer(station, key):
	attempt = frappe.generate_hash(length=48)
	answers = [arrive(key, full_name=NAME, attempt=attempt) for _number in range(3)]
	assert len(visits_at(station)) == 1
	assert {without_code(answer) for answer in answers} == {without_code(answers[0])}


def test_the_key_of_an_attempt_is_kept_as_a_hash(station, key):
	attempt = frappe.generate_hash(length=48)
	arrive(key, full_name=NAME, attempt=attempt)
	stored = frappe.db.get_value("Visitor Log", {"space": station.space}, "arrival_key")
	assert stored and attempt not in stored


def without_code(answer: dict) -> str:
	"""An answer as it goes over the wire, its random code left out."""
	badge = answer.get("badge") and {**answer["badge"], "code": "", "qr": ""}
	return json.dumps({**answer, "badge": badge}, ensure_ascii=False)


# --- who is there is not told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"rules", [{}, {"host_required": 1}, {"ask_email": "Required", "approval": "Walk-Ins"}]
)
def test_known_and_unknown_hosts_get_the_same_answer(rules):
	visitor_type = front_desk_builders.visitor_type(**rules).name
	key = station_builders.key_of(station_builders.station(visitor_type=visitor_type))
	name = frappe.db.get_value("Employee", baseline.employee("anna"), "employee_name")
	email = frappe.db.get_value("Employee", baseline.employee("anna"), "user_id") or "anna@none.example"
	answers = set()
	for number, host in enumerate(
		(name, email, "Nobody Atall", "nobody@none.example", name[:-1], "%", "HR-EMP-00001")
	):
		sent = {"full_name": f"{NAME} {number}", "host": host, "email": "x@y.example"}
		answer = without_code(arrive(key, **sent))
		answers.add(answer.replace(f"{NAME} {number}", "NAME").replace(f'"{host}"', '"HOST"'))
	assert len(answers) == 1


@pytest.mark.parametrize(
	("rules", "walk_ins"),
	[
		({}, 0),
		({}, 1),
		({"approval": "Walk-Ins"}, 1),
		({"host_required": 1}, 1),
		({"ask_organisation": "Required", "ask_email": "Required", "ask_vehicle": "Required"}, 1),
		({"photo_rule": "Required"}, 1),
	],
)
def test_an_expected_and_an_unknown_visitor_get_the_same_answer(rules, walk_ins):
	visitor_type = front_desk_builders.visitor_type(gives_badge=1, **rules).name
	station = station_builders.station(accept_walk_ins=walk_ins, visitor_type=visitor_type)
	key = station_builders.key_of(station)
	expected = front_desk_builders.expected_visit(
		station.space, full_name=NAME, host=baseline.employee("anna"), visitor_type=station.visitor_type
	)
	more = {"organisation": "Acme", "email": "x@y.example", "vehicle_plate": "AB-123", "host": "Nobody"}
	known, unknown = (without_code(arrive(key, full_name=name, **more)) for name in (NAME, "Nobody Atall"))
	assert known.replace(NAME, "NAME") == unknown.replace("Nobody Atall", "NAME")
	came_in = "photo_rule" not in rules
	assert front_desk_builders.status(expected) == ("Checked In" if came_in else "Expected")
	assert len(visits_at(station)) == 1 + walk_ins


def test_reception_sees_whom_somebody_asked_for_who_was_not_found(station, key):
	arrive(key, full_name=NAME, host="Nobody Atall")
	(visit,) = visits_at(station)
	assert visit.host is None and "Nobody Atall" in visit.reception_note


def test_a_host_is_found_by_the_exact_name_or_address_of_somebody_at_work_alone():
	anna = baseline.employee("anna")
	name = frappe.db.get_value("Employee", anna, "employee_name")
	assert kiosk_hosts.find_host(f" {name.upper()} ") == anna
	for wrong in ("", name.split()[0] + "%", name[:3], anna, "anna", name + "x", "@", "%", "_" * len(name)):
		assert kiosk_hosts.find_host(wrong) is None
	frappe.db.set_value("Employee", anna, "company_email", "Anna.Host@here.example")
	assert kiosk_hosts.find_host("anna.host@HERE.example") == anna
	frappe.db.set_value("Employee", anna, "status", "Left")
	assert kiosk_hosts.find_host(name) is None


def test_of_two_hosts_with_one_name_none_is_chosen():
	names = [baseline.employee("anna"), baseline.employee("bram")]
	for employee in names:
		frappe.db.set_value("Employee", employee, "employee_name", "Same Name")
	assert kiosk_hosts.find_host("Same Name") is None


def test_somebody_whom_a_rule_names_is_asked_to_wait_and_learns_nothing_else(station, key):
	frappe.get_doc(
		{"doctype": "Visitor Block Rule", "full_name": NAME, "action": "Block", "reason": "Threats"}
	).insert()
	answer = arrive(key, full_name=NAME)
	assert answer == {"state": "wait"}
	(visit,) = visits_at(station)
	assert visit.status == "Awaiting Approval" and visit.under_review


def test_nobody_comes_in_as_another_by_typing_their_address(station, key):
	"""Neither past the rule that names them, nor in place of a colleague who gives the same address."""
	address = "reception@acme.example"
	expected = front_desk_builders.expected_visit(
		station.space, full_name="Jane Expected", email=address, visitor_type=station.visitor_type
	)
	frappe.get_doc(
		{"doctype": "Visitor Block Rule", "full_name": NAME, "action": "Block", "reason": "Threats"}
	).insert()
	assert arrive(key, full_name=NAME, email=address) == {"state": "wait"}
	assert arrive(key, full_name="Kim Colleague", email=address)["state"] == "thanks"
	assert front_desk_builders.status(expected) == "Expected"
	states = {visit.visitor_name: visit.status for visit in visits_at(station)}
	assert (states[NAME], states["Kim Colleague"]) == ("Awaiting Approval", "Checked In")
	assert frappe.db.get_value("Visitor", {"full_name": "Kim Colleague"}, "email") == address


def test_who_must_be_approved_waits_with_the_same_words():
	station = station_builders.station(visitor_type=front_desk_builders.visitor_type(approval="Always").name)
	assert arrive(station_builders.key_of(station), full_name=NAME) == {"state": "wait"}
	assert [visit.status for visit in visits_at(station)] == ["Awaiting Approval"]


def test_who_leaves_gets_one_answer_whatever_they_typed(station, key):
	arrive(key, full_name=NAME)
	texts = ["Nobody Atall", "", "%", "A" * 43, SCRIPT, "x" * 100_000, NAME]
	assert {frappe.as_json(leave(key, text)) for text in texts} == {frappe.as_json({"state": "bye"})}
	assert [visit.status for visit in visits_at(station)] == ["Checked Out"]


def test_of_two_with_one_name_nobody_is_checked_out_by_it(station, key):
	for organisation in ("Acme", "Bolt"):
		arrive(key, full_name=NAME, organisation=organisation)
	leave(key, NAME)
	assert [visit.status for visit in visits_at(station)] == ["Checked In"] * 2


def test_a_station_lets_nobody_leave_who_is_at_another_site(station, key):
	elsewhere = station_builders.station()
	code = arrive(station_builders.key_of(elsewhere), full_name=NAME)["badge"]["code"]
	leave(key, NAME)
	leave(key, code)
	assert [visit.status for visit in visits_at(elsewhere)] == ["Checked In"]


def test_by_the_sign_at_the_door_one_leaves_by_code_and_not_by_name():
	station = station_builders.station(kind="Door Sign")
	key = station_builders.key_of(station)
	code = arrive(key, full_name=NAME)["badge"]["code"]
	leave(key, NAME)
	assert [visit.status for visit in visits_at(station)] == ["Checked In"]
	leave(key, f"https://somewhere.example/x?code={code}")
	assert [visit.status for visit in visits_at(station)] == ["Checked Out"]


def test_typing_the_name_of_somebody_who_is_in_gives_no_code_to_check_them_out_at_the_door():
	station = station_builders.station(kind="Door Sign")
	key, attempt = station_builders.key_of(station), frappe.generate_hash(length=48)
	arrive(key, full_name=NAME, attempt=attempt)
	own = arrive(key, full_name=NAME, attempt=attempt)["badge"]["code"]
	other = arrive(key, full_name=NAME)["badge"]["code"]
	leave(key, other)
	assert [visit.status for visit in visits_at(station)] == ["Checked In"]
	leave(key, own)
	assert [visit.status for visit in visits_at(station)] == ["Checked Out"]


def test_on_a_tablet_one_leaves_by_the_number_of_a_badge(station, key):
	from office_management.front_desk import visits

	number = builders.unique("V-")
	frappe.get_doc({"doctype": "Access Badge", "badge_number": number}).insert()
	log = front_desk_builders.visit(station.space)
	visits.check_in(log.name, badge=number)
	leave(key, number)
	assert front_desk_builders.status(log) == "Checked Out"


# --- by code --------------------------------------------------------------------------------------------------


def test_the_code_of_the_mail_asks_only_for_what_is_not_known_yet(key, station):
	visitor_type = front_desk_builders.visitor_type(
		ask_organisation="Required",
		ask_email="Optional",
		ask_phone="Off",
		questions=[{"question": "Any parcels?", "answer_type": "Yes or No", "is_required": 1}],
	).name
	log = front_desk_builders.expected_visit(
		station.space, full_name=NAME, email="otto@acme.example", visitor_type=visitor_type
	)
	code = code_of(log)
	answer = open_code(key, code)
	assert (answer["state"], answer["name"]) == ("found", NAME)
	assert answer["form"]["fields"] == [{"name": "organisation", "required": True}]
	(question,) = answer["form"]["questions"]
	missing = arrive(key, code=code)
	assert missing == {"state": "form", "errors": {"organisation": "required"}}
	done = arrive(key, code=code, organisation="Acme", answers={question["line_key"]: "No", "other": "x"})
	assert done["state"] == "thanks"
	assert front_desk_builders.status(log) == "Checked In"
	assert frappe.db.get_value("Visitor", log.visitor, "organisation") == "Acme"
	assert open_code(key, code)["state"] == "on_site"


def test_a_required_question_that_is_not_answered_lets_nobody_in(station):
	visitor_type = front_desk_builders.visitor_type(
		questions=[{"question": "Are you well?", "answer_type": "Yes or No", "is_required": 1}]
	)
	station = station_builders.station(visitor_type=visitor_type.name)
	key = station_builders.key_of(station)
	assert arrive(key, full_name=NAME) == {"state": "wait"}
	(visit,) = visits_at(station)
	assert visit.status == "Expected" and frappe.db.get_value("Visitor Log", visit.name, "arrived_on")
	answers = {visitor_type.questions[0].line_key: "Yes"}
	assert arrive(key, full_name="Somebody Else", answers=answers)["state"] == "thanks"


def test_codes_that_open_nothing_here_get_one_answer(station, key):
	tomorrow = front_desk_builders.expected_visit(station.space, hours=60)
	elsewhere = front_desk_builders.expected_visit()
	gone = front_desk_builders.expected_visit(station.space)
	frappe.db.set_value("Visitor Log", gone.name, "status", "Cancelled")
	expired = front_desk_builders.expected_visit(station.space)
	page = tokens.issue(expired.name, tokens.VISIT_PAGE, now_datetime().replace(hour=23, minute=59))
	old = tokens.issue(expired.name, tokens.ARRIVAL, now_datetime().replace(year=2020))
	codes = [code_of(tomorrow), code_of(elsewhere), code_of(gone), page, old, "A" * 43, "", SCRIPT]
	assert {frappe.as_json(open_code(key, code)) for code in codes} == {frappe.as_json({"state": "unknown"})}
	assert {frappe.as_json(arrive(key, code=code)) for code in codes[:-2]} == {
		frappe.as_json({"state": "unknown"})
	}


def test_who_stepped_out_comes_back_by_code(station, key):
	log = front_desk_builders.visit_on_site(station.space)
	code = code_of(log)
	from office_management.front_desk import visits

	visits.step_out(log.name)
	assert open_code(key, code) == {"state": "on_site", "name": log.visitor_name, "is_out": True}
	assert arrive(key, code=code)["state"] == "thanks"
	assert front_desk_builders.status(log) == "Checked In"


# --- agreement, signature, photo ------------------------------------------------------------------------------


def agreement() -> str:
	from office_management.front_desk import agreements

	doc = frappe.get_doc(
		{"doctype": "Visitor Agreement", "title": builders.unique("House Rules "), "body": "<p>Be kind.</p>"}
	).insert()
	agreements.publish(doc.name)
	return doc.name


def test_an_agreement_is_read_and_signed():
	name = agreement()
	station = station_builders.station(visitor_type=front_desk_builders.visitor_type(agreement=name).name)
	key = station_builders.key_of(station)
	with builders.as_user("Guest"):
		form = api.start_station(key)["forms"]["en"]
	assert (form["agreement"]["name"], form["agreement"]["body"]) == (name, "<p>Be kind.</p>")
	assert arrive(key, full_name="Not Signing")["state"] == "wait"
	signed = {"agreement": name, "signature": station_builders.picture()}
	assert arrive(key, full_name=NAME, **signed)["state"] == "thanks"
	log = frappe.get_last_doc("Visitor Log", {"visitor_name": NAME, "space": station.space})
	assert log.agreement == name and log.agreement_signed_on
	file = frappe.get_doc("File", {"file_url": log.signature})
	assert file.is_private and log.signature.startswith("/private/")


@pytest.mark.parametrize(
	"signature", [station_builders.picture(blank=True), "data:image/png;base64,AAAA", "data:text/html,x"]
)
def test_an_empty_or_broken_signature_is_none(signature):
	name = agreement()
	station = station_builders.station(visitor_type=front_desk_builders.visitor_type(agreement=name).name)
	answer = arrive(station_builders.key_of(station), full_name=NAME, agreement=name, signature=signature)
	assert answer == {"state": "form", "errors": {"signature": "sign_first"}}


SVG = "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+PC9zdmc+"
HTML = "data:image/png;base64,PGh0bWw+PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="


@pytest.mark.parametrize(
	"photo", [SVG, HTML, "https://evil.example/x.png", "file:///etc/passwd", "/private/files/x.png"]
)
def test_what_is_no_photo_is_not_kept(photo):
	visitor_type = front_desk_builders.visitor_type(photo_rule="Required").name
	station = station_builders.station(visitor_type=visitor_type)
	files = frappe.db.count("File")
	answer = arrive(station_builders.key_of(station), full_name=NAME, photo=photo)
	assert answer == {"state": "form", "errors": {"photo": "photo_wrong"}}
	assert frappe.db.count("File") == files


def test_a_photo_is_drawn_again_and_private():
	visitor_type = front_desk_builders.visitor_type(photo_rule="Required").name
	station = station_builders.station(visitor_type=visitor_type)
	key = station_builders.key_of(station)
	assert arrive(key, full_name="Without Photo")["state"] == "wait"
	assert arrive(key, full_name=NAME, photo=station_builders.picture("JPEG"))["state"] == "thanks"
	photo = frappe.db.get_value("Visitor Log", {"visitor_name": NAME, "space": station.space}, "photo")
	assert photo.startswith("/private/files/photo-")


def test_a_station_without_camera_takes_no_photo():
	visitor_type = front_desk_builders.visitor_type(photo_rule="Optional").name
	station = station_builders.station(visitor_type=visitor_type, take_photo=0)
	arrive(station_builders.key_of(station), full_name=NAME, photo=station_builders.picture("JPEG"))
	assert [visit.photo for visit in visits_at(station)] == [None]


# --- hostile --------------------------------------------------------------------------------------------------


def test_a_name_that_holds_script_is_text(station, key):
	answer = arrive(key, full_name=SCRIPT, organisation=SCRIPT, host=SCRIPT)
	(visit,) = visits_at(station)
	for text in (visit.visitor_name, visit.reception_note, frappe.as_json(answer)):
		assert "<script" not in text and "<svg" not in text


@pytest.mark.parametrize(
	("sent", "errors"),
	[
		({}, {"full_name": "required"}),
		({"full_name": "7"}, {"full_name": "too_short"}),
		({"full_name": "Win at https://evil.example"}, {"full_name": "no_address"}),
		({"full_name": NAME, "organisation": "www.evil.example"}, {"organisation": "no_address"}),
		({"full_name": NAME, "email": "no address"}, {"email": "wrong_email"}),
		({"full_name": NAME, "phone": "call me"}, {"phone": "wrong_phone"}),
	],
)
def test_what_cannot_be_taken_is_said_by_field_and_makes_no_visit(station, key, sent, errors):
	assert arrive(key, **sent) == {"state": "form", "errors": errors}
	assert visits_at(station) == []


def test_fields_that_nobody_asked_for_are_left_out(station, key):
	hostile = {
		"status": "Checked Out",
		"visitor": "x",
		"badge": "1",
		"space": "elsewhere",
		"approved_by": "Administrator",
		"visitor_type": "x",
		"doctype": "User",
		"legal_hold": 1,
	}
	assert arrive(key, full_name=NAME, **hostile)["state"] == "thanks"
	(visit,) = visits_at(station)
	assert visit.status == "Checked In" and not frappe.db.get_value("Visitor Log", visit.name, "approved_by")


@pytest.mark.parametrize(
	"body", ["", "x", "[]", "{", "null", '{"full_name": ["a"]}', '{"full_name": {"a": 1}}']
)
def test_a_broken_body_is_answered_calmly(key, body):
	with builders.as_user("Guest"):
		answer = api.check_in_at_station(key, attempt="x", visitor=body, answers=body)
	assert answer["state"] in ("form", "thanks")


# --- limits ---------------------------------------------------------------------------------------------------


@pytest.fixture
def request_of_a_guest():
	"""A web request without login, from an address of its own, as the rate limits see it."""
	frappe.local.request = frappe._dict(method="POST", headers={}, files={}, path="/")

	def send(method, address: str | None = None, **arguments) -> dict:
		frappe.local.request_ip = address or f"192.0.2.{frappe.generate_hash(length=8)}"
		with builders.as_user("Guest"):
			frappe.local.form_dict = frappe._dict(cmd=f"office_management.front_desk.api.{method.__name__}")
			frappe.local.response = frappe._dict()
			return method(**arguments)

	return send


def test_keys_cannot_be_guessed_for_ever(request_of_a_guest, monkeypatch):
	monkeypatch.setattr(kiosk, "WRONG_KEYS_PER_HOUR", 5)
	address = f"198.51.100.{frappe.generate_hash(length=8)}"
	guesses = [request_of_a_guest(api.start_station, address, k="A" * 43)["state"] for _number in range(8)]
	assert guesses == ["unknown"] * 5 + ["busy"] * 3
	assert frappe.local.response["http_status_code"] == 429


def test_a_flood_at_one_station_is_stopped_from_whatever_addresses(
	station, key, request_of_a_guest, monkeypatch
):
	monkeypatch.setitem(stations.LIMITS["Kiosk"], "check_in", 3)
	answers = [
		request_of_a_guest(api.check_in_at_station, k=key, visitor={"full_name": f"Flood {number}"})["state"]
		for number in range(5)
	]
	assert answers == ["thanks"] * 3 + ["busy"] * 2
	assert len(visits_at(station)) == 3
	other = station_builders.key_of(station_builders.station())
	assert (
		request_of_a_guest(api.check_in_at_station, k=other, visitor={"full_name": NAME})["state"] == "thanks"
	)


def test_one_address_is_limited_too(key, request_of_a_guest):
	address = f"203.0.113.{frappe.generate_hash(length=8)}"
	cache_key = frappe.cache.make_key(f"rl:office_management.front_desk.api.check_out_at_station:{address}")
	frappe.cache.setex(cache_key, 60, 599)
	states = [
		request_of_a_guest(api.check_out_at_station, address, k=key, text="x")["state"]
		for _number in range(2)
	]
	assert states == ["bye", "busy"]


def test_a_sign_at_the_door_is_allowed_less_than_a_tablet():
	tablet, sign = stations.LIMITS["Kiosk"], stations.LIMITS["Door Sign"]
	assert all(sign[act] < tablet[act] for act in tablet)


def test_without_redis_nothing_of_the_visitor_comes_out(key, monkeypatch):
	"""The page says then that people write their name on paper; see tests/browser/test_kiosk.py."""
	from redis.exceptions import ConnectionError as RedisConnectionError

	def refuse(*_args, **_kwargs):
		raise RedisConnectionError(f"refused while {NAME} waits")

	monkeypatch.setattr(frappe.cache, "incrby", refuse)
	with pytest.raises(kiosk.KioskTroubleError) as raised:
		arrive(key, full_name=NAME)
	assert NAME not in str(raised.value) and raised.value.__suppress_context__
	assert frappe.local.flags.disable_traceback


# --- the page -------------------------------------------------------------------------------------------------


def test_the_page_is_the_same_for_everybody_and_kept_nowhere(key):
	from werkzeug.wrappers import Response

	with builders.as_user("Guest"):
		html = frappe.get_template("www/front-desk.html").render(api.station_page())
	assert key not in html and frappe.local.site not in html and "csrf" not in html
	answer = Response(html)
	api.guard_station_page(answer, frappe._dict(path="/front-desk/"))
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_every_language_has_every_text():
	from office_management.front_desk import kiosk_texts

	texts = kiosk_texts.all_texts()
	assert {frozenset(words) for words in texts.values()} == {frozenset(texts["en"])}
	placeholders = {
		language: {name: text.count("{") for name, text in words.items()} for language, words in texts.items()
	}
	assert placeholders["nl"] == placeholders["da"] == placeholders["en"]

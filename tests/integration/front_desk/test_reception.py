"""The page Front Desk: its lists, its one search box, what it asks at check-in, and what it never tells."""

import datetime
import json

import frappe
import frappe.client
import pytest
from frappe.utils import now_datetime
from frappe.utils.pdf import prepare_options

from office_management.front_desk import badge_print, badges, host_notices, live, search, tokens, visits
from office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice import acknowledge_visit
from office_management.front_desk.page.front_desk import front_desk as page
from office_management.front_desk.reception import WalkInError
from tests import baseline, builders
from tests import front_desk_builders as desk
from tests.integration.office_space.test_bounded_reads import read_entries

PIXEL = (
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
	"rkJggg=="
)


def names(key: str, place) -> list[str]:
	return [row.name for row in page.get_desk(place.name)["lists"][key]["rows"]]


def hits(text: str, place=None) -> list[tuple]:
	return [(hit.kind, hit.name) for hit in page.find(text, place and place.name)["hits"]]


# --- lists ----------------------------------------------------------------------------------------------------


def test_every_visit_is_on_its_list_and_counted():
	place = desk.site()
	soon, late = desk.expected_visit(place, 0.2), desk.expected_visit(place, -1)
	here, out = desk.visit_on_site(place), desk.visit_on_site(place)
	visits.step_out(out.name)
	waits = desk.visit(place, visitor_type=desk.visitor_type(approval="Always").name)
	visits.check_out(desk.visit_on_site(place).name)
	visits.cancel(desk.expected_visit(place).name)
	lists = page.get_desk(place.name)["lists"]
	assert names("expected", place) == [late.name, soon.name], "the earliest first"
	assert names("late", place) == [late.name]
	assert set(names("on_site", place)) == {here.name, out.name}
	assert names("to_approve", place) == [waits.name]
	assert {key: answer["count"] for key, answer in lists.items()} == {
		"expected": 2,
		"late": 1,
		"on_site": 2,
		"to_approve": 1,
	}


def test_tomorrow_and_yesterday_are_not_today_but_a_visit_of_several_days_is():
	place = desk.site()
	desk.expected_visit(place, 30)
	desk.expected_visit(place, -30)
	several = desk.expected_visit(place, -30, expected_until_on=now_datetime() + datetime.timedelta(days=1))
	assert names("expected", place) == [several.name]


def test_a_place_shows_what_lies_below_it():
	site = desk.site()
	room = builders.room(site)
	here, elsewhere = desk.visit_on_site(room), desk.visit_on_site()
	assert names("on_site", site) == [here.name]
	everywhere = [row.name for row in page.get_desk()["lists"]["on_site"]["rows"]]
	assert {here.name, elsewhere.name} <= set(everywhere)


def test_a_list_gives_as_many_rows_as_are_looked_at():
	place, first = desk.site(), desk.visit_on_site()
	copy_visits(first, place.name, 60, "Checked In")
	answer = page.get_desk(place.name)["lists"]["on_site"]
	assert (answer["count"], len(answer["rows"])) == (60, 50)
	assert len(page.get_desk(place.name, json.dumps({"on_site": 55}))["lists"]["on_site"]["rows"]) == 55


def test_who_came_by_themselves_to_nobody_waits_for_reception_until_somebody_answers():
	"""Not whom a receptionist checked in, who has met one; and no more once there is a host."""
	place, kind = desk.site(), desk.visitor_type(host_notice=1).name
	user = baseline.USERS["receptionist"]
	with builders.as_user(user):
		desk.visit_on_site(place, visitor_type=kind)
	with builders.as_user("Guest"):
		first, second = (desk.visit_on_site(place, visitor_type=kind) for _kiosk in range(2))

	def waiting() -> set[str]:
		rows = page.get_desk(place.name)["lists"]["on_site"]["rows"]
		return {row.name for row in rows if row.get("waits_for_reception")}

	assert waiting() == {first.name, second.name}
	host_notices.tell_hosts()
	assert waiting() == {first.name, second.name}
	with builders.as_user(user):
		acknowledge_visit(first.name)
		host = {"fieldname": "host", "value": baseline.employee("anna")}
		frappe.client.set_value("Visitor Log", second.name, **host)
	assert waiting() == set()
	host_notices.tell_hosts()
	assert frappe.db.get_value("Visitor Log", second.name, "host_told_on")


def test_badges_that_are_not_back_are_counted():
	before = page.get_desk()["badges_late"]
	badge = frappe.get_doc({"doctype": "Access Badge", "badge_number": builders.unique("L-")}).insert()
	log = desk.visit()
	visits.check_in(log.name, badge=badge.name)
	assert page.get_desk()["badges_late"] == before
	visits.check_out(log.name, "Automatic")
	assert page.get_desk()["badges_late"] == before + 1


# --- search ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"typed",
	["jos", "JOSE", "nunez", "núñez-r", "nunez ru", "globex", "acme g", "Anna", "aalders"],
)
def test_somebody_of_today_is_found_by_name_company_and_host(typed):
	place = desk.site()
	host = baseline.employee("anna")
	log = desk.expected_visit(place, full_name="José Núñez-Ruiz", organisation="Acme Globex", host=host)
	desk.expected_visit(place, full_name="Somebody Else")
	assert ("visit", log.name) in hits(typed, place)[:1]


@pytest.mark.parametrize(
	"typed",
	[
		"Wilh",
		"wilhelmina van",
		"berg",
		"van den be",
		"den bergh",
		"Zuidwest b",
		"willy@zuid",
		"+31 20 794 71 23",
	],
)
def test_somebody_who_was_here_before_is_found(typed):
	known = desk.visitor(
		"Wilhelmina van den Bergh",
		organisation="Zuidwest B.V.",
		email="Willy@Zuidwest.example",
		phone="+31 20 794 7123",
	)
	assert ("visitor", known.name) in hits(typed)


@pytest.mark.parametrize("typed", ["", " ", "j", "%", "_a", "\\", "'; drop table x", "9" * 500, "ilhelmina"])
def test_nothing_comes_of_little_wildcards_or_the_middle_of_a_word(typed):
	known = desk.visitor("Wilhelmina Jansen")
	assert ("visitor", known.name) not in hits(typed)


def test_who_is_here_today_is_one_hit_and_comes_first():
	place = desk.site()
	old = desk.visitor("Jantje Jaspers-Oud")
	log = desk.visit_on_site(place, full_name="Jantje Jaspers-Nieuw")
	assert hits("jantje jas", place) == [("visit", log.name), ("visitor", old.name)]


def test_who_left_today_is_found_to_undo_that():
	log = desk.visit_on_site(full_name="Gerda Gegaan")
	visits.check_out(log.name)
	assert hits("gerda g") == [("visit", log.name)]


def test_a_code_is_one_thing():
	place = desk.site()
	log = desk.expected_visit(place)
	token = tokens.issue(log.name, tokens.ARRIVAL, now_datetime() + datetime.timedelta(days=1))
	page_token = tokens.issue(log.name, tokens.VISIT_PAGE, now_datetime() + datetime.timedelta(days=1))
	for scanned in (
		token,
		f"https://desk.example/visit?a={token}",
		f"https://desk.example/a/{token}",
		log.name,
	):
		found = page.find(scanned)
		assert found["exact"], scanned
		assert [hit.name for hit in found["hits"]] == [log.name]
	assert page.find(page_token)["hits"] == []


def test_a_badge_finds_who_has_it_or_itself():
	number = builders.unique("N")
	badge = frappe.get_doc({"doctype": "Access Badge", "badge_number": number}).insert()
	assert hits(number) == [("badge", badge.name)]
	log = desk.visit()
	visits.check_in(log.name, badge=number)
	assert hits(number.lower()) == [("visit", log.name)]


def test_answers_hold_named_fields_and_no_others():
	place = desk.site()
	desk.expected_visit(place, full_name="Toos Todag", email="toos@example.com", phone="+31207947123")
	desk.visitor("Toos Toen", email="toos.toen@example.com")
	visit, visitor = page.find("toos", place.name)["hits"]
	assert set(visit) == {*search.desk.FIELDS, "space_name", "kind"}
	assert set(visitor) == {*search.VISITOR_FIELDS, "kind"}
	row = page.get_desk(place.name)["lists"]["expected"]["rows"][0]
	assert set(row) == {*search.desk.FIELDS, "space_name"}
	assert not {"email", "phone", "photo", "reception_note", "status_reason", "vehicle_plate"} & set(row)


def test_whom_they_come_to_see_is_found_by_any_word():
	answer = page.find_hosts("aal")
	assert {
		"employee": baseline.employee("anna"),
		"employee_name": "Anna Aalders",
		"department": "Sales",
	} in answer
	assert page.find_hosts("nna") == []


def test_what_is_read_does_not_grow_with_the_years():
	"""5,000 visits and visitors of before: the page and the search read today, and so many keys."""
	log = desk.visit_on_site(full_name="Vandaag Hier")
	place = desk.site()
	copy_visits(log, place.name, 5000, "Checked Out", days_ago=40)
	copy_visitors(5000)
	assert len(page.find("verleden")["hits"]) == search.MOST_HITS
	assert read_entries(page.get_desk) < 300
	assert read_entries(lambda: page.find("verleden")) < 6 * search.MOST_KEYS
	user = builders.limited_user(builders.user("Office Receptionist"), place.name)
	with builders.as_user(user):
		page.get_desk()
		assert read_entries(page.get_desk) < 600
		assert read_entries(lambda: page.find("verleden")) < 10 * search.MOST_KEYS


def copy_visits(log, space: str, number: int, status: str, days_ago: int = 0) -> None:
	"""Many visits like this one, as the database holds them."""
	when = now_datetime() - datetime.timedelta(days=days_ago)
	fields = ["name", "visitor", "visitor_name", "name_key", "visitor_type", "space", "status", "company"]
	fields += ["expected_on", "checked_in_on", "checked_out_on", "creation"]
	values = (log.visitor, log.visitor_name, log.name_key, log.visitor_type, space, status, log.company)
	times = (when, when, when if status == "Checked Out" else None, when)
	rows = [(frappe.generate_hash(length=10), *values, *times) for _row in range(number)]
	frappe.db.bulk_insert("Visitor Log", fields, rows)


def copy_visitors(number: int) -> None:
	fields = ["name", "full_name", "name_key", "backward_key", "owner"]
	rows = [
		(frappe.generate_hash(length=10), f"Verleden {n}", f"verleden {n}", f"{n} verleden", "Administrator")
		for n in range(number)
	]
	frappe.db.bulk_insert("Visitor", fields, rows)


# --- checking in ----------------------------------------------------------------------------------------------


def walk_in(**values) -> dict:
	desk.confirm_retention()
	values = {"full_name": builders.unique("Nieuw "), "visitor_type": desk.visitor_type().name, **values}
	return page.walk_in(json.dumps({"space": desk.site().name, **values}))


def test_somebody_new_is_in_with_one_call():
	answer = walk_in(full_name="Nel Nieuw", organisation="Acme")
	assert answer["is_in"]
	assert (answer["visit"].visitor_name, answer["visit"].organisation) == ("Nel Nieuw", "Acme")


def test_who_is_expected_gets_that_visit():
	place = desk.site()
	log = desk.expected_visit(place, full_name="Piet Verwacht")
	answer = walk_in(full_name="Piet VERWACHT", space=place.name, visitor_type=log.visitor_type)
	assert (answer["log"], answer["is_in"]) == (log.name, True)


def test_the_same_key_is_the_same_visit():
	place, kind = desk.site().name, desk.visitor_type().name
	twice = [
		walk_in(full_name="Dub Bel", arrival_key="k" * 32, space=place, visitor_type=kind) for _time in "12"
	]
	assert twice[0]["log"] == twice[1]["log"]


@pytest.mark.parametrize("missing", ["full_name", "visitor_type", "space"])
def test_a_new_visitor_has_a_name_a_type_and_a_place(missing):
	with pytest.raises(WalkInError):
		walk_in(**{missing: ""})


def test_what_the_type_asks_for_is_asked_and_kept():
	kind = desk.visitor_type(
		ask_organisation="Required",
		ask_phone="Required",
		host_required=1,
		photo_rule="Required",
		questions=[{"question": "Are you well?", "answer_type": "Yes or No", "is_required": 1}],
	)
	answer = walk_in(visitor_type=kind.name)
	needs = answer["needs"]
	assert not answer["is_in"]
	assert [field["fieldname"] for field in needs["details"]] == ["organisation", "phone", "host"]
	assert needs["photo"] == "Required"
	(question,) = needs["questions"]
	given = {
		"details": {
			"organisation": "Acme",
			"phone": "+31207947123",
			"host": baseline.employee("anna"),
			"owner": "x",
		},
		"answers": {question["line_key"]: "Yes"},
		"photo": PIXEL,
	}
	after = page.check_in(answer["log"], json.dumps(given))
	assert after["is_in"]
	log = frappe.get_doc("Visitor Log", answer["log"])
	assert (log.host, log.answers[0].answer, bool(log.photo)) == (baseline.employee("anna"), "Yes", True)
	assert frappe.db.get_value("Visitor", log.visitor, ["organisation", "phone"]) == ("Acme", "+31207947123")
	assert page.get_needs(log.name)["asks"] is False


def test_an_office_without_numbered_badges_is_asked_for_none():
	log = desk.visit(visitor_type=desk.visitor_type(gives_badge=1).name)
	frappe.db.set_value("Access Badge", {"badge_type": "Visitor Badge"}, "status", "Retired")
	assert page.get_needs(log.name)["badge"] is False
	frappe.get_doc({"doctype": "Access Badge", "badge_number": builders.unique("V-")}).insert()
	assert page.get_needs(log.name)["badge"] is True


def test_a_badge_given_later_and_one_not_returned():
	badge = frappe.get_doc({"doctype": "Access Badge", "badge_number": builders.unique("V-")}).insert()
	log = desk.visit_on_site()
	assert page.give_badge(log.name, badge.name)["visit"].badge == badge.name
	visits.check_out(log.name)
	assert page.badge_not_returned(log.name) == badge.name
	with pytest.raises(badges.NoSuchBadgeError):
		page.badge_not_returned(desk.visit_on_site().name)


def test_a_group_is_those_invited_together():
	place = desk.site()
	together = [desk.expected_visit(place, full_name=f"Groep {letter}") for letter in "ba"]
	alone = desk.expected_visit(place)
	for log in together:
		log.db_set("visit_invitation", "one invitation")
	assert [row.visitor_name for row in page.get_group(together[0].name)] == ["Groep a", "Groep b"]
	assert [row.name for row in page.get_group(alone.name)] == [alone.name]


# --- rights ---------------------------------------------------------------------------------------------------


def test_a_receptionist_of_one_place_meets_no_other(as_user):
	here, there = desk.site(), desk.site()
	mine, others = (
		desk.visit_on_site(here, full_name="Mijn Gast"),
		desk.visit_on_site(there, full_name="Mijn Ander"),
	)
	user = builders.limited_user(builders.user("Office Receptionist"), here.name)
	with as_user(user):
		assert [row.name for row in page.get_desk()["lists"]["on_site"]["rows"]] == [mine.name]
		assert hits("mijn") == [("visit", mine.name)]
		assert hits(others.name) == []
		for act in (page.get_needs, page.check_in, page.badge_not_returned):
			with pytest.raises(frappe.PermissionError):
				act(others.name)
		with pytest.raises(frappe.PermissionError):
			walk_in(space=there.name, visitor_type=mine.visitor_type)
		assert page.get_proposal()["space"] == here.name


@pytest.mark.parametrize("user", ["technician", "employee", "auditor", "buyer", "nobody"])
def test_only_reception_has_the_page(user, as_user):
	log = desk.visit_on_site(host=baseline.employee("anna"))
	with as_user(baseline.USERS[user]):
		for act in (
			page.get_desk,
			lambda: page.find("jan"),
			lambda: page.find_hosts("anna"),
			page.get_proposal,
		):
			with pytest.raises(frappe.PermissionError):
				act()
		for act in (page.get_needs, page.check_in):
			with pytest.raises(frappe.PermissionError):
				act(log.name)


def test_reception_learns_that_a_visit_is_under_review_and_nothing_more(as_user):
	log = desk.expected_visit(desk.site(), full_name="Geblokkeerd Genoemd")
	log.db_set({"under_review": 1, "status": "Awaiting Approval", "status_reason": "secret"})
	with as_user(baseline.USERS["receptionist"]):
		(hit,) = page.find("geblok")["hits"]
		assert hit.under_review
		assert "secret" not in json.dumps(hit, default=str)
		assert page.get_needs(log.name)["asks"] is False
		assert page.get_desk()["decides_reviews"] is False


# --- live -----------------------------------------------------------------------------------------------------


def test_pages_are_told_that_something_changed_and_nothing_else(monkeypatch):
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **more: told.append((args, more)))
	live.changed("abc")
	assert told == [
		(("front_desk_changed", {"log": "abc"}), {"room": "doctype:Visitor Log", "after_commit": True})
	]
	told.clear()
	log = desk.visit(full_name="Rita Roddel", organisation="Acme")
	visits.check_in(log.name)
	ours = [(args, more) for args, more in told if args[0] == live.EVENT]
	assert ours
	assert all(more["room"] == "doctype:Visitor Log" for _args, more in ours), "never to everybody"
	assert "Rita" not in str(ours) and "Acme" not in str(ours)


# --- paper ----------------------------------------------------------------------------------------------------


def printed(log, layout: str) -> str:
	return frappe.get_print("Visitor Log", log.name, layout)


@pytest.mark.parametrize("layout", ["Visitor Badge Label", "Visitor Badge"])
def test_a_badge_shows_names_as_text_in_the_visitors_language(layout):
	kind = desk.visitor_type(needs_escort=1)
	log = desk.visit(
		full_name="Ole <b onclick=x>Olsen</b>",
		organisation="{{ 7*7 }}",
		visitor_type=kind.name,
		language="da",
	)
	visits.check_in(log.name)
	html = printed(log.reload(), layout)
	assert "<b onclick" not in html
	assert "49" not in html.partition("badge-company")[2][:40]
	assert "data:image/svg+xml" in html
	assert prepare_options(html, {})[1]["page-size"] in ("A4", "A6")  # of others no PDF is made
	assert badge_print.language_of(log) == "da"


@pytest.mark.parametrize("layout", ["Visitor Badge Label", "Visitor Badge"])
def test_no_badge_for_who_is_not_in_or_under_review(layout):
	log = desk.visit(full_name="Nog Niet")
	assert 'class="badge-name' not in printed(log, layout)
	visits.check_in(log.name)
	assert 'class="badge-name' in printed(log.reload(), layout)
	log.db_set("under_review", 1)
	assert 'class="badge-name' not in printed(log, layout)


def test_the_code_on_a_badge_is_the_visit_and_opens_nothing():
	log = desk.visit_on_site()
	drawn = []
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(badge_print, "qr_code", lambda text: drawn.append(text) or "")
		badge_print.visitor_badge(log)
	assert drawn == [log.name]
	assert tokens.find(log.name, tokens.ARRIVAL) is None

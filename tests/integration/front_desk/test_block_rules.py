"""Who must not simply walk in: found at invitation and check-in, decided by managers, unknown to everybody else."""

import frappe
import pytest

from office_management.front_desk import block_decisions, block_matches, block_rules, host_notices, visits
from office_management.front_desk.doctype.visitor_block_match import visitor_block_match as endpoints
from office_management.front_desk.doctype.visitor_block_match.visitor_block_match import MatchChangeError
from office_management.front_desk.doctype.visitor_block_rule.visitor_block_rule import (
	DuplicateRuleError,
	EmptyRuleError,
	RulePhoneError,
	ShortKeywordError,
)
from tests import baseline, builders
from tests import front_desk_builders as desk
from tests.shared import once_per_module

LOG, RULE, MATCH = "Visitor Log", "Visitor Block Rule", "Visitor Block Match"
MANAGER, RECEPTION = baseline.USERS["office_manager"], baseline.USERS["receptionist"]


@pytest.fixture
def mails(monkeypatch):
	"""Mails that were put into the queue, as (address, subject, text)."""
	sent = []

	def send(recipients, subject, message="", **_rest):
		sent.extend((address, subject, message) for address in recipients)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


@once_per_module
def place(site):
	return desk.site(company=baseline.COMPANY)


def rule(**values):
	return frappe.get_doc({"doctype": RULE, "reason": "Stole a laptop", **values}).insert()


def jane() -> str:
	return builders.unique("José Núñez ")


def matches(log, **filters) -> list[frappe._dict]:
	fields = ["name", "rule", "stage", "action", "decision", "decided_by", "found_in", "told_on", "mailed_on"]
	return frappe.get_all(MATCH, {"visitor_log": log.name, **filters}, fields, order_by="creation")


def state(log) -> tuple:
	return frappe.db.get_value(LOG, log.name, ["status", "under_review"])


# --- finding --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"named, visitor, found",
	[
		({"full_name": "JOSE  nunez-{0}"}, {"full_name": "José Núñez {0}"}, "Name"),
		({"email": "Jose{0}@Acme.example"}, {"email": "jose{0}@acme.example"}, "E-Mail"),
		({"phone": "+31 6 1234 5678"}, {"phone": "06-12345678"}, "Phone"),
		({"organisation": "Akmé{0} B.V."}, {"organisation": "akme{0} bv"}, "Organisation"),
		({"keyword": "daily {0}"}, {"organisation": "The Daily-{0} Ltd"}, "Keyword"),
		({"keyword": "núñez{0}"}, {"full_name": "Jose Nunez{0} Junior"}, "Keyword"),
	],
)
def test_what_is_spelled_another_way_is_found(place, named, visitor, found):
	number = builders.unique("x").lower()
	rule(**{field: text.format(number) for field, text in named.items()})
	log = desk.visit(place, **{field: text.format(number) for field, text in visitor.items()})
	assert [match.found_in for match in matches(log)] == [found]
	assert state(log) == ("Awaiting Approval", 1)


@pytest.mark.parametrize(
	"named, visitor",
	[
		({"keyword": "Yes"}, {"full_name": "Laura Reyes"}),
		({"full_name": "Laura Reyes"}, {"full_name": "Reyes Laura"}),
		({"full_name": "Laura Reyes", "valid_until_date": "2020-01-31"}, {"full_name": "Laura Reyes"}),
		({"email": "laura@acme.example"}, {"email": "laura@other.example"}),
	],
)
def test_who_is_not_meant_comes_in(place, named, visitor):
	rule(**named)
	log = desk.visit_on_site(place, **visitor)
	assert matches(log) == [] and state(log) == ("Checked In", 0)


def test_a_rule_of_a_place_holds_there_and_below(site):
	building = builders.site_with_floor(rooms=1, desks=0)
	name = jane()
	rule(full_name=name, space=building.site.name)
	inside = desk.visit(building.rooms[0].name, full_name=name)
	elsewhere = desk.visit(desk.site().name, full_name=name)
	assert state(inside) == ("Awaiting Approval", 1)
	assert matches(elsewhere) == []


def test_each_rule_is_found_once_at_each_stage(place):
	name = jane()
	rule(full_name=name)
	rule(keyword=name, action="Alert")
	log = desk.expected_visit(place, full_name=name)
	for _again in range(2):
		assert block_rules.examine(log.name, "Invitation").blocked
		assert block_rules.examine(log.name, "Check-in").blocked
	assert sorted((match.action, match.stage) for match in matches(log)) == [
		("Alert", "Check-in"),
		("Alert", "Invitation"),
		("Block", "Check-in"),
		("Block", "Invitation"),
	]


def test_an_alert_holds_nobody(place, mails):
	name = jane()
	rule(full_name=name, action="Alert")
	log = desk.visit_on_site(place, full_name=name)
	assert state(log) == ("Checked In", 0)
	assert {match.decision for match in matches(log)} == {"Not Needed"}
	block_matches.tell_managers()
	assert MANAGER in {address for address, *_rest in mails}


def test_a_rule_made_after_the_invitation_holds_at_the_desk(place):
	name = jane()
	log = desk.expected_visit(place, full_name=name)
	rule(full_name=name)
	visits.check_in(log.name)
	assert state(log) == ("Awaiting Approval", 1)
	assert [match.stage for match in matches(log)] == ["Check-in"]
	assert not frappe.db.exists("Visitor Log Notice", {"parent": log.name})


def test_candidates_are_read_by_their_indexes(place):
	"""Of two thousand rules only those are read that have a key of the person."""
	fields = ["name", "name_key", "email_key", "phone_key", "organisation_key", "keyword_first", "reason"]
	keys = (f"person {number}" for number in range(2000))
	frappe.db.bulk_insert(RULE, fields, [(builders.unique("rule"), *[key] * 5, "x") for key in keys])
	person = block_rules.Person(
		names=frozenset({"person 3"}),
		e_mails=frozenset({"somebody@acme.example"}),
		phones=frozenset({"+31612345678"}),
		organisations=frozenset({"acme"}),
		texts=(("jane", "doe"), ("acme",)),
	)
	before = rows_read()
	assert len(block_rules.candidates(person)) == 1
	assert rows_read() - before < 40


def rows_read() -> int:
	"""How many rows and index entries this connection has read so far."""
	counters = frappe.db.sql("show session status like 'Handler_read%'")
	return sum(int(value) for _name, value in counters)


# --- deciding -------------------------------------------------------------------------------------------------


@pytest.fixture
def held(place):
	"""A visit at the desk, held by one rule."""
	name = jane()
	made = rule(full_name=name, space=place.name)
	log = desk.visit(place, full_name=name, host=baseline.employee("anna"))
	visits.check_in(log.name)
	return frappe._dict(log=log, rule=made, match=matches(log)[-1].name)


def test_let_in_then_reception_checks_in_and_the_host_hears(held):
	with builders.as_user(MANAGER):
		assert endpoints.let_in(held.match, "A namesake") == "Let In"
	assert state(held.log) == ("Expected", 0)
	assert {match.decided_by for match in matches(held.log)} == {MANAGER}
	with builders.as_user(RECEPTION):
		visits.check_in(held.log.name)
	assert state(held.log) == ("Checked In", 0)
	assert frappe.db.exists("Visitor Log Notice", {"parent": held.log.name, "notice": "Host"})


def test_refuse_needs_a_note_and_turns_away_without_saying_why(held):
	with builders.as_user(MANAGER):
		with pytest.raises(block_decisions.DecisionNoteError):
			endpoints.refuse(held.match, " ")
		endpoints.refuse(held.match, "Known thief")
	assert state(held.log) == ("Denied", 0)
	assert "thief" not in (frappe.db.get_value(LOG, held.log.name, "status_reason") or "")
	assert frappe.db.get_value(MATCH, held.match, "note") == "Known thief"


def test_the_first_decision_stands(held):
	with builders.as_user(MANAGER):
		endpoints.let_in(held.match)
		assert endpoints.let_in(held.match) == "Let In"
		with pytest.raises(block_decisions.MatchDecidedError, match="Let In"):
			endpoints.refuse(held.match, "Too late")


def test_each_rule_needs_its_own_decision(place):
	name = jane()
	rule(full_name=name)
	rule(keyword=name)
	log = desk.visit(place, full_name=name)
	first, second = (match.name for match in matches(log))
	with builders.as_user(MANAGER):
		endpoints.let_in(first)
		assert state(log) == ("Awaiting Approval", 1)
		endpoints.let_in(second)
	assert state(log) == ("Expected", 0)


def test_a_decision_by_the_visits_own_buttons_is_on_record(held):
	with builders.as_user(MANAGER):
		visits.approve(held.log.name)
	assert {(match.decision, match.decided_by) for match in matches(held.log)} == {("Let In", MANAGER)}


def test_reception_cannot_let_in_who_is_under_review(held):
	with builders.as_user(RECEPTION), pytest.raises(frappe.PermissionError):
		visits.approve(held.log.name)


def test_hosts_do_not_see_that_a_visit_is_under_review(held):
	with builders.as_user(baseline.USERS["employee"]):
		seen = frappe.client.get(LOG, held.log.name)
		assert seen["status"] == "Awaiting Approval" and not seen.get("under_review")
		rows = frappe.get_list(LOG, {"name": held.log.name}, ["name", "under_review"])
		assert not rows[0].get("under_review")
	with builders.as_user(RECEPTION):
		assert frappe.client.get(LOG, held.log.name)["under_review"]


def test_a_visit_that_is_cancelled_needs_no_decision(held):
	visits.cancel(held.log.name)
	assert {match.decision for match in matches(held.log)} == {"Not Needed"}


def test_nothing_is_changed_by_hand(held):
	for field, value in (("decision", "Let In"), ("note", "mine"), ("decided_by", RECEPTION)):
		match = frappe.get_doc(MATCH, held.match)
		match.set(field, value)
		with pytest.raises(MatchChangeError):
			match.save()


def test_a_rule_that_holds_somebody_is_not_deleted_and_later_the_decision_stays(held):
	with pytest.raises(block_matches.RuleHoldsVisitError):
		held.rule.delete()
	with builders.as_user(MANAGER):
		endpoints.let_in(held.match)
	held.rule.delete()
	assert [(match.rule, match.decision) for match in matches(held.log, name=held.match)] == [
		(None, "Let In")
	]


# --- telling --------------------------------------------------------------------------------------------------


def test_managers_are_told_once_in_words_that_name_nobody(held, mails):
	for _again in range(3):
		block_matches.tell_managers()
	mine = [mail for mail in mails if mail[0] == MANAGER]
	stages = len(matches(held.log))
	assert len(mine) == stages
	for _address, subject, text in mine:
		assert "under review" in subject
		assert held.log.visitor_name not in subject + text and "laptop" not in subject + text
	notices = frappe.get_all(
		"Notification Log", {"document_type": MATCH, "for_user": MANAGER}, ["subject"], order_by="creation"
	)
	assert len(notices) >= stages and all(held.log.visitor_name not in row.subject for row in notices)


def test_who_looks_after_security_is_told_without_the_match(held, mails):
	guard = builders.employee()
	user = builders.user("Employee", employee=guard.name)
	frappe.get_doc(
		{
			"doctype": "Office Responsibility",
			"topic": "Security",
			"space": held.log.space,
			"responsible": guard.name,
			"from_date": builders.day(),
		}
	).insert()
	log = desk.visit(held.log.space, full_name=held.log.visitor_name, is_another=1)
	frappe.db.set_value(MATCH, {"visitor_log": log.name}, "stage", "Check-in")
	block_matches.tell_managers()
	assert [text.count("visitor-block") for address, _subject, text in mails if address == user] == [0]
	notice = frappe.get_last_doc("Notification Log", {"for_user": user})
	assert not notice.document_type and "under review" in notice.subject


def test_a_dead_mail_server_delays_no_notice_and_loses_no_mail(held, monkeypatch, mails):
	working = frappe.sendmail

	def dead(**_mail):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", dead)
	block_matches.tell_managers()
	assert all(match.told_on and not match.mailed_on for match in matches(held.log))
	monkeypatch.setattr(frappe, "sendmail", working)
	host_notices.sweep_host_notices()
	assert all(match.mailed_on for match in matches(held.log))
	assert MANAGER in {address for address, *_rest in mails}


# --- nobody else learns of it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["receptionist", "technician", "auditor", "employee", "buyer", "nobody"])
def test_only_managers_read_rules_and_matches(held, key):
	from frappe.desk.search import search_link

	with builders.as_user(baseline.USERS[key]):
		for doctype, name in ((RULE, held.rule.name), (MATCH, held.match)):
			with pytest.raises(frappe.PermissionError):
				call("frappe.client.get_count", doctype=doctype, filters={"name": name})
			with pytest.raises(frappe.PermissionError):
				frappe.get_list(doctype)
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype, name).check_permission("read")
			assert not search_link(doctype, "")
		for act in (endpoints.let_in, endpoints.refuse):
			with pytest.raises(frappe.PermissionError):
				act(held.match, "note")


@pytest.mark.parametrize("key", ["receptionist", "technician", "auditor", "employee", "buyer", "nobody"])
def test_a_link_tells_nobody_whom_a_rule_names(held, key):
	method = "frappe.desk.search.get_link_title"
	with builders.as_user(baseline.USERS[key]):
		assert call(method, doctype=RULE, docname=held.rule.name) == held.rule.name
		assert call(method, doctype=RULE, docname="none") == "none"
	with builders.as_user(MANAGER):
		assert call(method, doctype=RULE, docname=held.rule.name) != held.rule.name


def call(method: str, **values):
	"""Call a method as a request does, hooks that take its place included."""
	from frappe.handler import execute_cmd

	frappe.local.form_dict = frappe._dict(values)
	frappe.local.request = frappe._dict(method="POST", headers={})
	return execute_cmd(method)


def test_counting_and_links_tell_reception_nothing(held):
	from frappe.desk.form import linked_with

	with builders.as_user(RECEPTION):
		assert MATCH not in linked_with.get(LOG, held.log.name)
		assert call("frappe.client.get_count", doctype=LOG, filters={"name": held.log.name}) == 1
		assert call("frappe.client.get_count", doctype="User") == frappe.db.count("User")
	with builders.as_user(MANAGER):
		assert call("frappe.client.get_count", doctype=RULE, filters={"name": held.rule.name}) == 1
	with builders.as_user(baseline.USERS["other_manager"]):
		assert call("frappe.client.get_count", doctype=RULE, filters={"name": held.rule.name}) == 0
		with pytest.raises(frappe.PermissionError):
			call("frappe.client.get_count", doctype="Visitor Log Notice")


def test_a_manager_sees_the_rules_of_own_places_and_those_for_everywhere(held):
	everywhere = rule(full_name=jane())
	with builders.as_user(baseline.USERS["other_manager"]):
		names = frappe.get_list(RULE, pluck="name")
		assert everywhere.name in names and held.rule.name not in names
		assert held.match not in frappe.get_list(MATCH, pluck="name")
		with pytest.raises(frappe.PermissionError):
			endpoints.let_in(held.match)


def test_no_copy_is_kept_where_others_read(held):
	held.rule.reason = "Stole two laptops"
	held.rule.save()
	for doctype in (RULE, MATCH):
		assert not frappe.get_meta(doctype).track_changes
		assert not frappe.db.exists("Version", {"ref_doctype": doctype})
	searched = frappe.get_hooks("global_search_doctypes")["Default"]
	assert not {RULE, MATCH} & {entry["doctype"] for entry in searched}


# --- rules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"values, error",
	[
		({}, EmptyRuleError),
		({"full_name": " . "}, EmptyRuleError),
		({"keyword": "e"}, ShortKeywordError),
		({"phone": "++", "full_name": "Jane"}, RulePhoneError),
	],
)
def test_a_rule_says_whom_it_means(site, values, error):
	with pytest.raises(error):
		rule(**values)


def test_the_same_rule_is_not_made_twice(place):
	values = {"full_name": jane(), "space": place.name}
	first = rule(**values)
	with pytest.raises(DuplicateRuleError):
		rule(**{**values, "full_name": values["full_name"].upper()})
	first.valid_until_date = builders.day(-1)
	first.save()
	rule(**values)


def test_rules_expire_by_date_and_the_status_follows(place):
	made = rule(full_name=jane(), valid_until_date=builders.day())
	frappe.db.set_value(RULE, made.name, "valid_until_date", builders.day(-1))
	for _again in range(2):
		block_rules.expire_rules_past()
	assert frappe.db.get_value(RULE, made.name, "status") == "Expired"
	assert not block_rules.rules_for(block_rules.Person(names=frozenset({made.name_key})), place.name)


def test_an_imported_list_becomes_rules_and_a_second_time_none(place):
	from frappe.core.doctype.data_import.importer import INSERT, Importer

	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = RULE, frappe._dict(doctype="Data Import", import_type=INSERT)
	row = frappe._dict(
		doctype=RULE, full_name=jane(), phone="06 1234 5670", space=place.name, reason="List of the owner"
	)
	made = importer.insert_record(row.copy())
	assert made.name_key and made.phone_key == "+31612345670" and made.company == baseline.COMPANY
	with pytest.raises(DuplicateRuleError):
		importer.insert_record(row.copy())


def test_status_and_keys_of_a_rule_are_not_typed(site):
	made = rule(full_name=jane(), status="Expired", name_key="somebody else")
	assert made.status == "Active" and made.name_key != "somebody else"


def test_a_number_is_dialled_as_in_the_country_of_the_company(place):
	assert rule(phone="06 1234 5679", space=place.name).phone_key == "+31612345679"

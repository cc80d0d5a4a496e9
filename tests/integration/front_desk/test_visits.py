"""A visit's life: every pair of statuses by every way in, what each act writes down, and what people cannot write."""

import itertools
import json
from contextlib import suppress
from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from office_management.domain import visit_states as states
from office_management.front_desk import api, arrival_checks, first_records, moves, visits
from office_management.front_desk.doctype.visitor_log import visitor_log
from office_management.front_desk.doctype.visitor_log_event.visitor_log_event import VisitEventError
from office_management.front_desk.retention import RetentionNotConfirmedError
from tests import baseline, builders
from tests import front_desk_builders as make
from tests.shared import once_per_module

LOG = "Visitor Log"
REFUSED = (
	moves.VisitStatusError,
	moves.VisitReasonError,
	moves.VisitUndoError,
)
RECEPTION, MANAGER = baseline.USERS["receptionist"], baseline.USERS["office_manager"]


@once_per_module
def site_place(site):
	return make.site().name


def field(log, *names):
	return frappe.db.get_value(LOG, getattr(log, "name", log), names if len(names) > 1 else names[0])


# --- every pair, by every way in ------------------------------------------------------------------------------


def by_form(name, status, reason):
	from frappe.desk.form.save import savedocs

	doc = frappe.get_doc(LOG, name).as_dict() | {"status": status, "status_reason": reason}
	savedocs(frappe.as_json(doc), "Save")


def by_rest(name, status, reason):
	frappe.client.set_value(LOG, name, {"status": status, "status_reason": reason})


def by_list(name, status, reason):
	"""Bulk edit."""
	from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

	data = {"status": status, **({"status_reason": reason} if reason else {})}
	submit_cancel_or_update_docs(LOG, json.dumps([name]), "update", json.dumps(data))


def by_kanban(name, status, reason):
	"""A card is dragged; a board gives no reason."""
	from frappe.desk.doctype.kanban_board.kanban_board import update_order_for_single_card

	was = field(name, "status")
	board = frappe.get_doc("Kanban Board", first_records.BOARD_NAME)
	for column in board.columns:
		column.order = json.dumps([name] if column.column_name == was else [])
	board.save()
	update_order_for_single_card(board.name, name, was, status, 0, 0)


def by_import(name, status, reason):
	from frappe.core.doctype.data_import.importer import Importer

	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = LOG, frappe._dict(doctype="Data Import", name="x")
	importer.update_record(frappe._dict(name=name, status=status, status_reason=reason))


WAYS = {"form": by_form, "rest": by_rest, "list": by_list, "kanban": by_kanban, "import": by_import}


@pytest.fixture
def no_rollback(monkeypatch):
	"""Bulk edit rolls back what fails, which would take the test's own records along."""
	monkeypatch.setattr(frappe.db, "rollback", lambda save_point=None: None)


@pytest.mark.parametrize("way", WAYS)
def test_every_pair_by_every_way_in(site_place, no_rollback, way):
	"""A change of status goes through exactly where the table has it; what is undone was the last act, just now."""
	log = make.visit(site_place)
	for was, status in itertools.permutations(states.STATUSES, 2):
		for reason in ("because", "") if status == states.DENIED else ("because",):
			reset(log.name, was, status)
			with suppress(*REFUSED):
				WAYS[way](log.name, status, reason)
			expected = states.judge(was, status, "" if way == "kanban" else reason).refusal is None
			assert (field(log, "status") == status) is expected, (was, status, reason)
			last = make.acts(log)[-1:]
			assert (last == [states.MOVES[(was, status)]]) if expected else last != ["x"], (was, status)
		frappe.clear_messages()


def reset(name: str, status: str, aim: str) -> None:
	"""Put the row into a status as if it had come there a moment ago from where it is to go, if it can have."""
	frappe.db.delete("Visitor Log Event", {"parent": name})
	frappe.db.set_value(LOG, name, {"status": status, "checked_in_on": now_datetime(), "status_reason": "x"})
	act = states.MOVES.get((aim, status))
	if act:
		doc = frappe.get_doc(LOG, name)
		doc.append(
			"events", {"act": act, "from_status": aim, "to_status": status, "happened_on": now_datetime()}
		).db_insert()
	frappe.clear_document_cache(LOG, name)


@pytest.mark.parametrize("status", [status for status in states.STATUSES if status != states.EXPECTED])
def test_a_new_visit_is_expected(site_place, status):
	make.confirm_retention()
	doc = frappe.get_doc({"doctype": LOG, "visitor_name": "Jo", "space": site_place, "status": status})
	with pytest.raises(moves.VisitStatusError, match="A new visit begins as"):
		doc.insert()


def test_the_refusal_says_what_is_possible(site_place):
	log = make.visit(site_place)
	log.status = states.CHECKED_OUT
	with pytest.raises(
		moves.VisitStatusError, match=r"From here it can become: Awaiting Approval, Checked In"
	):
		log.save()


# --- a day at the desk ----------------------------------------------------------------------------------------


def test_in_out_and_in_again_with_every_act_on_record(site_place):
	log = make.visit(site_place)
	with builders.as_user(RECEPTION):
		assert api.check_in_visit(log.name) == states.CHECKED_IN
		assert api.step_out_of_visit(log.name) == states.STEPPED_OUT
		assert api.step_into_visit(log.name) == states.CHECKED_IN
		assert api.check_out_visit(log.name) == states.CHECKED_OUT
		assert api.undo_visit(log.name) == states.CHECKED_IN
		assert api.check_out_visit(log.name) == states.CHECKED_OUT
	rows = frappe.get_all(
		"Visitor Log Event", {"parent": log.name}, ["act", "user", "happened_on"], order_by="idx"
	)
	assert [row.act for row in rows] == [
		states.EXPECT,
		states.CHECK_IN,
		states.STEP_OUT,
		states.STEP_IN,
		states.CHECK_OUT,
		states.UNDO_CHECK_OUT,
		states.CHECK_OUT,
	]
	assert {row.user for row in rows[1:]} == {RECEPTION} and all(row.happened_on for row in rows)
	assert field(log, "sign_out_method") == "Reception"


@pytest.mark.parametrize("act", ["check_in", "check_out", "step_out", "cancel"])
def test_an_act_done_twice_is_done_once(site_place, act):
	log = make.visit(site_place) if act in ("check_in", "cancel") else make.visit_on_site(site_place)
	first = getattr(visits, act)(log.name)
	assert getattr(visits, act)(log.name) == first
	assert len(make.acts(log)) == (2 if act in ("check_in", "cancel") else 3)


def test_checking_in_somebody_who_stepped_out_lets_them_back_in(site_place):
	log = make.visit_on_site(site_place)
	visits.step_out(log.name)
	assert visits.check_in(log.name) == states.CHECKED_IN
	assert make.acts(log)[-1] == states.STEP_IN


def test_stepping_in_is_for_who_stepped_out(site_place):
	log = make.visit(site_place)
	with pytest.raises(moves.VisitStatusError, match="cannot be done now"):
		visits.step_in(log.name)


# --- undo -----------------------------------------------------------------------------------------------------


def test_undo_of_a_check_in(site_place):
	log = make.visit_on_site(site_place)
	assert visits.undo(log.name) == states.EXPECTED
	assert field(log, "checked_in_on", "sign_out_due_on", "arrived_on") == (None, None, None)
	assert make.acts(log)[-2:] == [states.CHECK_IN, states.UNDO_CHECK_IN]


def test_undo_of_a_check_out_leads_back_to_where_they_were(site_place):
	log = make.visit_on_site(site_place)
	visits.step_out(log.name)
	visits.check_out(log.name)
	assert visits.undo(log.name) == states.STEPPED_OUT
	assert field(log, "checked_out_on", "sign_out_method") == (None, None)
	log.reload()
	log.status = states.EXPECTED
	with pytest.raises(moves.VisitStatusError):
		log.save()


def test_undo_within_the_time_of_the_settings(site_place):
	log = make.visit_on_site(site_place)
	frappe.db.set_single_value("Office Management Settings", "undo_minutes", 5)
	past = now_datetime() - timedelta(minutes=5, seconds=5)
	frappe.db.set_value("Visitor Log Event", {"parent": log.name, "act": "Check In"}, "happened_on", past)
	with pytest.raises(moves.VisitUndoError, match="more than <strong>5</strong> minutes ago"):
		visits.undo(log.name)


def test_only_the_last_act_is_undone(site_place):
	log = make.visit_on_site(site_place)
	visits.step_out(log.name)
	with pytest.raises(moves.VisitUndoError, match="was another one"):
		visits.undo(log.name)


def test_after_an_undone_automatic_sign_out_it_is_not_due_again_at_once(site_place):
	log = make.visit_on_site(site_place, visitor_type=make.visitor_type(sign_out_hours=2).name)
	frappe.db.set_value(LOG, log.name, "checked_in_on", now_datetime() - timedelta(hours=3))
	visits.check_out(log.name, "Automatic")
	visits.undo(log.name)
	assert field(log, "sign_out_due_on") > now_datetime() + timedelta(hours=1)


# --- what is written down -------------------------------------------------------------------------------------


def test_what_people_send_of_our_own_fields_is_put_back(site_place):
	"""Whatever a form or a request sends: moments, people and origin are ours, and nothing that happened is lost."""
	forged = {
		"checked_in_on": "2020-01-01",
		"checked_out_on": "2020-01-01",
		"arrived_on": "2020-01-01",
		"approved_by": "Administrator",
		"under_review": 1,
		"agreement_signed_on": "2020-01-01",
		"source": "Invitation",
		"arrival_key": "x",
		"sign_out_method": "Automatic",
		"events": [{"act": "Check In", "to_status": "Checked In"}],
		"notices": [{"notice": "Arrived", "tell_key": "forged"}],
	}
	make.confirm_retention()
	with builders.as_user(RECEPTION):
		new = {"doctype": LOG, "visitor_name": "Jo Forger", "space": site_place, **forged}
		log = frappe.get_doc(new).insert()
		for _again in range(2):
			assert not any(log.get(name) for name in forged if name not in ("source", "events", "notices"))
			assert (log.source, len(log.events), log.notices) == ("Walk-in", 1, [])
			log.update(forged)
			log.save()
		log.events = []
		log.save()
	assert make.acts(log) == [states.EXPECT]


def test_what_happened_is_neither_changed_nor_deleted_nor_added_alone(site_place):
	"""A row of a table can be asked for by its own name over REST; these answer no."""
	log = make.visit_on_site(site_place)
	(first, *_more) = frappe.get_all("Visitor Log Event", {"parent": log.name}, pluck="name", order_by="idx")
	with builders.as_user(RECEPTION):
		row = frappe.get_doc("Visitor Log Event", first)
		row.act = states.CHECK_OUT
		with pytest.raises(VisitEventError, match="only added to"):
			row.save()
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc("Visitor Log Event", first)
		new = {"doctype": "Visitor Log Event", "parent": log.name, "parenttype": LOG, "parentfield": "events"}
		with pytest.raises(VisitEventError):
			frappe.get_doc(new).insert()
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc(LOG, log.name)
	with pytest.raises(VisitEventError):
		frappe.delete_doc("Visitor Log Event", first)
	assert make.acts(log) == [states.EXPECT, states.CHECK_IN]


def test_the_reason_stays_with_the_act_it_explains(site_place):
	log = make.visit(site_place)
	with builders.as_user(RECEPTION), pytest.raises(moves.VisitReasonError, match="Say why"):
		api.deny_visit(log.name, " ")
	with builders.as_user(RECEPTION):
		api.deny_visit(log.name, "No appointment")
	assert field(log, "status", "status_reason") == ("Denied", "No appointment")
	log.reload()
	log.status_reason = "typed afterwards"
	log.save()
	assert field(log, "status_reason") == "No appointment"


def test_names_follow_the_visitor(site_place):
	log = make.visit(site_place, full_name="Zoë  Old-Name", organisation="Acme")
	person = frappe.get_doc("Visitor", log.visitor)
	assert (log.visitor_name, log.name_key) == ("Zoë Old-Name", "zoe old name")
	person.full_name = "Zoë New-Name"
	person.save()
	assert field(log, "visitor_name", "name_key", "organisation") == ("Zoë New-Name", "zoe new name", "Acme")


def test_nothing_is_kept_before_somebody_said_for_how_long(site_place):
	make.confirm_retention()
	unset = {"retention_confirmed_on": None, "retention_confirmed_by": None}
	frappe.db.set_single_value("Office Management Settings", unset)
	doc = frappe.get_doc({"doctype": LOG, "visitor_name": "Jo", "space": site_place})
	with pytest.raises(RetentionNotConfirmedError):
		doc.insert()
	assert not frappe.db.exists("Visitor", {"full_name": "Jo"})


@pytest.mark.parametrize(
	"values, error",
	[
		({"visitor_name": " "}, visitor_log.VisitVisitorError),
		(
			{"expected_on": "2026-05-01 10:00", "expected_until_on": "2026-05-01 09:00"},
			visitor_log.VisitTimeError,
		),
	],
)
def test_what_a_visit_needs(site_place, values, error):
	make.confirm_retention()
	with pytest.raises(error):
		frappe.get_doc({"doctype": LOG, "visitor_name": "Jo", "space": site_place, **values}).insert()


def test_a_disabled_type_and_a_host_who_left_are_refused(site_place):
	closed = make.visitor_type(disabled=1).name
	with pytest.raises(visitor_log.VisitTypeError, match="is disabled"):
		make.visit(site_place, visitor_type=closed)
	gone = builders.make_employee(status="Left", relieving_date=builders.day(-1)).name
	with pytest.raises(visitor_log.VisitHostError, match="has left"):
		make.visit(site_place, host=gone)


def test_type_and_place_are_proposed(site_place):
	make.confirm_retention()
	log = frappe.get_doc({"doctype": LOG, "visitor_name": "Jo Plain"}).insert()
	assert (log.visitor_type, bool(log.space), log.status) == ("Visitor", True, "Expected")
	assert get_datetime(log.expected_on) <= now_datetime()


# --- what keeps somebody at the door --------------------------------------------------------------------------


@pytest.mark.parametrize(
	"rule, source, asks",
	[
		("Never", "Kiosk", False),
		("Walk-Ins", "Walk-in", True),
		("Walk-Ins", "Kiosk", True),
		("Walk-Ins", "Invitation", False),
		("Always", "Invitation", True),
	],
)
def test_approval_where_the_type_asks_for_it(site_place, rule, source, asks):
	kind = make.visitor_type(approval=rule).name
	log = make.visit(site_place, source, visitor_type=kind)
	assert log.status == (states.AWAITING_APPROVAL if asks else states.EXPECTED)
	if not asks:
		assert visits.check_in(log.name) == states.CHECKED_IN
		return
	assert visits.check_in(log.name) == states.AWAITING_APPROVAL
	assert field(log, "arrived_on") and not field(log, "checked_in_on")
	with builders.as_user(RECEPTION):
		assert api.approve_visit(log.name) == states.EXPECTED
	assert field(log, "approved_by") == RECEPTION
	assert visits.check_in(log.name) == states.CHECKED_IN


def test_a_host_approves_denies_and_signs_out_their_own(site_place):
	user = builders.user("Employee")
	host = frappe.db.get_value("Employee", {"user_id": user})
	kind = make.visitor_type(approval="Always").name
	mine = [make.visit(site_place, host=host, visitor_type=kind) for _number in range(2)]
	other = make.visit(site_place, visitor_type=kind)
	with builders.as_user(user):
		assert api.approve_visit(mine[0].name) == states.EXPECTED
		assert api.deny_visit(mine[1].name, "Not today") == states.DENIED
		with pytest.raises(frappe.PermissionError):
			api.approve_visit(other.name)
		with pytest.raises(frappe.PermissionError):
			api.check_in_visit(mine[0].name)
	visits.check_in(mine[0].name)
	with builders.as_user(user):
		assert api.check_out_visit(mine[0].name) == states.CHECKED_OUT
	assert field(mine[0], "sign_out_method") == "Host"


def test_under_review_a_manager_decides(site_place):
	kind = make.visitor_type(approval="Always").name
	log = make.visit(site_place, visitor_type=kind)
	frappe.db.set_value(LOG, log.name, "under_review", 1)
	with (
		builders.as_user(RECEPTION),
		pytest.raises(moves.VisitReviewError, match="An office manager decides"),
	):
		api.approve_visit(log.name)
	with builders.as_user(MANAGER):
		assert api.approve_visit(log.name) == states.EXPECTED
	assert field(log, "under_review") == 0


def test_what_the_type_requires_is_named_before_check_in(site_place):
	kind = make.visitor_type(ask_phone="Required", ask_vehicle="Required", host_required=1).name
	log = make.visit(site_place, visitor_type=kind)
	with pytest.raises(arrival_checks.VisitDetailsError, match="Phone, Host, Vehicle Plate"):
		visits.check_in(log.name)


def test_questions_are_answered_before_check_in(site_place):
	kind = make.visitor_type(
		questions=[
			{
				"question": "Do you feel well?",
				"answer_type": "Yes or No",
				"is_required": 1,
				"alert_answer": "no",
				"question_nl": "Voelt u zich goed?",
			},
			{"question": "Colour?", "answer_type": "Choice", "choices": "Red\nBlue"},
		]
	)
	log = make.visit(site_place, visitor_type=kind.name)
	with builders.as_user(RECEPTION):
		asked = api.get_questions(log.name, "nl")
	assert [row["question"] for row in asked] == ["Voelt u zich goed?", "Colour?"]
	well, colour = (row["line_key"] for row in asked)
	with pytest.raises(arrival_checks.VisitAnswersError):
		visits.check_in(log.name)
	with builders.as_user(RECEPTION):
		with pytest.raises(frappe.ValidationError, match="Choose one of the answers"):
			api.answer_questions(log.name, {colour: "Green"})
		assert api.answer_questions(log.name, {colour: "Red", "forged": "x"}) == [well]
		assert api.answer_questions(log.name, json.dumps({well: "No"})) == []
	rows = frappe.get_all("Visitor Log Answer", {"parent": log.name}, ["answer", "is_alert"], order_by="idx")
	assert [(row.answer, row.is_alert) for row in rows] == [("No", 1), ("Red", 0)]
	assert visits.check_in(log.name) == states.CHECKED_IN

"""Personal data: confirmed first, kept no longer than allowed, anonymised wholly, exported and erased on request."""

import itertools
import json
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import get_system_timezone, getdate, now_datetime
from freezegun import freeze_time

from office_management.domain.visit_states import STATUSES
from office_management.front_desk import (
	anonymising,
	copies,
	data_requests,
	due,
	evacuation,
	legal_hold,
	periods,
	retention,
	retention_runs,
	views,
	visits,
)
from office_management.front_desk import api as front_desk
from office_management.front_desk.doctype.retention_run import retention_run
from office_management.front_desk.doctype.visitor_data_request import visitor_data_request
from office_management.front_desk.personal_fields import NOT_PERSONAL, PERSONAL, PLACEHOLDER
from tests import baseline, invitation_builders, post_builders
from tests import front_desk_builders as make
from tests.shared import once_per_module

LOG, VISITOR, INVITATION = "Visitor Log", "Visitor", "Visit Invitation"
MANAGER, RECEPTION = baseline.USERS["office_manager"], baseline.USERS["receptionist"]
HOLDS_WORDS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Code", "Attach", "Attach Image")
POINTS = ("Link", "Dynamic Link")


@partial(once_per_module, autouse=True)
def nothing_else_to_do():
	"""What other tests have committed is no matter of these."""
	now = now_datetime()
	for step in retention_runs.STEPS:
		table = frappe.qb.DocType(step.doctype)
		frappe.qb.update(table).set(table.anonymised_on, now).run()


@once_per_module
def visit():
	"""A visit that is over."""
	log = make.visit_on_site(
		full_name="Petra Paars",
		email="petra@paars.example",
		phone="+31 6 12345678",
		organisation="Paars Schilders",
		purpose="Paint for Anna",
		vehicle_plate="PP-123-Q",
	)
	visits.check_out(log.name)
	return log.reload()


def days_later(days: int):
	"""Noon of that day, where the site is."""
	noon = datetime.combine(getdate() + timedelta(days=days), time(12), ZoneInfo(get_system_timezone()))
	return freeze_time(noon.astimezone(UTC).replace(tzinfo=None))


def run() -> frappe._dict:
	"""The job of the night, and its record."""
	name = retention_runs.make_run()
	retention_runs.run(name)
	return frappe.db.get_value(retention_runs.RUN, name, "*", as_dict=True)


def names(page_by_page) -> set[str]:
	return {name for page in page_by_page for name in page.names}


def due_visits(days: int) -> set[str]:
	return names(due.visits(getdate() + timedelta(days=days), due.periods()))


# --- the confirmation -----------------------------------------------------------------------------------------


@pytest.fixture
def unconfirmed():
	frappe.db.delete("Singles", {"doctype": retention.SETTINGS, "field": ("in", retention.CONFIRMED)})
	frappe.db.value_cache = {}


def test_nothing_is_kept_before_it_is_confirmed(unconfirmed):
	with pytest.raises(retention.RetentionNotConfirmedError, match=r"Office Manager.*Front Desk.*Settings"):
		frappe.get_doc({"doctype": VISITOR, "full_name": "Petra Paars"}).insert()


def test_a_manager_confirms_in_one_click_and_the_first_time_stands(unconfirmed, as_user):
	with as_user(MANAGER):
		first = front_desk.confirm_retention()
		second = front_desk.confirm_retention()
	assert first == second and first["confirmed_by"] == MANAGER
	assert retention.is_confirmed()


@pytest.mark.parametrize("who", ["receptionist", "auditor", "technician", "employee", "nobody"])
def test_nobody_else_confirms(unconfirmed, as_user, who):
	with as_user(baseline.USERS[who]), pytest.raises(frappe.PermissionError):
		front_desk.confirm_retention()
	assert not retention.is_confirmed()


def test_saving_the_settings_neither_confirms_nor_takes_it_back(unconfirmed):
	settings = frappe.get_doc(retention.SETTINGS)
	settings.update({"retention_confirmed_on": now_datetime(), "retention_confirmed_by": "Administrator"})
	settings.save()
	frappe.db.value_cache = {}
	assert not retention.is_confirmed()
	retention.confirm()
	settings.reload().update(dict.fromkeys(retention.CONFIRMED))
	settings.save()
	frappe.db.value_cache = {}
	assert retention.is_confirmed()


# --- what is due ----------------------------------------------------------------------------------------------


def test_a_visit_is_due_the_day_after_its_last_day(visit):
	assert visit.name not in due_visits(90)
	assert visit.name in due_visits(91)


def test_the_type_decides_how_long(visit):
	frappe.db.set_value("Visitor Type", visit.visitor_type, "retention_days", 7)
	assert visit.name not in due_visits(7)
	assert visit.name in due_visits(8)


def test_what_is_found_is_what_the_rule_says_for_every_status_and_moment(visit):
	"""The database only spares reading the others: no visit that is due may be left out, whatever it looks like."""
	old, young = now_datetime() - timedelta(days=60), now_datetime()
	kinds = [make.visitor_type(retention_days=30).name, "a type that is no more", None]
	moments = ("checked_out_on", "checked_in_on", "expected_until_on")
	for status, *dates in itertools.product(STATUSES, *([(None, old, young)] * len(moments))):
		values = dict(zip(moments, dates, strict=True), status=status, visitor=visit.visitor)
		for kind, made in itertools.product(kinds, (old, young)):
			row = {**values, "doctype": LOG, "visitor_type": kind, "creation": made, "modified": made}
			frappe.get_doc(row).db_insert()
	fields = ["name", "visitor_type", *due.VISIT_FACTS]
	rows = frappe.get_all(LOG, {"anonymised_on": ("is", "not set")}, fields, order_by="name")
	today, kept = getdate() + timedelta(days=1), due.periods()
	over = {row.name for row in rows if today > due.visit_until(row, kept)}
	assert 100 < len(over) < len(rows) - 100
	assert names(due.visits(today, kept)) == over


def test_what_was_anonymised_is_a_count_and_no_more(visit):
	with days_later(91):
		done = run()
	row = frappe.db.get_value(LOG, visit.name, "*", as_dict=True)
	assert (row.visitor_name, row.visitor, row.organisation) == (PLACEHOLDER, None, None)
	assert (row.purpose, row.vehicle_plate, row.name_key) == (None, None, None)
	for field in ("status", "space", "visitor_type", "host", "checked_in_on", "checked_out_on"):
		assert row[field] == visit.get(field)
	assert row.anonymised_on and done.visits == 1 and done.visitors == 1 and done.status == "Done"
	person = frappe.db.get_value(VISITOR, visit.visitor, "*", as_dict=True)
	assert (person.full_name, person.email, person.phone, person.name_key) == (PLACEHOLDER, None, None, None)


def test_a_second_run_finds_nothing(visit):
	with days_later(91):
		run()
		again = run()
	assert (again.visits, again.visitors, again.files, again.status) == (0, 0, 0, "Done")


def test_who_is_expected_again_is_still_known_but_not_the_old_visit(visit):
	make.expected_visit(visitor=visit.visitor, hours=24 * 200, full_name="Petra Paars")
	with days_later(91):
		done = run()
	assert (done.visits, done.visitors) == (1, 0)
	assert frappe.db.get_value(VISITOR, visit.visitor, "full_name") == "Petra Paars"


def test_who_never_signed_out_is_signed_out_and_forgotten():
	log = make.visit_on_site()
	with days_later(91):
		run()
	row = frappe.db.get_value(LOG, log.name, ["status", "sign_out_method", "visitor_name"])
	assert row == ("Checked Out", "Automatic", PLACEHOLDER)


def test_a_visitor_without_a_visit_is_kept_as_long_as_one_of_the_usual_type():
	person = make.visitor()
	days = due.periods().default
	assert person.retain_until_date == getdate() + timedelta(days=days)
	assert person.name not in names(due.visitors(person.retain_until_date, due.periods()))
	assert person.name in names(due.visitors(person.retain_until_date + timedelta(days=1), due.periods()))


def test_the_nightly_job_stores_until_when_somebody_is_known(visit):
	run()
	assert frappe.db.get_value(VISITOR, visit.visitor, "retain_until_date") == getdate() + timedelta(days=90)


def test_a_dry_run_counts_and_changes_nothing(visit):
	with days_later(91):
		dry = frappe.get_doc(retention_runs.RUN, retention_runs.dry_run())
	assert (dry.is_dry_run, dry.visits, dry.visitors, dry.status) == (1, 1, 1, "Done")
	assert frappe.db.get_value(LOG, visit.name, "visitor_name") == "Petra Paars"


def test_anonymised_records_take_no_more_data(visit):
	with days_later(91):
		run()
	log = frappe.get_doc(LOG, visit.name)
	log.visitor_name = "Petra Paars"
	with pytest.raises(frappe.ValidationError):
		log.save()


# --- legal hold -----------------------------------------------------------------------------------------------


def held(visit, days: int = 400, **values):
	person = frappe.get_doc(VISITOR, visit.visitor)
	values = {
		"legal_hold_reason": "Theft, case 12",
		"legal_hold_until_date": getdate() + timedelta(days=days),
		**values,
	}
	person.update({"legal_hold": 1, **values})
	return person.save()


def test_a_hold_keeps_visit_and_visitor_until_it_ends(visit):
	held(visit)
	with days_later(400):
		during = run()
	assert (during.visits, during.visitors, during.held) == (0, 0, 1)
	with days_later(401):
		after = run()
	assert (after.visits, after.visitors, after.held) == (1, 1, 0)
	assert frappe.db.get_value(VISITOR, visit.visitor, ["legal_hold", "legal_hold_reason"]) == (0, None)


@pytest.mark.parametrize(
	"missing",
	[{"legal_hold_reason": " "}, {"legal_hold_until_date": None}, {"legal_hold_until_date": "2020-01-01"}],
)
def test_a_hold_has_a_reason_and_an_end(visit, missing):
	with pytest.raises(legal_hold.LegalHoldError):
		held(visit, **missing)


def test_who_holds_is_written_by_us(visit):
	assert held(visit, legal_hold_by="nobody@testerij.example").legal_hold_by == "Administrator"


def test_who_is_held_is_neither_deleted_nor_erased(visit):
	held(visit)
	with pytest.raises(legal_hold.LegalHoldError):
		frappe.delete_doc(VISITOR, visit.visitor)
	with pytest.raises(legal_hold.LegalHoldError):
		data_requests.erase(visit.visitor, "Objection", getdate())


# --- periods --------------------------------------------------------------------------------------------------


def test_a_shorter_period_waits_for_a_yes_to_what_goes(visit, as_user):
	with days_later(30):
		doc = frappe.get_doc("Visitor Type", visit.visitor_type)
		doc.retention_days = 10
		with pytest.raises(periods.ShorterPeriodError, match=r"2.*records"):
			doc.save()
		with as_user(MANAGER):
			assert retention_run.count_with(doc.name, 10) == {"visits": 1, "visitors": 1}
		doc.reload().update({"retention_days": 10, "confirmed_shorter": {"retention_days": 10}})
		assert doc.save().retention_days == 10


def test_a_yes_to_another_number_does_not_count(visit):
	with days_later(30):
		doc = frappe.get_doc("Visitor Type", visit.visitor_type)
		doc.update({"retention_days": 5, "confirmed_shorter": {"retention_days": 10}})
		with pytest.raises(periods.ShorterPeriodError):
			doc.save()


def test_a_shorter_period_that_costs_nothing_asks_nothing(visit):
	doc = frappe.get_doc("Visitor Type", visit.visitor_type)
	doc.retention_days = 10
	assert doc.save().retention_days == 10


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_period_is_sensible(days):
	with pytest.raises(periods.RetentionPeriodError, match="between"):
		make.visitor_type(retention_days=days)


def test_periods_of_the_settings_are_guarded_alike():
	post_builders.message()
	with days_later(30):
		settings = frappe.get_doc(retention.SETTINGS)
		settings.message_retention_days = 10
		with pytest.raises(periods.ShorterPeriodError):
			settings.save()
		yes = json.dumps({"message_retention_days": 10})
		settings.reload().update({"message_retention_days": 10, "confirmed_shorter": yes})
		settings.save()
		assert run().messages == 1


# --- copies ---------------------------------------------------------------------------------------------------


def test_pictures_go_with_the_visit_and_those_of_others_stay(visit):
	from office_management.front_desk import pictures
	from tests.front_desk_pictures import data_url

	other = make.visit_on_site(visitor=visit.visitor, full_name="Petra Paars", is_another=1)
	for log, shade in ((visit, 40), (other, 90)):
		pictures.keep_picture(data_url(shade), log.name, "signature")
	paths = [file_of(log) for log in (visit, other)]
	assert all(path.exists() for path in paths)
	anonymising.visits([visit.name], now_datetime())
	assert [path.exists() for path in paths] == [False, True]
	assert not frappe.db.get_value(LOG, visit.name, "signature")


def file_of(log):
	from pathlib import Path

	url = frappe.db.get_value(LOG, log.name, "signature")
	return Path(frappe.get_site_path(url.lstrip("/")))


def test_every_kind_of_copy_is_known_to_frappe():
	"""The registry names tables and fields that exist, and each is found by an index, but for those that say so."""
	for reference in copies.REFERENCES + copies.UNINDEXED:
		assert frappe.db.has_column(reference.doctype, reference.name), reference
		assert frappe.db.has_column(reference.doctype, reference.kind), reference
		for child in reference.children:
			assert frappe.get_meta(child).istable
	for doctype, scan in copies.SCANNED.items():
		assert all(frappe.db.has_column(doctype, field) for field in scan.fields), doctype


def test_a_file_outside_the_sites_folders_is_left_alone(tmp_path):
	outside = tmp_path / "outside.txt"
	outside.write_text("stays")
	copies.delete_bytes(f"/files/../../../../../../../..{outside}")
	copies.delete_bytes("https://elsewhere.example/files/x.jpg")
	assert outside.exists()


def test_notices_of_other_matters_are_not_read():
	"""There may be a million of them, and every night asks."""
	of = {"doctype": "Notification Log", "for_user": MANAGER, "type": "Alert", "subject": "Petra Paars"}
	ours = frappe.get_doc({**of, "document_type": LOG, "document_name": "gone"}).insert().name
	other = frappe.get_doc({**of, "document_type": "Company", "document_name": "gone"}).insert().name
	read = copies.rows_to_read("Notification Log")
	assert ours in read and other not in read


def test_error_logs_lose_the_values_and_keep_the_rest(visit):
	log = frappe.log_error(
		"Petra Paars could not be read", "phone +31 6 12345678 in office_management/front_desk"
	)
	copies.scan(anonymising.needles_of(LOG, [visit.name]))
	copies.scan(anonymising.needles_of(VISITOR, [visit.visitor]))
	row = frappe.db.get_value("Error Log", log.name, ["method", "error"], as_dict=True)
	assert "Paars" not in row.method and "12345678" not in row.error
	assert "could not be read" in row.method and "office_management/front_desk" in row.error


# --- every field ----------------------------------------------------------------------------------------------


def module_doctypes() -> list[str]:
	return frappe.get_all("DocType", {"module": "Front Desk", "issingle": 0}, pluck="name", order_by="name")


def test_every_field_that_can_name_somebody_is_judged():
	"""Whoever adds a field says in personal_fields.py whether it holds personal data."""
	unjudged = [
		f"{doctype}.{field.fieldname}"
		for doctype in module_doctypes()
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype in HOLDS_WORDS + POINTS
		and field.fieldname not in {**PERSONAL.get(doctype, {}), **NOT_PERSONAL.get(doctype, {})}
	]
	assert unjudged == []


def test_every_field_that_is_cleared_exists():
	gone = [
		f"{doctype}.{field}"
		for doctype, fields in {**PERSONAL}.items()
		for field in fields
		if not frappe.get_meta(doctype).has_field(field)
	]
	assert gone == []


def test_everything_that_points_to_a_visit_is_anonymised_with_it():
	known = {*anonymising.OF_VISIT}
	pointing = {
		doctype
		for doctype in module_doctypes()
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype == "Link" and field.options == LOG
	}
	assert pointing == known


# --- requests -------------------------------------------------------------------------------------------------


def test_a_copy_holds_what_we_know_and_is_on_record_without_it(visit, as_user):
	visit.add_comment("Comment", "Wants coffee")
	with as_user(MANAGER):
		visitor_data_request.export_visitor(visit.visitor, str(getdate() - timedelta(days=2)))
	data = json.loads(frappe.response.filecontent)
	assert frappe.response.type == "download" and frappe.response.filename.endswith(".json")
	assert data["visitor"]["email"] == "petra@paars.example"
	assert data["visits"][0]["vehicle_plate"] == "PP-123-Q"
	assert "Wants coffee" in data["comments"][0]["content"]
	(kept,) = frappe.get_all("Visitor Data Request", {"visitor": visit.visitor}, ["*"], order_by="creation")
	assert (kept.request_type, kept.handled_by, kept.visits) == ("Export", MANAGER, 1)
	assert kept.due_date > getdate() and "etra" not in frappe.as_json(kept)


def test_erasure_leaves_nothing_at_once_and_is_on_record(visit, as_user):
	with as_user(MANAGER):
		name = visitor_data_request.erase_visitor(visit.visitor, "Asked by the Person")
	assert frappe.db.get_value(LOG, visit.name, ["visitor_name", "visitor"]) == (PLACEHOLDER, None)
	assert frappe.db.get_value(VISITOR, visit.visitor, "full_name") == PLACEHOLDER
	row = frappe.get_doc("Visitor Data Request", name)
	assert (row.request_type, row.reason, row.visits) == ("Erasure", "Asked by the Person", 1)


def test_one_of_several_who_were_invited_is_erased_and_the_others_stay():
	doc = invitation_builders.sent(
		{"full_name": "Petra Paars", "email": "petra@paars.example"},
		{"full_name": "Gerrit Groen", "email": "gerrit@groen.example"},
		subject="Petra Paars and Gerrit Groen about paint",
	)
	petra, gerrit = (invitation_builders.log_of(doc, number) for number in range(2))
	visits.cancel(petra.name)
	frappe.db.set_value(INVITATION, doc.name, "message", "Dear Petra Paars, bring paint")
	data_requests.erase(petra.visitor, "Asked by the Person", getdate())
	doc.reload()
	assert [row.full_name for row in doc.invitees] == [PLACEHOLDER, "Gerrit Groen"]
	assert not doc.invitees[0].email and doc.invitees[1].email
	assert "Paars" not in doc.subject + doc.message and "Gerrit Groen" in doc.subject
	assert frappe.db.get_value(LOG, gerrit.name, "visitor_name") == "Gerrit Groen"


def test_in_an_evacuation_a_visitor_is_forgotten_with_the_visit_and_nobody_else():
	place = make.site().name
	here = [make.visit_on_site(place) for _number in range(2)]
	name = evacuation.start(place, is_drill=False)["name"]
	anonymising.visits([here[0].name], now_datetime())
	rows = frappe.get_all(
		"Evacuation Person",
		{"parent": name, "kind": "Visitor"},
		["person_name", "visitor_log"],
		order_by="idx",
	)
	assert {(row.person_name, row.visitor_log) for row in rows} == {
		(PLACEHOLDER, None),
		(here[1].visitor_name, here[1].name),
	}


def test_nobody_is_erased_while_expected_or_on_site():
	log = make.visit_on_site()
	with pytest.raises(data_requests.VisitStillOpenError, match=log.name):
		data_requests.erase(log.visitor, "Objection", getdate())


def test_a_request_is_not_received_tomorrow(visit, as_user):
	with as_user(MANAGER), pytest.raises(data_requests.RequestDateError):
		visitor_data_request.export_visitor(visit.visitor, str(getdate() + timedelta(days=1)))


@pytest.mark.parametrize("who", ["receptionist", "auditor", "employee", "nobody"])
def test_requests_and_runs_are_for_managers(visit, as_user, who):
	acts = (
		lambda: visitor_data_request.export_visitor(visit.visitor),
		lambda: visitor_data_request.erase_visitor(visit.visitor, "Objection"),
		lambda: visitor_data_request.get_same_person(visit.visitor),
		lambda: visitor_data_request.get_who_looked(visit.visitor),
		retention_run.start_run,
		retention_run.dry_run,
		lambda: retention_run.stop_run("x"),
		lambda: retention_run.count_with("Visitor", 1),
	)
	with as_user(baseline.USERS[who]):
		for act in acts:
			with pytest.raises(frappe.PermissionError):
				act()


def test_the_same_address_twice_is_shown(visit):
	other = frappe.get_doc(
		{"doctype": VISITOR, "full_name": "P. Paars", "email": "Petra@Paars.example"}
	).insert()
	assert data_requests.same_person(visit.visitor) == [other.name]


# --- who sees what, and who looked ----------------------------------------------------------------------------


def test_who_opened_the_form_is_written_down(visit, as_user):
	from frappe.desk.form.load import getdoc

	with as_user(RECEPTION):
		getdoc(VISITOR, visit.visitor)
		views.note_viewed(LOG, visit.name)
	looked = views.who_looked(visit.visitor)
	assert {(row.viewed_by, row.reference_doctype) for row in looked} >= {
		(RECEPTION, VISITOR),
		(RECEPTION, LOG),
	}


@pytest.mark.parametrize(
	("who", "sees"),
	[
		("office_manager", (True, True)),
		("receptionist", (True, False)),
	],
)
def test_levels_of_fields(visit, as_user, who, sees):
	"""Photo is for reception, the hold for managers."""
	person = held(visit)
	frappe.db.set_value(VISITOR, person.name, "photo", "/private/files/x.jpg")
	with as_user(baseline.USERS[who]):
		doc = frappe.get_doc(VISITOR, person.name)
		doc.check_permission("read")
		doc.apply_fieldlevel_read_permissions()
	assert (bool(doc.get("photo")), bool(doc.get("legal_hold_reason"))) == sees


@pytest.mark.parametrize("who", ["auditor", "employee"])
def test_others_do_not_see_plates_notes_and_pictures_of_a_visit(visit, as_user, who):
	frappe.db.set_value(LOG, visit.name, {"reception_note": "Note", "host": baseline.employee("anna")})
	with as_user(baseline.USERS[who]):
		doc = frappe.get_doc(LOG, visit.name)
		doc.check_permission("read")
		doc.apply_fieldlevel_read_permissions()
	assert doc.visitor_name and not any(
		doc.get(field)
		for field in ("vehicle_plate", "reception_note", "photo", "signature", "answers", "belongings")
	)


def test_reception_cannot_set_a_hold(visit, as_user):
	with as_user(RECEPTION):
		person = frappe.get_doc(VISITOR, visit.visitor)
		person.update({"legal_hold": 1, "legal_hold_reason": "x", "legal_hold_until_date": "2099-01-01"})
		person.save()
	assert not frappe.db.get_value(VISITOR, visit.visitor, "legal_hold")

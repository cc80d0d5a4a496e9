"""Who sees which visits and visitors: in lists, documents and links; groups, calendar and import."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from office_management.domain import people_lists
from office_management.domain import visit_states as states
from office_management.front_desk import api, groups, permissions, visits
from tests import baseline, builders
from tests import front_desk_builders as make
from tests.shared import once_per_module

LOG = "Visitor Log"
RECEPTION, AUDITOR = baseline.USERS["receptionist"], baseline.USERS["auditor"]


@once_per_module
def place(site):
	return make.site().name


def seen(user: str, doctype: str = LOG) -> set[str]:
	"""What the user's list holds; of each record it is the same as when it is opened."""
	with builders.as_user(user):
		return set(frappe.get_list(doctype, pluck="name", limit=0))


def offered(user: str, doctype: str = LOG) -> set[str]:
	"""What a Link field offers, when the browser asks to leave row rules out."""
	from frappe.desk.search import search_link

	with builders.as_user(user):
		try:
			found = search_link(doctype, "", ignore_user_permissions=True, page_length=50)
		except frappe.PermissionError:
			return set()
	return {row["value"] for row in found or ()}


# --- rows -----------------------------------------------------------------------------------------------------


@once_per_module
def hosts(place):
	"""Visits of one person as host, co-host, fallback, told, and inviting; and one that is none of theirs."""
	user = builders.user("Employee")
	me = frappe.db.get_value("Employee", {"user_id": user})
	other = make.visit(place)
	mine = [
		make.visit(place, host=me),
		make.visit(place, co_hosts=[me]),
		make.visit(place, fallback_host=me),
	]
	told = make.visit(place)
	notice = {
		"doctype": "Visitor Log Notice",
		"parent": told.name,
		"parenttype": LOG,
		"parentfield": "notices",
	}
	frappe.get_doc({**notice, "user": user, "notice": "Host", "tell_key": "k"}).db_insert()
	return frappe._dict(user=user, mine={log.name for log in [*mine, told]}, other=other.name)


def test_an_employee_sees_the_visits_they_have_to_do_with(hosts):
	assert seen(hosts.user) == hosts.mine
	assert offered(hosts.user) <= hosts.mine
	with builders.as_user(hosts.user):
		for name in hosts.mine:
			assert frappe.has_permission(LOG, "read", doc=name)
			assert not frappe.has_permission(LOG, "write", doc=name)
		assert not frappe.has_permission(LOG, "read", doc=hosts.other)


def test_what_is_sensitive_is_for_reception(hosts):
	"""Number plates, notes, photos, belongings and answers are at a level that hosts and auditors do not have."""
	name = next(iter(hosts.mine))
	frappe.db.set_value(LOG, name, {"reception_note": "VIP", "vehicle_plate": "AB-1"})
	for user, sees in ((hosts.user, False), (AUDITOR, False), (RECEPTION, True)):
		with builders.as_user(user):
			doc = frappe.get_doc(LOG, name)
			doc.apply_fieldlevel_read_permissions()
			assert bool(doc.get("reception_note") and doc.get("vehicle_plate")) is sees, user


def test_reception_of_one_place_sees_that_place(site):
	house = builders.site_with_floor(rooms=1, desks=0)
	below, elsewhere = make.visit(house.rooms[0].name), make.visit(make.site().name)
	user = builders.limited_user(builders.user("Office Receptionist"), house.site.name)
	assert below.name in seen(user) and elsewhere.name not in seen(user)
	assert below.visitor in seen(user, "Visitor") and elsewhere.visitor not in seen(user, "Visitor")
	assert elsewhere.visitor not in offered(user, "Visitor")
	with builders.as_user(user), pytest.raises(frappe.PermissionError):
		api.check_in_visit(elsewhere.name)
	with builders.as_user(user), pytest.raises(frappe.PermissionError):
		doc = frappe.get_doc(LOG, below.name)
		doc.space = elsewhere.space
		doc.save()


def test_nobody_finds_visitors_without_being_reception(hosts):
	visitor = frappe.db.get_value(LOG, hosts.other, "visitor")
	for user in (hosts.user, AUDITOR, baseline.USERS["nobody"]):
		assert visitor not in offered(user, "Visitor")
		with builders.as_user(user):
			assert not frappe.has_permission("Visitor", "read", doc=visitor)


def test_links_find_by_the_beginning_of_the_name(place):
	log = make.visit(place, full_name="Zoë Núñez")
	with builders.as_user(RECEPTION):
		assert [row[0] for row in api.search_records(LOG, "zoe nu")] == [log.name]
		assert api.search_records(LOG, "zoe%u") == []
		assert api.search_records("Visitor", "ZOË", as_dict=True)[0].full_name == "Zoë Núñez"


def test_the_criterion_in_a_report_is_the_list(hosts):
	"""The pypika criterion alone gives the same rows."""
	log = frappe.qb.DocType(LOG)
	rows = frappe.qb.from_(log).select(log.name).where(permissions.visit_criterion(log, hosts.user)).run()
	assert {name for (name,) in rows} == hosts.mine


# --- groups ---------------------------------------------------------------------------------------------------


def test_a_group_comes_and_leaves_in_one_act(place):
	"""Who cannot come in stays out, is named, and keeps nobody else out."""
	asks = make.visitor_type(ask_phone="Required").name
	waits = make.visitor_type(approval="Always").name
	easy = [make.expected_visit(place) for _number in range(3)]
	hard, waiting = (
		make.expected_visit(place, visitor_type=asks),
		make.expected_visit(place, visitor_type=waits),
	)
	logs = [log.name for log in (*easy, hard, waiting)]
	with builders.as_user(RECEPTION):
		answer = api.check_in_visits(json.dumps(logs))
	assert (answer["done"], answer["waiting"]) == (3, 1)
	assert [row["log"] for row in answer["refused"]] == [hard.name] and "Phone" in answer["refused"][0][
		"message"
	]
	assert [make.status(log) for log in (*easy, hard, waiting)] == [
		*["Checked In"] * 3,
		"Expected",
		"Awaiting Approval",
	]
	with builders.as_user(RECEPTION):
		answer = api.check_out_visits([log.name for log in easy])
	assert answer["done"] == 3 and {make.status(log) for log in easy} == {states.CHECKED_OUT}


def test_nobody_of_a_large_group_is_left_out_unsaid(place, monkeypatch):
	assert groups.MOST == people_lists.MOST, "a whole invitation"
	monkeypatch.setattr(groups, "MOST", 2)
	logs = [make.expected_visit(place) for _number in range(3)]
	with pytest.raises(groups.GroupTooLargeError, match="At most 2"):
		groups.check_in([log.name for log in logs])
	assert {make.status(log) for log in logs} == {"Expected"}
	assert groups.check_in([log.name for log in logs[1:]])["done"] == 2


def test_an_invitation_is_a_group(place):
	invitation = frappe.get_doc(
		{
			"doctype": "Visit Invitation",
			"subject": "Workshop",
			"host": baseline.employee("anna"),
			"space": place,
			"visitor_type": make.visitor_type().name,
			"starts_at": now_datetime(),
			"ends_at": add_to_date(now_datetime(), hours=2),
		}
	)
	invitation.flags.ignore_mandatory = True
	make.confirm_retention()
	invitation.insert()
	logs = [make.expected_visit(place, visit_invitation=invitation.name) for _number in range(2)]
	with builders.as_user(RECEPTION):
		assert api.check_in_invitation(invitation.name)["done"] == 2
		assert groups.of_invitation(invitation.name, states.ON_SITE) == sorted(log.name for log in logs)
		assert api.check_out_invitation(invitation.name)["done"] == 2


# --- calendar and import --------------------------------------------------------------------------------------


def test_the_calendar_shows_what_the_user_may_see(hosts, place):
	cancelled = make.visit(place)
	visits.cancel(cancelled.name)
	start, end = (str(now_datetime() + timedelta(days=days)) for days in (-1, 1))
	with builders.as_user(hosts.user):
		assert {row["name"] for row in api.get_visit_calendar(start, end)} == hosts.mine
	with builders.as_user(RECEPTION):
		names = {row["name"] for row in api.get_visit_calendar(start, end)}
	assert hosts.mine | {hosts.other} <= names and cancelled.name not in names


def test_a_list_of_expected_visitors_is_imported(place):
	"""By Frappe's own import, by name alone; the visitors are made, and a second row of one name is one visitor."""
	from frappe.core.doctype.data_import.importer import Importer

	make.confirm_retention()
	kind = make.visitor_type().name
	rows = [
		["Name", "Organisation", "Visitor Type", "Place", "Expected"],
		["Imme Port", "Acme", kind, place, "2027-05-03 09:00:00"],
		["Imme Port", "Acme", kind, place, "2027-05-04 09:00:00"],
	]
	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = (
		LOG,
		frappe._dict(
			doctype="Data Import", name="x", import_type="Insert New Records", submit_after_import=0
		),
	)
	frappe.flags.in_import = True
	fields = ("visitor_name", "organisation", "visitor_type", "space", "expected_on")
	names = [
		importer.insert_record(frappe._dict(doctype=LOG, **dict(zip(fields, row, strict=True)))).name
		for row in rows[1:]
	]
	found = frappe.get_all(LOG, {"name": ("in", names)}, ["source", "status", "visitor", "organisation"])
	assert {(row.source, row.status, row.organisation) for row in found} == {("Import", "Expected", "Acme")}
	assert len({row.visitor for row in found}) == 1


# --- what lists read ------------------------------------------------------------------------------------------


def rows_read(ask) -> int:
	"""Index and table rows that the database looks at for this; putting what was found in order is not counted."""
	before = dict(frappe.db.sql("show session status like 'Handler_read%'"))
	ask()
	after = dict(frappe.db.sql("show session status like 'Handler_read%'"))
	return sum(int(after[key]) - int(before[key]) for key in after if key != "Handler_read_rnd")


@pytest.fixture
def many(place):
	"""Four thousand visits of the past, made at once, beside ten on site and ten expected today."""
	kind = make.visitor_type().name
	person = make.visitor()
	then = now_datetime() - timedelta(days=30)
	columns = ("name", "creation", "modified", "visitor", "visitor_name", "name_key", "visitor_type", "space")
	columns += ("status", "expected_on", "checked_in_on", "checked_out_on")
	rows = [
		(
			frappe.generate_hash(length=10),
			then,
			then,
			person.name,
			person.full_name,
			f"past {number}",
			kind,
			place,
			"Checked Out",
			*[then - timedelta(minutes=number)] * 3,
		)
		for number in range(4000)
	]
	frappe.db.bulk_insert(LOG, columns, rows)
	for _number in range(10):
		make.visit_on_site(place, visitor_type=kind)
		make.expected_visit(place, visitor_type=kind, hours=0.1)
	return place


@pytest.mark.parametrize(
	"filters",
	[
		{"status": ("in", states.ON_SITE)},
		[["status", "in", states.COMING], ["expected_on", "Timespan", "today"]],
		[["checked_in_on", "between", ["{day}", "{day}"]]],
	],
	ids=["on site now", "expected today", "register of a day"],
)
def test_lists_read_only_what_they_show(many, filters):
	day = str((now_datetime() - timedelta(days=31)).date())
	if isinstance(filters, list):
		filters = json.loads(json.dumps(filters).replace("{day}", day))

	def ask() -> list[str]:
		return frappe.get_list(LOG, filters=filters, pluck="name", limit=0, order_by="name")

	found = ask()  # what Frappe looks up once is known from here on
	read = rows_read(ask)
	assert len(found) >= 10
	assert read <= 3 * len(found), (read, len(found))

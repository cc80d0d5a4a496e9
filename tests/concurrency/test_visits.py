"""Many devices at one door at the same moment: each person has one visit, and nobody is lost."""

import os
import time
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain import visit_states as states
from office_management.front_desk import api, host_notices, visits
from office_management.retries import with_retries
from tests import baseline, builders
from tests import front_desk_builders as make
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

LOG, VISITOR = "Visitor Log", "Visitor"
DEVICES, ROUNDS = 8, 3
RECEPTIONISTS, GUESTS, BUS = 3, 200, 40
A_MINUTE = 60
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), DEVICES) as people:
		yield people


@pytest.fixture(scope="module")
def door(site):
	"""A committed place with a type, and all that happens there taken away again."""
	settings = ("retention_confirmed_on", "retention_confirmed_by")
	stored = frappe.db.get_singles_dict("Office Management Settings")
	before = {field: stored.get(field) for field in settings}
	make.confirm_retention()
	place = builders.space(space_type="Site", space_code=builders.unique("DOOR")).name
	kind = make.visitor_type(builders.unique("At the door ")).name
	frappe.db.commit()
	yield frappe._dict(place=place, kind=kind)
	frappe.db.rollback()
	clear(place)
	frappe.db.delete("Visitor Type", {"name": kind})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": place})
	frappe.db.set_single_value("Office Management Settings", before)
	frappe.db.commit()


def clear(place: str) -> None:
	"""Take all visits of the place away, with everything that hangs on them."""
	rows = frappe.get_all(LOG, {"space": place}, ["name", "visitor"], order_by="name")
	names, persons = [row.name for row in rows] or [""], [row.visitor for row in rows] or [""]
	for table in frappe.get_meta(LOG).get_table_fields():
		frappe.db.delete(table.options, {"parent": ("in", names), "parenttype": LOG})
	frappe.db.delete("Notification Log", {"document_name": ("in", names)})
	frappe.db.delete("Email Queue", {"reference_name": ("in", names)})
	frappe.db.delete(LOG, {"name": ("in", names)})
	frappe.db.delete(VISITOR, {"name": ("in", persons)})
	frappe.db.commit()


@pytest.fixture
def guests(door):
	"""A clean door, before and after."""
	clear(door.place)
	yield door
	frappe.db.rollback()
	clear(door.place)


# --- what they do ---------------------------------------------------------------------------------------------


def type_the_name(door: dict, full_name: str) -> None:
	"""At reception."""
	api.log_visitor({"full_name": full_name, "space": door["place"], "visitor_type": door["kind"]})


def type_it_at_a_kiosk(door: dict, full_name: str) -> None:
	values = {"full_name": full_name, "space": door["place"], "visitor_type": door["kind"]}
	with_retries(lambda: visits.arrive(values, "Kiosk", method="Kiosk"))


def choose_in_the_list(log: str) -> None:
	api.check_in_visit(log)


def sign_out(log: str) -> None:
	api.check_out_visit(log)


def undo(log: str) -> None:
	api.undo_visit(log)


def receive(door: dict, host: str, names: list[str]) -> None:
	"""One receptionist, one guest after the other; every check-in is a request of its own."""
	frappe.flags.mute_emails = False
	for full_name in names:
		values = {"full_name": full_name, "space": door["place"], "visitor_type": door["kind"], "host": host}
		answer = api.log_visitor(values)
		assert answer["status"] == states.CHECKED_IN, answer
		frappe.db.commit()


def logs_at(place: str) -> list[frappe._dict]:
	frappe.db.rollback()
	return frappe.get_all(LOG, {"space": place}, ["name", "status", "visitor"], order_by="name")


# --- rounds ---------------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_eight_devices_check_somebody_new_in_at_once(crowd, guests, isolated):
	"""Typed at reception and at kiosks: one visitor, one visit, one check-in."""
	for number in range(ROUNDS):
		name = f"Otto Once {number}{isolated}"
		ways = [type_the_name, type_it_at_a_kiosk]
		found = crowd.together(
			[(ways[device % 2], dict(guests), name) for device in range(DEVICES)], isolated
		)
		assert found.done == DEVICES, f"round {number}: {found}"
		frappe.db.rollback()
		rows = frappe.get_all(LOG, {"space": guests.place, "visitor_name": name}, ["name", "status"])
		assert [row.status for row in rows] == [states.CHECKED_IN], f"round {number}: {rows}"
		assert make.acts(rows[0].name) == [states.EXPECT, states.CHECK_IN], f"round {number}"
		assert frappe.db.count(VISITOR, {"full_name": name}) == 1, f"round {number}"


@BOTH_WAYS
def test_eight_devices_check_in_who_is_expected(crowd, guests, isolated):
	"""Typed, and chosen in a list: always the visit that is there."""
	for number in range(ROUNDS):
		name = f"Emma Expected {number}{isolated}"
		values = {"full_name": name, "space": guests.place, "visitor_type": guests.kind}
		values["expected_on"] = now_datetime() + timedelta(minutes=30)
		log = visits.new_visit(values, "Invitation")
		frappe.db.commit()
		typed = [(type_the_name, dict(guests), name)] * 3 + [(type_it_at_a_kiosk, dict(guests), name)] * 2
		found = crowd.together([*typed, *[(choose_in_the_list, log)] * 3], isolated)
		assert found.done == DEVICES, f"round {number}: {found}"
		frappe.db.rollback()
		assert frappe.get_all(LOG, {"visitor_name": name}, pluck="name") == [log], f"round {number}"
		assert make.acts(log) == [states.EXPECT, states.CHECK_IN], f"round {number}"


@BOTH_WAYS
def test_signed_out_and_undone_once(crowd, guests, isolated):
	values = {"full_name": "Sid Out", "space": guests.place, "visitor_type": guests.kind}
	log, _status = visits.arrive(values, "Walk-in")
	frappe.db.commit()
	found = crowd.together([(sign_out, log)] * DEVICES, isolated)
	assert found.done == DEVICES, found
	frappe.db.rollback()
	assert make.acts(log) == [states.EXPECT, states.CHECK_IN, states.CHECK_OUT]
	found = crowd.together([(undo, log)] * DEVICES, isolated)
	assert found.done == 1 and found.refused_as() == {"VisitUndoError"}, found
	frappe.db.rollback()
	assert make.acts(log)[3:] == [states.UNDO_CHECK_OUT]


def test_two_hundred_guests_in_a_minute_with_the_mail_down(crowd, guests, monkeypatch):
	"""Five buses, three receptionists, a host who wants mail, and no mail server: every guest is in, and the host hears of each."""
	host = builders.make_employee(company_email="host@people.example").name
	frappe.db.commit()
	names = [f"Gus Guest {number}" for number in range(GUESTS)]
	busy = max(1, os.getloadavg()[0] / os.cpu_count())
	began = time.monotonic()
	for first in range(0, GUESTS, BUS):
		bus = names[first : first + BUS]
		found = crowd.together(
			[(receive, dict(guests), host, bus[desk::RECEPTIONISTS]) for desk in range(RECEPTIONISTS)]
		)
		assert found.done == RECEPTIONISTS, found
	took = time.monotonic() - began
	rows = logs_at(guests.place)
	assert len(rows) == GUESTS and {row.status for row in rows} == {states.CHECKED_IN}
	assert len({row.visitor for row in rows}) == GUESTS
	assert took < A_MINUTE * busy, (
		f"{took:.0f} seconds on a machine that is {busy:.1f} times as busy as it can be"
	)
	owed = frappe.get_all(
		"Visitor Log Notice", {"parent": ("in", [row.name for row in rows])}, ["parent", "employee"]
	)
	assert {row.parent for row in owed if row.employee == host} == {row.name for row in rows}
	frappe.db.delete("Employee", {"name": host})
	frappe.db.commit()

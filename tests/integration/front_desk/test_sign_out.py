"""What ends by itself: right on time, after days without a scheduler, and across the nights when the clocks change."""

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import get_datetime
from freezegun import freeze_time

from office_management.domain import visit_states as states
from office_management.front_desk import sign_out, visits
from tests import builders
from tests import front_desk_builders as make
from tests.shared import once_per_module

LOG = "Visitor Log"


@once_per_module
def place(site):
	return make.site().name


@pytest.fixture
def amsterdam(site):
	"""The site's time zone has summer time. Times given to `freeze_time` are UTC."""
	before = frappe.db.get_single_value("System Settings", "time_zone")
	set_time_zone("Europe/Amsterdam")
	yield
	set_time_zone(before)


def set_time_zone(zone: str) -> None:
	frappe.db.set_single_value("System Settings", "time_zone", zone)
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.local.system_settings = None


def field(log, *names):
	return frappe.db.get_value(LOG, getattr(log, "name", log), names if len(names) > 1 else names[0])


def visit_at(utc: str, place: str, **rules):
	"""Somebody who came at this moment, of a type with these rules."""
	with freeze_time(utc):
		return make.visit_on_site(place, visitor_type=make.visitor_type(**rules).name)


def sweep_at(utc: str) -> None:
	with freeze_time(utc):
		sign_out.sign_out_due_visits()
		sign_out.note_no_shows()


# --- signed out by itself -------------------------------------------------------------------------------------


def test_signed_out_at_the_hour_of_the_type(place, amsterdam):
	log = visit_at("2026-05-04 07:00", place, sign_out_at="22:00")
	sweep_at("2026-05-04 19:59:59")
	assert field(log, "status") == states.CHECKED_IN
	sweep_at("2026-05-04 20:00:01")
	assert field(log, "status", "sign_out_method", "checked_out_on") == (
		states.CHECKED_OUT,
		"Automatic",
		datetime(2026, 5, 4, 22),
	)


def test_after_days_without_a_scheduler_the_time_is_the_one_when_it_was_due(place, amsterdam):
	"""And what happened says when it was really done."""
	log = visit_at("2026-05-04 07:00", place, sign_out_hours=8)
	sweep_at("2026-05-09 12:00")
	sweep_at("2026-05-09 12:10")
	assert field(log, "checked_out_on") == datetime(2026, 5, 4, 17)
	rows = frappe.get_all("Visitor Log Event", {"parent": log.name}, ["act", "happened_on"], order_by="idx")
	assert [row.act for row in rows].count(states.CHECK_OUT) == 1
	assert rows[-1].happened_on == datetime(2026, 5, 9, 14)


@pytest.mark.parametrize(
	"arrived, due",
	[("2026-03-28 19:00", datetime(2026, 3, 29, 9)), ("2026-10-24 18:00", datetime(2026, 10, 25, 7))],
	ids=["an hour short", "an hour long"],
)
def test_hours_on_site_over_a_night_when_the_clocks_change(place, amsterdam, arrived, due):
	"""Twelve hours after eight in the evening."""
	log = visit_at(arrived, place, sign_out_hours=12)
	assert field(log, "sign_out_due_on") == due
	exactly = get_datetime(arrived) + timedelta(hours=12)
	sweep_at(str(exactly - timedelta(minutes=1)))
	assert field(log, "status") == states.CHECKED_IN
	sweep_at(str(exactly))
	assert field(log, "checked_out_on") == due


def test_an_hour_that_comes_twice_signs_nobody_out_early(place, amsterdam):
	"""Half past two in the night, the second time: 01:30 UTC."""
	log = visit_at("2026-10-24 18:00", place, sign_out_at="02:30")
	sweep_at("2026-10-25 00:31")
	assert field(log, "status") == states.CHECKED_IN
	sweep_at("2026-10-25 01:30")
	assert field(log, "status") == states.CHECKED_OUT


def test_who_stepped_out_and_never_came_back(place, amsterdam):
	log = visit_at("2026-05-04 07:00", place, sign_out_hours=8)
	with freeze_time("2026-05-04 08:00"):
		visits.step_out(log.name)
	sweep_at("2026-05-04 15:00")
	assert field(log, "status", "sign_out_method") == (states.CHECKED_OUT, "Automatic")


def test_without_a_rule_nobody_is_signed_out(place, amsterdam):
	log = visit_at("2026-05-04 07:00", place)
	sweep_at("2026-06-04 07:00")
	assert field(log, "status") == states.CHECKED_IN


def test_a_type_with_new_rules_is_followed_by_who_is_in(place, amsterdam):
	log = visit_at("2026-05-04 07:00", place, sign_out_hours=8)
	with freeze_time("2026-05-04 09:00"):
		kind = frappe.get_doc("Visitor Type", field(log, "visitor_type"))
		kind.sign_out_hours = 1
		kind.save()
	sweep_at("2026-05-04 09:05")
	assert field(log, "checked_out_on") == datetime(2026, 5, 4, 10)


def test_one_visit_that_cannot_be_signed_out_stops_no_other(place, amsterdam, monkeypatch):
	kind = make.visitor_type(sign_out_hours=1).name
	with freeze_time("2026-05-04 07:00"):
		logs = [make.visit_on_site(place, visitor_type=kind) for _number in range(3)]
	act = visits.move

	def move(doc, status, **how):
		if doc.name == logs[0].name:
			raise frappe.ValidationError("bad")
		return act(doc, status, **how)

	monkeypatch.setattr(visits, "move", move)
	sweep_at("2026-05-04 09:00")
	assert [make.status(log) for log in logs] == ["Checked In", "Checked Out", "Checked Out"]


# --- did not come ---------------------------------------------------------------------------------------------


def test_no_show_when_the_day_is_over(place, amsterdam):
	with freeze_time("2026-05-04 07:00"):
		log = make.expected_visit(place)
		days = make.expected_visit(place, expected_until_on="2026-05-06 17:00:00")
		waiting = make.expected_visit(place, visitor_type=make.visitor_type(approval="Always").name)
	sweep_at("2026-05-04 21:59")
	assert make.status(log) == states.EXPECTED
	sweep_at("2026-05-04 22:01")  # a minute past midnight there
	assert [make.status(row) for row in (log, days, waiting)] == ["No Show", "Expected", "No Show"]
	sweep_at("2026-05-20 07:00")
	assert make.status(days) == states.NO_SHOW
	assert make.acts(log) == [states.EXPECT, states.MISS]


def test_nobody_has_failed_to_come_before_the_time(place):
	log = make.expected_visit(place, hours=2)
	with pytest.raises(frappe.ValidationError, match="expected later than now"):
		visits.no_show(log.name)


# --- reminders ------------------------------------------------------------------------------------------------


@pytest.fixture
def hosted(place, amsterdam):
	"""A visit with a host who has a user, to be reminded after an hour."""
	user = builders.user("Employee")
	host = frappe.db.get_value("Employee", {"user_id": user})
	kind = make.visitor_type(remind_host_hours=1).name
	with freeze_time("2026-05-04 07:00"):
		log = make.visit_on_site(place, host=host, visitor_type=kind, full_name="Ro <b>Long</b>")
	frappe.db.delete("Notification Log", {"for_user": user})
	return frappe._dict(log=log, user=user)


def remind_at(utc: str) -> None:
	with freeze_time(utc):
		sign_out.remind_hosts()


def notices(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject", order_by="creation")


def test_the_host_is_reminded_once(hosted):
	remind_at("2026-05-04 07:59")
	assert notices(hosted.user) == []
	remind_at("2026-05-04 08:01")
	remind_at("2026-05-04 08:11")
	assert [subject.endswith("Has your visitor left?") for subject in notices(hosted.user)] == [True]
	assert "<b>" not in notices(hosted.user)[0].replace("&lt;b&gt;", "")


def test_without_a_mail_server_the_desk_tells_and_the_mail_follows(hosted, monkeypatch):
	sent, works = [], [False]

	def mail(address, *_rest):
		sent.append(address)
		return works[0]

	monkeypatch.setattr(sign_out.telling, "mail", mail)
	remind_at("2026-05-04 08:01")
	works[0] = True
	remind_at("2026-05-04 08:11")
	remind_at("2026-05-04 08:21")
	assert len(sent) == 2 and len(notices(hosted.user)) == 1


def test_who_has_left_is_not_asked_about(hosted):
	visits.check_out(hosted.log.name)
	remind_at("2026-05-04 12:00")
	assert notices(hosted.user) == []

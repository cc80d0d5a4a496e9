"""Stations: their key, who may make one, and what ends it."""

import hashlib
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.front_desk import api, retention, stations
from office_management.front_desk.doctype.front_desk_station.front_desk_station import (
	StationOptionError,
	StationPlaceError,
)
from tests import baseline, builders, front_desk_builders, station_builders


def start(key: str, revision: str = "") -> dict:
	with builders.as_user("Guest"):
		return api.start_station(key, revision)


def test_a_key_is_shown_once_and_stored_as_a_hash_alone():
	station = station_builders.station()
	shown = stations.new_key(station.name)
	key = shown["address"].partition("#")[2]
	stored = frappe.db.get_value("Front Desk Station", station.name, "*", as_dict=True)
	assert len(key) == 43 and stored.key_hash == hashlib.sha256(key.encode()).hexdigest()
	assert key not in frappe.as_json(stored) and key not in frappe.as_json(
		frappe.get_all("Version", "*", limit=20)
	)
	assert shown["qr"].startswith("data:image/svg+xml;base64,") and shown["sign"] == ""
	assert start(key)["state"] == "ready"


def test_a_new_key_ends_the_old_one_and_disabling_ends_both_at_once():
	station = station_builders.station()
	old, new = (station_builders.key_of(station) for _number in range(2))
	assert (start(old)["state"], start(new)["state"]) == ("unknown", "ready")
	station.reload().update({"status": "Disabled"})
	station.save()
	assert start(new) == {"state": "unknown"}
	assert station_builders.arrive(new, full_name="Vera Visser") == {"state": "unknown"}
	station.status = "Enabled"
	station.save()
	assert start(new) == {"state": "unknown"}, "an old key must not come back to life"


def test_a_disabled_station_gets_no_key():
	station = station_builders.station(status="Disabled")
	with pytest.raises(stations.StationDisabledError, match="Enable it"):
		stations.new_key(station.name)


@pytest.mark.parametrize("guess", ["", None, 7, "x", "A" * 43, "../" * 20, "' or 1=1 -- ", ["a"], {"a": 1}])
def test_whatever_opens_nothing_gets_one_answer(guess):
	assert stations.station_of_key(guess) is None


def test_the_key_cannot_be_written_on_the_form_or_read_from_it():
	station = station_builders.station()
	station_builders.key_of(station)
	before = frappe.db.get_value("Front Desk Station", station.name, "key_hash")
	with builders.as_user(baseline.USERS["office_manager"]):
		doc = frappe.get_doc("Front Desk Station", station.name)
		doc.update(
			{"key_hash": hashlib.sha256(b"mine").hexdigest(), "last_contact_on": "2020-01-01 00:00:00"}
		)
		doc.save()
		made = station_builders.station(doc.space, key_hash=hashlib.sha256(b"mine").hexdigest())
	assert frappe.db.get_value("Front Desk Station", station.name, ["key_hash", "last_contact_on"]) == (
		before,
		None,
	)
	assert not made.key_hash


def test_a_closed_place_has_no_station():
	station = station_builders.station()
	key = station_builders.key_of(station)
	frappe.db.set_value("Office Space", station.space, "status", "Closed")
	assert start(key) == {"state": "unknown"}
	with pytest.raises(StationPlaceError, match="is closed"):
		station.reload().save()


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"language": "fr"}, "English, Dutch and Danish"),
		({"idle_seconds": 5}, "between"),
		({"idle_seconds": 0}, "between"),
	],
)
def test_options_that_mean_nothing_are_refused(values, message):
	with pytest.raises(StationOptionError, match=message):
		station_builders.station(**values)


def test_a_disabled_type_is_refused():
	disabled = front_desk_builders.visitor_type(disabled=1).name
	with pytest.raises(StationOptionError, match="is disabled"):
		station_builders.station(visitor_type=disabled)


def test_being_seen_is_written_every_five_minutes_only():
	station = station_builders.station()
	key = station_builders.key_of(station)
	start(key)
	seen = frappe.db.get_value("Front Desk Station", station.name, "last_contact_on")
	recently = seen - timedelta(minutes=2)
	for stored, is_kept in ((recently, True), (now_datetime() - timedelta(minutes=6), False)):
		frappe.db.set_value(
			"Front Desk Station", station.name, "last_contact_on", stored, update_modified=False
		)
		start(key)
		kept = frappe.db.get_value("Front Desk Station", station.name, "last_contact_on") == stored
		assert kept == is_kept


def test_a_station_that_knows_what_it_shows_is_told_so_and_hears_of_a_change():
	station = station_builders.station()
	key = station_builders.key_of(station)
	revision = start(key)["revision"]
	assert start(key, revision) == {"state": "same"}
	station.reload().update({"welcome_text": "Welcome to us"})
	station.save()
	assert start(key, revision)["welcome"] == "Welcome to us"


def test_nobody_checks_in_before_the_periods_of_keeping_are_confirmed():
	station = station_builders.station()
	key = station_builders.key_of(station)
	frappe.db.set_single_value("Office Management Settings", dict.fromkeys(retention.CONFIRMED))
	assert start(key) == {"state": "closed"}
	assert station_builders.arrive(key, full_name="Vera Visser") == {"state": "closed"}
	assert station_builders.visits_at(station) == []


def test_what_a_station_is_told_is_a_short_list():
	answer = start(station_builders.key_of(station_builders.station()))
	assert set(answer) == {
		"state",
		"revision",
		"kind",
		"place",
		"welcome",
		"language",
		"idle_seconds",
		"walk_ins",
		"forms",
	}
	assert set(answer["forms"]["nl"]) == {"fields", "questions", "agreement", "photo", "escort"}


def test_the_sign_for_the_door_speaks_three_languages_and_its_place_is_text():
	site = front_desk_builders.site(space_name="<script>alert(1)</script> House")
	station = station_builders.station(site, kind="Door Sign")
	sign = stations.new_key(station.name)["sign"]
	assert "<script" not in sign and all(f'lang="{code}"' in sign for code in ("en", "nl", "da"))


def test_a_manager_of_another_place_neither_sees_a_station_nor_makes_its_key():
	mine, other = station_builders.station(), station_builders.station()
	user = builders.user("Office Manager")
	location = frappe.db.get_value("Office Space", mine.space, "location")
	frappe.get_doc(
		{"doctype": "User Permission", "user": user, "allow": "Location", "for_value": location}
	).insert()
	with builders.as_user(user):
		assert frappe.get_list("Front Desk Station", pluck="name", order_by="name") == [mine.name]
		assert api.new_station_key(mine.name)["address"]
		with pytest.raises(frappe.PermissionError):
			api.new_station_key(other.name)

import json

import frappe
import pytest

from office_management.boot import extend_bootinfo
from office_management.office_administration import api, areas, second_person, workspaces
from office_management.office_administration.doctype.office_management_settings.office_management_settings import (
	NoAreaUsedError,
)
from tests import baseline

SETTINGS = "Office Management Settings"


@pytest.fixture
def settings(site):
	return frappe.get_doc(SETTINGS)


def test_areas_follow_their_switch(settings):
	settings.update({"use_space": 0, "use_administration": 1}).save()
	assert not api.uses("space")
	settings.update({"use_space": 1}).save()
	assert api.uses("space")


def test_an_area_nobody_knows():
	with pytest.raises(KeyError, match="canteen"):
		api.uses("canteen")


def test_not_everything_may_be_off(settings):
	settings.update({area.field: 0 for area in areas.AREAS.values()})
	with pytest.raises(NoAreaUsedError, match="Leave at least one area on"):
		settings.save()


def test_a_workspace_hides_with_its_area_and_comes_back(settings):
	assert not frappe.db.get_value("Workspace", "Space", "is_hidden")
	settings.update({"use_space": 0}).save()
	assert frappe.db.get_value("Workspace", "Space", "is_hidden") == 1
	settings.update({"use_space": 1}).save()
	assert frappe.db.get_value("Workspace", "Space", "is_hidden") == 0


def test_the_office_workspace_leaves_out_what_is_not_used(settings):
	"""Its shortcuts, cards, numbers and onboarding of Space go, and come back where they were."""
	before = blocks_of_office()
	settings.update({"use_space": 0}).save()
	assert {"Seats Given", "Seats", "Space"}.isdisjoint(blocks_of_office())
	assert "Office Day" in blocks_of_office()
	workspaces.show_used()
	settings.update({"use_space": 1}).save()
	assert blocks_of_office() == before


def test_what_a_user_took_off_the_office_workspace_stays_off(settings):
	content = json.loads(frappe.db.get_value("Workspace", "Office", "content"))
	less = [block for block in content if block["data"].get("shortcut_name") != "Seats Given"]
	frappe.db.set_value("Workspace", "Office", "content", json.dumps(less))
	settings.save()
	workspaces.show_used()
	assert json.loads(frappe.db.get_value("Workspace", "Office", "content")) == less


def blocks_of_office():
	content = json.loads(frappe.db.get_value("Workspace", "Office", "content"))
	return [
		next((value for key, value in block["data"].items() if key.endswith("_name")), None)
		for block in content
	]


def test_what_the_browser_is_told(settings):
	settings.update({"use_space": 0, "second_person_rule": "Off"}).save()
	boot = frappe._dict()
	extend_bootinfo(boot)
	assert boot.office_management["uses"]["space"] is False
	assert boot.office_management["second_person_rule"] == "Off"


def test_guests_are_told_nothing(as_user):
	boot = frappe._dict()
	with as_user("Guest"):
		extend_bootinfo(boot)
	assert "office_management" not in boot


def test_a_field_new_in_this_version_gets_its_default():
	"""A switch that was never saved would read as off."""
	frappe.db.delete(
		"Singles", {"doctype": SETTINGS, "field": ("in", ("use_space", "certificate_warning_days"))}
	)
	frappe.db.set_single_value(SETTINGS, "use_audits", 0)
	areas.fill_defaults()
	assert api.uses("space")
	assert api.setting("certificate_warning_days") == 30
	assert not api.uses("audits")


@pytest.mark.parametrize(
	("rule", "reason", "refusal"),
	[
		("Required", "alone today", second_person.SecondPersonError),
		("Ask for a Reason", "", second_person.SecondPersonReasonError),
	],
)
def test_one_person_for_both_is_refused(rule, reason, refusal):
	frappe.db.set_single_value(SETTINGS, "second_person_rule", rule)
	with pytest.raises(refusal, match="Olga Ottens"):
		api.check_second_person(baseline.USERS["office_manager"], baseline.USERS["office_manager"], reason)


@pytest.mark.parametrize(
	("rule", "doers", "by_one_person"),
	[
		("Required", ["a@x.example", "b@x.example"], False),
		("Ask for a Reason", ["olga@x.example"], True),
		("Off", "olga@x.example", True),
	],
)
def test_what_is_signed_says_whether_one_person_did_both(rule, doers, by_one_person):
	frappe.db.set_single_value(SETTINGS, "second_person_rule", rule)
	assert api.check_second_person(doers, "olga@x.example", "alone today") is by_one_person


def test_the_form_learns_how_many_hold_office_roles(settings):
	settings.run_method("onload")
	onload = settings.get("__onload")
	assert onload.holders >= 5
	assert onload.proposed_rule == "Required"


@pytest.mark.parametrize("who", ["office_manager", "system_manager"])
def test_managers_change_settings(as_user, who):
	with as_user(baseline.USERS[who]):
		frappe.get_doc(SETTINGS).update({"show_neighbours": 0}).save()
	assert not api.setting("show_neighbours")


@pytest.mark.parametrize("who", ["receptionist", "technician", "auditor", "employee", "buyer", "nobody"])
def test_the_others_neither_read_nor_change_settings(as_user, who):
	with as_user(baseline.USERS[who]):
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(SETTINGS).check_permission("read")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(SETTINGS).save()


@pytest.mark.parametrize(
	("who", "shown"),
	[
		("office_manager", True),
		("employee", True),
		("system_manager", True),
		("buyer", False),
		("nobody", False),
	],
)
def test_who_finds_the_app_on_the_apps_screen(as_user, who, shown):
	with as_user(baseline.USERS[who]):
		assert api.has_app_permission() is shown

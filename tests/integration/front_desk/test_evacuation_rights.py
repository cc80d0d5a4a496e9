"""Who may start, see, mark and end an evacuation."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from office_management.front_desk import evacuation
from office_management.front_desk.page.roll_call import roll_call
from tests import baseline, builders
from tests import evacuation_builders as made

EVACUATION = "Evacuation"


@pytest.fixture
def house():
	built = made.house()
	made.guest(built.rooms[0], "Anna Seen")
	return built


def user(key: str) -> str:
	return baseline.USERS[key]


def mark_somebody(name: str, state: str = "Safe") -> str:
	row = frappe.db.get_value("Evacuation Person", {"parent": name}, "name")
	return roll_call.send_marks(name, [made.mark("Person", row, state)])[0]["outcome"]


@pytest.mark.parametrize("key", ["office_manager", "receptionist", "system_manager"])
def test_reception_starts_marks_and_ends(house, key):
	with builders.as_user(user(key)):
		name = roll_call.start_evacuation(house.site, 1)["name"]
		assert mark_somebody(name) == "counted"
		roll_call.close_evacuation(name, "Short")


@pytest.mark.parametrize("key", ["technician", "employee", "auditor", "buyer", "nobody"])
def test_others_start_nothing(house, key):
	with builders.as_user(user(key)), pytest.raises(frappe.PermissionError):
		roll_call.start_evacuation(house.site, 1)
	assert not frappe.db.exists(EVACUATION, {"space": house.site})


def test_whoever_may_make_records_still_may_not_make_this_one_by_hand(house):
	limited = builders.limited_user(builders.user("Office Receptionist"), made.house().site)
	with builders.as_user(limited), pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": EVACUATION, "space": house.site}).insert()
	with builders.as_user(limited), pytest.raises(frappe.PermissionError):
		roll_call.start_evacuation(house.site, 0)


def test_a_warden_of_the_place_starts_sees_and_marks(house):
	warden, safety = made.warden(house.floors[0]), made.warden(house.site, topic="Safety")
	deputy = builders.employee()
	deputy_user = builders.user("Employee", employee=deputy.name)
	frappe.db.set_value("Office Responsibility", warden.duty, "deputy", deputy.name)
	with builders.as_user(warden.user):
		name = roll_call.start_evacuation(house.site, 0)["name"]
		assert [one["name"] for one in roll_call.get_places()["open"]] == [name]
	for one in (warden.user, safety.user, deputy_user):
		with builders.as_user(one):
			assert roll_call.get_roll_call(name)["may_act"]
			assert mark_somebody(name) == "counted"
			assert frappe.get_list(EVACUATION, pluck="name", order_by="name") == [name]


def test_a_warden_of_another_place_sees_nothing(house):
	stranger = made.warden(made.house().site)
	name = evacuation.start(house.site, 0)["name"]
	with builders.as_user(stranger.user):
		assert frappe.get_list(EVACUATION, {"name": name}, pluck="name", order_by="name") == []
		for ask in (
			lambda: roll_call.get_roll_call(name),
			lambda: mark_somebody(name),
			lambda: roll_call.add_newcomers(name),
			lambda: roll_call.close_evacuation(name, "Mine"),
			lambda: roll_call.get_readiness(house.site),
			lambda: roll_call.start_evacuation(house.site, 0),
		):
			with pytest.raises(frappe.PermissionError):
				ask()


def test_an_auditor_looks_and_marks_nothing(house):
	name = evacuation.start(house.site, 0)["name"]
	with builders.as_user(user("auditor")):
		assert roll_call.get_roll_call(name)["may_act"] is False
		with pytest.raises(frappe.PermissionError):
			mark_somebody(name)


def test_a_warden_sees_it_until_a_day_after_its_end(house):
	"""What a phone could not send in time still arrives; after that the names are no longer the warden's."""
	warden = made.warden(house.floors[0])
	name = evacuation.start(house.site, 0)["name"]
	evacuation.close(name, "Over")
	with builders.as_user(warden.user):
		assert roll_call.get_roll_call(name)["people"]
	frappe.db.set_value(EVACUATION, name, "closed_on", add_to_date(now_datetime(), hours=-25))
	with builders.as_user(warden.user), pytest.raises(frappe.PermissionError):
		roll_call.get_roll_call(name)


def test_reception_of_one_place_sees_its_own_only(house):
	other = made.house()
	limited = builders.limited_user(builders.user("Office Receptionist"), other.site)
	mine, theirs = evacuation.start(other.site, 0)["name"], evacuation.start(house.site, 0)["name"]
	with builders.as_user(limited):
		assert roll_call.get_roll_call(mine)["may_act"]
		assert [one["name"] for one in roll_call.get_places()["places"]] == [other.site]
		with pytest.raises(frappe.PermissionError):
			roll_call.get_roll_call(theirs)


def test_nothing_personal_is_told_to_everybody(house, monkeypatch):
	"""What goes out live names the evacuation and nobody in it, to its own room or to one user."""
	warden = made.warden(house.floors[0])
	sent = []
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, message=None, **to: sent.append((event, message, to))
	)
	name = evacuation.start(house.site, 0)["name"]
	mark_somebody(name)
	ours = [one for one in sent if one[0] in ("evacuation_changed", "msgprint")]
	assert {to.get("docname") or to.get("user") for _event, _message, to in ours} == {name, warden.user}
	assert "Anna" not in str(ours)

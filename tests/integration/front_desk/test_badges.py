"""Badges, cards and keys: given out once, taken back, lost, found; a history that only grows; what a leaver has."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from office_management.front_desk import badges, visits
from office_management.front_desk.doctype.access_badge import access_badge as page
from office_management.front_desk.doctype.access_badge.access_badge import BadgeActError, BadgeInUseError
from tests import baseline, builders
from tests import front_desk_builders as desk


def badge(**values):
	"""A badge that nobody has."""
	number = builders.unique("B-")
	return frappe.get_doc({"doctype": "Access Badge", "badge_number": number, **values}).insert()


def stored(doc):
	return frappe.get_doc("Access Badge", getattr(doc, "name", doc))


def on_site_with(number: str):
	log = desk.visit()
	visits.check_in(log.name, badge=number)
	return log.reload()


# --- giving out -----------------------------------------------------------------------------------------------


def test_a_badge_is_given_while_checking_in_and_is_back_when_the_visitor_leaves():
	new = badge()
	log = on_site_with(f" {new.badge_number.lower()} ")
	out = stored(new)
	assert (out.status, out.visitor_log, log.badge) == ("Issued", log.name, new.name)
	assert out.due_back_on > now_datetime(), "by the end of the visit or of the day"
	visits.check_out(log.name)
	back = stored(new)
	assert (back.status, back.visitor_log, back.due_back_on) == ("Available", None, None)
	(row,) = back.issues
	assert (row.visitor_log, row.issued_by, row.returned_to) == (log.name, "Administrator", "Administrator")
	assert row.returned_on >= row.issued_on


def test_a_badge_is_not_out_twice():
	new = badge()
	on_site_with(new.name)
	second = desk.visit()
	with pytest.raises(badges.BadgeNotFreeError, match="Take it back first"):
		visits.check_in(second.name, badge=new.name)
	with pytest.raises(badges.BadgeNotFreeError):
		badges.issue(new.name, employee=baseline.employee("carla"))


def test_given_again_to_who_has_it_nothing_happens():
	new = badge()
	log = on_site_with(new.name)
	badges.issue(new.name, log=log.name)
	assert len(stored(new).issues) == 1


def test_a_visitor_has_one_badge():
	first, second = badge(), badge()
	log = on_site_with(first.name)
	with pytest.raises(badges.VisitHasBadgeError, match="Take it back"):
		visits.check_in(log.name, badge=second.name)
	badges.give_back(first.name)
	visits.check_in(log.name, badge=second.name)
	assert stored(second).visitor_log == log.name


@pytest.mark.parametrize("number", ["", "no such badge", "<b>1</b>"])
def test_an_unknown_number_is_said_as_text(number):
	log = desk.visit_on_site()
	with pytest.raises(badges.NoSuchBadgeError) as refused:
		badges.issue(number, log=log.name)
	assert "<b>1" not in str(refused.value)


def test_a_badge_goes_to_one_visitor_or_one_employee():
	with pytest.raises(badges.BadgeHolderError):
		badges.issue(badge().name)
	with pytest.raises(badges.BadgeHolderError):
		badges.issue(badge().name, log=desk.visit_on_site().name, employee=baseline.employee("carla"))


def test_who_has_left_gets_nothing():
	gone = builders.make_employee(status="Left", relieving_date=builders.day(-1))
	with pytest.raises(badges.BadgeHolderError, match="does not work here"):
		badges.issue(badge().name, employee=gone.name)


def test_a_thousand_issues_before_cost_no_more():
	"""An act writes its own rows: it does not read or save the history."""
	new, employee = badge(), baseline.employee("carla")
	counts = []
	for _time in range(2):
		counts.append(
			len(queries(lambda: (badges.issue(new.name, employee=employee), badges.give_back(new.name))))
		)
		for _more in range(5):
			badges.issue(new.name, employee=employee)
			badges.give_back(new.name)
	assert counts[1] <= counts[0]
	assert [row.idx for row in stored(new).issues] == list(range(1, 13))


def queries(act) -> list[str]:
	"""The SQL that an act runs."""
	seen, run = [], frappe.db.sql

	def listen(query, *args, **kwargs):
		seen.append(str(query))
		return run(query, *args, **kwargs)

	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.db, "sql", listen)
		act()
	return seen


# --- coming back, or not --------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["Kiosk", "Host", "Automatic"])
def test_after_leaving_without_reception_the_badge_is_looked_for(method):
	new = badge()
	log = on_site_with(new.name)
	visits.check_out(log.name, method)
	out = stored(new)
	assert out.status == "Issued"
	assert out.due_back_on <= now_datetime()
	late = frappe.get_list(
		"Access Badge", {"status": "Issued", "due_back_on": ("<", now_datetime())}, pluck="name"
	)
	assert new.name in late


def test_a_badge_that_was_not_handed_in_after_all():
	new = badge()
	log = on_site_with(new.name)
	visits.check_out(log.name)
	assert badges.not_returned_after_all(log.name) == new.name
	out = stored(new)
	assert (out.status, out.visitor_log) == ("Issued", log.name)
	assert out.due_back_on <= now_datetime()
	assert len(out.issues) == 2, "what was written stays"


def test_undoing_the_check_out_gives_the_badge_again():
	new = badge()
	log = on_site_with(new.name)
	visits.check_out(log.name)
	visits.undo(log.name)
	assert (stored(new).status, stored(new).visitor_log) == ("Issued", log.name)


def test_undoing_the_check_out_lets_somebody_else_keep_what_they_got_meanwhile():
	new = badge()
	first = on_site_with(new.name)
	visits.check_out(first.name)
	second = on_site_with(new.name)
	visits.undo(first.name)
	assert stored(new).visitor_log == second.name
	assert not first.reload().badge


def test_undoing_the_check_in_takes_the_badge_back():
	new = badge()
	log = on_site_with(new.name)
	visits.undo(log.name)
	assert stored(new).status == "Available"
	assert not log.reload().badge


def test_lost_and_found():
	new = badge()
	on_site_with(new.name)
	badges.lose(new.name, "in the park")
	lost = stored(new)
	assert (lost.status, lost.visitor_log) == ("Lost", None)
	assert (lost.issues[0].note, bool(lost.issues[0].lost_on), lost.issues[0].returned_on) == (
		"in the park",
		True,
		None,
	)
	with pytest.raises(badges.BadgeNotFreeError, match="Lost"):
		badges.issue(new.name, employee=baseline.employee("carla"))
	badges.find(new.name)
	assert stored(new).status == "Available"
	assert stored(new).issues[0].returned_on


@pytest.mark.parametrize(
	("act", "status"),
	[("give_back", "Available"), ("find", "Available"), ("restore", "Available"), ("lose", "Retired")],
)
def test_what_the_table_does_not_have_is_refused(act, status):
	new = badge(status=status)
	with pytest.raises(badges.BadgeMoveError, match=status):
		getattr(badges, act)(new.name)


# --- guarding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("field", "value"),
	[
		("status", "Lost"),
		("status", "Issued"),
		("visitor_log", None),
		("due_back_on", None),
		("times_issued", 0),
	],
)
def test_who_has_it_is_not_changed_by_saving(field, value):
	new = badge()
	on_site_with(new.name)
	doc = stored(new)
	doc.set(field, value)
	if doc.status == "Issued" and field == "status":
		doc.visitor_log = desk.visit().name
	with pytest.raises(BadgeActError):
		doc.save()


@pytest.mark.parametrize("change", ["cut", "forge", "add"])
def test_the_history_is_only_added_to(change):
	new = badge()
	on_site_with(new.name)
	doc = stored(new)
	if change == "cut":
		doc.set("issues", [])
	elif change == "forge":
		doc.issues[0].issued_by = "Guest"
	else:
		doc.append("issues", {"employee": baseline.employee("carla"), "issued_on": now_datetime()})
	with pytest.raises(BadgeActError):
		doc.save()


def test_describing_a_badge_that_is_out_is_no_act():
	new = badge()
	on_site_with(new.name)
	page_copy = frappe.get_doc(frappe.parse_json(stored(new).as_json()))
	page_copy.description = "blue"
	page_copy.save()
	assert (stored(new).description, stored(new).status) == ("blue", "Issued")


def test_a_badge_that_was_out_is_not_deleted():
	new = badge()
	log = on_site_with(new.name)
	visits.check_out(log.name)
	with pytest.raises(BadgeInUseError, match="Retire it"):
		stored(new).delete()
	badge().delete()


def test_keys_that_are_out_already_are_written_down_with_who_has_them():
	carla = baseline.employee("carla")
	key = badge(
		badge_type="Key", employee=carla, status="Retired", visitor_log=desk.visit().name, times_issued=7
	)
	assert (key.status, key.visitor_log, key.times_issued) == ("Issued", None, 1)
	badges.give_back(key.name)
	(row,) = stored(key).issues
	assert row.employee == carla
	assert row.returned_on


# --- what a leaver has ----------------------------------------------------------------------------------------


def test_a_leaver_is_shown_what_to_hand_in(as_user):
	person = builders.make_employee()
	key = badge(badge_type="Key", opens="Room 2.14")
	page.give_out(key.name, person.name)
	person.reload()
	person.update({"status": "Left", "relieving_date": builders.day()})
	frappe.local.message_log = []
	person.save()
	said = " ".join(message["message"] for message in frappe.get_message_log())
	assert key.badge_number in said
	assert stored(key).due_back_on.date() == builders.day()
	with as_user(builders.user("HR User")):
		(row,) = page.get_badges_of(person.name)
	assert (row.badge_number, row.opens) == (key.badge_number, "Room 2.14")


def test_an_earlier_due_date_stays_when_somebody_leaves():
	person = builders.make_employee()
	key, due = badge(badge_type="Key"), add_to_date(now_datetime().replace(microsecond=0), days=-3)
	badges.issue(key.name, employee=person.name, due_back_on=due)
	person.reload()
	person.relieving_date = builders.day(10)
	person.save()
	assert stored(key).due_back_on == due


# --- rights ---------------------------------------------------------------------------------------------------


def test_who_is_limited_to_a_place_has_the_badges_of_that_place_and_of_none(as_user):
	here, there = desk.site(), desk.site()
	names = [badge(space=here.name).name, badge(space=there.name).name, badge().name]
	user = builders.limited_user(builders.user("Office Receptionist"), here.name)
	with as_user(user):
		seen = frappe.get_list("Access Badge", {"name": ("in", names)}, pluck="name", order_by="name")
		assert sorted(seen) == sorted([names[0], names[2]])
		with pytest.raises(frappe.PermissionError):
			page.mark_lost(names[1])
		page.mark_lost(names[0])


@pytest.mark.parametrize("user", ["technician", "employee", "auditor", "buyer", "nobody"])
def test_nobody_else_gives_out_badges(user, as_user):
	new = badge()
	with as_user(baseline.USERS[user]), pytest.raises(frappe.PermissionError):
		page.give_out(new.name, baseline.employee("carla"))

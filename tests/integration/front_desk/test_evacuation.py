"""An evacuation from the alarm to all clear: who is on the list, what is reported, when it ends."""

import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, now_datetime

from office_management.bulk_rows import insert_rows
from office_management.front_desk import (
	evacuation,
	evacuation_blocks,
	evacuation_notices,
	evacuation_people,
	evacuation_view,
)
from office_management.front_desk.page.roll_call import roll_call
from tests import baseline, builders
from tests import evacuation_builders as made
from tests import facility_builders as facility
from tests import front_desk_builders as reception

EVACUATION, PERSON = "Evacuation", "Evacuation Person"


def start(space: str, is_drill: int = 0, **values) -> str:
	return evacuation.start(space, is_drill, **values)["name"]


def row_of(name: str, person: str) -> frappe._dict:
	return frappe.db.get_value(PERSON, {"parent": name, "person_name": person}, "*", as_dict=True)


def area_of(name: str, space: str) -> frappe._dict:
	return frappe.db.get_value("Evacuation Area", {"parent": name, "space": space}, "*", as_dict=True)


def all_clear(name: str) -> None:
	"""Report every area clear and everybody safe."""
	marks = [made.mark("Area", row.name, "Clear") for row in evacuation_view.rows_of("Evacuation Area", name)]
	marks += [made.mark("Person", row.name, "Safe") for row in evacuation_view.rows_of(PERSON, name)]
	assert {answer["outcome"] for answer in evacuation.take_marks(name, marks)} <= {"counted"}


# --- who is on the list ---------------------------------------------------------------------------------------


def test_everybody_on_site_is_named_and_nobody_else():
	house, elsewhere = made.house(), made.house()
	room, floor = house.rooms[0], house.floors[1]
	contractor = made.guests()
	made.guest(room, "Anna In", host=baseline.employee("anna"), organisation="Acme")
	made.guest(floor, "Bob Builder", visitor_type=contractor)
	made.guest(house.site, "Cleo Out", "Stepped Out")
	made.guest(house.site, "Dora Waits", "Awaiting Approval")
	made.guest(house.site, "Eve Invited", "Awaiting Approval", source="Invitation")
	made.guest(house.site, "Finn Gone", "Checked Out")
	made.guest(house.site, "Gus Expected", "Expected")
	made.guest(elsewhere.site, "Hal Elsewhere")
	name = start(house.site)
	assert made.people(name, "person_name", "presence", "person_state") == [
		("Anna In", "On Site", "Unaccounted"),
		("Bob Builder", "On Site", "Unaccounted"),
		("Cleo Out", "Stepped Out", "Unaccounted"),
		("Dora Waits", "At Reception", "Unaccounted"),
	]
	anna = row_of(name, "Anna In")
	assert (anna.last_place, anna.host, anna.organisation) == (room, baseline.employee("anna"), "Acme")
	assert row_of(name, "Bob Builder").visitor_type == contractor


def test_the_list_of_a_floor_is_that_floor():
	house = made.house()
	made.guest(house.rooms[0], "Anna Up")
	made.guest(house.rooms[1], "Bob Down")
	assert made.people(start(house.floors[0])) == ["Anna Up"]


def test_seated_staff_only_when_the_settings_say_so():
	house = made.house()
	person = builders.employee("Sita", "Seated")
	builders.allocation(builders.space(None, house.rooms[0]), person.name)
	first = start(house.site)
	assert made.people(first) == []
	evacuation.close(first, "Only a test")
	frappe.db.set_single_value("Office Management Settings", "evacuation_includes_seated", 1)
	found = made.people(start(house.site), "person_name", "kind", "presence")
	assert found == [("Sita Seated", "Employee", "Has a Seat Here")]


def test_a_seat_of_other_weekdays_is_not_here_today():
	house = made.house()
	frappe.db.set_single_value("Office Management Settings", "evacuation_includes_seated", 1)
	other_days = 127 - (1 << builders.day().weekday())
	builders.allocation(builders.space(None, house.rooms[0]), weekdays=other_days)
	assert made.people(start(house.site)) == []


def test_staff_checked_in_by_hrms_are_named_with_their_seat(monkeypatch):
	house, elsewhere = made.house(), made.house()
	here, there, seatless = (builders.employee(name, "Checker") for name in ("Here", "There", "Seatless"))
	abroad = builders.employee("Abroad", "Checker", company=baseline.OTHER_COMPANY, holiday_list=None)
	builders.allocation(desk := builders.space(None, house.rooms[0]), here.name)
	builders.allocation(builders.space(None, elsewhere.rooms[0]), there.name)
	came = {person.name: now_datetime() for person in (here, there, seatless, abroad)}
	monkeypatch.setattr("office_management.erp.attendance.employees_at_work", lambda now: came)
	found = made.people(start(house.site), "person_name", "presence", "last_place")
	assert found == [("Here Checker", "Checked In", desk.name), ("Seatless Checker", "Checked In", None)]


def test_people_are_only_added_by_refresh():
	house = made.house()
	first = made.guest(house.rooms[0], "Anna First")
	name = start(house.site)
	evacuation.take_marks(name, [made.mark("Person", row_of(name, "Anna First").name, "Safe")])
	frappe.db.set_value("Visitor Log", first, {"status": "Checked Out", "visitor_name": "Renamed"})
	made.guest(house.site, "Bob Later")
	assert evacuation.refresh(name) == 1
	assert made.people(name, "person_name", "person_state") == [
		("Anna First", "Safe"),
		("Bob Later", "Unaccounted"),
	]
	assert evacuation.refresh(name) == 0


def test_who_had_stepped_out_and_is_back_is_looked_for_and_never_the_other_way():
	house = made.house()
	out, stays = made.guest(house.site, "Anna Out", "Stepped Out"), made.guest(house.site, "Bob In")
	name = start(house.site)
	frappe.db.set_value("Visitor Log", out, {"status": "Checked In", "space": house.rooms[0]})
	frappe.db.set_value("Visitor Log", stays, "status", "Stepped Out")
	assert evacuation.refresh(name) == 1
	assert made.people(name, "person_name", "presence", "last_place") == [
		("Anna Out", "On Site", house.rooms[0]),
		("Bob In", "On Site", house.site),
	]
	assert evacuation_view.summary_of(name).missing == 2


def test_a_form_or_import_changes_nothing_on_record():
	"""A stale form keeps no row back, takes none away, renames nobody; only remarks are written."""
	house = made.house()
	made.guest(house.site, "Anna Stays")
	name = start(house.site)
	form = frappe.get_doc(EVACUATION, name)
	made.guest(house.site, "Bob Later")
	evacuation.refresh(name)
	form.persons[0].person_name = "Somebody Else"
	form.areas = []
	form.marks = []
	form.note = "The siren was too quiet"
	form.save()
	assert made.people(name) == ["Anna Stays", "Bob Later"]
	assert frappe.db.count("Evacuation Area", {"parent": name}) == 2
	assert frappe.db.get_value(EVACUATION, name, "note") == "The siren was too quiet"


@pytest.mark.parametrize(
	("field", "value"),
	[
		("status", "Closed"),
		("is_drill", 1),
		("started_on", "2026-01-01 10:00:00"),
		("all_clear_on", "2026-01-01 10:00:00"),
		("open_key", None),
	],
)
def test_what_the_acts_write_nothing_else_does(field, value):
	form = frappe.get_doc(EVACUATION, start(made.house().site))
	form.set(field, value)
	with pytest.raises(evacuation.EvacuationFixedError, match="not changed afterwards"):
		form.save()


# --- start ----------------------------------------------------------------------------------------------------


def test_an_open_evacuation_is_opened_instead_of_a_second_one():
	house = made.house()
	first = evacuation.start(house.site, 0)
	again = evacuation.start(house.site, 0)
	upstairs = evacuation.start(house.floors[0], 0)
	assert first["is_new"] and not again["is_new"]
	assert first["name"] == again["name"] == upstairs["name"]
	with pytest.raises(evacuation.EvacuationOpenError, match="open here already"):
		frappe.get_doc({"doctype": EVACUATION, "space": house.site}).insert()


def test_after_the_end_another_one_can_be_started():
	site = made.house().site
	first = start(site)
	evacuation.close(first, "False alarm")
	assert start(site) != first


def test_an_alarm_during_a_drill_is_no_drill_any_more():
	house = made.house()
	warden = made.warden(house.floors[0])
	drill = evacuation.start(house.site, 1)
	real = evacuation.start(house.site, 0)
	assert real == {"name": drill["name"], "is_new": False, "is_drill": False}
	stored = frappe.db.get_value(EVACUATION, drill["name"], ["is_drill", "became_alarm_on"], as_dict=True)
	assert not stored.is_drill
	assert stored.became_alarm_on
	told = frappe.get_all(
		"Evacuation Notice",
		{"parent": drill["name"], "user": warden.user},
		pluck="notice",
		order_by="creation",
	)
	assert sorted(told) == ["Alarm", "Drill"]
	assert evacuation.start(house.site, 1)["is_drill"] is False, "a drill does not undo an alarm"


# --- areas and wardens ----------------------------------------------------------------------------------------


def test_each_area_has_its_warden_or_says_why_not():
	house = made.house(3)
	first = made.warden(house.floors[0], phone="+31 6 12345678")
	expired = made.warden(house.floors[1], certificate_valid_until_date=builders.day(-1))
	deputy = builders.employee()
	frappe.db.set_value("Office Responsibility", expired.duty, "deputy", deputy.name)
	name = start(house.site)
	areas = [area_of(name, floor) for floor in house.floors]
	assert [(row.warden, row.warden_problem) for row in areas] == [
		(first.employee, ""),
		(deputy.name, "Certificate Ran Out"),
		(None, "No Warden"),
	]
	assert areas[0].warden_phone == "+31 6 12345678"
	assert areas[1].regular_warden == expired.employee
	assert {row.area_state for row in areas} == {"Not Reported"}


def test_the_warden_of_the_whole_site_clears_floors_without_their_own():
	house = made.house()
	above, own = made.warden(house.site), made.warden(house.floors[1])
	name = start(house.site)
	assert [area_of(name, floor).warden for floor in house.floors] == [above.employee, own.employee]


def test_a_warden_who_left_or_is_on_leave_is_replaced(monkeypatch):
	house = made.house()
	gone, ill = made.warden(house.floors[0]), made.warden(house.floors[1])
	stand_in = builders.employee().name
	frappe.db.set_value("Employee", gone.employee, {"status": "Left", "om_deputy": stand_in})
	monkeypatch.setattr(
		"office_management.erp.attendance.employees_on_leave", lambda names, day: {ill.employee}
	)
	name = start(house.site)
	assert (area_of(name, house.floors[0]).warden, area_of(name, house.floors[0]).warden_problem) == (
		stand_in,
		"Away",
	)
	assert area_of(name, house.floors[1]).warden_problem == "Nobody Here"


# --- reports --------------------------------------------------------------------------------------------------


def test_the_report_made_last_counts_and_both_stay_on_record():
	house = made.house()
	made.guest(house.site, "Anna Found")
	name = start(house.site)
	frappe.db.set_value(EVACUATION, name, "started_on", add_to_date(now_datetime(), minutes=-10))
	row = row_of(name, "Anna Found").name
	late = made.mark("Person", row, "Needs Help", age=300, note="On the stairs")
	answers = evacuation.take_marks(name, [made.mark("Person", row, "Safe", age=60)])
	answers += evacuation.take_marks(name, [late])
	assert [answer["outcome"] for answer in answers] == ["counted", "overtaken"]
	assert row_of(name, "Anna Found").person_state == "Safe"
	kept = frappe.get_all(
		"Evacuation Mark", {"parent": name}, ["new_state", "overtaken"], order_by="marked_on", as_list=True
	)
	assert [tuple(one) for one in kept] == [("Needs Help", 1), ("Safe", 0)]


def test_a_report_that_comes_twice_is_taken_once():
	house = made.house()
	made.guest(house.site, "Anna Once")
	name = start(house.site)
	row = row_of(name, "Anna Once").name
	mark = made.mark("Person", row, "Safe")
	first = evacuation.take_marks(name, [mark])
	evacuation.take_marks(name, [made.mark("Person", row, "Needs Help")])
	again = evacuation.take_marks(name, [mark])
	assert first == again == [{"key": mark["key"], "outcome": "counted"}]
	assert row_of(name, "Anna Once").person_state == "Needs Help", "the old report does not come back"
	assert frappe.db.count("Evacuation Mark", {"parent": name}) == 2


def test_who_is_reported_missing_is_added_and_marked_like_everybody():
	house = made.house()
	name = start(house.site)
	report = {"key": "k1", "what": "Report", "person_name": "Xavier Unknown", "last_place": house.rooms[0]}
	for _time in range(2):
		assert evacuation.take_marks(name, [report])[0]["outcome"] == "counted"
	found = row_of(name, "Xavier Unknown")
	assert (found.kind, found.presence, found.last_place) == ("Reported", "Reported Missing", house.rooms[0])
	assert made.people(name) == ["Xavier Unknown"]
	with pytest.raises(evacuation.NotAllClearError):
		evacuation.close(name)


@pytest.mark.parametrize(
	"wrong",
	[
		{"what": "Person", "row": "nobody", "state": "Safe"},
		{"what": "Person", "state": "Clear"},
		{"what": "Area", "state": "Clear"},
		{"what": "Report", "person_name": ""},
		{"what": "Everything", "state": "Safe"},
		{"key": ""},
	],
)
def test_a_report_that_makes_no_sense_is_refused_and_keeps_none_back(wrong):
	house = made.house()
	made.guest(house.site, "Anna Good")
	name = start(house.site)
	row = row_of(name, "Anna Good").name
	bad = made.mark("Person", row, "Safe") | wrong
	answers = evacuation.take_marks(name, [bad, made.mark("Person", row, "Safe")])
	assert [answer["outcome"] for answer in answers] == ["refused", "counted"]
	assert answers[0]["reason"]


def test_a_row_of_another_evacuation_is_not_marked():
	mine, other = made.house(), made.house()
	made.guest(other.site, "Anna Other")
	name, others = start(mine.site), start(other.site)
	row = row_of(others, "Anna Other").name
	assert evacuation.take_marks(name, [made.mark("Person", row, "Safe")])[0]["outcome"] == "refused"
	assert row_of(others, "Anna Other").person_state == "Unaccounted"


def test_a_report_made_before_the_end_arrives_after_it_and_one_made_later_does_not():
	house = made.house()
	made.guest(house.site, "Anna Late")
	name = start(house.site)
	frappe.db.set_value(EVACUATION, name, "started_on", add_to_date(now_datetime(), minutes=-10))
	evacuation.close(name, "The fire brigade takes over")
	frappe.db.set_value(EVACUATION, name, "closed_on", add_to_date(now_datetime(), minutes=-5))
	row = row_of(name, "Anna Late").name
	late = made.mark("Person", row, "Safe", age=360)
	under_way = made.mark("Person", row, "Not Here", age=295)  # five seconds after the end, says the server
	too_late = made.mark("Person", row, "Needs Help")
	answers = evacuation.take_marks(name, [late, under_way, too_late])
	assert [one["outcome"] for one in answers] == ["counted", "counted", "refused"]
	assert row_of(name, "Anna Late").person_state == "Not Here"


def test_a_long_name_or_note_is_cut_not_refused():
	house = made.house()
	name = start(house.site)
	report = {"key": "k2", "what": "Report", "person_name": "Y" * 300, "note": "n" * 1000, "last_place": "?"}
	script = {"key": "k3", "what": "Report", "person_name": "<img src=x onerror=a()>", "note": "<script>"}
	answers = evacuation.take_marks(name, [report, script])
	assert [answer["outcome"] for answer in answers] == ["counted", "counted"]
	assert set(made.people(name, "person_name", "note")) == {
		("Y" * 140, "n" * 140),
		("‹img src=x onerror=a()›", "‹script›"),
	}, "the form of the record draws what it is given"


# --- the end --------------------------------------------------------------------------------------------------


def test_the_end_needs_all_clear_or_a_reason():
	house = made.house()
	made.guest(house.site, "Anna Missing")
	name = start(house.site)
	with pytest.raises(evacuation.NotAllClearError, match=r"areas .*2.* people .*1"):
		evacuation.close(name, "  ")
	evacuation.close(name, "The fire brigade takes over")
	stored = frappe.db.get_value(EVACUATION, name, "*", as_dict=True)
	assert (stored.status, stored.close_reason) == ("Closed", "The fire brigade takes over")
	assert stored.closed_on
	assert not stored.all_clear_on


def test_all_clear_ends_without_a_reason_and_says_how_long_it_took():
	house = made.house()
	made.guest(house.site, "Anna Safe")
	made.guest(house.site, "Bob Out", "Stepped Out")
	name = start(house.site)
	frappe.db.set_value(EVACUATION, name, "started_on", add_to_date(now_datetime(), seconds=-90))
	bob = row_of(name, "Bob Out").name
	marks = [made.mark("Area", row.name, "Clear") for row in evacuation_view.rows_of("Evacuation Area", name)]
	marks.append(made.mark("Person", row_of(name, "Anna Safe").name, "Safe"))
	evacuation.take_marks(name, marks)
	found = evacuation.close(name)
	assert found["is_all_clear"]
	assert 89 <= found["seconds"] <= 120
	assert frappe.db.get_value(EVACUATION, name, "all_clear_on")
	assert frappe.db.get_value(PERSON, bob, "person_state") == "Unaccounted", "nobody is marked by the end"
	assert evacuation.close(name)["is_all_clear"], "a second end changes nothing"


# --- telling --------------------------------------------------------------------------------------------------


def test_wardens_and_safety_are_told_at_once_and_mailed_by_the_sweep(monkeypatch):
	house = made.house()
	warden = made.warden(house.floors[0])
	safety = made.warden(house.site, topic="Safety")
	stranger = made.warden(made.house().site)
	name = start(house.site)
	told = frappe.get_all(
		"Evacuation Notice", {"parent": name}, ["user", "told_on", "mailed_on"], order_by="user"
	)
	by_user = {row.user: row for row in told}
	assert set(by_user) == {warden.user, safety.user, "Administrator"}
	assert all(row.told_on for row in told)
	assert not any(row.mailed_on for row in told)
	notice = frappe.get_last_doc("Notification Log", {"for_user": warden.user})
	assert (notice.document_type, notice.document_name) == (EVACUATION, name)

	sent = []

	def refuses(**_mail):
		raise ConnectionError("mail server is down")

	monkeypatch.setattr(frappe, "sendmail", refuses)
	evacuation_notices.sweep_evacuation_notices()
	assert not frappe.db.get_value("Evacuation Notice", {"parent": name, "user": warden.user}, "mailed_on")
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: sent.extend(mail["recipients"]))
	evacuation_notices.sweep_evacuation_notices()
	evacuation_notices.sweep_evacuation_notices()
	assert [sent.count(user) for user in (warden.user, safety.user)] == [1, 1]
	assert stranger.user not in sent


# --- drills that a plan asks for --------------------------------------------------------------------------------


def drill_task(space: str, **values):
	return frappe.get_doc(
		{
			"doctype": "Facility Task",
			"subject": "Evacuation drill",
			"category": "Evacuation Drill",
			"space": space,
			"due_on": add_to_date(now_datetime(), days=3),
			**values,
		}
	).insert()


def test_the_task_of_a_drill_is_done_by_closing_the_drill():
	house = made.house()
	task = drill_task(house.site)
	warden = made.warden(house.floors[0])
	name = start(house.site, 1, facility_task=task.name)
	all_clear(name)
	with builders.as_user(warden.user):
		roll_call.close_evacuation(name)
	task.reload()
	assert task.status == "Done"
	assert "all clear after" in task.outcome


def test_the_drill_that_is_open_is_the_one_its_task_asks_for():
	house = made.house()
	name, task = start(house.site, 1), drill_task(house.site)
	assert start(house.site, 1, facility_task=task.name) == name
	all_clear(name)
	evacuation.close(name)
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Done"


def test_a_task_that_asks_for_more_stays_open_and_the_drill_is_closed():
	house = made.house()
	asks = facility.checklist(items=({"question": "Was the siren heard?", "is_required": 1},))
	task = drill_task(house.site, checklist_template=asks.name)
	name = start(house.site, 1, facility_task=task.name)
	all_clear(name)
	evacuation.close(name)
	assert frappe.db.get_value(EVACUATION, name, "status") == "Closed"
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Open"


def test_only_an_open_drill_of_the_place_is_started_from_a_task():
	house, other = made.house(), made.house()
	with pytest.raises(evacuation.NoDrillTaskError):
		evacuation.start(house.site, 1, facility_task=drill_task(other.site).name)
	with pytest.raises(evacuation.NoDrillTaskError):
		evacuation.start(house.site, 1, facility_task="no such task")


def test_readiness_shows_wardens_and_when_the_next_drill_is_due():
	house = made.house()
	made.warden(house.floors[0])
	facility.plan(space=house.site, category="Evacuation Drill", start_date=builders.day(20))
	found = roll_call.get_readiness(house.site)
	assert [(area["level"], area["problem"]) for area in found["areas"]] == [
		("green", ""),
		("red", "No Warden"),
	]
	assert found["drills"]["due_date"] == frappe.utils.formatdate(builders.day(20))
	assert found["drills"]["last"] is None
	drill = start(house.site, 1)
	evacuation.close(drill, "Short")
	assert roll_call.get_readiness(house.site)["drills"]["last"] == drill


def test_the_place_where_one_sits_is_offered_first():
	made.house()
	house = made.house()
	person = builders.employee()
	user = builders.user("Office Receptionist", "Employee", employee=person.name)
	builders.allocation(builders.space(None, house.rooms[0]), person.name)
	with builders.as_user(user):
		assert roll_call.get_places()["places"][0]["name"] == house.site


def test_office_day_says_what_is_open_and_what_is_missing_before_an_alarm():
	house = made.house()
	limited = builders.limited_user(builders.user("Office Receptionist"), house.site)
	drill_task(house.site, due_on=add_to_date(now_datetime(), days=-2))
	label = frappe.db.get_value("Office Space", house.site, "space_name")
	with builders.as_user(limited):
		(block,) = evacuation_blocks.get_blocks()
	assert [(row["title"], row["subtitle"].split(":")[0][:14]) for row in block["rows"]] == [
		(label, "Areas without "),
		(label, "The drill was "),
	]
	assert block["action"]["options"] == {"start": 1}
	name = start(house.site)
	with builders.as_user(limited):
		(block,) = evacuation_blocks.get_blocks()
	assert (block["count"], block["indicator"]) == (1, "red")
	assert block["rows"][0]["route"] == ["roll-call", name]


def test_an_alarm_asks_no_more_questions_for_more_people(monkeypatch):
	"""The names are one bounded read and one write, however many there are."""
	few, many = made.house(1), made.house(1)
	kind = made.guests()
	for number in range(12):
		made.guest(few.site if number < 2 else many.site, visitor_type=kind)
	start(made.house(1).site)
	asked = []
	run = frappe.db.sql
	monkeypatch.setattr(frappe.db, "sql", lambda *args, **values: asked.append(args) or run(*args, **values))
	start(few.site)
	for_few = len(asked)
	asked.clear()
	start(many.site)
	assert len(asked) <= for_few + 2


def test_a_small_place_is_asked_for_alone_however_many_are_on_site_elsewhere():
	"""One guest here, hundreds on site at another place: little more than the one is read."""
	here, elsewhere = made.house(1), made.house(1)
	guest = made.guest(here.rooms[0], "Only Here")
	row = frappe.db.get_value("Visitor Log", made.guest(elsewhere.rooms[0]), "*", as_dict=True)
	insert_rows("Visitor Log", [{**row, "name": f"CROWD-{number}"} for number in range(600)])
	assert [key for key, _values in evacuation_people.visitors_at(here.site)] == [f"visit:{guest}"]
	assert rows_read(lambda: evacuation_people.visitors_at(here.site)) < 60


def rows_read(call) -> int:
	"""Rows and index entries that the database reads for a call."""

	def total() -> int:
		counted = dict(frappe.db.sql("show session status like 'Handler_read%'"))
		return sum(int(counted[f"Handler_read_{kind}"]) for kind in ("next", "key", "rnd_next", "rnd"))

	before = total()
	idle = total() - before
	call()
	return total() - before - 2 * idle


# --- what is shown --------------------------------------------------------------------------------------------


def test_the_list_says_where_whom_to_ask_and_only_what_changed():
	house = made.house()
	frappe.db.set_value("Employee", baseline.employee("anna"), "cell_number", "+31 6 11")
	made.guest(house.rooms[0], "Anna Shown", host=baseline.employee("anna"), host_name="Anna Aalders")
	name = start(house.site)
	found = roll_call.get_roll_call(name)
	(person,) = found["people"]
	assert (person["host"], person["host_phone"]) == ("Anna Aalders", "+31 6 11")
	assert person["area"] == house.floors[0], "the area that the room lies in"
	assert roll_call.get_roll_call(name, found["stamp"]) == {"stamp": found["stamp"]}
	evacuation.take_marks(name, [made.mark("Person", person["row"], "Safe")])
	assert roll_call.get_roll_call(name, found["stamp"])["people"][0]["state"] == "Safe"


def test_the_list_and_the_report_print():
	house = made.house()
	made.guest(house.rooms[0], "<b>Anna</b> & Co", organisation="{{ 7 * 7 }}")
	name = start(house.site)
	made.guest(house.rooms[0], "Bob Safe")
	evacuation.refresh(name)
	evacuation.take_marks(name, [made.mark("Person", row_of(name, "Bob Safe").name, "Safe")])
	on_paper = frappe.get_print(EVACUATION, name, "Evacuation List")
	report = frappe.get_print(EVACUATION, name, "Evacuation Report")
	assert "Bob Safe" in on_paper
	assert "Bob Safe" not in report, "who was found is a number there"
	for html in (on_paper, report):
		assert "‹b›Anna" in html
		assert "<b>Anna</b>" not in html
		assert ">49<" not in html


def test_times_are_those_of_the_alarm_that_a_drill_became():
	house = made.house()
	name = start(house.site, 1)
	frappe.db.set_value(EVACUATION, name, "started_on", add_to_date(now_datetime(), minutes=-30))
	evacuation.start(house.site, 0)
	became = get_datetime(frappe.db.get_value(EVACUATION, name, "became_alarm_on"))
	all_clear(name)
	seconds = evacuation.close(name)["seconds"]
	assert seconds <= (now_datetime() - became).total_seconds() + 1

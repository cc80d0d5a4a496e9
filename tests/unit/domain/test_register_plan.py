"""Planning a floor register: what would be made, changed, allocated, refused; and nothing the second time."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office_management.domain.floor_register import read_register
from office_management.domain.intervals import Use
from office_management.domain.register_plan import make_plan
from office_management.domain.register_world import (
	ChangePlace,
	CreatePlace,
	Defaults,
	Found,
	GiveSeats,
	Place,
	Seating,
	World,
)
from office_management.domain.tables import UnreadableTable

TODAY = datetime.date(2026, 3, 2)
COMPANY = "Testerij"
HQ = Place("HQ", None, "HQ", "Head Office", "Site", company=COMPANY)
FLOOR = Place("HQ-02", "HQ", "02", "Second Floor", "Floor", company=COMPANY)
ROOM = Place("HQ-02-2.14", "HQ-02", "2.14", "Oslo", "Room", capacity=2, is_allocatable=True, company=COMPANY)
D1 = Place("HQ-02-D1", "HQ-02", "D1", "D1", "Desk", capacity=1, is_allocatable=True, company=COMPANY)
SALES = frozenset({"Department:Sales - T", "Department:All"})
PEOPLE = {name: Found(f"EMP-{name}", company=COMPANY, groups=SALES) for name in ("Anna", "Bram", "Carla")}
PEOPLE |= {name: Found(f"EMP-{name}", company=COMPANY) for name in ("Daan", "Emma")}
FOUND = {
	**{("person", name): found for name, found in PEOPLE.items()},
	("person", "Twin"): Found(problem="ambiguous"),
	("person", "Xander"): Found("EMP-X", company="Elders"),
	("person", "Leaver"): Found("EMP-L", company=COMPANY, active_to=datetime.date(2026, 1, 31)),
	("person", "Going"): Found("EMP-G", company=COMPANY, active_to=datetime.date(2026, 6, 30)),
	("person", "Joiner"): Found("EMP-J", company=COMPANY, active_from=datetime.date(2026, 6, 1)),
	("department", "Sales"): Found("Sales - T", company=COMPANY),
	("department", "Design"): Found("Design - T", company=COMPANY),
	("cost_center", "Main"): Found("Main - T", company=COMPANY),
	("cost_center", "Abroad"): Found("Main - E", company="Elders"),
	("company", COMPANY): Found(COMPANY),
}
DEFAULTS = Defaults(from_date=TODAY, under="HQ-02", company=COMPANY)


def world(*places, seatings=()):
	return World([HQ, FLOOR, *places], TODAY, list(seatings), FOUND)


def plan(table, there=None, defaults=DEFAULTS):
	"""Lines of text, columns separated by "|" -> plan."""
	cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
	return make_plan(read_register(cells).rows, there or world(), defaults)


def codes(made):
	return [row.problems[0].code if row.problems else row.outcome for row in made.rows]


def apply(made, there):
	"""The model: a world in which the plan was carried out."""
	places = {place.name: place for place in there.places}
	seatings = list(there.seatings)
	for action in made.actions:
		if isinstance(action, CreatePlace):
			assert action.place.name not in places
			assert action.place.parent is None or action.place.parent in places
			places[action.place.name] = action.place
		elif isinstance(action, ChangePlace):
			new = {field: value for field, _old, value in action.changes}
			places[action.name] = replace(places[action.name], **new)
		else:
			seatings.append(replace(action.seating, row=None))
	return World(list(places.values()), TODAY, seatings, FOUND)


def sits(who, space, label=None, first=TODAY, last=None, **values):
	return Seating(space, "Employee", PEOPLE[who].name, Use(first, last), label, True, **values)


def test_the_list_everybody_has():
	"""Two columns, no headers: desks are made below the default place, and people get them."""
	made = plan("D1 | Anna\nD2 | Bram\nD3 | vrij")
	assert [row.space for row in made.rows] == ["HQ-02-D1", "HQ-02-D2", "HQ-02-D3"]
	first = made.rows[0].actions
	assert first[0].place == replace(D1, space_name="D1")
	assert first[1].seating == Seating(
		"HQ-02-D1", "Employee", "EMP-Anna", Use(TODAY, None), is_primary=True, row=1, groups=SALES
	)
	assert made.counts() == {
		"rows": 3,
		"created": 3,
		"changed": 0,
		"allocated": 2,
		"refused": 0,
		"nothing": 0,
	}


@pytest.mark.parametrize(
	"headers", ["Desk | Name", "Bureau | Naam", "Skrivebord | Navn", "Plads | Medarbejder"]
)
def test_the_same_list_with_headers_in_three_languages(headers):
	assert codes(plan(f"{headers}\nD1 | Anna")) == ["Created"]


def test_headers_may_stand_below_a_title():
	assert codes(plan("Seats on the second floor |\n |\nDesk | Name\nD1 | Anna")) == ["Created"]


def test_a_whole_tree_in_any_order():
	"""Parents are made first, wherever in the file they stand."""
	made = plan(
		"""Site | Building | Floor | Room | Desk | Space name | Type | Capacity | Area
		AM | B1 | 1 | 1.01 | D1 | | | |
		AM | B1 | 1 | 1.01 | | Board room | meeting room | | 24,5
		AM | B1 | 1 | | | First floor | | | 300
		AM | B1 | | | | | Gebouw | |
		AM | | | | | Amsterdam | | |""",
	)
	assert codes(made) == ["Created"] * 5
	places = {action.place.name: action.place for action in made.actions}
	assert places["AM-B1-1-1.01"].space_type == "Meeting Room"
	assert places["AM-B1-1-1.01"].floor_area == 24.5
	assert places["AM-B1-1-1.01"].capacity == 0
	assert places["AM-B1-1-1.01-D1"].capacity == 1
	assert places["AM-B1-1-1.01-D1"].parent == "AM-B1-1-1.01"
	assert places["AM-B1-1-1.01-D1"].company == COMPANY


def test_a_register_without_sites_stands_at_the_right_height():
	"""Below the default floor, a list of floors means the floors beside it."""
	made = plan("Floor | Desk\n03 | \n03 | D9\n02 | D9", defaults=DEFAULTS)
	assert [row.space for row in made.rows] == ["HQ-03", "HQ-03-D9", "HQ-02-D9"]


def test_existing_desks_are_found_by_full_name_or_by_a_code_used_once():
	desk = replace(D1, name="HQ-02-2.14-D7", parent="HQ-02-2.14", code="D7")
	there = world(replace(ROOM, capacity=0, is_allocatable=False), desk)
	made = plan("D7 | Anna\nHQ-02-2.14-d7 | Bram\nD8 | Carla", there)
	assert [row.space for row in made.rows] == ["HQ-02-2.14-D7", "HQ-02-2.14-D7", "HQ-02-D8"]
	assert codes(made) == ["Allocated", "no_seat_left", "Created"]


@pytest.mark.parametrize(
	("table", "expected"),
	[
		("Desk|Type\nD1|Swimming pool", ["unknown_type"]),
		("Desk|Capacity\nD1|-1", ["negative"]),
		("Desk|Capacity\nD1|1,5", ["not_whole"]),
		("Desk|Area\nD1|big", ["not_a_number"]),
		("Desk|Bookable\nD1|perhaps", ["not_yes_no"]),
		("Desk|Name\nD1|Anna\nD1|Anna", ["Created", "duplicate"]),
		("Desk|Type\nD1|Desk\nD2|Desk\nd1|Desk", ["Created", "Created", "duplicate"]),
		("Desk|Person|Capacity\nD1|Anna|2\nD1|Bram|3", ["Created", "differs_in_file"]),
		("Room|Desk\n9.99|D1", ["missing_parent"]),
		(
			"Room|Desk|Capacity\n9.99||-1\n9.99|D1|\n9.99|D2|",
			["negative", "missing_parent", "missing_parent"],
		),
		("Desk\n" + "x" * 41, ["too_long"]),
		("Desk\n=1+1\n@D2\nD/3\nD 4", ["code_characters", "code_characters", "code_characters", "Created"]),
		("Site|Building\nAM|\nAM|" + "x" * 40, ["Created", "Created"]),
		("Site|Type\nAM|Building", ["only_sites_at_top"]),
		("Floor|Type\n03|Site", ["site_inside"]),
		("Desk|Cost center\nD1|Abroad", ["other_company_cost_center"]),
		("Desk|Space name\nD1|" + "x" * 141, ["too_long"]),
		("Desk|Space name\nD1|<script>", ["bad_characters"]),
		("Desk|Name\nD1|Zorro\nD2|Twin\nD3|Anna", ["unknown_person", "ambiguous_person", "Created"]),
		("Desk|Name\nD1|Anna\nD2|Anna", ["Created", "double_seat_in_file"]),
		("Desk|Name\nD1|Xander", ["other_company"]),
		("Desk|Name\nD1|Leaver", ["has_left"]),
		("Desk|Name\nD1|Joiner", ["not_yet_employed"]),
		("Desk|Name|From\nD1|Joiner|1-6-2026", ["Created"]),
		("Desk|Name|From\nD1|Anna|soon", ["not_a_date"]),
		("Desk|Name|From|To\nD1|Anna|1-6-2026|1-5-2026", ["ends_before_start"]),
		("Desk|Name|Allocatable\nD1|Anna|no", ["not_allocatable"]),
		("Desk|Name\nD1|Anna\nD1|Bram", ["Created", "no_seat_left"]),
		(
			"Room|Person|Seat|Capacity\n1|Anna|A|4\n1|Bram|a|4\n1|Carla|B|",
			["Created", "label_taken", "Allocated"],
		),
		("Desk|Cost center\nD1|Main\nD2|Mars", ["Created", "unknown_cost_center"]),
		("Room|Department\n1|Sales\n2|Marketing", ["Created", "unknown_department"]),
		("Floor|Department\n02|Sales\n02|Design", ["Allocated", "reserved_twice"]),
		("Floor|Name\n02|Anna", ["not_a_seat"]),
		("Desk|Name|Seats given\nD1|Anna|0", ["no_seats_asked"]),
		("Desk|Name|Project\nD1|Anna|Apollo", ["several_occupants"]),
		("Desk|Name\n|Anna\nD1|Bram", ["no_place", "Created"]),
	],
)
def test_refusals(table, expected):
	"""A wrong row is refused alone; the others go in."""
	assert codes(plan(table, world(D1) if "02|" in table else None)) == expected


def test_what_is_refused_at_what_is_there():
	there = world(
		D1,
		replace(D1, name="HQ-02-D2", code="D2", is_closed=True),
		replace(D1, name="HQ-02-D3", code="D3", out_from=TODAY),
		replace(D1, name="HQ-02-D4", code="D4", is_permitted=False),
		ROOM,
		seatings=[sits("Anna", "HQ-02-D1"), sits("Emma", "HQ-02-2.14"), sits("Daan", "HQ-02-2.14")],
	)
	made = plan(
		"""Room | Desk | Person | Capacity | Allocatable
		 | D1 | Bram | |
		 | D2 | Bram | |
		 | D3 | Bram | |
		 | D4 | Bram | |
		2.14 | D1 | Bram | |
		2.14 | | | 1 |
		 | D1 | | | no
		 | D9 | Anna | |
		 | D1 | Anna | |""",
		there,
	)
	assert codes(made) == [
		"no_seat_left",
		"closed",
		"out_of_service",
		"not_permitted",
		"parent_has_people",
		"capacity_below_promised",
		"has_people",
		"double_seat",
		"Nothing",
	]


def test_places_above_are_made_only_when_asked():
	table = "Room|Desk|Name\n2.15|D1|Anna\n2.15|D2|Bram"
	refused = plan(table)
	assert codes(refused) == ["missing_parent", "missing_parent"]
	assert refused.missing == ("HQ-02-2.15",)
	made = plan(table, defaults=replace(DEFAULTS, make_missing=True))
	assert [action.place.name for action in made.rows[0].actions if isinstance(action, CreatePlace)] == [
		"HQ-02-2.15",
		"HQ-02-2.15-D1",
	]
	assert [action.implied for action in made.actions if isinstance(action, CreatePlace)] == [
		True,
		False,
		False,
	]
	assert made.missing == ()


def test_a_rooms_seats_are_counted_from_its_people():
	made = plan("Room|Name\n2.20|Anna\n2.20|Bram\n2.20|Carla")
	assert codes(made) == ["Created", "Allocated", "Allocated"]
	assert made.actions[0].place.capacity == 3


def test_capacity_of_a_group_is_not_taken():
	made = plan("Room|Desk|Capacity\n2.20||4\n2.20|D1|")
	assert made.actions[0].place.capacity == 0
	assert [note.code for note in made.rows[0].notes] == ["capacity_adds_up"]


def test_changes_name_the_fields():
	made = plan("Desk|Space name|Capacity|Bookable\nD1|Window|2|yes", world(D1))
	(change,) = made.actions
	assert change == ChangePlace(
		"HQ-02-D1", (("space_name", "D1", "Window"), ("capacity", 1, 2), ("is_bookable", False, True))
	)
	assert codes(made) == ["Changed"]


def test_an_empty_cell_changes_nothing():
	assert codes(plan("Desk|Space name|Capacity|Type|Person\nD1||||", world(D1))) == ["Nothing"]


def test_departments_and_their_people():
	"""Whatever the order, the department comes first; its people count inside its seats."""
	made = plan(
		"""Room | Capacity | Person | Department
		2.20 | 2 | Anna | Sales
		2.20 | 2 | | Sales
		2.20 | 2 | Bram | Sales
		2.20 | 2 | Carla | Sales
		2.20 | 2 | Daan | """
	)
	assert codes(made) == ["Created", "Allocated", "Allocated", "no_seat_left", "no_seat_left"]
	given_seats = [action.seating for action in made.actions if isinstance(action, GiveSeats)]
	assert [seating.within for seating in given_seats] == ["Sales - T", None, "Sales - T"]
	assert [seating.use.seats for seating in given_seats] == [1, 2, 1]


def test_a_reserved_floor_is_for_its_people():
	table = """Floor | Desk | Name | Department | Reason
		02 | D1 | Anna | |
		02 | D2 | Daan | |
		02 | D3 | Emma | | First aider
		02 | | | Sales |"""
	assert codes(plan(table)) == ["Created", "reserved_for_others", "Created", "Allocated"]


def test_a_floor_where_others_sit_is_not_reserved():
	there = world(D1, seatings=[sits("Daan", "HQ-02-D1")])
	assert codes(plan("Floor|Department\n02|Sales", there)) == ["others_sit_there"]
	there = world(D1, seatings=[replace(sits("Anna", "HQ-02-D1"), groups=SALES)])
	made = plan("Floor|Department\n02|Sales", there)
	assert codes(made) == ["Allocated"]
	assert made.actions[0].seating.use.seats == 0
	assert codes(plan("Floor|Department|Desk\n|Sales|D1\n02|Design|", there)) == [
		"no_seat_left",
		"others_sit_there",
	]


def test_what_lies_in_a_closed_place_takes_nobody():
	out = replace(FLOOR, out_from=datetime.date(2026, 6, 1))
	there = World([HQ, out, D1], TODAY, [], FOUND)
	assert codes(plan("Desk|Name|To\nD1|Anna|\nD1|Bram|2026-05-31", there)) == ["out_of_service", "Allocated"]


def test_weekday_sharing():
	made = plan("Desk|Name|Days\nD1|Anna|Mon-Wed\nD1|Bram|do, vr\nD1|Carla|fre")
	assert codes(made) == ["Created", "Allocated", "no_seat_left"]


def test_who_is_known_to_leave_sits_until_then():
	made = plan("D1|Going")
	assert made.actions[1].seating.use.to_date == datetime.date(2026, 6, 30)
	assert codes(plan("D1|Going", apply(made, world()))) == ["Nothing"]


def test_the_signature_tells_plans_apart():
	assert plan("D1|Anna").signature() == plan("D1|Anna").signature()
	assert plan("D1|Anna").signature() != plan("D1|Bram").signature()
	assert plan("D1|Anna").signature() != plan("D1|Anna", world(D1)).signature()


def test_unreadable_tables():
	for table, code in (
		([], "empty"),
		([["x", "y", "z"]] * 3, "no_header"),
		([["Name", "Area"]], "no_place_column"),
	):
		with pytest.raises(UnreadableTable, match=code):
			read_register(table)


CELL = st.sampled_from(
	["", "", "D1", "D2", "1", "2.14", "HQ", "02", "-1", "2", "Anna", "Bram", "Sales", "yes", "Room"]
)
ROWS = st.lists(
	st.fixed_dictionaries(
		{
			"Site": st.sampled_from(["", "", "", "HQ", "AM"]),
			"Floor": st.sampled_from(["", "", "02", "03"]),
			"Room": st.sampled_from(["", "", "2.14", "2.15"]),
			"Desk": st.sampled_from(["", "D1", "D2", "d1", "D7"]),
			"Type": st.sampled_from(["", "", "Desk", "Room", "Pool"]),
			"Capacity": st.sampled_from(["", "", "1", "3", "-1"]),
			"Allocatable": st.sampled_from(["", "", "yes", "no"]),
			"Person": st.sampled_from(["", *PEOPLE, "Zorro"]),
			"Department": st.sampled_from(["", "", "Sales", "Design"]),
			"From": st.sampled_from(["", "", "2026-01-01", "2027-01-01"]),
			"To": st.sampled_from(["", "", "", "2026-12-31"]),
			"Seat": st.sampled_from(["", "", "A", "B"]),
			"Days": st.sampled_from(["", "", "Mon", "Tue-Fri"]),
		}
	),
	min_size=1,
	max_size=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.booleans())
def test_running_twice_changes_nothing(rows, make_missing):
	"""Whatever the file: after the plan is carried out, no row that was taken asks for anything more."""
	table = [list(rows[0]), *(list(row.values()) for row in rows)]
	read = read_register(table)
	defaults = replace(DEFAULTS, make_missing=make_missing)
	there = world(ROOM, D1, seatings=[sits("Emma", "HQ-02-D1")])
	first = make_plan(read.rows, there, defaults)
	second = make_plan(read.rows, apply(first, there), defaults)
	taken = {row.number for row in first.rows if not row.problems}
	assert {row.outcome for row in second.rows if row.number in taken} <= {"Nothing"}


@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_no_table_crashes(table):
	try:
		read = read_register(table)
	except UnreadableTable as error:
		assert error.code
	else:
		make_plan(read.rows, world(ROOM), DEFAULTS)

"""The demo's plan: the numbers it promises, and the rules it keeps before any of it is made."""

from collections import defaultdict
from datetime import date

import pytest

from office_management.demo.data import firm
from office_management.demo.plan import make_plan
from office_management.demo.plan.people import ascii_name
from office_management.domain.intervals import Use, clash, peak_use

TODAY = date(2026, 2, 28)
DAYS = (date(2024, 2, 29), date(2025, 12, 31), TODAY, date(2027, 7, 5))


@pytest.fixture(scope="module", params=("full", "small"))
def plan(request):
	return make_plan(TODAY, request.param)


def as_use(row):
	return Use(row.from_date, row.to_date, row.seats, row.weekdays)


@pytest.mark.parametrize("day", DAYS)
def test_head_office_has_six_floors_38_rooms_420_seats_and_260_people(day):
	plan = make_plan(day)
	assert sum(space.space_type == "Floor" for space in plan.spaces) == 6
	assert sum(space.space_type == "Room" for space in plan.spaces) == 38
	assert sum(space.capacity for space in plan.spaces if space.is_allocatable) == 420
	assert len(plan.people) == 260
	assert len(plan.departments) == 9


def test_same_day_and_scale_give_the_same_plan(plan):
	scale = "full" if len(plan.people) == 260 else "small"
	assert make_plan(TODAY, scale) == plan


def test_another_day_shifts_dates_and_changes_nobody():
	one, other = make_plan(TODAY), make_plan(date(2026, 9, 1))
	assert [person.full_name for person in one.people] == [person.full_name for person in other.people]
	assert (other.people[0].joined - one.people[0].joined).days == (date(2026, 9, 1) - TODAY).days


def test_nobody_sits_on_anybodys_lap(plan):
	"""Per place: never more seats in use than there are; per label: never two at once."""
	by_space, by_label = defaultdict(list), defaultdict(list)
	for row in plan.allocations:
		if not row.within:
			by_space[row.space].append(as_use(row))
		if row.seat_label:
			by_label[row.space, row.seat_label].append(as_use(row))
	for space in plan.spaces:
		if space.is_allocatable:
			assert peak_use(by_space[space.key]).seats <= space.capacity, space.key
	for label, uses in by_label.items():
		pairs = [(a, b) for n, a in enumerate(uses) for b in uses[n + 1 :]]
		assert not any(clash(a, b) for a, b in pairs), label


def test_nobody_has_two_seats_at_once_or_one_while_not_employed(plan):
	seats = defaultdict(list)
	for row in plan.allocations:
		if row.occupant_type == "Employee":
			seats[row.occupant].append(as_use(row))
	for person in plan.people:
		uses = seats[person.key]
		assert not any(clash(a, b) for n, a in enumerate(uses) for b in uses[n + 1 :]), person.full_name
		assert all(use.from_date >= person.joined for use in uses), person.full_name
		assert not person.left or all(use.last_date <= person.left for use in uses), person.full_name


def test_seats_named_out_of_a_block_lie_inside_it(plan):
	blocks = {row.key: row for row in plan.allocations}
	for row in plan.allocations:
		if row.within:
			block = blocks[row.within]
			assert (block.space, block.occupant_type) == (row.space, "Department")
			assert block.from_date <= row.from_date


def test_those_who_sit_among_another_department_say_why(plan):
	reserved = {space.key: space.department for space in plan.spaces if space.is_allocatable}
	departments = {person.key: person.department for person in plan.people}
	for row in plan.allocations:
		if row.occupant_type == "Employee" and reserved[row.space] not in (None, departments[row.occupant]):
			assert row.reason, row


def test_there_is_something_of_everything_to_look_at():
	plan = make_plan(TODAY)
	personal = [row for row in plan.allocations if row.occupant_type == "Employee"]
	seated = {r.occupant for r in personal if r.from_date <= TODAY and (not r.to_date or r.to_date >= TODAY)}
	here = [p for p in plan.people if p.joined <= TODAY and not p.has_left(TODAY)]
	assert any(row.from_date > TODAY for row in personal)
	assert any(row.to_date and row.to_date < TODAY for row in personal)
	assert any(row.weekdays for row in personal)
	assert any(row.within for row in personal)
	assert 5 <= sum(person.key not in seated for person in here) <= 25
	assert {row.occupant_type for row in plan.allocations} == {
		"Employee",
		"Department",
		"Project",
		"Customer",
	}
	affected = {o.space for o in plan.outages if o.from_date <= TODAY <= o.until_date}
	assert any(row.space in affected and row.occupant in seated for row in personal)
	assert sum(person.has_left(TODAY) for person in plan.people) >= 15
	assert sum(person.joined > TODAY for person in plan.people) >= 5


def test_names_are_many_and_addresses_plain():
	plan = make_plan(TODAY)
	assert len({person.full_name for person in plan.people}) == 260
	assert len({person.email for person in plan.people}) == 260
	assert all(person.email.isascii() and person.email.endswith("@" + firm.DOMAIN) for person in plan.people)
	assert ascii_name("Søren van 't Hoff") == "soerenvanthoff"
	assert ascii_name("Yıldız") == "yildiz"


def test_every_login_is_somebody_who_stays(plan):
	logins = {person.login: person for person in plan.people if person.login}
	assert set(logins) == {login[0] for login in firm.LOGINS}
	assert not any(person.left for person in logins.values())


def test_codes_are_paths_and_parents_come_first(plan):
	seen = {None}
	for space in plan.spaces:
		assert space.parent in seen
		seen.add(space.location)
	assert len(seen) == len(plan.spaces) + 1

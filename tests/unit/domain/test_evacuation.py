"""Areas, wardens, reports and times of an evacuation: the rules without a site."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import evacuation_marks as marks
from office_management.domain.evacuation_areas import DIVIDES, Place, area_of, areas_of
from office_management.domain.evacuation_report import AreaFact, PersonFact, summary
from office_management.domain.validity import RUN_OUT, RUNS_OUT, VALID
from office_management.domain.warden_choice import Candidate, choose

ALARM = datetime(2026, 3, 29, 10, 0)


def at(seconds: float) -> datetime:
	return ALARM + timedelta(seconds=seconds)


# --- areas ----------------------------------------------------------------------------------------------------


def test_a_small_office_is_one_area():
	assert areas_of("HQ", [Place("HQ", None, "Site")]) == ["HQ"]


def test_floors_and_zones_are_areas_and_what_lies_beside_them_is_the_place_itself():
	tree = [
		Place("HQ", None, "Site"),
		Place("A", "HQ", "Building"),
		Place("A1", "A", "Floor"),
		Place("A1N", "A1", "Zone"),
		Place("A1S", "A1", "Zone"),
		Place("A1-kitchen", "A1", "Room"),
		Place("A2", "A", "Floor"),
		Place("A2-room", "A2", "Room"),
		Place("gate", "HQ", "Room"),
	]
	assert areas_of("HQ", tree) == ["HQ", "A1", "A1N", "A1S", "A2"]


@st.composite
def trees(draw) -> list[Place]:
	"""A tree in which each place comes after the one it lies in."""
	kinds = [*sorted(DIVIDES), "Room", "Desk", "Storage"]
	places = [Place("0", None, "Site")]
	for number in range(1, draw(st.integers(0, 25)) + 1):
		parent = draw(st.sampled_from(places))
		places.append(Place(str(number), parent.name, draw(st.sampled_from(kinds))))
	return places


@given(trees())
def test_every_spot_that_holds_nothing_lies_in_an_area(tree):
	"""Whoever is at a desk or in a room is somebody's to clear."""
	areas, parents = areas_of("0", tree), {place.name: place.parent for place in tree}
	holding = {place.parent for place in tree}
	assert len(areas) == len(set(areas))
	for place in tree:
		if place.name not in holding:
			assert area_of(place.name, areas, parents)


# --- wardens --------------------------------------------------------------------------------------------------


def test_the_deputy_clears_when_the_warden_is_away_or_without_a_valid_certificate():
	warden = Candidate("Anna", "Responsible", True, VALID)
	deputy = Candidate("Bram", "Deputy", True, VALID)
	assert choose([warden, deputy]).acting == warden
	assert choose([warden, deputy]).problem is None
	away = Candidate("Anna", "Responsible", False, VALID)
	assert (choose([away, deputy]).acting, choose([away, deputy]).problem) == (deputy, "Away")
	expired = Candidate("Anna", "Responsible", True, RUN_OUT)
	assert (choose([expired, deputy]).acting, choose([expired, deputy]).problem) == (
		deputy,
		"Certificate Ran Out",
	)


def test_what_is_missing_is_said():
	assert choose([]).problem == "No Warden"
	assert choose([Candidate("Anna", "Responsible", False)]).problem == "Nobody Here"
	assert choose([Candidate("Anna", "Responsible", True)]).problem == "No Certificate"
	assert choose([Candidate("Anna", "Responsible", True, RUNS_OUT)]).problem == "Certificate Runs Out"
	last = choose([Candidate("Anna", "Responsible", True, RUN_OUT)])
	assert (last.acting.person, last.problem) == ("Anna", "Certificate Ran Out")


candidates = st.lists(
	st.builds(
		Candidate,
		person=st.text(min_size=1, max_size=3),
		step=st.sampled_from(["Responsible", "Deputy", "Stand-in"]),
		is_here=st.booleans(),
		certificate=st.sampled_from([None, VALID, RUNS_OUT, RUN_OUT]),
	),
	max_size=6,
)


@given(candidates)
def test_somebody_who_is_here_acts_whenever_there_is_one(named):
	chosen = choose(named)
	assert bool(chosen.acting) == any(one.is_here for one in named)
	assert chosen.acting is None or chosen.acting.is_here
	if chosen.acting and chosen.acting.certificate == RUN_OUT:
		assert all(one.certificate == RUN_OUT for one in named if one.is_here)


# --- reports: merged, never lost --------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=3)), st.lists(st.lists(st.text(max_size=3))))
def test_people_are_only_added_and_each_is_there_once(there, refreshes):
	known = list(dict.fromkeys(there))
	for found in refreshes:
		before = list(known)
		known += [key for key, _person in marks.additions(known, [(key, None) for key in found])]
		assert known[: len(before)] == before, "nobody is removed or moved"
		assert set(found) <= set(known)
		assert len(known) == len(set(known))


reports = st.lists(
	st.tuples(st.sampled_from(marks.STATES[marks.PERSON]), st.integers(0, 600)), min_size=1, max_size=12
)


@given(reports, st.randoms())
def test_the_report_made_last_stands_whatever_arrives_first(made, chance):
	"""Reports made at different moments come to the same, in any order of arrival."""
	made = list({seconds: (state, seconds) for state, seconds in made}.values())
	arrived = list(made)
	chance.shuffle(arrived)
	stands = marks.Stands(marks.UNACCOUNTED)
	for state, seconds in arrived:
		if marks.counts(stands, at(seconds)):
			stands = marks.Stands(state, at(seconds))
	assert (stands.state, stands.marked_on) == max(
		((state, at(seconds)) for state, seconds in made), key=lambda one: one[1]
	)


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 10_000))
def test_a_report_lies_between_the_alarm_and_now_whatever_a_device_says(age, seconds):
	assert ALARM <= marks.moment(at(seconds), age, ALARM) <= at(seconds)


def test_a_report_from_the_queue_has_the_time_it_was_made():
	assert marks.moment(at(300), 120, ALARM) == at(180)


# --- what it came to ------------------------------------------------------------------------------------------


def person(state=marks.SAFE, presence=marks.ON_SITE, seconds=60, group="Visitor") -> PersonFact:
	return PersonFact(group, state, presence, at(seconds) if seconds is not None else None)


def test_all_clear_is_as_late_as_the_last_report():
	found = summary(
		ALARM,
		[AreaFact("1", marks.CLEAR, at(40)), AreaFact("2", marks.CLEAR, at(200))],
		[person(seconds=90), person(seconds=150, group="Staff")],
	)
	assert found.is_all_clear
	assert found.seconds == 200
	assert found.areas == {"1": 40, "2": 200}
	assert [(group.name, group.people, group.seconds) for group in found.groups] == [
		("Staff", 1, 150),
		("Visitor", 1, 90),
	]


def test_who_is_missing_or_needs_help_or_an_area_not_reported_keeps_it_open():
	missing = summary(ALARM, [AreaFact("1", marks.CLEAR, at(40))], [person(marks.UNACCOUNTED, seconds=None)])
	assert (missing.is_all_clear, missing.missing, missing.people_open, missing.seconds) == (
		False,
		1,
		1,
		None,
	)
	hurt = summary(ALARM, [], [person(marks.NEEDS_HELP)])
	assert (hurt.is_all_clear, hurt.missing, hurt.people_open) == (False, 0, 1)
	silent = summary(ALARM, [AreaFact("1", marks.NOT_REPORTED)], [])
	assert (silent.is_all_clear, silent.areas_open) == (False, 1)


def test_who_stepped_out_before_is_not_missing_but_may_need_help():
	out = person(marks.UNACCOUNTED, marks.STEPPED_OUT, None)
	assert summary(ALARM, [], [out]).is_all_clear
	assert not summary(ALARM, [], [person(marks.NEEDS_HELP, marks.STEPPED_OUT)]).is_all_clear


@given(
	st.lists(
		st.builds(
			person,
			state=st.sampled_from(marks.STATES[marks.PERSON]),
			presence=st.sampled_from([marks.ON_SITE, marks.STEPPED_OUT, marks.SEATED]),
			seconds=st.integers(0, 999),
			group=st.sampled_from("AB"),
		)
	)
)
def test_nobody_is_lost_in_the_counts(people):
	found = summary(ALARM, [], people)
	assert sum(group.people for group in found.groups) == len(people)
	assert found.missing <= found.people_open <= len(people)
	assert (found.seconds is None) == (not found.is_all_clear)

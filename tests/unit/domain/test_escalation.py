from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.escalation import (
	DEPUTY,
	OFFICE_MANAGER,
	RESPONSIBLE,
	STAND_IN,
	Duty,
	Step,
	escalation,
)

PEOPLE = ("anna", "bram", "carla", "daan", "emma", "fons")


def persons(*arguments, **values):
	return [step.person for step in escalation(*arguments, **values)]


def test_the_whole_ladder():
	"""Here, above, everywhere, the manager; responsible, deputy, stand-in at each."""
	duties = [
		Duty("everywhere", "emma"),
		Duty("above", "carla", "daan", distance=1),
		Duty("here", "anna", "bram", distance=0),
	]
	told = escalation(duties, {"anna": "fons", "carla": "anna"}, PEOPLE, ["olga"])
	assert told == [
		Step("anna", RESPONSIBLE, "here"),
		Step("bram", DEPUTY, "here"),
		Step("fons", STAND_IN, "here"),
		Step("carla", RESPONSIBLE, "above"),
		Step("daan", DEPUTY, "above"),
		Step("emma", RESPONSIBLE, "everywhere"),
		Step("olga", OFFICE_MANAGER),
	]


def test_several_responsible_people_at_one_place_come_before_their_deputies():
	duties = [
		Duty("b", "bram", "carla", distance=0, order=2),
		Duty("a", "anna", "daan", distance=0, order=1),
	]
	assert persons(duties, {}, PEOPLE, []) == ["anna", "bram", "daan", "carla"]


def test_who_has_left_is_left_out_and_the_deputy_is_next():
	duty = Duty("here", "anna", "bram", distance=0)
	assert persons([duty], {"anna": "carla"}, {"bram", "carla"}, []) == ["bram", "carla"]


def test_nobody_left_but_the_managers():
	assert persons([Duty("here", "anna", distance=0)], {}, set(), ["olga", "otto"]) == ["olga", "otto"]


def test_two_who_stand_in_for_each_other_are_no_loop():
	duty = Duty("here", "anna", distance=0)
	assert persons([duty], {"anna": "bram", "bram": "anna"}, PEOPLE, []) == ["anna", "bram"]


def test_a_manager_who_is_responsible_is_told_once_and_as_responsible():
	told = escalation([Duty("here", "anna", distance=0)], {}, PEOPLE, ["anna", "olga"])
	assert told == [Step("anna", RESPONSIBLE, "here"), Step("olga", OFFICE_MANAGER)]


duties = st.lists(
	st.builds(
		Duty,
		name=st.uuids().map(str),
		responsible=st.sampled_from(PEOPLE),
		deputy=st.none() | st.sampled_from(PEOPLE),
		distance=st.none() | st.integers(0, 5),
		order=st.integers(0, 3),
	),
	max_size=8,
)


@given(
	duties,
	st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
	st.sets(st.sampled_from(PEOPLE)),
	st.lists(st.sampled_from(PEOPLE), unique=True),
)
def test_each_once_only_those_present_and_managers_last(duties, stand_ins, present, managers):
	told = escalation(duties, stand_ins, present, managers)
	names = [step.person for step in told]
	assert len(names) == len(set(names))
	assert {step.person for step in told if step.role != OFFICE_MANAGER} <= present
	assert set(managers) <= set(names)
	roles = [step.role == OFFICE_MANAGER for step in told]
	assert roles == sorted(roles)


@given(duties, st.randoms())
def test_the_order_in_which_duties_are_read_does_not_matter(duties, random):
	shuffled = random.sample(duties, len(duties))
	assert escalation(duties, {}, PEOPLE, []) == escalation(shuffled, {}, PEOPLE, [])

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.nearest import choose_places

DESKS = [(f"{room}{number}", room, 1) for room in "ABC" for number in range(1, 4)]  # three rooms of three


def rooms_of(chosen, people):
	return {chosen[person][0] for person in people}


def test_a_department_sits_in_one_room():
	people = [("a", "Sales"), ("b", "Design"), ("c", "Sales"), ("d", "Sales")]
	chosen = choose_places(people, DESKS, {})
	assert len(rooms_of(chosen, "acd")) == 1
	assert rooms_of(chosen, "b") != rooms_of(chosen, "acd")


def test_they_go_where_colleagues_are():
	assert choose_places([("a", "Sales")], DESKS, {"C": {"Sales"}, "A": {"Design"}}) == {"a": "C1"}


def test_who_finds_no_seat_is_left_out():
	people = [(str(number), "Sales") for number in range(12)]
	chosen = choose_places(people, DESKS, {})
	assert list(chosen) == [str(number) for number in range(9)]


def test_a_room_that_fits_is_preferred_to_a_larger_one():
	places = [("big", "B", 9), ("small", "S", 2)]
	assert set(choose_places([("a", "X"), ("b", "X")], places, {}).values()) == {"small"}


def test_who_has_no_department_is_seated_too():
	assert choose_places([("a", None)], [("desk", None, 1)], {}) == {"a": "desk"}


departments = st.sampled_from(["Sales", "Design", None])
rooms = st.sampled_from(["A", "B", "C", None])


@given(
	st.lists(departments, max_size=12),
	st.lists(st.tuples(rooms, st.integers(0, 3)), max_size=8),
	st.dictionaries(st.sampled_from("ABC"), st.sets(st.sampled_from(["Sales", "Design"]))),
)
def test_nobody_is_forgotten_and_no_seat_is_given_twice(wishes, offers, settled):
	people = [(str(number), department) for number, department in enumerate(wishes)]
	places = [(f"p{number}", room, free) for number, (room, free) in enumerate(offers)]
	chosen = choose_places(people, places, settled)
	assert len(chosen) == min(len(people), sum(free for _place, _room, free in places))
	for place, _room, free in places:
		assert list(chosen.values()).count(place) <= free

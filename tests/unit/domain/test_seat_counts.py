"""domain/seat_counts.py: seats at the busiest weekday, and sums over nested intervals."""

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import seat_counts
from office_management.domain.intervals import weekday_set

parts = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 127), st.integers(1, 5)), max_size=8)


def test_two_people_who_share_a_seat_by_weekday_take_one():
	monday_tuesday, wednesday_on = 0b0000011, 0b0011100
	assert seat_counts.busiest_weekday([(monday_tuesday, 1), (wednesday_on, 1)]) == (1, 0)
	assert seat_counts.busiest_weekday([(monday_tuesday, 1), (wednesday_on, 1), (0, 1)]) == (2, 0)


def test_all_days_alike_adds_up():
	assert seat_counts.busiest_weekday([(0, 2), (0, 3)]) == (5, None)
	assert seat_counts.busiest_weekday([]) == (0, None)


@given(parts)
def test_the_busiest_weekday_is_the_most_of_seven_sums(rows):
	by_day = [sum(seats for _key, bits, seats in rows if day in weekday_set(bits)) for day in range(7)]
	assert seat_counts.busiest_weekday([(bits, seats) for _key, bits, seats in rows])[0] == max(by_day)


@given(parts)
def test_shares_add_up_to_the_peak(rows):
	peak = seat_counts.busiest_weekday([(bits, seats) for _key, bits, seats in rows])[0]
	assert sum(seat_counts.shares_at_peak(rows).values()) == peak


def nested(children, counter=None, lft=1):
	"""(lft, rgt) of a made-up forest, in order of lft, and the index of each one's parent."""
	found, parents = [], []

	def walk(branches, at, parent):
		for branch in branches:
			index = len(found)
			found.append(None)
			parents.append(parent)
			end = walk(branch, at + 1, index)
			found[index] = (at, end)
			at = end + 1
		return at

	walk(children, lft, None)
	return found, parents


forests = st.lists(
	st.recursive(st.just([]), lambda inner: st.lists(inner, max_size=3), max_leaves=12), max_size=4
)


@given(forests)
def test_enclosing_finds_the_parent(forest):
	intervals, parents = nested(forest)
	assert seat_counts.enclosing(intervals) == parents


@given(forests, st.data())
def test_sums_of_children_and_own_equal_the_parents(forest, data):
	intervals, parents = nested(forest)
	numbers = data.draw(st.lists(st.integers(0, 9), min_size=len(intervals), max_size=len(intervals)))
	sums = seat_counts.RunningSums([lft for lft, _rgt in intervals], numbers)
	for index, (lft, rgt) in enumerate(intervals):
		children = [i for i, parent in enumerate(parents) if parent == index]
		below = sum(sums.between(*intervals[child])[0] for child in children)
		assert sums.between(lft, rgt) == [below + numbers[index]]


@given(forests, st.data())
def test_area_of_a_place_is_what_lies_below_or_its_own(forest, data):
	intervals, parents = nested(forest)
	own = data.draw(
		st.lists(st.sampled_from([0.0, 10.0, 25.5]), min_size=len(intervals), max_size=len(intervals))
	)
	areas = seat_counts.areas(parents, own)
	for index in range(len(intervals)):
		below = sum(areas[i] for i, parent in enumerate(parents) if parent == index)
		assert areas[index] == (below or own[index])


def test_inside_any():
	assert seat_counts.inside_any([1, 3, 5, 9], [(2, 5), (9, 9)]) == [False, True, True, True]
	assert seat_counts.inside_any([1, 3], []) == [False, False]

"""What of a job's materials has still to be asked for."""

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.requests import SMALLEST, Asked, Wanted, still_to_ask

ITEMS = st.sampled_from(["paint", "brush", "tape"])
QUANTITIES = st.integers(min_value=0, max_value=20).map(float)
WANTED = st.lists(st.tuples(ITEMS, QUANTITIES), max_size=6).map(
	lambda rows: [Wanted(f"row{index}", item, quantity) for index, (item, quantity) in enumerate(rows)]
)
KEYS = st.sampled_from([None, "gone", *(f"row{index}" for index in range(6))])
ASKED = st.lists(st.builds(Asked, KEYS, ITEMS, QUANTITIES), max_size=8)


def test_everything_is_asked_for_once():
	wanted = [Wanted("a", "paint", 3), Wanted("b", "brush", 1)]
	assert still_to_ask(wanted, []) == {"a": 3, "b": 1}
	assert still_to_ask(wanted, [Asked("a", "paint", 3), Asked("b", "brush", 1)]) == {}


def test_what_was_asked_for_in_part_is_completed():
	assert still_to_ask([Wanted("a", "paint", 5)], [Asked("a", "paint", 2)]) == {"a": 3}


def test_two_rows_of_one_item_are_told_apart_by_their_keys():
	wanted = [Wanted("a", "paint", 3), Wanted("b", "paint", 2)]
	assert still_to_ask(wanted, [Asked("b", "paint", 2)]) == {"a": 3}


def test_a_request_written_by_hand_counts_for_the_item():
	wanted = [Wanted("a", "paint", 3), Wanted("b", "paint", 2)]
	assert still_to_ask(wanted, [Asked(None, "paint", 4)]) == {"b": 1}


def test_rows_of_a_material_that_is_gone_or_names_another_item_now_count_for_the_item():
	assert still_to_ask([Wanted("new", "paint", 3)], [Asked("old", "paint", 3)]) == {}
	assert still_to_ask([Wanted("a", "brush", 3)], [Asked("a", "paint", 3)]) == {"a": 3}


@given(WANTED, ASKED)
def test_never_more_in_all_than_wanted_or_asked(wanted, asked):
	"""Per item: what is still asked for, together with what was, covers what is wanted, and no more than needed."""
	left = still_to_ask(wanted, asked)
	items = {material.key: material.item for material in wanted}
	for item in ("paint", "brush", "tape"):
		needed = sum(material.quantity for material in wanted if material.item == item)
		had = sum(row.quantity for row in asked if row.item == item)
		now = sum(quantity for key, quantity in left.items() if items[key] == item)
		assert now >= needed - had - SMALLEST
		assert now <= needed + SMALLEST


@given(WANTED, ASKED)
def test_asking_twice_asks_nothing(wanted, asked):
	left = still_to_ask(wanted, asked)
	items = {material.key: material.item for material in wanted}
	made = [Asked(key, items[key], quantity) for key, quantity in left.items()]
	assert still_to_ask(wanted, [*asked, *made]) == {}

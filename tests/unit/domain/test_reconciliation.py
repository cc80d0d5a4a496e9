"""From what was expected and what was scanned to one result per line."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.reconciliation import (
	FOUND,
	MISPLACED,
	MISSING,
	NOT_COUNTED,
	UNEXPECTED,
	UNKNOWN_TAG,
	Expected,
	Place,
	Sighting,
	reconcile,
	sums,
)

SITE = Place("Site", 1, 100)
ROOM_A, ROOM_B = Place("A", 2, 11), Place("B", 12, 21)
DESK = Place("A-1", 3, 4)
PLACES = [SITE, ROOM_A, ROOM_B, DESK]
NINE = datetime(2026, 6, 1, 9)
ASSETS = ["chair", "table", "lamp", "laptop"]


def seen(asset: str | None, place: Place | None = ROOM_A, minute: int = 0, **values) -> Sighting:
	tag = values.pop("tag", asset or "?")
	scan_id = values.pop("scan_id", f"{tag}-{place and place.name}-{minute}")
	return Sighting(scan_id, NINE + timedelta(minutes=minute), tag, asset, place, **values)


sightings = st.builds(
	lambda number, asset, place, minute, quantity: seen(
		asset, place, minute, quantity=quantity, scan_id=str(number), tag=asset or f"tag {number % 3}"
	),
	st.integers(0, 60),
	st.sampled_from([*ASSETS, "stranger", None]),
	st.sampled_from([*PLACES, None]),
	st.integers(0, 30),
	st.integers(0, 9),
)
lines = st.builds(
	lambda quantities, places: [
		Expected(asset, place, quantity=quantity)
		for asset, quantity, place in zip(ASSETS, quantities, places, strict=True)
	],
	st.lists(st.integers(1, 8), min_size=4, max_size=4),
	st.lists(st.sampled_from([*PLACES, None]), min_size=4, max_size=4),
)


def once_each(found: list[Sighting]) -> list[Sighting]:
	return list({sighting.scan_id: sighting for sighting in found}.values())


@given(lines, st.lists(sightings), st.booleans(), st.randoms())
def test_the_order_of_arrival_does_not_matter(expected, scans, has_ended, random):
	scans = once_each(scans)
	shuffled = [*scans, *scans[:3]]
	random.shuffle(shuffled)
	assert reconcile(expected, shuffled, has_ended) == reconcile(expected, scans, has_ended)


@given(lines, st.lists(sightings), st.booleans())
def test_sums_tie(expected, scans, has_ended):
	results = reconcile(expected, scans, has_ended)
	total = sums(results.values())
	assert total.expected == sum(line.quantity for line in expected)
	assert total.expected == total.found + total.misplaced + total.missing
	assert total.seen == sum(result.seen for result in results.values())


@given(lines, st.lists(sightings), st.booleans())
def test_every_line_has_one_result_that_agrees_with_its_units(expected, scans, has_ended):
	results = reconcile(expected, scans, has_ended)
	wanted = {line.asset for line in expected}
	assert wanted <= set(results)
	for key, result in results.items():
		assert result.key == key
		if key not in wanted:
			assert result.result in (UNEXPECTED, UNKNOWN_TAG)
		elif result.missing:
			assert result.result == (MISSING if has_ended else NOT_COUNTED)
		else:
			assert result.result == (MISPLACED if result.misplaced else FOUND)


@given(lines, st.lists(sightings))
def test_nothing_is_missing_before_counting_has_ended(expected, scans):
	assert MISSING not in {result.result for result in reconcile(expected, scans).values()}


def test_six_expected_three_here_two_elsewhere_one_missing():
	expected = [Expected(f"chair {number}", ROOM_A) for number in range(6)]
	scans = [seen(f"chair {number}", ROOM_A if number < 3 else ROOM_B) for number in range(5)]
	results = reconcile(expected, scans, has_ended=True)
	total = sums(results.values())
	assert (total.found, total.misplaced, total.missing) == (3, 2, 1)
	assert results["chair 4"].sighting.place == ROOM_B
	assert results["chair 5"].result == MISSING


def test_a_group_is_counted_by_number_in_each_place():
	expected = [Expected("chairs", ROOM_A, quantity=6)]
	scans = [
		seen("chairs", ROOM_A, 0, quantity=4),
		seen("chairs", ROOM_A, 5, quantity=3),
		seen("chairs", ROOM_B, 1, quantity=2),
	]
	result = reconcile(expected, scans, has_ended=True)["chairs"]
	assert (result.found, result.misplaced, result.missing, result.result) == (3, 2, 1, MISSING)


def test_more_of_a_group_than_expected_is_a_surplus():
	result = reconcile([Expected("chairs", ROOM_A, quantity=2)], [seen("chairs", quantity=5)])["chairs"]
	assert (result.found, result.unexpected, result.result) == (2, 3, FOUND)


def test_the_latest_sighting_holds():
	expected = [Expected("lamp", ROOM_A)]
	moved = reconcile(expected, [seen("lamp", ROOM_A, 1), seen("lamp", ROOM_B, 2)])["lamp"]
	back = reconcile(expected, [seen("lamp", ROOM_A, 3), seen("lamp", ROOM_B, 2)])["lamp"]
	assert (moved.result, back.result) == (MISPLACED, FOUND)


@pytest.mark.parametrize(
	("expected", "scanned", "result"),
	[
		(DESK, ROOM_A, FOUND),
		(ROOM_A, DESK, FOUND),
		(SITE, ROOM_B, FOUND),
		(DESK, ROOM_B, MISPLACED),
		(ROOM_A, ROOM_B, MISPLACED),
		(None, ROOM_B, FOUND),
		(ROOM_A, None, FOUND),
	],
)
def test_a_room_and_its_desk_do_not_contradict(expected, scanned, result):
	assert reconcile([Expected("lamp", expected)], [seen("lamp", scanned)])["lamp"].result == result


def test_seen_in_another_room_is_not_missing_in_its_own():
	result = reconcile([Expected("lamp", ROOM_A)], [seen("lamp", ROOM_B)], has_ended=True)["lamp"]
	assert (result.result, result.missing) == (MISPLACED, 0)


def test_what_was_not_expected_and_what_nobody_knows_stand_apart():
	results = reconcile([], [seen("stranger"), seen(None, tag="XX-1"), seen(None, minute=4, tag="XX-1")])
	assert {key: result.result for key, result in results.items()} == {
		"stranger": UNEXPECTED,
		"XX-1": UNKNOWN_TAG,
	}
	assert results["XX-1"].unknown == 1


def test_another_custodian_is_told_and_changes_no_result():
	line = Expected("laptop", ROOM_A, "Anna")
	result = reconcile([line], [seen("laptop", custodian="Bram")])["laptop"]
	assert (result.result, result.custodian_differs) == (FOUND, True)
	assert not reconcile([line], [seen("laptop", custodian="Anna")])["laptop"].custodian_differs
	assert not reconcile([line], [seen("laptop")])["laptop"].custodian_differs


def test_a_count_of_none_is_not_a_sighting():
	result = reconcile([Expected("chairs", ROOM_A, quantity=3)], [seen("chairs", quantity=0)], has_ended=True)
	assert (result["chairs"].result, result["chairs"].missing) == (MISSING, 3)


def test_an_asset_is_expected_once():
	with pytest.raises(ValueError, match="lamp is expected twice"):
		reconcile([Expected("lamp"), Expected("lamp")], [])

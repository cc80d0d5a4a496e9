"""Tag patterns, sheets of labels, and when to count next."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import label_sheets, tag_numbering
from office_management.domain.counts_due import next_due

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
	("pattern", "key", "tag"),
	[
		("A-.#####", "A-#", "A-00042"),
		("INV-.YYYY.-.####", "INV-2026-#", "INV-2026-0042"),
		("##", "#", "42"),
		("OM.YY.MM.###.X", "OM2603#X", "OM2603042X"),
	],
)
def test_a_pattern_makes_tags(pattern, key, tag):
	series = tag_numbering.series_of(pattern, DAY)
	assert (series.key, series.tag(42)) == (key, tag)


@pytest.mark.parametrize(
	("pattern", "code"),
	[
		("A-", tag_numbering.NO_NUMBER),
		("A####", tag_numbering.NO_NUMBER),
		("A.##.-.##", tag_numbering.MANY_NUMBERS),
		("A b.##", tag_numbering.BAD_SIGNS),
		("Ø.##", tag_numbering.BAD_SIGNS),
		("A" * 29 + ".##", tag_numbering.TOO_LONG),
	],
)
def test_what_is_no_pattern_says_why(pattern, code):
	with pytest.raises(tag_numbering.PatternError) as caught:
		tag_numbering.series_of(pattern, DAY)
	assert caught.value.code == code


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_different_numbers_make_different_tags(one, other):
	series = tag_numbering.series_of("A-.###", DAY)
	assert (series.tag(one) == series.tag(other)) == (one == other)


@given(st.sampled_from(sorted(label_sheets.LAYOUTS)), st.integers(0, 150), st.integers(-3, 100))
def test_every_label_lies_on_its_page_and_on_no_other_label(name, number, start):
	layout = label_sheets.LAYOUTS[name]
	spots = list(label_sheets.spots(layout, number, start))
	assert len(set(spots)) == len(spots) == number
	for spot in spots:
		assert 0 <= spot.x <= layout.page_width - layout.width + 0.01
		assert 0 <= spot.y <= layout.page_height - layout.height + 0.01
	for one, other in pairwise(spots):
		apart = abs(one.x - other.x) >= layout.width - 0.01 or abs(one.y - other.y) >= layout.height - 0.01
		assert one.page != other.page or apart


def test_a_half_used_sheet_goes_on_where_it_was_left():
	layout = label_sheets.LAYOUTS["3 x 8"]
	first, *_more, last = label_sheets.spots(layout, 20, start=6)
	assert (first.page, first.x, first.y) == (0, 139.25, 46.8)
	assert last.page == 1


def test_the_next_count_runs_from_the_last_one_or_from_the_first_use():
	assert next_due(12, date(2025, 2, 1), date(2020, 1, 1)) == date(2026, 2, 1)
	assert next_due(6, None, date(2025, 8, 31)) == date(2026, 2, 28)
	assert next_due(0, date(2025, 2, 1), None) is None
	assert next_due(12, None, None) is None

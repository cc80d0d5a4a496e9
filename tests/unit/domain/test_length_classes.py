"""Every period that overlaps a window ends in the range that its class gives."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.length_classes import (
	LONGEST_CLASS,
	UNBOUNDED,
	last_ends,
	length_class,
	longest,
)

DAY = date(2026, 1, 1)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


def test_each_class_is_four_times_as_long():
	lengths = (1, 4, 5, 16, 17, 64, 65, 4096, 4097)
	found = [length_class(DAY, DAY + timedelta(days=length - 1)) for length in lengths]
	assert found == [1, 1, 2, 2, 3, 3, 4, LONGEST_CLASS, UNBOUNDED]
	assert length_class(DAY, None) == UNBOUNDED


def test_a_period_that_ends_before_it_begins_is_in_the_shortest_class():
	"""The rules refuse it later; here it must only not be lost."""
	assert length_class(DAY, DAY - timedelta(days=1)) == 1


@given(days, st.integers(0, 6000))
def test_a_class_holds_no_longer_period(start, more):
	number = length_class(start, start + timedelta(days=more))
	if number == UNBOUNDED:
		assert more + 1 > longest(LONGEST_CLASS)
	else:
		assert more + 1 <= longest(number)
		assert number == 1 or more + 1 > longest(number - 1)


@given(days, st.integers(0, 6000), days, st.integers(0, 400))
def test_what_overlaps_a_window_is_found_by_its_class(start, more, first, window):
	end, last = start + timedelta(days=more), first + timedelta(days=window)
	number = length_class(start, end)
	overlaps = start <= last and first <= end
	latest = dict(last_ends(last)).get(number)
	found = first <= end and (latest is None or end <= latest) and start <= last
	assert found == overlaps

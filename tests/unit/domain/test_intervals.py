"""Every rule of intervals against an oracle that looks at each day by itself."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office_management.domain.intervals import (
	FAR_DATE,
	Peak,
	Use,
	clash,
	clip,
	first_on_or_after,
	gaps,
	occurs,
	overlaps,
	peak_use,
	peak_with,
	takes_place,
	uses_on,
	weekday_bits,
	weekday_set,
)

START = date(2026, 2, 23)  # a Monday
LAST = 40  # days looked at by the oracle; open ends reach beyond
DAYS = [START + timedelta(days=n) for n in range(LAST)]

some_day = st.integers(0, LAST - 1).map(lambda n: START + timedelta(days=n))
bits = st.integers(0, 127)


@st.composite
def some_use(draw):
	"""A use of up to a few weeks, or open-ended; sometimes on a few weekdays only."""
	begin = draw(st.integers(-10, LAST - 1))
	length = draw(st.one_of(st.none(), st.integers(1, 25)))
	from_date = START + timedelta(days=begin)
	to_date = None if length is None else from_date + timedelta(days=length - 1)
	return Use(from_date, to_date, draw(st.integers(1, 4)), draw(st.one_of(st.just(0), bits)))


def taken_on(uses, day):
	return sum(use.seats for use in uses if takes_place(use, day))


@given(st.lists(some_use(), max_size=8), some_day, some_day)
def test_peak_is_the_fullest_day(uses, a, b):
	from_date, to_date = sorted((a, b))
	window = [day for day in DAYS if from_date <= day <= to_date]
	most = max(taken_on(uses, day) for day in window)
	first = next(day for day in window if taken_on(uses, day) == most)
	peak = peak_use(uses, from_date, to_date)
	assert peak.seats == most
	assert peak.on_date == (first if most else None)
	assert peak.weekday in (None, first.weekday())


@given(st.lists(some_use(), max_size=8))
def test_peak_without_limits_is_at_least_that_of_any_window(uses):
	assert peak_use(uses).seats >= peak_use(uses, DAYS[0], DAYS[-1]).seats


@given(st.lists(some_use(), max_size=6), some_use())
def test_peak_with_looks_only_at_the_days_of_the_wanted_use(uses, wanted):
	wanted = Use(wanted.from_date, min(wanted.last_date, DAYS[-1]), wanted.seats, wanted.weekdays)
	days = [
		wanted.from_date + timedelta(days=n) for n in range((wanted.last_date - wanted.from_date).days + 1)
	]
	expected = max((taken_on([*uses, wanted], day) for day in days if takes_place(wanted, day)), default=0)
	assert peak_with(uses, wanted).seats == expected


@given(some_use(), some_use())
def test_clash_is_a_common_day(a, b):
	days = [START + timedelta(days=n) for n in range(-10, 80)]
	assert clash(a, b) == any(takes_place(a, day) and takes_place(b, day) for day in days)
	assert clash(a, b) == clash(b, a)


@given(some_use())
def test_occurs_when_there_is_a_day(use):
	days = [START + timedelta(days=n) for n in range(-10, 80)]
	assert occurs(use) == any(takes_place(use, day) for day in days)


@given(st.lists(some_use(), max_size=6), st.integers(1, 6), st.integers(1, 3), bits, some_day, some_day)
def test_gaps_hold_every_day_that_fits(uses, capacity, seats, weekdays, a, b):
	from_date, to_date = sorted((a, b))
	found = gaps(uses, capacity, from_date, to_date, seats, weekdays)
	wanted = weekday_set(weekdays)

	def fits(day):
		return day.weekday() not in wanted or taken_on(uses, day) + seats <= capacity

	inside = {day for day in DAYS for start, end in found if start <= day <= end}
	assert all(fits(day) for day in inside)
	assert all(from_date <= start <= end <= to_date for start, end in found)
	assert all(earlier[1] + timedelta(days=1) < later[0] for earlier, later in itertools.pairwise(found))
	for day in set(DAYS) - inside:
		if from_date <= day <= to_date:
			assert any(not fits(near) for near in stretch(uses, day, from_date, to_date))


def stretch(uses, day, from_date, to_date):
	"""The days around `day` between which no use begins or ends."""

	def same(a, b):
		return [use.from_date <= a <= use.last_date for use in uses] == [
			use.from_date <= b <= use.last_date for use in uses
		]

	days, at = [day], day
	while (at := at + timedelta(days=1)) <= to_date and same(at, day):
		days.append(at)
	at = day
	while (at := at - timedelta(days=1)) >= from_date and same(at, day):
		days.append(at)
	return days


@given(some_day, st.one_of(st.none(), some_day), some_day, st.one_of(st.none(), some_day))
def test_overlaps_is_symmetric_and_inclusive(a_from, a_to, b_from, b_to):
	if (a_to and a_to < a_from) or (b_to and b_to < b_from):
		return
	shared = max(a_from, b_from) <= min(a_to or FAR_DATE, b_to or FAR_DATE)
	assert overlaps(a_from, a_to, b_from, b_to) == shared == overlaps(b_from, b_to, a_from, a_to)


def test_dates_are_inclusive():
	assert overlaps(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31), None)
	assert not overlaps(date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), None)


@given(bits)
def test_weekday_bits_and_set_are_each_others_inverse(number):
	days = weekday_set(number)
	assert weekday_set(weekday_bits(days)) == days
	assert weekday_bits(days) == (0 if number == 127 else number)


def test_monday_is_bit_one_and_sunday_sixty_four():
	assert weekday_set(1) == {0}
	assert weekday_set(64) == {6}
	assert weekday_set(0) == weekday_set(127) == set(range(7))


def test_people_on_different_weekdays_share_one_seat():
	monday_tuesday, friday = Use(START, None, 1, 0b11), Use(START, None, 1, 0b10000)
	assert peak_use([monday_tuesday, friday]) == Peak(1, START, 0)
	assert peak_use([monday_tuesday, friday, Use(START, None, 1, 0b10)]) == Peak(
		2, START + timedelta(days=1), 1
	)


def test_a_weekday_that_never_comes_takes_no_seat():
	wednesday = START + timedelta(days=2)
	assert peak_use([Use(wednesday, wednesday, 5, 0b1)]) == Peak(0)
	assert not occurs(Use(wednesday, wednesday, 1, 0b1))


def test_handing_over_a_seat_the_next_day_is_one_seat():
	uses = [Use(date(2026, 1, 1), date(2026, 3, 31)), Use(date(2026, 4, 1), None)]
	assert peak_use(uses) == Peak(1, date(2026, 1, 1))


def test_nothing_is_no_peak():
	assert peak_use([]) == Peak(0, None, None)
	assert uses_on([], START) == []


def test_the_end_of_time_is_reached_without_error():
	assert peak_use([Use(START, FAR_DATE, 2, 0b1000000)]).seats == 2
	assert first_on_or_after(FAR_DATE, 0) == FAR_DATE
	assert gaps([Use(START, None)], 1, START) == []
	assert gaps([], 1, START) == [(START, FAR_DATE)]


def test_clip_leaves_nothing_outside_the_window():
	use = Use(START, START + timedelta(days=5))
	assert clip(use, START + timedelta(days=6), None) is None
	assert clip(use, None, START) == Use(START, START)

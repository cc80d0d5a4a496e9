"""The locking read behind every promise: it finds all that overlaps, and reads little else of a busy place."""

import datetime
import random
from itertools import pairwise

import frappe
import pytest

from office_management.domain.intervals import FAR_DATE, overlaps
from office_management.domain.length_classes import UNBOUNDED, length_class
from office_management.office_space import seats
from office_management.patches.v0_1 import class_lengths_of_allocations
from tests import baseline, builders

START = datetime.date(2010, 1, 1)
ONE_DAY = datetime.timedelta(days=1)


def insert_rows(space: str, periods: list[tuple], classed: bool = True) -> None:
	"""Allocations as the controller stores them, set by set."""
	fields = ["name", "space", "occupant_type", "occupant", "seats", "from_date", "to_date", "effective_to"]
	fields += ["length_class", "status", "is_primary", "company"]
	occupant = baseline.employee("bram")
	values = []
	for first, last in periods:
		number = length_class(first, last) if classed else UNBOUNDED
		row = (frappe.generate_hash(length=10), space, "Employee", occupant, 1, first, last, last or FAR_DATE)
		values.append((*row, number, "Active", 1, baseline.COMPANY))
	frappe.db.bulk_insert("Space Allocation", fields, values)


@pytest.fixture
def place():
	return builders.room(builders.space(), capacity=5).name


def random_periods(number: int) -> list[tuple]:
	rng = random.Random(7)
	periods = []
	for _n in range(number):
		first = START + ONE_DAY * rng.randrange(4000)
		length = rng.choice((0, 1, 2, 6, 7, 30, 63, 64, 365, 2047, 2048, 3000))
		periods.append((first, None if rng.random() < 0.05 else first + ONE_DAY * length))
	return periods


@pytest.mark.parametrize("classed", (True, False), ids=("classed", "written before there were classes"))
def test_finds_exactly_what_overlaps(place, classed):
	periods = random_periods(400)
	insert_rows(place, periods, classed)
	for offset in range(-50, 7000, 233):
		first = START + ONE_DAY * offset
		for last in (first, first + 10 * ONE_DAY, first + 800 * ONE_DAY, None):
			expected = sorted((f, t) for f, t in periods if overlaps(f, t, first, last) and t is not None)
			open_ended = sum(1 for f, t in periods if t is None and overlaps(f, t, first, last))
			for found in (
				seats.live_uses(place, first, last or FAR_DATE),
				seats.primary_seats(baseline.employee("bram"), first, last or FAR_DATE),
			):
				rows = [(row.from_date, row.to_date) for row in found if row.space == place]
				assert sorted(row for row in rows if row[1]) == expected
				assert sum(row[1] is None for row in rows) == open_ended


def read_entries(call) -> int:
	"""Index entries looked at by this session while it ran."""

	def status() -> dict[str, int]:
		rows = frappe.db.sql("show session status like 'Handler%'")
		return {name: int(value) for name, value in rows}

	before = status()
	idle = status()
	call()
	after = status()
	names = ("Handler_read_next", "Handler_read_prev", "Handler_read_first", "Handler_read_rnd_next")
	cost = {name: (after[name] - idle[name]) - (idle[name] - before[name]) for name in after}
	rejected = cost["Handler_icp_attempts"] - cost["Handler_icp_match"]
	return sum(cost[name] for name in names) + max(rejected, 0)


@pytest.mark.parametrize("position", (100, 10000, 19900), ids=("past", "middle", "end"))
def test_reads_no_more_than_ten_entries_beyond_what_overlaps(place, position):
	"""2,000 allocations one after the other; ten days asked for, wherever in time."""
	days = [START + ONE_DAY * 10 * n for n in range(2001)]
	insert_rows(place, [(first, after - 2 * ONE_DAY) for first, after in pairwise(days)])
	first = START + ONE_DAY * position
	found = seats.live_uses(place, first, first + 10 * ONE_DAY)
	assert 1 <= len(found) <= 2
	assert read_entries(lambda: seats.live_uses(place, first, first + 10 * ONE_DAY)) <= 10 + len(found)


def classes_are_right(place: str) -> bool:
	rows = frappe.get_all(
		"Space Allocation", {"space": place}, ["from_date", "to_date", "length_class"], order_by="name"
	)
	return all(row.length_class == length_class(row.from_date, row.to_date) for row in rows)


@pytest.mark.parametrize("batch", (1, 7, 60, 5000))
def test_the_patch_classes_what_was_written_before(place, monkeypatch, batch):
	monkeypatch.setattr(class_lengths_of_allocations, "BATCH", batch)
	insert_rows(place, random_periods(60), classed=False)
	assert not classes_are_right(place)
	class_lengths_of_allocations.execute()
	assert classes_are_right(place)


def test_the_patch_goes_on_where_it_was_broken_off(place, monkeypatch):
	monkeypatch.setattr(class_lengths_of_allocations, "BATCH", 10)
	insert_rows(place, random_periods(60), classed=False)
	ranges = list(class_lengths_of_allocations.ranges_of_names())
	for names in ranges[: len(ranges) // 2]:
		class_lengths_of_allocations.class_range(names)
	assert not classes_are_right(place)
	class_lengths_of_allocations.execute()
	assert classes_are_right(place)

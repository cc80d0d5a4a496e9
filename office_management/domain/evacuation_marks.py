"""What people report in an evacuation, and what stands of it: reports are merged, persons are only ever added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

NOT_REPORTED, CLEAR, NOT_CLEAR = "Not Reported", "Clear", "Not Clear"
UNACCOUNTED, SAFE, NEEDS_HELP, NOT_HERE = "Unaccounted", "Safe", "Needs Help", "Not Here"
AREA, PERSON, REPORT = "Area", "Person", "Report"
STATES = {
	AREA: (NOT_REPORTED, CLEAR, NOT_CLEAR),
	PERSON: (UNACCOUNTED, SAFE, NEEDS_HELP, NOT_HERE),
}
ON_SITE, STEPPED_OUT, AT_RECEPTION = "On Site", "Stepped Out", "At Reception"
CHECKED_IN, SEATED, MISSING = "Checked In", "Has a Seat Here", "Reported Missing"
APART = frozenset({STEPPED_OUT})
"""Left before the alarm: looked for only when somebody says so."""
LONGEST_WAY = timedelta(days=2)
"""Longer than this no report waits on a device."""

T = TypeVar("T")


@dataclass(frozen=True)
class Stands:
	"""What is on record of one area or person, and since when."""

	state: str
	marked_on: datetime | None = None


def counts(now_on_record: Stands, marked_on: datetime) -> bool:
	"""Whether a report counts: it was made no earlier than the one on record, whenever it arrived."""
	return now_on_record.marked_on is None or marked_on >= now_on_record.marked_on


def moment(received_on: datetime, age: float, not_before: datetime) -> datetime:
	"""When a report was made, by its age in seconds on the device that sends it.

	The device's clock may be wrong; how long ago it was is not. Never before the alarm, never in the future.
	"""
	seconds = min(max(age, 0), LONGEST_WAY.total_seconds()) if age == age else 0
	return min(max(received_on - timedelta(seconds=seconds), not_before), received_on)


def additions(there: Iterable[str], found: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
	"""Those who were found and are not on the list yet, by key, each once, in the order found."""
	known, new = set(there), []
	for key, person in found:
		if key not in known:
			known.add(key)
			new.append((key, person))
	return new


def came_back(there: dict[str, str], found: Iterable[tuple[str, dict]]) -> list[tuple[str, dict]]:
	"""Those on the list as having left before (key -> presence), who are now found to be in. Never the other way."""
	return [
		(key, person) for key, person in found if there.get(key) in APART and person["presence"] not in APART
	]


def is_missing(state: str, presence: str) -> bool:
	"""Whether somebody must still be found. Who stepped out before the alarm is not looked for."""
	return state == UNACCOUNTED and presence not in APART


def is_open(state: str, presence: str) -> bool:
	"""Whether somebody keeps an evacuation from being all clear: missing, or in need of help."""
	return state == NEEDS_HELP or is_missing(state, presence)

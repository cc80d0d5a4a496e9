"""What an evacuation came to: how long each area and each kind of person took, and who was not found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from office_management.domain.evacuation_marks import CLEAR, is_missing, is_open


@dataclass(frozen=True)
class AreaFact:
	"""One area as it stands."""

	name: str
	state: str
	reported_on: datetime | None = None


@dataclass(frozen=True)
class PersonFact:
	"""One person as they stand; `group` is what kind of person they are."""

	group: str
	state: str
	presence: str
	marked_on: datetime | None = None


@dataclass(frozen=True)
class Group:
	"""One kind of person: how many, how many missing or in need of help, seconds until the last was found."""

	name: str
	people: int
	open: int
	missing: int
	seconds: int | None


@dataclass(frozen=True)
class Summary:
	"""Seconds run from the alarm; None: not yet."""

	areas: dict[str, int | None]
	groups: list[Group]
	areas_open: int
	people_open: int
	missing: int
	seconds: int | None

	@property
	def is_all_clear(self) -> bool:
		"""Every area is clear, and nobody is missing or in need of help."""
		return not self.areas_open and not self.people_open


def summary(alarm: datetime, areas: Iterable[AreaFact], people: Iterable[PersonFact]) -> Summary:
	"""Count and time the areas and people of an evacuation that began at `alarm` (site's time zone)."""
	areas, people = list(areas), list(people)
	times = {area.name: _since(alarm, area.reported_on) if area.state == CLEAR else None for area in areas}
	groups: dict[str, list[PersonFact]] = {}
	for person in people:
		groups.setdefault(person.group, []).append(person)
	counted = [_group(name, alarm, members) for name, members in sorted(groups.items())]
	done = all(seconds is not None for seconds in times.values()) and not any(one.open for one in counted)
	ends = [*times.values(), *(one.seconds for one in counted)]
	return Summary(
		areas=times,
		groups=counted,
		areas_open=sum(seconds is None for seconds in times.values()),
		people_open=sum(one.open for one in counted),
		missing=sum(one.missing for one in counted),
		seconds=max((end for end in ends if end is not None), default=0) if done else None,
	)


def _group(name: str, alarm: datetime, members: list[PersonFact]) -> Group:
	still_open = sum(is_open(one.state, one.presence) for one in members)
	found = [one.marked_on for one in members if one.marked_on]
	last = None if still_open else _since(alarm, max(found, default=alarm))
	missing = sum(is_missing(one.state, one.presence) for one in members)
	return Group(name, len(members), still_open, missing, last)


def _since(alarm: datetime, moment: datetime | None) -> int | None:
	return None if moment is None else max(int((moment - alarm).total_seconds()), 0)

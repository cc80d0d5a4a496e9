"""Deadlines that run in working hours only: several windows a day, holidays, the time zone with its summer time.

Times go in and out as naive datetimes on the wall clock of the calendar's time zone, as Frappe stores them; between
them everything is reckoned in real time, so a night in which the clock is put forward is an hour shorter. Of an hour
that comes twice, `fold` says which one, as everywhere in Python.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = 24 * 60 * 60
NO_WORK_FOR_DAYS = 3 * 366
"""A stretch without any working time that is longer than this is taken for endless."""

Window = tuple[int, int]
"""Begin and end in seconds after midnight; an end beyond 24 hours lies in the next day."""


class NoWorkingTime(Exception):
	"""The calendar has no working time within reach: no windows, or holidays without end."""


@dataclass(frozen=True)
class WorkingCalendar:
	"""When work is done.

	Args:
		windows: weekday (Monday = 0) -> windows of that day, in any order; they may touch or overlap. A window that
			reaches into the next day belongs to the day it begins on.
		holidays: days on which no window begins.
		tz: name of a time zone.
	"""

	windows: Mapping[int, Sequence[Window]]
	holidays: Collection[date] = frozenset()
	tz: str = "UTC"
	zone: ZoneInfo = field(init=False, repr=False, compare=False)

	def __post_init__(self) -> None:
		for day, windows in self.windows.items():
			for begin, end in windows:
				if day not in range(7) or not 0 <= begin < DAY or not begin < end <= begin + DAY:
					raise ValueError(f"no window: {day}, {begin} to {end}")
		object.__setattr__(self, "zone", ZoneInfo(self.tz))

	def instant(self, moment: datetime) -> datetime:
		"""A naive time on the wall as a moment in UTC."""
		return moment.replace(tzinfo=self.zone).astimezone(timezone.utc)

	def on_the_wall(self, instant: datetime) -> datetime:
		"""A moment as a naive time on the wall."""
		return instant.astimezone(self.zone).replace(tzinfo=None)


def window(begin: time, end: time) -> Window:
	"""A window from two times of the clock; an end that is not after the begin lies in the next day."""
	first, last = seconds(begin), seconds(end)
	return first, last if last > first else last + DAY


def seconds(clock: time) -> int:
	"""Seconds after midnight."""
	return clock.hour * 3600 + clock.minute * 60 + clock.second


def round_the_clock(tz: str) -> WorkingCalendar:
	"""Every hour of every day."""
	return WorkingCalendar({day: ((0, DAY),) for day in range(7)}, frozenset(), tz)


def add_working_minutes(calendar: WorkingCalendar, start: datetime, minutes: float) -> datetime:
	"""The moment at which `minutes` of working time have passed since `start`.

	Time outside the windows does not count; what ends with a window ends at its end, not at the next one's begin.

	Raises:
		ValueError: `minutes` is negative.
		NoWorkingTime: there is no working time for years on end.
	"""
	if minutes < 0:
		raise ValueError("minutes must not be negative")
	if not minutes:
		return start
	left = timedelta(minutes=minutes)
	for begin, end in _stretches(calendar, calendar.instant(start)):
		if left <= end - begin:
			return calendar.on_the_wall(begin + left)
		left -= end - begin
	raise NoWorkingTime


def working_minutes_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> float:
	"""Minutes of working time from `start` to `end`; 0 when the end is not after the start."""
	first, last = calendar.instant(start), calendar.instant(end)
	passed = timedelta()
	if last <= first:
		return 0.0
	for begin, stop in _stretches(calendar, first):
		if begin >= last:
			break
		passed += min(stop, last) - begin
	return passed / timedelta(minutes=1)


def is_working_time(calendar: WorkingCalendar, moment: datetime) -> bool:
	"""Whether the moment lies in a window."""
	instant = calendar.instant(moment)
	begin, _end = next(_stretches(calendar, instant), (None, None))
	return begin == instant


def _stretches(calendar: WorkingCalendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
	"""Working time from `start` on, piece by piece, without overlaps; the first piece may begin at `start`.

	Ends after years without any.
	"""
	day = calendar.on_the_wall(start).date() - timedelta(days=1)
	covered, idle = start, 0
	while idle <= NO_WORK_FOR_DAYS:
		idle += 1
		for begin, end in _windows_of(calendar, day):
			begin = max(begin, covered)
			if begin < end:
				yield begin, end
				covered, idle = end, 0
		if day >= date.max - timedelta(days=2):
			break
		day += timedelta(days=1)


def _windows_of(calendar: WorkingCalendar, day: date) -> Iterator[tuple[datetime, datetime]]:
	"""The windows that begin on the day, as moments, the earliest first."""
	if day in calendar.holidays:
		return
	for begin, end in sorted(calendar.windows.get(day.weekday(), ())):
		yield _at(calendar, day, begin), _at(calendar, day, end)


def _at(calendar: WorkingCalendar, day: date, second: int) -> datetime:
	midnight = datetime.combine(day, time())
	return calendar.instant(midnight + timedelta(seconds=second))

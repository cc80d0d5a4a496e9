"""Which days a rule names, and where a day goes that falls on a holiday.

The rules are those of RFC 5545 (iCalendar), section 3.3.10, worked out by python-dateutil. Where systems differ,
this is what holds here:

- **Short months.** The 31st (30th, 29th) of a month that has none is left out, as the RFC says; it is neither moved
  to the last day nor to the first of the next month. "Last Day" is a choice of its own, and names 28 or 29 February.
  29 February every year therefore comes every fourth year; the last day of February comes every year.
- **No drift.** Every date is counted from the first day of the rule, never from the date before it.
- **Weeks start on Monday** (the RFC's WKST=MO): every second week on Monday and Thursday means both days of the same
  week, whatever weekday the rule starts on.
- **The first day** is where counting begins, and is a date of the rule only if the rule names it. (The RFC calls
  anything else undefined; some calendars add it.)
- **Season and count.** Months outside the season are left out first; the count counts what is left. Intervals run
  on through the closed season: every second month from January, in season May to July, names May and July.
- **Count and holidays.** A date skipped for a holiday has been counted.
- **Moved dates that meet.** Where a date moved off a holiday falls on another date of the rule, or on where another
  was moved to, there is one job, not two (the RFC's "only one recurrence is considered"). The date that lies there
  by itself stays, else the earliest of those moved there.
- **After completion** counts from the day the work was done: every n days, weeks, months or years, and neither
  weekdays nor "last day" or "first Monday" matter. A month or year later is the same day, or the last day of a
  shorter month. A day outside the season waits for the first day of the next one.

Days are plain dates in the time zone of the office; `due_at` says what becomes of a time that summer time leaves out.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

from dateutil import rrule
from dateutil.relativedelta import relativedelta

DAILY, WEEKLY, MONTHLY, YEARLY = "Daily", "Weekly", "Monthly", "Yearly"
FREQUENCIES = {DAILY: rrule.DAILY, WEEKLY: rrule.WEEKLY, MONTHLY: rrule.MONTHLY, YEARLY: rrule.YEARLY}
PERIOD_DAYS = {DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366}
BY_DAY, BY_LAST_DAY, BY_WEEKDAY = "Day of the Month", "Last Day", "Nth Weekday"
NTHS = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}

KEEP, SKIP, PREVIOUS, NEXT = "Keep", "Skip", "Previous Working Day", "Next Working Day"

AS_PLANNED = ""
"""Reason codes of `Planned`: nothing to tell, or why a date is not simply due on its day."""
KEPT_ON_HOLIDAY = "kept_on_holiday"
HOLIDAY_SKIPPED = "holiday_skipped"
MOVED_BACK = "moved_back"
MOVED_ON = "moved_on"
SAME_DAY = "same_day"
NO_WORKING_DAY = "no_working_day"

MAX_SHIFT_DAYS = 60
"""A date is never moved further; where there is no working day so near, it stays on its holiday."""

LOOK_AHEAD_YEARS = 100
LAST_YEAR = 9998

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
	"""When something is due.

	Args:
		frequency: Daily, Weekly, Monthly or Yearly.
		start: where counting begins; no date before it.
		every: each n-th day, week, month or year.
		weekdays: of a weekly rule, 0 = Monday; empty = the weekday of `start`.
		by: of a monthly or yearly rule, what names the day: Day of the Month, Last Day or Nth Weekday.
		month_day: 1 to 31; None = the day of `start`.
		nth, nth_weekday: 1 to 4, or -1 for the last; 0 = Monday.
		month: of a yearly rule; None = the month of `start`.
		season: first and last month, both included; from a later to an earlier one goes over the new year.
		until: no date after it.
		count: so many dates at most.
	"""

	frequency: str
	start: date
	every: int = 1
	weekdays: frozenset[int] = field(default_factory=frozenset)
	by: str = BY_DAY
	month_day: int | None = None
	nth: int = 1
	nth_weekday: int = 0
	month: int | None = None
	season: tuple[int, int] | None = None
	until: date | None = None
	count: int | None = None


@dataclass(frozen=True)
class Planned:
	"""A date of a rule, the day it is due after looking at holidays (None: not at all), and why they differ."""

	occurrence: date
	due: date | None
	reason: str = AS_PLANNED


# --- the dates of a rule --------------------------------------------------------------------------------------


def season_months(season: tuple[int, int] | None) -> frozenset[int]:
	"""The months of a season; without one, all."""
	if not season:
		return frozenset(range(1, 13))
	first, last = season
	return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def occurrences(rule: Rule, first: date, last: date) -> Iterator[date]:
	"""The dates of the rule from `first` to `last`, both included, in order."""
	upto = takewhile(lambda day: day <= last, _dates(rule, first))
	return (day for day in upto if day >= first)


def next_occurrence(rule: Rule, first: date) -> date | None:
	"""The first date of the rule on or after `first`; None if there is none (within a hundred years)."""
	last = _add_years(max(first, rule.start), LOOK_AHEAD_YEARS)
	return next(occurrences(rule, first, last), None)


def never_happens(rule: Rule) -> bool:
	"""A rule without any date: 30 February, a month outside the season, an end before the first date."""
	return next_occurrence(rule, rule.start) is None


def shortest_gap(rule: Rule, number: int = 60) -> int | None:
	"""The fewest days between two neighbours among the first dates of a rule; None with fewer than two."""
	days = list(
		islice(occurrences(replace(rule, count=None), rule.start, _add_years(rule.start, 30)), number)
	)
	return min(((later - day).days for day, later in pairwise(days)), default=None)


def _dates(rule: Rule, first: date) -> Iterator[date]:
	"""The dates of the rule from its start, or (where none is counted) from not long before `first`."""
	start = rule.start if rule.count else _anchor(rule, first)
	months = season_months(rule.season)
	if rule.frequency == YEARLY:
		months &= {rule.month or rule.start.month}
	if not months:
		return iter(())
	dates = rrule.rrule(
		FREQUENCIES[rule.frequency],
		dtstart=datetime.combine(start, time()),
		interval=rule.every,
		wkst=rrule.MO,
		count=rule.count,
		until=rule.until and datetime.combine(rule.until, time()),
		bymonth=None if len(months) == 12 else sorted(months),
		**_which_days(rule),
	)
	return (moment.date() for moment in dates if moment.date() >= rule.start)


def _which_days(rule: Rule) -> dict:
	if rule.frequency == WEEKLY:
		return {"byweekday": sorted(rule.weekdays or {rule.start.weekday()})}
	if rule.frequency == DAILY:
		return {}
	if rule.by == BY_WEEKDAY:
		return {"byweekday": rrule.weekday(rule.nth_weekday)(rule.nth)}
	return {"bymonthday": -1 if rule.by == BY_LAST_DAY else rule.month_day or rule.start.day}


def _anchor(rule: Rule, first: date) -> date:
	"""A day from which the rule can be counted as well as from its start, so that old rules cost no more."""
	if first <= rule.start:
		return rule.start
	if rule.frequency in (DAILY, WEEKLY):
		step = rule.every * (7 if rule.frequency == WEEKLY else 1)
		begin = rule.start - timedelta(days=rule.start.weekday() if rule.frequency == WEEKLY else 0)
		anchor = begin + timedelta(days=(first - begin).days // step * step)
		return max(anchor, rule.start)
	step = rule.every * (12 if rule.frequency == YEARLY else 1)
	passed = (first.year - rule.start.year) * 12 + first.month - rule.start.month
	year, month = divmod(rule.start.year * 12 + rule.start.month - 1 + passed // step * step, 12)
	# a yearly rule may name a month before the one it starts in: its year begins in January
	anchor = date(year, 1 if rule.frequency == YEARLY else month + 1, 1)
	return max(anchor, rule.start)


def _add_years(day: date, years: int) -> date:
	return day + relativedelta(years=min(years, max(LAST_YEAR - day.year, 0)))


# --- counted from completion ----------------------------------------------------------------------------------


def first_after_start(rule: Rule, first: date) -> date | None:
	"""The first date of a rule that counts from completion: its start, not before `first`, in season."""
	return _in_season(rule, max(rule.start, first))


def after_completion(rule: Rule, completed: date) -> date | None:
	"""The date that follows work completed on a day; None after the rule's end.

	Whether the count of the rule is used up, the caller knows.
	"""
	steps = {
		DAILY: relativedelta(days=rule.every),
		WEEKLY: relativedelta(weeks=rule.every),
		MONTHLY: relativedelta(months=rule.every),
		YEARLY: relativedelta(years=rule.every),
	}
	if completed.year + rule.every > LAST_YEAR:
		return None
	return _in_season(rule, max(completed + steps[rule.frequency], rule.start))


def _in_season(rule: Rule, day: date) -> date | None:
	months = season_months(rule.season)
	while day.month not in months:
		day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
	return None if rule.until and day > rule.until else day


# --- holidays -------------------------------------------------------------------------------------------------


def shift(day: date, holiday_rule: str, is_holiday: Callable[[date], bool]) -> Planned:
	"""Where one date goes by itself, and why; whether it meets another, `planned` knows."""
	if not is_holiday(day):
		return Planned(day, day)
	if holiday_rule == KEEP:
		return Planned(day, day, KEPT_ON_HOLIDAY)
	if holiday_rule == SKIP:
		return Planned(day, None, HOLIDAY_SKIPPED)
	found = _working_day(day, -ONE_DAY if holiday_rule == PREVIOUS else ONE_DAY, is_holiday)
	if not found:
		return Planned(day, day, NO_WORKING_DAY)
	return Planned(day, found, MOVED_BACK if holiday_rule == PREVIOUS else MOVED_ON)


def planned(
	rule: Rule, first: date, last: date, holiday_rule: str = KEEP, is_holiday: Callable | None = None
) -> list[Planned]:
	"""The dates of the rule from `first` to `last` with what becomes of each.

	The answer for a date is the same whatever part of the rule is asked for.

	Args:
		first, last: both included, and about the date of the rule, not the day it is due.
		is_holiday: whether nobody works on a day; left out: every day is a working day.
	"""
	is_holiday = is_holiday or (lambda _day: False)
	if holiday_rule in (KEEP, SKIP):
		return [shift(day, holiday_rule, is_holiday) for day in occurrences(rule, first, last)]
	low = _edge(first, -ONE_DAY, is_holiday)
	high = _edge(last, ONE_DAY, is_holiday)
	shifted = [shift(day, holiday_rule, is_holiday) for day in occurrences(rule, low, high)]
	return [one for one in drop_meeting(shifted) if first <= one.occurrence <= last]


def drop_meeting(shifted: Iterable[Planned]) -> list[Planned]:
	"""Of several that are due on one day leave the one that lies there by itself, else the earliest."""
	shifted = list(shifted)
	stays: dict[date, date] = {}
	for one in shifted:
		if one.due and (one.due not in stays or one.occurrence == one.due):
			stays[one.due] = one.occurrence
	return [
		one if not one.due or stays[one.due] == one.occurrence else Planned(one.occurrence, None, SAME_DAY)
		for one in shifted
	]


def from_day_on(
	rule: Rule, first: date, holiday_rule: str = KEEP, is_holiday: Callable | None = None
) -> Iterator[Planned]:
	"""The dates on or after `first` one after the other, skipped ones included."""
	span = timedelta(days=rule.every * PERIOD_DAYS[rule.frequency] * 3)
	day = next_occurrence(rule, first)
	while day:
		last = min(day + span, date(LAST_YEAR, 12, 31))
		yield from planned(rule, day, last, holiday_rule, is_holiday)
		day = next_occurrence(rule, last + ONE_DAY)
		span = min(span * 2, timedelta(days=3660))


def upcoming(
	rule: Rule, first: date, number: int, holiday_rule: str = KEEP, is_holiday: Callable | None = None
) -> list[Planned]:
	"""The first `number` dates on or after `first`, skipped ones included."""
	return list(islice(from_day_on(rule, first, holiday_rule, is_holiday), number))


def _working_day(day: date, step: timedelta, is_holiday: Callable[[date], bool]) -> date | None:
	for number in range(1, MAX_SHIFT_DAYS + 1):
		if not is_holiday(day + number * step):
			return day + number * step
	return None


def _edge(day: date, step: timedelta, is_holiday: Callable[[date], bool]) -> date:
	"""How far from a day one must look to see whatever may be moved to where it is moved."""
	for _number in range(2 * MAX_SHIFT_DAYS):
		if not is_holiday(day):
			break
		day += step
	return day


# --- the hour -------------------------------------------------------------------------------------------------


def due_at(day: date, clock: time, zone: str) -> datetime:
	"""The moment something is due, as the office's clock shows it (without a time zone, as the database keeps it).

	A time that the change to summer time leaves out is read with the offset before the change, as RFC 5545 3.3.5
	says: 02:30 becomes 03:30. One that comes twice in autumn stays as it is, and means the first of the two.
	"""
	office = ZoneInfo(zone)
	wall = datetime.combine(day, clock, office)
	return wall.astimezone(ZoneInfo("UTC")).astimezone(office).replace(tzinfo=None)

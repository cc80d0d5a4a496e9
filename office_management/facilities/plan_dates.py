"""The dates of plans: the fields of a plan as a rule, and the rule with the holidays that count for it.

Two days are kept with a plan. `generated_until_date`: about every date of the rule up to this one it has been decided
what is made of it; the next run begins after it. `make_on_date`: the day on which the first date after that is to be
made, so that the hourly job finds the few plans it has work for by an index.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import cint, cstr, get_system_timezone, get_time, getdate

from office_management.domain import recurrence
from office_management.domain.catching_up import LOOK_BACK_DAYS, Decision, decide
from office_management.domain.intervals import weekday_set
from office_management.domain.recurrence import ONE_DAY, Planned, Rule
from office_management.erp import holidays
from office_management.office_administration import api as administration

PLAN = "Facility Plan"
ACTIVE, PAUSED, ENDED = "Active", "Paused", "Ended"
FIXED, AFTER_COMPLETION = "Fixed", "After Completion"
MONTHS = list(calendar.month_name)
WEEKDAYS = list(calendar.day_name)
DEFAULT_TIME = time(17)
SKIPPED_BY_HAND = "by_hand"


@dataclass(frozen=True)
class Due:
	"""What is to be decided about a plan in one run, and up to which date of the rule that is everything."""

	decisions: list[Decision]
	until: date | None


def day_or_none(value) -> date | None:
	"""A date as a date, however it is stored; None for nothing."""
	return getdate(value) if value else None


def rule_of(plan) -> Rule:
	"""The rule in the fields of a plan (a document or a row)."""
	first, last = plan.season_from_month, plan.season_to_month
	weekly = plan.frequency == recurrence.WEEKLY
	return Rule(
		frequency=plan.frequency,
		start=getdate(plan.start_date),
		every=max(cint(plan.every), 1),
		weekdays=weekday_set(cint(plan.weekdays)) if weekly and cint(plan.weekdays) else frozenset(),
		by=plan.month_rule or recurrence.BY_DAY,
		month_day=cint(plan.month_day) or None,
		nth=recurrence.NTHS.get(plan.nth, 1),
		nth_weekday=WEEKDAYS.index(plan.nth_weekday) if plan.nth_weekday else 0,
		month=MONTHS.index(plan.month) if plan.month else None,
		season=(MONTHS.index(first), MONTHS.index(last)) if first and last else None,
		until=day_or_none(plan.end_date),
		count=cint(plan.end_after) or None,
	)


def due_on(plan, day: date) -> datetime:
	"""The moment a plan's task is due on a day, by the clock of the site."""
	clock = get_time(str(plan.due_time)) if plan.due_time is not None else DEFAULT_TIME
	return recurrence.due_at(day, clock, get_system_timezone())


def holiday_list_of(plan) -> str | None:
	"""The plan's own list, else that of the settings, else that of the company."""
	return (
		plan.holiday_list
		or administration.setting("working_holiday_list")
		or holidays.company_holiday_list(plan.company)
	)


class Dates:
	"""The dates of plans. Keeps the holidays it has read: make one for each run."""

	def __init__(self) -> None:
		self._holidays: dict[str | None, frozenset[date]] = {None: frozenset()}
		self._lists: dict[tuple, str | None] = {}

	def is_holiday(self, plan):
		"""A function that says whether a day is a holiday for the plan."""
		key = (plan.holiday_list, plan.company)
		if key not in self._lists:
			self._lists[key] = holiday_list_of(plan)
		name = self._lists[key]
		if name not in self._holidays:
			self._holidays[name] = holidays.holidays_in(name)
		return self._holidays[name].__contains__

	def planned(self, plan, first: date, last: date) -> list[Planned]:
		"""What a fixed plan has planned for the dates of its rule from `first` to `last`."""
		return recurrence.planned(rule_of(plan), first, last, plan.holiday_rule, self.is_holiday(plan))

	def from_day_on(self, plan, first: date) -> Iterator[Planned]:
		"""The same, one date after the other and without an end in sight."""
		return recurrence.from_day_on(rule_of(plan), first, plan.holiday_rule, self.is_holiday(plan))

	def shifted(self, plan, day: date) -> Planned:
		"""Where one date goes, for plans counted from completion."""
		return recurrence.shift(day, plan.holiday_rule, self.is_holiday(plan))

	def due(self, plan, today: date, horizon: date) -> Due:
		"""What a fixed plan has to decide about: its dates after the last run that are due up to `horizon`."""
		first = max(first_undecided(plan, today), today - timedelta(days=LOOK_BACK_DAYS))
		last = horizon
		if plan.holiday_rule == recurrence.PREVIOUS:
			last += timedelta(days=recurrence.MAX_SHIFT_DAYS)
		found, until = [], horizon
		for one in self.planned(plan, first, last):
			if (one.due or one.occurrence) > horizon:
				until = one.occurrence - ONE_DAY
				break
			found.append(one)
			until = max(until, one.occurrence)
		return Due(self.decided(plan, found, today), until)

	def decided(self, plan, found: list[Planned], today: date) -> list[Decision]:
		by_hand = skipped_dates(plan)
		open_dates = [one for one in found if one.occurrence not in by_hand]
		skipped = [one for one in found if one.occurrence in by_hand and one.due]
		return sorted(
			[
				*decide(open_dates, today, plan.catch_up),
				*(Decision(one.occurrence, one.due, SKIPPED_BY_HAND) for one in skipped),
			],
			key=lambda decision: decision.occurrence,
		)

	def reached(self, plan, until: date, today: date) -> dict:
		"""What is written into a fixed plan once all its dates of the rule up to a day are decided about."""
		until = max(until, day_or_none(plan.generated_until_date) or until)
		after = frappe._dict(plan, generated_until_date=until)
		following, next_due = self.next_to_decide(after, today), self.next_due(after, today)
		values = {
			"generated_until_date": until,
			"next_due_date": next_due,
			"make_on_date": make_on(plan, following.due if following else None),
		}
		return values if following or next_due else values | ended()

	def next_due(self, plan, today: date) -> date | None:
		"""The first day from today on that a fixed plan has something due, made already or not."""
		begin = today
		if plan.holiday_rule == recurrence.NEXT:
			begin -= timedelta(days=recurrence.MAX_SHIFT_DAYS)
		by_hand = skipped_dates(plan)
		days = (one.due for one in self.from_day_on(plan, begin) if one.due and one.occurrence not in by_hand)
		return next((day for day in days if day >= today), None)

	def next_to_decide(self, plan, today: date) -> Planned | None:
		"""The first date of a fixed plan about which nothing has been decided yet."""
		upcoming = self.from_day_on(plan, first_undecided(plan, today))
		return next((one for one in upcoming if one.due), None)


def first_undecided(plan, today: date) -> date:
	"""Where the next run begins: after the last one, or with today. What was before the plan is not missed."""
	until = day_or_none(plan.generated_until_date)
	return max(until + ONE_DAY if until else today, getdate(plan.start_date))


def skipped_dates(plan) -> dict[date, str]:
	"""The dates that somebody decided to skip, and why."""
	return {getdate(row.occurrence_date): row.reason or "" for row in plan.get("skipped_dates") or []}


def ended() -> dict:
	"""The values of a plan whose dates have all passed."""
	return {"status": ENDED, "status_reason": _("All its dates have passed.", context=PLAN)}


def due_to_make(doctype: str, today: date) -> list[str]:
	"""Active plans that have something to be made today, those waiting longest first; by their index."""
	plan = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(plan)
		.select(plan.name)
		.where((plan.status == ACTIVE) & (plan.make_on_date <= today))
		.orderby(plan.make_on_date)
		.orderby(plan.name)
	)
	return query.run(pluck=True)


def note_error(doctype: str, name: str, error: Exception) -> None:
	"""Keep with a plan why nothing could be made of it. It is tried again every hour."""
	text = frappe.utils.strip_html(cstr(error)) or type(error).__name__
	frappe.db.set_value(doctype, name, "generation_error", text[:500], update_modified=False)


def make_on(plan, due: date | None) -> date | None:
	"""The day on which a task for a due day is made."""
	return due and due - timedelta(days=cint(plan.lead_days))

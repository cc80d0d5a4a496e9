"""Plans that count from completion: for each target one task after the other, never two open at once.

Nothing is stored about the chain. It is read from the tasks themselves, so a reopened task, a deleted one or a job
that was killed changes what comes next in the one right way, and running twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Coalesce, Count, Max, NullIf, Sum
from frappe.utils import cint, getdate
from pypika import Case

from office_management.domain import recurrence
from office_management.domain.catching_up import Decision
from office_management.facilities.plan_dates import (
	SKIPPED_BY_HAND,
	Dates,
	first_undecided,
	rule_of,
	skipped_dates,
)
from office_management.facilities.plan_targets import Target, Targets

TASK = "Facility Task"
OPEN = ("Open", "In Progress", "On Hold")


@dataclass(frozen=True)
class Link:
	"""How far the chain of one target has come."""

	made: int = 0
	is_open: bool = False
	counted_from: date | None = None


def chains_of(plans: Iterable[str], but: Iterable[str] = ()) -> dict[str, dict[str, Link]]:
	"""Plan -> target (an asset or a place) -> how far it has come. One read for all plans; `but` these tasks.

	Work that was done counts from the day it was completed; what was skipped or cancelled counts from its date, or
	from the day somebody said so, if that was later.
	"""
	task = frappe.qb.DocType(TASK)
	target = Coalesce(NullIf(task.asset, ""), task.space)
	closed = Case().when(task.closed_on > task.occurrence_date, task.closed_on).else_(task.occurrence_date)
	day = Case().when(task.status.isin(["Done", "Verified"]), task.completed_on).else_(closed)
	rows = (
		frappe.qb.from_(task)
		.select(
			task.plan,
			target.as_("target"),
			Count("*").as_("made"),
			Sum(Case().when(task.status.isin(OPEN), 1).else_(0)).as_("open_tasks"),
			Max(Coalesce(day, task.occurrence_date)).as_("counted_from"),
		)
		.where(task.plan.isin(sorted(set(plans)) or [""]) & task.occurrence_key.isnotnull())
		.where(task.name.notin(sorted(but) or [""]))
		.groupby(task.plan, target)
		.orderby(task.plan)
		.run(as_dict=True)
	)
	found: dict[str, dict[str, Link]] = {}
	for row in rows:
		link = Link(row.made, bool(row.open_tasks), getdate(row.counted_from))
		found.setdefault(row.plan, {})[row.target] = link
	return found


def next_date(plan, link: Link, today: date) -> date | None:
	"""The date that follows in a chain; None while a task is open, and when there is none any more."""
	if link.is_open or (cint(plan.end_after) and link.made >= cint(plan.end_after)):
		return None
	if not link.made:
		return recurrence.first_after_start(rule_of(plan), first_undecided(plan, today))
	return recurrence.after_completion(rule_of(plan), link.counted_from)


def next_dates(
	plan, links: dict[str, Link], targets: Iterable[Target], dates: Dates, today: date
) -> Iterator[tuple[Target, Decision]]:
	"""The next date of every target that has one, with the day it is due."""
	by_hand = skipped_dates(plan)
	for target in targets:
		day = next_date(plan, links.get(target.name, Link()), today)
		if day:
			skipped = SKIPPED_BY_HAND if day in by_hand else ""
			yield target, Decision(day, dates.shifted(plan, day).due or day, skipped)


def have_ended(plan) -> bool:
	"""Whether no target of a plan that counts from completion has a task open or a date to come."""
	links = chains_of([plan.name]).get(plan.name, {})
	targets = Targets().of(plan)
	if any(links.get(target.name, Link()).is_open for target in targets):
		return False
	return bool(targets) and not list(next_dates(plan, links, targets, Dates(), getdate()))

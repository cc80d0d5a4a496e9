"""Making the tasks of plans: each once, whatever runs twice, late, at the same moment, or is killed half way.

A run goes through the plans whose day has come, in packs: a pack is one transaction that locks its plans, stores their
tasks and notes with each plan how far it has come. A run that is killed leaves whole packs behind it and repeats the
rest; what repeats is stored once, since occurrence keys are unique. One plan's error stops no other plan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime

from office_management.batches import run_in_batches
from office_management.facilities.plan_chains import Link, chains_of, next_dates
from office_management.facilities.plan_dates import (
	ACTIVE,
	AFTER_COMPLETION,
	PLAN,
	Dates,
	day_or_none,
	due_to_make,
	make_on,
	note_error,
)
from office_management.facilities.plan_targets import Target, Targets
from office_management.facilities.task_rows import Row, Writer

PLANS_AT_ONCE = 500
ROWS_AT_ONCE = 2000
TIMES = 3
"""A plan that was edited while its tasks were made is begun again so often."""


class NothingToKeepUpError(frappe.ValidationError):
	"""There is no place or asset left that a plan could make a task for."""


@dataclass
class Portion:
	"""Some of the tasks of one plan; with the last of them goes how far the plan has come."""

	plan: frappe._dict
	rows: list[Row]
	ends: dict | None = None


@dataclass
class Made:
	"""What a run has done: tasks by plan, plans that failed with the error, plans that changed under its hands."""

	tasks: dict[str, int] = field(default_factory=dict)
	errors: dict[str, Exception] = field(default_factory=dict)
	changed: set[str] = field(default_factory=set)

	@property
	def number(self) -> int:
		return sum(self.tasks.values())


# --- what is run ----------------------------------------------------------------------------------------------


def make_planned_tasks() -> int:
	"""Hourly: make the tasks of all active plans whose day has come. Returns how many were made."""
	return make_tasks(plans_due(getdate())).number


def plans_due(today: date) -> list[str]:
	"""Active plans that have something to be made today."""
	return due_to_make(PLAN, today)


def make_tasks(plans: list[str], until: date | None = None) -> Made:
	"""Make what is due of some plans now, and tell the people it is assigned to.

	Args:
		plans: names; those that are not active are passed over.
		until: make everything due up to this day (left out: as far ahead as each plan says).
	"""
	made, writer = Made(), Writer()
	left = list(plans)
	for _time in range(TIMES):
		made.changed = set()
		for start in range(0, len(left), PLANS_AT_ONCE):
			Run(getdate(), until, writer, made).go(left[start : start + PLANS_AT_ONCE])
		if not made.changed:
			break
		left = sorted(made.changed)
	tell_assignees(writer.told)
	return made


# --- one run --------------------------------------------------------------------------------------------------


class Run:
	"""Some plans, loaded at once and worked through."""

	def __init__(self, today: date, until: date | None, writer: Writer, made: Made) -> None:
		self.today, self.until = today, until
		self.dates, self.targets = Dates(), Targets()
		self.writer, self.made = writer, made

	def go(self, names: list[str]) -> None:
		portions = [portion for plan in self.load(names) for portion in self.portions_or_error(plan)]
		failed = self.write(list(packs(portions)))
		alone = [[portion] for pack, _error in failed for portion in pack]
		for pack, error in self.write(alone):
			self.made.errors[pack[0].plan.name] = error
		failed_plans = [(name, self.made.errors[name]) for name in names if name in self.made.errors]
		run_in_batches(failed_plans, lambda item: note_error(PLAN, *item))

	def load(self, names: list[str]) -> list[frappe._dict]:
		plans = load_plans(names)
		self.targets.read_ahead(plans)
		self.chains = chains_of([plan.name for plan in plans if plan.basis == AFTER_COMPLETION])
		return plans

	def write(self, several: list[list[Portion]]) -> list[tuple[list[Portion], Exception]]:
		"""Store packs, each in a transaction of its own; those that could not be, with the error."""
		outcomes = run_in_batches(several, self.write_pack, size=1)
		return [(outcome.item, outcome.error) for outcome in outcomes if outcome.error]

	# --- what there is to do ----------------------------------------------------------------------------------

	def portions_or_error(self, plan: frappe._dict) -> list[Portion]:
		try:
			return list(self.portions(plan))
		except Exception as error:
			self.made.errors[plan.name] = error
			return []

	def portions(self, plan: frappe._dict) -> Iterator[Portion]:
		"""The tasks of one plan in portions of a size that one transaction can take."""
		rows, ends = self.work_after_completion(plan) if plan.basis == AFTER_COMPLETION else self.work(plan)
		for start in range(0, max(len(rows), 1), ROWS_AT_ONCE):
			is_last = start + ROWS_AT_ONCE >= len(rows)
			yield Portion(plan, rows[start : start + ROWS_AT_ONCE], ends if is_last else None)

	def horizon(self, plan: frappe._dict) -> date:
		"""The last day up to which what is due is made now."""
		return self.until or self.today + timedelta(days=cint(plan.lead_days))

	def targets_of(self, plan: frappe._dict) -> list[Target]:
		targets = self.targets.of(plan)
		if not targets:
			frappe.throw(nothing_left_text(plan), NothingToKeepUpError)
		return targets

	def work(self, plan: frappe._dict) -> tuple[list[Row], dict]:
		"""What a plan with fixed dates has to make, and how far it has come then."""
		due = self.dates.due(plan, self.today, self.horizon(plan))
		targets = self.targets_of(plan)
		rows = [
			Row(plan, target, decision)
			for decision in due.decisions
			for target in targets
			if target.can_be_done_on(decision.due)
		]
		return rows, self.dates.reached(plan, due.until, self.today)

	def work_after_completion(self, plan: frappe._dict) -> tuple[list[Row], dict]:
		"""Likewise for a plan that counts from completion: for each target at most one task."""
		links: dict[str, Link] = self.chains.get(plan.name, {})
		targets = self.targets_of(plan)
		upcoming = list(next_dates(plan, links, targets, self.dates, self.today))
		horizon = self.horizon(plan)
		rows = [
			Row(plan, target, decision)
			for target, decision in upcoming
			if decision.due <= horizon and target.can_be_done_on(decision.due)
		]
		later = min((decision.due for _target, decision in upcoming if decision.due > horizon), default=None)
		return rows, {"next_due_date": later, "make_on_date": make_on(plan, later)}

	# --- storing it -------------------------------------------------------------------------------------------

	def write_pack(self, pack: list[Portion]) -> None:
		"""One transaction: the tasks of these portions, and how far their plans have come."""
		stored = lock_plans({portion.plan.name for portion in pack})
		pack = [portion for portion in pack if self.is_unchanged(portion, stored.get(portion.plan.name))]
		rows = [row for portion in pack for row in portion.rows]
		keys = self.writer.write(rows) if rows else set()
		for portion in pack:
			number = sum(row.key in keys for row in portion.rows)
			self.close(portion, stored[portion.plan.name], number)

	def is_unchanged(self, portion: Portion, stored: frappe._dict | None) -> bool:
		"""Nobody has edited, paused or deleted the plan, or changed its dates, since it was read."""
		if not stored or stored.status != ACTIVE:
			return False
		same = stored.modified == portion.plan.modified
		if not same:
			self.made.changed.add(portion.plan.name)
		return same

	def close(self, portion: Portion, stored: frappe._dict, number: int) -> None:
		name = portion.plan.name
		self.made.tasks[name] = self.made.tasks.get(name, 0) + number
		values = {"generated_count": cint(stored.generated_count) + number}
		stored.generated_count = values["generated_count"]
		if number:
			values["last_generated_on"] = now_datetime()
		if portion.ends:
			values |= {**portion.ends, "generation_error": None}
			until, reached = values.get("generated_until_date"), day_or_none(stored.generated_until_date)
			if until and reached:
				values["generated_until_date"] = max(until, reached)
		frappe.db.set_value(PLAN, name, values, update_modified=False)


def packs(portions: Iterable[Portion]) -> Iterator[list[Portion]]:
	"""Portions brought together so that each transaction has a fair number of tasks."""
	pack, size = [], 0
	for portion in portions:
		if pack and size + len(portion.rows) > ROWS_AT_ONCE:
			yield pack
			pack, size = [], 0
		pack.append(portion)
		size += len(portion.rows)
	if pack:
		yield pack


def load_plans(names: list[str]) -> list[frappe._dict]:
	"""Active plans by name, in the order given, with the rows of their tables that matter here."""
	plans = {
		plan.name: plan
		for plan in frappe.get_all(
			PLAN, {"name": ("in", names), "status": ACTIVE}, ["*"], order_by="name", limit_page_length=0
		)
	}
	for field_name, doctype, columns in (
		("assignees", "Facility Plan Assignee", ["user"]),
		("skipped_dates", "Facility Plan Skip", ["occurrence_date", "reason"]),
	):
		for plan in plans.values():
			plan[field_name] = []
		filters = {"parenttype": PLAN, "parent": ("in", list(plans))}
		for row in frappe.get_all(doctype, filters, ["parent", *columns], order_by="parent, idx"):
			plans[row.parent][field_name].append(row)
	return [plans[name] for name in names if name in plans]


def lock_plans(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Lock the rows of some plans, in the order of their names, and read what may have changed since."""
	plan = frappe.qb.DocType(PLAN)
	query = (
		frappe.qb.from_(plan)
		.select(plan.name, plan.status, plan.modified, plan.generated_count, plan.generated_until_date)
		.where(plan.name.isin(sorted(names)))
		.orderby(plan.name)
		.for_update()
	)
	return {row.name: row for row in query.run(as_dict=True)}


def nothing_left_text(plan) -> str:
	return _(
		"There is nothing to make a task for: what {0} is for is closed, scrapped, sold or not there any more.",
		context=PLAN,
	).format(frappe.bold(frappe.utils.escape_html(plan.title)))


def tell_assignees(told: dict[str, int]) -> None:
	"""One notice for each person about all tasks that were made for them; that it fails undoes nothing.

	Nor is whoever pressed the button told that a mail about it could not be sent: that is in the Error Log.
	"""
	messages = list(frappe.local.message_log)
	for user, number in told.items():
		if user == frappe.session.user:
			continue
		try:
			tell_assignee(user, number)
		except Exception:
			frappe.log_error(title="Facility Plan: could not tell who is assigned", defer_insert=True)
	frappe.local.message_log = messages


def tell_assignee(user: str, number: int) -> None:
	"""A notice on the desk, and a mail where the user wants one for each assignment."""
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"for_user": user,
			"from_user": frappe.session.user,
			"type": "Assignment",
			"subject": _("Tasks made for you: {0}", context=PLAN).format(frappe.bold(number)),
			"document_type": "Facility Task",
			"link": frappe.utils.get_url_to_list("Facility Task"),
		}
	).insert(ignore_permissions=True)  # a notice to who was just assigned, by the job

"""The tasks of plans, stored many at once, with their checklists and assignments.

An occurrence key (sha1 of plan, target and date) is unique in the database: whoever comes second stores nothing, be it
the same job again after it was killed, or another one at the same moment. Rows of a checklist and assignments follow
only where the task itself was stored by us, and in the same transaction.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha1

import frappe
from frappe import _
from frappe.desk.form import assign_to
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Coalesce, NullIf
from frappe.utils import escape_html

from office_management.domain.catching_up import MISSED, Decision
from office_management.facilities import prepared_rows, tasks
from office_management.facilities.plan_dates import due_on, skipped_dates
from office_management.facilities.plan_targets import Target
from office_management.facilities.prepared_rows import Prototype

TASK, TODO = "Facility Task", "ToDo"
SKIPPED = "Skipped"
OWN = ("subject", "description", "plan", "space", "asset", "occurrence_date", "occurrence_key")
"""What differs between tasks that are otherwise alike."""
NAMES_AT_ONCE = 2000


@dataclass(frozen=True)
class Row:
	"""One task to be: of which plan, for what, on which date."""

	plan: frappe._dict
	target: Target
	decision: Decision

	@property
	def key(self) -> str:
		return occurrence_key(self.plan.name, self.target.name, self.decision.occurrence)


def occurrence_key(plan: str, target: str, occurrence: date) -> str:
	"""What no two tasks share: sha1 of plan, target (a place or an asset) and date of the rule."""
	return sha1(f"{plan}\0{target}\0{occurrence:%Y-%m-%d}".encode()).hexdigest()


def follow_rename(field: str, name: str) -> None:
	"""A plan, a place or an asset was renamed: its tasks get the keys they would be made with now.

	Args:
		field: plan, space or asset; links to the record carry the new name already.
		name: the new name.
	"""
	task = frappe.qb.DocType(TASK)
	sha1_of, joined = CustomFunction("SHA1", ["text"]), CustomFunction("CONCAT_WS", ["by", "a", "b", "c"])
	target = Coalesce(NullIf(task.asset, ""), task.space)
	key = sha1_of(joined("\0", task.plan, target, task.occurrence_date))
	renamed = (task[field] == name) & task.plan.isnotnull() & task.occurrence_key.isnotnull()
	frappe.qb.update(task).set(task.occurrence_key, key).where(renamed).run()


def values_of(row: Row) -> dict:
	"""The values of a task as an ordinary insert would be given them."""
	plan, target = row.plan, row.target
	values = {
		"doctype": TASK,
		"subject": plan.title,
		"description": plan.description,
		"category": plan.category,
		"urgency": plan.urgency,
		"space": target.space,
		"asset": target.asset,
		"company": target.company or plan.company,
		"supplier": plan.supplier,
		"contract": plan.contract,
		"checklist_template": plan.checklist_template,
		"source": "Plan",
		"plan": plan.name,
		"occurrence_date": row.decision.occurrence,
		"occurrence_key": row.key,
		"due_on": due_on(plan, row.decision.due),
	}
	if row.decision.skipped:
		is_missed = int(row.decision.skipped == MISSED)
		values |= {"status": SKIPPED, "status_reason": reason_of(row), "is_missed": is_missed}
	return values


def todo_values(user: str, row: Row, task: str | None = None) -> dict:
	"""An assignment as `assign_to.add` makes it."""
	return {
		"doctype": TODO,
		"allocated_to": user,
		"reference_type": TASK,
		"reference_name": task,
		"description": escape_html(row.plan.title),
		"priority": "Medium",
		"status": "Open",
		"date": row.decision.due,
		"assigned_by": frappe.session.user,
	}


class Writer:
	"""Stores tasks of plans. Keeps the prototypes it has worked out: make one for each run."""

	def __init__(self) -> None:
		self._tasks: dict[tuple, Prototype] = {}
		self._todos: dict[tuple, Prototype] = {}
		self._one_by_one = others_watch_new_tasks()
		self.told: dict[str, int] = {}

	def write(self, rows: list[Row]) -> set[str]:
		"""Store the tasks that are not there yet; the keys of those that were stored now."""
		if self._one_by_one:
			return {row.key for row in rows if self._insert(row)}
		drafts = {}
		for name, row in zip(prepared_rows.new_names(len(rows)), rows, strict=True):
			values = values_of(row)
			drafts[name] = Draft(name, row, values, self._prototype(values))
		prepared_rows.insert(TASK, [draft.task() for draft in drafts.values()], ignore_duplicates=True)
		stored = [drafts[name] for name in _existing(drafts)]
		self._insert_rows_of(stored)
		return {draft.row.key for draft in stored}

	def _prototype(self, values: dict) -> Prototype:
		key = tuple(str(value) for field, value in sorted(values.items()) if field not in OWN)
		if key not in self._tasks:
			self._tasks[key] = prepared_rows.prototype(values)
		return self._tasks[key]

	def _insert_rows_of(self, stored: list["Draft"]) -> None:
		"""Checklists and assignments of the tasks that were stored."""
		lines: dict[str, list[dict]] = {}
		for draft in stored:
			for doctype, line in draft.lines():
				lines.setdefault(doctype, []).append(line)
			for user in draft.users():
				lines.setdefault(TODO, []).append(self._todo(user, draft))
				self.told[user] = self.told.get(user, 0) + 1
		for doctype, several in lines.items():
			prepared_rows.insert(doctype, several)

	def _todo(self, user: str, draft: "Draft") -> dict:
		"""What Frappe's assign-to stores for an assignee."""
		values = todo_values(user, draft.row)
		key = (user, draft.row.decision.due)
		if key not in self._todos:
			self._todos[key] = prepared_rows.prototype(values)
		own = {"name": frappe.generate_hash(length=10), "reference_name": draft.name}
		return {**self._todos[key].values, **own, "description": values["description"]}

	def _insert(self, row: Row) -> bool:
		"""An ordinary insert, for sites where others want to hear of each new task."""
		if frappe.db.exists(TASK, {"occurrence_key": row.key}):
			return False
		name = tasks.make_task(
			**{field: value for field, value in values_of(row).items() if field != "doctype"}
		)
		for user in () if row.decision.skipped else assignees_of(row.plan):
			values = todo_values(user, row) | {"doctype": TASK, "name": name, "assign_to": [user]}
			assign_to.add(values, ignore_permissions=True)  # the plan's maker was allowed to assign
		return True


@dataclass(frozen=True)
class Draft:
	"""A task about to be stored."""

	name: str
	row: Row
	values: dict
	prototype: Prototype

	def task(self) -> dict:
		common = {field: value for field, value in self.prototype.values.items() if field not in OWN}
		own = {field: self.values[field] for field in OWN if self.values[field] is not None}
		users = self.users()
		return common | own | {"name": self.name} | ({"_assign": json.dumps(users)} if users else {})

	def lines(self) -> Iterator[tuple[str, dict]]:
		for doctype, line in self.prototype.rows:
			yield doctype, {**line, "name": frappe.generate_hash(length=10), "parent": self.name}

	def users(self) -> list[str]:
		return [] if self.row.decision.skipped else assignees_of(self.row.plan)


def others_watch_new_tasks() -> bool:
	"""Whether somebody has set up the site so that something happens with each task that is inserted."""
	watching = (
		("Assignment Rule", {"document_type": TASK, "disabled": 0}),
		("Notification", {"document_type": TASK, "enabled": 1}),
		("Webhook", {"webhook_doctype": TASK, "enabled": 1}),
		("Server Script", {"reference_doctype": TASK, "disabled": 0}),
	)
	if any(frappe.db.exists(doctype, filters) for doctype, filters in watching):
		return True
	handlers = frappe.get_doc_hooks().get(TASK, {}).values()
	return any(not path.startswith("office_management.") for paths in handlers for path in paths)


def assignees_of(plan) -> list[str]:
	"""The users that tasks of a plan are assigned to."""
	return [line.user for line in plan.get("assignees") or []]


def reason_of(row: Row) -> str:
	"""Why a date is on record as skipped, in the language of the site."""
	if row.decision.skipped == MISSED:
		return _("Missed: nobody could make this task in time.", context="Facility Plan")
	return skipped_dates(row.plan).get(row.decision.occurrence) or ""


def _existing(names: Iterable[str]) -> list[str]:
	"""Which of some new names were really stored, in the order given."""
	names = list(names)
	task = frappe.qb.DocType(TASK)
	found: set[str] = set()
	for start in range(0, len(names), NAMES_AT_ONCE):
		some = names[start : start + NAMES_AT_ONCE]
		found.update(frappe.qb.from_(task).select(task.name).where(task.name.isin(some)).run(pluck=True))
	return [name for name in names if name in found]

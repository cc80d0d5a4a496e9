"""Who may see which tasks and plans, and who may act on a task: one criterion each, for lists, documents and reports.

Limits, all at once:

- place and company: as in Space. What names no place is seen by who is limited to places only if it is their own;
- row: office managers, receptionists and auditors see every task of their places. A technician sees the tasks
  assigned to them (also after they are done), those they made, and those nobody has yet of their categories: the
  ones that name them in the team, and the ones that name nobody. Anyone else sees what they asked for or reported.
  And everybody sees what is asked of their department.

Acting (write) is narrower for a technician: theirs, and what nobody has yet of their categories.
"""

import json

import frappe
from pypika.terms import Criterion, Field

from office_management.domain.task_states import CLOSED
from office_management.erp.people import departments_above, employee_facts, employee_of
from office_management.office_space import api as office_space
from office_management.office_space.api import may_use
from office_management.row_rules import READING, all_of, exists, holds, is_empty

TASK, PLAN, CATEGORY = "Facility Task", "Facility Plan", "Facility Task Category"
SEE_ALL = frozenset({"System Manager", "Office Manager", "Office Receptionist", "Office Auditor"})
ACT_ON_ALL = frozenset({"System Manager", "Office Manager", "Office Receptionist"})
TECHNICIAN = "Facility Technician"


# --- roles ----------------------------------------------------------------------------------------------------


def sees_all_tasks(user: str | None = None) -> bool:
	"""Whether the user's roles show every task (places and companies apart)."""
	return holds(SEE_ALL, user)


def acts_on_all_tasks(user: str | None = None) -> bool:
	"""Whether the user may change, assign and cancel every task they see."""
	return holds(ACT_ON_ALL, user)


def is_technician(user: str | None = None) -> bool:
	"""Whether the user holds the role Facility Technician."""
	return TECHNICIAN in frappe.get_roles(user or frappe.session.user)


def categories_of(user: str | None = None) -> list[str]:
	"""The categories whose unassigned tasks are offered to a technician: theirs, and those without a team."""
	user = user or frappe.session.user
	category, member = frappe.qb.DocType(CATEGORY), frappe.qb.DocType("Facility Team Member")
	rows = (
		frappe.qb.from_(category)
		.left_join(member)
		.on((member.parent == category.name) & (member.parenttype == CATEGORY))
		.select(category.name, member.user)
		.orderby(category.name)
		.run()
	)
	teams: dict[str, set[str]] = {}
	for name, member_user in rows:
		teams.setdefault(name, set()).update({member_user} - {None, ""})
	return [name for name, team in teams.items() if not team or user in team]


# --- parts of the criteria ------------------------------------------------------------------------------------


def assigned_to(table, user: str) -> Criterion:
	"""The task is, or was until it was done, assigned to the user.

	While a task lives, Frappe keeps its assignees on the row (`_assign`, a list in JSON), which costs no look-up; from
	closed tasks it takes them out, and their to-dos tell.
	"""
	todo = frappe.qb.DocType("ToDo")
	theirs = (
		frappe.qb.from_(todo)
		.select(todo.reference_name)
		.where((todo.reference_type == TASK) & (todo.allocated_to == user))
		.where(todo.status != "Cancelled")
	)
	now = Field("_assign", table=table).like(f"%{_as_pattern(json.dumps(user))}%")
	return now | (table.status.isin(CLOSED) & table.name.isin(theirs))


def _as_pattern(text: str) -> str:
	"""The text as LIKE takes it literally."""
	return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_unassigned(table) -> Criterion:
	"""Nobody has the task."""
	assigned = Field("_assign", table=table)
	return is_empty(assigned) | (assigned == "[]")


def asked_by(table, user: str) -> Criterion:
	"""The user made the task, asked for it, or reported the same problem."""
	criterion = table.owner == user
	employee = employee_of(user)
	if not employee:
		return criterion
	reporter = frappe.qb.DocType("Facility Task Reporter")
	reported = frappe.qb.from_(reporter).select(reporter.parent).where(reporter.employee == employee)
	return criterion | (table.requested_by == employee) | table.name.isin(reported)


def free_for(table, user: str) -> Criterion:
	"""Nobody has the task, and it is of a category of this technician, or of none."""
	category = is_empty(table.category)
	if mine := categories_of(user):
		category = category | table.category.isin(mine)
	return is_unassigned(table) & category


def asked_of_department(table, user: str) -> Criterion | None:
	"""The task was handed to the user's department, or to one above it; None for who is in no department."""
	employee = employee_of(user)
	department = employee and employee_facts([employee])[employee].department
	return table.to_department.isin(departments_above(department)) if department else None


def _rows(table, user: str) -> Criterion | None:
	"""What the user's roles show."""
	if sees_all_tasks(user):
		return None
	own = _own(table, user)
	if (department := asked_of_department(table, user)) is not None:
		own = own | department
	return own | free_for(table, user) if is_technician(user) else own


def _places(table, user: str, for_sums: bool = False) -> Criterion | None:
	limit = office_space.place_criterion(table.space, TASK, user)
	if limit is None:
		return None
	if not for_sums:
		return limit | (is_empty(table.space) & _own(table, user))
	own = frappe.qb.DocType(TASK).as_("own_task")
	names = frappe.qb.from_(own).select(own.name).where(is_empty(own.space) & _own(own, user))
	return limit | (is_empty(table.space) & table.name.isin(names))


def _own(table, user: str) -> Criterion:
	return assigned_to(table, user) | asked_by(table, user)


# --- the criteria ---------------------------------------------------------------------------------------------


def task_criterion(table, user: str | None = None, for_sums: bool = False) -> Criterion | None:
	"""Return what limits the user's view of Facility Task, for a pypika `table`; None when nothing does.

	For sums over many tasks the limit of places is said so that place and name of a task suffice, which an index holds.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	company = office_space.company_criterion(table.company, TASK, user)
	return all_of(_rows(table, user), _places(table, user, for_sums), company)


def acting_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return which of the tasks that the user sees they may act on; None for all of them."""
	user = user or frappe.session.user
	if acts_on_all_tasks(user):
		return None
	if is_technician(user):
		return assigned_to(table, user) | free_for(table, user)
	return table.name == ""


def plan_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Facility Plan, for a pypika `table`; None when nothing does.

	A plan for one asset lies where the asset stands.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	asset = frappe.qb.DocType("Asset")
	place = office_space.place_criterion(table.space, PLAN, user)
	if place is not None:
		stands = office_space.place_criterion(asset.location, PLAN, user)
		here = frappe.qb.from_(asset).select(asset.name).where(stands)
		place = place | (is_empty(table.space) & table.asset.isin(here))
	return all_of(place, office_space.company_criterion(table.company, PLAN, user))


# --- what hooks.py names --------------------------------------------------------------------------------------


def facility_task_query(user: str | None = None, doctype: str = TASK) -> str:
	"""permission_query_conditions of Facility Task."""
	return office_space.as_sql(task_criterion(frappe.qb.DocType(TASK), user))


def facility_plan_query(user: str | None = None, doctype: str = PLAN) -> str:
	"""permission_query_conditions of Facility Plan."""
	return office_space.as_sql(plan_criterion(frappe.qb.DocType(PLAN), user))


def facility_task_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Facility Task: the saved row is asked; a new one goes by its place."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new():
		return not doc.space or may_use(doc.space, TASK, user)
	table = frappe.qb.DocType(TASK)
	acting = None if (ptype or "read") in READING else acting_criterion(table, user)
	return exists(table, doc.name, all_of(task_criterion(table, user), acting))


def facility_plan_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Facility Plan: the saved row is asked; a new one goes by its place."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new():
		place = doc.space or (doc.asset and frappe.db.get_value("Asset", doc.asset, "location"))
		return not place or may_use(place, PLAN, user)
	table = frappe.qb.DocType(PLAN)
	return exists(table, doc.name, plan_criterion(table, user))

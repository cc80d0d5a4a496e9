"""The blocks of Office Day that Facilities adds. What a block is: see office_administration/office_day.py."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import format_datetime, get_datetime, now_datetime, today

from office_management.domain.task_states import CLOCK_RUNS, DONE, LIVE
from office_management.facilities import permissions
from office_management.facilities.clocks import LONG_AGO
from office_management.office_administration import api as administration

TASK, CATEGORY = "Facility Task", "Facility Task Category"
ROWS = 5
OFFICE_ROLES = ("Office Manager", "Office Receptionist", "Facility Technician")
DECIDERS = ("Office Manager", "Office Receptionist")


def get_blocks() -> list[dict]:
	"""What is mine, late, at risk, due today, nobody's yet, and to be verified."""
	roles = set(frappe.get_roles())
	blocks = []
	if roles.intersection(OFFICE_ROLES):
		blocks = [mine(), late(), at_risk(), due_today(), unassigned()]
	if roles.intersection(DECIDERS):
		blocks.append(to_verify())
	return blocks


def found(*criteria) -> tuple[int, list[frappe._dict]]:
	"""How many tasks of the user's meet the criteria (functions of the table), and the first few, soonest due first."""
	task = frappe.qb.DocType(TASK)
	query = frappe.qb.from_(task)
	limit = permissions.task_criterion(task)
	for criterion in [made(task) for made in criteria] + ([limit] if limit is not None else []):
		query = query.where(criterion)
	count = query.select(Count("*")).run()[0][0]
	if not count:
		return 0, []
	rows = query.select(task.name, task.subject, task.space, task.due_on, task.urgency, task.status)
	rows = rows.orderby(task.due_on.isnull()).orderby(task.due_on).orderby(task.creation).limit(ROWS)
	return count, rows.run(as_dict=True)


def running(task):
	"""The clock of the task runs."""
	return task.status.isin(CLOCK_RUNS)


def live(task):
	"""The task is not over."""
	return task.status.isin(LIVE)


def block(key: str, title: str, indicator: str, filters: dict, *criteria, for_roles=OFFICE_ROLES) -> dict:
	"""One block: the count, the most pressing, and the list of all of them."""
	count, rows = found(*criteria)
	names = place_names(rows)
	return {
		"key": f"tasks_{key}",
		"title": title,
		"count": count,
		"rows": [row_of(row, names) for row in rows],
		"action": administration.show_all(TASK, filters),
		"indicator": indicator,
		"for_roles": for_roles,
	}


def place_names(rows: list[frappe._dict]) -> dict[str, str]:
	"""{space: what it is called} of the places that the rows name."""
	spaces = sorted({row.space for row in rows if row.space})
	if not spaces:
		return {}
	filters = {"name": ("in", spaces)}
	return dict(
		frappe.get_all("Office Space", filters, ["name", "space_name"], order_by="name", as_list=True)
	)


def row_of(row: frappe._dict, places: dict[str, str]) -> dict:
	"""Where it is and when it is due."""
	due = row.due_on and _("due {0}", context="Office Day").format(format_datetime(row.due_on, "d MMM HH:mm"))
	urgent = _(row.urgency, context=TASK) if row.urgency in ("High", "Emergency") else None
	facts = (urgent, places.get(row.space), due)
	return {
		"title": row.subject,
		"subtitle": ", ".join(fact for fact in facts if fact),
		"route": ["Form", TASK, row.name],
	}


def mine() -> dict:
	"""What the user has to do."""
	user = frappe.session.user
	return block(
		"mine",
		_("My tasks", context="Office Day"),
		"blue",
		{"status": ["in", list(LIVE)], "_assign": ["like", f'%"{user}"%']},
		live,
		lambda task: permissions.assigned_to(task, user),
	)


def late() -> dict:
	"""What is past its due time and does not wait."""
	now = now_datetime()
	return block(
		"late",
		_("Late tasks", context="Office Day"),
		"red",
		{"status": ["in", list(CLOCK_RUNS)], "due_on": ["<", str(now)]},
		running,
		lambda task: task.due_on[LONG_AGO:now],
	)


def at_risk() -> dict:
	"""Tracked tasks of which most of the time has passed."""
	now = now_datetime()
	return block(
		"at_risk",
		_("Tasks that may become late", context="Office Day"),
		"orange",
		{"status": ["in", list(CLOCK_RUNS)], "at_risk_on": ["<", str(now)], "due_on": [">", str(now)]},
		running,
		lambda task: task.at_risk_on[LONG_AGO:now],
		lambda task: task.due_on > now,
	)


def due_today() -> dict:
	"""What is due in the rest of the day."""
	now, end = now_datetime(), end_of_day()
	return block(
		"due_today",
		_("Tasks due today", context="Office Day"),
		"blue",
		{"status": ["in", list(LIVE)], "due_on": ["between", [today(), today()]]},
		live,
		lambda task: task.due_on[now:end],
	)


def end_of_day() -> datetime:
	return get_datetime(today()) + timedelta(days=1) - timedelta(seconds=1)


def unassigned() -> dict:
	"""What nobody has yet; a technician can take it here."""
	return block(
		"unassigned",
		_("Tasks nobody has yet", context="Office Day"),
		"orange",
		{"status": ["in", list(LIVE)], "_assign": ["is", "not set"]},
		live,
		permissions.is_unassigned,
	)


def to_verify() -> dict:
	"""What is done and waits for a second look."""
	category = frappe.qb.DocType(CATEGORY)
	asking = frappe.qb.from_(category).select(category.name).where(category.needs_verification == 1)
	return block(
		"to_verify",
		_("Tasks to verify", context="Office Day"),
		"yellow",
		{"status": DONE},
		lambda task: task.status == DONE,
		lambda task: task.category.isin(asking),
		for_roles=DECIDERS,
	)

"""A year of facility work: plans and what became of their tasks, problems people reported, and what was bought."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import frappe
from frappe.utils import get_datetime, now_datetime

from office_management.demo import record
from office_management.demo.data import upkeep
from office_management.demo.documents import make, make_unless_there
from office_management.demo.plan.shapes import Plan, Scale
from office_management.demo.plan.upkeep import Job, plan_jobs
from office_management.facilities import generator, prepared_rows, task_rows

TASK = "Facility Task"
ANSWERS = {
	"Yes/No/NA": ("Yes", "Pass"),
	"Rating": ("4", "Pass"),
	"Number": ("1", "Pass"),
	"Text": ("In order", None),
}
CHUNK = 500
STEP = 60
"""So many days at a time: a plan makes up for only so many dates in one go."""


def make_upkeep(
	plan: Plan, scale: Scale, company: str, spaces: dict[str, str], people: dict[str, str]
) -> None:
	"""Make suppliers, items, plans and tasks of the last year.

	Args:
		spaces: a space's key -> Office Space.
		people: employee number -> Employee.
	"""
	technicians = [
		person.email for person in plan.people if person.roles and "Facility Technician" in person.roles
	]
	make_suppliers()
	make_category()
	make_routines(plan, scale.history_days, company, spaces, technicians)
	finish_planned(plan, company, technicians)
	make_jobs(plan_jobs(plan, scale.history_days), company, spaces, people, technicians)


def make_suppliers() -> None:
	root = frappe.db.get_value(
		"Supplier Group", {"parent_supplier_group": ("in", ("", None))}, order_by="lft"
	)
	for name, (group, phone) in upkeep.SUPPLIERS.items():
		group = frappe.db.exists("Supplier Group", group) or root
		make_unless_there("Supplier", {"supplier_name": name}, supplier_group=group, om_emergency_phone=phone)


def make_category() -> None:
	"""The demo's own category, with time limits."""
	targets = [
		{"urgency": urgency, "response_hours": answer, "resolution_hours": finish}
		for urgency, (answer, finish) in upkeep.TARGETS.items()
	]
	make_unless_there(
		"Facility Task Category",
		{"category_name": upkeep.CATEGORY},
		description="Water, power, light, heating, doors and windows",
		track_response_times=1,
		needs_verification=0,
		response_targets=targets,
	)


# --- planned work ---------------------------------------------------------------------------------------------


def make_routines(
	plan: Plan, days: int, company: str, spaces: dict[str, str], technicians: list[str]
) -> None:
	"""Plans that began so many days ago, with all their tasks up to now."""
	for values in upkeep.ROUTINES:
		if values["space"] not in spaces:
			continue
		doc = frappe.get_doc(
			{
				"doctype": "Facility Plan",
				"company": company,
				"start_date": plan.day(-days),
				"catch_up": "All",
				"urgency": "Normal",
				"assignees": [{"user": user} for user in technicians[:1]],
				**values,
				"space": spaces[values["space"]],
				"supplier": frappe.db.exists("Supplier", values.get("supplier")),
				"service_item": frappe.db.exists("Item", values.get("service_item")),
			}
		)
		doc.insert(ignore_permissions=True)  # create() is for System Managers only
		make_tasks_of(doc.name, plan.day(-days), plan.today)
		frappe.db.set_value("Facility Plan", doc.name, "catch_up", "Latest Only", update_modified=False)


def make_tasks_of(name: str, first: date, today: date) -> None:
	"""What the hourly job would have made since the first day, in this transaction."""
	before = first - timedelta(days=1)
	frappe.db.set_value("Facility Plan", name, "generated_until_date", before, update_modified=False)
	days = [*(first + timedelta(days=number) for number in range(STEP, (today - first).days, STEP)), today]
	for day in days:
		run = generator.Run(day, None, task_rows.Writer(), generator.Made())
		for loaded in run.load([name]):
			for portion in run.portions(loaded):
				run.write_pack([portion])


def finish_planned(plan: Plan, company: str, technicians: list[str]) -> None:
	"""Most of what is past was done in time, some late, some skipped with a reason; the last days are still open."""
	random = Random(len(technicians))
	rows = frappe.get_all(
		TASK,
		{"company": company, "status": "Open", "due_on": ("<", plan.today)},
		["name", "due_on"],
		order_by="due_on, name",
	)
	done, values = [], {}
	for row in rows:
		fate = fate_of(row.due_on, plan, random)
		if fate == "Open":
			continue
		values[row.name] = ended(row.due_on, fate, random, technicians)
		done += [row.name] if fate != "Skipped" else []
	write(values)
	answer_checklists(done)
	close_assignments(values)


def fate_of(due_on: datetime, plan: Plan, random: Random) -> str:
	chance = random.random()
	if due_on > datetime.combine(plan.day(-4), time(0)) and chance < 0.4:
		return "Open"
	return "Skipped" if chance > 0.97 else "Late" if chance > 0.9 else "Done"


def ended(due_on: datetime, fate: str, random: Random, technicians: list[str]) -> dict:
	"""The values of a task that is over."""
	opened = due_on - timedelta(days=3, hours=random.randrange(8))
	if fate == "Skipped":
		reason = random.choice(upkeep.SKIPPED)
		return {"status": "Skipped", "status_reason": reason, "closed_on": due_on, "opened_on": opened}
	moment = (
		due_on + timedelta(hours=20)
		if fate == "Late"
		else due_on - timedelta(minutes=random.randrange(10, 400))
	)
	moment = min(moment, now_datetime())
	user = random.choice(technicians) if technicians else "Administrator"
	return {
		"status": "Done",
		"opened_on": opened,
		"responded_on": opened + timedelta(hours=2),
		"started_on": moment - timedelta(minutes=40),
		"completed_on": moment,
		"closed_on": moment,
		"completed_by": user,
		"resolution_minutes": random.randrange(30, 900),
	}


def write(values: dict[str, dict]) -> None:
	"""Set the values of many tasks."""
	frappe.db.bulk_update(TASK, values, update_modified=False)


def answer_checklists(tasks: list[str]) -> None:
	row = frappe.qb.DocType("Facility Task Answer")
	for chunk in chunks(tasks):
		for kind, (answer, result) in ANSWERS.items():
			query = frappe.qb.update(row).set(row.answer, answer).set(row.result, result)
			query.where(row.parent.isin(chunk) & (row.answer_type == kind)).run()


def close_assignments(tasks: Iterable[str]) -> None:
	todo = frappe.qb.DocType("ToDo")
	for chunk in chunks(list(tasks)):
		query = frappe.qb.update(todo).set(todo.status, "Closed")
		query.where((todo.reference_type == TASK) & todo.reference_name.isin(chunk)).run()


def chunks(names: list[str]) -> Iterator[list[str]]:
	"""The names in portions that one statement can take."""
	yield from (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))


# --- problems that people reported ----------------------------------------------------------------------------


def make_jobs(
	jobs: list[Job], company: str, spaces: dict[str, str], people: dict[str, str], technicians: list[str]
) -> None:
	"""Tasks of the reports, as they would stand now."""
	departments = dict(
		frappe.get_all(
			"Employee", {"company": company}, ["name", "department"], order_by="name", as_list=True
		)
	)
	rows = [
		job_row(job, company, spaces, people, departments, technicians[number % len(technicians)])
		for number, job in enumerate(jobs)
		if technicians
	]
	prepared_rows.insert(TASK, rows)


def job_row(job: Job, company: str, spaces: dict, people: dict, departments: dict, technician: str) -> dict:
	reporter = people[job.reporter]
	is_done, is_answered = job.done_on is not None, job.answered_on is not None
	values = {
		"doctype": TASK,
		"subject": job.subject,
		"category": job.category,
		"urgency": job.urgency,
		"space": spaces[job.space],
		"company": company,
		"source": "Request",
		"requested_by": reporter,
		"from_department": departments.get(reporter),
	}
	own = {
		"name": frappe.generate_hash(length=10),
		"status": "Done" if is_done else "In Progress" if is_answered else "Open",
		"opened_on": job.opened_on,
		"creation": job.opened_on,
		"due_on": job.due_on,
		"responded_on": job.answered_on,
		"response_minutes": job.minutes[0] if is_answered else 0,
		"started_on": job.answered_on,
		"completed_on": job.done_on,
		"closed_on": job.done_on,
		"completed_by": technician if is_done else None,
		"resolution_minutes": job.minutes[1] if is_done else 0,
	}
	return {**prepared_rows.prototype(values).values, **own}

"""Facility work: what is measured, each beside its floor."""

import datetime
import json
import time

import facility_load as load
import frappe
from measure import Result, Series, explain, reads_of, side_by_side, statements_of
from space_cases import USER, make_limited_user, report_beside_sql

TASK, PLAN, ANSWER = "Facility Task", "Facility Plan", "Facility Task Answer"
CHECKLIST = f"{load.MARK}Checklist"
PLANNED = 100_000
LIMITED_ROWS = 100
"""So many rows more than three times what matches may be looked at for a list."""


# --- planned tasks ---------------------------------------------------------------------------------------------------


def planned_tasks(wanted: int) -> Result:
	"""One run that makes so many tasks with a checklist of three lines; then the same rows with `bulk_insert` alone."""
	from office_management.facilities import generator

	remove_plans()
	plans, until = make_plans(wanted)
	ours, floor = Series(), Series()
	try:
		made = timed(ours, lambda: generator.make_tasks(plans, until))
		if made.errors:
			raise RuntimeError(f"plans failed: {made.errors}")
		rows = {TASK: stored(TASK, "plan", plans), ANSWER: stored_answers(plans)}
		remove_tasks()
		timed(floor, lambda: insert_again(rows))
	finally:
		frappe.db.rollback()
		remove_plans()
	text = f"{made.number} tasks, {len(rows[ANSWER][1])} lines of checklists, {len(plans)} plans"
	return Result(f"make {made.number} planned tasks in one run", ours, floor, 3.0, "bulk_insert", text)


def timed(series: Series, thing):
	start = time.perf_counter()
	answer = thing()
	series.seconds.append(time.perf_counter() - start)
	return answer


def make_plans(wanted: int) -> tuple[list[str], datetime.date]:
	"""A daily plan for all desks of each floor; with the day up to which that makes as many tasks as are wanted."""
	if not frappe.db.exists("Checklist Template", CHECKLIST):
		doc = frappe.get_doc({"doctype": "Checklist Template", "title": CHECKLIST})
		for question in ("Is it clean?", "Is it whole?", "Does the light work?"):
			doc.append("items", {"question": question, "answer_type": "Yes/No/NA", "is_required": 1})
		doc.insert()
	code = load.space_load.SITE_CODE
	desks = frappe.db.count("Office Space", {"name": ("like", f"{code}-%"), "space_type": "Desk"})
	today = frappe.utils.getdate()
	floors = [f"{code}-{building}-{floor}" for building in range(4) for floor in range(10)]
	plans = [make_plan(floor, today) for floor in floors]
	frappe.db.commit()
	return plans, today + datetime.timedelta(days=-(-wanted // max(desks, 1)) - 1)


def make_plan(floor: str, today: datetime.date) -> str:
	values = {
		"doctype": PLAN,
		"title": f"{load.MARK}Desks of {floor}",
		"category": load.category(0),
		"urgency": "Normal",
		"scope": "Spaces of a Type Below",
		"space": floor,
		"space_type": "Desk",
		"frequency": "Daily",
		"every": 1,
		"start_date": today,
		"basis": "Fixed",
		"holiday_rule": "Keep",
		"catch_up": "All",
		"checklist_template": CHECKLIST,
	}
	return frappe.get_doc(values).insert().name


def stored(doctype: str, field: str, names: list[str]) -> tuple[list[str], list[tuple]]:
	"""The rows just made, with the columns that hold anything."""
	quoted = ", ".join(frappe.db.escape(name) for name in names)
	return filled(frappe.db.sql(f"select * from `tab{doctype}` where `{field}` in ({quoted})", as_dict=True))


def stored_answers(plans: list[str]) -> tuple[list[str], list[tuple]]:
	quoted = ", ".join(frappe.db.escape(name) for name in plans)
	sql = f"""select answer.* from `tab{ANSWER}` answer join `tab{TASK}` task on task.name = answer.parent
		where task.plan in ({quoted})"""
	return filled(frappe.db.sql(sql, as_dict=True))


def filled(rows: list[dict]) -> tuple[list[str], list[tuple]]:
	columns = [name for name in rows[0] if any(row[name] is not None for row in rows)]
	return columns, [tuple(row[name] for name in columns) for row in rows]


def insert_again(rows: dict[str, tuple[list[str], list[tuple]]]) -> None:
	for doctype, (columns, values) in rows.items():
		frappe.db.bulk_insert(doctype, columns, values)
	frappe.db.commit()


def remove_tasks() -> None:
	"""What the plans of this run have made."""
	frappe.db.sql(
		f"""delete task, answer from `tab{PLAN}` plan join `tab{TASK}` task on task.plan = plan.name
		left join `tab{ANSWER}` answer on answer.parent = task.name where plan.title like 'BQ-Desks%'"""
	)
	frappe.db.commit()


def remove_plans() -> None:
	remove_tasks()
	frappe.db.sql(f"delete from `tab{PLAN}` where title like 'BQ-Desks%'")
	frappe.db.commit()


# --- the list of tasks -----------------------------------------------------------------------------------------------

COLUMNS = (
	*(
		"name",
		"owner",
		"creation",
		"modified",
		"modified_by",
		"_user_tags",
		"_comments",
		"_assign",
		"_liked_by",
	),
	*("docstatus", "idx", "subject", "status", "due_on", "space", "urgency", "respond_by", "responded_on"),
	"at_risk_on",
)
"""What the desk asks for in the list of tasks."""


def lists() -> dict[str, tuple[dict, str, str]]:
	"""What is looked at: filters, order, and the index that answers it."""
	from office_management.facilities.clocks import at_risk_filters, late_filters

	live = {"status": ("in", ("Open", "In Progress", "On Hold"))}
	return {
		"to do, newest first": (live, "creation desc", "creation"),
		"to do, by due time": (live, "due_on asc", "task_due"),
		"late, by due time": (late_filters(), "due_on asc", "task_due"),
		"at risk, by due time": (at_risk_filters(), "due_on asc", "task_at_risk"),
	}


def task_lists(rounds: int) -> list[Result]:
	"""The list as the desk asks for it: its query beside the same one without anybody's limits; by which index it goes
	and what had to be read; and the whole call. (What is at risk is found by the moment since when; tasks that are
	late by now are among what is looked at.) A technician's rows are those of four rules, so what gates there is not the
	time beside no rule at all, but what is read."""
	results = []
	for label, (filters, order, index) in lists().items():
		for user in (load.MANAGER, load.TECHNICIAN):
			results += one_list(rounds, label, user, filters, order, index)
	return results


def one_list(rounds: int, label: str, user: str, filters: dict, order: str, index: str) -> list[Result]:
	who = "manager" if user == load.MANAGER else "technician"
	query = query_of(user, filters, order)
	bare = query_of("Administrator", filters, order)
	limited, floor, call = side_by_side(
		rounds,
		lambda _n: frappe.db.sql(query),
		lambda _n: frappe.db.sql(bare),
		lambda _n: desk_list(user, filters, order),
		warm_up=2,
	)
	looked_up = {
		name: value for name, value in filters.items() if index != "task_at_risk" or name != "due_on"
	}
	matching = frappe.db.count(TASK, [[TASK, name, *value] for name, value in looked_up.items()])
	returned, reads = len(frappe.db.sql(query)), reads_of(lambda: frappe.db.sql(query))
	text = f"{returned} of {matching}, {reads['rows']} rows, {reads['entries']} entries; {explain(query)}"
	limit = 1.5 if user == load.MANAGER else None
	result = Result(f"tasks {label}, {who}", limited, floor, limit, "bare SQL", text)
	if f" {index} " not in explain(query):
		result.failures.append(f"does not go by the index {index}")
	if reads["rows"] > 3 * matching + LIMITED_ROWS:
		result.failures.append(f"reads {reads['rows']} rows where {matching} match")
	return [result, Result("  the whole call", call)]


def query_of(user: str, filters: dict, order: str) -> str:
	"""The statement that the desk's list comes down to."""
	statements = statements_of(lambda: desk_list(user, filters, order))
	return next(sql for sql in statements if f"from `tab{TASK}`" in sql and "limit" in sql)


def desk_list(user: str, filters: dict, order: str):
	from frappe.desk import reportview

	frappe.set_user(user)
	wanted = [[TASK, name, operator, value] for name, (operator, value) in filters.items()]
	frappe.local.form_dict = frappe._dict(
		doctype=TASK,
		fields=json.dumps([f"`tab{TASK}`.`{name}`" for name in COLUMNS]),
		filters=frappe.as_json(wanted),
		order_by=", ".join(f"`tab{TASK}`.`{part.split()[0]}` {part.split()[1]}" for part in [order]),
		start=0,
		page_length=20,
		view="List",
	)
	try:
		return reportview.get()
	finally:
		frappe.set_user("Administrator")


# --- reports ---------------------------------------------------------------------------------------------------------


def task_reports(rounds: int) -> list[Result]:
	"""Reports on tasks, beside their bare SQL; and as a limited user beside the administrator."""
	from office_management.facilities.report.facility_task_summary import facility_task_summary
	from office_management.facilities.report.overdue_and_at_risk import overdue_and_at_risk
	from office_management.facilities.report.plan_compliance import plan_compliance

	results = []
	for name, module, filters in (
		("Facility Task Summary", facility_task_summary, {"period": "Last Month"}),
		("Overdue and At Risk", overdue_and_at_risk, {"days_ahead": 1}),
		("Plan Compliance", plan_compliance, {"period": "Last Month"}),
	):
		results += report_beside_sql(rounds, name, module, filters)
	return results


def costs(rounds: int) -> list[Result]:
	"""Facility Cost of everything there is, and of one month."""
	from office_management.facilities.report.facility_cost import facility_cost

	today = frappe.utils.getdate()
	first = today - datetime.timedelta(days=load.DAYS + 31)
	results = []
	for label, period in (
		("of five years", {"from_date": str(first), "to_date": str(today)}),
		("of last month", {"period": "Last Month"}),
	):
		filters = {"group_by": "Place", **period}
		results += report_beside_sql(rounds, f"Facility Cost {label}", facility_cost, filters)
	return results


# --- what run.py asks for ----------------------------------------------------------------------------------------------


def prepare(options) -> None:
	"""Load what is missing."""
	load.load(options.rows, options.spaces, options.people)
	make_limited_user()


GROUPS = {
	"plans": lambda options: [planned_tasks(min(options.rows, PLANNED))],
	"tasks": lambda options: (
		task_lists(max(options.rounds // 4, 5)) + task_reports(max(options.rounds // 20, 5))
	),
	"cost": lambda options: costs(max(options.rounds // 40, 3)),
}

"""What Facilities offers to the other modules, to the desk and to hooks."""

from datetime import date

import frappe
from frappe.rate_limiter import rate_limit
from werkzeug.wrappers import Response

from office_management import inputs
from office_management.domain.checklists import Question
from office_management.domain.working_time import WorkingCalendar
from office_management.erp import purchasing
from office_management.facilities import (
	assignment,
	buying,
	buying_views,
	call_out,
	checklists,
	clocks,
	drills,
	fire_safety,
	follow_ups,
	handovers,
	in_use,
	merging,
	permissions,
	plan_changes,
	plan_inputs,
	plan_views,
	plans,
	problem_reports,
	purchase_links,
	questions,
	repairs,
	report_page,
	standard_checklists,
	supplies,
	supply_form,
	supply_labels,
	supply_notices,
	supply_requests,
	task_rows,
	task_views,
	tasks,
)
from office_management.facilities.plan_dates import Dates, due_to_make, note_error
from office_management.facilities.questions import QUESTION_FIELDS
from office_management.facilities.recurring import RecurringDocument
from office_management.retries import with_retries

__all__ = ["QUESTION_FIELDS", "Dates", "RecurringDocument", "due_to_make", "note_error"]

TASK = "Facility Task"

# --- the working calendar -------------------------------------------------------------------------------------


def working_calendar(company: str | None = None, space: str | None = None) -> WorkingCalendar:
	"""When the office works, as the settings say, without the holidays of the company (or that of the place)."""
	return clocks.calendar_for(company, space)


# --- acts on a task -------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def take_task(task: str) -> None:
	"""Take a task that nobody has; of two at once one gets it, the other is told who."""
	frappe.has_permission(TASK, "write", throw=True)
	with_retries(lambda: assignment.take(task))


@frappe.whitelist(methods=["POST"])
def give_back_task(task: str) -> None:
	"""Give a task back that the session's user has."""
	_may_act(task)
	with_retries(lambda: assignment.give_back(task))


@frappe.whitelist(methods=["POST"])
def start_task(task: str) -> None:
	"""Begin with the work; who begins with what nobody has, takes it."""
	_may_act(task)
	with_retries(lambda: tasks.start(task))


@frappe.whitelist(methods=["POST"])
def stop_task(task: str) -> None:
	"""Put work that was begun back: the task is open again."""
	_may_act(task)
	with_retries(lambda: tasks.stop(task))


@frappe.whitelist(methods=["POST"])
def hold_task(task: str, reason: str) -> None:
	"""Let a task wait for the reason; its clocks stand meanwhile."""
	_may_act(task)
	with_retries(lambda: tasks.hold(task, reason))


@frappe.whitelist(methods=["POST"])
def resume_task(task: str) -> None:
	"""The wait is over: the task is what it was before, and its clocks run on."""
	_may_act(task)
	with_retries(lambda: tasks.resume(task))


@frappe.whitelist(methods=["POST"])
def finish_task(task: str, outcome: str | None = None) -> None:
	"""The work is done; `outcome` says what was done."""
	_may_act(task)
	with_retries(lambda: tasks.finish(task, outcome))


@frappe.whitelist(methods=["POST"])
def verify_task(task: str, reason: str | None = None) -> None:
	"""The work is well done. `reason`: why the one who did it says so, where the settings ask for that."""
	_may_act(task)
	with_retries(lambda: tasks.verify(task, reason))


@frappe.whitelist(methods=["POST"])
def skip_task(task: str, reason: str) -> None:
	"""The work is not needed this time."""
	_may_act(task)
	with_retries(lambda: tasks.skip(task, reason))


@frappe.whitelist(methods=["POST"])
def cancel_task(task: str, reason: str) -> None:
	"""The task was a mistake or is not wanted any more."""
	_may_act(task)
	with_retries(lambda: tasks.cancel(task, reason))


@frappe.whitelist(methods=["POST"])
def reopen_task(task: str, reason: str | None = None) -> None:
	"""Something is not right after all: the task is open again."""
	_may_act(task)
	with_retries(lambda: tasks.reopen(task, reason))


@frappe.whitelist()
def get_call_out(task: str) -> dict:
	"""Whom to call in an emergency: the supplier of a task, by name, and the number to dial."""
	_may_act(task)
	return call_out.number_for(task)


@frappe.whitelist(methods=["POST"])
def note_call_out(task: str, note: str = "") -> None:
	"""Write down at the task that its supplier was called, and what they said."""
	_may_act(task)
	with_retries(lambda: call_out.note_call(task, note))


@frappe.whitelist()
def get_my_categories() -> list[str]:
	"""The categories whose tasks the session's user is offered, for the list of tasks."""
	frappe.has_permission(TASK, "read", throw=True)
	return permissions.categories_of()


@frappe.whitelist()
def get_task_calendar(start: str, end: str, filters: list | dict | str | None = None) -> list[dict]:
	"""The tasks due between two moments that the user may see, for the calendar of the desk."""
	frappe.has_permission(TASK, "read", throw=True)
	return task_views.calendar(start, end, filters)


def _may_act(task: str) -> None:
	frappe.has_permission(TASK, "write", doc=task, throw=True)


def check_todo(todo) -> None:
	"""A ToDo is being saved: whoever assigns a task must be allowed to."""
	assignment.check_todo(todo)


def todo_made(todo) -> None:
	"""A ToDo was made: to give a task to somebody is a response."""
	assignment.todo_made(todo)


def commented(comment) -> None:
	"""A comment was made: a word on a task is a response."""
	assignment.commented(comment)


# --- checklists -----------------------------------------------------------------------------------------------


def checklist_lines(template: str) -> list[dict]:
	"""The questions of a checklist in their order, as tasks and inspections copy them. Checks no permission."""
	return checklists.lines_of(template)


def question_of(row) -> Question:
	"""What decides about an answer to a copied question."""
	return questions.question_of(row)


def checklist_text(value: str | None) -> str:
	"""A text of a checklist in the user's language, as far as it is one of a standard checklist's."""
	return standard_checklists.text(value)


@frappe.whitelist(methods=["POST"])
def answer_line(
	task: str,
	line_key: str,
	answer: str | None = None,
	note: str | None = None,
	photo: str | None = None,
) -> dict:
	"""Answer one line of a task's checklist; what is left out stays as it is, an empty text takes it away.

	Answers the line as it stands now: answer, note, photo, result, who answered when, and its follow-up.
	"""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	given = {"answer": answer, "note": note, "photo": photo}
	return with_retries(lambda: checklists.answer_line(task, line_key, **given))


@frappe.whitelist(methods=["POST"])
def make_follow_up(task: str, line_key: str) -> str:
	"""Make the follow-up task of a failed line; asked again, it answers the one there is."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	frappe.has_permission("Facility Task", "create", throw=True)
	return with_retries(lambda: follow_ups.make_follow_up(task, line_key))


@frappe.whitelist(methods=["POST"])
def copy_checklist(template: str, title: str | None = None) -> str:
	"""Copy a checklist, standard or not, to change the copy; answers its name."""
	frappe.has_permission("Checklist Template", "read", doc=template, throw=True)
	frappe.has_permission("Checklist Template", "create", throw=True)
	return standard_checklists.copy_template(template, title)


# --- office supplies ------------------------------------------------------------------------------------------


@frappe.whitelist()
def get_supply_form(item: str | None = None, space: str | None = None) -> dict:
	"""What the order form needs first; `item` and `space` as the label on a cupboard names them."""
	person = supplies.require_orderer()
	return supply_form.form(person, item, space)


@frappe.whitelist()
def get_supplies(search: str = "", group: str | None = None, start: int = 0) -> dict:
	"""A page of the items that can be ordered; names, pictures and units, never a price."""
	supplies.require_orderer()
	return supply_form.items(search, group, start)


@frappe.whitelist(methods=["POST"])
def order_supplies(
	rows: list[dict] | str,
	client_key: str,
	space: str | None = None,
	department: str | None = None,
	note: str = "",
) -> list[str]:
	"""Order supplies: rows of item and quantity, or of text and quantity. The same key makes one order."""
	person = supplies.require_orderer()
	wanted = supplies.parsed_rows(rows)
	return with_retries(lambda: supplies.order(person, wanted, client_key, space, department, note))


@frappe.whitelist(methods=["POST"])
def say_running_low(item: str, space: str, client_key: str) -> dict:
	"""Order the usual quantity of an item for a place, once per open draft."""
	person = supplies.require_orderer()
	return with_retries(lambda: supplies.running_low(person, item, space, client_key))


@frappe.whitelist()
def get_my_supply_orders(start: int = 0) -> list[dict]:
	"""What the session user has ordered, and how far it has come."""
	person = supplies.require_orderer()
	return supplies.my_lines(person, start)


@frappe.whitelist(methods=["POST"])
def change_supply_line(line: str, quantity: float) -> None:
	"""Order another quantity of what the session user has ordered and nobody has dealt with yet."""
	person = supplies.require_orderer()
	with_retries(lambda: supplies.change(person, line, quantity))


@frappe.whitelist(methods=["POST"])
def cancel_supply_line(line: str) -> None:
	"""Take back what the session user has ordered and nobody has dealt with yet."""
	person = supplies.require_orderer()
	with_retries(lambda: supplies.cancel(person, line))


def supplies_taken_out(doc) -> None:
	"""A Material Request was saved."""
	supply_notices.tell_taken_out(doc)


def supplies_deleted(doc) -> None:
	"""A Material Request is to be deleted."""
	supply_notices.tell_deleted(doc)


@frappe.whitelist()
def search_label_items(space: str, txt: str = "") -> list[dict]:
	"""Items to print cupboard labels for, for who may print the place."""
	frappe.get_doc("Office Space", space).check_permission("print")
	return supply_labels.search_items(txt)


@frappe.whitelist()
def get_supply_requesters(material_request: str) -> list[dict]:
	"""Who asked for which row of a supply order, for the buyer's form."""
	frappe.get_doc("Material Request", material_request).check_permission("read")
	return supply_requests.requesters(material_request)


# --- buying and costs -----------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def create_material_requests(task: str) -> dict:
	"""Draft the Material Requests for what the task's materials still lack (see buying.request_materials)."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	return with_retries(lambda: buying.request_materials(task))


@frappe.whitelist(methods=["POST"])
def create_purchase_order(
	task: str,
	supplier: str | None = None,
	item_code: str | None = None,
	expected_cost: float | str | None = None,
) -> dict:
	"""Draft the Purchase Order for the task's service, or, without ERPNext's right to, a Material Request."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	cost = inputs.number(expected_cost)
	return with_retries(lambda: buying.order_service(task, supplier or None, item_code or None, cost))


@frappe.whitelist(methods=["POST"])
def create_asset_repair(task: str) -> dict:
	"""The Asset Repair of the task: the one there is, or a new one with the user's own rights."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	return with_retries(lambda: repairs.open_repair(task))


@frappe.whitelist()
def get_buying(task: str) -> dict:
	"""What was bought for a task, for its form: documents the user may read, and costs for who may see those."""
	frappe.has_permission("Facility Task", "read", doc=task, throw=True)
	return buying_views.buying_of(task)


@frappe.whitelist()
def find_invoice_rows(
	task: str,
	supplier: str | None = None,
	from_date: str | None = None,
	to_date: str | None = None,
	text: str | None = None,
) -> list[dict]:
	"""Rows of submitted invoices without an order and without a job, and those of this task; with their amounts.

	Raises PermissionError unless the user may read invoices in ERPNext.
	"""
	frappe.has_permission("Facility Task", "read", doc=task, throw=True)
	frappe.has_permission("Purchase Invoice", "read", throw=True)
	first, last = inputs.day_or_none(from_date), inputs.day_or_none(to_date)
	return buying_views.invoice_rows(task, supplier, first, last, text)


@frappe.whitelist(methods=["POST"])
def link_invoice_rows(task: str, rows: list[str] | str) -> list[str]:
	"""Say that rows of submitted invoices are for the task; answers the invoices."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	frappe.has_permission("Purchase Invoice", "write", throw=True)
	chosen = inputs.names(rows)
	return with_retries(lambda: purchase_links.link_invoice_rows(task, chosen))


@frappe.whitelist(methods=["POST"])
def unlink_invoice_rows(task: str, rows: list[str] | str) -> list[str]:
	"""Take the task off rows of submitted invoices; answers the invoices."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	frappe.has_permission("Purchase Invoice", "write", throw=True)
	chosen = inputs.names(rows)
	return with_retries(lambda: purchase_links.unlink_invoice_rows(task, chosen))


@frappe.whitelist()
def get_costs(doctype: str, name: str) -> dict:
	"""What a place, plan, supplier, asset or category cost this year and last year.

	Raises PermissionError unless the user may read the record and see costs.
	"""
	buying_views.require_cost_reader(doctype, name)
	return buying_views.costs_of_record(doctype, name)


@frappe.whitelist()
def search_tasks(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 10,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""What a Link to Facility Task offers (hook standard_queries): tasks the user may see, to buyers those they buy for.

	Frappe's own search leaves row rules out when the browser asks it to (`ignore_user_permissions`).
	"""
	buying_views.require_searcher()
	return buying_views.search_tasks(txt, start, page_length, filters, frappe.utils.sbool(as_dict) is True)


def make_task(**values) -> str:
	"""Insert a task for another module and return its name; checks no permission, the caller has."""
	return tasks.make_task(**values)


def carry_links(doc) -> None:
	"""A purchasing document is saved: its rows keep the job and place they are for."""
	purchasing.carry(doc)


def settle_links(doc) -> None:
	"""A submitted invoice is changed: its rows follow merged tasks and get the places of their tasks."""
	purchasing.settle(doc)


def task_saved(doc) -> None:
	"""A Facility Task was saved: what was bought for it follows a merge."""
	purchase_links.task_saved(doc)


def task_deleted(doc) -> None:
	"""A Facility Task is to be deleted; refused while documents name it."""
	purchase_links.task_deleted(doc)


# --- problems, as anybody reports them ------------------------------------------------------------------------


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
@report_page.friendly_when_limited
@rate_limit(limit=30, seconds=60 * 60)
def report_problem(
	t: str = "", text: str = "", name: str = "", email: str = "", key: str = "", homepage: str = ""
) -> dict | Response:
	"""Take a report by the sign of a room, without login: `t` is the sign's token, `homepage` is left empty by people.

	The answer says the same of every report that was taken, and the same of every token that is not good. A photo
	may come with the request. Words are made harmless here, whatever is in them.
	"""
	typed = {"text": text, "name": name, "email": email, "key": key}
	return report_page.take(t, typed, report_page.uploaded_photo(), looks_like_a_robot=bool(homepage))


def problem_report_page(token: object) -> dict:
	"""What the page /report-a-problem shows for a token; nothing but the name of its place."""
	return report_page.page_values(token)


def guard_report_page(response: Response, request) -> None:
	"""A request was answered: the page for reporting a problem is kept by no cache."""
	report_page.keep_out_of_caches(response, request)


# --- problems, as employees report them -----------------------------------------------------------------------


@frappe.whitelist()
def get_report_form(space: str | None = None) -> dict:
	"""What the desk's page needs first: the place to begin with, and the user's own reports."""
	frappe.has_permission("Facility Task", "create", throw=True)
	return {
		"place": problem_reports.first_place(space),
		"reports": problem_reports.own_reports(),
	}


@frappe.whitelist()
def find_report_places(txt: str = "") -> list[dict]:
	"""Names of places in use, inside the user's limits, for who reports a problem."""
	frappe.has_permission("Facility Task", "create", throw=True)
	return problem_reports.find_places(txt)


@frappe.whitelist(methods=["POST"])
def report_problem_at_desk(
	text: str, space: str = "", is_dangerous: bool | int | str = False, key: str = ""
) -> str:
	"""Take a report of the session's user; a photo may come with the request. Answers the task."""
	frappe.has_permission("Facility Task", "create", throw=True)
	dangerous = frappe.utils.sbool(is_dangerous) in (True, 1)
	photo = report_page.uploaded_photo()
	return with_retries(lambda: problem_reports.take_from_desk(text, space or None, dangerous, key, photo))


@frappe.whitelist()
def get_possible_duplicates(task: str) -> list[dict]:
	"""Open tasks of the same place, the likeliest to be the same problem first; only those the user may see."""
	frappe.has_permission("Facility Task", "read", doc=task, throw=True)
	return merging.possible_duplicates(task)


@frappe.whitelist(methods=["POST"])
def merge_tasks(tasks: list[str] | str, into: str) -> None:
	"""Merge tasks into another one of the same place, all or none; whoever reported them hears of that one."""
	chosen = merging.writable([*inputs.names(tasks or []), into])
	with_retries(lambda: [merging.merge(task, into) for task in chosen if task != into])


# --- requests between departments -----------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def hand_over_task(task: str, to_department: str, note: str = "") -> None:
	"""Hand a task to another department, which accepts or returns it."""
	frappe.has_permission("Facility Task", "write", doc=task, throw=True)
	with_retries(lambda: handovers.hand_over(task, to_department, note))


@frappe.whitelist(methods=["POST"])
def accept_handover(task: str) -> None:
	"""Accept a task for the department it was handed to."""
	handovers.check_may_answer(task)
	with_retries(lambda: handovers.answer(task, "Accepted"))


@frappe.whitelist(methods=["POST"])
def return_handover(task: str, reason: str) -> None:
	"""Return a task that was handed over, with a reason, to who had it before."""
	handovers.check_may_answer(task)
	with_retries(lambda: handovers.answer(task, "Returned", reason))


@frappe.whitelist()
def may_answer_handover(task: str) -> bool:
	"""Whether the user may accept or return the task, for its form."""
	frappe.has_permission("Facility Task", "read", doc=task, throw=True)
	return handovers.may_answer(frappe.get_doc("Facility Task", task))


# --- plans ----------------------------------------------------------------------------------------------------


@frappe.whitelist()
def preview_plan(doc: dict | str) -> dict:
	"""The next twelve dates of a plan as it stands on its form, each with why it was moved or left out."""
	frappe.has_permission("Facility Plan", "read", throw=True)
	plan = plan_inputs.plan_on_form(doc)
	why = plan_inputs.why_unfinished(plan)
	return {"error": why} if why else plan_views.preview(plan)


@frappe.whitelist()
def preview_plan_change(doc: dict | str) -> dict:
	"""What saving a plan as it stands on its form means for the tasks to come that were made already."""
	frappe.has_permission("Facility Plan", "read", throw=True)
	plan = plan_inputs.plan_on_form(doc)
	why = plan_inputs.why_unfinished(plan)
	return {"error": why} if why else plan_views.preview_change(plan)


@frappe.whitelist()
def preview_plan_tasks(plan: str, until: date | str | None = None) -> dict:
	"""What making the tasks of a plan now would make, date by date; `until`: everything due up to that day."""
	doc = _writable_plan(plan)
	return plan_views.preview_making(doc, plan_inputs.until(until))


@frappe.whitelist(methods=["POST"])
def make_plan_tasks(plan: str, until: date | str | None = None) -> dict:
	"""Make what is due of a plan now; very many in the background. Answers how many, or that they are queued."""
	doc = _writable_plan(plan)
	return plans.make_now_or_later(doc, plan_inputs.until(until))


@frappe.whitelist(methods=["POST"])
def pause_plan(plan: str, reason: str) -> None:
	"""Make nothing more until the plan is resumed."""
	_writable_plan(plan)
	with_retries(lambda: plans.pause(plan, reason))


@frappe.whitelist(methods=["POST"])
def resume_plan(plan: str) -> None:
	"""Go on with a paused or ended plan, from today."""
	_writable_plan(plan)
	with_retries(lambda: plans.resume(plan))


@frappe.whitelist(methods=["POST"])
def end_plan(plan: str, reason: str, cancel_tasks: bool | int = False) -> int:
	"""End a plan, and cancel its tasks that nobody has begun if asked; answers how many were."""
	_writable_plan(plan)
	return with_retries(lambda: plans.end(plan, reason, bool(frappe.utils.sbool(cancel_tasks))))


@frappe.whitelist(methods=["POST"])
def skip_plan_date(plan: str, occurrence: date | str, reason: str) -> None:
	"""Leave out one date of a plan; it stays on record as skipped, with the reason."""
	_writable_plan(plan)
	day = inputs.day(occurrence)
	with_retries(lambda: plans.skip_date(plan, day, reason))


@frappe.whitelist(methods=["POST"])
def bring_plan_in_line(plan: str) -> dict:
	"""Make the tasks to come that nobody has begun what the plan says now; answers how many were changed."""
	_writable_plan(plan)
	return plan_changes.bring_in_line(plan)


@frappe.whitelist(methods=["POST"])
def make_fire_safety_plans(space: str, responsible: str, first_date: date | str) -> dict:
	"""Make the plans for the fire safety of a place that it does not have yet; answers those made and those there."""
	frappe.has_permission("Facility Plan", "create", throw=True)
	frappe.has_permission("Office Space", "read", doc=space, throw=True)
	day = inputs.day(first_date)
	return with_retries(lambda: fire_safety.make_plans(space, responsible, day))


@frappe.whitelist()
def get_plan_calendar(start: str, end: str, filters: list | dict | str | None = None) -> list[dict]:
	"""What the user's plans have planned between two days, for the calendar of the desk."""
	frappe.has_permission("Facility Plan", "read", throw=True)
	return plan_views.calendar_events(*plan_views.first_and_last(start, end), filters)


# --- other documents with a rule: what they share with plans. None of these checks a permission ---------------


def preview_of_dates(doc: dict | str, doctype: str) -> dict:
	"""The next twelve dates of a document with a rule as it stands on its form, or `error`: what is wrong with it.

	Raises frappe.PermissionError unless the user may see it, and use the place it names.
	"""
	document = plan_inputs.plan_on_form(doc, doctype)
	why = plan_inputs.why_unfinished(document)
	return {"error": why} if why else plan_views.preview_of_dates(document)


def pause_document(doctype: str, name: str, reason: str) -> None:
	"""Make nothing more of it until it is resumed."""
	plans.pause(name, reason, doctype)


def resume_document(doctype: str, name: str) -> None:
	"""Go on with it, from today."""
	plans.resume(name, doctype)


def end_document(doctype: str, name: str, reason: str) -> None:
	"""Make nothing more of it."""
	plans.end_status(name, reason, doctype)


def skip_date_of(doctype: str, name: str, occurrence: date, reason: str) -> None:
	"""Keep with it that nothing is made for one date of its rule, and why."""
	plans.note_skip(name, occurrence, plans.need_reason(reason), doctype)


def _writable_plan(plan: str):
	doc = frappe.get_doc("Facility Plan", plan)
	doc.check_permission("write")
	return doc


def target_renamed(field: str, name: str) -> None:
	"""Called after a place (`space`) or an asset (`asset`) was renamed: the keys of its planned tasks follow."""
	task_rows.follow_rename(field, name)


def refuse_deletion(doctype: str, name: str) -> None:
	"""Called before a record is deleted. Raises in_use.NeededForWorkError, with the list of work that names it."""
	in_use.refuse_deletion(doctype, name)


# --- evacuation drills ----------------------------------------------------------------------------------------


def drill_of_task(task: str) -> frappe._dict | None:
	"""Place and state of the task of a drill (see drills.facts); None when it is no drill. Checks no permission."""
	return drills.facts(task)


def drill_held(task: str, outcome: str) -> bool:
	"""The drill of a task was held and closed: the task is done. False when it could not be (see drills.finish)."""
	return drills.finish(task, outcome)


def drills_planned(spaces: list[str]) -> list[frappe._dict]:
	"""The open tasks and active plans of drills at these places (see drills.planned). Checks no permission."""
	return drills.planned(spaces)

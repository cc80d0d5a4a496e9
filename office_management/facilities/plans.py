"""Plans: their acts, what follows when a task of theirs is closed, and the sweeps that put right what was missed.

A date of a plan that was missed is kept as a task with status Skipped and `is_missed` = 1 (a field of Facility Task):
the report Plan Compliance counts by that flag, never by the text of the reason.

Who calls an act has checked the right to write the plan.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, formatdate, getdate

from office_management.batches import run_in_batches
from office_management.erp.assets import NOT_KEPT_UP
from office_management.facilities import generator, plan_changes, plan_views
from office_management.facilities.plan_dates import AFTER_COMPLETION, Dates, skipped_dates
from office_management.facilities.task_rows import TASK

PLAN = "Facility Plan"
ACTIVE, PAUSED, ENDED = "Active", "Paused", "Ended"
MANY = 2000


class PlanReasonError(frappe.ValidationError):
	"""The act needs a reason."""


class PlanActError(frappe.ValidationError):
	"""The act makes no sense for a plan in this state."""


class NoSuchDateError(frappe.ValidationError):
	"""The plan has nothing due from that date of its rule."""


# --- acts -----------------------------------------------------------------------------------------------------


def pause(name: str, reason: str, doctype: str = PLAN) -> None:
	"""Make nothing more until the plan is resumed. What passes meanwhile is not missed.

	Raises PlanReasonError or PlanActError.
	"""
	change_status(name, PAUSED, (ACTIVE,), need_reason(reason), doctype)


def resume(name: str, doctype: str = PLAN) -> None:
	"""Go on with a plan that was paused or ended, from today.

	Raises PlanActError, or PlanStatusError where no date is left.
	"""
	change_status(name, ACTIVE, (PAUSED, ENDED), None, doctype)


def end(name: str, reason: str, cancel_tasks: bool = False) -> int:
	"""End a plan. Tasks that were made stay, or those not begun are cancelled if asked; returns how many were.

	Raises PlanReasonError or PlanActError.
	"""
	end_status(name, reason)
	if not cancel_tasks:
		return 0
	tasks = plan_changes.coming_tasks(name)
	plan_changes.cancel_tasks([task.name for task in tasks], _("The plan was ended.", context=PLAN))
	return len(tasks)


def end_status(name: str, reason: str, doctype: str = PLAN) -> None:
	"""Make nothing more of a plan. Raises PlanReasonError or PlanActError."""
	change_status(name, ENDED, (ACTIVE, PAUSED), need_reason(reason), doctype)


def skip_date(name: str, occurrence: date, reason: str) -> None:
	"""Leave out one date of a plan, for all it is for. It stays on record, as skipped, with the reason.

	Args:
		occurrence: the date of the rule, before it was moved for a holiday.

	Raises PlanReasonError, PlanActError or NoSuchDateError.
	"""
	note_skip(name, occurrence, need_reason(reason))
	made = [task.name for task in plan_changes.coming_tasks(name) if task.occurrence_date == occurrence]
	plan_changes.skip_tasks(made, reason.strip())


def note_skip(name: str, occurrence: date, reason: str, doctype: str = PLAN) -> None:
	"""Keep with a plan that nothing is made for a date, and why; once.

	Raises PlanActError or NoSuchDateError.
	"""
	plan = plan_for_act(name, (ACTIVE,), doctype)
	if occurrence in skipped_dates(plan):
		return
	check_has_date(plan, occurrence)
	row = {"occurrence_date": occurrence, "reason": reason, "skipped_by": frappe.session.user}
	plan.append("skipped_dates", row)
	plan.flags.acting = True
	plan.save(ignore_permissions=True)  # the caller has checked the right to write the plan


def make_now(name: str, until: date | None = None) -> generator.Made:
	"""Make what is due of one plan, up to a day if one is given; in a transaction of its own.

	Raises PlanActError, or what made it fail.
	"""
	plan_for_act(name, (ACTIVE,))
	made = generator.make_tasks([name], until)
	if name in made.errors:
		raise made.errors[name]
	return made


def make_now_or_later(plan: Document, until: date | None) -> dict:
	"""The same for the desk: very many are made in the background. Answers how many, or that they are queued."""
	plan_for_act(plan.name, (ACTIVE,))
	if plan_views.preview_making(plan, until)["rows"] <= MANY:
		return {"made": make_now(plan.name, until).number}
	frappe.enqueue(
		"office_management.facilities.generator.make_tasks",
		queue="long",
		timeout=3600,
		job_id=f"facility_plan_{plan.name}",
		deduplicate=True,
		enqueue_after_commit=True,
		plans=[plan.name],
		until=until,
	)
	return {"queued": True}


def change_status(
	name: str, status: str, allowed: tuple[str, ...], reason: str | None, doctype: str = PLAN
) -> None:
	"""Save the plan with another status, if it has one of those from which this is allowed."""
	plan = plan_for_act(name, allowed, doctype)
	plan.status, plan.status_reason = status, reason
	plan.flags.acting = True
	plan.save(ignore_permissions=True)  # the caller has checked the right to write the plan


def plan_for_act(name: str, allowed: tuple[str, ...], doctype: str = PLAN) -> Document:
	"""The plan, locked, if it is in one of these states."""
	plan = frappe.get_doc(doctype, name, for_update=True)
	if plan.status not in allowed:
		frappe.throw(
			_("{0} is {1}. This can be done with plans that are {2}.", context=PLAN).format(
				frappe.bold(escape_html(plan.title)),
				frappe.bold(_(plan.status, context=PLAN)),
				", ".join(_(status, context=PLAN) for status in allowed),
			),
			PlanActError,
		)
	return plan


def need_reason(reason: str | None) -> str:
	"""The reason without blanks around it. Raises PlanReasonError where there is none."""
	reason = cstr(reason).strip()
	if not reason:
		frappe.throw(_("Say why. The reason stays with the plan.", context=PLAN), PlanReasonError)
	return reason


def check_has_date(plan: Document, occurrence: date) -> None:
	"""A date to come: of the rule, or of the next task of a chain."""
	if plan.get("basis") == AFTER_COMPLETION:
		known = occurrence == plan.next_due_date
	else:
		planned = Dates().planned(plan, occurrence, occurrence)
		known = occurrence >= getdate() and any(one.due for one in planned)
	if not known:
		frappe.throw(
			_("{0} has nothing due from {1}. Choose one of its next dates.", context=PLAN).format(
				frappe.bold(escape_html(plan.title)), frappe.bold(formatdate(occurrence))
			),
			NoSuchDateError,
		)


# --- what follows ---------------------------------------------------------------------------------------------


def task_closed(task: Document) -> None:
	"""A task of a plan was done, verified, skipped or cancelled: plans counted from completion go on from here."""
	plan = task.plan and frappe.db.get_value(PLAN, task.plan, ["name", "basis", "status"], as_dict=True)
	if plan and plan.basis == AFTER_COMPLETION and plan.status != ENDED:
		refresh_plan(plan.name)


def refresh_plan(name: str) -> bool:
	"""Write when a plan is due next, if that is not what it says. Returns whether anything was changed."""
	return frappe.get_doc(PLAN, name).bring_up_to_date()


# --- sweeps ---------------------------------------------------------------------------------------------------


def refresh_plans() -> int:
	"""Nightly: put right when plans are due next (holidays were changed, places added, a job was killed).

	Ends those whose dates have passed, and cancels tasks not begun whose place was closed or whose asset has gone.
	Returns how many plans and tasks were changed.
	"""
	names = frappe.get_all(PLAN, {"status": ("!=", ENDED)}, pluck="name", order_by="name")
	outcomes = run_in_batches(names, refresh_plan)
	reason = _("The place was closed, or the asset has gone.", context=PLAN)
	gone = run_in_batches(tasks_of_what_has_gone(), lambda task: plan_changes.cancel_tasks([task], reason))
	for outcome in [*outcomes, *gone]:
		if outcome.error:
			frappe.log_error(
				title=f"Facility Plan: {outcome.item}", message=str(outcome.error), defer_insert=True
			)
	return sum(bool(outcome.value) for outcome in outcomes) + sum(not outcome.error for outcome in gone)


def tasks_of_what_has_gone() -> list[str]:
	"""Tasks of plans that nobody has begun, for a closed place or an asset that needs no upkeep any more."""
	task, space, asset = (frappe.qb.DocType(name) for name in (TASK, "Office Space", "Asset"))
	gone = (asset.docstatus == 2) | asset.status.isin(NOT_KEPT_UP)
	query = (
		frappe.qb.from_(task)
		.left_join(space)
		.on(space.name == task.space)
		.left_join(asset)
		.on(asset.name == task.asset)
		.select(task.name)
		.where((task.status == "Open") & task.started_on.isnull() & (task.source == "Plan"))
		.where(gone | ((space.status == "Closed") & asset.name.isnull()))
		.orderby(task.name)
	)
	return query.run(pluck=True)

"""One button makes the plans of a place's fire safety, from the standard checklists."""

from datetime import date

import frappe
from frappe import _

from office_management.domain import recurrence
from office_management.facilities.plan_dates import holiday_list_of
from office_management.facilities.standard_checklists import FIRE_SAFETY, TEMPLATE

PLAN = "Facility Plan"
CATEGORY = "Safety"
RULES = {
	"Daily": {"frequency": "Daily", "lead_days": 0},
	"Weekly": {"frequency": "Weekly", "lead_days": 2},
	"Monthly": {"frequency": "Monthly", "lead_days": 7},
	"Quarterly": {"frequency": "Monthly", "every": 3, "lead_days": 14},
	"Yearly": {"frequency": "Yearly", "lead_days": 30},
}


class ChecklistsMissingError(frappe.ValidationError):
	"""The standard checklists are not on this site."""


def make_plans(space: str, responsible: str, first_date: date) -> dict[str, list[str]]:
	"""Make the plans for fire safety of a place that it does not have yet.

	The caller has checked the right to make plans there.

	Args:
		space: the place, usually a site or a building.
		responsible: the user who gets the tasks.
		first_date: the first day; yearly and quarterly checks begin with it, too.

	Returns the names of the plans, as "made" and "existing". Who comes second, at the same moment too, makes none.
	Raises ChecklistsMissingError, and what a plan refuses.
	"""
	frappe.db.get_value("Office Space", space, "name", for_update=True)
	existing = plans_there(space)
	missing = [template for template in FIRE_SAFETY if template not in existing]
	check_templates(missing)
	made = [make_plan(space, responsible, first_date, template) for template in missing]
	return {"made": made, "existing": sorted(existing.values())}


def plans_there(space: str) -> dict[str, str]:
	"""Checklist -> the plan that uses it, or a copy of it, at the place and has not ended; read under the lock."""
	plan, template = frappe.qb.DocType(PLAN), frappe.qb.DocType(TEMPLATE)
	rows = (
		frappe.qb.from_(plan)
		.join(template)
		.on(template.name == plan.checklist_template)
		.select(plan.name, template.name, template.copied_from)
		.where((plan.space == space) & (plan.status != "Ended"))
		.orderby(plan.name)
		.for_update()
		.run()
	)
	return {standard: name for name, *used in rows for standard in used if standard in FIRE_SAFETY}


def check_templates(names: list[str]) -> None:
	there = set(frappe.get_all(TEMPLATE, {"name": ("in", names)}, pluck="name", order_by="name"))
	if missing := [name for name in names if name not in there]:
		frappe.throw(
			_(
				"These standard checklists are missing: {0}. Migrate the site to bring them back.",
				context=PLAN,
			).format(frappe.bold(", ".join(missing))),
			ChecklistsMissingError,
		)


def make_plan(space: str, responsible: str, first_date: date, template: str) -> str:
	"""One plan of the set, by the standard checklist it is made from."""
	plan = frappe.new_doc(PLAN)
	plan.update(
		{
			"title": _(template, context=TEMPLATE),
			"scope": "One Space",
			"space": space,
			"company": frappe.db.get_value("Office Space", space, "company"),
			"category": frappe.db.exists("Facility Task Category", CATEGORY),
			"checklist_template": template,
			"start_date": first_date,
			"due_time": "17:00:00",
			**RULES[FIRE_SAFETY[template]],
		}
	)
	plan.append("assignees", {"user": responsible})
	if holiday_list_of(plan):
		plan.holiday_rule = recurrence.SKIP if plan.frequency == recurrence.DAILY else recurrence.NEXT
	return plan.insert().name

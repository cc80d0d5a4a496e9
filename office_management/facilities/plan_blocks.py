"""The blocks of Office Day about plans. What a block is: see office_administration/office_day.py."""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from office_management.erp import contracts
from office_management.facilities.permissions import plan_criterion
from office_management.office_administration import api as administration

PLAN = "Facility Plan"
MANAGER = ("Office Manager",)
ROWS = 5
LONGEST = 120


def get_blocks() -> list[dict]:
	"""Plans whose tasks could not be made, and plans whose contract has run out."""
	if not set(MANAGER).intersection(frappe.get_roles()):
		return []
	return [plans_in_error(), plans_without_contract()]


def active_plans(*columns: str):
	"""A query on the active plans that the user may see."""
	plan = frappe.qb.DocType(PLAN)
	query = frappe.qb.from_(plan).select(plan.name, plan.title, *(plan[column] for column in columns))
	query = query.where(plan.status == "Active").orderby(plan.title)
	criterion = plan_criterion(plan)
	return plan, query if criterion is None else query.where(criterion)


def plans_in_error() -> dict:
	plan, query = active_plans("generation_error")
	failed = query.where(plan.generation_error.isnotnull() & (plan.generation_error != "")).run(as_dict=True)
	return {
		"key": "plans_in_error",
		"title": _("Plans whose tasks could not be made", context="Office Day"),
		"count": len(failed),
		"rows": [row_of(one, one.generation_error[:LONGEST]) for one in failed[:ROWS]],
		"action": administration.show_these(PLAN, failed),
		"indicator": "red",
		"for_roles": MANAGER,
	}


def plans_without_contract() -> dict:
	plan, query = active_plans("contract", "supplier")
	plans = query.where(plan.contract.isnotnull() & (plan.contract != "")).run(as_dict=True)
	ended = contracts.expired_contracts((one.contract for one in plans), getdate())
	plans = sorted(
		(one for one in plans if one.contract in ended), key=lambda one: (ended[one.contract], one.name)
	)
	text = _("{0}, ended on {1}", context="Office Day")
	return {
		"key": "plans_without_contract",
		"title": _("Planned work whose contract has run out", context="Office Day"),
		"count": len(plans),
		"rows": [
			row_of(one, text.format(one.supplier, formatdate(ended[one.contract]))) for one in plans[:ROWS]
		],
		"action": administration.show_these(PLAN, plans),
		"indicator": "orange",
		"for_roles": MANAGER,
	}


def row_of(plan: frappe._dict, subtitle: str) -> dict:
	"""One line of a block, which opens the plan."""
	return {"title": plan.title, "subtitle": subtitle, "route": ["Form", PLAN, plan.name]}

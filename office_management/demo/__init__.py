"""A believable company in one call, and its removal.

	bench --site SITE execute office_management.demo.create
	bench --site SITE execute office_management.demo.logins
	bench --site SITE execute office_management.demo.clear

Each runs in one transaction, which the caller commits (`bench execute` does); only ERPNext's set-up wizard, answered
on a site where nobody has run it, commits by itself. Other companies on the site are never touched.
"""

import frappe
from frappe.utils import getdate

from office_management.demo import (
	allocations,
	audits,
	checks,
	company,
	departments,
	duties,
	equipment,
	inspections,
	occupants,
	people,
	purchases,
	reception,
	record,
	records,
	register,
	removal,
	spaces,
	upkeep,
)
from office_management.demo.plan import make_plan
from office_management.demo.plan.shapes import SCALES, Plan, Scale

WHO_MAY = ("System Manager",)
COMPLETE = "complete"


def create(scale: str = "full") -> None:
	"""Make the demo company, unless it is there. What an interrupted call has left is removed first.

	Args:
		scale: "full" (six floors, 420 seats, 260 people) or "small" (a tenth of it, for tests).

	Raises:
		company.NotOursError: a company of that name exists, and the demo has not made it.
		checks.BrokenDemoError: something came out wrong; nothing is kept.
	"""
	frappe.only_for(WHO_MAY)
	if record.get(record.STATE) == COMPLETE:
		return
	if record.exists():
		removal.remove()
	muted, frappe.flags.mute_emails = frappe.flags.mute_emails, True
	try:
		_make_everything(make_plan(getdate(), scale), SCALES[scale])
	finally:
		frappe.flags.mute_emails = muted


def clear() -> None:
	"""Remove the demo company and all that came with it; nothing happens if there is none.

	Raises:
		removal.DemoInUseError: documents that are not the demo's point at its data; nothing is removed.
	"""
	frappe.only_for(WHO_MAY)
	if record.exists():
		removal.remove()


def logins() -> list[tuple[str, str, str]]:
	"""(role, user, password), one for each role; empty without the demo."""
	frappe.only_for(WHO_MAY)
	return people.logins()


def _make_everything(plan: Plan, scale: Scale) -> None:
	record.put(record.STATE, "begun")
	firm = company.make_company(plan)
	labels = departments.make_departments(plan, firm)
	cost_centers = departments.make_cost_centers(plan, firm)
	staff = people.make_people(plan, firm, labels)
	places = spaces.make_spaces(plan, firm, cost_centers, staff)
	who = {
		"Employee": staff,
		"Department": labels,
		"Customer": occupants.make_customers(),
		"Project": occupants.make_projects(firm),
	}
	allocations.make_allocations(plan, who, places)
	equipment.make_equipment(plan, firm, places, staff)
	duties.make_duties(plan, firm, places, staff)
	purchases.make_items()
	upkeep.make_upkeep(plan, scale, firm, places, staff)
	purchases.make_purchases(plan, scale, firm, places)
	reception.make_reception(plan, scale, firm, places, staff)
	audits.make_audits(plan, scale, firm, places, staff)
	inspections.make_inspections(plan, scale, firm, places)
	records.make_records(plan, firm, places, staff)
	register.attach(plan, firm, cost_centers)
	checks.verify(plan, firm)
	record.put(record.STATE, COMPLETE)
	frappe.clear_cache()

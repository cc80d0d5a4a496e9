"""Who holds a duty at a place and all around it, with what matters when they are needed at once.

`whom_to_tell` answers for one place and asks the nearest first. An evacuation needs every holder of a whole house in
a few statements: at the place, above it, below it and everywhere.
"""

import datetime
from collections.abc import Collection

import frappe
from frappe.utils import getdate

from office_management.domain import validity
from office_management.domain.escalation import DEPUTY, RESPONSIBLE, STAND_IN
from office_management.erp.places import location_facts
from office_management.office_administration.areas import setting
from office_management.office_administration.responsibility import is_for, is_here, read_people

DUTY = "Office Responsibility"
COLUMNS = (
	"name",
	"topic",
	"space",
	"company",
	"responsible",
	"deputy",
	"phone",
	"rank_order",
	"certificate_valid_until_date",
)


def duties_around(
	topics: Collection[str], space: str, on_date: datetime.date | None = None
) -> list[frappe._dict]:
	"""See `office_administration.api.duties_around`, which is how others get here."""
	on_date = on_date or getdate()
	company = frappe.db.get_value("Office Space", space, "company")
	rows = [row for row in _duties(topics, space, on_date) if is_for(row, company)]
	people = read_people({name for row in rows for name in (row.responsible, row.deputy) if name})
	people |= read_people({one.om_deputy for one in people.values() if one.om_deputy} - set(people))
	certificates = _certificates(rows)
	for row in rows:
		row.holders = [_holder(row, *who, people, certificates, on_date) for who in _named(row, people)]
	return sorted(rows, key=lambda row: (row.space is None, -(row.lft or 0), row.rank_order or 0, row.name))


def _duties(topics: Collection[str], space: str, on_date: datetime.date) -> list[frappe._dict]:
	top = location_facts([space]).get(space)
	duty, location = frappe.qb.DocType(DUTY), frappe.qb.DocType("Location")
	everywhere = duty.space.isnull() | (duty.space == "")
	around = everywhere | (duty.space == space)
	if top:
		above = (location.lft <= top.lft) & (location.rgt >= top.rgt)
		around = around | location.lft[top.lft : top.rgt] | above
	rows = (
		frappe.qb.from_(duty)
		.left_join(location)
		.on(location.name == duty.space)
		.select(*(duty[column] for column in COLUMNS), location.lft, location.rgt)
		.where(duty.topic.isin(sorted(topics)) & around)
		.where(duty.from_date.isnull() | (duty.from_date <= on_date))
		.where(duty.to_date.isnull() | (duty.to_date >= on_date))
		.run(as_dict=True)
	)
	for row in rows:
		row.space = row.space or None
	return rows


def _named(row: frappe._dict, people: dict[str, frappe._dict]) -> list[tuple[str, str]]:
	"""The people of one duty with what they are in it, each once."""
	stand_in = row.responsible in people and people[row.responsible].om_deputy
	named = ((row.responsible, RESPONSIBLE), (row.deputy, DEPUTY), (stand_in, STAND_IN))
	steps: dict[str, str] = {}
	for person, step in named:
		if person and person in people:
			steps.setdefault(person, step)
	return list(steps.items())


def _certificates(rows: list[frappe._dict]) -> dict[tuple[str, str], datetime.date]:
	"""(topic, employee) -> until when their own certificate is valid, the longest: it holds at other places, too."""
	found: dict[tuple[str, str], datetime.date] = {}
	for row in rows:
		until = row.certificate_valid_until_date and getdate(row.certificate_valid_until_date)
		key = (row.topic, row.responsible)
		if until and until > found.get(key, datetime.date.min):
			found[key] = until
	return found


def _holder(row, employee: str, step: str, people: dict, certificates: dict, on_date) -> frappe._dict:
	person, until = people[employee], certificates.get((row.topic, employee))
	return frappe._dict(
		employee=employee,
		user=person.user_id,
		name=person.employee_name,
		phone=(row.phone if step == RESPONSIBLE else None) or person.cell_number,
		step=step,
		is_here=is_here(person, on_date),
		certificate_until=until,
		certificate=validity.certificate_state(until, on_date, setting("certificate_warning_days") or 0),
	)


def holds_duty(topics: Collection[str], employee: str) -> bool:
	"""See `office_administration.api.holds_duty`."""
	stands_in_for = frappe.get_all("Employee", {"om_deputy": employee}, pluck="name", order_by="name")
	duty = frappe.qb.DocType(DUTY)
	found = (
		frappe.qb.from_(duty)
		.select(duty.name)
		.where(duty.topic.isin(sorted(topics)) & (duty.status == validity.ACTIVE))
		.where(duty.responsible.isin([employee, *stands_in_for]) | (duty.deputy == employee))
		.limit(1)
		.run()
	)
	return bool(found)

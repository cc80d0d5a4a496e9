"""Whom to tell about a topic at a place, read from the responsibilities and the Location tree."""

import datetime

import frappe
from frappe.utils import getdate

from office_management.domain.escalation import Duty, Step, escalation
from office_management.office_administration import roles

PERSON_FIELDS = [
	"name",
	"employee_name",
	"user_id",
	"status",
	"date_of_joining",
	"relieving_date",
	"cell_number",
	"om_deputy",
]


def people_to_tell(
	topic: str, space: str | None = None, on_date: datetime.date | str | None = None
) -> list[frappe._dict]:
	"""See `office_administration.api.whom_to_tell`, which is how others get here."""
	on_date = getdate(on_date)
	company = frappe.db.get_value("Office Space", space, "company") if space else None
	rows = [row for row in duties_on(topic, places_up(space), on_date) if is_for(row, company)]
	people = read_people({name for row in rows for name in (row.responsible, row.deputy) if name})
	stand_ins = {name: person.om_deputy for name, person in people.items() if person.om_deputy}
	people |= read_people(set(stand_ins.values()) - set(people))
	present = {name for name, person in people.items() if is_here(person, on_date)}
	managers = managers_of(space)
	steps = escalation([row.duty for row in rows], stand_ins, present, list(managers))
	phones = {row.duty.name: row.phone for row in rows}
	return [as_answer(step, people.get(step.person) or managers[step.person], phones) for step in steps]


def places_up(space: str | None) -> list[str]:
	"""The space and every space above it, the nearest first."""
	if not space:
		return []
	tree = frappe.db.get_value("Location", space, ["lft", "rgt"], as_dict=True)
	if not tree:
		return [space]
	return frappe.get_all(
		"Location",
		filters={"lft": ("<=", tree.lft), "rgt": (">=", tree.rgt)},
		pluck="name",
		order_by="lft desc",
	)


def duties_on(topic: str, places: list[str], on_date: datetime.date) -> list[frappe._dict]:
	"""The responsibilities for the topic that hold on the date at one of the places or everywhere."""
	table = frappe.qb.DocType("Office Responsibility")
	here = table.space.isnull() | (table.space == "")
	if places:
		here = here | table.space.isin(places)
	rows = (
		frappe.qb.from_(table)
		.select(
			table.name,
			table.space,
			table.responsible,
			table.deputy,
			table.phone,
			table.rank_order,
			table.company,
		)
		.where((table.topic == topic) & here)
		.where(table.from_date.isnull() | (table.from_date <= on_date))
		.where(table.to_date.isnull() | (table.to_date >= on_date))
		.run(as_dict=True)
	)
	distance = {place: steps for steps, place in enumerate(places)}
	for row in rows:
		row.duty = Duty(row.name, row.responsible, row.deputy, distance.get(row.space), row.rank_order or 0)
	return rows


def is_for(duty: frappe._dict, company: str | None) -> bool:
	"""A duty that holds everywhere holds for its own company only; one at a place holds as it is."""
	return bool(duty.space) or not duty.company or not company or duty.company == company


def read_people(names: set[str]) -> dict[str, frappe._dict]:
	"""Facts about these employees, by name."""
	if not names:
		return {}
	rows = frappe.get_all(
		"Employee", filters={"name": ("in", sorted(names))}, fields=PERSON_FIELDS, order_by="name"
	)
	return {row.name: row for row in rows}


def is_here(person: frappe._dict, on_date: datetime.date) -> bool:
	"""Whether the employee works here on the date: active, joined, not yet relieved."""
	joined = not person.date_of_joining or getdate(person.date_of_joining) <= on_date
	stays = not person.relieving_date or getdate(person.relieving_date) >= on_date
	return person.status == "Active" and joined and stays


def managers_of(space: str | None) -> dict[str, frappe._dict]:
	"""The office managers who may see the place (all of them when none may), by employee, or by user without one."""
	users = roles.users_with((roles.OFFICE_MANAGER,))
	users = [user for user in users if may_see(space, user)] or users
	linked = frappe.get_all(
		"Employee",
		filters={"user_id": ("in", users or [""]), "status": "Active"},
		fields=PERSON_FIELDS,
		order_by="name",
	)
	by_user = {person.user_id: person for person in linked}
	found = [by_user.get(user) or person_without_employee(user) for user in users]
	return {person.name or person.user_id: person for person in found}


def may_see(space: str | None, user: str) -> bool:
	"""Whether the user may see the place; what has no place everybody may."""
	return not space or frappe.has_permission("Office Space", "read", doc=space, user=user)


def person_without_employee(user: str) -> frappe._dict:
	name, phone = frappe.db.get_value("User", user, ["full_name", "mobile_no"])
	return frappe._dict(name=None, employee_name=name, user_id=user, cell_number=phone)


def as_answer(step: Step, person: frappe._dict, phones: dict[str, str]) -> frappe._dict:
	"""The allow-list of what is said about a person. The phone on a duty is that of who is responsible."""
	own = phones.get(step.duty) if step.role == "Responsible" else None
	return frappe._dict(
		employee=person.name,
		user=person.user_id,
		name=person.employee_name,
		phone=own or person.cell_number,
		step=step.role,
	)

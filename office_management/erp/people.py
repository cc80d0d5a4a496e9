"""ERPNext's Employee and Department, and the other occupants a place can be given to: only reading."""

from collections.abc import Callable, Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from office_management.domain.employment import Employment, leaving_date, why_not_employed
from office_management.domain.register_world import same
from office_management.erp.prepared import Prepared, value

EMPLOYEE_COLUMNS = (
	"name",
	"employee_name",
	"status",
	"date_of_joining",
	"relieving_date",
	"company",
	"department",
	"user_id",
)

# Per kind of occupant: the field with its name, the field with its company, and the statuses or flag that close it.
OCCUPANTS = {
	"Department": ("department_name", "company", "disabled"),
	"Project": ("project_name", "company", "status"),
	"Customer": ("customer_name", None, "disabled"),
}
CLOSED_PROJECT = ("Completed", "Cancelled")

UNKNOWN, AMBIGUOUS, OTHER_COMPANY = "unknown", "ambiguous", "other_company"


def employee_facts(names: Iterable[str], lock: bool = False, wait: bool = True) -> dict[str, frappe._dict]:
	"""What matters about some employees, by name.

	Args:
		names: Employee names; unknown ones are left out.
		lock: read and lock the rows as they are now (sorted), until the transaction ends.
		wait: False gives up at once (QueryTimeoutError) if somebody else holds one.
	"""
	wanted = sorted(set(names))
	if not wanted:
		return {}
	if lock and wait and len(wanted) == 1:
		rows = _ONE_EMPLOYEE.run({"name": wanted[0]}, as_dict=True)
	else:
		query = _employees(lambda person: person.name.isin(wanted))
		rows = (query.for_update(nowait=not wait) if lock else query).run(as_dict=True)
	return {row.name: row for row in rows}


def _employees(wanted: Callable):
	person = frappe.qb.DocType("Employee")
	return (
		frappe.qb.from_(person).select(*(person[column] for column in EMPLOYEE_COLUMNS)).where(wanted(person))
	)


_ONE_EMPLOYEE = Prepared(lambda: _employees(lambda person: person.name == value("name")).for_update())


def occupant_facts(occupant_type: str, occupant: str, lock: bool = False) -> frappe._dict | None:
	"""Title, company, department and whether it is closed, of whoever a place is given to; None if unknown."""
	if occupant_type == "Employee":
		person = employee_facts([occupant], lock).get(occupant)
		return as_occupant(person) if person else None
	title, company, closing = OCCUPANTS[occupant_type]
	fields = [field for field in (title, company, closing) if field]
	row = frappe.db.get_value(occupant_type, occupant, fields, as_dict=True)
	if not row:
		return None
	closed = row[closing] in CLOSED_PROJECT if closing == "status" else bool(row[closing])
	return frappe._dict(title=row[title] or occupant, company=row.get(company or ""), closed=closed)


def as_occupant(person: frappe._dict) -> frappe._dict:
	"""An employee (a row of employee_facts) as occupant_facts tells of one."""
	return frappe._dict(person, title=person.employee_name, closed=False)


def employment_of(facts: frappe._dict) -> Employment:
	"""The pure rules' view of an employee."""
	joined, relieved = facts.date_of_joining, facts.relieving_date
	return Employment(facts.status, joined and getdate(joined), relieved and getdate(relieved))


def active_between(employee: str, from_date: date | str, to_date: date | str | None = None) -> str | None:
	"""Why an employee does not work here during all of a period; None = they do.

	Args:
		employee: name of the Employee.
		from_date, to_date: first and last day, inclusive; None = open end.

	Returns:
		a reason code of `domain.employment`, or "unknown".
	"""
	facts = employee_facts([employee]).get(employee)
	if not facts:
		return UNKNOWN
	last = getdate(to_date) if to_date else None
	return why_not_employed(employment_of(facts), getdate(from_date), last, getdate())


def leaves_on(facts: frappe._dict) -> date | None:
	"""The last day of an employee who leaves or has left, as of today; None for who stays."""
	return leaving_date(employment_of(facts), getdate())


KEYS = (
	("name",),
	("employee_number",),
	("user_id", "company_email", "prefered_email", "personal_email"),
	("employee_name",),
)
"""By what an employee can be meant, the surest first."""


def find_employee(key: str, company: str | None = None) -> tuple[str | None, str | None]:
	"""Find the one employee somebody means.

	Args:
		key: name of the record, employee number, an e-mail address of theirs, or the exact full name (case and
			space around it do not matter). The first of these that finds anybody decides.
		company: only people of this company.

	Returns:
		(name, None), or (None, "unknown" | "ambiguous" | "other_company").
	"""
	key = (key or "").strip()
	for fields in KEYS if key else ():
		rows = frappe.get_all(
			"Employee",
			or_filters={field: key for field in fields},
			fields=["name", "company", "status"],
			order_by="name",
		)
		if rows:
			return _the_one(rows, company)
	return None, UNKNOWN


def find_employees(
	keys: Iterable[str], company: str | None = None
) -> dict[str, tuple[str | None, str | None]]:
	"""Find many employees at once, each as `find_employee` would: key -> (name, None) or (None, reason)."""
	columns = {field for fields in KEYS for field in fields}
	staff = frappe.get_all("Employee", fields=["company", "status", *columns], order_by="name")
	indexes = [_index(staff, fields) for fields in KEYS]
	found = {}
	for key in keys:
		rows = next((index[same(key)] for index in indexes if same(key) in index), None)
		found[key] = _the_one(rows, company) if rows else (None, UNKNOWN)
	return found


def _index(staff: list[frappe._dict], fields: tuple[str, ...]) -> dict[str, list[frappe._dict]]:
	index: dict[str, list[frappe._dict]] = {}
	for row in staff:
		for key in {same(row[field]) for field in fields if row[field]}:
			index.setdefault(key, []).append(row)
	return index


def _the_one(rows: list[frappe._dict], company: str | None) -> tuple[str | None, str | None]:
	"""Of several with the same key, those of the company, and of these those who still work here."""
	here = [row for row in rows if not company or row.company == company]
	if not here:
		return None, OTHER_COMPANY
	working = [row for row in here if row.status in ("Active", "Suspended")]
	left = working or here
	return (left[0].name, None) if len(left) == 1 else (None, AMBIGUOUS)


def departments_below(department: str) -> set[str]:
	"""A department and all below it."""
	top, below = frappe.qb.DocType("Department").as_("top"), frappe.qb.DocType("Department").as_("below")
	found = (
		frappe.qb.from_(top)
		.join(below)
		.on((below.lft >= top.lft) & (below.rgt <= top.rgt))
		.select(below.name)
		.where(top.name == department)
	).run(pluck=True)
	return {department, *found}


def departments_above(department: str) -> list[str]:
	"""A department and all it lies in."""
	low, top = frappe.qb.DocType("Department").as_("low"), frappe.qb.DocType("Department").as_("top")
	return (
		frappe.qb.from_(low)
		.join(top)
		.on((top.lft <= low.lft) & (top.rgt >= low.rgt))
		.select(top.name)
		.where(low.name == department)
	).run(pluck=True)


def employees_of(occupant_type: str, occupant: str, among: Iterable[str]) -> set[str]:
	"""Which of some employees are the people of a department (and all below it) or of a project (its users)."""
	names = list(set(among))
	if occupant_type == "Department":
		field, values = "department", list(departments_below(occupant))
	elif occupant_type == "Project":
		field, values = "user_id", project_users(occupant)
	else:
		return set()
	if not names or not values:
		return set()
	filters = {"name": ("in", names), field: ("in", values)}
	return set(frappe.get_all("Employee", filters, pluck="name", order_by="name"))


def project_users(project: str) -> list[str]:
	"""The users of an ERPNext project."""
	return frappe.get_all(
		"Project User", {"parent": project, "parenttype": "Project"}, pluck="user", order_by="idx"
	)


def employee_of(user: str) -> str | None:
	"""The employee record of a user who works here; None without one."""
	return frappe.db.get_value("Employee", {"user_id": user, "status": ("!=", "Left")}, "name")

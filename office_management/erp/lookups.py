"""What a text in a list means in ERPNext: departments, projects, customers, cost centers, companies. Only reading.

A record is meant by its name, else by its label or number, case and accents aside; if several have it, by the one
of the company that is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from office_management.domain.register_world import same

UNKNOWN, AMBIGUOUS, CLOSED, GROUP = "unknown", "ambiguous", "closed", "group"


@dataclass(frozen=True)
class Master:
	"""Where a kind of record keeps its labels and its company, and what makes it unfit."""

	doctype: str
	labels: tuple[str, ...]
	company: str | None = "company"
	closed_by: str | None = None
	group_by: str | None = None


MASTERS = {
	"department": Master("Department", ("department_name",), closed_by="disabled"),
	"project": Master("Project", ("project_name",), closed_by="status"),
	"customer": Master("Customer", ("customer_name",), company=None, closed_by="disabled"),
	"cost_center": Master(
		"Cost Center", ("cost_center_number", "cost_center_name"), closed_by="disabled", group_by="is_group"
	),
	"company": Master("Company", ("abbr",), company=None),
}
CLOSED_VALUES = (1, "Completed", "Cancelled")


@dataclass(frozen=True)
class Match:
	"""A record's name and company, or why there is none: "unknown", "ambiguous", "closed", "group"."""

	name: str | None = None
	problem: str | None = None
	company: str | None = None


def find_masters(kind: str, keys: Iterable[str], company: str | None = None) -> dict[str, Match]:
	"""Find many records of one kind at once: key -> Match. `company` decides between equals."""
	wanted = set(keys)
	if not wanted:
		return {}
	master = MASTERS[kind]
	extra = [field for field in (master.company, master.closed_by, master.group_by) if field]
	rows = frappe.get_all(master.doctype, fields=["name", *master.labels, *extra], order_by="name")
	indexes = [_index(rows, field) for field in ("name", *master.labels)]
	return {key: _match(key, indexes, master, company) for key in wanted}


def _index(rows: list[frappe._dict], field: str) -> dict[str, list[frappe._dict]]:
	index = defaultdict(list)
	for row in rows:
		if row[field]:
			index[same(row[field])].append(row)
	return index


def _match(key: str, indexes: list[dict], master: Master, company: str | None) -> Match:
	answers = [index[same(key)] for index in indexes if same(key) in index]
	here = [[row for row in rows if master.company and row[master.company] == company] for rows in answers]
	rows = next((found for found in (*here, *answers) if found), [])
	if len(rows) != 1:
		return Match(problem=AMBIGUOUS if rows else UNKNOWN)
	row = rows[0]
	if master.group_by and row[master.group_by]:
		return Match(problem=GROUP)
	if master.closed_by and row[master.closed_by] in CLOSED_VALUES:
		return Match(problem=CLOSED)
	return Match(row.name, company=row.get(master.company or ""))


def department_lines() -> dict[str, list[str]]:
	"""Every department with itself and all above it, up to the top one."""
	parents = dict(
		frappe.get_all(
			"Department",
			fields=["name", "parent_department"],
			order_by="lft",
			as_list=True,
			limit_page_length=0,
		)
	)
	return {name: _line(name, parents) for name in parents}


def _line(name: str, parents: dict[str, str | None]) -> list[str]:
	line: list[str] = []
	while name and name not in line:
		line.append(name)
		name = parents.get(name)
	return line


def projects_of_users() -> dict[str, list[str]]:
	"""The projects of each user who is on one."""
	rows = frappe.get_all(
		"Project User", {"parenttype": "Project"}, ["user", "parent"], order_by="parent", as_list=True
	)
	projects = defaultdict(list)
	for user, project in rows:
		projects[user].append(project)
	return projects

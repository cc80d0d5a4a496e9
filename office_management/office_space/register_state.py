"""What the planner of a floor register needs to know of the site: a few set-based plain reads, whatever the size."""

from collections.abc import Iterable, Iterator
from datetime import date

import frappe
from frappe.utils import flt, getdate

from office_management.domain.employment import GONE
from office_management.domain.floor_register import Row
from office_management.domain.intervals import Use
from office_management.domain.register_paths import Unplaced, find_target
from office_management.domain.register_words import OCCUPANT_FIELDS
from office_management.domain.register_world import (
	OCCUPANT_TYPES,
	Defaults,
	Found,
	Place,
	Seating,
	World,
	member_of,
	same,
)
from office_management.erp import lookups, people
from office_management.office_space import permissions

CHUNK = 500
PLACE_COLUMNS = (
	"name",
	"parent_space",
	"space_code",
	"space_name",
	"space_type",
	"capacity",
	"floor_area",
	"cost_center",
	"is_allocatable",
	"is_bookable",
	"company",
	"status",
	"out_from_date",
	"out_until_date",
)
SEATING_COLUMNS = (
	"name",
	"space",
	"occupant_type",
	"occupant",
	"seats",
	"seat_label",
	"within",
	"from_date",
	"to_date",
	"weekdays",
	"is_primary",
	"exception_reason",
)


def load_world(rows: list[Row], defaults: Defaults) -> World:
	"""Everything there is that these rows may touch, as the current user may write it."""
	belonging = _Belonging()
	found = find_all(rows, defaults.company, belonging)
	world = World(
		load_places(),
		today=getdate(),
		found=found,
		may_add_sites=permissions.may_use_place(None),
	)
	earliest = min((row.fields["from_date"] for row in rows if "from_date" in row.fields), default=getdate())
	earliest = min(earliest, defaults.from_date, getdate())
	persons = {answer.name for (kind, _key), answer in found.items() if kind == "person" and answer.name}
	spaces = _spaces_touched(rows, world, defaults)
	world.add_seatings(load_seatings(spaces, persons, earliest, belonging))
	return world


def load_places() -> list[Place]:
	"""Every Office Space; those the current user may not write are marked."""
	table = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(table).select(*(table[column] for column in PLACE_COLUMNS)).orderby(table.name)
	criterion = permissions.space_criterion(table)
	permitted = None
	if criterion is not None:
		permitted = set(frappe.qb.from_(table).select(table.name).where(criterion).run(pluck=True))
	return [_place(row, permitted) for row in query.run(as_dict=True)]


def _place(row: frappe._dict, permitted: set[str] | None) -> Place:
	return Place(
		name=row.name,
		parent=row.parent_space or None,
		code=row.space_code or row.name,
		space_name=row.space_name or row.name,
		space_type=row.space_type,
		capacity=row.capacity or 0,
		floor_area=flt(row.floor_area, 2),
		cost_center=row.cost_center or None,
		is_allocatable=bool(row.is_allocatable),
		is_bookable=bool(row.is_bookable),
		company=row.company or None,
		is_closed=row.status == "Closed",
		out_from=row.out_from_date,
		out_until=row.out_until_date,
		is_permitted=permitted is None or row.name in permitted,
	)


def _spaces_touched(rows: list[Row], world: World, defaults: Defaults) -> set[str]:
	"""The places the rows mean, those above them (they may be reserved) and those below."""
	names: set[str] = set()
	for row in rows:
		try:
			place = find_target(row, world, defaults).nearest_place if row.levels else None
		except Unplaced:
			continue
		if place and place.name not in names:
			names.update(part.name for part in (place, *world.above(place)))
			names.update(_below(world, place.name))
	return names


def _below(world: World, name: str) -> Iterator[str]:
	for child in world.children.get(same(name), ()):
		yield child.name
		yield from _below(world, child.name)


def load_seatings(
	spaces: Iterable[str], persons: Iterable[str], earliest: date, belonging: "_Belonging"
) -> list[Seating]:
	"""Allocations of these places or people that reach to `earliest` or beyond (plain reads, by index)."""
	rows = {row.name: row for row in _read_seatings("space", spaces, earliest)}
	rows |= {row.name: row for row in _read_seatings("occupant", persons, earliest)}
	belonging.learn_employees(row.occupant for row in rows.values() if row.occupant_type == "Employee")
	return [_seating(row, rows, belonging) for row in rows.values()]


def _read_seatings(column: str, values: Iterable[str], earliest: date) -> Iterator[frappe._dict]:
	table = frappe.qb.DocType("Space Allocation")
	for chunk in chunks(values):
		yield from (
			frappe.qb.from_(table)
			.select(*(table[name] for name in SEATING_COLUMNS))
			.where(table[column].isin(chunk))
			.where(table.effective_to >= earliest)
			.where(table.status != "Cancelled")
		).run(as_dict=True)


def chunks(values: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
	"""Distinct values, sorted, some at a time."""
	ordered = sorted(set(values))
	for start in range(0, len(ordered), size):
		yield ordered[start : start + size]


def _seating(row: frappe._dict, rows: dict[str, frappe._dict], belonging: "_Belonging") -> Seating:
	around = rows.get(row.within or "")
	return Seating(
		space=row.space,
		occupant_type=row.occupant_type,
		occupant=row.occupant,
		use=Use(row.from_date, row.to_date, row.seats or 0, row.weekdays or 0),
		seat_label=row.seat_label or None,
		is_primary=bool(row.is_primary) and row.occupant_type == "Employee",
		within=around.occupant if around else row.within or None,
		groups=belonging.of(row.occupant_type, row.occupant),
		has_reason=bool(row.exception_reason),
	)


class _Belonging:
	"""Who belongs to which department (and all above it) and to which projects."""

	def __init__(self):
		self.departments = lookups.department_lines()
		self.projects = lookups.projects_of_users()
		self.employees: dict[str, frappe._dict] = {}

	def learn_employees(self, names: Iterable[str]) -> None:
		for chunk in chunks(set(names) - set(self.employees)):
			self.employees.update(people.employee_facts(chunk))

	def of(self, occupant_type: str, occupant: str) -> frozenset[str]:
		person = self.employees.get(occupant) if occupant_type == "Employee" else None
		department = person.department if person else occupant if occupant_type == "Department" else None
		groups = {member_of("Department", name) for name in self.departments.get(department, ())}
		if person and person.user_id:
			groups |= {member_of("Project", name) for name in self.projects.get(person.user_id, ())}
		return frozenset(groups)


def find_all(rows: list[Row], company: str | None, belonging: _Belonging) -> dict[tuple[str, str], Found]:
	"""Answer every text in the rows that means a record: (column, text) -> Found."""
	found = {}
	for column in ("company", "cost_center", *OCCUPANT_FIELDS):
		keys = {row.fields[column] for row in rows if row.fields.get(column)}
		answers = (
			_find_people(keys, company, belonging)
			if column == "person"
			else _find(column, keys, company, belonging)
		)
		found |= {(column, key): answer for key, answer in answers.items()}
	return found


def _find(kind: str, keys: set[str], company: str | None, belonging: _Belonging) -> dict[str, Found]:
	matches = lookups.find_masters(kind, keys, company)
	return {
		key: Found(
			match.name,
			match.problem,
			match.company,
			groups=belonging.of(OCCUPANT_TYPES.get(kind, ""), match.name),
		)
		for key, match in matches.items()
	}


def _find_people(keys: set[str], company: str | None, belonging: _Belonging) -> dict[str, Found]:
	if not keys:
		return {}
	answers = people.find_employees(keys)
	doubtful = [key for key, (_name, reason) in answers.items() if reason == people.AMBIGUOUS]
	if company and doubtful:
		nearer = people.find_employees(doubtful, company)
		answers |= {key: answer for key, answer in nearer.items() if answer[0]}
	belonging.learn_employees(name for name, _reason in answers.values() if name)
	return {key: _person(name, reason, belonging) for key, (name, reason) in answers.items()}


def _person(name: str | None, reason: str | None, belonging: _Belonging) -> Found:
	if not name:
		return Found(problem=reason)
	facts = belonging.employees[name]
	return Found(
		name,
		company=facts.company,
		active_from=facts.date_of_joining and getdate(facts.date_of_joining),
		active_to=people.leaves_on(facts),
		is_gone=facts.status in GONE,
		groups=belonging.of("Employee", name),
	)

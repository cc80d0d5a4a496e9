"""All that a seat in a leaf depends on, locked and read by one statement.

A statement costs the same again, however little it asks. So the places above, the place, the person, what lies below
the place, what is given of it, what reserves the places above and the person's own seats are the parts of one
UNION ALL, each with a lock of its own. The database carries the parts out as they are written, and the rows named by
their key before all others: so this is the order in which they are locked, and the order of `seat_locks`.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import frappe
from pypika.terms import NullValue, ValueWrapper

from office_management.erp import people
from office_management.erp.prepared import Prepared, value
from office_management.office_space import seat_locks, seats

EMPLOYEE = "Employee"

# The columns of the parts: seven texts, two dates, two numbers; None = not used.
ABOVE = ("name", "space_name", "parent_space", "status", None, None, None)
ABOVE += ("out_from_date", "out_until_date", None, None)
PLACE = ("name", "space_name", "parent_space", "status", "company", None, None)
PLACE += ("out_from_date", "out_until_date", "capacity", "is_allocatable")
CHILD = ("name", *[None] * 10)
PERSON = ("name", "employee_name", "status", "company", None, None, None)
PERSON += ("date_of_joining", "relieving_date", None, None)
USE = ("name", "space", "occupant_type", "occupant", "occupant_name", "seat_label", "within")
USE += ("from_date", "to_date", "seats", "weekdays")

PARTS = {"above": ABOVE, "place": PLACE, "person": PERSON, "child": CHILD}
PARTS |= {"beside": USE, "higher": USE, "primary": USE}


@dataclass
class Leaf:
	"""A leaf and whom a seat in it is for."""

	place: frappe._dict | None
	"""None: it is gone. `child`: something lies below it, so it is no leaf."""
	above: list[frappe._dict]
	"""The places above, nearest first."""
	occupant: frappe._dict | None
	"""As people.occupant_facts."""
	beside: list[frappe._dict] = field(default_factory=list)
	"""Allocations of the place on the same days."""
	higher: list[frappe._dict] = field(default_factory=list)
	"""Those of the places above: what reserves them."""
	primary: list[frappe._dict] = field(default_factory=list)
	"""The person's primary seats on the same days, if this is to be one."""


def lock(doc, above: list[frappe._dict] | None = None) -> Leaf:
	"""Lock and read what an allocation of a leaf depends on; the allocation itself is left out of what is found.

	Args:
		doc: the Space Allocation.
		above: the places above, if they are known and held already.
	"""
	found = _ask(doc, above)
	place = next(iter(found["place"]), None)
	leaf = Leaf(place, above or [], _occupant(doc, found["person"]), found["beside"], [], found["primary"])
	if place:
		place.child = bool(found["child"])
		if above is None:
			leaf.above = seat_locks.line_above(place, found["above"])
		leaf.higher = _higher(doc, leaf.above, found)
	return leaf


def _ask(doc, above: list[frappe._dict] | None) -> dict[str, list[frappe._dict]]:
	names = seat_locks.names_before(doc.space) if above is None else []
	asked = {_above(number): name for number, name in enumerate(names)}
	asked["above"] = [place.name for place in above or ()] or names or [None]
	asked["space"], asked["person"] = doc.space, doc.occupant if doc.occupant_type == EMPLOYEE else None
	asked["employee"] = asked["person"] if doc.is_primary else None  # NULL: nobody, and nothing is locked
	found: dict[str, list[frappe._dict]] = {part: [] for part in PARTS}
	for part, *row in _statement(len(names)).run(asked | seats.days_asked(doc.from_date, doc.to_date)):
		if row[0] != doc.name:
			found[part].append(frappe._dict(zip(PARTS[part], row, strict=True)))
	found["asked"] = asked["above"]
	return found


def _occupant(doc, persons: list[frappe._dict]) -> frappe._dict | None:
	if doc.occupant_type != EMPLOYEE:
		return people.occupant_facts(doc.occupant_type, doc.occupant)
	return people.as_occupant(persons[0]) if persons else None


def _higher(doc, above: list[frappe._dict], found: dict) -> list[frappe._dict]:
	"""What reserves the places that are really above."""
	names = [place.name for place in above]
	if not set(names) <= set(found["asked"]):
		return seats.live_uses(names, doc.from_date, doc.to_date, exclude=doc.name)
	return [row for row in found["higher"] if row.space in names]


# --- the statement --------------------------------------------------------------------------------------------


@functools.cache
def _statement(levels: int) -> Prepared:
	"""The statement with so many places above."""
	above = [Prepared(functools.partial(_space, "above", _above(n)), shared=True) for n in range(levels)]
	parts = (_place, _person, _child, _beside, _reserving, _primary)
	return Prepared.union([*above, *(Prepared(part) for part in parts)])


def _above(number: int) -> str:
	"""The value that names one of the places above, from the topmost on."""
	return "above_{}".format(number)


def _columns(part: str) -> list:
	return [ValueWrapper(part), *(column or NullValue() for column in PARTS[part])]


def _space(part: str, name: str):
	space = frappe.qb.DocType("Office Space")
	return frappe.qb.from_(space).select(*_columns(part)).where(space.name == value(name)).for_update()


def _place():
	return _space("place", "space")


def _person():
	person = frappe.qb.DocType(EMPLOYEE)
	query = frappe.qb.from_(person).select(*_columns("person"))
	return query.where(person.name == value("person")).for_update()


def _child():
	"""The first of what lies below."""
	space = frappe.qb.DocType("Office Space")
	query = frappe.qb.from_(space).select(*_columns("child"))
	return query.where(space.parent_space == value("space")).limit(1).for_update()


def _beside():
	return seats.locking(seats.BY_PLACE, lambda row: row.space == value("space"), columns=_columns("beside"))


def _reserving():
	return seats.locking(
		seats.BY_PLACE_AND_END,
		lambda row: row.space.isin(value("above")),
		touching=seats.ends_later,
		columns=_columns("higher"),
	)


def _primary():
	return seats.locking(
		seats.BY_OCCUPANT, seats.is_primary_of, touching=seats.ends_later, columns=_columns("primary")
	)

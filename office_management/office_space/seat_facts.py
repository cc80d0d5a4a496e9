"""Where the rules of seats get their facts from: one allocation asks the database, many at once are told.

`seat_rules` asks `known(doc)`. For one document every question is a locking read of its own. For many, `Together`
has taken all locks and read everything in a few statements, in the same order (places, people, allocations), and
answers from that, and from the allocations tested so far. The rules do not know the difference.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from office_management.domain.allocation_states import CANCELLED
from office_management.domain.intervals import FAR_DATE, overlaps
from office_management.erp import people
from office_management.office_space import leaf_facts, seat_locks, seats
from office_management.office_space.leaf_facts import Leaf

CHUNK = 200


class Singly:
	"""Each question asked of the database, under lock."""

	places_above = staticmethod(seat_locks.places_above)
	occupant_facts = staticmethod(people.occupant_facts)
	lock_leaf = staticmethod(leaf_facts.lock)


def known(doc) -> "Singly | Together":
	"""What answers the rules' questions about an allocation."""
	return doc.flags.facts or Singly


class Together:
	"""All that the rules ask about a list of new allocations of leaves, locked until the transaction ends."""

	def __init__(self, rows: list[dict]) -> None:
		"""Lock and read. `rows`: field values of Space Allocation; places in sorted order, then people."""
		spaces = sorted({row["space"] for row in rows})
		seat_locks.lock_spaces(spaces)
		self._leaves = {place.name: place for chunk in _chunks(spaces) for place in _leaves(chunk)}
		self._above = _places_above(self._leaves.values())
		employees = sorted({row["occupant"] for row in rows if row["occupant_type"] == "Employee"})
		self._employees = people.employee_facts(employees, lock=True)
		self._others: dict[tuple[str, str], frappe._dict | None] = {}
		earliest = min(getdate(row["from_date"]) for row in rows)
		self._uses = _by("space", _uses_of([*spaces, *self._above], earliest))
		self._primary = _by("occupant", _primary_of(employees, earliest))

	def places_above(self, space: str) -> tuple[list[frappe._dict], bool]:
		"""As seat_locks.places_above."""
		place = self._leaves.get(space)
		found: list[frappe._dict] = []
		while place and place.parent_space and (place := self._above.get(place.parent_space)):
			found.append(place)
		return found, bool(space in self._leaves and self._leaves[space].child)

	def occupant_facts(self, occupant_type: str, occupant: str, lock: bool = False) -> frappe._dict | None:
		"""As people.occupant_facts."""
		if occupant_type == "Employee":
			person = self._employees.get(occupant)
			return people.as_occupant(person) if person else None
		key = (occupant_type, occupant)
		if key not in self._others:
			self._others[key] = people.occupant_facts(occupant_type, occupant, lock)
		return self._others[key]

	def lock_leaf(self, doc, above: list[frappe._dict] | None = None) -> Leaf:
		"""As leaf_facts.lock."""
		days = getdate(doc.from_date), getdate(doc.to_date) if doc.to_date else FAR_DATE
		above = self.places_above(doc.space)[0] if above is None else above
		higher = [row for place in above for row in self._uses.get(place.name, ())]
		primary = self._primary.get(doc.occupant, ()) if doc.is_primary else ()
		return Leaf(
			self._leaves.get(doc.space),
			above,
			self.occupant_facts(doc.occupant_type, doc.occupant),
			*(_touching(rows, *days) for rows in (self._uses.get(doc.space, ()), higher, primary)),
		)

	def take_in(self, doc) -> None:
		"""From now on this allocation is there, too."""
		row = frappe._dict({column: doc.get(column) for column in seats.USE_COLUMNS})
		self._uses.setdefault(row.space, []).append(row)
		if row.is_primary:
			self._primary.setdefault(row.occupant, []).append(row)


def _chunks(names: list[str]) -> Iterable[list[str]]:
	return (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))


def _leaves(names: list[str]) -> list[frappe._dict]:
	"""Locked places as they are now; `child` is set where something lies below."""
	table, child = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Office Space")
	columns = [table[column] for column in seat_locks.LEAF_COLUMNS]
	places = frappe.qb.from_(table).select(*columns).where(table.name.isin(names)).for_update()
	below = (
		frappe.qb.from_(child).select(child.parent_space, child.name).where(child.parent_space.isin(names))
	)
	children = dict(below.for_update().run())
	return [frappe._dict(place, child=children.get(place.name)) for place in places.run(as_dict=True)]


def _places_above(places: Iterable[frappe._dict]) -> dict[str, frappe._dict]:
	"""Every place above some places, by name, held (one statement per level)."""
	found: dict[str, frappe._dict] = {}
	wanted = {place.parent_space for place in places if place.parent_space}
	while wanted:
		level = {place.name: place for place in seat_locks.hold_places(wanted)}
		found |= level
		wanted = {place.parent_space for place in level.values() if place.parent_space} - set(found)
	return found


def _uses_of(spaces: list[str], earliest: date) -> Iterable[frappe._dict]:
	for chunk in _chunks(sorted(set(spaces))):
		yield from seats.live_uses(chunk, earliest)


def _primary_of(employees: list[str], earliest: date) -> Iterable[frappe._dict]:
	"""Primary seats of some employees from a day on, locked."""
	row = frappe.qb.DocType("Space Allocation")
	for chunk in _chunks(employees):
		yield from (
			frappe.qb.from_(row)
			.force_index(seats.BY_OCCUPANT)
			.select(*(row[column] for column in seats.USE_COLUMNS))
			.where(row.occupant.isin(chunk))
			.where((row.occupant_type == "Employee") & (row.is_primary == 1))
			.where(row.effective_to >= earliest)
			.where(row.status != CANCELLED)
			.for_update()
		).run(as_dict=True)


def _by(column: str, rows: Iterable[frappe._dict]) -> dict[str, list[frappe._dict]]:
	found: dict[str, list[frappe._dict]] = {}
	for row in rows:
		found.setdefault(row[column], []).append(row)
	return found


def _touching(rows: Iterable[frappe._dict], from_date: date, to_date: date) -> list[frappe._dict]:
	return [
		row for row in rows if overlaps(getdate(row.from_date), getdate(row.effective_to), from_date, to_date)
	]

"""What is there already, as the planner of a floor register needs to know it; and what it may decide to do.

Plain values, filled by the caller from the database (or by a test from nothing).
"""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from office_management.domain.intervals import Use
from office_management.domain.register_words import LEVEL_OF_TYPE, LEVELS

OCCUPANT_TYPES = {
	"person": "Employee",
	"department": "Department",
	"project": "Project",
	"customer": "Customer",
}


def same(text: str | None) -> str:
	"""Names that the database holds to be equal have equal keys: case, accents and outer spaces do not count."""
	folded = unicodedata.normalize("NFKD", str(text or "").strip().casefold())
	return "".join(char for char in folded if not unicodedata.combining(char))


def member_of(occupant_type: str, occupant: str) -> str:
	"""How membership is noted: people belong to their department and all above it, and to their projects."""
	return f"{occupant_type}:{occupant}"


@dataclass(frozen=True)
class Place:
	"""An Office Space. `name` is the path of codes, `code` its last part.

	`is_permitted`: whoever imports may write it.
	"""

	name: str
	parent: str | None
	code: str
	space_name: str
	space_type: str
	capacity: int = 0
	floor_area: float = 0.0
	cost_center: str | None = None
	is_allocatable: bool = False
	is_bookable: bool = False
	company: str | None = None
	is_closed: bool = False
	out_from: datetime.date | None = None
	out_until: datetime.date | None = None
	is_permitted: bool = True


@dataclass(frozen=True)
class Seating:
	"""Seats of a place given to somebody (a Space Allocation, there already or about to be made).

	`within`: the department out of whose seats this one is; `row`: of the file, when about to be made; `groups`: to
	whom the occupant belongs (see `member_of`); `has_reason`: may sit in a place reserved for others.
	"""

	space: str
	occupant_type: str
	occupant: str
	use: Use
	seat_label: str | None = None
	is_primary: bool = False
	within: str | None = None
	row: int | None = None
	groups: frozenset[str] = field(default=frozenset(), repr=False)
	has_reason: bool = False


@dataclass(frozen=True)
class Found:
	"""What a text of the file was found to be: a record's name, or a reason code.

	For people: first and last day of work as far as known, `is_gone` for who no longer works here, and `groups`.
	"""

	name: str | None = None
	problem: str | None = None
	company: str | None = None
	active_from: datetime.date | None = None
	active_to: datetime.date | None = None
	is_gone: bool = False
	groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Defaults:
	"""What the person who imports has said once for all rows.

	`under`: place under which rows without a site stand; `space_type`: for the desk column where no type is
	written; `make_missing`: places named above a row, but listed nowhere, are made too; `desks_have_a_seat`: a desk
	or parking place for which nothing is said has one.
	"""

	from_date: datetime.date
	under: str | None = None
	company: str | None = None
	space_type: str | None = None
	make_missing: bool = False
	desks_have_a_seat: bool = True


@dataclass(frozen=True)
class CreatePlace:
	"""Make this place. `implied`: no row of its own, only named above another."""

	place: Place
	implied: bool = False


@dataclass(frozen=True)
class ChangePlace:
	"""Change fields of a place: (field, old, new)."""

	name: str
	changes: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True)
class GiveSeats:
	"""Make an allocation."""

	seating: Seating
	reason: str | None = None


Action = CreatePlace | ChangePlace | GiveSeats


@dataclass
class World:
	"""Everything there is, indexed."""

	places: list[Place]
	today: datetime.date
	seatings: list[Seating] = field(default_factory=list)
	found: dict[tuple[str, str], Found] = field(default_factory=dict)
	may_add_sites: bool = True

	def __post_init__(self):
		self.by_name = {same(place.name): place for place in self.places}
		self.children: dict[str, list[Place]] = defaultdict(list)
		self.by_code: dict[tuple[str, str], list[Place]] = defaultdict(list)
		for place in self.places:
			self.children[same(place.parent)].append(place)
			self.by_code[(level_of(place), same(place.code))].append(place)
		self._by_path = {(same(place.parent), same(place.code)): place for place in self.places}
		self.add_seatings(self.seatings)

	def add_seatings(self, seatings: list[Seating]) -> None:
		"""Take in what is given already; may be called once, later than the places are known."""
		self.seatings = seatings
		self.by_space = _grouped(seatings, lambda seating: same(seating.space))
		self.by_person = _grouped(
			(seating for seating in seatings if seating.occupant_type == "Employee"),
			lambda seating: seating.occupant,
		)

	def get(self, name: str | None) -> Place | None:
		return self.by_name.get(same(name))

	def child(self, parent: str | None, code: str) -> Place | None:
		return self._by_path.get((same(parent), same(code)))

	def above(self, place: Place | None) -> Iterable[Place]:
		"""The places above this one, nearest first."""
		seen = set()
		while place and place.parent and same(place.parent) not in seen:
			seen.add(same(place.parent))
			place = self.get(place.parent)
			if place:
				yield place

	def is_below(self, place: Place, top: str | None) -> bool:
		return top is None or any(same(one.name) == same(top) for one in (place, *self.above(place)))


def level_of(place: Place) -> str:
	"""The column of the register in which a place stands."""
	return LEVEL_OF_TYPE.get(place.space_type, "desk")


def rank(level: str) -> int:
	"""How far down a column stands: 0 for a site."""
	return LEVELS.index(level)


def _grouped(items: Iterable, key) -> dict[str, list]:
	groups = defaultdict(list)
	for item in items:
		groups[key(item)].append(item)
	return groups

"""What the demo's plan is made of: plain values, no frappe. The plan says what shall be; other files make it."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Scale:
	"""How much of the firm is made.

	Args:
		rooms_per_zone, seats_per_room: upper limits, None = as in the building.
		people_divisor, things_divisor: one of how many people, and things in rooms, is made.
		history_days: for how long facility work has been kept here.
	"""

	rooms_per_zone: int | None = None
	seats_per_room: int | None = None
	people_divisor: int = 1
	things_divisor: int = 1
	history_days: int = 364


SCALES = {
	"full": Scale(),
	"small": Scale(rooms_per_zone=1, seats_per_room=4, people_divisor=8, things_divisor=8, history_days=42),
}

HISTORY_DAYS = 371
"""The first allocations begin so many days before today: a year, and a week to look back over it."""


@dataclass(frozen=True)
class Space:
	"""A place. `path` are the codes from the site down; `key` is how people call it ("1.01-D03")."""

	path: tuple[str, ...]
	key: str
	name: str
	space_type: str
	capacity: int = 0
	floor_area: float = 0.0
	is_allocatable: bool = False
	is_bookable: bool = False
	amenities: tuple[str, ...] = ()
	department: str | None = None

	@property
	def location(self) -> str:
		"""The Location's name: the path of codes."""
		return "-".join(self.path)

	@property
	def parent(self) -> str | None:
		return "-".join(self.path[:-1]) or None


@dataclass
class Person:
	"""An employee, by number; `key` is the employee number. Dates are days of the calendar, None = not known yet."""

	key: str
	first_name: str
	last_name: str
	gender: str
	department: str
	designation: str
	email: str
	date_of_birth: date
	joined: date
	left: date | None = None
	reports_to: str | None = None
	roles: tuple[str, ...] | None = None  # None = has no login
	login: str = ""
	room: str = ""
	is_head: bool = False

	@property
	def full_name(self) -> str:
		return f"{self.first_name} {self.last_name}"

	def has_left(self, today: date) -> bool:
		return bool(self.left and self.left < today)


@dataclass(frozen=True)
class Allocation:
	"""Who is given what, from when to when. `occupant` is a Person's key, or the name of a department, project, customer."""

	key: str
	space: str
	occupant_type: str
	occupant: str
	from_date: date
	to_date: date | None = None
	seats: int = 1
	seat_label: str = ""
	weekdays: int = 0
	is_primary: bool = False
	within: str = ""
	reason: str = ""


@dataclass(frozen=True)
class Outage:
	space: str
	from_date: date
	until_date: date
	reason: str


@dataclass(frozen=True)
class Thing:
	"""A fixed asset: where it was put first, and where it was moved to."""

	item: str
	space: str
	bought: date
	custodian: str = ""
	moved_to: str = ""
	moved_on: date | None = None


@dataclass(frozen=True)
class Duty:
	"""Who is responsible for what where (an Office Responsibility)."""

	topic: str
	space: str
	responsible: str
	deputy: str
	phone: str
	certificate: str = ""
	certificate_date: date | None = None


@dataclass
class Plan:
	"""The whole firm, relative to one day."""

	today: date
	spaces: list[Space]
	people: list[Person]
	allocations: list[Allocation] = field(default_factory=list)
	outages: list[Outage] = field(default_factory=list)
	things: list[Thing] = field(default_factory=list)
	duties: list[Duty] = field(default_factory=list)

	@property
	def departments(self) -> list[str]:
		return list(dict.fromkeys(person.department for person in self.people))

	def space(self, key: str) -> Space | None:
		"""The space people call so, or None if this scale does not have it."""
		return next((space for space in self.spaces if space.key == key), None)

	def day(self, offset: int) -> date:
		return self.today + timedelta(days=offset)

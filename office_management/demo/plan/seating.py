"""Who sat, sits and will sit where: a year of allocations that keep every rule of the house."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from office_management.demo.data import building, firm
from office_management.demo.plan.shapes import HISTORY_DAYS, Allocation, Outage, Person, Plan
from office_management.domain.intervals import Use, clash, weekday_bits

MOVERS = 14
PLANNED_MOVES = 3
SHARING_PAIRS = 6
WITHOUT_SEAT = 11
GUESTS = 3
MONDAY_TO_WEDNESDAY = weekday_bits((0, 1, 2))
THURSDAY_AND_FRIDAY = weekday_bits((3, 4))

# Where people of a post sit first, before the other rooms of their department
ROOMS_OF_POST = {
	"Firmware Engineer": ("1.02",),
	"Mechanical Engineer": ("1.03",),
	"Test Engineer": ("1.05",),
	"Standards Engineer": ("1.06",),
	"Lead Engineer": ("1.07",),
	"Electronics Engineer": ("0.11", "0.10", "0.12"),
	"Product Designer": ("2.02",),
	"Service Desk Agent": ("2.05",),
	"Data Analyst": ("2.06",),
	"Bid Manager": ("3.03",),
	"Field Service Engineer": ("3.05",),
	"Trainer": ("3.06",),
	"Care Coordinator": ("3.07",),
	"Controller": ("5.02",),
	"Recruiter": ("5.04",),
	"Buyer": ("4.02",),
	"Logistics Planner": ("4.03",),
	"Facility Officer": ("0.05",),
	"Managing Director": ("5.05",),
	"Executive Assistant": ("5.05",),
	"Legal Counsel": ("5.06",),
}
RESEARCHERS_MOVED = ("Researcher", "2.01", "2.03", -140)  # post, from, to, days from today
SOME_LEFT_FREE = {"0.11": 7}
REASONS = (
	"Sits with the team of the shared project until it is delivered",
	"Reduced mobility: this room is nearest to the lift",
	"Own room is being refitted",
)


@dataclass
class Seat:
	"""One place to sit: a desk, or a label in a room. `within` is the department's allocation it is taken from."""

	space: str
	label: str = ""
	within: str = ""
	uses: list[Use] = field(default_factory=list)

	def is_free(self, use: Use) -> bool:
		return not any(clash(use, other) for other in self.uses)


class Seating:
	"""Fills the rooms of a plan. Deterministic: the same plan and the same random numbers give the same seating."""

	def __init__(self, plan: Plan, random: Random):
		self.plan = plan
		self.random = random
		self.start = plan.day(-HISTORY_DAYS)
		self.numbers = count(1)
		self.seats_of_room = self._collect_seats()

	# --- seats -------------------------------------------------------------------------------------------------

	def _collect_seats(self) -> dict[str, list[Seat]]:
		rooms: dict[str, list[Seat]] = {}
		for space in self.plan.spaces:
			if not space.is_allocatable or space.key in building.GIVEN_AWAY:
				continue
			if space.space_type == "Desk":
				rooms.setdefault(space.key.rsplit("-", 1)[0], []).append(Seat(space.key))
			else:
				rooms[space.key] = self._labelled_seats(space.key, space.capacity)
		for seats in rooms.values():
			self.random.shuffle(seats)
		return rooms

	def _labelled_seats(self, room: str, capacity: int) -> list[Seat]:
		within, usable = "", SOME_LEFT_FREE.get(room, capacity)
		if room in building.DEPARTMENT_BLOCKS:
			within, usable = f"block {room}", building.DEPARTMENT_BLOCKS[room][1]
		return [Seat(room, str(number), within) for number in range(1, min(usable, capacity) + 1)]

	def _rooms_for(self, person: Person) -> list[str]:
		homes = next(homes for name, _count, homes, _posts in firm.DEPARTMENTS if name == person.department)
		wanted = [person.room, *ROOMS_OF_POST.get(person.designation, ()), *homes]
		return [room for room in dict.fromkeys(wanted) if room in self.seats_of_room]

	def _find(self, rooms: list[str], use: Use) -> Seat | None:
		seats = (seat for room in rooms for seat in self.seats_of_room.get(room, ()))
		return next((seat for seat in seats if seat.is_free(use)), None)

	# --- giving ------------------------------------------------------------------------------------------------

	def _give(self, person: Person, seat: Seat, use: Use, reason: str = "") -> None:
		seat.uses.append(use)
		self.plan.allocations.append(
			Allocation(
				key=f"seat {next(self.numbers)}",
				space=seat.space,
				occupant_type="Employee",
				occupant=person.key,
				from_date=use.from_date,
				to_date=use.to_date,
				seat_label=seat.label,
				weekdays=use.weekdays,
				is_primary=True,
				within=seat.within,
				reason=reason,
			)
		)

	def _seat(
		self, person: Person, rooms: list[str], from_date: date, to_date: date | None, **more
	) -> Seat | None:
		use = Use(from_date, to_date, 1, more.pop("weekdays", 0))
		seat = self._find(rooms, use)
		if seat:
			self._give(person, seat, use, **more)
		return seat

	def _first_day(self, person: Person) -> date:
		return max(person.joined, self.start)

	def seat_plainly(self, person: Person) -> None:
		self._seat(person, self._rooms_for(person), self._first_day(person), person.left)

	def seat_and_move(self, person: Person, moves_on: date, first: list[str], then: list[str]) -> None:
		"""Two seats, one after the other; if one of the two can't be had, the other for the whole time."""
		use = Use(moves_on, person.left)
		target = self._find(then, use)
		before = self._seat(person, first, self._first_day(person), moves_on - timedelta(days=1))
		if before and target and target is not before:
			self._give(person, target, use)
		elif before:
			self._seat(person, [*then, *first], moves_on, person.left)
		else:
			self.seat_plainly(person)

	def seat_pair(self, first: Person, second: Person) -> None:
		"""One seat for two, each on some weekdays."""
		day = max(self._first_day(first), self._first_day(second))
		seat = self._find(self._rooms_for(first), Use(day, None))
		if not seat:
			return
		self._give(first, seat, Use(day, None, 1, MONDAY_TO_WEDNESDAY))
		self._give(second, seat, Use(day, None, 1, THURSDAY_AND_FRIDAY))

	def seat_among_others(self, person: Person, reason: str) -> None:
		"""A seat in a zone that is reserved for another department, with the reason why."""
		others = [
			space.key
			for space in self.plan.spaces
			if space.space_type == "Room" and space.department not in (None, person.department)
		]
		rooms = [
			room for room in others if room in self.seats_of_room and room not in building.DEPARTMENT_BLOCKS
		]
		self.random.shuffle(rooms)
		self._seat(
			person, rooms, max(self._first_day(person), self.plan.day(-100)), person.left, reason=reason
		)


def plan_allocations(plan: Plan, random: Random) -> None:
	"""Reservations of zones, blocks of departments, rooms given away, then everybody's seat, and what is out of service."""
	_reserve_zones(plan)
	_give_blocks(plan)
	_give_rooms_away(plan)
	_seat_everybody(plan, Seating(plan, random), random)
	plan.outages = list(_take_out_of_service(plan))


def _take_out_of_service(plan: Plan) -> Iterator[Outage]:
	taken = [
		a.space for a in plan.allocations if a.is_primary and a.from_date <= plan.today and not a.to_date
	]
	for key, start, end, reason in building.OUTAGES:
		wanted = (
			next((space for space in taken if space.startswith(key[:-1])), "") if key.endswith("*") else key
		)
		if plan.space(wanted):
			yield Outage(wanted, plan.day(start), plan.day(end), reason)


def _reserve_zones(plan: Plan) -> None:
	for space in plan.spaces:
		if space.space_type == "Zone" and space.department:
			plan.allocations.append(
				Allocation(
					f"zone {space.key}",
					space.key,
					"Department",
					space.department,
					plan.day(-HISTORY_DAYS),
					seats=0,
				)
			)


def _give_blocks(plan: Plan) -> None:
	for room, (department, _named) in building.DEPARTMENT_BLOCKS.items():
		space = plan.space(room)
		if space:
			plan.allocations.append(
				Allocation(
					f"block {room}",
					room,
					"Department",
					department,
					plan.day(-HISTORY_DAYS),
					seats=space.capacity,
				)
			)


def _give_rooms_away(plan: Plan) -> None:
	for room, (occupant_type, occupant, start, end) in building.GIVEN_AWAY.items():
		space = plan.space(room)
		if space:
			plan.allocations.append(
				Allocation(
					f"room {room}",
					room,
					occupant_type,
					occupant,
					plan.day(start),
					plan.day(end),
					space.capacity,
				)
			)


def _seat_everybody(plan: Plan, seating: Seating, random: Random) -> None:
	groups = _sort_into_groups(plan, random)
	for person in groups["heads"]:
		seating.seat_plainly(person)
	_move_researchers(plan, seating, groups["researchers"])
	for first, second in groups["pairs"]:
		seating.seat_pair(first, second)
	for number, person in enumerate(groups["movers"]):
		offset = 10 + 7 * number if number < PLANNED_MOVES else -random.randrange(15, HISTORY_DAYS - 60)
		rooms = seating._rooms_for(person)
		seating.seat_and_move(person, plan.day(offset), rooms, rooms[::-1])
	for person in groups["others"]:
		seating.seat_plainly(person)
	for person, reason in zip(groups["guests"], REASONS, strict=False):
		seating.seat_among_others(person, reason)


def _move_researchers(plan: Plan, seating: Seating, researchers: list[Person]) -> None:
	_post, before, after, offset = RESEARCHERS_MOVED
	for person in researchers:
		seating.seat_and_move(person, plan.day(offset), [before], [after])


def _sort_into_groups(plan: Plan, random: Random) -> dict[str, list]:
	"""Who is seated how. A settled person was here before the year began and is not about to leave."""
	settled_since = plan.day(-HISTORY_DAYS)
	groups: dict[str, list] = {"heads": [], "researchers": [], "others": []}
	settled = []
	for person in sorted(plan.people, key=lambda person: (person.joined, person.key)):
		is_settled = person.joined < settled_since and not person.left
		if person.is_head or person.login:
			groups["heads"].append(person)
		elif not is_settled:
			groups["others"].append(person)
		elif person.designation == RESEARCHERS_MOVED[0]:
			groups["researchers"].append(person)
		else:
			settled.append(person)
	random.shuffle(settled)
	divisor = max(len(plan.people) and 260 // len(plan.people), 1)
	groups["pairs"] = _take_pairs(settled, max(SHARING_PAIRS // divisor, 1))
	groups["movers"] = _take(settled, max(MOVERS // divisor, 2))
	groups["guests"] = _take(settled, max(GUESTS // divisor, 1))
	_take(settled, max(WITHOUT_SEAT // divisor, 1))
	groups["others"] = sorted([*groups["others"], *settled], key=lambda person: (person.joined, person.key))
	return groups


def _take(people: list[Person], number: int) -> list[Person]:
	taken, people[:] = people[:number], people[number:]
	return taken


def _take_pairs(people: list[Person], number: int) -> list[tuple[Person, Person]]:
	"""Two of the same department each."""
	pairs = []
	for first in list(people):
		second = next((p for p in people if p is not first and p.department == first.department), None)
		if len(pairs) < number and first in people and second:
			pairs.append((first, second))
			people.remove(first)
			people.remove(second)
	return pairs

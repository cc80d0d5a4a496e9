"""Rows of a floor register + what is there -> what would be done, row by row, and what is refused and why.

Nothing is done here. A row is taken whole or refused whole; a refused row takes with it the rows that stand
on the place it would have made. The rules are those of Office Space and Space Allocation, told beforehand:
the controllers test them again when the plan is carried out.
"""

import datetime
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from office_management.domain import register_words as words
from office_management.domain.floor_register import Problem, Row
from office_management.domain.intervals import Use, clash, occurs, overlaps, peak_use, peak_with, weekday_set
from office_management.domain.register_paths import Target, Unplaced, find_target
from office_management.domain.register_world import (
	OCCUPANT_TYPES,
	Action,
	ChangePlace,
	CreatePlace,
	Defaults,
	Found,
	GiveSeats,
	Place,
	Seating,
	World,
	member_of,
	same,
)

NOT_FOR_PEOPLE = {"Site", "Building", "Floor", "Meeting Room", "Parking", "Storage"}
ONE_SEAT = {"Desk", "Parking"}


@dataclass(frozen=True)
class RowPlan:
	"""What happens with one row: actions, or problems (then nothing happens), and remarks."""

	number: int
	space: str | None
	actions: tuple[Action, ...] = ()
	problems: tuple[Problem, ...] = ()
	notes: tuple[Problem, ...] = ()

	@property
	def outcome(self) -> str:
		"""The strongest thing that happens: Refused, Created, Changed, Allocated or Nothing."""
		if self.problems:
			return "Refused"
		kinds = {type(action) for action in self.actions}
		for kind, name in ((CreatePlace, "Created"), (ChangePlace, "Changed"), (GiveSeats, "Allocated")):
			if kind in kinds:
				return name
		return "Nothing"


@dataclass(frozen=True)
class Plan:
	"""The whole plan. `missing`: places that rows stand under, that are neither there nor in the file."""

	rows: tuple[RowPlan, ...]
	missing: tuple[str, ...] = ()

	@property
	def actions(self) -> list[Action]:
		return [action for row in self.rows for action in row.actions]

	def counts(self) -> dict[str, int]:
		"""Rows, places created and changed, allocations, rows refused, rows with nothing to do."""
		kinds = Counter(type(action) for action in self.actions)
		outcomes = Counter(row.outcome for row in self.rows)
		return {
			"rows": len(self.rows),
			"created": kinds[CreatePlace],
			"changed": kinds[ChangePlace],
			"allocated": kinds[GiveSeats],
			"refused": outcomes["Refused"],
			"nothing": outcomes["Nothing"],
		}

	def signature(self) -> str:
		"""Equal for plans that do the same: shown once, compared when it is carried out."""
		text = "\n".join(
			f"{row.number} {row.actions!r} {[p.code for p in row.problems]}" for row in self.rows
		)
		return hashlib.sha256(text.encode()).hexdigest()


def make_plan(rows: list[Row], world: World, defaults: Defaults) -> Plan:
	"""Plan an import.

	Args:
		rows: as read by `read_register`.
		world: what is there; `found` answers every person, department, project, customer, cost center and
			company the rows name.
		defaults: what was said for all rows.

	Refusals are monotone: each round plans again without the rows refused so far, until none is added.
	"""
	targets, refused = _find_targets(rows, world, defaults)
	while True:
		attempt = _Attempt(rows, targets, refused, world, defaults)
		attempt.run()
		if not attempt.refusals:
			break
		refused |= attempt.refusals
	plans = [_row_plan(row, targets, refused, attempt) for row in rows]
	return Plan(tuple(plans), tuple(_missing(refused)))


def _find_targets(rows: list[Row], world: World, defaults: Defaults):
	targets: dict[int, Target] = {}
	refused: dict[int, tuple[Problem, ...]] = {row.number: row.problems for row in rows if row.problems}
	for row in rows:
		if not row.levels:
			continue
		try:
			targets[row.number] = find_target(row, world, defaults)
		except Unplaced as unplaced:
			refused[row.number] = (*refused.get(row.number, ()), unplaced.problem)
	return targets, refused


def _row_plan(row: Row, targets: dict[int, Target], refused: dict, attempt: "_Attempt") -> RowPlan:
	target = targets.get(row.number)
	space = target.step.name if target else None
	if row.number in refused:
		return RowPlan(row.number, space, problems=refused[row.number])
	actions, notes = attempt.actions[row.number], attempt.notes[row.number]
	return RowPlan(row.number, space, tuple(actions), notes=tuple(notes))


def _missing(refused: dict[int, tuple[Problem, ...]]) -> list[str]:
	names = set()
	for problem in (problem for problems in refused.values() for problem in problems):
		shown = dict(problem.values)
		if problem.code == "missing_parent" and not shown.get("in_file"):
			names.add(shown["parent"])
	return sorted(names)


class _Refused(Exception):
	def __init__(self, code: str, column: str | None = None, **shown):
		super().__init__(code)
		self.problem = Problem.of(code, column, **shown)


class _Attempt:
	"""One round of planning, without the rows refused before."""

	def __init__(self, rows, targets, refused, world: World, defaults: Defaults):
		self.rows = [row for row in rows if row.number not in refused]
		self.targets, self.world, self.defaults = targets, world, defaults
		self.keys_in_file = {target.key for target in targets.values()}
		self.refusals: dict[int, tuple[Problem, ...]] = {}
		self.actions: dict[int, list[Action]] = defaultdict(list)
		self.notes: dict[int, list[Problem]] = defaultdict(list)
		self.fields: dict[str, dict] = {}
		self.first_row: dict[str, Row] = {}
		self.givers: dict[tuple[str, str], Row] = {}
		self.seen: dict[tuple, int] = {}
		self.new_steps: dict[str, object] = {}
		self.new_children: dict[str, list[str]] = defaultdict(list)
		self.people: dict[str, list[Row]] = defaultdict(list)
		self.places: dict[str, Place] = {}
		self.seatings: dict[str, list[Seating]] = {}
		self.by_person: dict[str, list[Seating]] = {}
		self.cost_center_companies = {
			found.name: found.company for (kind, _key), found in world.found.items() if kind == "cost_center"
		}

	def run(self) -> None:
		"""Places, then their changes, then seats; a step that refuses anything ends the round."""
		self._each(sorted(self.rows, key=self._shortest_name_first), self._take_place)
		if not self.refusals:
			self._settle_places()
		if not self.refusals:
			self._each(self.rows, self._plan_change)
		if not self.refusals:
			self._each(sorted(self.rows, key=_departments_first), self._give_seats)

	def _each(self, rows: list[Row], step) -> None:
		for row in rows:
			if row.number in self.refusals:
				continue
			try:
				step(row)
			except _Refused as refused:
				self.refusals[row.number] = (refused.problem,)

	def _shortest_name_first(self, row: Row) -> tuple[int, int]:
		"""A new place's name begins with its parent's, so parents come first."""
		return len(self.targets[row.number].step.name), row.number

	# places ---------------------------------------------------------------------------------------------

	def _take_place(self, row: Row) -> None:
		target = self.targets[row.number]
		self._refuse_duplicate(row, target)
		if target.step.place:
			self._refuse_untouchable(target.step.place)
		elif target.key not in self.new_steps:
			self._begin_place(row, target)
		self._merge_fields(row, target.key)
		self.first_row.setdefault(target.key, row)
		if row.occupant:
			self.people[target.key].append(row)

	def _refuse_duplicate(self, row: Row, target: Target) -> None:
		key = (target.key, row.occupant, row.fields.get("from_date"), row.fields.get("to_date"))
		first = self.seen.setdefault(key, row.number)
		if first != row.number:
			raise _Refused("duplicate", row=first)

	def _refuse_untouchable(self, place: Place) -> None:
		if not place.is_permitted:
			raise _Refused("not_permitted", space=place.name)
		if place.is_closed:
			raise _Refused("closed", space=place.name)

	def _begin_place(self, row: Row, target: Target) -> None:
		begun = [target.step]
		for step in reversed(target.steps[:-1]):
			if step.place or same(step.name) in self.new_steps:
				break
			if not self.defaults.make_missing or same(step.name) in self.keys_in_file:
				raise self._missing_parent(step.name)
			begun.append(step)
		self._refuse_parent(begun[-1].parent)
		for step in begun:
			self.new_steps[same(step.name)] = step
			self.new_children[same(step.parent)].append(same(step.name))
		for step in reversed(begun[1:]):
			self.first_row[same(step.name)] = row

	def _missing_parent(self, name: str) -> _Refused:
		in_file = same(name) in self.keys_in_file
		return _Refused("missing_parent", parent=name, in_file=in_file)

	def _refuse_parent(self, name: str | None) -> None:
		if not name and not self.world.may_add_sites:
			raise _Refused("not_permitted_at_top")
		if not name or same(name) in self.new_steps:
			return
		parent = self.world.get(name)
		if not parent:
			raise self._missing_parent(name)
		self._refuse_untouchable(parent)
		live = self._live(self.world.by_space.get(same(name), ()))
		if live and not self.world.children[same(name)]:
			raise _Refused("parent_has_people", space=name, who=live[0].occupant)

	def _merge_fields(self, row: Row, key: str) -> None:
		"""Rows of one place add up; where two say different things the later one is refused."""
		fields = self.fields.setdefault(key, {})
		given = {field: row.fields[field] for field in words.SPACE_FIELDS if field in row.fields}
		for field, value in given.items():
			if fields.get(field, value) != value:
				raise _Refused("differs_in_file", field, row=self.first_row[key].number, other=fields[field])
			self.givers.setdefault((key, field), row)
		fields.update(self._resolved(given))

	def _resolved(self, given: dict) -> dict:
		for field in ("company", "cost_center"):
			if field in given:
				given[field] = self._found(field, given[field]).name
		return given

	def _found(self, column: str, text: str) -> Found:
		found = self.world.found.get((column, text)) or Found(problem="unknown")
		if not found.name:
			raise _Refused(f"{found.problem}_{column}", column, value=text)
		return found

	def _settle_places(self) -> None:
		for key, step in sorted(self.new_steps.items(), key=lambda item: len(item[1].name)):
			row = self.first_row.get(key)
			if not row or row.number in self.refusals:
				continue
			place = self._new_place(key, step)
			if problem := self._wrong_place(place):
				self.refusals[row.number] = (problem,)
				continue
			self.places[key] = place
			implied = self.targets[row.number].key != key
			self.actions[row.number].append(CreatePlace(place, implied))

	def _wrong_place(self, place: Place) -> Problem | None:
		if place.space_type == "Site" and place.parent:
			return Problem.of("site_inside", "space_type")
		if place.space_type != "Site" and not place.parent:
			return Problem.of("only_sites_at_top", "space_type")
		if place.is_allocatable and not place.company:
			return Problem.of("no_company", "company")
		belongs_to = self.cost_center_companies.get(place.cost_center)
		if belongs_to and place.company and belongs_to != place.company:
			return Problem.of("other_company_cost_center", "cost_center", value=place.cost_center)
		return None

	def _new_place(self, key: str, step) -> Place:
		fields = self.fields.get(key, {})
		parent = self._place(step.parent)
		kind = fields.get("space_type") or self._default_type(step.level, key)
		capacity = self._capacity(key, fields, kind)
		return Place(
			name=step.name,
			parent=parent.name if parent else None,
			code=step.code,
			space_name=fields.get("space_name") or step.code,
			space_type=kind,
			capacity=capacity,
			floor_area=fields.get("floor_area") or 0.0,
			cost_center=fields.get("cost_center"),
			is_allocatable=self._is_allocatable(key, fields, kind, capacity),
			is_bookable=fields.get("is_bookable", kind == "Meeting Room"),
			company=fields.get("company") or (parent.company if parent else None) or self.defaults.company,
		)

	def _place(self, name: str | None) -> Place | None:
		return self.places.get(same(name)) or self.world.get(name)

	def _default_type(self, level: str, key: str) -> str:
		if level == "desk" and key in self.fields and self.defaults.space_type:
			return self.defaults.space_type
		return words.TYPE_OF_LEVEL[level]

	def _is_group(self, key: str) -> bool:
		return bool(self.new_children[key] or self.world.children[key])

	def _below(self, key: str) -> list[str]:
		found = [*self.new_children[key], *(same(place.name) for place in self.world.children[key])]
		return found + [below for child in found for below in self._below(child)]

	def _with_above(self, place: Place) -> list[Place]:
		chain, seen = [], set()
		while place and place.name not in seen:
			seen.add(place.name)
			chain.append(place)
			place = self._place(place.parent) if place.parent else None
		return chain

	def _capacity(self, key: str, fields: dict, kind: str) -> int:
		if self._is_group(key):
			self._note_capacity(key, fields)
			return 0
		if "capacity" in fields:
			return fields["capacity"]
		if kind in ONE_SEAT:
			return int(self.defaults.desks_have_a_seat or bool(self.people[key]))
		return sum(row.fields.get("seats") or 1 for row in self.people[key])

	def _note_capacity(self, key: str, fields: dict) -> None:
		if fields.pop("capacity", 0):
			self.notes[self.first_row[key].number].append(Problem.of("capacity_adds_up", "capacity"))

	def _is_allocatable(self, key: str, fields: dict, kind: str, capacity: int) -> bool:
		if "is_allocatable" in fields:
			return fields["is_allocatable"]
		if self._is_group(key):
			return False
		return bool(self.people[key]) or (capacity > 0 and kind not in NOT_FOR_PEOPLE)

	def _plan_change(self, row: Row) -> None:
		key = self.targets[row.number].key
		place = self.world.get(key)
		if not place or self.first_row.get(key) is not row:
			return
		if self._is_group(key):
			self._note_capacity(key, self.fields[key])
		wanted = replace(place, **self.fields[key])
		changes = tuple(
			(field, getattr(place, field), value)
			for field, value in self.fields[key].items()
			if getattr(place, field) != value
		)
		problem = self._wrong_place(wanted) if changes else None
		if problem:
			self._refuse_giver(key, problem)
		self._refuse_change(key, place, wanted)
		self.places[key] = wanted
		if changes:
			self.actions[row.number].append(ChangePlace(place.name, changes))

	def _refuse_change(self, key: str, place: Place, wanted: Place) -> None:
		live = self._live(self.world.by_space.get(key, ()))
		if not live:
			return
		if place.is_allocatable and not wanted.is_allocatable:
			self._refuse_giver(key, Problem.of("has_people", "is_allocatable", who=live[0].occupant))
		if wanted.capacity < place.capacity and not self._is_group(key):
			peak = peak_use([seating.use for seating in live if not seating.within], self.world.today)
			if wanted.capacity < peak.seats:
				shown = {"value": wanted.capacity, "promised": peak.seats}
				self._refuse_giver(key, Problem.of("capacity_below_promised", "capacity", **shown))

	def _refuse_giver(self, key: str, problem: Problem) -> None:
		"""Refuse the row that asked for this, which need not be the first one of the place."""
		row = self.givers.get((key, problem.column)) or self.first_row[key]
		self.refusals[row.number] = (problem,)

	def _live(self, seatings) -> list[Seating]:
		return [seating for seating in seatings if seating.use.last_date >= self.world.today]

	# seats ----------------------------------------------------------------------------------------------

	def _give_seats(self, row: Row) -> None:
		if not row.occupant:
			return
		key = self.targets[row.number].key
		place = self.places[key] if key in self.places else self.world.get(key)
		found = self._found(*row.occupant)
		wanted = self._wanted(row, place, found)
		if self._has_it_already(wanted, row):
			return
		self._refuse_place(place, wanted)
		self._refuse_occupant(row, place, found, wanted)
		if self._is_group(key):
			self._refuse_second_reservation(place, wanted)
		else:
			self._refuse_full(place, wanted)
			self._refuse_label(wanted)
			self._refuse_second_seat(wanted)
			self._refuse_reserved(place, wanted)
		self._in_file(self.seatings, self.world.by_space, key).append(wanted)
		if wanted.occupant_type == "Employee":
			self._in_file(self.by_person, self.world.by_person, wanted.occupant).append(wanted)
		self.actions[row.number].append(GiveSeats(wanted, row.fields.get("reason")))

	def _in_file(self, mine: dict, there: dict, key: str) -> list[Seating]:
		"""What is given there already, and in the rows so far."""
		if key not in mine:
			mine[key] = list(there.get(key, ()))
		return mine[key]

	def _wanted(self, row: Row, place: Place, found: Found) -> Seating:
		kind = OCCUPANT_TYPES[row.occupant[0]]
		first = row.fields.get("from_date") or self.defaults.from_date
		seats = row.fields.get("seats") or (1 if kind == "Employee" else max(place.capacity, 1))
		seats = 0 if self._is_group(same(place.name)) else seats
		last = row.fields.get("to_date") or _last_day(found, first)
		use = Use(first, last, seats, row.fields.get("weekdays") or 0)
		return Seating(
			space=place.name,
			occupant_type=kind,
			occupant=found.name,
			use=use,
			seat_label=row.fields.get("seat_label"),
			is_primary=kind == "Employee" and row.fields.get("is_primary", True),
			within=self._department_around(row, place, use, found) if kind == "Employee" else None,
			row=row.number,
			groups=found.groups,
			has_reason=bool(row.fields.get("reason")),
		)

	def _department_around(self, row: Row, place: Place, use: Use, person: Found) -> str | None:
		"""The department named beside one of its people, if it has seats here for all of that time.

		Then the seat is one of those; else the department is only told for information.
		"""
		if not row.fields.get("department"):
			return None
		department = self._found("department", row.fields["department"]).name
		if member_of("Department", department) not in person.groups:
			return None
		for seating in self._here(place.name):
			if (seating.occupant_type, seating.occupant) == ("Department", department) and _fits(
				use, seating.use
			):
				return department
		return None

	def _here(self, space: str) -> list[Seating]:
		return self._in_file(self.seatings, self.world.by_space, same(space))

	def _has_it_already(self, wanted: Seating, row: Row) -> bool:
		for seating in self._here(wanted.space):
			if (seating.occupant_type, seating.occupant) != (wanted.occupant_type, wanted.occupant):
				continue
			if not clash(seating.use, wanted.use):
				continue
			if seating.row:
				raise _Refused("duplicate", row=seating.row)
			if _gives_what_is_asked(seating, row):
				return True
			raise _Refused("seated_otherwise", **_dates(seating))
		return False

	def _refuse_place(self, place: Place, wanted: Seating) -> None:
		is_group = self._is_group(same(place.name))
		if is_group and wanted.occupant_type == "Employee":
			raise _Refused("not_a_seat", space=place.name)
		if not is_group and not place.is_allocatable:
			raise _Refused("not_allocatable", space=place.name)
		if not occurs(wanted.use):
			raise _Refused("never_takes_place", "weekdays")
		for part in self._with_above(place):
			self._refuse_untouchable_part(part, wanted)

	def _refuse_untouchable_part(self, part: Place, wanted: Seating) -> None:
		if part.is_closed:
			raise _Refused("closed", space=part.name)
		dates = (wanted.use.from_date, wanted.use.to_date)
		if part.out_from and overlaps(part.out_from, part.out_until, *dates):
			raise _Refused("out_of_service", space=part.name, first=part.out_from, last=part.out_until)

	def _refuse_occupant(self, row: Row, place: Place, found: Found, wanted: Seating) -> None:
		column = row.occupant[0]
		if column != "customer" and found.company and place.company and found.company != place.company:
			raise _Refused("other_company", column, value=row.occupant[1], company=found.company)
		if found.active_from and wanted.use.from_date < found.active_from:
			raise _Refused("not_yet_employed", column, value=row.occupant[1], date=found.active_from)
		if found.active_to and wanted.use.last_date > found.active_to:
			raise _Refused("has_left", column, value=row.occupant[1], date=found.active_to)

	def _refuse_full(self, place: Place, wanted: Seating) -> None:
		seats = place.capacity
		beside = [seating for seating in self._here(place.name) if not seating.within]
		if wanted.within:
			around = [seating for seating in beside if seating.occupant == wanted.within]
			seats = max(seating.use.seats for seating in around)
			beside = [seating for seating in self._here(place.name) if seating.within == wanted.within]
		if peak_with([seating.use for seating in beside], wanted.use).seats <= seats:
			return
		there = [seating.occupant for seating in beside if clash(seating.use, wanted.use)]
		raise _Refused("no_seat_left", space=place.name, seats=seats, who=", ".join(there[:5]))

	def _refuse_label(self, wanted: Seating) -> None:
		if not wanted.seat_label:
			return
		for seating in self._here(wanted.space):
			if same(seating.seat_label) == same(wanted.seat_label) and clash(seating.use, wanted.use):
				raise _Refused("label_taken", "seat_label", value=wanted.seat_label, who=seating.occupant)

	def _refuse_second_seat(self, wanted: Seating) -> None:
		if not wanted.is_primary:
			return
		for seating in self._in_file(self.by_person, self.world.by_person, wanted.occupant):
			dates = (seating.use.from_date, seating.use.to_date)
			if seating.is_primary and overlaps(*dates, wanted.use.from_date, wanted.use.to_date):
				code = "double_seat_in_file" if seating.row else "double_seat"
				raise _Refused(code, "person", space=seating.space, row=seating.row, **_dates(seating))

	def _refuse_reserved(self, place: Place, wanted: Seating) -> None:
		if wanted.within or wanted.has_reason:
			return
		for part in self._with_above(place)[1:]:
			for seating in self._here(part.name):
				if clash(seating.use, wanted.use) and not _belongs(wanted, seating):
					raise _Refused(
						"reserved_for_others", space=part.name, who=seating.occupant, **_dates(seating)
					)

	def _refuse_second_reservation(self, place: Place, wanted: Seating) -> None:
		below = self._below(same(place.name))
		whole = [same(part.name) for part in self._with_above(place)]
		for key in (*whole, *below):
			for seating in self._in_file(self.seatings, self.world.by_space, key):
				if clash(seating.use, wanted.use):
					self._refuse_beside(wanted, seating, is_reservation=key in whole or self._is_group(key))

	def _refuse_beside(self, wanted: Seating, seating: Seating, is_reservation: bool) -> None:
		is_own = (seating.occupant_type, seating.occupant) == (wanted.occupant_type, wanted.occupant)
		if is_reservation and not is_own:
			raise _Refused("reserved_twice", space=seating.space, who=seating.occupant, **_dates(seating))
		if is_reservation or seating.within or seating.has_reason or _belongs(seating, wanted):
			return
		raise _Refused("others_sit_there", space=seating.space, who=seating.occupant)


def _departments_first(row: Row) -> tuple[bool, int]:
	"""A department's seats are given before those of its people, whatever the order of the rows."""
	return "person" in row.fields, row.number


def _belongs(seating: Seating, reservation: Seating) -> bool:
	"""Is the occupant one of those for whom a place is reserved?"""
	own = (seating.occupant_type, seating.occupant) == (reservation.occupant_type, reservation.occupant)
	return own or member_of(reservation.occupant_type, reservation.occupant) in seating.groups


def _fits(use: Use, around: Use) -> bool:
	"""Do the days of a named seat lie inside those of the department's?"""
	inside = around.from_date <= use.from_date and use.last_date <= around.last_date
	return inside and weekday_set(use.weekdays) <= weekday_set(around.weekdays)


def _last_day(found: Found, first: datetime.date) -> datetime.date | None:
	"""Somebody who is known to leave gets the seat until then."""
	if found.is_gone or not found.active_to or found.active_to < first:
		return None
	return found.active_to


def _gives_what_is_asked(there: Seating, row: Row) -> bool:
	"""Does what is there already give what the row asks for? An empty cell asks for nothing."""
	first, last = row.fields.get("from_date"), row.fields.get("to_date")
	label, seats, days = (row.fields.get(field) for field in ("seat_label", "seats", "weekdays"))
	return (
		(first is None or there.use.from_date <= first <= there.use.last_date)
		and (last is None or there.use.to_date == last)
		and (label is None or same(there.seat_label) == same(label))
		and (seats is None or there.use.seats in (0, seats))
		and (days is None or there.use.weekdays == days)
	)


def _dates(seating: Seating) -> dict[str, datetime.date | None]:
	return {"first": seating.use.from_date, "last": seating.use.to_date}

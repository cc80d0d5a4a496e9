"""Which place a row of a floor register means."""

from dataclasses import dataclass

from office_management.domain import space_codes
from office_management.domain.floor_register import Problem, Row
from office_management.domain.register_world import Defaults, Place, World, level_of, rank, same


class Unplaced(Exception):
	"""The row's place cannot be told."""

	def __init__(self, problem: Problem):
		super().__init__(problem.code)
		self.problem = problem


@dataclass(frozen=True)
class Step:
	"""One place on the way down: there already (`place`) or not yet."""

	name: str
	parent: str | None
	code: str
	level: str
	place: Place | None = None


@dataclass(frozen=True)
class Target:
	"""The place a row means, with the way to it."""

	steps: tuple[Step, ...]

	@property
	def step(self) -> Step:
		return self.steps[-1]

	@property
	def nearest_place(self) -> Place | None:
		"""The lowest place on the way that is there already."""
		return next((step.place for step in reversed(self.steps) if step.place), None)

	@property
	def key(self) -> str:
		return same(self.step.name)


def find_target(row: Row, world: World, defaults: Defaults) -> Target:
	"""The place a row means.

	A row that begins with a site says everything itself. Any other stands under its "part of", else under the
	default place: at the nearest one above or at it that may hold the row's first column. One code alone may
	also be a place's full name, or a code that is found only once below the default place.

	Raises:
		Unplaced: "no_place_above", "ambiguous_place", "code_characters", "too_long".
	"""
	known = _known_place(row, world, defaults)
	if known:
		return Target((_step_of(known),))
	parent = _base(row, world, defaults)
	steps = []
	for level, code in row.levels:
		step = _step_down(world, parent, level, code)
		steps.append(step)
		parent = step.name
	return Target(tuple(steps))


def _step_of(place: Place) -> Step:
	return Step(place.name, place.parent, place.code, level_of(place), place)


def _step_down(world: World, parent: str | None, level: str, code: str) -> Step:
	name = space_codes.full_name(parent, code)
	place = world.child(parent, code) or world.get(name)
	if place:
		return _step_of(place)
	if space_codes.code_problem(code):
		raise Unplaced(Problem.of("code_characters", level, value=code))
	if space_codes.is_too_long(name):
		raise Unplaced(Problem.of("too_long", level, limit=space_codes.MAX_NAME, length=len(name)))
	return Step(name, parent, code, level)


def _base(row: Row, world: World, defaults: Defaults) -> str | None:
	"""The name of the place the row's first column stands under (None: at the top)."""
	first = row.levels[0][0]
	if row.part_of:
		found = world.get(row.part_of)
		return found.name if found else row.part_of
	if first == "site":
		return None
	under = world.get(defaults.under) if defaults.under else None
	if not under:
		raise Unplaced(Problem.of("no_place_above"))
	for place in (under, *world.above(under)):
		if rank(level_of(place)) < rank(first):
			return place.name
	return under.name


def _known_place(row: Row, world: World, defaults: Defaults) -> Place | None:
	if row.part_of or len(row.levels) != 1 or row.levels[0][0] == "site":
		return None
	level, code = row.levels[0]
	if defaults.under and world.child(_base(row, world, defaults), code):
		return None
	whole = world.get(code)
	if whole and world.is_below(whole, defaults.under):
		return whole
	if not defaults.under:
		return None
	alike = [place for place in world.by_code[(level, same(code))] if world.is_below(place, defaults.under)]
	if len(alike) > 1:
		names = ", ".join(sorted(place.name for place in alike)[:5])
		raise Unplaced(Problem.of("ambiguous_place", level, value=code, places=names))
	return alike[0] if alike else None

"""What a plan makes tasks for: one place or asset, or all of a kind below a place, as they are now.

A place that is closed, or out of service on the day, and an asset that was scrapped, sold or not yet submitted get no
new task. What is added later gets its first task on the next date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe

from office_management.erp import assets
from office_management.office_space import api as office_space

ONE_SPACE, SPACES_BELOW = "One Space", "Spaces of a Type Below"
ONE_ASSET, ASSETS_BELOW = "One Asset", "Assets of a Category Below"


@dataclass(frozen=True)
class Target:
	"""A place, or an asset with the place it stands at. `out`: the days the place is out of service (to None: open)."""

	name: str
	title: str
	space: str | None
	asset: str | None = None
	company: str | None = None
	out: tuple[date, date | None] | None = None

	def can_be_done_on(self, day: date) -> bool:
		if not self.out:
			return True
		first, last = self.out
		return day < first or (last is not None and day > last)


class Targets:
	"""What plans make tasks for. Keeps what it has read: make one for each run."""

	def __init__(self) -> None:
		self._known: dict[tuple, list[Target]] = {}

	def of(self, plan) -> list[Target]:
		"""The targets of one plan, in a fixed order."""
		key = key_of(plan)
		if key not in self._known:
			self._known[key] = _read(plan)
		return self._known[key]

	def read_ahead(self, plans: Iterable) -> None:
		"""Read the targets of all plans for one place at once."""
		wanted = {plan.space for plan in plans if plan.scope == ONE_SPACE and plan.space}
		found = {target.name: target for target in _spaces(names=sorted(wanted))} if wanted else {}
		for name in wanted:
			self._known[(ONE_SPACE, name)] = [found[name]] if name in found else []


def key_of(plan) -> tuple:
	"""Plans with the same key have the same targets."""
	return {
		ONE_SPACE: (ONE_SPACE, plan.space),
		SPACES_BELOW: (SPACES_BELOW, plan.space, plan.space_type),
		ONE_ASSET: (ONE_ASSET, plan.asset),
		ASSETS_BELOW: (ASSETS_BELOW, plan.space, plan.asset_category),
	}[plan.scope]


def _read(plan) -> list[Target]:
	if plan.scope == ONE_SPACE:
		return _spaces(names=[plan.space])
	if plan.scope == SPACES_BELOW:
		return _spaces(below=plan.space, space_type=plan.space_type)
	if plan.scope == ONE_ASSET:
		return _assets(names=[plan.asset])
	return _assets(location=plan.space, category=plan.asset_category)


def _spaces(**wanted) -> list[Target]:
	return [
		Target(row.name, row.space_name, row.name, None, row.company, _out(row))
		for row in office_space.places_to_keep_up(**wanted)
	]


def _assets(**wanted) -> list[Target]:
	"""An asset whose Location has no space yet is kept up all the same, without a place."""
	rows = assets.assets_to_keep_up(**wanted)
	places = {
		row.name: row
		for row in office_space.places_to_keep_up(names=[row.location for row in rows], closed=True)
	}
	return [_asset(row, places.get(row.location)) for row in rows]


def _asset(row: frappe._dict, place: frappe._dict | None) -> Target:
	return Target(row.name, row.asset_name or row.name, place.name if place else None, row.name, row.company)


def _out(row: frappe._dict) -> tuple[date, date | None] | None:
	return (row.out_from_date, row.out_until_date) if row.out_from_date else None

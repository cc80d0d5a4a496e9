"""Which place of a coarser kind each place lies in, for reports that add up by site, floor or room."""

from dataclasses import dataclass

import frappe
from frappe import _
from pypika.terms import Criterion

from office_management.domain import seat_counts
from office_management.office_space.occupancy import limits

RANKS = {
	"Site": 1,
	"Building": 2,
	"Floor": 3,
	"Zone": 4,
	"Room": 5,
	"Meeting Room": 5,
	"Parking": 5,
	"Storage": 5,
	"Desk": 6,
}


class UnknownKindError(frappe.ValidationError):
	"""The kind of place asked for does not exist."""


@dataclass(frozen=True)
class PlaceGroup:
	"""`space`: the place that stands for others; `title`: what it is called; `order`: its position in the tree."""

	space: str
	title: str
	order: int


def groups_at(kind: str, users: list[str], bounds: tuple[int, int] | None = None) -> dict[str, PlaceGroup]:
	"""Every place that all these users may see, and the place of the kind (or coarser) that it lies in, or is.

	Where nothing as coarse is around it, the topmost visible place stands for it.

	Args:
		kind: a Space Type of Office Space.
		users: everybody's limits apply at once.
		bounds: (lft, rgt) of the Location tree; only places inside.

	Raises:
		UnknownKindError
	"""
	if kind not in RANKS:
		message = _("There is no kind of place {0}. Choose one from the list.", context="Office Space")
		frappe.throw(message.format(frappe.bold(frappe.utils.escape_html(kind))), UnknownKindError)
	places = _read(users, bounds)
	around = seat_counts.enclosing([(lft, rgt) for _space, _title, _kind, lft, rgt in places])
	groups: list[PlaceGroup] = []
	for (space, title, its_kind, lft, _rgt), outer in zip(places, around, strict=True):
		stands_alone = outer is None or RANKS.get(its_kind, RANKS["Desk"]) <= RANKS[kind]
		groups.append(PlaceGroup(space, title or space, lft) if stands_alone else groups[outer])
	return {place[0]: group for place, group in zip(places, groups, strict=True)}


def _read(users: list[str], bounds: tuple[int, int] | None) -> list[tuple]:
	"""(name, title, kind, lft, rgt) of the places, in the order of the tree."""
	space, location = frappe.qb.DocType("Office Space"), frappe.qb.DocType("Location")
	query = (
		frappe.qb.from_(space)
		.join(location)
		.on(location.name == space.location)
		.select(space.name, space.space_name, space.space_type, location.lft, location.rgt)
		.where(Criterion.all(limits(space, users)))
		.orderby(location.lft)
	)
	if bounds is not None:
		query = query.where(location.lft[bounds[0] : bounds[1]])
	return query.run()

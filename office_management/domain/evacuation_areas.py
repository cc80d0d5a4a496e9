"""Into which areas a place is divided when it is cleared: every spot of it lies in exactly one."""

from collections.abc import Iterable
from dataclasses import dataclass

DIVIDES = frozenset({"Building", "Floor", "Zone"})
"""Kinds of places that are cleared by somebody of their own."""


@dataclass(frozen=True)
class Place:
	"""A place of the tree: `name`, the one it lies in, and its kind (the space_type)."""

	name: str
	parent: str | None
	kind: str


def areas_of(top: str, places: Iterable[Place]) -> list[str]:
	"""The areas of the place `top`, in the order given.

	A place whose parts are buildings, floors or zones is cleared part by part; what it holds beside them (a hall, a
	stair) is cleared as the place itself. Everything else is one area.

	Args:
		top: the place to be cleared; it is an area of its own when nothing divides it.
		places: top and all that lies below, each after the one it lies in.
	"""
	places = list(places)
	parts: dict[str | None, list[Place]] = {}
	for place in places:
		parts.setdefault(place.parent, []).append(place)
	cleared = {top}
	areas = []
	for place in places:
		if place.name != top and not (place.kind in DIVIDES and place.parent in cleared):
			continue
		cleared.add(place.name)
		below = parts.get(place.name, [])
		if not below or any(part.kind not in DIVIDES for part in below):
			areas.append(place.name)
	return areas


def area_of(spot: str, areas: Iterable[str], parents: dict[str, str | None]) -> str | None:
	"""The area that a spot lies in: the nearest at it or above; None when there is none."""
	wanted, here = set(areas), spot
	while here and here not in wanted:
		here = parents.get(here)
	return here or None

"""The building, floor by floor, as far as the scale goes."""

from collections.abc import Iterator

from office_management.demo.data import building
from office_management.demo.plan.shapes import Scale, Space


def plan_spaces(scale: Scale) -> list[Space]:
	"""All places, a parent always before what lies in it."""
	site_code, site_name = building.SITE
	spaces = [Space((site_code,), "", site_name, "Site")]
	for code, name, zones in building.FLOORS:
		path = (site_code, code)
		spaces.append(Space(path, code, name, "Floor"))
		for zone in zones:
			spaces.extend(_plan_zone(path, zone, scale))
		spaces.extend(_plan_other_spaces(path))
	return spaces


def _plan_zone(path: tuple[str, ...], zone: tuple, scale: Scale) -> Iterator[Space]:
	code, name, department, rooms = zone
	if code:
		path = (*path, code)
		yield Space(path, path[1] + code, name, "Zone", department=department)
	for room in rooms[: scale.rooms_per_zone]:
		yield from _plan_room(path, room, department, scale)


def _plan_room(path: tuple[str, ...], room: tuple, department: str | None, scale: Scale) -> Iterator[Space]:
	code, name, seats, area, has_desks, amenities = room
	seats = min(seats, scale.seats_per_room or seats)
	path = (*path, code)
	if not has_desks:
		yield Space(path, code, name, "Room", seats, seats * area, True, False, amenities, department)
		return
	yield Space(path, code, name, "Room", amenities=amenities, department=department)
	for number in range(1, seats + 1):
		desk = f"D{number:02d}"
		yield Space(
			(*path, desk),
			f"{code}-{desk}",
			f"Desk {code}-{number:02d}",
			"Desk",
			1,
			area,
			True,
			department=department,
		)


def _plan_other_spaces(path: tuple[str, ...]) -> Iterator[Space]:
	for floor, code, name, space_type, places, area, bookable, amenities in building.OTHER_SPACES:
		if floor == path[1]:
			yield Space((*path, code), code, name, space_type, places, area, False, bookable, amenities)

"""Who sits where, when a group is seated: people of one department together, near those of theirs already there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping


def choose_places(
	people: Iterable[tuple[str, str | None]],
	places: Iterable[tuple[str, str | None, int]],
	settled: Mapping[str, set[str]],
) -> dict[str, str]:
	"""Choose a seat for each person, as far as there are seats.

	Larger departments choose first. A department fills the room where its people sit already, else the room with
	the fewest free seats that holds all who are left, else the largest; within a room the order of the places is kept.

	Args:
		people: (person, department or None).
		places: (place, room it is in, free seats), in the order in which they are to be filled.
		settled: departments that sit in a room already.

	Returns:
		{person: place}; who could not be placed is missing.
	"""
	rooms: dict[str | None, list[str]] = defaultdict(list)
	for place, room, free in places:
		rooms[room].extend([place] * free)
	chosen: dict[str, str] = {}
	for department, members in _departments(people):
		left = list(members)
		own = set()
		while left and any(rooms.values()):
			room = _best_room(rooms, department, len(left), settled, own)
			own.add(room)
			seats = rooms[room]
			while left and seats:
				chosen[left.pop(0)] = seats.pop(0)
	return chosen


def _departments(people: Iterable[tuple[str, str | None]]) -> list[tuple[str | None, list[str]]]:
	"""(department, its people), the largest first; the order of the people is kept."""
	groups: dict[str | None, list[str]] = defaultdict(list)
	for person, department in people:
		groups[department].append(person)
	size = Counter({department: len(members) for department, members in groups.items()})
	return [(department, groups[department]) for department, _count in size.most_common()]


def _best_room(
	rooms: Mapping, department: str | None, wanted: int, settled: Mapping[str, set[str]], own: set
):
	"""The room a department goes to next."""
	open_rooms = [room for room, seats in rooms.items() if seats and room not in own]

	def rank(room) -> tuple:
		free = len(rooms[room])
		holds_all = free >= wanted
		return (department not in settled.get(room, ()), not holds_all, free if holds_all else -free)

	return min(open_rooms, key=rank)

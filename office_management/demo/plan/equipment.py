"""What stands where, and who answers for what."""

from collections.abc import Iterator
from random import Random

from office_management.demo.data import things
from office_management.demo.plan.shapes import Duty, Person, Plan, Scale, Thing


def plan_things(plan: Plan, scale: Scale, random: Random) -> None:
	"""Fixed assets in rooms, some moved since, and some laptops with the people who use them."""
	for item, rooms in things.STANDS_IN.items():
		for number, room in enumerate(_rooms(plan, rooms)):
			moved_to, ago = _moved(plan, item, number, room)
			plan.things.append(
				Thing(
					item=item,
					space=room,
					bought=plan.day(-random.randrange(max(ago + 60, 200), 1500)),
					moved_to=moved_to,
					moved_on=plan.day(-ago) if moved_to else None,
				)
			)
	plan.things.extend(_plan_laptops(plan, random))
	if scale.things_divisor > 1:
		moved = [thing for thing in plan.things if thing.moved_on][:1]
		plan.things = [*moved, *plan.things[:: scale.things_divisor]]


def _rooms(plan: Plan, wanted: tuple[str, ...]) -> list[str]:
	rooms = []
	for key in wanted:
		if key.startswith("*"):
			rooms += [s.key for s in plan.spaces if s.space_type == key[1:] and s.capacity >= 6]
		elif plan.space(key):
			rooms.append(key)
	return rooms


def _moved(plan: Plan, item: str, number: int, room: str) -> tuple[str, int]:
	for moved_item, which, to, ago in things.MOVED:
		if (moved_item, which) == (item, number) and plan.space(to) and to != room:
			return to, ago
	return "", 0


def _plan_laptops(plan: Plan, random: Random) -> Iterator[Thing]:
	seats = {
		a.occupant: a
		for a in plan.allocations
		if a.is_primary and a.from_date <= plan.today and not a.to_date
	}
	holders = [person for person in plan.people if person.key in seats and person.reports_to]
	for person in random.sample(holders, min(things.LAPTOPS, len(holders))):
		bought = max(person.joined, plan.day(-700))
		yield Thing("NSI-LAPTOP", seats[person.key].space, bought, custodian=person.key)


def plan_duties(plan: Plan, random: Random) -> None:
	"""Responsible and deputy for each topic; only people who are here and stay."""
	for number, (topic, space, department, certificate) in enumerate(things.RESPONSIBILITIES):
		team = [
			p for p in plan.people if p.department == department and not p.left and p.joined < plan.day(-90)
		]
		responsible, deputy = _two_of(team, topic, random)
		plan.duties.append(
			Duty(
				topic=topic,
				space=space,
				responsible=responsible.key,
				deputy=deputy.key if deputy else "",
				phone=f"+31 10 555 01{number:02d}",
				certificate=certificate or "",
				certificate_date=plan.day(-random.randrange(60, 640)) if certificate else None,
			)
		)


def _two_of(team: list[Person], topic: str, random: Random) -> tuple[Person, Person | None]:
	"""Those with a login come first for the work that is theirs."""
	first = {
		"Space": "Office Manager",
		"Reception": "Office Receptionist",
		"Maintenance": "Facility Technician",
	}
	first |= {"Cleaning": "Facility Technician", "Audit": "Office Auditor", "Purchasing": "Buyer"}
	first |= {"Safety": "Office Manager", "Key Holder": "Office Receptionist"}
	random.shuffle(team)
	team.sort(key=lambda person: not (person.login and person.login == first.get(topic)))
	return team[0], team[1] if len(team) > 1 else None

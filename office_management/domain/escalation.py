"""Whom to tell about something at a place, and who is next when nobody answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

RESPONSIBLE = "Responsible"
DEPUTY = "Deputy"
STAND_IN = "Stand-in"
OFFICE_MANAGER = "Office Manager"
_ROLES = (RESPONSIBLE, DEPUTY, STAND_IN)


@dataclass(frozen=True)
class Duty:
	"""One responsibility. `distance`: steps up from the place in question, 0 = that place; None = everywhere."""

	name: str
	responsible: str
	deputy: str | None = None
	distance: int | None = None
	order: int = 0


@dataclass(frozen=True)
class Step:
	"""One person to tell: as what, and by which duty (None for an office manager)."""

	person: str
	role: str
	duty: str | None = None


def escalation(
	duties: Iterable[Duty],
	stand_ins: Mapping[str, str],
	present: Collection[str],
	managers: Sequence[str],
) -> list[Step]:
	"""Everyone to tell, the nearest first, each person once.

	The order: at the nearest place all responsible people (by `order`, then by name of the duty), then their
	deputies, then those who stand in for the responsible people in general; then likewise for each place above,
	then for duties that hold everywhere, at last the office managers as given. A stand-in's own stand-in is
	never asked, so two people who stand in for each other are no loop.

	Args:
		duties: those that hold on the day, for the topic and the places.
		stand_ins: who stands in for whom in general (`om_deputy`).
		present: who still works here; everybody else is left out. Managers are not looked up in it.
		managers: the last to be told.
	"""
	told: dict[str, Step] = {}
	for step in sorted_steps(duties, stand_ins):
		if step.person in present:
			told.setdefault(step.person, step)
	for manager in managers:
		told.setdefault(manager, Step(manager, OFFICE_MANAGER))
	return list(told.values())


def sorted_steps(duties: Iterable[Duty], stand_ins: Mapping[str, str]) -> list[Step]:
	"""One step per person named by the duties or standing in for them, in the order of `escalation`."""
	keyed = []
	for duty in duties:
		far = (1, 0) if duty.distance is None else (0, duty.distance)
		people = (duty.responsible, duty.deputy, stand_ins.get(duty.responsible))
		for rank, (person, role) in enumerate(zip(people, _ROLES, strict=True)):
			if person:
				keyed.append(((far, rank, duty.order, duty.name), Step(person, role, duty.name)))
	return [step for _key, step in sorted(keyed, key=lambda pair: pair[0])]

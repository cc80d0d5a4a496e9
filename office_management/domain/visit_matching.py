"""Which of the visits that bear a name, or an e-mail address, is the visit of the person who stands there."""

from dataclasses import dataclass, field
from datetime import datetime

TELLING = ("email", "phone", "organisation")
"""What may contradict; the host only ever speaks for a match."""


@dataclass(frozen=True)
class Person:
	"""What is known of somebody, as keys (see person_keys); None = not known."""

	name: str | None = None
	email: str | None = None
	phone: str | None = None
	organisation: str | None = None
	host: str | None = None


@dataclass(frozen=True)
class Candidate:
	"""Something that may belong to the person."""

	key: str
	person: Person
	on: datetime | None = field(default=None)
	rank: int = 0
	"""What is preferred among equals: lower first."""


def agreements(one: Person, other: Person) -> int:
	"""In how many respects beside the name both are known and equal."""
	return sum(_both(one, other, what) is True for what in (*TELLING, "host"))


def contradictions(one: Person, other: Person) -> int:
	"""In how many respects both are known and differ."""
	return sum(_both(one, other, what) is False for what in TELLING)


def may_be(one: Person, other: Person, address_is_enough: bool = False) -> bool:
	"""Same name, and nothing speaks against it; or something else speaks for it. Or the same e-mail address, and no
	other name: colleagues share an address.

	People are invited at one address and type another: where one thing differs, another that is equal outweighs it.

	Args:
		address_is_enough: the same e-mail address is, whatever the names: Elizabeth is invited, and Liz comes.
	"""
	if one.email and one.email == other.email and (address_is_enough or is_form_of(one.name, other.name)):
		return True
	if not one.name or one.name != other.name:
		return False
	return bool(agreements(one, other)) or not contradictions(one, other)


def is_form_of(one: str | None, other: str | None) -> bool:
	"""Whether one name says no more than the other: each of its words, or initials, is in it ("J Smit", "Jan Piet Smit")."""
	if not one or not other:
		return True
	shorter, longer = sorted((one.split(), other.split()), key=len)
	return all(
		any(_is_short_for(word, full) or _is_short_for(full, word) for full in longer) for word in shorter
	)


def _is_short_for(word: str, full: str) -> bool:
	return word == full or (len(word) == 1 and full.startswith(word))


def best(
	person: Person, candidates: list[Candidate], now: datetime | None = None, address_is_enough: bool = False
) -> str | None:
	"""The key of the candidate that fits best (see may_be); None when none fits."""
	fitting = [candidate for candidate in candidates if may_be(person, candidate.person, address_is_enough)]
	if not fitting:
		return None
	return min(fitting, key=lambda candidate: _order(person, candidate, now)).key


def _order(person: Person, candidate: Candidate, now: datetime | None) -> tuple:
	distance = abs((candidate.on - now).total_seconds()) if candidate.on and now else 0
	return (
		candidate.rank,
		-agreements(person, candidate.person),
		contradictions(person, candidate.person),
		distance,
		candidate.key,
	)


def _both(one: Person, other: Person, what: str) -> bool | None:
	mine, theirs = getattr(one, what), getattr(other, what)
	return mine == theirs if mine and theirs else None

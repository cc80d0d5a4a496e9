"""The people: who they are, when they came and went, whom they report to."""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from office_management.demo.data import firm, names
from office_management.demo.plan.shapes import HISTORY_DAYS, Person, Scale

LEAVERS = 22  # left in the past year
LEAVING_SOON = 4
JOINERS = 30  # came in the past year
JOINING_SOON = 7
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "ß": "ss", "ł": "l", "ı": "i"})


def plan_people(today: date, scale: Scale, random: Random) -> list[Person]:
	"""Everybody who works or has worked here, by employee number; heads before those who report to them."""
	people: list[Person] = []
	invented = _invented_names(random)
	for department, headcount, _homes, (head, posts) in firm.DEPARTMENTS:
		count = max(headcount // scale.people_divisor, 2)
		team = list(_plan_team(department, head, posts, count, invented))
		for person in team:
			_place_in_firm(person, people, team[0], today, random)
			people.append(person)
	_let_come_and_go(people, today, scale, random)
	return people


def ascii_name(text: str) -> str:
	"""A name as it stands in a mail address: "Søren van 't Hoff" becomes "soerenvanthoff"."""
	folded = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode()
	return "".join(letter for letter in folded.lower() if letter.isalnum())


def _invented_names(random: Random) -> Iterator[tuple[str, str, str]]:
	"""First name, family name, sex; never the same person twice."""
	taken = {(login[3], login[4]) for login in firm.LOGINS}
	weights = [origin[0] for origin in names.ORIGINS]
	while True:
		_share, women, men, families = random.choices(names.ORIGINS, weights)[0]
		sex, given = random.choice(((names.WOMEN, women), (names.MEN, men)))
		name = (random.choice(given.split()), random.choice(families.split("|")))
		if name not in taken:
			taken.add(name)
			yield (*name, sex)


def _plan_team(department: str, head: str, posts: tuple, count: int, invented: Iterator) -> Iterator[Person]:
	logins = [login for login in firm.LOGINS if login[1] == department]
	others = [post for post, share in posts for _ in range(share)]
	titles = [head, *islice(cycle(others), max(count - 1 - len(logins), 0))]
	for title in titles:
		first, last, sex = next(invented)
		yield _person(first, last, sex, department, title, is_head=title == head)
	for label, _department, title, first, last, sex, roles, room in logins:
		person = _person(first, last, sex, department, title)
		person.login, person.roles, person.room = label, roles, room
		yield person


def _person(first: str, last: str, sex: str, department: str, title: str, is_head: bool = False) -> Person:
	nobody = date(1970, 1, 1)
	return Person("", first, last, sex, department, title, "", nobody, nobody, is_head=is_head)


def _place_in_firm(person: Person, so_far: list[Person], head: Person, today: date, random: Random) -> None:
	person.key = str(1001 + len(so_far))
	address = f"{ascii_name(person.first_name)}.{ascii_name(person.last_name)}"
	if any(other.email.startswith(address + "@") for other in so_far):
		address += person.key
	person.email = f"{address}@{firm.DOMAIN}"
	person.joined = today - timedelta(days=HISTORY_DAYS + 30 + random.randrange(15 * 365))
	person.date_of_birth = person.joined - timedelta(days=random.randrange(23 * 365, 46 * 365))
	if person is not head:
		person.reports_to = head.key
	elif so_far:
		person.reports_to = so_far[0].key


def _let_come_and_go(people: list[Person], today: date, scale: Scale, random: Random) -> None:
	ordinary = [person for person in people if not person.is_head and not person.login]
	random.shuffle(ordinary)
	queue = iter(ordinary)

	def some(count: int) -> Iterator[Person]:
		return islice(queue, max(count // scale.people_divisor, 1))

	for person in some(LEAVERS):
		person.left = today - timedelta(days=random.randrange(6, HISTORY_DAYS - 30))
	for person in some(LEAVING_SOON):
		person.left = today + timedelta(days=random.randrange(5, 45))
	for person in some(JOINERS):
		_join(person, today - timedelta(days=random.randrange(2, HISTORY_DAYS - 20)))
	for number, person in enumerate(some(JOINING_SOON)):
		_join(person, today + timedelta(days=3 + 5 * number))


def _join(person: Person, joined: date) -> None:
	person.date_of_birth += joined - person.joined
	person.joined = joined

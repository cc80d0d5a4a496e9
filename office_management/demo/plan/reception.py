"""A year of visits, as they happened. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from office_management.demo.data import reception
from office_management.demo.plan.shapes import Plan
from office_management.demo.plan.upkeep import working_day

VISITS_A_DAY = 9
AHEAD = 10
"""So many days ahead visitors are expected."""
HOURS = (8, 9, 9, 9, 10, 10, 10, 11, 11, 13, 13, 14, 14, 15, 16)
FATES = ("Checked Out",) * 88 + ("No Show",) * 6 + ("Cancelled",) * 4 + ("Denied",) * 2
PEOPLE = 240


@dataclass(frozen=True)
class Guest:
	"""Somebody who visits, perhaps often."""

	name: str
	organisation: str
	is_contractor: bool

	@property
	def email(self) -> str:
		first, last = self.name.lower().split()
		return f"{first}.{last}@{self.organisation.lower().replace(' ', '').replace('&', '')}.example"


@dataclass(frozen=True)
class Visit:
	"""One visit. `guest` is the number of a guest, `host` the key of a person; moments in the site's time zone."""

	guest: int
	host: str
	expected_on: datetime
	came_on: datetime | None
	left_on: datetime | None
	status: str
	purpose: str | None


def plan_guests() -> list[Guest]:
	"""The same people every time."""
	random, guests = Random(7), []
	firsts, lasts = reception.FIRST_NAMES, reception.FAMILY_NAMES
	for number in range(PEOPLE):
		name = f"{firsts[number % len(firsts)]} {lasts[(number * 7 + number // len(firsts)) % len(lasts)]}"
		is_contractor = number % 6 == 0
		firm = random.choice(reception.CONTRACTORS if is_contractor else reception.ORGANISATIONS)
		guests.append(Guest(name, firm, is_contractor))
	return guests


def plan_visits(plan: Plan, guests: list[Guest], days: int, a_day: int = VISITS_A_DAY) -> list[Visit]:
	"""Visits of so many working days, of today in any case, and of the next few.

	Today's are as they are at ten in the morning.
	"""
	random = Random(days)
	hosts = [person.key for person in plan.people if person.joined < plan.day(-days) and not person.left]
	visits = []
	for offset in range(-days, AHEAD + 1):
		day = plan.day(offset)
		if working_day(day) == day or day == plan.today:
			for _number in range(max(1, a_day + random.randrange(-3, 4))):
				visits.append(_visit(plan.today, day, guests, random.choice(hosts), random))
	return visits


def _visit(today: date, day: date, guests: list[Guest], host: str, random: Random) -> Visit:
	guest = min(int(random.expovariate(1 / 60)), len(guests) - 1)
	expected = datetime.combine(day, time(random.choice(HOURS), random.choice((0, 15, 30, 45))))
	came = expected + timedelta(minutes=random.randrange(-12, 20))
	left = came + timedelta(minutes=random.randrange(30, 240))
	purposes = reception.CONTRACTOR_PURPOSES if guests[guest].is_contractor else reception.PURPOSES
	purpose = random.choice(purposes)
	if day < today:
		status = random.choice(FATES)
		if status != "Checked Out":
			came = left = None
	elif day == today and expected.hour < 11:
		status, left = "Checked In", None
	else:
		status, came, left = "Expected", None, None
	return Visit(guest, host, expected, came, left, status, purpose)

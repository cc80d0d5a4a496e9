"""What employees report in a year, and how it ends. Pure; planned work comes from its plans."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from office_management.demo.data import upkeep
from office_management.demo.plan.shapes import Plan

JOBS_A_WEEK = 3
PATIENCE = {"Low": 10, "Normal": 5, "High": 2, "Emergency": 0}
"""Days until a job is due, by its urgency."""


@dataclass(frozen=True)
class Job:
	"""One reported problem. `done_on` None: still open; `minutes`: working time until answered, and until done."""

	subject: str
	category: str
	urgency: str
	space: str
	reporter: str
	opened_on: datetime
	due_on: datetime
	answered_on: datetime | None
	done_on: datetime | None
	minutes: tuple[int, int] = (0, 0)


def plan_jobs(plan: Plan, days: int) -> list[Job]:
	"""A few problems a week for so many days up to yesterday; what is older than two weeks is done."""
	random = Random(days)
	rooms = [space.key for space in plan.spaces if space.space_type in ("Room", "Meeting Room")]
	people = [p.key for p in plan.people if p.joined < plan.day(-days) and not p.left and not p.is_head]
	jobs = []
	for number in range(days * JOBS_A_WEEK // 7):
		day = working_day(plan.day(-days + number * 7 // JOBS_A_WEEK))
		if day < plan.today:
			jobs.append(make_job(plan, number, day, random.choice(rooms), random.choice(people), random))
	return jobs


def make_job(plan: Plan, number: int, day: date, room: str, reporter: str, random: Random) -> Job:
	subject, category, urgency = upkeep.JOBS[number % len(upkeep.JOBS)]
	opened = datetime.combine(day, time(8 + random.randrange(8), random.randrange(60)))
	due = datetime.combine(working_day(day + timedelta(days=PATIENCE[urgency])), time(17))
	answered = opened + timedelta(minutes=random.randrange(5, 90))
	late = random.random() < 0.1
	done = datetime.combine(due.date(), time(9 + random.randrange(7))) + timedelta(days=3 * late)
	if done < answered:
		done = answered + timedelta(minutes=random.randrange(20, 200))
	open_still = done >= datetime.combine(plan.today, time(0))
	minutes = (random.randrange(5, 90), random.randrange(60, 480 * max(PATIENCE[urgency], 1)))
	return Job(
		subject=subject,
		category=category,
		urgency=urgency,
		space=room,
		reporter=reporter,
		opened_on=opened,
		due_on=due,
		answered_on=answered if not open_still or random.random() < 0.6 else None,
		done_on=None if open_still else done,
		minutes=minutes,
	)


def working_day(day: date) -> date:
	"""The day itself, or the Monday after a weekend."""
	return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)

"""The plan of the firm: pure, deterministic, relative to one day. Nothing here knows frappe."""

from datetime import date
from random import Random

from office_management.demo.plan.equipment import plan_duties, plan_things
from office_management.demo.plan.people import plan_people
from office_management.demo.plan.places import plan_spaces
from office_management.demo.plan.seating import plan_allocations
from office_management.demo.plan.shapes import SCALES, Plan

SEED = 20


def make_plan(today: date, scale: str = "full") -> Plan:
	"""The firm as it shall stand on a day.

	Args:
		today: all dates are relative to it.
		scale: "full" (420 seats, 260 people) or "small" (for tests: about a tenth).

	Returns:
		the same plan for the same day and scale, always.
	"""
	random = Random(SEED)
	plan = Plan(today, plan_spaces(SCALES[scale]), plan_people(today, SCALES[scale], random))
	plan_allocations(plan, random)
	plan_things(plan, SCALES[scale], random)
	plan_duties(plan, random)
	return plan

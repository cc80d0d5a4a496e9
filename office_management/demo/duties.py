"""Who answers for what where."""

from datetime import timedelta

from office_management.demo.documents import make
from office_management.demo.plan.shapes import Plan

CERTIFICATE_YEARS = 2


def make_duties(plan: Plan, company: str, spaces: dict[str, str], people: dict[str, str]) -> None:
	"""Office Responsibilities; some certificates have run out, some soon will.

	Args:
		spaces: a space's key -> Office Space.
		people: employee number -> Employee.
	"""
	for duty in plan.duties:
		values = {}
		if duty.certificate_date:
			values = {
				"certificate": duty.certificate,
				"certificate_date": duty.certificate_date,
				"certificate_valid_until_date": duty.certificate_date
				+ timedelta(days=365 * CERTIFICATE_YEARS),
			}
		make(
			"Office Responsibility",
			topic=duty.topic,
			space=spaces[duty.space],
			responsible=people[duty.responsible],
			deputy=people.get(duty.deputy),
			phone=duty.phone,
			company=company,
			**values,
		)

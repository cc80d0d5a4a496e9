"""Whether somebody who stands at the desk is expected today, or in already: then there is a visit, and no second one."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import cint, now_datetime

from office_management.domain import visit_matching
from office_management.domain import visit_states as states
from office_management.domain.visit_matching import Candidate, Person
from office_management.front_desk.places import root_of
from office_management.front_desk.visitors import as_person, person_of
from office_management.office_administration import api as administration

LOG, VISITOR = "Visitor Log", "Visitor"
COLUMNS = ("name", "status", "space", "host", "expected_on", "expected_until_on", "checked_in_on")
RANKS = {states.CHECKED_IN: 0, states.STEPPED_OUT: 0, states.AWAITING_APPROVAL: 1, states.EXPECTED: 1}
LONGEST_VISIT = timedelta(days=400)
"""How far back a visit of several days may have begun."""


def find_visit(values: dict, space: str, now: datetime | None = None) -> str | None:
	"""The visit of this person that is going on, or is expected now, at the site of this place; None if there is none.

	Reads what is there at this moment, and locks it: call it with the site locked (places.lock_site).

	Args:
		values: what is known of the person: `full_name` and any of email, phone, organisation, host; or `visitor`.
	"""
	now = now or now_datetime()
	person = person_of(details_of(values))
	root = root_of(space)
	candidates = [
		Candidate(row.name, as_person(row, row.host), row.expected_on, RANKS[row.status])
		for row in _rows(person, now)
		if _may_be_meant(row, now) and root_of(row.space) == root
	]
	return visit_matching.best(person, candidates, now, address_is_enough=True)


def details_of(values: dict) -> dict:
	"""What is known of the person, also where only the visitor is named."""
	if not values.get("visitor"):
		return values
	known = frappe.db.get_value(
		VISITOR, values["visitor"], ["full_name", "email", "phone", "organisation"], as_dict=True
	)
	return {**(known or {}), "host": values.get("host")}


def _may_be_meant(row: frappe._dict, now: datetime) -> bool:
	if row.status in states.ON_SITE:
		return True
	early = cint(administration.setting("early_arrival_hours"))
	expected_on = row.expected_on or now
	return states.is_awaited(expected_on, row.expected_until_on, now, early)


def _rows(person: Person, now: datetime) -> list[frappe._dict]:
	"""Live visits under the name or the e-mail address, as they are now, under lock."""
	log = frappe.qb.DocType(LOG)
	rows = _live(log, log.name_key == person.name, now) if person.name else []
	if person.email:
		visitor = frappe.qb.DocType(VISITOR)
		known = frappe.qb.from_(visitor).select(visitor.name).where(visitor.email_key == person.email).run()
		if known:
			rows += _live(log, log.visitor.isin([name for (name,) in known]), now)
	return list({row.name: row for row in rows}.values())


def _live(log, whose, now: datetime) -> list[frappe._dict]:
	visitor = frappe.qb.DocType(VISITOR)
	columns = (log[column] for column in COLUMNS)
	keys = (visitor.name_key, visitor.email_key, visitor.phone_key, visitor.organisation_key)
	return (
		frappe.qb.from_(log)
		.join(visitor)
		.on(visitor.name == log.visitor)
		.select(*columns, *keys)
		.where(whose & log.status.isin(states.LIVE))
		.where(log.expected_on[now - LONGEST_VISIT : now + timedelta(days=2)])
		.for_update()
		.run(as_dict=True)
	)

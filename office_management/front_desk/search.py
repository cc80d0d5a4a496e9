"""The one search box of reception, and the only way visitors are found.

Three things may be typed or scanned, and are tried in this order:

1. a code: the QR of the mail (a token), the one on a printed badge (the name of the visit), a badge's number;
2. somebody who is expected today, on site, or left today: by any word of the name, by company or by host;
3. somebody who was here before: by first or last name, company, e-mail address or phone number.

What is read is bounded whatever is typed: (2) looks at the visits of today alone, (3) takes so many keys from an
index that begin like the text, and applies the user's rights to those. What comes back is a list of named fields.
"""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import frappe
from frappe.utils import now_datetime
from pypika import Order
from pypika.terms import Criterion

from office_management.domain import badge_states, person_keys, person_search
from office_management.domain import visit_states as states
from office_management.front_desk import badge_permissions, desk, permissions, tokens, visitors
from office_management.office_space import api as office_space

LOG, VISITOR, BADGE = "Visitor Log", "Visitor", "Access Badge"
VISIT_HIT, VISITOR_HIT, BADGE_HIT = "visit", "visitor", "badge"

FEWEST_LETTERS, MOST_LETTERS = 2, 140
MOST_HITS, MOST_KEYS = 20, 100
"""Keys taken from an index: so few that the database looks each of them up, whatever its statistics say."""
MOST_VISITS = 100
"""Visits of today that are ranked; MOST_HITS of them are shown."""
VISIT_CODE = re.compile(r"[a-z0-9]{10}")
BADGE_FIELDS = ("name", "badge_number", "badge_type", "status", "employee_name", "due_back_on")
MOST_HOSTS = 8
VISITOR_FIELDS = ("name", "full_name", "organisation", "last_visit_on")
RANKS = {
	states.EXPECTED: 0,
	states.AWAITING_APPROVAL: 1,
	states.CHECKED_IN: 2,
	states.STEPPED_OUT: 2,
	states.CHECKED_OUT: 3,
}


def find(text: str, space: str | None = None) -> dict:
	"""What a text or a scanned code means: `hits`, the best first, and `exact`: it was a code, and the one hit is it.

	Each hit says its `kind` (visit, visitor or badge) and holds the fields of that kind named above, no others.

	Args:
		space: of visits, only those to this place and what lies below it; a code is known everywhere.
	"""
	text = " ".join(str(text or "").split())[:MOST_LETTERS]
	found = by_code(text) if text else None
	if found:
		return {"hits": [found], "exact": True}
	key = person_keys.folded(text)
	if len(key) < FEWEST_LETTERS:
		return {"hits": [], "exact": False}
	today = visits_of_today(key, space)
	known = [row for row in known_visitors(text) if row.name not in {visit.visitor for visit in today}]
	for visit in today:
		del visit["visitor"]  # the page acts on the visit, and has no business with more
	return {"hits": [*today, *known][:MOST_HITS], "exact": False}


# --- codes ----------------------------------------------------------------------------------------------------


def by_code(text: str) -> frappe._dict | None:
	"""The one visit or badge that a scanned or typed code stands for, if the session's user may see it."""
	if log := tokens.find(token_in(text), tokens.ARRIVAL):
		return visit(log)
	if VISIT_CODE.fullmatch(text) and (found := visit(text)):
		return found
	return by_badge(text)


def token_in(text: str) -> str:
	"""The token of a scanned text: alone, or in an address as the mail's QR holds it."""
	parts = urlsplit(text)
	values = [value for given in parse_qs(f"{parts.query}&{parts.fragment}").values() for value in given]
	return next((value for value in values if tokens.SHAPE.fullmatch(value)), text.rpartition("/")[2])


def visit(name: str) -> frappe._dict | None:
	"""One visit as a hit; None if there is none that the session's user may see."""
	log = frappe.qb.DocType(LOG)
	rows = desk.visits(log).where(log.name == name).run(as_dict=True)
	return as_hit(rows[0], VISIT_HIT) if rows else None


def by_badge(number: str) -> frappe._dict | None:
	"""The visit that a badge belongs to now, else the badge itself."""
	if not frappe.has_permission(BADGE, "read"):
		return None
	badge = frappe.qb.DocType(BADGE)
	query = frappe.qb.from_(badge).select(badge.visitor_log, *(badge[field] for field in BADGE_FIELDS))
	rows = limited(query.where(badge.badge_number == number), badge_permissions.badge_criterion(badge))
	if not rows:
		return None
	log = rows[0].pop("visitor_log")
	is_out = rows[0].status == badge_states.ISSUED and log
	return (is_out and visit(log)) or as_hit(rows[0], BADGE_HIT)


# --- who is here today ----------------------------------------------------------------------------------------


def visits_of_today(key: str, space: str | None) -> list[frappe._dict]:
	"""Visits of today whose visitor, company or host answers the typed key, the likeliest first."""
	log, now = frappe.qb.DocType(LOG), now_datetime()
	query = desk.visits(log, space).select(log.visitor, log.name_key)
	query = query.where(is_of_today(log, now) & answers(log, key)).orderby(log.expected_on, order=Order.asc)
	rows = query.orderby(log.name).limit(MOST_VISITS).run(as_dict=True)
	rows.sort(key=lambda row: (person_search.rank(key, row.pop("name_key") or ""), RANKS[row.status]))
	return [as_hit(row, VISIT_HIT) for row in rows[:MOST_HITS]]


def is_of_today(log, now: datetime) -> Criterion:
	"""Expected today, to be approved, on site, or signed out today."""
	midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
	lately = log.expected_on[midnight - timedelta(days=1) : midnight + timedelta(days=1)]
	left = (log.status == states.CHECKED_OUT) & lately & (log.checked_out_on >= midnight)
	here = log.status.isin((states.AWAITING_APPROVAL, *states.ON_SITE))
	return desk.is_expected(log, now) | here | left


def answers(log, key: str) -> Criterion:
	"""A word of the visitor's name, of the company or of the host's name begins like this.

	The database compares the last two without case and accents, as it compares all text.
	"""
	patterns = person_search.holds_word(key)
	fields = (log.name_key, log.organisation, log.host_name)
	return Criterion.any(field.like(pattern) for field in fields for pattern in patterns)


# --- who was here before --------------------------------------------------------------------------------------


def known_visitors(text: str) -> list[frappe._dict]:
	"""Visitors of earlier days whose name, company, address or number begins like this; for reception alone."""
	if not frappe.has_permission(VISITOR, "read"):
		return []
	key = person_keys.folded(text)
	found: dict[str, frappe._dict] = {}
	for field, pattern in patterns_of(text, key):
		for row in beginning(field, pattern):
			found.setdefault(row.name, row)
	rows = sorted(
		found.values(), key=lambda row: person_search.rank(key, person_keys.name_key(row.full_name))
	)
	return [as_hit(row, VISITOR_HIT) for row in rows[:MOST_HITS]]


def patterns_of(text: str, key: str) -> list[tuple[str, str]]:
	"""(indexed field, LIKE pattern) for each thing the text may be."""
	if "@" in text:
		return [("email_key", person_search.begins(person_keys.email_key(text)))]
	if phone := number_in(text):
		return [("phone_key", person_search.begins(phone))]
	return [
		("name_key", person_search.begins(key)),
		("backward_key", person_search.ends_in(key)),
		("organisation_key", person_search.begins(person_keys.organisation_key(text))),
	]


def number_in(text: str) -> str | None:
	"""The key of the phone number that a text without letters holds."""
	return (
		None if any(letter.isalpha() for letter in text) else person_keys.phone_key(text, visitors.region())
	)


def beginning(field: str, pattern: str) -> list[frappe._dict]:
	"""Visitors whose key begins like this: so many from the index first, the user's rights on those then."""
	visitor = frappe.qb.DocType(VISITOR)
	first = frappe.qb.from_(visitor).select(visitor.name).where(visitor[field].like(pattern))
	names = first.orderby(visitor[field]).limit(MOST_KEYS).run(pluck=True)
	if not names:
		return []
	query = frappe.qb.from_(visitor).select(*(visitor[name] for name in VISITOR_FIELDS))
	query = query.where(visitor.name.isin(names)).orderby(visitor.last_visit_on, order=Order.desc)
	return limited(query.limit(MOST_HITS), permissions.visitor_criterion(visitor, among=names))


# --- whom they come to see ------------------------------------------------------------------------------------


def hosts(text: str) -> list[frappe._dict]:
	"""Employees who work here and of whose name a word begins like this: employee, name and department of the first few."""
	words = " ".join(str(text or "").split())[:MOST_LETTERS]
	if not words:
		return []
	employee, department = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	named = Criterion.any(employee.employee_name.like(pattern) for pattern in person_search.holds_word(words))
	query = (
		frappe.qb.from_(employee)
		.left_join(department)
		.on(department.name == employee.department)
		.select(
			employee.name.as_("employee"),
			employee.employee_name,
			department.department_name.as_("department"),
		)
		.where((employee.status == "Active") & named)
		.orderby(employee.employee_name)
	)
	limit = office_space.company_criterion(employee.company, LOG)
	return limited(query.limit(MOST_HOSTS), limit)


# --- what all of them share -----------------------------------------------------------------------------------


def limited(query, criterion: Criterion | None) -> list[frappe._dict]:
	"""The rows of a query, as far as the session's user may see them."""
	return (query.where(criterion) if criterion is not None else query).run(as_dict=True)


def as_hit(row: frappe._dict, kind: str) -> frappe._dict:
	row.kind = kind
	return row

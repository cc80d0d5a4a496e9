"""Examining a visit by the block rules: at the invitation, and again when the visitor stands at the desk.

What is found becomes a Visitor Block Match, once per visit, rule and stage, and managers are told of it. On the visit
itself nothing is written here: whoever may see the visit learns at most that it is under review. Candidates are read
by indexes, however many rules and visits there are.
"""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today
from pypika.terms import Criterion

from office_management.domain import block_rules as domain
from office_management.domain import person_keys
from office_management.domain.block_rules import CHECK_IN, INVITATION, Person, Rule
from office_management.erp import places
from office_management.front_desk import block_matches

LOG, VISITOR, RULE, MATCH = "Visitor Log", "Visitor", "Visitor Block Rule", "Visitor Block Match"
ACTIVE, EXPIRED = "Active", "Expired"
VISIT = ("name", "visitor", "visitor_name", "organisation", "space", "company", "visit_invitation")
COLUMNS = (
	"name",
	"action",
	"space",
	"valid_until_date",
	"name_key",
	"email_key",
	"phone_key",
	"organisation_key",
	"keyword_key",
)

__all__ = ["CHECK_IN", "INVITATION", "Outcome", "examine", "expire_rules_past", "phone_region"]


@dataclass(frozen=True)
class Outcome:
	"""`blocked`: the visitor waits until a manager has decided. Says nothing of why."""

	blocked: bool = False


NOTHING_FOUND = Outcome()


def examine(log: str | Document, stage: str) -> Outcome:
	"""Look whether a rule means the visitor of this visit, keep what was found, and have managers told.

	Idempotent: what was found before is not found again, and whom a manager has let in for this visit stays let in.
	Call it with the visit locked. Checks no permission.

	Args:
		log: a Visitor Log that is stored, or its name.
		stage: INVITATION or CHECK_IN.
	"""
	stage = stage.capitalize()
	visit = facts(log)
	found = rules_for(person_of(visit), visit.space)
	if not found:
		return NOTHING_FOUND
	known = block_matches.matches_of(visit.name)
	for rule, grounds in found:
		if not any(match.rule == rule.name and match.stage == stage for match in known):
			block_matches.note(visit, rule, grounds, stage, decisions(known, rule))
	return Outcome(any(domain.must_wait(rule.action, decisions(known, rule)) for rule, _grounds in found))


def means(values: dict, space: str | None) -> bool:
	"""Whether a rule means somebody who says this of themselves: `full_name`, and any of email, phone, organisation."""
	company = space and frappe.db.get_value("Office Space", space, "company")
	regions = {phone_region(company), phone_region(None)}
	texts = [values.get("full_name"), values.get("organisation")]
	person = Person(
		names=known([person_keys.name_key(values.get("full_name"))]),
		e_mails=known([person_keys.email_key(values.get("email"))]),
		phones=known(person_keys.phone_key(values.get("phone"), region) for region in regions),
		organisations=known([person_keys.organisation_key(values.get("organisation"))]),
		texts=tuple(tuple(person_keys.words_of(text)) for text in texts if text),
	)
	return bool(rules_for(person, space))


def facts(log: str | Document) -> frappe._dict:
	"""What of a visit is compared with the rules, and kept with a match."""
	if isinstance(log, str):
		return frappe.db.get_value(LOG, log, VISIT, as_dict=True)
	return frappe._dict({field: log.get(field) for field in VISIT})


def decisions(known: list[frappe._dict], rule: Rule) -> set[str]:
	"""What was decided about a rule among the matches of a visit."""
	return {match.decision for match in known if match.rule == rule.name}


# --- the person -----------------------------------------------------------------------------------------------


def person_of(visit: frappe._dict) -> Person:
	"""Everything the visitor of a visit is known by."""
	fields = ["full_name", "email", "phone", "phone_key", "organisation"]
	visitor = frappe.db.get_value(VISITOR, visit.visitor, fields, as_dict=True) or frappe._dict()
	names = {visitor.full_name, visit.visitor_name}
	organisations = {visitor.organisation, visit.organisation}
	regions = {phone_region(visit.company), phone_region(None)}
	phones = {person_keys.phone_key(visitor.phone, region) for region in regions} | {visitor.phone_key}
	return Person(
		names=known(person_keys.name_key(text) for text in names),
		e_mails=known([person_keys.email_key(visitor.email)]),
		phones=known(phones),
		organisations=known(person_keys.organisation_key(text) for text in organisations),
		texts=tuple(tuple(person_keys.words_of(text)) for text in names | organisations),
	)


def known(keys) -> frozenset[str]:
	"""Those that say something."""
	return frozenset(filter(None, keys))


def phone_region(company: str | None) -> str | None:
	"""The country (ISO 3166) in which the company, or else the site, dials a number without country code."""
	country = company and frappe.get_cached_value("Company", company, "country")
	country = country or frappe.db.get_default("country")
	code = country and frappe.get_cached_value("Country", country, "code")
	return code.upper() if code else None


# --- the rules ------------------------------------------------------------------------------------------------


def rules_for(person: Person, space: str | None) -> list[tuple[Rule, list[str]]]:
	"""The rules that mean this person at this place today, each with its grounds."""
	rows = candidates(person)
	if not rows:
		return []
	above = {space, *places.locations_above(space)} if space else set()
	return domain.matching([as_rule(row) for row in rows], person, above, getdate(today()))


def candidates(person: Person) -> list[frappe._dict]:
	"""Rules that have a key of the person, or a keyword that begins with one of their words."""
	query = candidates_query(person)
	return query.run(as_dict=True) if query else []


def candidates_query(person: Person):
	"""One query that reads each of the indexes it needs, and nothing else of the rules; None for nobody."""
	wanted = {
		"name_key": person.names,
		"email_key": person.e_mails,
		"phone_key": person.phones,
		"organisation_key": person.organisations,
		"keyword_first": person.words(),
	}
	table = frappe.qb.DocType(RULE)
	fields = [table[field].isin(sorted(keys)) for field, keys in wanted.items() if keys]
	if not fields:
		return None
	columns = (table[column] for column in COLUMNS)
	return frappe.qb.from_(table).select(*columns).where(Criterion.any(fields)).orderby(table.name)


def as_rule(row: frappe._dict) -> Rule:
	"""A row as the pure rules want it."""
	return Rule(
		name=row.name,
		action=row.action,
		name_key=row.name_key or "",
		email_key=row.email_key or "",
		phone_key=row.phone_key or "",
		organisation_key=row.organisation_key or "",
		keyword=tuple((row.keyword_key or "").split()),
		space=row.space or "",
		valid_until=row.valid_until_date,
	)


def status_of(valid_until) -> str:
	"""The status of a rule with this last day."""
	return ACTIVE if domain.is_valid(valid_until and getdate(valid_until), getdate(today())) else EXPIRED


def expire_rules_past() -> None:
	"""Daily: the status of rules whose last day has passed, for lists; examining goes by the date."""
	table = frappe.qb.DocType(RULE)
	past = table.valid_until_date < getdate(today())
	frappe.qb.update(table).set(table.status, EXPIRED).where(past & (table.status == ACTIVE)).run()

"""Who must not simply walk in: whether a rule means a person, and by what.

Any one of the fields of a rule is enough: a rule with a name and an e-mail address means whoever has either. All are
compared by their keys (domain/person_keys.py), a keyword as whole words of the name or of the organisation.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from office_management.domain.person_keys import has_words

ALERT, BLOCK = "Alert", "Block"
NAME, E_MAIL, PHONE, ORGANISATION, KEYWORD = "Name", "E-Mail", "Phone", "Organisation", "Keyword"
OPEN, LET_IN, REFUSED, NOT_NEEDED = "Open", "Let In", "Refused", "Not Needed"
INVITATION, CHECK_IN = "Invitation", "Check-in"


@dataclass(frozen=True)
class Person:
	"""Everything a visitor is known by, as keys; several of a kind where several are known."""

	names: frozenset[str] = frozenset()
	e_mails: frozenset[str] = frozenset()
	phones: frozenset[str] = frozenset()
	organisations: frozenset[str] = frozenset()
	texts: tuple[tuple[str, ...], ...] = ()
	"""The words of each name and organisation, in which keywords are looked for."""

	def words(self) -> set[str]:
		"""Every word a keyword may begin with."""
		return {word for text in self.texts for word in text}


@dataclass(frozen=True)
class Rule:
	"""One rule; keys are empty where it says nothing."""

	name: str
	action: str = BLOCK
	name_key: str = ""
	email_key: str = ""
	phone_key: str = ""
	organisation_key: str = ""
	keyword: tuple[str, ...] = ()
	space: str = ""
	valid_until: date | None = None


def grounds(rule: Rule, person: Person) -> list[str]:
	"""What of the person the rule names; empty when it does not mean them."""
	found = {
		NAME: rule.name_key in person.names,
		E_MAIL: rule.email_key in person.e_mails,
		PHONE: rule.phone_key in person.phones,
		ORGANISATION: rule.organisation_key in person.organisations,
		KEYWORD: any(has_words(list(text), list(rule.keyword)) for text in person.texts),
	}
	asked = {
		NAME: rule.name_key,
		E_MAIL: rule.email_key,
		PHONE: rule.phone_key,
		ORGANISATION: rule.organisation_key,
		KEYWORD: rule.keyword,
	}
	return [ground for ground, is_so in found.items() if is_so and asked[ground]]


def holds(rule: Rule, places: Collection[str], on_date: date) -> bool:
	"""Whether the rule holds at a place on a day.

	Args:
		places: the place of the visit and all above it. A rule without a place holds everywhere.
		on_date: the last day of a rule is one on which it holds.
	"""
	return is_valid(rule.valid_until, on_date) and (not rule.space or rule.space in places)


def is_valid(valid_until: date | None, on_date: date) -> bool:
	"""Whether a rule with this last day still holds; one without a last day always does."""
	return valid_until is None or on_date <= valid_until


def matching(
	rules: Iterable[Rule], person: Person, places: Collection[str], on_date: date
) -> list[tuple[Rule, list[str]]]:
	"""The rules that mean the person there on that day, each with its grounds."""
	found = [(rule, grounds(rule, person)) for rule in rules if holds(rule, places, on_date)]
	return [(rule, why) for rule, why in found if why]


def must_wait(action: str, decisions: Collection[str]) -> bool:
	"""Whether the visitor has to wait because of one rule.

	Args:
		decisions: what was decided of this rule and this visit so far, at any stage.
	"""
	return action == BLOCK and LET_IN not in decisions

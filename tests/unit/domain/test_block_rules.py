"""Which rules mean a person, and who has to wait."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import block_rules as rules
from office_management.domain.block_rules import Person, Rule
from office_management.domain.person_keys import name_key, words_of

TODAY = date(2026, 3, 2)
JANE = Person(
	names=frozenset({"jane reyes"}),
	e_mails=frozenset({"jane@acme.com"}),
	phones=frozenset({"+31612345678"}),
	organisations=frozenset({"the daily journal"}),
	texts=(("jane", "reyes"), ("the", "daily", "journal")),
)


@pytest.mark.parametrize(
	"rule, found",
	[
		({"name_key": "jane reyes"}, ["Name"]),
		({"name_key": "reyes jane"}, []),
		({"email_key": "jane@acme.com"}, ["E-Mail"]),
		({"phone_key": "+31612345678"}, ["Phone"]),
		({"organisation_key": "the daily journal"}, ["Organisation"]),
		({"organisation_key": "daily journal"}, []),
		({"keyword": ("daily", "journal")}, ["Keyword"]),
		({"keyword": ("yes",)}, []),
		({"name_key": "somebody else", "email_key": "jane@acme.com"}, ["E-Mail"]),
		({"name_key": "jane reyes", "phone_key": "+31612345678"}, ["Name", "Phone"]),
		({}, []),
	],
)
def test_any_one_field_is_enough(rule, found):
	assert rules.grounds(Rule("r", **rule), JANE) == found


def test_nobody_is_meant_by_what_is_not_known_of_them():
	rule = Rule("r", name_key="jane reyes", email_key="jane@acme.com", keyword=("jane",))
	assert rules.grounds(rule, Person()) == []


@pytest.mark.parametrize(
	"space, valid_until, holds",
	[
		("", None, True),
		("site", None, True),
		("elsewhere", None, False),
		("", TODAY, True),
		("", TODAY - timedelta(days=1), False),
		("site", TODAY + timedelta(days=1), True),
	],
)
def test_a_rule_holds_at_its_place_and_below_until_its_last_day(space, valid_until, holds):
	rule = Rule("r", name_key="jane reyes", space=space, valid_until=valid_until)
	assert rules.holds(rule, {"room", "site"}, TODAY) is holds
	assert bool(rules.matching([rule], JANE, {"room", "site"}, TODAY)) is holds


@pytest.mark.parametrize(
	"action, decisions, waits",
	[
		("Alert", [], False),
		("Block", [], True),
		("Block", ["Open"], True),
		("Block", ["Refused"], True),
		("Block", ["Let In", "Open"], False),
	],
)
def test_only_a_block_holds_and_only_until_somebody_lets_them_in(action, decisions, waits):
	assert rules.must_wait(action, decisions) is waits


@given(st.text(max_size=30), st.text(max_size=30))
def test_whoever_is_spelled_the_same_is_found(name, organisation):
	person = Person(names=frozenset({name_key(name)} - {""}), texts=(tuple(words_of(name)),))
	rule = Rule("r", name_key=name_key(name.swapcase()), keyword=tuple(words_of(organisation)))
	expected = bool(person.names) and name_key(name) == rule.name_key
	assert ("Name" in rules.grounds(rule, person)) is expected
	for word in person.words():
		assert rules.grounds(Rule("w", keyword=(word,)), person) == ["Keyword"]

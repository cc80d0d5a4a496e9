"""Whether the person at the desk is the one who is expected."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import visit_matching as matching
from office_management.domain.visit_matching import Candidate, Person

JANE = Person("jane doe", email="jane@acme.example", phone="+311", organisation="acme", host="E1")
FEW = st.sampled_from([None, "a", "b"])
PERSONS = st.builds(Person, FEW, FEW, FEW, FEW, FEW)


@pytest.mark.parametrize(
	"typed, expected",
	[
		(Person("jane doe"), True),
		(Person("jane doe", organisation="acme"), True),
		(Person("jane doe", email="jane@home.example"), False),  # nothing but the name speaks for it
		(Person("jane doe", email="jane@home.example", organisation="acme"), True),
		(Person("jane doe", email="jane@home.example", host="E1"), True),
		(Person("jane doe", organisation="other"), False),
		(Person("j doe", email="jane@acme.example"), True),  # the address is enough
		(Person("j doe", phone="+311", organisation="acme"), False),
		(Person(), False),
	],
)
def test_who_is_jane(typed, expected):
	assert matching.may_be(typed, JANE) is expected


@given(PERSONS, PERSONS)
def test_it_does_not_matter_who_is_asked(one, other):
	assert matching.may_be(one, other) == matching.may_be(other, one)


@given(PERSONS)
def test_everybody_with_a_name_is_themselves(person):
	assert matching.may_be(person, person) == bool(person.name or person.email)


def test_of_two_namesakes_the_one_who_agrees_most():
	now = datetime(2026, 5, 1, 9)
	plain = Candidate("plain", Person("jane doe"), now)
	acme = Candidate("acme", Person("jane doe", organisation="acme"), now + timedelta(hours=3))
	assert matching.best(Person("jane doe", organisation="acme"), [plain, acme], now) == "acme"
	assert matching.best(Person("jane doe"), [plain, acme], now) == "plain"
	assert matching.best(Person("jane doe", organisation="other"), [acme], now) is None


def test_who_is_in_already_comes_first():
	now = datetime(2026, 5, 1, 9)
	coming = Candidate("coming", Person("jane doe"), now, rank=1)
	inside = Candidate("inside", Person("jane doe"), now - timedelta(hours=5), rank=0)
	assert matching.best(Person("jane doe"), [coming, inside], now) == "inside"

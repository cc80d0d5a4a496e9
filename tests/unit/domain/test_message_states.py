"""The life of a phone message: every pair of statuses."""

from itertools import product

import pytest

from office_management.domain import message_states as states

ALLOWED = {
	("Unread", "Acknowledged"),
	("Unread", "Done"),
	("Acknowledged", "Done"),
	("Done", "Acknowledged"),
}


@pytest.mark.parametrize(("before", "after"), list(product(states.STATUSES, repeat=2)))
def test_every_pair_is_allowed_or_refused(before, after):
	assert bool(states.act_of(before, after)) == ((before, after) in ALLOWED)


def test_a_message_is_unread_again_only_when_it_goes_to_somebody_else():
	assert states.act_of("Acknowledged", "Unread", to_somebody_else=True) == states.FORWARD
	assert states.act_of("Done", "Unread", to_somebody_else=True) is None
	assert [status for status in states.STATUSES if states.may_be_forwarded(status)] == [
		"Unread",
		"Acknowledged",
	]


def test_what_is_only_for_information_waits_until_it_is_read():
	assert states.is_waiting("Unread", "For Information")
	assert not states.is_waiting("Acknowledged", "For Information")
	assert states.is_waiting("Acknowledged", "Please Call Back")
	assert not states.is_waiting("Done", "Please Call Back")

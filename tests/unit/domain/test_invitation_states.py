import itertools

from office_management.domain.invitation_states import CANCELLED, DRAFT, SENT, STATUSES, act_between


def test_every_pair_of_statuses_is_an_act_or_refused():
	allowed = {(DRAFT, SENT): "send", (DRAFT, CANCELLED): "cancel", (SENT, CANCELLED): "cancel"}
	for before, after in itertools.product(STATUSES, repeat=2):
		assert act_between(before, after) == allowed.get((before, after))

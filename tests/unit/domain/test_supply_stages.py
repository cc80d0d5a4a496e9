"""How far something has come, and how many may be ordered."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office_management.domain import supply_quantities as quantities
from office_management.domain import supply_stages as stages
from office_management.domain.supply_stages import Progress, may_change, stage_of

amounts = st.floats(min_value=0, max_value=1e6)
progress = st.builds(
	Progress,
	docstatus=st.sampled_from([0, 1, 2]),
	stopped=st.booleans(),
	wanted=st.floats(min_value=0.001, max_value=1e6),
	ordered=amounts,
	arrived=amounts,
	given_up=amounts,
)


@pytest.mark.parametrize(
	("facts", "stage"),
	[
		(Progress(0, wanted=4), stages.ORDERED),
		(Progress(1, wanted=4), stages.ORDERED),
		(Progress(1, wanted=4, ordered=4), stages.ON_ITS_WAY),
		(Progress(1, wanted=4, ordered=4, arrived=1), stages.PARTLY_READY),
		(Progress(1, wanted=4, ordered=4, arrived=4), stages.READY),
		(Progress(1, wanted=4, ordered=4, arrived=5), stages.READY),
		(Progress(1, wanted=0.3, ordered=0.3, arrived=0.1 + 0.2), stages.READY),
		(Progress(1, stopped=True, wanted=4), stages.STOPPED),
		(Progress(1, stopped=True, wanted=4, ordered=4), stages.ON_ITS_WAY),
		(Progress(1, stopped=True, wanted=4, ordered=2, arrived=2), stages.READY),
		(Progress(1, wanted=4, ordered=4, given_up=4), stages.STOPPED),
		(Progress(1, wanted=4, ordered=4, arrived=1, given_up=3), stages.READY),
		(Progress(2, wanted=4), stages.CANCELLED),
		(Progress(2, wanted=4, arrived=4), stages.READY),
	],
)
def test_stages(facts, stage):
	assert stage_of(facts) == stage


@given(progress)
def test_every_row_has_a_stage(facts):
	assert stage_of(facts) in stages.STAGES


@given(progress)
def test_only_a_draft_may_be_changed(facts):
	assert may_change(facts) == (facts.docstatus == 0)
	if may_change(facts):
		assert stage_of(facts) == stages.ORDERED


@given(progress, st.floats(min_value=0, max_value=1e6))
def test_more_that_arrives_never_makes_it_less_ready(facts, more):
	if facts.docstatus == 1 and stage_of(facts) == stages.READY and facts.arrived >= facts.wanted:
		later = Progress(1, facts.stopped, facts.wanted, facts.ordered, facts.arrived + more, facts.given_up)
		assert stage_of(later) == stages.READY


@pytest.mark.parametrize(
	("quantity", "whole", "why"),
	[
		(1, True, None),
		(0.5, False, None),
		(0.5, True, quantities.NOT_WHOLE),
		(0, True, quantities.NOT_POSITIVE),
		(-1, False, quantities.NOT_POSITIVE),
		(1000, True, None),
		(1001, True, quantities.TOO_MUCH),
		(math.nan, False, quantities.NOT_A_NUMBER),
		(math.inf, False, quantities.NOT_A_NUMBER),
	],
)
def test_quantities(quantity, whole, why):
	assert quantities.why_not(quantity, whole) == why


@pytest.mark.parametrize(
	("stock_item", "wanted", "free", "from_store"),
	[(True, 3, 3, True), (True, 3, 2.9, False), (False, 3, 100, False), (True, 3, -1, False)],
)
def test_the_store_gives_all_or_nothing(stock_item, wanted, free, from_store):
	assert quantities.comes_from_store(stock_item, wanted, free) == from_store

"""What may be decided on a line of a count, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from office_management.domain import decisions as rules
from office_management.domain import reconciliation as counts
from office_management.domain.decisions import Facts

STATUSES = ("", "Draft", "Submitted", "Fully Depreciated", "Sold", "Scrapped", "Out of Order")
FACTS = some.builds(
	Facts,
	result=some.sampled_from(counts.RESULTS),
	condition=some.sampled_from(["", "Good", "Worn", "Damaged", "Unusable"]),
	expected_quantity=some.integers(1, 5),
	seen_quantity=some.integers(0, 5),
	place_differs=some.booleans(),
	custodian_differs=some.booleans(),
	status=some.sampled_from(STATUSES),
	quantity=some.integers(1, 5),
	is_counted_again=some.booleans(),
	has_place=some.booleans(),
	custodian_of_company=some.booleans(),
	new_asset=some.sampled_from(["", "A-1"]),
)


@pytest.mark.parametrize(
	("facts", "proposed"),
	[
		(Facts(counts.NOT_COUNTED), ""),
		(Facts(counts.FOUND), ""),
		(Facts(counts.FOUND, custodian_differs=True), rules.CUSTODIAN),
		(Facts(counts.FOUND, "Damaged"), rules.REPAIR),
		(Facts(counts.FOUND, "Damaged", status="Fully Depreciated"), rules.TASK),
		(Facts(counts.MISPLACED, "Damaged"), rules.TRANSFER),
		(Facts(counts.MISPLACED, expected_quantity=4), rules.EXPLAIN),
		(Facts(counts.MISSING), rules.RECOUNT),
		(Facts(counts.MISSING, is_counted_again=True), rules.WRITE_OFF),
		(Facts(counts.MISSING, expected_quantity=4, seen_quantity=1, is_counted_again=True), rules.SPLIT),
		(Facts(counts.UNEXPECTED, place_differs=True), rules.TRANSFER),
		(Facts(counts.UNEXPECTED), rules.EXPLAIN),
		(Facts(counts.UNEXPECTED, status="Scrapped"), rules.RESTORE),
		(Facts(counts.UNEXPECTED, status="Sold", place_differs=True), rules.EXPLAIN),
		(Facts(counts.UNKNOWN_TAG), rules.REGISTER),
	],
)
def test_proposals(facts, proposed):
	assert rules.proposal(facts) == proposed


@pytest.mark.parametrize(
	("resolution", "facts", "code"),
	[
		(rules.TRANSFER, Facts(counts.MISPLACED, status="Scrapped"), rules.GONE),
		(rules.TRANSFER, Facts(counts.MISPLACED, has_place=False), rules.NO_PLACE),
		(
			rules.CUSTODIAN,
			Facts(counts.FOUND, custodian_differs=True, custodian_of_company=False),
			rules.OTHER_COMPANY,
		),
		(rules.CUSTODIAN, Facts(counts.FOUND), rules.NO_CUSTODIAN),
		(rules.REPAIR, Facts(counts.FOUND, "Damaged", status="Fully Depreciated"), rules.NO_REPAIR),
		(rules.WRITE_OFF, Facts(counts.MISSING, is_counted_again=True, status="Sold"), rules.GONE),
		(rules.SPLIT, Facts(counts.MISSING, "", 4, 1, quantity=3), rules.NUMBER_CHANGED),
		(rules.RESTORE, Facts(counts.UNEXPECTED, status="Submitted"), rules.NOT_SCRAPPED),
		(rules.REGISTER, Facts(counts.UNKNOWN_TAG), rules.NO_ASSET),
		(rules.EXPLAIN, Facts(counts.MISSING), ""),
	],
)
def test_refusals(resolution, facts, code):
	assert rules.refusal(resolution, facts, second_count=False) == code


@given(FACTS)
def test_there_is_always_a_way_out_that_nothing_refuses(facts):
	ways = rules.possible(facts)
	assert len(set(ways)) == len(ways) and set(ways) <= set(rules.RESOLUTIONS)
	assert not ways or rules.EXPLAIN in ways or facts.result == counts.FOUND


@given(FACTS, some.sampled_from(sorted(rules.TAKE_OUT_OF_BOOKS)))
def test_nothing_missing_is_written_off_after_one_count_where_two_are_asked(facts, resolution):
	missing = facts._replace(result=counts.MISSING, is_counted_again=False)
	assert rules.refusal(resolution, missing, second_count=True) == rules.NOT_COUNTED_AGAIN

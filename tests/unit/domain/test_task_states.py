import itertools
from datetime import datetime, timedelta

import pytest

from office_management.domain import task_states as states

ALLOWED = {
	"Open": {"In Progress", "On Hold", "Done", "Skipped", "Cancelled"},
	"In Progress": {"Open", "On Hold", "Done", "Skipped", "Cancelled"},
	"On Hold": {"Open", "In Progress", "Done", "Skipped", "Cancelled"},
	"Done": {"Open", "Verified"},
	"Verified": {"Open"},
	"Skipped": {"Open"},
	"Cancelled": {"Open"},
}


@pytest.mark.parametrize("before, after", list(itertools.permutations(states.STATUSES, 2)))
def test_every_pair(before, after):
	"""Written out by hand once more: what is not in the table is refused, what needs a reason asks for it."""
	verdict = states.judge(before, after, "because")
	assert (verdict.refusal is None) is (after in ALLOWED[before])
	without = states.judge(before, after, "  ")
	if after in ALLOWED[before] and after in ("On Hold", "Skipped", "Cancelled"):
		assert without.refusal == states.NEEDS_REASON
	else:
		assert without.refusal == verdict.refusal


@pytest.mark.parametrize("status", states.STATUSES)
def test_no_status_is_a_dead_end(status):
	assert states.ways_on(status)


@pytest.mark.parametrize(
	"passed, hours, awaits, expected",
	[
		(timedelta(hours=72), 72, False, True),
		(timedelta(hours=72, seconds=1), 72, False, False),
		(timedelta(days=40), 72, True, True),
		(timedelta(0), 0, False, False),
	],
)
def test_reopening_within_the_hours(passed, hours, awaits, expected):
	closed = datetime(2026, 3, 2, 9)
	assert states.may_reopen(closed + passed, closed, hours, awaits) is expected


def test_what_closed_at_an_unknown_time_may_be_reopened():
	assert states.may_reopen(datetime(2026, 3, 2), None, 1, False)

"""Badges: which status follows which, and when one should be back."""

from datetime import datetime, timedelta

import pytest

from office_management.domain import badge_states as states

NOW = datetime(2026, 3, 2, 10, 0)
ALLOWED = {
	("issue", "Available"): "Issued",
	("take back", "Issued"): "Available",
	("lose", "Available"): "Lost",
	("lose", "Issued"): "Lost",
	("find", "Lost"): "Available",
	("retire", "Available"): "Retired",
	("retire", "Lost"): "Retired",
	("restore", "Retired"): "Available",
}


@pytest.mark.parametrize("act", states.MOVES)
@pytest.mark.parametrize("status", states.STATUSES)
def test_every_act_in_every_status(act, status):
	assert states.after(status, act) == ALLOWED.get((act, status))


@pytest.mark.parametrize(
	("status", "minutes", "late"),
	[("Issued", -1, True), ("Issued", 1, False), ("Available", -1, False), ("Lost", -1, False)],
)
def test_only_what_is_out_and_due_is_late(status, minutes, late):
	assert states.is_late(status, NOW + timedelta(minutes=minutes), NOW) is late


def test_what_is_out_until_further_notice_is_never_late():
	assert states.is_late("Issued", None, NOW) is False

"""Doing an act again when it lost a race."""

import frappe
import pytest

from office_management import retries
from office_management.office_space.seat_locks import SpaceBusyError, friendly_when_busy


class Act:
	"""Fails a number of times, then answers."""

	def __init__(self, failures: int, error=frappe.QueryDeadlockError):
		self.failures, self.error, self.done = failures, error, 0

	def __call__(self) -> str:
		self.done += 1
		if self.done <= self.failures:
			frappe.msgprint("lost")
			raise self.error
		return "won"


@pytest.fixture(autouse=True)
def no_waiting(site, monkeypatch):
	monkeypatch.setattr(retries.time, "sleep", lambda seconds: None)


@pytest.mark.parametrize("error", [frappe.QueryDeadlockError, frappe.QueryTimeoutError, SpaceBusyError])
def test_a_lost_race_is_run_again_and_leaves_no_message(site, error):
	act = Act(3, error)
	assert retries.with_retries(act) == "won"
	assert act.done == 4
	assert frappe.local.message_log == []


def test_it_gives_up_in_the_end(site):
	act = Act(99)
	with pytest.raises(frappe.QueryDeadlockError):
		retries.with_retries(act)
	assert act.done == retries.TRIES


def test_a_real_refusal_is_not_tried_again(site):
	act = Act(1, frappe.ValidationError)
	with pytest.raises(frappe.ValidationError):
		retries.with_retries(act)
	assert act.done == 1


def test_what_was_written_before_is_never_undone(site):
	frappe.db.set_value("User", "Administrator", "bio", "written", update_modified=False)
	act = Act(1)
	with pytest.raises(frappe.QueryDeadlockError):
		retries.with_retries(act)
	assert act.done == 1
	assert frappe.db.get_value("User", "Administrator", "bio") == "written"


@pytest.mark.parametrize("error", [frappe.QueryDeadlockError, frappe.QueryTimeoutError])
def test_an_ordinary_save_says_try_again(site, error):
	with pytest.raises(SpaceBusyError, match="Please try again"), friendly_when_busy():
		raise error

"""Going back to a savepoint: what was written before it stays, and is known to be there."""

import frappe
import pytest

from office_management.retries import with_retries
from office_management.savepoints import undone_in_any_case, undone_on_error


class StopError(Exception):
	"""Stands for any error."""


def note(text: str) -> str:
	return frappe.get_doc({"doctype": "ToDo", "description": text}).insert().name


def there(name: str) -> bool:
	return bool(frappe.db.exists("ToDo", name))


def stop() -> None:
	raise StopError


def test_an_error_undoes_what_is_inside_and_goes_on():
	before = note("before")
	with pytest.raises(StopError), undone_on_error():
		inside = note("inside")
		stop()
	assert there(before) and not there(inside)


def test_a_trial_leaves_nothing_when_it_went_well():
	with undone_in_any_case():
		tried = note("tried")
		assert there(tried)
	assert not there(tried)


def test_an_act_after_it_knows_that_something_was_written_before():
	"""Frappe forgets that on any rollback; the act would then begin by throwing the transaction away."""
	before = note("before")
	with pytest.raises(StopError), undone_on_error():
		stop()
	assert with_retries(lambda: there(before))


def test_what_hides_that_the_transaction_is_gone_is_a_lost_race():
	"""After a deadlock there is no savepoint to go back to; nobody may carry on as if only a part were undone."""
	with pytest.raises(frappe.QueryDeadlockError) as lost, undone_on_error():
		note("inside")
		frappe.db.rollback()
		stop()
	assert isinstance(lost.value.__cause__, StopError)

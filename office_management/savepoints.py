"""Undoing a part of a transaction. The one place that goes back to a savepoint.

Frappe forgets on every ROLLBACK, also on one to a savepoint, that something was written before (`transaction_writes`
is 0 again); whoever asks later whether the transaction is still empty, as retries.py does, would then throw away what
is in it. So the count is put back here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

LOST_RACES = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
SAVEPOINT_LOST = 1305


@contextmanager
def undone_on_error() -> Iterator[None]:
	"""What is written inside is undone when an error leaves it; the error goes on.

	Raises:
		frappe.QueryDeadlockError: the database has undone the whole transaction meanwhile, and the error that came
			out (its cause) hides it. Only starting over helps.
	"""
	savepoint = _new()
	try:
		yield
	except Exception as error:
		if not _undo(savepoint) and not isinstance(error, LOST_RACES):
			raise frappe.QueryDeadlockError("the transaction was undone") from error
		raise
	frappe.db.release_savepoint(savepoint)


@contextmanager
def undone_in_any_case() -> Iterator[None]:
	"""A trial: what is written inside is undone, whether it went well or not."""
	savepoint = _new()
	try:
		yield
	finally:
		_undo(savepoint)


def _new() -> str:
	savepoint = "s" + frappe.generate_hash(length=12)
	frappe.db.savepoint(savepoint)
	return savepoint


def _undo(savepoint: str) -> bool:
	"""Go back to it; False where the database has undone the whole transaction, and the savepoint with it."""
	written = frappe.db.transaction_writes
	try:
		frappe.db.rollback(save_point=savepoint)
	except frappe.db.OperationalError as error:
		if error.args and error.args[0] == SAVEPOINT_LOST:
			return False
		raise
	frappe.db.transaction_writes = written
	return True

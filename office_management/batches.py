"""Long jobs, batch by batch. One of the two places that may commit.

A long job must not hold its locks for minutes, must not lose everything when its process is killed, and must not
stop at one bad item. So: a batch is one transaction; one item's error undoes that item alone; a batch that loses a
race for locks is done again; progress is stored in the same transaction as the work it tells of.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import frappe

from office_management.savepoints import LOST_RACES, undone_on_error

TRIES = 6


class LostRace(Exception):
	"""The database has undone the transaction, or others held its rows for too long: start the batch again."""


@dataclass(frozen=True)
class Outcome:
	"""What became of one item: what `fn` returned, or the error it raised (then nothing of it is left)."""

	item: object
	value: object = None
	error: Exception | None = None


def run_soon(method: str) -> None:
	"""Ask a worker to run a sweep now. Without a queue nobody's act is undone: its next round does the same."""
	try:
		frappe.enqueue(method, queue="short")
	except Exception:
		frappe.logger("office_management").warning(
			"no queue: %s waits for its next round", method, exc_info=True
		)


def begin_anew() -> None:
	"""End a transaction that has only read: where a lock comes first in the next one, all is read as it is under it."""
	frappe.db.commit()


def run_in_batches(
	items: Sequence,
	fn: Callable,
	size: int = 200,
	on_progress: Callable[[int, list[Outcome]], None] | None = None,
	together: Callable[[list], list] | None = None,
) -> list[Outcome]:
	"""Do something with every item, a batch at a time, and commit after each batch.

	Args:
		items: what to work on. Whatever was done before a kill stays done: `fn` must do nothing the second time.
		fn: does one item. An exception undoes this item alone and is kept in its outcome.
		size: items in one batch (one transaction).
		on_progress: called inside each batch's transaction, last, with the number of items done so far and the
			batch's outcomes; what it writes is committed with the batch.
		together: does a whole batch at once and returns one value per item. If it raises, the batch is undone
			and done item by item with `fn`.

	Returns:
		one outcome per item, in order.

	Raises:
		LostRace: a batch met others on its rows every time it was tried. Earlier batches are done.
	"""
	outcomes: list[Outcome] = []
	for start in range(0, len(items), size):
		batch = list(items[start : start + size])
		outcomes += _run_batch(batch, fn, together, on_progress, start + len(batch))
	return outcomes


def _run_batch(batch: list, fn, together, on_progress, done: int) -> list[Outcome]:
	for attempt in range(1, TRIES + 1):
		try:
			outcomes = _run_once(batch, fn, together)
			if on_progress:
				on_progress(done, outcomes)
			frappe.db.commit()
			return outcomes
		except Exception as error:
			frappe.db.rollback()
			if not lost_race(error):
				raise
			if attempt == TRIES:
				raise LostRace from error
			time.sleep(random.uniform(0.02, 0.05) * 2**attempt)
	raise AssertionError("unreachable")


def _run_once(batch: list, fn, together) -> list[Outcome]:
	if together:
		whole = _attempt(lambda: together(batch))
		if not whole.error:
			return [Outcome(item, value) for item, value in zip(batch, whole.value, strict=True)]
	return [_attempt(fn, item) for item in batch]


def _attempt(fn: Callable, *args) -> Outcome:
	"""Call it inside a savepoint; on an error undo what it did."""
	item = args[0] if args else None
	try:
		with undone_on_error():
			return Outcome(item, fn(*args))
	except Exception as error:
		if lost_race(error):
			raise LostRace from error
		frappe.clear_messages()
		return Outcome(item, error=error)


def lost_race(error: BaseException | None) -> bool:
	"""Is this, or what it was raised from, a deadlock or a lock wait that took too long?"""
	seen = set()
	while error is not None and id(error) not in seen:
		if isinstance(error, (*LOST_RACES, LostRace)):
			return True
		seen.add(id(error))
		error = error.__cause__ or error.__context__
	return False

"""Doing an act of ours again when it met somebody else's. The second of the two places that may roll back.

Two people who change the same seats at the same moment make the database refuse one of them (deadlock, lock wait,
or error 1020 where snapshots are isolated). The refused transaction is gone; nothing is lost by starting over, and
the second time the other one's result is simply there. An ordinary save cannot be started over from inside, so it
says "try again"; our own endpoints do that themselves, a few times, before they say it.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import frappe

from office_management import savepoints

T = TypeVar("T")

THE_LINE = ("DocType", "Space Allocation")
"""The record whose row those who lost a race lock before they try again, so that they do not meet each other."""
TRIES = 8
FIRST_WAIT = 0.02
"""Seconds; doubled each time, and a random part of it is waited, so that two do not meet again."""
LONGEST_WAIT = 0.6


class TryAgainError(frappe.ValidationError):
	"""Lost a race; the same act may well succeed a moment later. What says so to people derives from this."""


LOST_RACES = (TryAgainError, *savepoints.LOST_RACES)


def with_retries(act: Callable[[], T], tries: int = TRIES) -> T:
	"""Do an act in a fresh transaction, and again if it lost a race, up to `tries` times.

	Who lost stands in line: one at a time tries again, in a transaction that sees what the one before has done.

	Call it in an endpoint, after its permission check and before anything is written. Where something has been
	written already in this transaction, rolling back would undo the caller's work: then it is done once.

	Raises:
		what `act` raises; the last race lost, if all were.
	"""
	if frappe.db.transaction_writes:
		return act()
	messages = list(frappe.local.message_log)
	for attempt in range(tries):
		frappe.db.rollback()
		try:
			if attempt:
				stand_in_line()
			return act()
		except LOST_RACES:
			if attempt == tries - 1:
				raise
			frappe.db.rollback()
			frappe.local.message_log = list(messages)
			time.sleep(random.uniform(0.2, 1) * min(FIRST_WAIT * 2**attempt, LONGEST_WAIT))
	raise AssertionError("unreachable")


@contextmanager
def friendly_when_busy(busy: Callable[[], None]) -> Iterator[None]:
	"""Say "try again" where two people meet at one record, instead of a server error; `busy` throws a TryAgainError.

	After a deadlock the database has undone the whole transaction, so nothing may be done but give up or start
	over: the error is always raised, never swallowed.
	"""
	try:
		yield
	except savepoints.LOST_RACES:
		busy()


def stand_in_line() -> None:
	"""Wait until all who stood here before are done. First in the transaction, so that nobody waits for us meanwhile."""
	frappe.db.get_value(*THE_LINE, "name", for_update=True)

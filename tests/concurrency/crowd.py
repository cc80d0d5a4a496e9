"""A crowd: real processes, each with its own connection to the site, that act at the same moment.

The processes are made once and reused over all rounds. In a round as many as there are acts get one each (a function
of this package and its arguments), read something first, as every request does, wait for the others at a barrier, and
act; what they did is committed or rolled back, and reported as the name of the exception class, or "ok".
"""

import gc
import multiprocessing
import random
import traceback
from collections import Counter

START = multiprocessing.get_context("fork")
PATIENCE = 60
"""Seconds a round may take before the test gives up."""


class Crowd:
	"""`size` processes on a site. Use as a context manager."""

	def __init__(self, site: str, sites_path: str, size: int) -> None:
		self.size = size
		self._barriers = [START.Barrier(acting) for acting in range(1, size + 1)]
		self._pipes, self._people = [], []
		gc.freeze()  # what is there already stays shared memory
		for number in range(size):
			here, there = START.Pipe()
			person = START.Process(
				target=_live, args=(site, sites_path, number, there, self._barriers), daemon=True
			)
			person.start()
			there.close()
			self._pipes.append(here)
			self._people.append(person)
		gc.unfreeze()

	def __enter__(self) -> "Crowd":
		return self

	def __exit__(self, *error) -> None:
		for pipe in self._pipes:
			pipe.send(None)
		for person in self._people:
			person.join(PATIENCE)

	def together(self, acts: list[tuple], isolated: bool = False) -> "Round":
		"""Let one process per act do it, all at once. An act is (function, *arguments)."""
		assert len(acts) <= self.size
		acting = self._pipes[: len(acts)]
		for pipe, act in zip(acting, acts, strict=True):
			pipe.send((act, isolated, len(acts)))
		answers = []
		for pipe in acting:
			assert pipe.poll(PATIENCE), "a process did not answer"
			answers.append(pipe.recv())
		return Round(answers)


class Round:
	"""What became of the acts of one round, in their order."""

	def __init__(self, answers: list[tuple[str, str]]) -> None:
		self.answers = answers
		self.count = Counter(kind for kind, _text in answers)

	@property
	def done(self) -> int:
		return self.count["ok"]

	def refused_as(self) -> set[str]:
		"""Names of the exceptions of those who were refused."""
		return set(self.count) - {"ok"}

	def __repr__(self) -> str:
		odd = [text for kind, text in self.answers if kind != "ok"]
		return f"{dict(self.count)} {odd[:1]}"


def _live(site: str, sites_path: str, number: int, pipe, barriers) -> None:
	"""One process: connect, then act until told to stop."""
	import frappe

	frappe.init(site=site, sites_path=sites_path, force=True)
	frappe.connect()
	frappe.flags.mute_emails = True
	random.seed(number)
	while task := pipe.recv():
		act, isolated, acting = task
		pipe.send(_one_round(act, isolated, barriers[acting - 1]))
	frappe.db.rollback()
	frappe.destroy()


def _one_round(act: tuple, isolated: bool, barrier) -> tuple[str, str]:
	import frappe

	frappe.db.rollback()
	frappe.db.value_cache = {}
	frappe.local.message_log = []
	frappe.db.sql(f"set session innodb_snapshot_isolation = {'on' if isolated else 'off'}")
	frappe.db.rollback()
	frappe.db.get_value("Office Space", {}, "name")  # fixes the snapshot, as the first read of a request does
	barrier.wait(PATIENCE)
	try:
		act[0](*act[1:])
		frappe.db.commit()
		return "ok", ""
	except Exception as error:
		frappe.db.rollback()
		return type(error).__name__, f"{error} {traceback.format_exc(limit=-4)}"


# --- what they do ---------------------------------------------------------------------------------------------


def ask_endpoint(values: dict) -> None:
	"""Give a seat as the desk does."""
	from office_management.office_space import api

	api.allocate(**values)


def save_plainly(values: dict) -> None:
	"""Give a seat by an ordinary insert: REST, an import, the form."""
	import frappe

	frappe.get_doc({"doctype": "Space Allocation", **values}).insert()


def set_capacity(space: str, capacity: int) -> None:
	"""Save the space with another capacity."""
	import frappe

	doc = frappe.get_doc("Office Space", space)
	doc.capacity = capacity
	doc.save()


def close(space: str) -> None:
	"""Close the space as the desk does."""
	from office_management.office_space import api

	api.close_space(space)


def take_out(space: str, from_date: str) -> None:
	"""Take the space out of service as the desk does."""
	from office_management.office_space import api

	api.set_out_of_service([space], from_date, None, "Painting")


def lock_at_once(space: str) -> None:
	"""What every change of the space begins with, but without waiting."""
	from office_management.office_space.seat_locks import lock_spaces

	lock_spaces([space], wait=False)


def hold_above(space: str) -> None:
	"""What giving a seat begins with."""
	from office_management.office_space.seat_locks import places_above

	assert places_above(space)[0]


def move(space: str, parent: str) -> None:
	"""Put a space into another one as the desk does."""
	from office_management.office_space import api

	api.move_space(space, parent)


def shrink(name: str, seats: int) -> None:
	"""Save an allocation with fewer seats."""
	import frappe

	doc = frappe.get_doc("Space Allocation", name)
	doc.seats = seats
	doc.save()


def leave(employee: str) -> None:
	"""Human Resources says that somebody has gone."""
	import frappe

	doc = frappe.get_doc("Employee", employee)
	doc.status = "Inactive"
	doc.save()

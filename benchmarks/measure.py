"""Timing things side by side, and what the database had to read for them."""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import frappe

READS = (
	"Handler_read_first",
	"Handler_read_key",
	"Handler_read_next",
	"Handler_read_prev",
	"Handler_read_rnd_next",
)


@dataclass
class Series:
	"""Seconds that one thing took, time after time."""

	seconds: list[float] = field(default_factory=list)

	@property
	def median(self) -> float:
		return statistics.median(self.seconds) * 1000

	@property
	def p95(self) -> float:
		ordered = sorted(self.seconds)
		return ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)] * 1000


@dataclass
class Result:
	"""A figure beside its floor (both in milliseconds), and the gate."""

	name: str
	figure: Series
	floor: Series | None = None
	limit: float | None = None
	floor_name: str = ""
	reads: str = ""
	failures: list[str] = field(default_factory=list)

	@property
	def ratio(self) -> float | None:
		return self.figure.median / self.floor.median if self.floor else None

	@property
	def passed(self) -> bool:
		return not self.failures and not (self.limit and self.ratio and self.ratio > self.limit)


def side_by_side(rounds: int, *things: Callable[[int], None], warm_up: int = 5) -> list[Series]:
	"""Time several things in turn, round after round, so that whatever else the machine does hits all alike.

	Each is called with the number of the round. The first rounds only warm up.
	"""
	series = [Series() for _thing in things]
	for number in range(-warm_up, rounds):
		for thing, kept in zip(things, series, strict=True):
			start = time.perf_counter()
			thing(number)
			if number >= 0:
				kept.seconds.append(time.perf_counter() - start)
	return series


def reads_of(thing: Callable[[], object]) -> dict[str, int]:
	"""What the session's handlers read while it ran: rows and index entries.

	`entries`: index entries looked at, whether or not they were let through (index condition pushdown);
	`rows`: rows handed to the server; `keys`: how often an index was entered.
	"""
	before = _handlers()
	idle = _handlers() - before  # what asking costs
	start = _handlers()
	thing()
	status = _handlers() - start
	status.subtract(idle)
	moves = sum(status[name] for name in READS if name != "Handler_read_key")
	rejected = max(status["Handler_icp_attempts"] - status["Handler_icp_match"], 0)
	return {"keys": status["Handler_read_key"], "rows": moves, "entries": moves + rejected}


def _handlers() -> Counter:
	return Counter({name: int(value) for name, value in frappe.db.sql("show session status like 'Handler%'")})


def explain(sql: str) -> str:
	"""EXPLAIN in one line: which index, how many rows are thought to be read."""
	rows = frappe.db.sql("explain " + sql, as_dict=True)
	return "; ".join(
		f"{row['table']}: {row['type']} {row['key']} ~{row['rows']} {row['Extra'] or ''}".strip()
		for row in rows
	)


def statements_of(thing: Callable[[], object]) -> list[str]:
	"""The SQL a call runs, as sent to the database."""
	seen: list[str] = []
	connection = frappe.db._conn
	query = connection.query

	def listen(sql, *args, **kwargs):
		seen.append(sql if isinstance(sql, str) else bytes(sql).decode("utf-8", "surrogateescape"))
		return query(sql, *args, **kwargs)

	connection.query = listen
	try:
		thing()
	finally:
		del connection.query
	return seen


def print_results(results: list[Result]) -> None:
	"""One line for each figure, in the order measured."""
	print(f"\n{'':4}  {'what':58} {'median':>9} {'p95':>9} {'floor':>9} {'ratio':>6} {'limit':>6}  read")
	for result in results:
		mark = "ok" if result.passed else "FAIL"
		floor = f"{result.floor.median:9.3f}" if result.floor else " " * 9
		ratio = f"{result.ratio:6.2f}" if result.ratio else " " * 6
		limit = f"{result.limit:6.2f}" if result.limit else " " * 6
		figure = f"{result.figure.median:9.3f} {result.figure.p95:9.3f}"
		print(f"{mark:4}  {result.name:58} {figure} {floor} {ratio} {limit}  {result.reads}")
		for failure in result.failures:
			print(f"      {failure}")

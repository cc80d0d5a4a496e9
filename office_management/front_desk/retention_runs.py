"""Runs of anonymisation: nightly, batch by batch, each batch one transaction; stopped, killed or late, run again.

A run first cleans the texts of logs and queues for a page of people (copies.scan), then anonymises their records. What
a killed run left is still due the next time, so the outcome is the same. A record that can't be done is left for the
next night, and the run says how many there were; never what was in them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from office_management.batches import Outcome, run_in_batches
from office_management.domain import visit_states
from office_management.front_desk import anonymising, copies, due, visits

RUN = "Retention Run"
STALLED_AFTER = timedelta(minutes=30)
"""Without progress for so long, a run counts as killed."""
COUNTED = (
	"visits",
	"visitors",
	"invitations",
	"messages",
	"deliveries",
	"evacuations",
	"block_rules",
	"files",
	"copies",
)


class Superseded(Exception):
	"""Somebody stopped the run, or another one took over."""


class RunGoingOnError(frappe.ValidationError):
	"""A run was started while another one is going on."""


class RunNotGoingOnError(frappe.ValidationError):
	"""A run was to be stopped that is over."""


@dataclass(frozen=True)
class Step:
	"""One kind of record: how those due are found, looked at again under lock, and anonymised."""

	counted: str
	doctype: str
	pages: Callable[[date, due.Periods], Iterator[due.Page]]
	clear: Callable[[Sequence[str], datetime, Sequence[copies.Reference]], Counter]
	still_due: Callable[[Sequence[str], date, due.Periods], list[str]] | None = None


def close_visits(names: Sequence[str]) -> None:
	"""Whoever was never signed out, or never came, is not on site or expected any more once nobody knows who it was."""
	log = frappe.qb.DocType("Visitor Log")
	is_open = log.name.isin(copies.among(names)) & log.status.isin(visit_states.LIVE)
	for name, status in frappe.qb.from_(log).select(log.name, log.status).where(is_open).run():
		if status in visit_states.ON_SITE:
			visits.check_out(name, "Automatic")
		else:
			visits.no_show(name)


def clear_visits(names: Sequence[str], now: datetime, kinds: Sequence[copies.Reference]) -> Counter:
	"""Close what was left open, then anonymise; for visits that are locked (Step.still_due)."""
	close_visits(names)
	return anonymising.visits(names, now, kinds, are_locked=True)


def clear_visitors(names: Sequence[str], now: datetime, kinds: Sequence[copies.Reference]) -> Counter:
	"""Anonymise persons who are locked (Step.still_due)."""
	return anonymising.visitors(names, now, kinds, are_locked=True)


STEPS = (
	Step("visits", "Visitor Log", due.visits, clear_visits, due.still_due_visits),
	Step("visitors", "Visitor", due.visitors, clear_visitors, due.still_due_visitors),
	Step("invitations", "Visit Invitation", due.invitations, anonymising.invitations),
	Step("messages", "Phone Message", due.messages, anonymising.messages),
	Step("deliveries", "Delivery", due.deliveries, anonymising.deliveries),
	Step("evacuations", "Evacuation", due.evacuations, anonymising.evacuations),
	Step("block_rules", "Visitor Block Rule", due.block_rules, anonymising.block_rules),
)


# --- starting and stopping ------------------------------------------------------------------------------------


def anonymise_due() -> None:
	"""Nightly: anonymise whatever is due. Safe to run twice, late, and after being killed."""
	end_stalled()
	if not going_on():
		run(make_run())


def start() -> str:
	"""Begin a run in the background; returns its name. Callers have checked that the user may.

	Raises:
		RunGoingOnError: one is going on.
	"""
	end_stalled()
	if name := going_on():
		frappe.throw(
			_("{0} is going on already. Look there, or stop it.", context="Retention Run").format(
				frappe.utils.get_link_to_form(RUN, name)
			),
			RunGoingOnError,
			title=_("Going On", context="Retention Run"),
		)
	name = make_run()
	frappe.enqueue(
		"office_management.front_desk.retention_runs.run",
		queue="long",
		timeout=4 * 3600,
		job_id=f"retention_run::{name}",
		enqueue_after_commit=True,
		name=name,
	)
	return name


def make_run(**values) -> str:
	"""Make the record of a run; returns its name."""
	now = now_datetime()
	doc = frappe.get_doc(
		{
			"doctype": RUN,
			"status": "Running",
			"started_on": now,
			"started_by": frappe.session.user,
			"progress_on": now,
			**values,
		}
	)
	# allowed: nobody has the right to make one by hand; callers have checked that this user may run it
	return doc.insert(ignore_permissions=True).name


def going_on() -> str | None:
	"""The run that is going on, if any."""
	return frappe.db.get_value(RUN, {"status": "Running"}, "name", for_update=True)


def end_stalled() -> None:
	"""Runs that were killed are over: the next one goes on where they stopped."""
	stalled = {"status": "Running", "progress_on": ("<", now_datetime() - STALLED_AFTER)}
	said = _("Interrupted. The next run goes on from here.", context="Retention Run")
	for name in frappe.get_all(RUN, stalled, pluck="name", order_by="creation"):
		frappe.db.set_value(RUN, name, {"status": "Stopped", "ended_on": now_datetime(), "error": said})


def stop(name: str) -> None:
	"""Stop a run before its next batch; what is done stays done. Callers have checked that the user may.

	Raises:
		RunNotGoingOnError: it is over.
	"""
	if frappe.db.get_value(RUN, name, "status", for_update=True) != "Running":
		frappe.throw(_("This run is over.", context="Retention Run"), RunNotGoingOnError)
	frappe.db.set_value(RUN, name, {"status": "Stopped", "ended_on": now_datetime()})


# --- the run --------------------------------------------------------------------------------------------------


def run(name: str) -> None:
	"""The job: carry out a run."""
	if frappe.db.get_value(RUN, name, "status") != "Running":
		return
	try:
		_Run(name).run()
	except Superseded:
		return
	except Exception as error:
		_fail(name, error)


def _fail(name: str, error: Exception) -> None:
	"""Say that it failed, but not with what: the text of an error may hold what we want to forget."""
	kind = type(error).__name__
	frappe.log_error(title=f"{RUN} {name}", message=kind, reference_doctype=RUN, reference_name=name)
	said = _("It stopped with {0}. What was done stays done; the next run goes on.", context="Retention Run")
	values = {"status": "Stopped", "ended_on": now_datetime(), "error": said.format(kind)}
	run_in_batches([name], lambda stopped: frappe.db.set_value(RUN, stopped, values))


class _Run:
	"""One run."""

	def __init__(self, name: str):
		self.name = name
		self.key = frappe.generate_hash(length=16)
		self.today = getdate()
		self.periods = due.periods()
		self.failed: Counter = Counter()

	def run(self) -> None:
		self.once(lambda: frappe.db.set_value(RUN, self.name, {"run_key": self.key}))
		for step in STEPS:
			for page in step.pages(self.today, self.periods):
				self.note(Counter(), held=page.held)
				if page.names:
					self.do_page(step, page.names)
		self.once(lambda: self.count(copies=copies.remove_lists(now_datetime())))
		for rows in due.visitors_to_refresh(now_datetime()):
			self.once(lambda rows=rows: due.refresh_retain_until(rows, self.periods))
		self.finish()

	def do_page(self, step: Step, names: list[str]) -> None:
		"""Clean the logs for these people first, then anonymise their records, batch by batch."""
		cleaned = copies.scan(anonymising.needles_of(step.doctype, names))
		self.once(lambda: self.count(copies=cleaned + copies.remove_unindexed(step.doctype, names)))

		kinds = copies.kinds_there(step.doctype)

		def together(batch: list[str]) -> list[Counter]:
			batch_due = step.still_due(batch, self.today, self.periods) if step.still_due else batch
			done = step.clear(batch_due, now_datetime(), kinds) if batch_due else Counter()
			return [done, *(Counter() for _name in batch[1:])]

		def on_progress(_done: int, outcomes: list[Outcome]) -> None:
			self.take_note(step, outcomes)

		run_in_batches(
			names,
			lambda name: together([name])[0],
			size=copies.AT_ONCE,
			on_progress=on_progress,
			together=together,
		)

	# progress -------------------------------------------------------------------------------------------------

	def once(self, act: Callable[[], object]) -> None:
		"""Do something in a transaction of its own."""
		for outcome in run_in_batches([None], lambda _item: act()):
			if outcome.error:
				raise outcome.error

	def take_note(self, step: Step, outcomes: list[Outcome]) -> None:
		"""Store what a batch did, in its transaction; a batch of a run that was stopped is undone."""
		done = sum((outcome.value for outcome in outcomes if not outcome.error), Counter())
		for outcome in outcomes:
			if outcome.error:
				self.failed[f"{step.doctype}: {type(outcome.error).__name__}"] += 1
		self.count(**done)

	def note(self, done: Counter, held: int = 0) -> None:
		self.once(lambda: self.count(**done, held=held))

	def count(self, **done: int) -> None:
		"""Add to the counts of the run, if it is still this one that is going on."""
		row = frappe.qb.DocType(RUN)
		fields = [row[field] for field in (*COUNTED, "held")]
		found = (
			frappe.qb.from_(row)
			.select(row.status, row.run_key, *fields)
			.where(row.name == self.name)
			.for_update()
			.run(as_dict=True)
		)
		if not found or found[0].status != "Running" or found[0].run_key != self.key:
			raise Superseded
		values = {field: (found[0][field] or 0) + number for field, number in done.items() if number}
		frappe.db.set_value(RUN, self.name, {**values, "progress_on": now_datetime()}, update_modified=False)

	def finish(self) -> None:
		"""Over: done, or done but for records that could not be."""
		values = {"status": "Done", "ended_on": now_datetime(), "error": None}
		if self.failed:
			said = _("{0} records could not be done and are tried again: {1}", context="Retention Run")
			values["error"] = said.format(self.failed.total(), ", ".join(sorted(self.failed)))
		self.once(lambda: (self.count(), frappe.db.set_value(RUN, self.name, values)))


# --- dry run --------------------------------------------------------------------------------------------------


def count_due(kept: due.Periods | None = None) -> Counter:
	"""How many records of each kind would be anonymised now, with these periods; `held`: kept by a legal hold."""
	kept = kept or due.periods()
	found, today = Counter(), getdate()
	people: set[str] = set()
	for step in STEPS:
		for page in step.pages(today, kept):
			found[step.counted] += len(page.names)
			found["held"] += page.held
			people |= page.people
	found["visitors"] += len(due.visitors_among(people, today, kept))
	return found


def dry_run() -> str:
	"""Count what a run would do, and keep the answer as a record of its own; returns its name."""
	found = count_due()
	counts = {field: found[field] for field in ("held", *COUNTED) if found[field]}
	return make_run(is_dry_run=1, status="Done", ended_on=now_datetime(), **counts)


def more_with(instead: dict[str, int]) -> Counter:
	"""How many more records would go in the next run if these periods were in force (see due.periods)."""
	return count_due(due.periods(instead)) - count_due()

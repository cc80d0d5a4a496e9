"""Floor register import: read, plan, carry out; each step can be done again, and nothing is done twice.

A register is planned from the file and what is there (domain.register_plan). The plan is shown; confirmed, it is
carried out batch by batch in the background: first places from the top down, then changes, then seats. Places are
made by `making.make_spaces`, seats given by `seats.allocate`: the rules are the controllers' own. A run that was
killed is started again: it plans anew, and what was done already is nothing to do.
"""

import json
import traceback
from dataclasses import asdict

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime, strip_html

from office_management.batches import LostRace, Outcome, run_in_batches
from office_management.domain.floor_register import Problem, Register, read_register
from office_management.domain.register_plan import Plan, RowPlan, make_plan
from office_management.domain.register_world import (
	Action,
	ChangePlace,
	CreatePlace,
	Defaults,
	GiveSeats,
	same,
)
from office_management.domain.tables import UnreadableTable
from office_management.office_space import giving, making, register_files, register_texts, seats, spaces
from office_management.office_space.register_state import load_world

DOCTYPE = "Floor Register Import"
PLACES_AT_ONCE = 1000
SEATS_AT_ONCE = 250
STALLED_AFTER = 300
"""Seconds without progress after which a run counts as interrupted."""

OUTCOMES = ("Created", "Changed", "Allocated", "Refused", "Nothing")


class Superseded(Exception):
	"""Another run of the same import has taken over."""


# --- reading and planning -------------------------------------------------------------------------------------


def read_file(doc) -> Register:
	"""The attached file as rows. Raises register_files.UnreadableFileError with what to do."""
	table = register_files.read_attached_table(doc.import_file)
	try:
		return read_register(table, day_first=_day_first())
	except UnreadableTable as error:
		register_files.unreadable(error)


def _day_first() -> bool:
	return not (frappe.db.get_default("date_format") or "dd-mm-yyyy").startswith("mm")


def defaults_of(doc) -> Defaults:
	"""What the import says for all rows."""
	return Defaults(
		from_date=getdate(doc.from_date),
		under=doc.under_space or None,
		company=doc.company or spaces.main_company(),
		space_type=doc.default_type or None,
		make_missing=bool(cint(doc.make_missing)),
		desks_have_a_seat=spaces.desks_have_a_seat(),
	)


def plan_import(doc) -> tuple[Register, Plan]:
	"""Read the file and plan it against what is there now, as the current user may write it."""
	register = read_file(doc)
	defaults = defaults_of(doc)
	world = load_world(register.rows, defaults)
	return register, make_plan(register.rows, world, defaults)


def check(doc) -> None:
	"""The dry run: store the plan with the import. Nothing else is written."""
	register, plan = plan_import(doc)
	doc.update(plan_values(plan))
	doc.update(
		{
			"status": "Checked",
			"message": None,
			"columns_read": json.dumps([asdict(column) for column in register.columns]),
			"run_key": None,
			"done_steps": 0,
			"total_steps": 0,
		}
	)
	store(doc)


def store(doc) -> None:
	"""Save what our own code has set; the results are at a permission level that no role has."""
	doc.flags.by_machinery = True
	# callers have checked the right to write this import
	doc.save(ignore_permissions=True)


def plan_values(plan: Plan) -> dict:
	"""Fields of the import that tell of a plan."""
	counts = {f"{name}_count": count for name, count in plan.counts().items()}
	counts["row_count"] = counts.pop("rows_count")
	return counts | {
		"plan_key": plan.signature(),
		"missing_places": json.dumps(plan.missing),
		"results": dump_results({row.number: as_result(row) for row in plan.rows}),
	}


# --- results --------------------------------------------------------------------------------------------------


def as_result(row: RowPlan) -> dict:
	"""A planned row as it is stored: `done` once it has been carried out."""
	return {
		"row": row.number,
		"space": row.space,
		"outcome": row.outcome,
		"actions": [as_dict(action) for action in row.actions],
		"problems": [_problem(problem) for problem in row.problems],
		"notes": [_problem(note) for note in row.notes],
		"done": not row.actions,
	}


def as_dict(action: Action) -> dict:
	"""An action as it is stored."""
	if isinstance(action, CreatePlace):
		shown = ("space_name", "space_type", "capacity")
		place = {field: getattr(action.place, field) for field in shown}
		return {"do": "create", "space": action.place.name, **place}
	if isinstance(action, ChangePlace):
		return {"do": "change", "space": action.name, "changes": action.changes}
	given = action.seating
	shown = {field: getattr(given, field) for field in ("space", "occupant_type", "occupant", "seat_label")}
	use = {field: getattr(given.use, field) for field in ("from_date", "to_date", "seats", "weekdays")}
	return {"do": "give", **shown, **use}


def _problem(problem: Problem) -> list:
	return [problem.code, problem.column, dict(problem.values)]


def dump_results(results: dict[int, dict]) -> str:
	return json.dumps(list(results.values()), default=str, separators=(",", ":"))


def load_results(doc) -> dict[int, dict]:
	"""Row number -> stored result."""
	return {result["row"]: result for result in json.loads(doc.results or "[]")}


def count_results(results: dict[int, dict]) -> dict[str, int]:
	"""The counts of an import from its stored results: what was or will be done, and what was refused."""
	done = [
		action["do"] for result in results.values() if not result["problems"] for action in result["actions"]
	]
	outcomes = [result["outcome"] for result in results.values()]
	return {
		"row_count": len(results),
		"created_count": done.count("create"),
		"changed_count": done.count("change"),
		"allocated_count": done.count("give"),
		"refused_count": outcomes.count("Refused"),
		"nothing_count": outcomes.count("Nothing"),
	}


def outcome_counts(results: list[dict]) -> dict[str, int]:
	"""Rows per outcome."""
	found = [result["outcome"] for result in results]
	return {outcome: found.count(outcome) for outcome in OUTCOMES}


def refused_rows(doc) -> list[list]:
	"""Headers and refused rows as they stand in the file, and why each was refused."""
	table = register_files.read_attached_table(doc.import_file)
	header_row = read_register(table, day_first=_day_first()).header_row
	width = max(len(row) for row in table)
	headers = table[header_row - 1] if header_row else []
	rows = [[*_padded(headers, width), _("Why Not Taken", context="Floor Register Import")]]
	for result in load_results(doc).values():
		if result["outcome"] == "Refused":
			why = " ".join(register_texts.problem_text(*problem) for problem in result["problems"])
			rows.append([*_padded(table[result["row"] - 1], width), why])
	return rows


def _padded(row: list, width: int) -> list:
	return [*row, *([None] * (width - len(row)))]


# --- carrying out ---------------------------------------------------------------------------------------------


def is_stalled(doc) -> bool:
	"""Running, but nothing has happened for a while: killed, or never begun."""
	if doc.status != "Running":
		return False
	last = doc.progress_on or doc.modified
	return (now_datetime() - frappe.utils.get_datetime(last)).total_seconds() > STALLED_AFTER


def start(doc) -> None:
	"""Begin to carry out a checked plan in the background, or go on with a run that failed or was killed."""
	doc.update({"status": "Running", "progress_on": now_datetime(), "started_by": frappe.session.user})
	doc.update({"run_key": None, "message": None})
	store(doc)
	enqueue(doc.name)


def enqueue(name: str) -> None:
	"""Queue the job of an import, to begin once the current transaction is committed."""
	frappe.enqueue(
		"office_management.office_space.register.run_import",
		queue="long",
		timeout=3600,
		job_id=f"floor_register_import::{name}",
		enqueue_after_commit=True,
		name=name,
	)


def resume_stalled_imports() -> None:
	"""Scheduled: go on with imports whose job was killed or lost, as the user who started them."""
	stalled = [
		doc
		for name in frappe.get_all(DOCTYPE, {"status": "Running"}, pluck="name", order_by="creation")
		if is_stalled(doc := frappe.get_doc(DOCTYPE, name))
	]
	user = frappe.session.user
	for doc in stalled:
		frappe.set_user(doc.started_by or doc.owner)
		enqueue(doc.name)
	frappe.set_user(user)


def run_import(name: str) -> None:
	"""The job: carry out the plan of an import. Safe to run twice, at once or after being killed half-way.

	Runs as the user who confirmed it, with that user's rights. What goes wrong is kept with the import.
	"""
	doc = frappe.get_doc(DOCTYPE, name)
	doc.check_permission("write")
	if doc.status != "Running":
		return
	try:
		_Run(doc).run()
	except Superseded:
		return
	except Exception as error:
		frappe.log_error(title=f"{DOCTYPE} {name}")
		_fail(doc, error)


def _fail(doc, error: Exception) -> None:
	busy = _("Others were changing the same places. Press Continue.", context="Floor Register Import")
	other = _("It stopped: {0}. What was done stays done; press Continue.", context="Floor Register Import")
	message = busy if isinstance(error, LostRace) else other.format(strip_html(str(error))[:300])
	frappe.db.set_value(DOCTYPE, doc.name, {"status": "Failed", "message": message, "run_key": None})
	tell(doc.name)


class _Run:
	"""One run of one import."""

	def __init__(self, doc):
		self.doc = doc
		self.key = frappe.generate_hash(length=16)
		self.results = load_results(doc)
		self.total = self.done = 0
		self.steps_of: dict[int, list] = {}
		self.finished: set[int] = set()
		self.planned: dict[int, str] = {}

	def run(self) -> None:
		run_in_batches([self.key], self.claim)
		_register, plan = plan_import(self.doc)
		if not self.has_begun() and plan.signature() != self.doc.plan_key:
			self.show_new_plan(plan)
			return
		steps = [(row, action) for row in plan.rows for action in row.actions]
		self.take_over_plan(plan, steps)
		self.make_places([step for step in steps if isinstance(step[1], CreatePlace)])
		self.each([step for step in steps if isinstance(step[1], ChangePlace)], self.change_place)
		given = [step for step in steps if isinstance(step[1], GiveSeats)]
		self.each([step for step in given if not _is_of_person(step)], self.give_seats)
		self.each([step for step in given if _is_of_person(step)], self.give_seats, self.give_many)
		self.finish()

	def claim(self, key: str) -> None:
		"""From now on this run is the one; another one stops at its next batch."""
		frappe.db.set_value(DOCTYPE, self.doc.name, {"run_key": key, "progress_on": now_datetime()})

	def has_begun(self) -> bool:
		return bool(self.doc.total_steps)

	def show_new_plan(self, plan: Plan) -> None:
		"""What was confirmed is no longer what would happen: do nothing, show what would."""
		message = _(
			"Something has changed since you looked. This is what would be done now.",
			context="Floor Register Import",
		)
		values = {**plan_values(plan), "status": "Checked", "message": message, "run_key": None}
		self.write(values)
		tell(self.doc.name)

	def take_over_plan(self, plan: Plan, steps: list) -> None:
		"""Results keep what was done before; rows that cannot go on are refused."""
		for row in plan.rows:
			stored = self.results.get(row.number)
			if row.problems and not (stored and stored["done"] and not stored["problems"]):
				self.results[row.number] = as_result(row)
			elif stored and not row.actions and not stored["problems"]:
				stored["done"] = True
			elif stored is None or stored["problems"]:
				self.results[row.number] = as_result(row)
		self.planned = {number: result["outcome"] for number, result in self.results.items()}
		for row, action in steps:
			self.steps_of.setdefault(row.number, []).append(id(action))
		already = max(cint(self.doc.total_steps) - len(steps), 0) if self.has_begun() else 0
		self.total, self.done = already + len(steps), already
		self.write({**self.progress(), **self.so_far(), "message": None})

	# steps ----------------------------------------------------------------------------------------------

	def make_places(self, steps: list) -> None:
		"""From the top down, so that what is above is there."""
		new = {same(action.place.name): action.place for _row, action in steps}
		steps = sorted(steps, key=lambda step: (_depth(step[1].place, new), step[0].number))
		self.run_batches(steps, self.make_place, PLACES_AT_ONCE, together=self.make_many)

	def make_many(self, steps: list) -> list[str | None]:
		"""Make a batch of places; answers why each was refused, or None."""
		rows = [_space_values(action) for _row, action in steps]
		return [result.error for result in making.make_spaces(rows, frappe.session.user)]

	def make_place(self, step) -> str | None:
		return self.make_many([step])[0]

	def change_place(self, step) -> None:
		_row, action = step
		doc = frappe.get_doc("Office Space", action.name)
		doc.update({field: new for field, _old, new in action.changes})
		doc.save()

	def give_seats(self, step) -> None:
		seats.allocate(**self.allocation_values(step))

	def give_many(self, steps: list) -> list[Exception | None]:
		"""Give a batch of seats to people; answers why each was refused, or None."""
		return giving.give_many([self.allocation_values(step) for step in steps])

	def allocation_values(self, step) -> dict:
		_row, action = step
		given = action.seating
		return {
			"space": given.space,
			"occupant_type": given.occupant_type,
			"occupant": given.occupant,
			"seats": given.use.seats,
			"seat_label": given.seat_label,
			"from_date": given.use.from_date,
			"to_date": given.use.to_date,
			"weekdays": given.use.weekdays,
			"is_primary": int(given.is_primary),
			"within": self.allocation_around(action) if given.within else None,
			"exception_reason": action.reason,
		}

	def allocation_around(self, action: GiveSeats) -> str | None:
		"""The department's allocation out of which a seat is named."""
		given = action.seating
		filters = {
			"space": given.space,
			"occupant_type": "Department",
			"occupant": given.within,
			"status": ("!=", "Cancelled"),
			"from_date": ("<=", given.use.from_date),
			"effective_to": (">=", given.use.last_date),
		}
		names = frappe.get_all("Space Allocation", filters, pluck="name", order_by="from_date", limit=1)
		return names[0] if names else None

	# batches --------------------------------------------------------------------------------------------

	def each(self, steps: list, fn, together=None) -> None:
		self.run_batches(steps, fn, SEATS_AT_ONCE, together)

	def run_batches(self, steps: list, fn, size: int, together=None) -> None:
		"""Carry out the steps of rows that were not refused on the way."""
		steps = [step for step in steps if not self.results[step[0].number]["problems"]]
		before = self.done

		def on_progress(done: int, outcomes: list[Outcome]) -> None:
			self.done = before + done
			refused = self.note(outcomes)
			self.write({**self.progress(), **(self.so_far() if refused else {})})
			tell(self.doc.name, self.done, self.total)

		run_in_batches(steps, fn, size, on_progress, together)

	def note(self, outcomes: list[Outcome]) -> bool:
		"""Keep what became of some steps; answers whether a row was refused.

		A batch that is tried again is noted again: the last word counts.
		"""
		reasons = [_why(outcome) for outcome in outcomes]
		for outcome, why in zip(outcomes, reasons, strict=True):
			row, action = outcome.item
			result = self.results[row.number]
			result["problems"] = [["said", None, {"message": why}]] if why else []
			result["outcome"] = "Refused" if why else self.planned[row.number]
			self.finished.add(id(action))
			result["done"] = bool(why) or self.finished.issuperset(self.steps_of[row.number])
		return any(reasons)

	def progress(self) -> dict:
		"""What a batch writes. Results follow when a row was refused and at the end: after a kill, what was done
		is nothing to do, so the plan that was stored tells of it.
		"""
		return {"done_steps": self.done, "total_steps": self.total, "progress_on": now_datetime()}

	def so_far(self) -> dict:
		return {"results": dump_results(self.results), **count_results(self.results)}

	def write(self, values: dict) -> None:
		"""Store progress, unless another run of this import has taken over."""
		table = frappe.qb.DocType(DOCTYPE)
		query = frappe.qb.from_(table).select(table.run_key).where(table.name == self.doc.name).for_update()
		found = query.run(pluck=True)
		if found != [self.key]:
			raise Superseded
		frappe.db.set_value(DOCTYPE, self.doc.name, values, update_modified=False)

	def finish(self) -> None:
		so_far = self.so_far()
		status = "Done with Refusals" if so_far["refused_count"] else "Done"
		self.write({**self.progress(), **so_far, "status": status, "done_steps": self.total})
		frappe.db.set_value(DOCTYPE, self.doc.name, {"run_key": None, "done_on": now_datetime()})
		tell(self.doc.name)


def _why(outcome: Outcome) -> str | None:
	"""Why a step failed, as plain text; what no rule has said is logged, too."""
	error = outcome.error or outcome.value
	if not error or isinstance(error, str):
		return strip_html(error)[:500] if error else None
	if not isinstance(error, frappe.ValidationError | frappe.PermissionError):
		frappe.log_error(DOCTYPE, "".join(traceback.format_exception(error)))
	text = strip_html(str(error))[:500]
	return text or _("You may not do this here.", context="Floor Register Import")


def _space_values(action: CreatePlace) -> dict:
	place = action.place
	return {
		"parent_space": place.parent,
		"space_code": place.code,
		"space_name": place.space_name,
		"space_type": place.space_type,
		"capacity": place.capacity,
		"floor_area": place.floor_area,
		"cost_center": place.cost_center,
		"is_allocatable": int(place.is_allocatable),
		"is_bookable": int(place.is_bookable),
		"company": place.company,
	}


def _depth(place, new: dict) -> int:
	"""How many new places lie above a new place."""
	depth = 0
	while place.parent and same(place.parent) in new:
		place = new[same(place.parent)]
		depth += 1
	return depth


def _is_of_person(step) -> bool:
	"""People sit in leaves, and within the seats of departments: after those."""
	return step[1].seating.occupant_type == "Employee"


def tell(name: str, done: int = 0, total: int = 0) -> None:
	"""Let open forms of this import know, once the transaction is committed."""
	message = {"name": name, "done": done, "total": total}
	frappe.publish_realtime(
		"floor_register_import", message, doctype=DOCTYPE, docname=name, after_commit=True
	)

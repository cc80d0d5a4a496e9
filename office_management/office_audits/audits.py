"""The acts on an audit: start, end counting, count again, cancel. Each locks the row and goes through the table.

None of them checks a permission: the endpoints in api.py do. Signing off is in sign_off.py.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_link_to_form, now_datetime

from office_management.batches import run_in_batches
from office_management.domain import audit_states as states
from office_management.office_audits import freezing, kinds, settling, things

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
AT_ONCE = 5000
"""So many assets are frozen while the user waits; more in the background."""
QUEUED, RUNNING, STOPPED = "Queued", "Running", "Stopped"


class AuditStatusError(frappe.ValidationError):
	"""The audit cannot go from its status to that one."""


class AuditEmptyError(frappe.ValidationError):
	"""Nothing lies in the scope of the audit."""


class NotCountingError(frappe.ValidationError):
	"""The audit is not being counted (yet, or any more)."""


# --- acts -----------------------------------------------------------------------------------------------------


def start(name: str) -> dict:
	"""Freeze what is expected and begin. Of a large scope in the background: `{"queued": True}`.

	Raises AuditStatusError, AuditEmptyError.
	"""
	audit = locked(name)
	if audit.status == states.IN_PROGRESS:
		return {"queued": False, "expected": audit.expected_count}
	check_move(audit, states.IN_PROGRESS)
	if kind := kinds.of(audit):
		number = kind.freeze(audit)
		begin(audit)
		return {"queued": False, "expected": number}
	if audit.audit_type == things.FIRST_INVENTORY:
		begin(audit)
		return {"queued": False, "expected": 0}
	number = freezing.count_scope(audit)
	if not number:
		message = _("There is no asset in the scope of {0}. Widen it.", context=AUDIT)
		frappe.throw(message.format(bold(escape_html(audit.title))), AuditEmptyError)
	if number <= AT_ONCE:
		return {"queued": False, "expected": freeze_and_begin(name)}
	audit.db_set({"job_state": QUEUED, "job_error": None, "job_progress": 0})
	enqueue_start(name)
	return {"queued": True, "expected": number}


def freeze_in_background(audit: str) -> None:
	"""The job of a large count. Killed half way, it starts over and adds what is missing."""
	if locked(audit).status != states.PLANNED:
		return
	(outcome,) = run_in_batches([audit], freeze_and_begin)
	if outcome.error:
		run_in_batches([audit], lambda name: stop_job(name, str(outcome.error)))
		raise outcome.error
	frappe.publish_realtime("office_audit_started", {"audit": audit}, doctype=AUDIT, docname=audit)


def stop_job(name: str, why: str) -> None:
	"""Say on the audit that its background work has stopped, and why."""
	locked(name).db_set({"job_state": STOPPED, "job_error": why[:500]})


def resume_stopped_starts() -> None:
	"""Hourly: starts that were queued and never ran (Redis was gone, the worker was killed) are queued again."""
	filters = {"status": states.PLANNED, "job_state": ("in", (QUEUED, RUNNING))}
	for name in frappe.get_all(AUDIT, filters, pluck="name", order_by="name"):
		enqueue_start(name)


def enqueue_start(name: str) -> None:
	frappe.enqueue(
		freeze_in_background, queue="long", enqueue_after_commit=True, job_id=f"freeze-{name}", audit=name
	)


def freeze_and_begin(name: str) -> int:
	"""Write the lines and set the status, in one transaction."""
	audit = locked(name)
	if not audit.sample_seed:
		audit.db_set("sample_seed", frappe.generate_hash(length=12))
	number = freezing.freeze(audit)
	begin(audit)
	settling.refresh_counts(name)
	return number


def begin(audit: Document) -> None:
	"""Set what an audit has from its start on; its row is locked."""
	audit.db_set(
		{
			"status": states.IN_PROGRESS,
			"started_on": now_datetime(),
			"started_by": frappe.session.user,
			"job_state": None,
			"job_progress": 100,
		}
	)
	note(audit.name, _("Began", context=AUDIT) if kinds.of(audit) else _("Counting began", context=AUDIT))


def end_counting(name: str) -> None:
	"""What nobody saw is missing from now on; late scans are still taken, and change it again."""
	audit = locked(name)
	if audit.status == states.RECONCILING:
		return
	check_move(audit, states.RECONCILING)
	kind = kinds.of(audit)
	if kind:
		kind.end(audit)
	audit.db_set({"status": states.RECONCILING, "counting_ended_on": now_datetime()})
	if not kind:
		settling.close_open_lines(name)
	note(name, _("Ended", context=AUDIT) if kind else _("Counting ended", context=AUDIT))


def count_again(name: str) -> None:
	"""Back to counting: what is missing is "not counted" again; decisions stay."""
	audit = locked(name)
	if audit.status == states.IN_PROGRESS:
		return
	check_move(audit, states.IN_PROGRESS)
	audit.db_set({"status": states.IN_PROGRESS, "counting_ended_on": None})
	if kinds.of(audit):
		note(name, _("Goes on", context=AUDIT))
		return
	settling.reopen_missing_lines(name)
	note(name, _("Counting goes on", context=AUDIT))


def cancel(name: str) -> None:
	"""Give up an audit that is not signed off; its lines and scans stay to be seen."""
	audit = locked(name)
	if audit.status == states.CANCELLED:
		return
	if audit.docstatus == 1:
		message = _("{0} is signed. Cancel it, and what it made in ERPNext is undone with it.", context=AUDIT)
		frappe.throw(message.format(get_link_to_form(AUDIT, audit.name)), AuditStatusError)
	check_move(audit, states.CANCELLED)
	audit.db_set({"status": states.CANCELLED, "job_state": None})
	note(name, _("Cancelled", context=AUDIT))


# --- parts ----------------------------------------------------------------------------------------------------


def locked(name: str) -> Document:
	"""The audit as it is now, its row locked."""
	return frappe.get_doc(AUDIT, name, for_update=True)


def check_move(audit: Document, after: str) -> str:
	"""The act that leads there. Raises AuditStatusError."""
	act = states.act_between(audit.status, after)
	if not act:
		message = _("{0} is {1} and cannot become {2}.", context=AUDIT)
		frappe.throw(
			message.format(
				get_link_to_form(AUDIT, audit.name),
				bold(_(audit.status, context=AUDIT)),
				bold(_(after, context=AUDIT)),
			),
			AuditStatusError,
		)
	return act


def check_counting(audit: str) -> None:
	"""Scans are taken while it is counted and reconciled, not before and not after. Raises NotCountingError.

	The audit is locked, as by every act on it: none is signed off, or counted anew, while scans are stored.
	"""
	status = frappe.db.get_value(AUDIT, audit, "status", for_update=True)
	if status not in states.LIVE:
		message = _("{0} is {1}: nothing can be counted in it.", context=AUDIT)
		frappe.throw(
			message.format(get_link_to_form(AUDIT, audit), bold(_(status or "", context=AUDIT))),
			NotCountingError,
		)


def note(name: str, text: str) -> None:
	"""A line in the audit's timeline."""
	frappe.get_doc(AUDIT, name).add_comment("Info", text)


def others_of_the_scope(audit: Document) -> list[frappe._dict]:
	"""Other audits under way that count some of the same assets: name, title, lines in common."""
	line, other, table = (
		frappe.qb.DocType(LINE),
		frappe.qb.DocType(LINE).as_("other"),
		frappe.qb.DocType(AUDIT),
	)
	rows = (
		frappe.qb.from_(line)
		.join(other)
		.on((other.asset == line.asset) & (other.audit != line.audit))
		.join(table)
		.on(table.name == other.audit)
		.select(table.name, table.title, frappe.query_builder.functions.Count("*").as_("lines"))
		.where((line.audit == audit.name) & table.status.isin(states.LIVE))
		.groupby(table.name, table.title)
		.orderby(table.name)
		.run(as_dict=True)
	)
	return [frappe._dict(row, lines=cint(row["lines"])) for row in rows]

"""Making the audits of programmes: each once, whatever runs twice, late, at the same moment, or is killed half way.

A programme is one transaction that locks its row, makes its audits and notes how far it has come; a run that is killed
leaves whole programmes behind it. Whoever comes second finds the row further on; and `occurrence_key` (sha1 of
programme and date of the rule) is unique in the database. One programme's error stops no other and stays with it.

A date that was missed is kept with the programme, among its skipped dates, with the reason: no audit pretends to it.
The rules of dates are those of facility plans (facilities/plan_dates.py).
"""

from datetime import date, timedelta
from hashlib import sha1

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate, getdate, now_datetime

from office_management.batches import run_in_batches
from office_management.domain.catching_up import MISSED, Decision
from office_management.facilities import api as facilities
from office_management.office_audits import audits
from office_management.office_audits.doctype.audit_programme.audit_programme import check_is_open

PROGRAMME = "Audit Programme"
AUDIT = "Office Audit"
ACTIVE, ENDED = "Active", "Ended"
COPIED = (
	"audit_type",
	"company",
	"space",
	"asset_category",
	"custodian",
	"department",
	"min_value",
	"sample_percent",
	"is_blind",
	"checklist_template",
	"document_type",
	"document_owner",
	"pass_score",
	"raise_findings",
	"lead_auditor",
)
"""What an audit takes over from its programme as it is."""


# --- what is run ----------------------------------------------------------------------------------------------


def make_planned_audits() -> int:
	"""Hourly: make the audits of all active programmes whose day has come. Returns how many were made."""
	made, _errors = make_audits(facilities.due_to_make(PROGRAMME, getdate()))
	return made


def make_audits(names: list[str], until: date | None = None) -> tuple[int, dict[str, Exception]]:
	"""Make what is due of some programmes now; those that are not active are passed over.

	Args:
		until: make everything due up to this day (left out: as far ahead as each programme says).

	Returns:
		how many audits were made, and the error of each programme that failed.
	"""
	outcomes = run_in_batches(names, lambda name: make_of(name, until), size=1)
	errors = {outcome.item: outcome.error for outcome in outcomes if outcome.error}
	run_in_batches(list(errors.items()), lambda item: facilities.note_error(PROGRAMME, *item))
	return sum(outcome.value or 0 for outcome in outcomes), errors


def make_of(name: str, until: date | None = None) -> int:
	"""Make what is due of one programme and note how far it has come; how many audits were made."""
	programme = frappe.get_doc(PROGRAMME, name, for_update=True)
	if programme.status != ACTIVE:
		return 0
	check_is_open(programme.space)
	today, dates = getdate(), facilities.Dates()
	row = frappe._dict(programme.as_dict())
	due = dates.due(row, today, until or today + timedelta(days=cint(programme.lead_days)))
	made = sum(make_audit(programme, decision) for decision in due.decisions if not decision.skipped)
	missed = [decision for decision in due.decisions if decision.skipped == MISSED]
	for decision in missed:
		note_missed(programme, decision)
	values = dates.reached(row, due.until, today) | {"generation_error": None}
	if made:
		values["last_generated_on"] = now_datetime()
		values["generated_count"] = cint(programme.generated_count) + made
	# a form that was opened before would take the missed dates away again: it must be read anew
	frappe.db.set_value(PROGRAMME, name, values, update_modified=bool(missed))
	return made


def make_audit(programme: Document, decision: Decision) -> int:
	"""Make the audit of one date, unless there is one; how many were made."""
	key = occurrence_key(programme.name, decision.occurrence)
	if frappe.db.get_value(AUDIT, {"occurrence_key": key}, for_update=True):
		return 0
	audit = frappe.get_doc({"doctype": AUDIT, **values_of(programme, decision)})
	audit.flags.planned = {
		"programme": programme.name,
		"occurrence_date": decision.occurrence,
		"occurrence_key": key,
		"plan_notice_due_on": now_datetime(),
	}
	audit.insert(ignore_permissions=True)  # the programme's maker held the right to make audits there
	return 1


def values_of(programme: Document, decision: Decision) -> dict:
	"""What an audit of a programme is made with."""
	return {
		**{field: programme.get(field) for field in COPIED},
		"title": f"{programme.title}, {formatdate(decision.due)}",
		"from_date": decision.due,
		"to_date": decision.due + timedelta(days=cint(programme.days_to_do)),
		"auditors": [
			{"user": row.user, "full_name": row.full_name, "section": row.section}
			for row in programme.auditors
		],
	}


def note_missed(programme: Document, decision: Decision) -> None:
	"""Keep that nobody could plan the audit of a date in time."""
	values = {
		"occurrence_date": decision.occurrence,
		"reason": _("Missed: nobody could plan this audit in time.", context=PROGRAMME),
	}
	programme.append("skipped_dates", values).db_insert()


def occurrence_key(programme: str, occurrence: date) -> str:
	"""What no two audits share: sha1 of programme and date of the rule."""
	return sha1(f"{programme}\0{occurrence:%Y-%m-%d}".encode()).hexdigest()


# --- acts; who calls has checked the right to write the programme ---------------------------------------------


def make_now(name: str) -> int:
	"""Make what is due of one programme, in a transaction of its own; how many. Raises what made it fail."""
	made, errors = make_audits([name])
	for error in errors.values():
		raise error
	return made


def skip_date(name: str, occurrence: date, reason: str) -> int:
	"""Leave out one date. An audit made for it that nobody has begun is given up; returns how many were.

	Raises what facilities.skip_date_of raises.
	"""
	facilities.skip_date_of(PROGRAMME, name, occurrence, reason)
	planned = {"programme": name, "occurrence_date": occurrence, "status": "Planned"}
	found = frappe.get_all(AUDIT, planned, pluck="name", order_by="name")
	for audit in found:
		audits.cancel(audit)
		audits.note(audit, reason)
	return len(found)


# --- sweep ----------------------------------------------------------------------------------------------------


def refresh_programmes() -> int:
	"""Nightly: put right when programmes are due next (holidays were changed, a job was killed); how many changed."""
	names = frappe.get_all(PROGRAMME, {"status": ("!=", ENDED)}, pluck="name", order_by="name")
	return sum(bool(outcome.value) for outcome in run_in_batches(names, refresh_programme))


def refresh_programme(name: str) -> bool:
	"""The same for one programme; whether anything was changed."""
	return frappe.get_doc(PROGRAMME, name, for_update=True).bring_up_to_date()

"""Findings: something is wrong, one mends it, another checks that.

A finding is raised once from each source (a line of a count, a question of a checklist, a document). The same matter
at the same place (the same question, or the same asset) is recognised: while it is not verified yet, it is seen once
more; after that, a new finding says which one it repeats. Every way from one status to the next is in
domain/finding_states.py, and every act goes through a save under the lock of the finding.
"""

import hashlib
from collections.abc import Callable

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, format_date, get_link_to_form, now_datetime

from office_management.domain import finding_states as states
from office_management.erp.people import employee_of
from office_management.office_administration import api as administration
from office_management.office_audits import measures
from office_management.office_audits.finding_permissions import FINDING, may_check

SIGHTING = "Audit Finding Sighting"
SOURCE = ("office_audit", "audit_asset_line", "source_task", "line_key", "space")
LONGEST_TITLE = 140


class FindingStatusError(frappe.ValidationError):
	"""A finding does not go from one of these statuses to the other."""


class FindingSeverityError(frappe.ValidationError):
	"""How bad a finding is, is one of a list."""


class FindingReasonError(frappe.ValidationError):
	"""To reject what was done about a finding it needs a reason."""


class FindingCheckError(frappe.PermissionError, frappe.ValidationError):
	"""To verify or reject is for managers and auditors."""


# --- raising --------------------------------------------------------------------------------------------------


def raise_finding(values: dict) -> str:
	"""Raise a finding, or recognise the one there is; answers its name. Checks no permission: the caller has.

	Args:
		values: fields of Audit Finding. At least `title`; the source as far as there is one (`office_audit`,
			`audit_asset_line`, `source_task`, `line_key`), and `asset` or `space`, by which
			repetition is told. The same source twice is the same finding.
	"""
	values = frappe._dict(values)
	check_severity(values.severity)
	values.space = values.space or place_of(values.asset)
	lock_matter(values)
	key = source_key(values)
	if key and (there := frappe.db.get_value(SIGHTING, {"sighting_key": key}, "parent", for_update=True)):
		return there
	earlier = earlier_of(values)
	if earlier and earlier.status in states.LIVE:
		return see_again(earlier.name, values, key)
	return insert(values, key)


def check_severity(severity: str | None) -> None:
	"""Raises FindingSeverityError for what is none of the list."""
	if severity and severity not in states.SEVERITIES:
		message = _("There is no severity {0}. Choose one from the list.", context=FINDING)
		frappe.throw(message.format(bold(escape_html(severity))), FindingSeverityError)


def insert(values: frappe._dict, key: str | None) -> str:
	"""Store a new finding with its first sighting."""
	fields = {**values, "title": (values.title or "")[:LONGEST_TITLE]}
	finding = frappe.get_doc({**fields, "doctype": FINDING, "status": states.OPEN})
	finding.flags.by_act = True
	finding.append("sightings", sighting(values, key))
	return finding.insert(ignore_permissions=True).name  # the caller has checked


def sighting(values: frappe._dict, key: str | None) -> dict:
	"""The row that says who saw it when, and where that is written."""
	return {
		"seen_on": now_datetime(),
		"seen_by": frappe.session.user,
		"office_audit": values.office_audit,
		"source_task": values.source_task,
		"note": values.description,
		"sighting_key": key,
	}


def see_again(name: str, values: frappe._dict, key: str | None) -> str:
	"""The same matter once more: counted, with its photos; done is not done then, and the heavier severity counts."""
	finding = frappe.get_doc(FINDING, name, for_update=True)
	finding.append("sightings", sighting(values, key))
	for photo in values.photos or []:
		finding.append("photos", photo)
	finding.times_found = cint(finding.times_found) + 1
	if values.severity:
		finding.severity = states.heavier(finding.severity, values.severity)
	if finding.status == states.DONE:
		finding.status = states.REJECTED
		finding.flags.reason = _("Seen again on {0}", context=FINDING).format(format_date(now_datetime()))
	store(finding, by_system=True)
	return name


def source_key(values: frappe._dict) -> str | None:
	"""What tells sources apart; None for what was found by hand."""
	of_line = values.line_key and (values.office_audit or values.source_task)
	if not (values.audit_asset_line or of_line):
		return None
	parts = [values.get(field) or "" for field in SOURCE]
	return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()


def lock_matter(values: frappe._dict) -> None:
	"""Of two who raise the same at once, one raises and the other recognises."""
	for doctype, name in (("Office Space", values.space), ("Asset", values.asset)):
		if name:
			frappe.db.get_value(doctype, name, "name", for_update=True)
			return


def place_of(asset: str | None) -> str | None:
	"""Where an asset stands, if that is a place of ours."""
	location = asset and frappe.db.get_value("Asset", asset, "location")
	return location if location and frappe.db.exists("Office Space", location) else None


def earlier_of(values: frappe._dict | Document) -> frappe._dict | None:
	"""The latest finding of the same question or asset at the same place, as it is now."""
	table = frappe.qb.DocType(FINDING)
	same = [table[field] == values.get(field) for field in ("line_key", "asset") if values.get(field)]
	if not same:
		return None
	here = table.space == values.space if values.space else (table.space.isnull() | (table.space == ""))
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.status, table.times_found)
		.where(here & (same[0] if len(same) == 1 else same[0] | same[1]))
		.where(table.name != (values.get("name") or ""))
	)
	found = query.orderby(table.creation, order=frappe.qb.desc).limit(1).for_update().run(as_dict=True)
	return found[0] if found else None


def recognise(finding: Document) -> None:
	"""While a new finding is validated: say which one it repeats, and the how manieth it is."""
	finding.found_by = finding.found_by or frappe.session.user
	finding.found_on = finding.found_on or now_datetime()
	earlier = earlier_of(finding)
	finding.repeats = earlier.name if earlier else None
	finding.times_found = 1 + (cint(earlier.times_found) or 1 if earlier else 0)


# --- acts -----------------------------------------------------------------------------------------------------


def take(name: str) -> None:
	"""Begin to mend it; who takes what nobody is responsible for, is."""
	move(name, states.IN_PROGRESS)


def put_back(name: str) -> None:
	"""It waits again."""
	move(name, states.OPEN)


def finish(name: str, measure: str | None = None, by: str | None = None) -> None:
	"""It is mended: `measure` says how, `by` who did it when that is not the session's user."""
	move(name, states.DONE, measure=measure, by=by)


def verify(name: str, reason: str | None = None) -> None:
	"""It is well done. `reason`: why the one who did it says so, where the settings ask for that."""
	move(name, states.VERIFIED, reason)


def reject(name: str, reason: str) -> None:
	"""It is not mended: back to who is responsible, with the reason."""
	move(name, states.REJECTED, reason)


def move(
	name: str, status: str, reason: str | None = None, measure: str | None = None, by: str | None = None
) -> None:
	"""Bring a finding into another status, under its lock. Raises what its save raises; checks no right to write."""
	finding = frappe.get_doc(FINDING, name, for_update=True)
	if finding.status == status:
		refuse_move(finding, finding.status)
	finding.status = status
	finding.flags.reason, finding.flags.acting_user = reason, by
	if measure and measure.strip():
		finding.measure = measure.strip()
	store(finding)


def store(finding: Document, by_system: bool = False) -> None:
	"""Save what an act has changed."""
	finding.flags.by_act, finding.flags.by_system = True, by_system
	finding.save(ignore_permissions=True)  # the caller has checked; who verifies is checked while it is saved


def make_task(name: str, category: str | None = None) -> str:
	"""Make the task that mends it; its name. The caller has checked that the user may make one."""
	finding = frappe.get_doc(FINDING, name, for_update=True)
	task = measures.make_task(finding, category)
	store(finding)
	return task


def make_quality_action(name: str) -> str:
	"""Make the Quality Action that mends it; its name. ERPNext asks for the user's own right."""
	finding = frappe.get_doc(FINDING, name, for_update=True)
	action = measures.make_quality_action(finding)
	store(finding)
	return action


# --- what each change of status brings with it ----------------------------------------------------------------


def change_status(finding: Document) -> None:
	"""While a finding is validated: let its status change as the table says, and write down what goes with it.

	Raises FindingStatusError, FindingReasonError, FindingCheckError, and what finishing and verifying raise.
	"""
	before = finding.get_doc_before_save()
	if not before:
		finding.status = states.OPEN
		return
	if finding.status == before.status:
		return
	reason = (finding.flags.reason or "").strip()
	verdict = states.judge(before.status, finding.status, reason)
	if verdict.refusal == states.NOT_A_MOVE:
		refuse_move(finding, before.status)
	if verdict.refusal == states.NEEDS_REASON:
		ask_reason(finding)
	check_user(finding, verdict.act)
	EFFECTS[verdict.act](finding, reason)


def refuse_move(finding: Document, was: str) -> None:
	"""Raises FindingStatusError, with what can be done instead."""
	ways = ", ".join(_(after, context=FINDING) for _act, after in states.ways_on(was))
	end = _("It stays as it is.", context=FINDING)
	frappe.throw(
		_("{0} is {1} and cannot become {2}. From here it can become: {3}.", context=FINDING).format(
			link(finding),
			bold(_(was, context=FINDING)),
			bold(escape_html(_(finding.status or "", context=FINDING))),
			ways or end,
		),
		FindingStatusError,
	)


def ask_reason(finding: Document) -> None:
	"""Raises FindingReasonError."""
	frappe.throw(
		_(
			"Say why {0} is rejected. Open it and use the button: it asks for the reason.", context=FINDING
		).format(link(finding)),
		FindingReasonError,
		title=_("Reason Needed", context=FINDING),
	)


def check_user(finding: Document, act: str) -> None:
	"""Verifying and rejecting are for managers and auditors; the rest is for whoever may write the finding."""
	if act in states.CHECKERS_ONLY and not finding.flags.by_system and not may_check():
		frappe.throw(
			_("Only managers and auditors can verify or reject {0}.", context=FINDING).format(link(finding)),
			FindingCheckError,
		)


def link(finding: Document) -> str:
	"""The finding as messages name it."""
	return bold(get_link_to_form(FINDING, finding.name, escape_html(finding.title or "")))


def taken(finding: Document, reason: str) -> None:
	"""Somebody begins; who takes what nobody is responsible for, is."""
	finding.responsible = finding.responsible or employee_of(frappe.session.user)


def waiting(finding: Document, reason: str) -> None:
	"""It waits again: nothing else changes."""


def finished(finding: Document, reason: str) -> None:
	"""Somebody says that it is mended. What was to be done about it must be done, too."""
	measures.check_done(finding)
	finding.done_by = finding.flags.acting_user or frappe.session.user
	finding.done_on = now_datetime()


def verified(finding: Document, reason: str) -> None:
	"""Another looked at it, as the rule Second Person in the settings says."""
	doers = {finding.done_by, measures.done_by(finding)} - {None, ""}
	by_one = administration.check_second_person(doers, frappe.session.user, reason)
	finding.verified_by, finding.verified_on = frappe.session.user, now_datetime()
	finding.by_one_person, finding.verify_reason = int(by_one), reason if by_one else None


def rejected(finding: Document, reason: str) -> None:
	"""Back to who mends it, who is told."""
	finding.rejected_reason = reason
	finding.notice_due_on = now_datetime()


EFFECTS: dict[str, Callable[[Document, str], None]] = {
	states.TAKE: taken,
	states.PUT_BACK: waiting,
	states.FINISH: finished,
	states.VERIFY: verified,
	states.REJECT: rejected,
}

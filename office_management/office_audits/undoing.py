"""Cancelling a signed audit: what it made in ERPNext is undone as far as ERPNext allows; what stays is named.

Movements are cancelled, write-offs restored, restored assets scrapped again, repairs and tasks that nobody has begun
given up. A split is not put together again, and nothing that went on since is touched.

What is large is undone in the background, as the user who asked for it, in one transaction: killed half way it leaves
nothing and is done again (`resume_stopped_undoings`).
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_link_to_form, strip_html

from office_management import batches
from office_management.domain import audit_states as states
from office_management.domain import decisions as rules
from office_management.erp import asset_changes, asset_tags
from office_management.facilities import api as facilities
from office_management.office_audits import audits, making, sign_off
from office_management.office_audits.permissions import is_manager
from office_management.savepoints import undone_on_error

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
MADE = "Office Audit Made"
LINKED = (
	"Asset Movement",
	"Asset Repair",
	"Journal Entry",
	"Asset",
	"Facility Task",
	"Audit Asset Line",
	"Audit Scan",
	"Audit Finding",
	"Office Audit",
	"Office Audit Answer",
)
"""What may go on living while the audit is cancelled."""
UNDONE = "Undone"
MOST_NAMED = 50
AT_ONCE = 100
"""So many lines are undone while the user waits; more in the background."""
TELL_EVERY = 20


class LargeUndoingError(frappe.ValidationError):
	"""So much is undone in the background only."""


# --- asking for it --------------------------------------------------------------------------------------------


def ask(name: str) -> dict:
	"""Cancel a signed audit as the session's user: at once, or in the background (`queued`).

	Raises audits.AuditStatusError, sign_off.SigningRightError.
	"""
	audit = audits.locked(name)
	if audit.docstatus == 2:
		return {"cancelled": True, "queued": False}
	if audit.docstatus == 0:
		message = _("{0} is not signed. Give it up instead.", context=AUDIT)
		frappe.throw(message.format(_link(audit)), audits.AuditStatusError)
	if audit.job_state in (audits.QUEUED, audits.RUNNING):
		return {"cancelled": False, "queued": True}
	if size_of(audit) <= AT_ONCE:
		audit.cancel()
		return {"cancelled": True, "queued": False}
	check_rights(audit)
	audit.db_set(
		{
			"cancelled_by": frappe.session.user,
			"job_state": audits.QUEUED,
			"job_progress": 0,
			"job_error": None,
		}
	)
	enqueue(name, frappe.session.user)
	return {"cancelled": False, "queued": True}


def size_of(audit: Document) -> int:
	"""How many lines there are to undo."""
	return sum(cint(row.lines) for row in audit.made)


def check_size(audit: Document) -> None:
	"""Raises LargeUndoingError where somebody would wait for it too long."""
	if audit.flags.undone_in_background or size_of(audit) <= AT_ONCE:
		return
	message = _(
		"{0} has made so much that it is undone in the background. Open it and choose Cancel there.",
		context=AUDIT,
	)
	frappe.throw(message.format(_link(audit)), LargeUndoingError)


def _link(audit: Document) -> str:
	return get_link_to_form(AUDIT, audit.name)


def check_rights(audit: Document) -> None:
	"""Who cancels needs the rights of ERPNext that undoing takes. Raises sign_off.SigningRightError."""
	used = sign_off.resolutions_of(audit.name)
	needed: list[tuple[str, str]] = []
	if used & {rules.WRITE_OFF, rules.SPLIT, rules.RESTORE}:
		needed += asset_changes.TO_RESTORE
	if used & set(making.MOVES) and not is_manager():
		needed += asset_changes.TO_MOVE_BACK
	if rules.REGISTER in used:
		needed += asset_changes.TO_REGISTER
	sign_off.refuse_rights(asset_changes.missing_rights(needed))


# --- in the background ----------------------------------------------------------------------------------------


def enqueue(name: str, user: str) -> None:
	"""Ask for the job once what asks for it is stored."""
	frappe.enqueue(
		undo_in_background,
		queue="long",
		timeout=4 * 60 * 60,
		enqueue_after_commit=True,
		job_id=f"undo-{name}",
		audit=name,
		user=user,
	)


def undo_in_background(audit: str, user: str) -> None:
	"""The job of a large undoing, as the user who asked; done already, or not asked for, it does nothing."""
	acting = frappe.session.user
	frappe.set_user(user)
	try:
		(outcome,) = batches.run_in_batches([audit], undo_queued, size=1)
	finally:
		frappe.set_user(acting)
	if outcome.error:
		batches.run_in_batches([str(outcome.error)], lambda why: stop(audit, why), size=1)
		raise outcome.error
	frappe.publish_realtime("office_audit_undone", {"audit": audit}, doctype=AUDIT, docname=audit)


def undo_queued(name: str) -> None:
	"""All of it, or nothing; the rights are checked again."""
	audit = audits.locked(name)
	if audit.docstatus != 1 or audit.job_state not in (audits.QUEUED, audits.RUNNING):
		return
	audit.flags.undone_in_background = True
	audit.cancel()


def stop(name: str, why: str) -> None:
	"""It stays signed; whoever asked sees why on the form."""
	audits.stop_job(name, strip_html(why))
	audits.locked(name).db_set("cancelled_by", None)


def resume_stopped_undoings() -> None:
	"""Hourly: what was asked for and never ran (Redis was gone, the worker was killed) is asked for again."""
	filters = {"docstatus": 1, "job_state": ("in", (audits.QUEUED, audits.RUNNING))}
	for row in frappe.get_all(AUDIT, filters, ["name", "cancelled_by"], order_by="name"):
		if row.cancelled_by:
			enqueue(row.name, row.cancelled_by)


def tell_progress(audit: Document, done: int) -> None:
	"""To whoever looks at the form; nothing is stored, for nothing is done until all is."""
	if done % TELL_EVERY == 0:
		told = {"audit": audit.name, "progress": round(100 * done / len(audit.made))}
		frappe.publish_realtime("office_audit_undoing", told, doctype=AUDIT, docname=audit.name)


# --- undoing --------------------------------------------------------------------------------------------------


def undo(audit: Document) -> list[str]:
	"""Undo what can be undone, say on every row of `made` what became of it, and answer what stays.

	The caller has checked the rights (check_rights, and ERPNext's right to cancel the audit).
	"""
	audit.db_set({"status": states.CANCELLED, "cancelled_by": frappe.session.user, "job_state": None})
	stays = []
	with asset_changes.quietly():
		for done, row in enumerate(reversed(audit.made), 1):
			if why := undo_one(audit, row):
				stays.append(f"{_(row.document_type)} {row.document_name}: {why}")
			row.later = (why or _(UNDONE, context=MADE))[:140]
			frappe.db.set_value(MADE, row.name, "later", row.later, update_modified=False)
			tell_progress(audit, done)
	asset_changes.forget_seen(audit.name)
	tell(audit, stays)
	return stays


def undo_one(audit: Document, row) -> str:
	"""Undo one document; answers why it stays, or nothing."""
	try:
		with undone_on_error():
			return WAYS.get(row.document_type, _stays)(audit, row.document_name)
	except (*making.ERRORS, frappe.DoesNotExistError) as error:
		return making.reason_of(error)


def _stays(audit: Document, name: str) -> str:
	return _("stays as it is", context=MADE)


def _movement(audit: Document, name: str) -> str:
	asset_changes.take_back_movement(name)
	held = _line_assets(audit, "asset_movement", name)
	now = asset_changes.facts_now({line.asset for line in held})
	left = [
		line.asset
		for line in held
		if line.resolution in making.MOVES and _is_elsewhere(line, now.get(line.asset))
	]
	if not left:
		return ""
	return _("ERPNext keeps the later place or custodian of {0}", context=MADE).format(", ".join(left[:5]))


def _is_elsewhere(line: frappe._dict, asset: frappe._dict | None) -> bool:
	if not asset:
		return True
	differs = asset.custodian != line.expected_custodian and asset.custodian == line.seen_custodian
	return differs or (line.resolution == rules.TRANSFER and asset.location == line.seen_space)


def _line_assets(audit: Document, field: str, name: str) -> list[frappe._dict]:
	fields = ["asset", "resolution", "expected_custodian", "seen_custodian", "seen_space", "new_asset"]
	return frappe.get_all(LINE, {"audit": audit.name, field: name}, fields, order_by="name")


def _entry(audit: Document, name: str) -> str:
	(line,) = _line_assets(audit, "journal_entry", name)
	asset = line.new_asset if line.resolution == rules.SPLIT else line.asset
	if not asset_changes.is_scrapped(asset):
		return ""
	asset_changes.restore(asset)
	return ""


def _asset(audit: Document, name: str) -> str:
	"""A restored one is scrapped again, a registered one is not any more; a part that was split off stays its own."""
	registered = {"audit": audit.name, "new_asset": name, "resolution": rules.REGISTER}
	if line := frappe.db.get_value(LINE, registered, ["name", "asset_tag", "is_new_asset"], as_dict=True):
		return _registered(line, name)
	filters = {"audit": audit.name, "asset": name, "resolution": rules.RESTORE}
	if not frappe.db.exists(LINE, filters):
		return _stays(audit, name)
	asset_changes.scrap(name)
	return ""


def _registered(line: frappe._dict, asset: str) -> str:
	"""A draft that the audit made is deleted, and a tag that it put on a draft is taken off, if nothing went on."""
	if not line.is_new_asset:
		asset_tags.take_off(asset, line.asset_tag)
		return ""
	frappe.db.set_value(LINE, line.name, "new_asset", None, update_modified=False)
	if asset_changes.discard_draft(asset):
		return ""
	frappe.db.set_value(LINE, line.name, "new_asset", asset, update_modified=False)
	return _("it was submitted since", context=MADE)


def _repair(audit: Document, name: str) -> str:
	return "" if asset_changes.give_up_repair(name) else _("work on it has gone on", context=MADE)


def _task(audit: Document, name: str) -> str:
	if frappe.db.get_value("Facility Task", name, "status") != "Open":
		return _("work on it has gone on", context=MADE)
	facilities.cancel_task(name, _("The count {0} was cancelled", context=AUDIT).format(audit.title))
	return ""


WAYS: dict[str, Callable[[Document, str], str]] = {
	making.MOVEMENT: _movement,
	making.ENTRY: _entry,
	making.ASSET: _asset,
	making.REPAIR: _repair,
	making.TASK: _task,
}


def tell(audit: Document, stays: list[str]) -> None:
	"""In the timeline, and to who cancels: what could not be undone."""
	audits.note(audit.name, _("Cancelled after it was signed", context=AUDIT))
	if not stays:
		return
	message = _("This stays, and is for you to look at: {0}", context=AUDIT)
	text = message.format(escape_html("; ".join(stays[:MOST_NAMED])))
	audits.note(audit.name, text)
	frappe.msgprint(text, title=_("Not Everything Is Undone", context=AUDIT))

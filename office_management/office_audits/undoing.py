"""Cancelling a signed audit: what it made in ERPNext is undone as far as ERPNext allows; what stays is named.

Movements are cancelled, write-offs restored, restored assets scrapped again, repairs and tasks that nobody has begun
given up. A split is not put together again, and nothing that went on since is touched.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from office_management.domain import audit_states as states
from office_management.domain import decisions as rules
from office_management.erp import asset_changes, asset_tags
from office_management.facilities import api as facilities
from office_management.office_audits import audits, making, sign_off
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


def check_rights(audit: Document) -> None:
	"""Who cancels needs the rights of ERPNext that undoing takes. Raises sign_off.SigningRightError."""
	used = sign_off.resolutions_of(audit.name)
	needed: list[tuple[str, str]] = []
	if used & {rules.WRITE_OFF, rules.SPLIT, rules.RESTORE}:
		needed += asset_changes.TO_RESTORE
	if rules.REGISTER in used:
		needed += asset_changes.TO_REGISTER
	sign_off.refuse_rights(asset_changes.missing_rights(needed))


def undo(audit: Document) -> list[str]:
	"""Undo what can be undone, say on every row of `made` what became of it, and answer what stays.

	The caller has checked the rights (check_rights, and ERPNext's right to cancel the audit).
	"""
	audit.db_set({"status": states.CANCELLED, "job_state": None})
	stays = []
	with asset_changes.quietly():
		for row in reversed(audit.made):
			why = undo_one(audit, row)
			text = why or _(UNDONE, context=MADE)
			frappe.db.set_value(MADE, row.name, "later", text[:140], update_modified=False)
			row.later = text[:140]
			if why:
				stays.append(f"{_(row.document_type)} {row.document_name}: {why}")
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

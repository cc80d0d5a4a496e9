"""What Office Audits offers to the other modules, to the desk and to hooks."""

import frappe
from frappe import _
from frappe.utils import cint

from office_management.office_audits import audits, decisions, scans, settling, sign_off
from office_management.office_audits.permissions import check_may_count, check_may_lead, check_may_see
from office_management.retries import with_retries

AUDIT = "Office Audit"


# --- acts on an audit -----------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def start_audit(audit: str) -> dict:
	"""Freeze what is expected and begin; `{"queued": True}` where that goes on in the background."""
	check_may_lead(audit)
	return with_retries(lambda: audits.start(audit))


@frappe.whitelist(methods=["POST"])
def end_counting(audit: str) -> None:
	"""What nobody saw is missing from now on."""
	check_may_lead(audit)
	with_retries(lambda: audits.end_counting(audit))


@frappe.whitelist(methods=["POST"])
def count_again(audit: str) -> None:
	"""Back from reconciling to counting."""
	check_may_lead(audit)
	with_retries(lambda: audits.count_again(audit))


@frappe.whitelist(methods=["POST"])
def give_up_audit(audit: str) -> None:
	"""Cancel an audit that is not signed off."""
	check_may_lead(audit)
	with_retries(lambda: audits.cancel(audit))


@frappe.whitelist()
def get_overlaps(audit: str) -> list[dict]:
	"""Other audits under way that count some of the same assets, as far as the user may see them."""
	check_may_see(audit)
	found = audits.others_of_the_scope(frappe.get_doc(AUDIT, audit))
	return [row for row in found if frappe.has_permission(AUDIT, "read", doc=row.name)]


# --- counting -------------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def take_scans(
	audit: str, scans_json: str, device: str | None = None, device_now: str | None = None
) -> list[dict]:
	"""Take scans (a JSON list, see scans.take_scans), once each, and answer every one."""
	check_may_count(audit)
	rows = parsed(scans_json)
	return with_retries(lambda: scans.take_scans(audit, rows, device, device_now))


def parsed(scans_json: str) -> list[dict]:
	"""A list of dicts. Raises scans.ScanError for anything else."""
	try:
		rows = frappe.parse_json(scans_json)
	except ValueError:
		rows = None
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		frappe.throw(
			_("The scans could not be read. Reload the page; nothing is lost.", context="Audit Scan"),
			scans.ScanError,
		)
	return rows


@frappe.whitelist()
def get_counts(audit: str) -> dict:
	"""How many lines came to which result, as they are now."""
	check_may_see(audit)
	return settling.counts_of(audit)


# --- deciding and signing -------------------------------------------------------------------------------------


@frappe.whitelist()
def get_work_list(
	audit: str, result: str | None = None, decided: bool | int = False, start: int = 0
) -> list[dict]:
	"""A page of the lines to decide, with what is proposed; or of those that are decided."""
	check_may_see(audit)
	return decisions.open_lines(audit, result, bool(cint(decided)), cint(start))


@frappe.whitelist(methods=["POST"])
def decide_lines(audit: str, lines: list[str] | str, resolution: str, reason: str | None = None) -> dict:
	"""Decide the same on some lines; an empty resolution takes decisions back."""
	check_may_lead(audit)
	names = frappe.parse_json(lines)
	return with_retries(lambda: decisions.decide(audit, names, resolution, reason))


@frappe.whitelist(methods=["POST"])
def accept_proposals(audit: str, result: str | None = None) -> int:
	"""Decide what is proposed wherever that needs no reason; answers on how many lines."""
	check_may_lead(audit)
	return with_retries(lambda: decisions.accept_proposals(audit, result))


@frappe.whitelist(methods=["POST"])
def confirm_missing(audit: str, lines: list[str] | str, reason: str | None = None) -> int:
	"""A second count found these lines missing again."""
	check_may_count(audit)
	names = frappe.parse_json(lines)
	return with_retries(lambda: decisions.still_missing(audit, names, reason))


@frappe.whitelist(methods=["POST"])
def sign_off_audit(audit: str, reason: str | None = None) -> dict:
	"""Sign: everything that was decided is made in ERPNext, or nothing is and the answer says what is refused."""
	frappe.has_permission(AUDIT, "submit", doc=audit, throw=True)
	return with_retries(lambda: sign_off.sign_off(audit, reason))

"""What Office Audits offers to the other modules, to the desk and to hooks."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint

from office_management import inputs, link_search
from office_management.facilities import api as facilities
from office_management.office_audits import (
	asset_choice,
	audits,
	checklist_audits,
	counts_due,
	custodians,
	decisions,
	document_answers,
	evidence,
	finding_sources,
	findings,
	labels,
	measures,
	programmes,
	registering,
	scan_lists,
	scans,
	settling,
	sign_off,
	tag_numbers,
	undoing,
)
from office_management.office_audits.finding_permissions import may_check
from office_management.office_audits.permissions import (
	check_may_count,
	check_may_lead,
	check_may_see,
	check_may_see_lines,
)
from office_management.retries import with_retries

AUDIT = "Office Audit"
FINDING, TASK = "Audit Finding", "Facility Task"
PROGRAMME = "Audit Programme"


LINKED = (
	AUDIT,
	FINDING,
	PROGRAMME,
	"Audit Asset Line",
	"Audit Custodian",
	"Audit Scan",
	"Office Audit Answer",
	"Office Audit Document",
)
"""What a Link may be searched for here."""


@frappe.whitelist()
def search_records(
	doctype: str,
	txt: str = "",
	searchfield: str | None = None,
	start: int | str = 0,
	page_length: int | str = 10,
	filters: list | dict | str | None = None,
	as_dict: bool | int | str = False,
) -> list:
	"""What a Link to a record of audits offers (hook standard_queries): only those the user may see."""
	frappe.has_permission(doctype, "read", throw=True)
	if doctype not in LINKED:
		raise frappe.PermissionError
	return link_search.search(doctype, txt, filters, start, page_length, as_dict)


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
	except (ValueError, RecursionError):
		rows = None
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		frappe.throw(
			_("The scans could not be read. Reload the page; nothing is lost.", context="Audit Scan"),
			scans.ScanError,
		)
	return rows


@frappe.whitelist(methods=["POST"])
def check_scan_list(audit: str, content: str) -> dict:
	"""The dry run of a CSV list of scans: what each row would do (see scan_lists.take_list). Nothing is kept."""
	check_may_count(audit)
	return with_retries(lambda: scan_lists.dry_run(audit, content))


@frappe.whitelist(methods=["POST"])
def take_scan_list(audit: str, content: str) -> dict:
	"""Take a CSV list of scans, each row once; rows that cannot be read are told."""
	check_may_count(audit)
	return with_retries(lambda: scan_lists.take_list(audit, content))


@frappe.whitelist(methods=["POST"])
def ask_custodians(audit: str) -> dict:
	"""Ask custodians to say themselves what they have (see custodians.ask)."""
	check_may_lead(audit)
	return with_retries(lambda: custodians.ask(audit))


@frappe.whitelist()
def get_custodians_state(audit: str) -> dict:
	"""How far the custodians' own confirmations are (see custodians.state_of)."""
	check_may_see(audit)
	return custodians.state_of(audit)


@frappe.whitelist(methods=["POST"])
def draw_confirmed(audit: str, percent: float | int | str) -> dict:
	"""Draw so many percent of what custodians confirmed, to be seen by a counter."""
	check_may_lead(audit)
	return with_retries(lambda: custodians.draw_sample(audit, percent))


@frappe.whitelist()
def get_counts(audit: str) -> dict:
	"""How many lines came to which result, as they are now."""
	check_may_see(audit)
	return settling.counts_of(audit)


# --- inspections by checklist ---------------------------------------------------------------------------------


@frappe.whitelist()
def get_checklist(audit: str) -> dict:
	"""The questions of an inspection with their answers, its sections with their scores."""
	check_may_see(audit)
	return checklist_audits.get_checklist(audit)


@frappe.whitelist(methods=["POST"])
def answer_question(
	audit: str,
	line_key: str,
	answer: str | None = None,
	note: str | None = None,
	answer_id: str | None = None,
) -> dict:
	"""Answer one question; what is left out stays, an empty text takes it away (see checklist_audits.answer)."""
	checklist_audits.check_may_answer(audit, line_key)
	return with_retries(lambda: checklist_audits.answer(audit, line_key, answer, note, answer_id))


@frappe.whitelist(methods=["POST"])
def add_answer_photo(audit: str, line_key: str, photo: str, answer_id: str | None = None) -> dict:
	"""Keep a photo (a data URL) with a question."""
	checklist_audits.check_may_answer(audit, line_key)
	content = checklist_audits.decoded(photo)
	return with_retries(lambda: checklist_audits.add_photo(audit, line_key, content, answer_id))


@frappe.whitelist(methods=["POST"])
def remove_answer_photo(audit: str, line_key: str, photo: str) -> dict:
	"""Take a photo of a question away again."""
	checklist_audits.check_may_answer(audit, line_key)
	return with_retries(lambda: checklist_audits.remove_photo(audit, line_key, photo))


@frappe.whitelist(methods=["POST"])
def raise_answer_finding(
	audit: str, line_key: str, severity: str | None = None, description: str | None = None
) -> str:
	"""Raise the finding of a failed question; asked again, it answers the one there is."""
	checklist_audits.check_may_answer(audit, line_key)
	given = {"severity": severity, "description": description}
	return with_retries(lambda: checklist_audits.raise_finding(audit, line_key, given))


# --- document reviews -----------------------------------------------------------------------------------------


@frappe.whitelist()
def get_document_lines(audit: str) -> dict:
	"""The documents of a review with their answers and scores."""
	check_may_see(audit)
	return document_answers.get_lines(audit)


@frappe.whitelist(methods=["POST"])
def answer_document(audit: str, line: str, answers: dict | str, before: dict | str | None = None) -> dict:
	"""Answer about one document; refused where somebody else did meanwhile (see document_answers.answer)."""
	check_may_count(audit)
	given, seen = inputs.fields(answers), inputs.fields(before or {})
	return with_retries(lambda: document_answers.answer(audit, line, given, seen))


@frappe.whitelist(methods=["POST"])
def add_document_photo(audit: str, line: str, photo: str) -> dict:
	"""Keep a photo (a data URL) with a document of a review."""
	check_may_count(audit)
	return with_retries(lambda: document_answers.add_photo(audit, line, photo))


@frappe.whitelist(methods=["POST"])
def raise_document_finding(audit: str, line: str) -> str:
	"""Raise the finding of a document that is not in order; asked again, it answers the one there is."""
	check_may_count(audit)
	return with_retries(lambda: document_answers.raise_finding(audit, line))


# --- deciding and signing -------------------------------------------------------------------------------------


@frappe.whitelist()
def get_work_list(
	audit: str, result: str | None = None, decided: bool | int = False, start: int = 0, limit: int = 100
) -> list[dict]:
	"""A page of the lines to decide, with what is proposed; or of those that are decided."""
	check_may_see_lines(audit)
	return decisions.open_lines(audit, result, bool(cint(decided)), max(cint(start), 0), cint(limit))


@frappe.whitelist(methods=["POST"])
def decide_lines(audit: str, lines: list[str] | str, resolution: str, reason: str | None = None) -> dict:
	"""Decide the same on some lines; an empty resolution takes decisions back."""
	check_may_lead(audit)
	names = inputs.names(lines)
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
	names = inputs.names(lines)
	return with_retries(lambda: decisions.still_missing(audit, names, reason))


@frappe.whitelist()
def get_register_candidates(line: str) -> dict:
	"""What an unknown tag may stand for: drafts without a tag, purchases whose assets are not all there."""
	check_may_lead(frappe.db.get_value("Audit Asset Line", line, "audit"))
	return registering.candidates(line)


@frappe.whitelist(methods=["POST"])
def register_lines(
	audit: str,
	lines: list[str] | str,
	asset: str | None = None,
	item: str | None = None,
	description: str | None = None,
	purchase_doctype: str | None = None,
	purchase_row: str | None = None,
) -> dict:
	"""Decide that these lines are registered: as a draft, of a purchase, of an item, or as the counters said."""
	check_may_lead(audit)
	names = inputs.names(lines)
	chosen = {
		"asset": asset,
		"item": item,
		"description": description,
		"purchase_doctype": purchase_doctype,
		"purchase_row": purchase_row,
	}
	return with_retries(lambda: registering.register(audit, names, chosen))


@frappe.whitelist(methods=["POST"])
def new_inventory_tag(audit: str) -> str:
	"""The next tag, for a thing of a First Inventory that has none; it is given to nothing else."""
	check_may_count(audit)
	return with_retries(lambda: registering.new_tag(audit))


@frappe.whitelist()
def search_asset_items(audit: str, txt: str = "") -> list[dict]:
	"""Items of fixed assets, for who counts and for who decides: value, label and description."""
	check_may_count(audit)
	return registering.search_items(txt)


@frappe.whitelist(methods=["POST"])
def sign_off_audit(audit: str, reason: str | None = None) -> dict:
	"""Sign: everything that was decided is made in ERPNext, or nothing is and the answer says what is refused."""
	frappe.has_permission(AUDIT, "submit", doc=audit, throw=True)
	return with_retries(lambda: sign_off.sign_off(audit, reason))


# --- programmes -----------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def cancel_audit(audit: str) -> dict:
	"""Cancel a signed audit and undo what it made (see undoing.ask): cancelled, queued."""
	frappe.has_permission(AUDIT, "cancel", doc=audit, throw=True)
	return with_retries(lambda: undoing.ask(audit))


@frappe.whitelist()
def preview_programme(doc: dict | str) -> dict:
	"""The next twelve dates of a programme as it stands on its form, each with why it was moved or left out."""
	frappe.has_permission(PROGRAMME, "read", throw=True)
	return facilities.preview_of_dates(doc, PROGRAMME)


@frappe.whitelist(methods=["POST"])
def make_programme_audits(programme: str) -> int:
	"""Plan the audits that are due within the days set in the programme; answers how many."""
	_may_change(programme)
	return programmes.make_now(programme)


@frappe.whitelist(methods=["POST"])
def pause_programme(programme: str, reason: str) -> None:
	"""Plan nothing more until the programme is resumed."""
	_may_change(programme)
	with_retries(lambda: facilities.pause_document(PROGRAMME, programme, reason))


@frappe.whitelist(methods=["POST"])
def resume_programme(programme: str) -> None:
	"""Go on with a paused or ended programme, from today."""
	_may_change(programme)
	with_retries(lambda: facilities.resume_document(PROGRAMME, programme))


@frappe.whitelist(methods=["POST"])
def end_programme(programme: str, reason: str) -> None:
	"""Plan nothing more; the audits that were planned stay."""
	_may_change(programme)
	with_retries(lambda: facilities.end_document(PROGRAMME, programme, reason))


@frappe.whitelist(methods=["POST"])
def skip_programme_date(programme: str, occurrence: date | str, reason: str) -> int:
	"""Leave out one date, and give up its audit if nobody has begun it; answers how many were given up."""
	_may_change(programme)
	day = inputs.day(occurrence)
	return with_retries(lambda: programmes.skip_date(programme, day, reason))


def _may_change(programme: str) -> None:
	frappe.has_permission(PROGRAMME, "write", doc=programme, throw=True)


# --- tags, labels and when to count next ----------------------------------------------------------------------


def give_asset_tag(asset) -> None:
	"""A new asset gets the next tag, where tags make themselves."""
	tag_numbers.give_tag(asset)


def check_asset_tag(asset) -> None:
	"""One tag, one asset. Raises tag_numbers.TagTakenError."""
	tag_numbers.check_tag(asset)


def tag_bought_assets(document) -> None:
	"""The assets that ERPNext made of a receipt or an invoice get their tags."""
	tag_numbers.tag_bought(document)


def next_count_due(asset) -> date | None:
	"""When an asset is to be counted next; None where its category is not counted regularly."""
	return counts_due.due_of(asset)


@frappe.whitelist(methods=["POST"])
def make_asset_tags(
	assets: list[str] | str | None = None, space: str | None = None, asset_category: str | None = None
) -> dict:
	"""Give tags to assets without one: those named, or those of a place or category; many of them in the background.

	Returns made (how many got one) and queued.
	"""
	asset_choice.check_may_tag()
	names = inputs.names(assets) if assets else None
	chosen = asset_choice.chosen(names, space, asset_category, untagged=True)
	return with_retries(lambda: tag_numbers.make_tags(chosen))


@frappe.whitelist()
def get_label_choices() -> dict:
	"""For the dialog of labels: layouts, and whether tags make themselves."""
	asset_choice.check_may_print()
	return {
		"layouts": labels.layouts(),
		"has_numbering": tag_numbers.is_on(),
		"may_tag": asset_choice.may_tag(),
	}


@frappe.whitelist()
def get_asset_labels(
	layout: str,
	start: int = 1,
	assets: list[str] | str | None = None,
	space: str | None = None,
	asset_category: str | None = None,
) -> dict:
	"""Labels of assets: those named, or those of a place or category. See labels.sheet."""
	asset_choice.check_may_print()
	names = inputs.names(assets) if assets else None
	return labels.of_assets(asset_choice.chosen(names, space, asset_category), layout, cint(start))


@frappe.whitelist(methods=["POST"])
def make_new_labels(number: int, layout: str, start: int = 1, company: str | None = None) -> dict:
	"""Labels of tags that no asset has yet, to be put on what is found; their numbers are taken for good."""
	asset_choice.check_may_tag()
	return with_retries(lambda: labels.of_new_tags(cint(number), company or "", layout, cint(start)))


# --- findings -------------------------------------------------------------------------------------------------


def raise_finding(values: dict) -> str:
	"""Raise a finding, or recognise the one there is (see findings.raise_finding). The caller has checked the right."""
	return findings.raise_finding(values)


def keep_evidence(file, is_deleted: bool) -> None:
	"""A File is saved or deleted: one that belongs to a signed audit or a verified finding stays as it is."""
	(evidence.keep_file if is_deleted else evidence.keep_changed_file)(file)


def task_saved(task) -> None:
	"""A Facility Task was saved: what it was to mend follows."""
	measures.task_saved(task, findings.finish)


@frappe.whitelist()
def get_failed_lines(task: str) -> list[dict]:
	"""The failed lines of a task's checklist, and which finding each of them led to."""
	_may_raise_from(task)
	return finding_sources.failed_lines(frappe.get_doc(TASK, task))


@frappe.whitelist(methods=["POST"])
def raise_task_finding(
	task: str, line_key: str, severity: str | None = None, description: str | None = None
) -> str:
	"""Raise the finding of a failed line of a task; asked again, it answers the one there is."""
	_may_raise_from(task)
	given = {"severity": severity, "description": description}
	return with_retries(lambda: finding_sources.from_task(frappe.get_doc(TASK, task), line_key, given))


@frappe.whitelist(methods=["POST"])
def raise_line_finding(
	line: str, title: str, severity: str | None = None, description: str | None = None
) -> str:
	"""Raise the finding of one line of a count; asked again, it answers the one there is."""
	frappe.has_permission("Audit Asset Line", "read", doc=line, throw=True)
	check_may_count(frappe.db.get_value("Audit Asset Line", line, "audit"))
	given = {"title": title, "severity": severity, "description": description}
	return with_retries(lambda: finding_sources.from_line(frappe.get_doc("Audit Asset Line", line), given))


@frappe.whitelist(methods=["POST"])
def take_finding(finding: str) -> None:
	"""Begin to mend it."""
	_may_mend(finding)
	with_retries(lambda: findings.take(finding))


@frappe.whitelist(methods=["POST"])
def put_back_finding(finding: str) -> None:
	"""It waits again."""
	_may_mend(finding)
	with_retries(lambda: findings.put_back(finding))


@frappe.whitelist(methods=["POST"])
def finish_finding(finding: str, measure: str | None = None) -> None:
	"""It is mended; `measure` says how."""
	_may_mend(finding)
	with_retries(lambda: findings.finish(finding, measure))


@frappe.whitelist(methods=["POST"])
def verify_finding(finding: str, reason: str | None = None) -> None:
	"""It is well mended. `reason`: why the one who mended it says so, where the settings ask for that."""
	_may_check(finding)
	with_retries(lambda: findings.verify(finding, reason))


@frappe.whitelist(methods=["POST"])
def reject_finding(finding: str, reason: str) -> None:
	"""It is not mended: back, with the reason."""
	_may_check(finding)
	with_retries(lambda: findings.reject(finding, reason))


@frappe.whitelist(methods=["POST"])
def make_finding_task(finding: str, category: str | None = None) -> str:
	"""Make the Facility Task that mends a finding."""
	_may_mend(finding)
	frappe.has_permission(TASK, "create", throw=True)
	return with_retries(lambda: findings.make_task(finding, category or None))


@frappe.whitelist(methods=["POST"])
def make_finding_quality_action(finding: str) -> str:
	"""Make the Quality Action of a finding, with the user's own rights in ERPNext."""
	_may_mend(finding)
	frappe.has_permission("Quality Action", "create", throw=True)
	return with_retries(lambda: findings.make_quality_action(finding))


def _may_mend(finding: str) -> None:
	frappe.has_permission(FINDING, "write", doc=finding, throw=True)


def _may_check(finding: str) -> None:
	_may_mend(finding)
	if not may_check():
		raise frappe.PermissionError


def _may_raise_from(task: str) -> None:
	"""Who may raise findings and sees the task, and who works on it."""
	right = "read" if frappe.has_permission(FINDING, "create") else "write"
	frappe.has_permission(TASK, right, doc=task, throw=True)

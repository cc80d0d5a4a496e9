"""Signing off an audit: everything that was decided is made in ERPNext, in one transaction, or nothing is.

Who signs is checked here for what ERPNext does not check itself (scrapping, splitting, restoring). What stands in the
way is told before anything is made: open lines, rights, accounts of the Company, and each line that ERPNext would
refuse. A large sign-off runs in the background, as the user who signed; killed half way it leaves nothing and is
done again (`resume_stopped_sign_offs`).
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.permissions import has_user_permission
from frappe.utils import cint, get_link_to_form, now_datetime

from office_management import batches
from office_management.domain import audit_states as states
from office_management.domain import decisions as rules
from office_management.erp import asset_changes
from office_management.office_administration import api as administration
from office_management.office_audits import audits, decisions, kinds, making, settling
from office_management.office_audits.permissions import is_manager
from office_management.savepoints import undone_on_error

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
AT_ONCE = 100
"""So many documents are made while the user waits; more in the background."""
CHANGES_THE_BOOKS = {*making.MOVES, *making.MAKERS} - {rules.TASK}


class Refused(Exception):
	"""ERPNext refuses some of what signing would make; `refused`: line -> reason."""

	def __init__(self, refused: dict[str, str]):
		super().__init__(len(refused))
		self.refused = refused


class UndecidedError(frappe.ValidationError):
	"""Lines are still open."""


class SigningRightError(frappe.ValidationError):
	"""Who signs lacks a right of ERPNext that a decision needs."""


class AccountsMissingError(frappe.ValidationError):
	"""The Company names no account to book a loss on."""


def sign_off(name: str, reason: str | None = None) -> dict:
	"""Sign an audit as the session's user.

	Args:
		reason: why the same person counts and signs, where the settings ask.

	Returns signed, queued (it goes on in the background), refused: the lines that ERPNext refuses; nothing is
	signed then.

	Raises audits.AuditStatusError, UndecidedError, SigningRightError, AccountsMissingError, and what
	check_second_person raises.
	"""
	audit = audits.locked(name)
	if audit.docstatus == 1:
		return _answer(signed=True)
	if audit.job_state in (audits.QUEUED, audits.RUNNING):
		return _answer(queued=True)
	reason = decisions.plain(reason)
	if kind := kinds.of(audit):
		return sign_kind(audit, kind, reason)
	by_one = check(audit, reason)
	rows = decisions.decided_lines(name)
	if refused := refuse(rows):
		return _answer(refused=refused)
	values = signature(by_one, reason)
	if len(rows) <= AT_ONCE:
		return finish(audit, values, rows)
	audit.db_set({**values, "job_state": audits.QUEUED, "job_progress": 0, "job_error": None})
	enqueue(name, frappe.session.user)
	return _answer(queued=True)


def signature(by_one: bool, reason: str | None) -> dict:
	"""Who signs, and whether one person did everything."""
	return {
		"signed_by": frappe.session.user,
		"by_one_person": int(by_one),
		"second_person_reason": reason or None,
	}


def sign_kind(audit: Document, kind: kinds.Kind, reason: str | None) -> dict:
	"""Sign an audit of another type than a count: nothing is made in ERPNext, and nothing of it changes any more."""
	audits.check_move(audit, states.SIGNED_OFF)
	kind.check_signing(audit)
	by_one = administration.check_second_person(kind.doers(audit.name), frappe.session.user, reason)
	submit(audit, signature(by_one, reason), making.Work(audit, lambda _done: None))
	return _answer(signed=True)


def _answer(signed: bool = False, queued: bool = False, refused: list | None = None) -> dict:
	return {"signed": signed, "queued": queued, "refused": refused or []}


# --- before -----------------------------------------------------------------------------------------------------


def check(audit: Document, reason: str | None) -> bool:
	"""All that must hold before anything is made; answers whether one person did everything."""
	audits.check_move(audit, states.SIGNED_OFF)
	settling.refresh_counts(audit.name)
	check_decided(audit)
	used = resolutions_of(audit.name)
	check_rights(used)
	check_companies(audit)
	if rules.TAKE_OUT_OF_BOOKS & used:
		check_accounts(audit.name)
	return administration.check_second_person(decisions.counters_of(audit.name), frappe.session.user, reason)


def resolutions_of(name: str) -> set[str]:
	"""The kinds of decisions in it."""
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).select(line.resolution).distinct().where(line.audit == name)
	return {resolution for resolution in query.run(pluck=True) if resolution}


def check_decided(audit: Document) -> None:
	"""Raises UndecidedError while lines are open."""
	number = cint(settling.counts_of(audit.name)["open_count"])
	if number:
		message = _("{0} lines of {1} are not decided yet. Decide them, then sign.", context=AUDIT)
		frappe.throw(message.format(bold(number), get_link_to_form(AUDIT, audit.name)), UndecidedError)


def check_rights(used: set[str]) -> None:
	"""Raises SigningRightError, naming every right that is lacking."""
	needed = {
		rules.WRITE_OFF: asset_changes.TO_SCRAP,
		rules.SPLIT: asset_changes.TO_SPLIT,
		rules.RESTORE: asset_changes.TO_RESTORE,
		rules.REPAIR: asset_changes.TO_REPAIR,
		rules.REGISTER: asset_changes.TO_REGISTER,
	}
	if not is_manager():
		needed.update(dict.fromkeys(making.MOVES, asset_changes.TO_MOVE))
	lacking = asset_changes.missing_rights(
		right for resolution in sorted(used) for right in needed.get(resolution, ())
	)
	refuse_rights(lacking)


def refuse_rights(lacking: list[tuple[str, str]]) -> None:
	"""Raises SigningRightError where there are any."""
	if not lacking:
		return
	by_doctype: dict[str, list[str]] = {}
	for doctype, right in lacking:
		by_doctype.setdefault(doctype, []).append(_(frappe.unscrub(right)))
	words = "; ".join(f"{_(doctype)} ({', '.join(rights)})" for doctype, rights in by_doctype.items())
	message = _("You lack rights of ERPNext for this: {0}. Ask a colleague who has them.", context=AUDIT)
	frappe.throw(message.format(bold(words)), SigningRightError)


def check_accounts(name: str) -> None:
	"""Raises AccountsMissingError, naming every account with the company or category that lacks it."""
	lacking = []
	for company, categories in written_off(name).items():
		if missing := asset_changes.missing_accounts(company):
			lacking.append(
				(get_link_to_form("Company", company), [_(label, context="Company") for label in missing])
			)
		for category, labels in asset_changes.missing_category_accounts(company, categories).items():
			link = get_link_to_form("Asset Category", category)
			lacking.append((link, [_(label, context="Asset Category Account") for label in labels]))
	if lacking:
		message = _("{0} names no {1}. Fill it in, then assets can be written off.", context=AUDIT)
		said = (
			message.format(where, ", ".join(bold(label) for label in labels)) for where, labels in lacking
		)
		frappe.throw("<br>".join(said), AccountsMissingError)


def written_off(name: str) -> dict[str, set[str]]:
	"""{company: categories} of the assets that are to be taken out of the books."""
	line, asset = frappe.qb.DocType(LINE), frappe.qb.DocType("Asset")
	rows = (
		frappe.qb.from_(line)
		.join(asset)
		.on(asset.name == line.asset)
		.select(asset.company, asset.asset_category)
		.distinct()
		.where((line.audit == name) & line.resolution.isin(sorted(rules.TAKE_OUT_OF_BOOKS)))
		.orderby(asset.company)
		.run()
	)
	found: dict[str, set[str]] = {}
	for company, category in rows:
		found.setdefault(company, set()).add(category or "")
	return found


def check_companies(audit: Document) -> None:
	"""What stands here and belongs to another company is moved by who may act for that one. Raises SigningRightError."""
	line, asset = frappe.qb.DocType(LINE), frappe.qb.DocType("Asset")
	query = frappe.qb.from_(line).join(asset).on(asset.name == line.asset).select(asset.company).distinct()
	query = query.where((line.audit == audit.name) & line.resolution.isin(sorted(CHANGES_THE_BOOKS)))
	others = query.where(asset.company != audit.company).orderby(asset.company).run(pluck=True)
	refused = [name for name in others if not has_user_permission(frappe.get_doc("Company", name))]
	if refused:
		message = _("Things of {0} are among the decisions, and you do not act for it.", context=AUDIT)
		names = ", ".join(bold(frappe.utils.escape_html(name)) for name in refused)
		frappe.throw(message.format(names), SigningRightError)


def refuse(rows: list) -> list[dict]:
	"""What ERPNext would refuse, or what no longer fits what was found: written on the lines, and answered."""
	second_count = decisions.needs_second_count()
	refused = {}
	for row, facts in rows:
		may = rules.possible(facts)
		fits = row.resolution in may or (row.resolution == rules.REPAIR and rules.TASK in may)
		text = decisions.refusal_text(row, rules.refusal(row.resolution, facts, second_count))
		if text or not fits:
			refused[row.name] = text or _("It was counted again since. Decide anew.", context=LINE)
	return tell_refused(rows, refused) if refused else []


def tell_refused(rows: list, refused: dict[str, str]) -> list[dict]:
	"""Write the reasons on the lines (and take away those that hold no more); answers them."""
	before = {row.name: row.refusal or "" for row, _facts in rows}
	changed = {
		name: {"refusal": refused.get(name)} for name in before if before[name] != refused.get(name, "")
	}
	if changed:
		frappe.db.bulk_update(LINE, changed, update_modified=False)
	by_name = {row.name: row for row, _facts in rows}
	return [
		{
			"name": name,
			"asset": by_name[name].asset,
			"called": decisions.called(by_name[name]),
			"refusal": text,
		}
		for name, text in refused.items()
	]


# --- making and signing ---------------------------------------------------------------------------------------


def finish(audit: Document, values: dict, rows: list) -> dict:
	"""Make everything and submit the audit, or leave nothing but the reasons on the lines."""
	try:
		with undone_on_error():
			work = making.make(audit, rows, lambda done: tell_progress(audit, done, len(rows)))
			if work.refused:
				raise Refused(work.refused)
			work.write_lines()
			tell_refused(rows, {})
			asset_changes.record_seen(audit.name)
			submit(audit, values, work)
	except Refused as error:
		return _answer(refused=tell_refused(rows, error.refused))
	return _answer(signed=True)


def submit(audit: Document, values: dict, work: making.Work) -> None:
	"""The signature: from here on nothing of the audit changes."""
	document = frappe.get_doc(AUDIT, audit.name)
	document.flags.signing_off = {
		**values,
		"status": states.SIGNED_OFF,
		"signed_on": now_datetime(),
		"job_state": None,
		"job_progress": 100,
		"job_error": None,
		"written_off_value": sum(
			amount for (doctype, _name), (_lines, amount) in work.made.items() if doctype == making.ENTRY
		),
		"made": [
			{
				"document_type": doctype,
				"document_name": name,
				"lines": lines,
				"amount": amount,
				"docstatus": 1,
			}
			for (doctype, name), (lines, amount) in work.made.items()
		],
	}
	document.submit()
	audits.note(audit.name, _("Signed off", context=AUDIT))


def tell_progress(audit: Document, done: int, number: int) -> None:
	"""To whoever looks at the form; nothing is stored, for nothing is done until all is."""
	progress = round(100 * done / number) if number else 100
	frappe.publish_realtime(
		"office_audit_signing",
		{"audit": audit.name, "progress": progress},
		doctype=AUDIT,
		docname=audit.name,
	)


# --- in the background ----------------------------------------------------------------------------------------


def enqueue(name: str, user: str) -> None:
	"""Ask for the job once what asks for it is stored."""
	frappe.enqueue(
		sign_in_background,
		queue="long",
		timeout=4 * 60 * 60,
		enqueue_after_commit=True,
		job_id=f"sign-off-{name}",
		audit=name,
		user=user,
	)


def sign_in_background(audit: str, user: str) -> None:
	"""The job of a large sign-off, as the user who signed; done already, or not asked for, it does nothing."""
	acting = frappe.session.user
	frappe.set_user(user)
	frappe.get_doc(AUDIT, audit)  # what reading it takes is at hand from here on
	try:
		batches.begin_anew()
		(outcome,) = batches.run_in_batches([audit], sign_queued, size=1)
	finally:
		frappe.set_user(acting)
	if outcome.error:
		batches.run_in_batches([str(outcome.error)], lambda why: stop(audit, why), size=1)
		raise outcome.error
	frappe.publish_realtime("office_audit_signed", {"audit": audit}, doctype=AUDIT, docname=audit)


def sign_queued(name: str) -> dict:
	"""Everything is checked again: the lines may have changed since it was asked for."""
	audit = audits.locked(name)
	if audit.docstatus == 1 or audit.job_state not in (audits.QUEUED, audits.RUNNING):
		return _answer(signed=audit.docstatus == 1)
	check(audit, audit.second_person_reason)
	rows = decisions.decided_lines(name)
	values = {field: audit.get(field) for field in ("signed_by", "by_one_person", "second_person_reason")}
	refused = refuse(rows)
	outcome = _answer(refused=refused) if refused else finish(audit, values, rows)
	if not outcome["signed"]:
		message = _("ERPNext refuses {0} lines. Their reasons stand on them.", context=AUDIT)
		stop(name, message.format(len(outcome["refused"])))
	return outcome


def stop(name: str, why: str) -> None:
	"""It is not signed after all; whoever asked sees why on the form."""
	audits.stop_job(name, frappe.utils.strip_html(why))
	audits.locked(name).db_set({"signed_by": None, "by_one_person": 0, "second_person_reason": None})


def resume_stopped_sign_offs() -> None:
	"""Hourly: what was asked for and never ran (Redis was gone, the worker was killed) is asked for again."""
	filters = {"status": states.RECONCILING, "job_state": ("in", (audits.QUEUED, audits.RUNNING))}
	for row in frappe.get_all(AUDIT, filters, ["name", "signed_by"], order_by="name"):
		if row.signed_by:
			enqueue(row.name, row.signed_by)

"""The work list of a count: its differences, what is proposed for each, and what was decided.

A decision changes nothing in ERPNext; signing off does (sign_off.py). What ERPNext would refuse is said on the line
as soon as it is decided. The functions check no permission: the endpoints in api.py do.
"""

from collections.abc import Collection, Iterable

import frappe
from frappe import _, bold
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, escape_html, get_link_to_form, now_datetime

from office_management.domain import audit_states as states
from office_management.domain import decisions as rules
from office_management.domain import reconciliation as counts
from office_management.domain import tables
from office_management.erp import asset_changes
from office_management.office_administration import api as administration
from office_management.office_audits import audits, moved, settling, signed_report

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
SCAN = "Audit Scan"
PAGE, MOST_SHOWN = 100, 500
MANY = 5000
LONGEST_REASON = 1000
FIELDS = (
	"name",
	"audit",
	"asset",
	"asset_tag",
	"asset_name",
	"asset_category",
	"asset_value",
	"result",
	"condition",
	"note",
	"expected_space",
	"expected_custodian",
	"expected_quantity",
	"seen_space",
	"seen_custodian",
	"seen_quantity",
	"self_confirmed",
	"scanned_by",
	"resolution",
	"resolution_reason",
	"resolved_by",
	"recounted_by",
	"recounted_on",
	"refusal",
	"new_asset",
	"new_item",
	"purchase_doctype",
	"purchase_name",
	"purchase_row",
	"purchase_date",
	"purchase_amount",
	"scanned_on",
	"self_denied",
	"moved_since",
)


class DecisionError(frappe.ValidationError):
	"""This cannot be decided on that line."""


class DecisionReasonError(frappe.ValidationError):
	"""This decision needs a reason."""


class NotReconcilingError(frappe.ValidationError):
	"""Decisions are taken after counting has ended, and before it is signed."""


# --- the list -------------------------------------------------------------------------------------------------


def open_lines(
	audit: str, result: str | None = None, decided: bool = False, start: int = 0, limit: int = PAGE
) -> list[dict]:
	"""A page of the lines with something to decide, the most valuable first.

	Args:
		result: only lines of this result.
		decided: those that are decided, rather than those that are open.
		start: so many are left out first.
		limit: so many at most, and never more than MOST_SHOWN.

	Each has the stored fields, `proposal`, `possible` (all that may be decided) and `status` (ERPNext's, now).
	"""
	line = frappe.qb.DocType(LINE)
	is_open = settling.open_criterion(line)
	wanted = _is_decided(line) if decided else is_open
	if result:
		wanted &= line.result == result
	query = _query(line).where((line.audit == audit) & wanted)
	query = query.orderby(line.asset_value, order=frappe.qb.desc).orderby(line.name)
	rows = query.limit(min(max(limit, 1), MOST_SHOWN)).offset(start).run(as_dict=True)
	signed_report.add_titles(rows)
	return [_shown(row, facts) for row, facts in _with_facts(rows)]


def decided_lines(audit: str) -> list[tuple[frappe._dict, rules.Facts]]:
	"""All lines with a decision, and what decides about them.

	The caller holds the lock of the audit, without which no line of it changes, and took it before the transaction
	read anything. The lines themselves are not locked: that would lock the gap behind them too, where the lines of the
	next count are written.
	"""
	line = frappe.qb.DocType(LINE)
	query = _query(line).where((line.audit == audit) & _is_decided(line))
	return _with_facts(query.orderby(line.name).run(as_dict=True))


def _is_decided(line):
	return Coalesce(line.resolution, "").notin(("", rules.RECOUNT))


def _query(line):
	return frappe.qb.from_(line).select(*(line[field] for field in FIELDS))


def _shown(row: frappe._dict, facts: rules.Facts) -> dict:
	possible = list(rules.possible(facts))
	if rules.REPAIR in possible and not frappe.has_permission("Asset Repair", "create"):
		possible.remove(rules.REPAIR)
	return {**row, "status": facts.status, "possible": possible, "proposal": next(iter(possible), "")}


def _with_facts(rows: list[frappe._dict]) -> list[tuple[frappe._dict, rules.Facts]]:
	assets = asset_changes.facts_now({row.asset for row in rows if row.asset})
	since = moved.texts_of([row.name for row in rows])
	for row in rows:
		row.moved_since = since.get(row.name)
	companies = _companies_of({row.seen_custodian for row in rows if row.seen_custodian})
	inside = _intervals({row.seen_space for row in rows} | {asset.location for asset in assets.values()})
	return [(row, _facts(row, assets.get(row.asset) or frappe._dict(), companies, inside)) for row in rows]


def _facts(row: frappe._dict, asset: frappe._dict, companies: dict, inside: dict) -> rules.Facts:
	row.asset_company = asset.company
	seen = row.seen_custodian
	return rules.Facts(
		result=row.result,
		condition=row.condition or "",
		expected_quantity=cint(row.expected_quantity) or 1,
		seen_quantity=cint(row.seen_quantity),
		place_differs=_differs(inside.get(asset.location), inside.get(row.seen_space)),
		custodian_differs=bool(seen and seen != row.expected_custodian),
		status=asset.status or "",
		quantity=cint(asset.asset_quantity) or 1,
		is_counted_again=bool(row.recounted_on),
		has_place=bool(row.seen_space),
		custodian_of_company=not seen or companies.get(seen) == asset.company,
		new_asset=row.new_asset or row.new_item or "",
		makes_asset=not row.new_asset,
		has_moved=bool(row.moved_since),
	)


def _differs(here: counts.Place | None, there: counts.Place | None) -> bool:
	return bool(there) and not counts.at_home(counts.Expected("", here), there) if here else bool(there)


def _intervals(names: Iterable[str | None]) -> dict[str, counts.Place]:
	wanted = sorted({name for name in names if name}) or [""]
	fields = ["name", "lft", "rgt"]
	rows = frappe.get_all("Location", {"name": ("in", wanted)}, fields, order_by="name")
	return {row.name: counts.Place(row.name, row.lft, row.rgt) for row in rows}


def _companies_of(employees: Collection[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"Employee", {"name": ("in", sorted(employees) or [""])}, ["name", "company"], order_by="name"
	)
	return {row.name: row.company for row in rows}


# --- deciding -------------------------------------------------------------------------------------------------


def decide(audit: str, lines: Collection[str], resolution: str, reason: str | None = None) -> dict:
	"""Decide the same on some lines of a count; an empty `resolution` takes decisions back.

	Returns decided (how many) and refused: what ERPNext would refuse, as [{name, asset, refusal}].
	Raises NotReconcilingError, DecisionReasonError, DecisionError.
	"""
	check_reconciling(audits.locked(audit))
	reason = plain(reason)
	if resolution in rules.NEED_REASON and not reason:
		message = _("{0} needs a reason. Say why.", context=LINE)
		frappe.throw(message.format(bold(_(resolution, context=LINE))), DecisionReasonError)
	rows = _chosen(audit, lines)
	for row, facts in rows:
		check_possible(row, facts, resolution)
	second_count = needs_second_count()
	refusals = {
		row.name: refusal_text(row, rules.refusal(resolution, facts, second_count)) for row, facts in rows
	}
	store(rows, resolution, reason, refusals)
	settling.refresh_counts(audit)
	refused = [
		{"name": row.name, "asset": row.asset, "refusal": refusals[row.name]}
		for row, _facts_of_it in rows
		if refusals[row.name]
	]
	return {"decided": len(rows), "refused": refused}


def accept_proposals(audit: str, result: str | None = None) -> int:
	"""Decide what is proposed on every open line for which that needs no reason; answers on how many."""
	done = 0
	by_proposal: dict[str, list[str]] = {}
	line = frappe.qb.DocType(LINE)
	wanted = (line.audit == audit) & settling.open_criterion(line) & (line.result != counts.MISSING)
	if result:
		wanted &= line.result == result
	rows = _query(line).where(wanted).orderby(line.name).limit(MANY).run(as_dict=True)
	for row, facts in _with_facts(rows):
		proposed = _shown(row, facts)["proposal"]
		if proposed in rules.NEED_REASON | {rules.RECOUNT} or (
			proposed == rules.REGISTER and not facts.new_asset
		):
			continue
		if proposed:
			by_proposal.setdefault(proposed, []).append(row.name)
	for resolution, names in sorted(by_proposal.items()):
		done += decide(audit, names, resolution)["decided"]
	return done


def still_missing(audit: str, lines: Collection[str], reason: str | None = None) -> int:
	"""A second count found these missing again: by somebody else than who counted, as the settings say.

	Raises NotReconcilingError, DecisionError, and what check_second_person raises.
	"""
	check_reconciling(audits.locked(audit))
	rows = _chosen(audit, lines)
	for row, _facts_of_it in rows:
		if row.result != counts.MISSING:
			_refuse(row, _("{0} is not missing: there is nothing to count again.", context=LINE))
	user = frappe.session.user
	administration.check_second_person(counters_of(audit), user, reason)
	_write(
		[row.name for row, _facts_of_it in rows],
		{"recounted_by": user, "recounted_on": now_datetime(), "resolution": None, "refusal": None},
	)
	settling.refresh_counts(audit)
	return len(rows)


def counters_of(audit: str) -> set[str]:
	"""Who counted in it: took scans, or else is named to."""
	scan = frappe.qb.DocType(SCAN)
	query = frappe.qb.from_(scan).select(scan.scanned_by).distinct()
	found = query.where((scan.audit == audit) & (scan.is_undone == 0)).run(pluck=True)
	named = frappe.get_all(
		"Office Audit Auditor", {"parent": audit, "parenttype": AUDIT}, pluck="user", order_by="idx"
	)
	return {user for user in (found or named) if user}


def needs_second_count() -> bool:
	"""Whether nothing may be written off as missing that was looked for once only."""
	return administration.setting("second_person_rule") != "Off"


def store(rows: list, resolution: str, reason: str | None, refusals: dict[str, str]) -> None:
	"""Write the decision; of those refused also why."""
	values = {
		"resolution": resolution or None,
		"resolution_reason": plain(reason) or None,
		"resolved_by": frappe.session.user if resolution else None,
		"resolved_on": now_datetime() if resolution else None,
	}
	by_refusal: dict[str, list[str]] = {}
	for row, _facts_of_it in rows:
		by_refusal.setdefault(refusals[row.name], []).append(row.name)
	for refusal, names in by_refusal.items():
		_write(names, {**values, "refusal": refusal or None})


def plain(reason: str | None) -> str:
	"""A reason as it is kept: without markup, no formula of a spreadsheet, and no longer than anybody reads."""
	return tables.as_text(frappe.utils.strip_html(reason or "").strip()[:LONGEST_REASON])


def _write(names: list[str], values: dict) -> None:
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.update(line).where(line.name.isin(names))
	for field, value in {**values, "modified": now_datetime()}.items():
		query = query.set(line[field], value)
	query.run()


def _chosen(audit: str, lines: Collection[str]) -> list[tuple[frappe._dict, rules.Facts]]:
	line = frappe.qb.DocType(LINE)
	wanted = sorted(set(lines)) or [""]
	query = _query(line).where((line.audit == audit) & line.name.isin(wanted))
	rows = query.orderby(line.name).for_update().run(as_dict=True)
	if len(rows) < len(set(lines)) or not rows:
		frappe.throw(
			_("Choose lines of this audit. Reload the list, and try again.", context=LINE), DecisionError
		)
	return _with_facts(rows)


# --- rules ----------------------------------------------------------------------------------------------------


def check_reconciling(audit) -> None:
	"""Raises NotReconcilingError unless counting has ended, nothing is signed and nothing is being made."""
	if audit.status == states.RECONCILING and audit.job_state not in (audits.QUEUED, audits.RUNNING):
		return
	message = _(
		"{0} is {1}. Decisions are taken after counting has ended and before it is signed off.", context=AUDIT
	)
	frappe.throw(
		message.format(get_link_to_form(AUDIT, audit.name), bold(_(audit.status, context=AUDIT))),
		NotReconcilingError,
	)


def check_possible(row: frappe._dict, facts: rules.Facts, resolution: str) -> None:
	"""Raises DecisionError where this is no answer to what was found."""
	may = rules.possible(facts)
	if not resolution or resolution in may or (resolution == rules.REPAIR and rules.TASK in may):
		return
	if not may:
		_refuse(row, _("There is nothing to decide on {0}.", context=LINE))
	message = _("{0} is {1}, so {2} is no way out. Choose one of: {3}.", context=LINE)
	ways = ", ".join(_(way, context=LINE) for way in may)
	wanted = bold(escape_html(_(resolution, context=LINE)))
	_refuse(row, message, bold(_(row.result, context=LINE)), wanted, ways)


def _refuse(row: frappe._dict, message: str, *values: str) -> None:
	frappe.throw(message.format(bold(called(row)), *values), DecisionError)


def called(row: frappe._dict) -> str:
	"""What people call the thing of a line, escaped."""
	return escape_html(row.asset_name or row.asset or row.asset_tag or row.name)


def refusal_text(row: frappe._dict, code: str) -> str:
	"""A refusal in words; empty for none."""
	if not code:
		return ""
	words = {
		rules.GONE: _(
			"ERPNext has it as gone (draft, sold, scrapped or part of another asset).", context=LINE
		),
		rules.NO_REPAIR: _(
			"ERPNext books no repair on what is fully depreciated or gone. Choose Facility Task.",
			context=LINE,
		),
		rules.NO_PLACE: _("Nobody said where it was seen.", context=LINE),
		rules.NO_CUSTODIAN: _("Nobody else was named as its custodian.", context=LINE),
		rules.OTHER_COMPANY: _("Who has it works for another company than the asset.", context=LINE),
		rules.NUMBER_CHANGED: _("The books have another number of it by now.", context=LINE),
		rules.NOT_SCRAPPED: _("It is not scrapped any more.", context=LINE),
		rules.NO_ASSET: _("Nobody has said yet which item or asset this is.", context=LINE),
		rules.NOT_COUNTED_AGAIN: _(
			"It was looked for once only. Count it again before it is written off.", context=LINE
		),
	}
	return words[code]

"""What a tag that nobody knows stands for: a draft of ERPNext, a thing of a recent purchase, or a new draft of an item.

Chosen on the work list, made at the signature (making.py). The functions check no permission: the endpoints do.
"""

from collections.abc import Collection

import frappe
from frappe import _, bold
from frappe.utils import escape_html, get_link_to_form

from office_management.domain import decisions as rules
from office_management.domain import reconciliation as counts
from office_management.erp import asset_purchases, asset_tags
from office_management.office_audits import audits, decisions, tag_numbers, things

LINE = "Audit Asset Line"
ASSET = "Asset"
LONGEST = 140
NOTHING = {
	"new_asset": None,
	"new_item": None,
	"purchase_doctype": None,
	"purchase_name": None,
	"purchase_row": None,
}


class RegisterError(frappe.ValidationError):
	"""What was chosen cannot stand for the tag."""


def candidates(line: str) -> dict:
	"""What the thing of a line may be: drafts (assets without a tag) and purchases (whose assets are not all there)."""
	row = frappe.db.get_value(LINE, line, ["audit", "company", "seen_space", "new_item"], as_dict=True)
	taken = _chosen_elsewhere(row.audit, line)
	drafts = asset_purchases.drafts_without_tag(row.company, row.seen_space)
	return {
		"item": row.new_item,
		"drafts": [draft for draft in drafts if draft.name not in taken],
		"purchases": asset_purchases.lacking_purchases(row.company),
	}


def _chosen_elsewhere(audit: str, line: str) -> set[str]:
	filters = {"audit": audit, "new_asset": ("is", "set"), "name": ("!=", line)}
	return set(frappe.get_all(LINE, filters, pluck="new_asset", order_by="name"))


def register(audit: str, lines: Collection[str], chosen: dict) -> dict:
	"""Decide that these lines are registered, and as what.

	Args:
		chosen: one of asset (a draft without a tag; for one line), purchase_doctype with purchase_row, or item; with
			item also a description. Empty: as what the counters said.

	Returns what decisions.decide does. Raises RegisterError, and what decisions.decide raises.
	"""
	doc = audits.locked(audit)
	decisions.check_reconciling(doc)
	values = _values(doc, list(lines), chosen)
	if values:
		_write(audit, lines, values)
	return decisions.decide(audit, lines, rules.REGISTER)


def _values(audit, lines: list[str], chosen: dict) -> dict:
	if chosen.get("asset"):
		return _of_draft(audit, lines, chosen["asset"])
	if chosen.get("purchase_row"):
		return _of_purchase(audit, chosen.get("purchase_doctype") or "", chosen["purchase_row"])
	if chosen.get("item"):
		return _of_item(chosen["item"], chosen.get("description"))
	return {}


def _of_draft(audit, lines: list[str], name: str) -> dict:
	"""One line, one draft."""
	asset = frappe.db.get_value(ASSET, name, ["name", "company", "docstatus", "asset_name"], as_dict=True)
	if (
		not asset
		or asset.docstatus != 0
		or asset.company != audit.company
		or not asset_tags.untagged_of([name])
	):
		_refuse(_("{0} is no draft without a tag any more. Choose again.", context=LINE), name)
	if len(lines) != 1 or name in _chosen_elsewhere(audit.name, lines[0]):
		_refuse(_("{0} can stand for one tag only. Tick one line.", context=LINE), name)
	return {**NOTHING, "new_asset": asset.name, "asset_name": asset.asset_name}


def _of_purchase(audit, doctype: str, row: str) -> dict:
	found = asset_purchases.purchase_row(doctype, row)
	if not found or found.company != audit.company:
		_refuse(_("There is no such purchase of {0} any more. Choose again.", context=LINE), audit.company)
	return {
		**NOTHING,
		"new_item": found.item_code,
		"asset_name": found.item_name,
		"purchase_doctype": doctype,
		"purchase_name": found.name,
		"purchase_row": row,
	}


def _of_item(item: str, description: str | None) -> dict:
	facts = asset_purchases.item_facts([item]).get(item)
	if not facts:
		_refuse(_("{0} is no item of fixed assets. Choose one that is.", context=LINE), item)
	values = {**NOTHING, "new_item": item, "asset_category": facts.asset_category}
	text = frappe.utils.strip_html(description or "").strip()[:LONGEST]
	return {**values, "asset_name": text} if text else values


def _refuse(message: str, name: str) -> None:
	frappe.throw(message.format(bold(escape_html(name))), RegisterError)


def _write(audit: str, lines: Collection[str], values: dict) -> None:
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.update(line).where((line.audit == audit) & line.name.isin(sorted(set(lines)) or [""]))
	query = query.where(line.result == counts.UNKNOWN_TAG)
	for field, value in values.items():
		query = query.set(line[field], value)
	query.run()


def search_items(txt: str) -> list[dict]:
	"""Items of fixed assets: value, label, description (the category)."""
	return [
		{"value": item.name, "label": item.item_name or item.name, "description": item.asset_category}
		for item in asset_purchases.asset_items((txt or "").strip()[:LONGEST])
	]


def new_tag(audit: str) -> str:
	"""The next tag for a thing that has none. Raises audits.NotCountingError, RegisterError, tag_numbers.NoNumberingError."""
	audits.check_counting(audit)
	if not things.is_first_inventory(audit):
		_refuse(
			_("{0} is no first inventory. What carries no tag is found by its place.", context=LINE), audit
		)
	return tag_numbers.new_tags(1)[0]


# --- at the signature -----------------------------------------------------------------------------------------


def check_purchase(row: frappe._dict) -> None:
	"""Raises RegisterError where the purchase of a line has all its assets by now."""
	if asset_purchases.still_lacking(row.purchase_doctype, row.purchase_name, row.new_item):
		return
	message = _("All assets of {0} in {1} are there by now.", context=LINE)
	link = get_link_to_form(row.purchase_doctype, row.purchase_name)
	frappe.throw(message.format(bold(escape_html(row.new_item)), link), RegisterError)


def check_draft(row: frappe._dict) -> None:
	"""Raises RegisterError where the asset that was chosen has a tag by now, or is gone."""
	if not asset_tags.untagged_of([row.new_asset]):
		_refuse(_("{0} has a tag by now, or is gone. Choose again.", context=LINE), row.new_asset)


def values_of(row: frappe._dict, company: str, photo: str | None) -> dict:
	"""The fields of the draft that is made of a line."""
	values = {
		"item_code": row.new_item,
		"asset_name": row.asset_name or row.new_item,
		"company": company,
		"location": row.seen_space,
		"custodian": row.seen_custodian,
		"asset_quantity": max(row.seen_quantity or 1, 1),
		"calculate_depreciation": 0,
		"om_asset_tag": row.asset_tag,
		"image": photo,
	}
	if not row.purchase_row:
		amount = row.purchase_amount or 0
		bought = {
			"purchase_date": row.purchase_date,
			"gross_purchase_amount": amount,
			"purchase_amount": amount,
		}
		return {**values, **bought, "is_existing_asset": 1}
	return {**values, **_bought(row, values["asset_quantity"])}


def _bought(row: frappe._dict, number: int) -> dict:
	"""What the purchase says, as ERPNext takes it over into the assets that it makes."""
	found = asset_purchases.purchase_row(row.purchase_doctype, row.purchase_row)
	if not found:
		_refuse(_("{0} was cancelled since. Choose again.", context=LINE), row.purchase_name)
	field = asset_tags.BOUGHT_BY[row.purchase_doctype]
	return {
		field: row.purchase_name,
		f"{field}_item": row.purchase_row,
		"supplier": found.supplier,
		"cost_center": found.cost_center,
		"purchase_date": found.posting_date,
		"gross_purchase_amount": found.rate * number,
		"purchase_amount": found.rate * number,
	}

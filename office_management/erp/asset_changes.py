"""What a signed count changes in ERPNext's assets: movements, repairs, scrapping, splitting, restoring.

ERPNext scraps, restores and splits without asking whether the user may, so `missing_rights` is asked first. Messages
that ERPNext shows per asset are kept from the user: there may be thousands.
"""

from collections.abc import Collection, Iterable
from contextlib import contextmanager

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import flt
from pypika.functions import NullIf

from office_management.erp.assets import has_net_purchase_amount

MOVEMENT, REPAIR, ENTRY, ASSET = "Asset Movement", "Asset Repair", "Journal Entry", "Asset"
LINE = "Audit Asset Line"
PORTION = 2000
TO_SCRAP = ((ENTRY, "create"), (ENTRY, "submit"))
TO_RESTORE = (*TO_SCRAP, (ENTRY, "cancel"))
TO_SPLIT = (*TO_SCRAP, (ASSET, "create"), (ASSET, "submit"))
TO_REPAIR = ((REPAIR, "create"),)
TO_MOVE = ((MOVEMENT, "create"), (MOVEMENT, "submit"))
TO_MOVE_BACK = ((MOVEMENT, "cancel"),)
TO_REGISTER = ((ASSET, "create"),)
NEEDED_TO_SCRAP = ("disposal_account", "depreciation_cost_center")
DEPRECIATION_ACCOUNTS = ("accumulated_depreciation_account", "depreciation_expense_account")
CATEGORY_ACCOUNTS = ("fixed_asset_account", *DEPRECIATION_ACCOUNTS)


def facts_now(assets: Collection[str]) -> dict[str, frappe._dict]:
	"""{asset: company, status, location, custodian, asset_quantity} as they are now. Checks no permission."""
	asset = frappe.qb.DocType(ASSET)
	fields = ("name", "company", "status", "location", "custodian", "asset_quantity", "cost_center")
	query = frappe.qb.from_(asset).select(*(asset[field] for field in fields))
	rows = query.where(asset.name.isin(sorted(assets) or [""])).run(as_dict=True)
	return {row.name: row for row in rows}


def missing_rights(needed: Iterable[tuple[str, str]], user: str | None = None) -> list[tuple[str, str]]:
	"""Which of these rights of ERPNext (DocType, right) the acting user lacks."""
	return [
		(doctype, right)
		for doctype, right in dict.fromkeys(needed)
		if not frappe.has_permission(doctype, right, user=user)
	]


def missing_accounts(company: str) -> list[str]:
	"""The labels of what the Company must name before anything of it can be scrapped."""
	values = frappe.db.get_value("Company", company, NEEDED_TO_SCRAP, as_dict=True)
	meta = frappe.get_meta("Company")
	return [meta.get_label(field) for field in NEEDED_TO_SCRAP if not values[field]]


def missing_category_accounts(company: str, categories: Collection[str]) -> dict[str, list[str]]:
	"""{category: labels of the accounts} that ERPNext needs to scrap its assets, and finds neither there nor in Company."""
	meta = frappe.get_meta("Asset Category Account")
	of_company = frappe.db.get_value("Company", company, DEPRECIATION_ACCOUNTS, as_dict=True)
	found = {}
	for category in sorted(categories):
		filters = {"parent": category, "company_name": company}
		row = frappe.db.get_value("Asset Category Account", filters, CATEGORY_ACCOUNTS, as_dict=True) or {}
		needs_others = not frappe.db.get_value("Asset Category", category, "non_depreciable_category")
		lacking = [] if row.get("fixed_asset_account") else ["fixed_asset_account"]
		lacking += [
			field
			for field in DEPRECIATION_ACCOUNTS
			if needs_others and not (row.get(field) or of_company[field])
		]
		if lacking:
			found[category] = [meta.get_label(field) for field in lacking]
	return found


@contextmanager
def quietly():
	"""What ERPNext would show per asset is not shown."""
	before = frappe.flags.mute_messages
	frappe.flags.mute_messages = True
	try:
		yield
	finally:
		frappe.flags.mute_messages = before


# --- movements ------------------------------------------------------------------------------------------------


def move(company: str, purpose: str, rows: list[dict], reference: tuple[str, str], now) -> str:
	"""Make and submit one Asset Movement; the caller has checked that this user may make it.

	Args:
		purpose: Transfer, Issue, or Transfer and Issue.
		rows: asset, and target_location, to_employee as the purpose asks.
		reference: DocType and name of what it is made from.
		now: when it happened; the latest movement of an asset says where it is.

	Raises what ERPNext raises: all rows or none.
	"""
	movement = frappe.new_doc(MOVEMENT)
	movement.update(
		{
			"company": company,
			"purpose": purpose,
			"transaction_date": now,
			"reference_doctype": reference[0],
			"reference_name": reference[1],
		}
	)
	for row in rows:
		movement.append("assets", row)
	movement.flags.ignore_permissions = True  # the caller has checked
	movement.submit()
	return movement.name


def take_back_movement(name: str) -> None:
	"""Cancel a movement; assets go back to where the movement before it says. The caller has checked."""
	movement = frappe.get_doc(MOVEMENT, name)
	if movement.docstatus == 1:
		movement.flags.ignore_permissions = True  # the caller has checked
		movement.cancel()


# --- repairs --------------------------------------------------------------------------------------------------


def open_repair(asset: str, description: str, failed_on) -> str:
	"""Make a pending Asset Repair with the acting user's own rights."""
	company, cost_center = frappe.db.get_value(ASSET, asset, ["company", "cost_center"])
	repair = frappe.new_doc(REPAIR)
	repair.update(
		{
			"asset": asset,
			"company": company,
			"failure_date": failed_on,
			"repair_status": "Pending",
			"description": description,
			"cost_center": cost_center,
		}
	)
	return repair.insert().name


def give_up_repair(name: str) -> bool:
	"""Cancel a repair that has not begun to cost anything; False where it went on."""
	repair = frappe.get_doc(REPAIR, name)
	if repair.docstatus != 0 or repair.repair_status != "Pending":
		return repair.repair_status == "Cancelled"
	repair.repair_status = "Cancelled"
	repair.save(ignore_permissions=True)  # the caller has checked that the user may cancel the audit
	return True


# --- taking out of the books ----------------------------------------------------------------------------------


def scrap(asset: str) -> tuple[str, float]:
	"""Scrap an asset today; returns the Journal Entry and the loss in company currency.

	The caller has checked TO_SCRAP. Raises what ERPNext raises.
	"""
	from erpnext.assets.doctype.asset.depreciation import scrap_asset

	scrap_asset(asset)
	entry, company = frappe.db.get_value(ASSET, asset, ["journal_entry_for_scrap", "company"])
	return entry, loss_of(entry, frappe.db.get_value("Company", company, "disposal_account"))


def loss_of(entry: str, account: str) -> float:
	"""What an entry debits to the disposal account, less what it credits."""
	rows = frappe.get_all(
		"Journal Entry Account", {"parent": entry, "account": account}, ["debit", "credit"], order_by="idx"
	)
	return sum(flt(row.debit) - flt(row.credit) for row in rows)


def split(asset: str, number: int) -> str:
	"""Make a part of a grouped asset one of its own; returns it. The caller has checked TO_SPLIT."""
	from erpnext.assets.doctype.asset.asset import split_asset

	made = split_asset(asset, number)
	return made if isinstance(made, str) else made.name


def restore(asset: str) -> None:
	"""Bring a scrapped asset back into the books. The caller has checked TO_RESTORE."""
	from erpnext.assets.doctype.asset.depreciation import restore_asset

	restore_asset(asset)


def is_scrapped(asset: str) -> bool:
	"""Whether ERPNext has it as scrapped now."""
	return frappe.db.get_value(ASSET, asset, "status") == "Scrapped"


# --- what was seen --------------------------------------------------------------------------------------------


def record_seen(audit: str) -> None:
	"""Write condition and last sight of all assets seen in a count, in one statement.

	The caller has checked that the count may be signed. An earlier condition stays where none was said, and a later
	sight is not overwritten.
	"""
	asset, line = frappe.qb.DocType(ASSET), frappe.qb.DocType(LINE)
	(
		frappe.qb.update(asset)
		.join(line)
		.on(line.asset == asset.name)
		.set(asset.om_condition, Coalesce(NullIf(line.condition, ""), asset.om_condition))
		.set(asset.om_last_verified_on, line.scanned_on)
		.where((line.audit == audit) & line.scanned_on.isnotnull())
		.where(asset.om_last_verified_on.isnull() | (asset.om_last_verified_on <= line.scanned_on))
		.run()
	)


def forget_seen(audit: str) -> None:
	"""A count was cancelled: what it said of an asset is again what was there before, or what another signed one says.

	The caller has checked that the count may be cancelled. What was seen, or written, later stays.
	"""
	asset, line = frappe.qb.DocType(ASSET), frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).join(asset).on(asset.name == Coalesce(line.asset, line.new_asset))
	query = query.select(asset.name, asset.om_condition, asset.om_last_verified_on)
	query = query.select(line.scanned_on, line.condition, line.condition_before, line.seen_before_on)
	is_its = (asset.om_last_verified_on == line.scanned_on) | (asset.om_condition == line.condition)
	query = query.where((line.audit == audit) & line.scanned_on.isnotnull() & is_its)
	rows = query.orderby(asset.name).run(as_dict=True)
	_pass_on(audit)
	for start in range(0, len(rows), PORTION):
		portion = {row.name: row for row in rows[start : start + PORTION]}
		others = _seen_by_others(portion, audit)
		values = {name: _seen_without(row, others.get(name, [])) for name, row in portion.items()}
		frappe.db.bulk_update(ASSET, values, update_modified=False)


def _pass_on(audit: str) -> None:
	"""Counts after this one that found on an asset what this one had said find what was there before it."""
	line, later, changed = frappe.qb.DocType(LINE), frappe.qb.DocType(LINE).as_("later"), {}
	query = frappe.qb.from_(line).join(later).on((later.asset == line.asset) & (later.audit != line.audit))
	query = query.where((line.audit == audit) & (later.seen_before_on >= line.scanned_on))
	query = query.select(
		line.asset, line.scanned_on, line.condition, line.condition_before, line.seen_before_on
	)
	query = query.select(
		later.name, later.condition_before.as_("found"), later.seen_before_on.as_("found_on")
	)
	rows = query.orderby(later.name).run(as_dict=True)
	others = _seen_by_others({row.asset for row in rows}, audit)
	for row in rows:
		if row.found_on == row.scanned_on:
			changed.setdefault(row.name, {})["seen_before_on"] = row.seen_before_on
		said = (row.scanned_on < when <= row.found_on and what for when, what in others.get(row.asset, []))
		if row.condition and row.found == row.condition and not any(said):
			changed.setdefault(row.name, {})["condition_before"] = row.condition_before
	frappe.db.bulk_update(LINE, changed, update_modified=False)


def _seen_by_others(assets: Collection[str], but: str) -> dict[str, list[tuple]]:
	"""{asset: when, and in what condition} it was seen by the signed counts, that one apart, in order."""
	line, audit = frappe.qb.DocType(LINE), frappe.qb.DocType("Office Audit")
	rows = (
		frappe.qb.from_(line)
		.join(audit)
		.on((audit.name == line.audit) & (audit.docstatus == 1))
		.select(line.asset, line.scanned_on, line.condition)
		.where(line.asset.isin(sorted(assets) or [""]) & line.scanned_on.isnotnull() & (line.audit != but))
		.orderby(line.scanned_on)
		.run()
	)
	found: dict[str, list[tuple]] = {}
	for name, seen_on, condition in rows:
		found.setdefault(name, []).append((seen_on, condition))
	return found


def _seen_without(row: frappe._dict, others: list[tuple]) -> dict:
	"""Last sight and condition of an asset without what this line said of it."""
	since = [other for other in others if not row.seen_before_on or other[0] > row.seen_before_on]
	seen_on, condition = row.om_last_verified_on, row.om_condition
	if seen_on == row.scanned_on:
		seen_on = since[-1][0] if since else row.seen_before_on
	said = [(when, what) for when, what in since if what]
	if row.condition and condition == row.condition and not (said and said[-1][0] > row.scanned_on):
		condition = said[-1][1] if said else row.condition_before
	return {"om_last_verified_on": seen_on, "om_condition": condition}


# --- putting into the books -----------------------------------------------------------------------------------


def draft(values: dict) -> str:
	"""Make a draft Asset with the acting user's own rights, for the accountant to complete.

	What ERPNext asks for before an asset counts (amount, purchase date, cost centre) is not asked for here, as it is
	not where ERPNext makes assets of a purchase. Raises what ERPNext raises: no right, no item of fixed assets.
	"""
	asset = frappe.new_doc(ASSET)
	asset.update(values)
	if has_net_purchase_amount():
		asset.net_purchase_amount = values.get("gross_purchase_amount")
	asset.validate_item()
	asset.set_missing_values()
	asset.flags.ignore_validate = True
	asset.flags.ignore_mandatory = True
	return asset.insert().name


def discard_draft(asset: str) -> bool:
	"""Delete an asset that is still a draft; False where it went on. The caller has checked the right."""
	docstatus = frappe.db.get_value(ASSET, asset, "docstatus")
	if docstatus is None:
		return True
	if docstatus != 0:
		return False
	# the caller has checked the right; forced as by ERPNext, whose own log of the asset would stand in the way
	frappe.delete_doc(ASSET, asset, ignore_permissions=True, force=True)
	return True


def note_seen(asset: str, condition: str | None, seen_on) -> dict:
	"""Write condition and last sight of one asset; answers what was there before, as a line of a count keeps it."""
	before = frappe.db.get_value(ASSET, asset, ["om_condition", "om_last_verified_on"], as_dict=True)
	values = {"om_last_verified_on": seen_on, **({"om_condition": condition} if condition else {})}
	frappe.db.set_value(ASSET, asset, values)
	return {"condition_before": before.om_condition, "seen_before_on": before.om_last_verified_on}

"""From decisions to ERPNext's documents. Called by sign_off.py, inside its transaction, after its checks.

Every line is tried; what ERPNext refuses is gathered with its reason, so that all refusals are told at once. Whoever
calls undoes everything then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from office_management.domain import decisions as rules
from office_management.erp import asset_changes, asset_tags
from office_management.facilities import api as facilities
from office_management.office_audits import registering, things
from office_management.savepoints import undone_in_any_case, undone_on_error

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
TASK = "Facility Task"
MOVEMENT, REPAIR, ENTRY, ASSET = "Asset Movement", "Asset Repair", "Journal Entry", "Asset"
LONGEST_SUBJECT = 140
LONGEST_REFUSAL = 500
TELL_EVERY = 20
ERRORS = (frappe.ValidationError, frappe.PermissionError)


@dataclass
class Work:
	"""What is being made of one audit."""

	audit: Document
	on_progress: Callable[[int], None]
	now: datetime = field(default_factory=now_datetime)
	made: dict[tuple[str, str], list] = field(default_factory=dict)
	refused: dict[str, str] = field(default_factory=dict)
	lines: dict[str, dict] = field(default_factory=dict)
	done: int = 0

	def note(self, doctype: str, name: str, lines: int = 1, amount: float = 0) -> None:
		"""This document was made, of so many lines."""
		self.made[(doctype, name)] = [lines, amount]

	def write_lines(self) -> None:
		"""Say on the lines what was made of them: last, for what is locked here stands in the way of other counts."""
		frappe.db.bulk_update(LINE, self.lines, update_modified=False)

	def tell(self) -> None:
		self.done += 1
		if self.done % TELL_EVERY == 0:
			self.on_progress(self.done)


def make(audit: Document, rows: list, on_progress: Callable[[int], None]) -> Work:
	"""Make what was decided on the lines `rows` (as decisions.decided_lines gives them). Checks no permission."""
	work = Work(audit, on_progress)
	with asset_changes.quietly():
		for row, facts in rows:
			if maker := MAKERS.get(row.resolution):
				attempt(work, row, facts, maker)
				work.tell()
		make_movements(work, rows)
	return work


def attempt(work: Work, row: frappe._dict, facts: rules.Facts, maker: Callable) -> None:
	"""Do one line; if ERPNext refuses, nothing of it is left but the reason."""
	try:
		with undone_on_error():
			values = maker(work, row, facts)
	except ERRORS as error:
		work.refused[row.name] = reason_of(error)
		return
	if values:
		work.lines[row.name] = values


def reason_of(error: Exception) -> str:
	"""What ERPNext said, without markup."""
	text = strip_html(str(error)).strip()
	return (text or _("ERPNext refuses it, and says no more.", context=LINE))[:LONGEST_REFUSAL]


# --- one line -------------------------------------------------------------------------------------------------


def write_off(work: Work, row: frappe._dict, facts: rules.Facts) -> dict:
	"""Scrap the asset."""
	entry, loss = asset_changes.scrap(row.asset)
	work.note(ENTRY, entry, amount=loss)
	return {"journal_entry": entry}


def split_and_write_off(work: Work, row: frappe._dict, facts: rules.Facts) -> dict:
	"""Scrap what is missing of a group."""
	part = asset_changes.split(row.asset, facts.missing_quantity)
	work.note(ASSET, part)
	entry, loss = asset_changes.scrap(part)
	work.note(ENTRY, entry, amount=loss)
	return {"journal_entry": entry, "new_asset": part}


def restore(work: Work, row: frappe._dict, facts: rules.Facts) -> None:
	"""Bring a scrapped asset back."""
	asset_changes.restore(row.asset)
	work.note(ASSET, row.asset)


def repair(work: Work, row: frappe._dict, facts: rules.Facts) -> dict:
	"""Open an Asset Repair."""
	name = asset_changes.open_repair(row.asset, description_of(work, row), work.now)
	work.note(REPAIR, name)
	return {"asset_repair": name}


def task(work: Work, row: frappe._dict, facts: rules.Facts) -> dict:
	"""Make a Facility Task."""
	subject = _("Mend {0}", context=TASK).format(row.asset_name or row.asset)
	name = facilities.make_task(
		subject=subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…",
		description=description_of(work, row),
		space=row.seen_space or row.expected_space,
		asset=row.asset,
		company=work.audit.company,
		source="Audit",
		urgency="High" if row.condition == "Unusable" else "Normal",
	)
	work.note(TASK, name)
	return {"facility_task": name}


def register(work: Work, row: frappe._dict, facts: rules.Facts) -> dict:
	"""Put the tag on the draft that was chosen, or make a draft for the accountant to complete."""
	name = row.new_asset
	if name:
		registering.check_draft(row)
		asset_tags.put_tag(name, row.asset_tag)
	else:
		if row.purchase_row:
			registering.check_purchase(row)
		photo = things.photo_of(row.name, work.audit.name, row.asset_tag)
		name = asset_changes.draft(registering.values_of(row, work.audit.company, photo))
	before = asset_changes.note_seen(name, row.condition, row.scanned_on)
	work.note(ASSET, name)
	return {"new_asset": name, "is_new_asset": int(not row.new_asset), **before}


def description_of(work: Work, row: frappe._dict) -> str:
	"""What was seen, for whoever mends it."""
	said = [
		_("Seen in the count {0}: {1}", context=AUDIT).format(
			work.audit.title, _(row.condition or row.result, context=LINE)
		),
		row.note,
		row.resolution_reason,
	]
	return "\n".join(part for part in said if part)


MAKERS = {
	rules.RESTORE: restore,
	rules.WRITE_OFF: write_off,
	rules.SPLIT: split_and_write_off,
	rules.REPAIR: repair,
	rules.TASK: task,
	rules.REGISTER: register,
}


# --- movements ------------------------------------------------------------------------------------------------


def make_movements(work: Work, rows: list) -> None:
	"""One Asset Movement per company and purpose (ERPNext's has one of each), dated now."""
	now = asset_changes.facts_now({row.asset for row, _facts in rows if row.resolution in MOVES})
	groups: dict[tuple[str, str], list] = {}
	for row, facts in rows:
		if row.resolution not in MOVES:
			continue
		purpose, values = movement_of(row, facts, now[row.asset])
		if purpose:
			groups.setdefault((now[row.asset].company, purpose), []).append((row, values))
		work.tell()
	for (company, purpose), pairs in sorted(groups.items(), key=lambda item: item[0]):
		move(work, company, purpose, pairs)


MOVES = (rules.TRANSFER, rules.CUSTODIAN)


def movement_of(row: frappe._dict, facts: rules.Facts, asset: frappe._dict) -> tuple[str, dict]:
	"""The purpose and row of its movement; no purpose where the books have it there by now."""
	place = row.seen_space if row.resolution == rules.TRANSFER else None
	person = row.seen_custodian if facts.custodian_differs else None
	place = None if place == asset.location else place
	person = None if person == asset.custodian else person
	values = {"asset": row.asset}
	if place:
		values.update(source_location=asset.location, target_location=place)
	if person:
		values.update(from_employee=asset.custodian, to_employee=person)
	purposes = {(True, True): "Transfer and Issue", (True, False): "Transfer", (False, True): "Issue"}
	return purposes.get((bool(place), bool(person)), ""), values


def move(work: Work, company: str, purpose: str, pairs: list) -> None:
	"""All of them in one document; where ERPNext refuses it, find out which rows are the reason."""
	try:
		with undone_on_error():
			name = moved(work, company, purpose, [values for _row, values in pairs])
	except ERRORS as error:
		culprits = find_culprits(work, company, purpose, pairs)
		whole = {row.name: reason_of(error) for row, _values in pairs}
		work.refused.update(culprits or whole)
		return
	work.note(MOVEMENT, name, len(pairs))
	for row, _values in pairs:
		work.lines[row.name] = {"asset_movement": name}


def moved(work: Work, company: str, purpose: str, rows: list[dict]) -> str:
	"""The Asset Movement of these rows."""
	return asset_changes.move(company, purpose, rows, (AUDIT, work.audit.name), work.now)


def find_culprits(work: Work, company: str, purpose: str, pairs: list) -> dict[str, str]:
	"""Which rows ERPNext refuses when each is moved alone; nothing of the trial is left."""
	found = {}
	for row, values in pairs:
		try:
			with undone_in_any_case():
				moved(work, company, purpose, [values])
		except ERRORS as error:
			found[row.name] = reason_of(error)
	return found

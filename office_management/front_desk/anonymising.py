"""Anonymising: a record stays as a count, and nothing in it or beside it says any more who it was.

Each function takes up to `copies.AT_ONCE` records, in one transaction that the caller ends, locks those that are not
anonymised yet, and returns how many rows and files went. Called again for the same records, it finds nothing to do.
`are_locked`: the caller holds them, and none is anonymised yet; so nothing is read twice.
What is cleared stands in one place: personal_fields.py.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import frappe
from pypika.terms import Criterion

from office_management.domain.found_words import Needles
from office_management.front_desk import copies
from office_management.front_desk.personal_fields import (
	FILE,
	IDENTIFYING,
	PERSONAL,
	file_fields,
	values_after,
)

LOG, VISITOR, INVITATION = "Visitor Log", "Visitor", "Visit Invitation"

# Rows that belong to a visit by a link, and what becomes of them.
UPDATE, DELETE = "update", "delete"
OF_VISIT = {
	"Visit Token": DELETE,
	"Visit Mail": DELETE,
	"Visitor Block Match": DELETE,
	"Access Badge Issue": UPDATE,
	"Access Badge": UPDATE,
	"Evacuation Person": UPDATE,
	"Visit Invitee": UPDATE,
}
ROWS_OF_VISIT = ("Visitor Log Answer", "Visitor Log Belonging")
ROWS_OF = {
	INVITATION: ("Visit Invitee",),
	"Evacuation": ("Evacuation Area", "Evacuation Mark", "Evacuation Person"),
}
Kinds = Sequence[copies.Reference]
LISTED = ("_comments", "_user_tags", "_assign", "_liked_by", "_seen")
NOT_TEXT = ("_key", "_hash")
TEXT_ENOUGH = 140
"""Longer texts are nobody's name; they are not looked for elsewhere."""


# --- acts -----------------------------------------------------------------------------------------------------


def visits(
	names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES, are_locked: bool = False
) -> Counter:
	"""Anonymise visits: place, host, type, times and status stay. The link to the visitor is cut, too."""
	names = names if are_locked else unlocked(LOG, names)
	if not names:
		return Counter()
	done = Counter(visits=len(names), copies=copies.remove_notices(INVITATION, invitations_of(names)))
	for doctype, act in OF_VISIT.items():
		_rows_of_visit(doctype, act, names)
	for doctype in ROWS_OF_VISIT:
		row = frappe.qb.DocType(doctype)
		frappe.qb.from_(row).delete().where(
			(row.parenttype == LOG) & row.parent.isin(copies.among(names))
		).run()
	return done + _clear(LOG, names, now, kinds)


def invitations_of(visits: Sequence[str]) -> list[str]:
	"""The invitations that these visits came from."""
	if not visits:
		return []
	log = frappe.qb.DocType(LOG)
	query = frappe.qb.from_(log).select(log.visit_invitation).distinct()
	found = query.where(log.name.isin(copies.among(visits)) & log.visit_invitation.isnotnull()).run(
		pluck=True
	)
	return [name for name in found if name]


def _rows_of_visit(doctype: str, act: str, names: Sequence[str]) -> None:
	row = frappe.qb.DocType(doctype)
	of_visit = row.visitor_log.isin(copies.among(names))
	if act == DELETE:
		frappe.qb.from_(row).delete().where(of_visit).run()
	else:
		_update(doctype, of_visit)


def visitors(
	names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES, are_locked: bool = False
) -> Counter:
	"""Anonymise persons. Their visits are anonymised already, or are so in the same transaction."""
	names = names if are_locked else unlocked(VISITOR, names)
	if not names:
		return Counter()
	more = {"retain_until_date": None, "legal_hold": 0}
	return Counter(visitors=len(names)) + _clear(VISITOR, names, now, kinds, more)


def invitations(names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES) -> Counter:
	"""Anonymise invitations, with whoever is on their lists; who was told what of them goes."""
	mail = frappe.qb.DocType("Visit Mail")
	frappe.qb.from_(mail).delete().where(mail.visit_invitation.isin(copies.among(names))).run()
	return _main("invitations", INVITATION, names, now, kinds)


def messages(names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES) -> Counter:
	"""Anonymise phone messages: recipient, times and kind stay."""
	return _main("messages", "Phone Message", names, now, kinds)


def deliveries(names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES) -> Counter:
	"""Anonymise deliveries: recipient, carrier, times and status stay."""
	return _main("deliveries", "Delivery", names, now, kinds)


def evacuations(names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES) -> Counter:
	"""Anonymise evacuations: places, states and times stay."""
	return _main("evacuations", "Evacuation", names, now, kinds)


def block_rules(names: Sequence[str], now: datetime, kinds: Kinds = copies.REFERENCES) -> Counter:
	"""Anonymise block rules that have expired."""
	return _main("block_rules", "Visitor Block Rule", names, now, kinds)


def _main(counted: str, doctype: str, names: Sequence[str], now: datetime, kinds: Kinds) -> Counter:
	names = unlocked(doctype, names)
	if not names:
		return Counter()
	for child in ROWS_OF.get(doctype, ()):
		row = frappe.qb.DocType(child)
		_update(child, (row.parenttype == doctype) & row.parent.isin(copies.among(names)))
	return Counter({counted: len(names)}) + _clear(doctype, names, now, kinds)


# --- parts ----------------------------------------------------------------------------------------------------


def unlocked(doctype: str, names: Sequence[str]) -> list[str]:
	"""Lock these records, and return those that are not anonymised yet."""
	row = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(row)
		.select(row.name)
		.where(row.name.isin(copies.among(names)) & row.anonymised_on.isnull())
	)
	return query.orderby(row.name).for_update().run(pluck=True)


def _clear(
	doctype: str, names: Sequence[str], now: datetime, kinds: Kinds, more: dict | None = None
) -> Counter:
	"""Remove copies and files, then empty the fields."""
	removed = copies.remove(doctype, names, _urls(doctype, names), kinds)
	row = frappe.qb.DocType(doctype)
	_update(doctype, row.name.isin(copies.among(names)), {"anonymised_on": now, **(more or {})})
	forget_cached(doctype, names)
	return Counter(removed)


def _update(doctype: str, condition, more: dict | None = None) -> None:
	"""Empty the personal fields of rows, and the columns in which Frappe lists comments, tags and the like."""
	columns = frappe.db.get_table_columns(doctype)
	listed = {column: None for column in LISTED if column in columns}
	values = values_after(doctype) | listed | (more or {})
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.update(row).where(condition)
	for field, value in values.items():
		if field in columns:
			query = query.set(row[field], value)
	query.run()


def _urls(doctype: str, names: Sequence[str]) -> set[str]:
	"""Addresses of files that the fields of these records point to, and no record that stays."""
	fields = file_fields(doctype)
	if not fields:
		return set()
	row = frappe.qb.DocType(doctype)
	rows = (
		frappe.qb.from_(row)
		.select(*(row[field] for field in fields))
		.where(row.name.isin(copies.among(names)) & Criterion.any(row[field] != "" for field in fields))
		.run()
	)
	urls = {url for found in rows for url in found if url}
	return urls - _urls_that_stay(names) if urls and doctype == LOG else urls


def _urls_that_stay(visits: Sequence[str]) -> set[str]:
	"""Pictures hang on the visitor: one may be theirs, or that of another visit, too."""
	log, other, visitor = (
		frappe.qb.DocType(LOG),
		frappe.qb.DocType(LOG).as_("other"),
		frappe.qb.DocType(VISITOR),
	)
	of_visitors = (
		frappe.qb.from_(log)
		.join(visitor)
		.on(visitor.name == log.visitor)
		.select(visitor.photo)
		.where(log.name.isin(copies.among(visits)) & visitor.photo.isnotnull())
		.run(pluck=True)
	)
	of_visits = (
		frappe.qb.from_(log)
		.join(other)
		.on(other.visitor == log.visitor)
		.select(other.photo, other.signature)
		.where(
			log.name.isin(copies.among(visits))
			& other.name.notin(copies.among(visits))
			& other.anonymised_on.isnull()
		)
		.run()
	)
	return {url for url in of_visitors if url} | {url for urls in of_visits for url in urls if url}


def forget_cached(doctype: str, names: Sequence[str]) -> None:
	"""Take documents out of Frappe's cache, now and when the transaction is committed."""
	keys = [frappe.get_document_cache_key(doctype, name) for name in names]
	forget = partial(frappe.cache.delete_value, keys)
	forget()
	frappe.db.after_commit.add(forget)


# --- what to look for elsewhere -------------------------------------------------------------------------------


def needles_of(doctype: str, names: Sequence[str]) -> Needles:
	"""What says who the people of these records are, and what was noted about them."""
	identities: set[str] = set()
	details: set[str] = set()
	for part in copies.portions(names):
		for table, condition in _tables_of(doctype, part):
			who, what = _texts(table, condition)
			identities |= who
			details |= what
	return Needles(identities, details)


def _tables_of(doctype: str, names: Sequence[str]) -> list[tuple[str, Callable]]:
	"""(DocType, condition on its table) of everything that belongs to these records."""
	found = [(doctype, lambda row: row.name.isin(copies.among(names)))]
	children = ROWS_OF_VISIT if doctype == LOG else ROWS_OF.get(doctype, ())
	found += [
		(child, lambda row: (row.parenttype == doctype) & row.parent.isin(copies.among(names)))
		for child in children
	]
	if doctype == LOG:
		found += [(linked, lambda row: row.visitor_log.isin(copies.among(names))) for linked in OF_VISIT]
	return found


def _texts(doctype: str, condition: Callable) -> tuple[set[str], set[str]]:
	fields = text_fields(doctype)
	if not fields:
		return set(), set()
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(row).select(*(row[field] for field in fields)).where(condition(row))
	who, what = set(), set()
	for values in query.run():
		for field, value in zip(fields, values, strict=True):
			if value and len(value) <= TEXT_ENOUGH:
				(who if field in IDENTIFYING.get(doctype, ()) else what).add(value)
	return who, what


def text_fields(doctype: str) -> list[str]:
	"""Personal fields that hold words."""
	meta, columns = frappe.get_meta(doctype), frappe.db.get_table_columns(doctype)
	return [
		field
		for field, what in PERSONAL.get(doctype, {}).items()
		if what != FILE
		and not field.endswith(NOT_TEXT)
		and meta.has_field(field)
		and field in columns
		and meta.get_field(field).fieldtype in ("Data", "Small Text", "Text", "Long Text", "Text Editor")
	]

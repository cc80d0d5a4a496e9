"""Secrets that stand for one visit and one purpose: the personal page before it, and the code that is scanned at arrival.

A token is 256 random bits. The database holds its SHA-256 alone, so neither a dump nor a filter of a list gives one
away; that is also why a second mail carries a new token instead of the old one. Unknown, expired, revoked, meant for
something else, or not even a text: `find` answers all of them alike, and after one look-up by an exact key.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from office_management.batches import run_in_batches

TOKEN = "Visit Token"
VISIT_PAGE, ARRIVAL = "Visit Page", "Arrival"
PURPOSES = (VISIT_PAGE, ARRIVAL)
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
KEPT_AFTER_EXPIRY = timedelta(days=7)
SWEEP_LIMIT = 5000


def issue(log: str, purpose: str, expires_on: datetime) -> str:
	"""Make a token of one purpose for a visit, and return it: this is the only moment it is known.

	Earlier tokens stay valid, so that the link of an earlier mail still works. Checks no permission: the caller has.

	Args:
		expires_on: from this moment on it opens nothing (site's time zone).
	"""
	if purpose not in PURPOSES:
		raise ValueError(f"no such purpose of a visit's token: {purpose}")
	token = secrets.token_urlsafe(32)
	row = frappe.get_doc(
		{
			"doctype": TOKEN,
			"visitor_log": log,
			"purpose": purpose,
			"token_hash": hash_of(token),
			"expires_on": expires_on,
		}
	)
	# allowed: the caller has checked who may invite to or see this visit; nobody makes these rows by hand
	row.insert(ignore_permissions=True)
	return token


def hash_of(token: str) -> str:
	"""What is stored of a token."""
	return hashlib.sha256(token.encode()).hexdigest()


def find(token: object, purpose: str) -> str | None:
	"""The Visitor Log that a token opens for a purpose; None for anything that opens nothing, whatever the reason."""
	if not isinstance(token, str) or not SHAPE.fullmatch(token):
		return None
	table = frappe.qb.DocType(TOKEN)
	found = (
		frappe.qb.from_(table)
		.select(table.visitor_log)
		.where(table.token_hash == hash_of(token))
		.where((table.purpose == purpose) & (table.is_revoked == 0) & (table.expires_on > now_datetime()))
		.run()
	)
	return found[0][0] if found else None


def note_use(token: str) -> None:
	"""Remember when a token was first used; it stays valid."""
	table = frappe.qb.DocType(TOKEN)
	unused = (table.token_hash == hash_of(token)) & table.used_on.isnull()
	frappe.qb.update(table).set(table.used_on, now_datetime()).where(unused).run()


def revoke(log: str, purpose: str | None = None) -> None:
	"""Let no token of a visit open anything any more (of one purpose, or of all). Checks no permission."""
	table = frappe.qb.DocType(TOKEN)
	query = (
		frappe.qb.update(table)
		.set(table.is_revoked, 1)
		.where((table.visitor_log == log) & (table.is_revoked == 0))
	)
	if purpose:
		query = query.where(table.purpose == purpose)
	query.run()


def postpone(log: str, purpose: str, expires_on: datetime) -> None:
	"""Let the valid tokens of a visit that was moved end with its new time."""
	table = frappe.qb.DocType(TOKEN)
	valid = (table.visitor_log == log) & (table.purpose == purpose) & (table.is_revoked == 0)
	frappe.qb.update(table).set(table.expires_on, expires_on).where(valid).run()


def forget_expired_tokens() -> None:
	"""Nightly: delete what opens nothing any more. Safe to run twice or late."""
	old = frappe.get_all(
		TOKEN,
		filters={"expires_on": ("<", now_datetime() - KEPT_AFTER_EXPIRY)},
		pluck="name",
		order_by="expires_on",
		limit=SWEEP_LIMIT,
	)
	run_in_batches(old, delete_token, size=500)


def delete_token(name: str) -> None:
	"""Delete one row; nothing links to it."""
	frappe.db.delete(TOKEN, {"name": name})

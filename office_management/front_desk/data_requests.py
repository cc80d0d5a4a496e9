"""What a visitor may ask for: a copy of their data (GDPR Art. 15, 20) and its erasure (Art. 17), each on record.

The record says what was asked, when, by whom it was handled and how much there was; never the data itself. Block rules
and legal holds are not part of the copy: they may protect others (Art. 15(4), 23), so a manager answers for them.
"""

import base64
from collections import Counter
from collections.abc import Sequence
from datetime import date

import frappe
from dateutil.relativedelta import relativedelta
from frappe import _
from frappe.utils import get_link_to_form, getdate, now_datetime

from office_management.domain import visit_states
from office_management.domain.found_words import LIKELY, Needles
from office_management.front_desk import anonymising, copies, due, legal_hold
from office_management.front_desk.personal_fields import PERSONAL

REQUEST, VISITOR, LOG, INVITATION = "Visitor Data Request", "Visitor", "Visitor Log", "Visit Invitation"
NOT_TOLD = frozenset({"legal_hold_reason"})
VISIT_FACTS = (
	"name",
	"status",
	"visitor_type",
	"host_name",
	"space",
	"company",
	"source",
	"expected_on",
	"expected_until_on",
	"checked_in_on",
	"checked_out_on",
	"sign_out_method",
	"agreement",
	"agreement_signed_on",
)
# Rows that belong to a visit: DocType -> its fields that are told besides the personal ones.
OF_VISIT = {
	"Access Badge Issue": ("parent", "issued_on", "returned_on"),
	"Evacuation Person": ("parent", "person_state", "marked_on"),
	"Visit Invitee": ("parent", "answer"),
}
TEXTS_OF_INVITATION = ("subject", "message", "reception_note", "cancel_reason")


class VisitStillOpenError(frappe.ValidationError):
	"""Somebody is to be forgotten who is expected, or on site."""


class RequestDateError(frappe.ValidationError):
	"""A request was received in the future."""


# --- the record -----------------------------------------------------------------------------------------------


def check_received(received: str | date | None) -> date:
	"""The day on which a request came in; today when left out. Raises RequestDateError."""
	day = getdate(received) if received else getdate()
	if day > getdate():
		frappe.throw(
			_("A request is received today or earlier.", context="Visitor Data Request"),
			RequestDateError,
		)
	return day


def record(request_type: str, visitor: str, received: date, **values) -> str:
	"""Write down that a request was answered, without the data; returns the record's name."""
	doc = frappe.get_doc(
		{
			"doctype": REQUEST,
			"request_type": request_type,
			"visitor": visitor,
			"received_date": received,
			"due_date": received + relativedelta(months=1),
			"handled_on": now_datetime(),
			"handled_by": frappe.session.user,
			**values,
		}
	)
	# allowed: nobody writes one by hand; the endpoint has checked that the user may answer requests
	return doc.insert(ignore_permissions=True).name


def same_person(visitor: str) -> list[str]:
	"""Other visitors with the same e-mail address: perhaps the same person twice."""
	key = frappe.db.get_value(VISITOR, visitor, "email_key")
	if not key:
		return []
	others = {"email_key": key, "name": ("!=", visitor), "anonymised_on": ("is", "not set")}
	return frappe.get_all(VISITOR, others, pluck="name", order_by="creation", limit=20)


# --- a copy ---------------------------------------------------------------------------------------------------


def export(visitor: str, received: date) -> dict:
	"""Everything that is kept about a visitor, as plain values; the answer is on record. Checks no permission."""
	data = collect(visitor)
	record("Export", visitor, received, visits=len(data["visits"]), files=len(data["files"]))
	return data


def collect(visitor: str) -> dict:
	"""Everything that is kept about a visitor and their visits, as plain values."""
	visits = visits_of(visitor)
	of = ((VISITOR, [visitor]), (LOG, visits))
	return {
		"made_on": now_datetime(),
		"visitor": _rows(VISITOR, "name", [visitor], ("name", "creation", "retain_until_date"))[0],
		"visits": [_visit(row) for row in _rows(LOG, "name", visits, VISIT_FACTS)],
		"invitations": _invitations(visits),
		"badges": _rows("Access Badge Issue", "visitor_log", visits, OF_VISIT["Access Badge Issue"]),
		"evacuations": _rows("Evacuation Person", "visitor_log", visits, OF_VISIT["Evacuation Person"]),
		"comments": [row for what in of for row in _notes("Comment", *what, ("comment_type", "content"))],
		"messages": [
			row for what in of for row in _notes("Communication", *what, ("subject", "recipients", "content"))
		],
		"files": [row for what in of for row in _files(*what)],
	}


def visits_of(visitor: str) -> list[str]:
	"""The visits of a visitor that still say who it was, oldest first."""
	return frappe.get_all(
		LOG, {"visitor": visitor, "anonymised_on": ("is", "not set")}, pluck="name", order_by="creation"
	)


def _rows(doctype: str, field: str, values: Sequence[str], more: Sequence[str] = ()) -> list[dict]:
	fields = [*more, *(name for name in PERSONAL[doctype] if name not in {*more, *NOT_TOLD})]
	meta = frappe.get_meta(doctype)
	fields = [name for name in fields if meta.has_field(name) or name in ("name", "parent", "creation")]
	fields = [name for name in fields if not name.endswith(("_key", "_hash"))]
	if not values:
		return []
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(row).select(*(row[name] for name in fields)).where(row[field].isin(values))
	return query.orderby(row.creation).run(as_dict=True)


def _visit(row: dict) -> dict:
	children = {
		"answers": _rows("Visitor Log Answer", "parent", [row["name"]]),
		"belongings": _rows("Visitor Log Belonging", "parent", [row["name"]]),
	}
	return {**row, **children}


def _invitations(visits: list[str]) -> list[dict]:
	rows = _rows("Visit Invitee", "visitor_log", visits, OF_VISIT["Visit Invitee"])
	for row in rows:
		fields = ["subject", "message", "starts_at", "ends_at", "host_name"]
		row["invitation"] = frappe.db.get_value(INVITATION, row.pop("parent"), fields, as_dict=True)
	return rows


def _notes(copy: str, doctype: str, names: Sequence[str], fields: Sequence[str]) -> list[dict]:
	if not names:
		return []
	return frappe.get_all(
		copy,
		{"reference_doctype": doctype, "reference_name": ("in", names)},
		["creation", *fields],
		order_by="creation",
	)


def _files(doctype: str, names: Sequence[str]) -> list[dict]:
	found = frappe.get_all(
		"File",
		{"attached_to_doctype": doctype, "attached_to_name": ("in", [*names, ""])},
		pluck="name",
		order_by="creation",
	)
	return [_file(frappe.get_doc("File", name)) for name in found]


def _file(file) -> dict:
	content = file.get_content() if file.exists_on_disk() else b""
	content = content if isinstance(content, bytes) else content.encode()
	return {
		"file_name": file.file_name,
		"field": file.attached_to_field,
		"base64": base64.b64encode(content).decode(),
	}


# --- erasure --------------------------------------------------------------------------------------------------


def erase(visitor: str, reason: str, received: date) -> str:
	"""Forget a visitor at once, everywhere; returns the name of the record. Checks no permission.

	Raises:
		VisitStillOpenError, legal_hold.LegalHoldError.
	"""
	legal_hold.check_not_held(visitor)
	visits = visits_of(visitor)
	check_closed(visits)
	needles = anonymising.needles_of(LOG, visits), anonymising.needles_of(VISITOR, [visitor])
	cleaned = sum(copies.scan(looked_for) for looked_for in needles)
	cleaned += copies.remove_unindexed(LOG, visits) + copies.remove_unindexed(VISITOR, [visitor])
	legal_hold.check_not_held(visitor)  # looking took a while
	now = now_datetime()
	invitations = anonymising.invitations_of(visits)
	done = sum((anonymising.visits(part, now) for part in copies.portions(visits)), Counter())
	done += anonymising.visitors([visitor], now)
	for invitation in invitations:
		_erase_from(invitation, needles)
	counts = {"visits": len(visits), "copies": cleaned + done["copies"], "files": done["files"]}
	return record("Erasure", visitor, received, reason=reason, **counts)


def check_closed(visits: Sequence[str]) -> None:
	"""Raises VisitStillOpenError if one of these visits is still to come, or going on."""
	if not visits:
		return
	open_visits = frappe.get_all(
		LOG,
		{"name": ("in", visits), "status": ("in", visit_states.LIVE)},
		["name", "status"],
		order_by="expected_on",
	)
	if open_visits:
		links = ", ".join(
			f"{get_link_to_form(LOG, row.name)} ({_(row.status, context='Visitor Log')})"
			for row in open_visits
		)
		frappe.throw(
			_("Cancel or check out these visits first: {0}", context="Visitor Data Request").format(links),
			VisitStillOpenError,
			title=_("Still Expected or on Site", context="Visitor Data Request"),
		)


def _erase_from(invitation: str, needles: Sequence[Needles]) -> None:
	"""What the host wrote about the visit may name one of several visitors: then the name goes."""
	texts = frappe.db.get_value(INVITATION, invitation, TEXTS_OF_INVITATION, as_dict=True, for_update=True)
	if not texts:
		return
	others = due.known_visits_of(invitation)
	if not others:
		anonymising.invitations([invitation], now_datetime())
		return
	for looked_for in needles:
		texts = {field: text and looked_for.redact(text, LIKELY) for field, text in texts.items()}
	frappe.db.set_value(INVITATION, invitation, texts, update_modified=False)
	anonymising.forget_cached(INVITATION, [invitation])

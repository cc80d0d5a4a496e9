"""What is done with Office Documents: reviewed, withdrawn, put back, replaced; and which lie in the scope of an audit.

The acts check no permission: the endpoints in api.py do. The stored status serves lists; `status_of` is the rule.
"""

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, formatdate, get_link_to_form, getdate
from pypika.terms import Criterion

from office_management import link_search
from office_management.domain import document_states as states
from office_management.erp.people import employee_of

DOCUMENT = "Office Document"
DATES = ("valid_until_date", "next_review_date", "withdrawn_from_date")
AUDITED = (
	"name",
	"title",
	"document_type",
	"document_number",
	"responsible",
	"responsible_name",
	"space",
	"supplier",
	"valid_until_date",
	"original_kept_at",
)


class DocumentWithdrawnError(frappe.ValidationError):
	"""The document is withdrawn or replaced already."""


class DocumentReasonError(frappe.ValidationError):
	"""Withdrawing a document needs a reason."""


class ReviewDateError(frappe.ValidationError):
	"""The next review would not be after today."""


class ReplacedAlreadyError(frappe.ValidationError):
	"""Something else has taken the place of the document already."""


class ReplacesItselfError(frappe.ValidationError):
	"""Documents would replace each other in a circle."""


# --- state ----------------------------------------------------------------------------------------------------


def status_of(document: Document | frappe._dict, on_date=None) -> str:
	"""The status of a document on a day; today when left out."""
	days = [getdate(document.get(field)) if document.get(field) else None for field in DATES]
	return states.status_on(on_date or getdate(), *days)


def refresh_document_statuses() -> None:
	"""Daily: set the stored status, which serves lists, where the day has changed it."""
	fields = ["name", "status", *DATES]
	rows = frappe.get_all(DOCUMENT, {"status": ("!=", states.WITHDRAWN)}, fields, order_by="name")
	changed = {row.name: {"status": status_of(row)} for row in rows if row.status != status_of(row)}
	if changed:
		frappe.db.bulk_update(DOCUMENT, changed, update_modified=False)


# --- acts -----------------------------------------------------------------------------------------------------


def may_review(document: Document) -> bool:
	"""Whether the session's user may say that the document was reviewed: who may write it, and who is responsible."""
	if document.is_new() or not frappe.has_permission(DOCUMENT, "read", doc=document.name):
		return False
	mine = employee_of(frappe.session.user)
	is_own = bool(mine) and mine == document.responsible
	return is_own or frappe.has_permission(DOCUMENT, "write", doc=document.name)


def review(name: str, note: str | None = None, next_review_date=None) -> str | None:
	"""Somebody has looked at the document: with a note, and the day of the next review (else from the months).

	Returns that day. Raises DocumentWithdrawnError, ReviewDateError.
	"""
	document = locked(name)
	check_in_use(document)
	if next_review_date and next_review_date <= getdate():
		message = _("The next review must be after today, not on {0}.", context=DOCUMENT)
		frappe.throw(message.format(bold(formatdate(next_review_date))), ReviewDateError)
	months = cint(document.review_every_months)
	following = next_review_date or (states.months_after(getdate(), months) if months else None)
	document.update(
		{
			"last_reviewed_date": getdate(),
			"reviewed_by": frappe.session.user,
			"review_note": (note or "").strip() or None,
			"next_review_date": following,
		}
	)
	store(document)
	text = _("Reviewed. {0}", context=DOCUMENT).format(escape_html(document.review_note or ""))
	document.add_comment("Info", text.strip())
	return following and str(following)


def withdraw(name: str, reason: str) -> None:
	"""It holds no more. Raises DocumentWithdrawnError, DocumentReasonError."""
	document = locked(name)
	check_in_use(document)
	if not (reason or "").strip():
		message = _("Say why {0} is withdrawn.", context=DOCUMENT)
		frappe.throw(message.format(link(document)), DocumentReasonError)
	document.update(withdrawn_because(reason.strip()))
	store(document)


def put_back(name: str) -> None:
	"""It was withdrawn by mistake. Raises DocumentWithdrawnError where another has taken its place."""
	document = locked(name)
	if document.replacement:
		check_in_use(document)
	document.update(withdrawn_because(None))
	store(document)


def withdrawn_because(reason: str | None, from_date=None) -> dict:
	"""The fields that say since when, by whom and why; all empty without a reason."""
	return {
		"withdrawn_from_date": (from_date or getdate()) if reason else None,
		"withdrawn_by": frappe.session.user if reason else None,
		"withdrawn_reason": reason,
	}


def check_in_use(document: Document) -> None:
	"""Raises DocumentWithdrawnError."""
	if not (document.withdrawn_from_date or document.replacement):
		return
	if document.replacement:
		message = _("{0} was replaced by {1}. Go on with that one.", context=DOCUMENT)
		text = message.format(link(document), get_link_to_form(DOCUMENT, document.replacement))
	else:
		text = _("{0} is withdrawn. Put it back first.", context=DOCUMENT).format(link(document))
	frappe.throw(text, DocumentWithdrawnError)


def locked(name: str) -> Document:
	"""The document as it is now, its row locked."""
	return frappe.get_doc(DOCUMENT, name, for_update=True)


def store(document: Document) -> None:
	"""Save what an act has changed."""
	document.flags.by_act = True
	document.save(ignore_permissions=True)  # the caller has checked


def link(document: Document) -> str:
	"""The document as messages name it."""
	return bold(get_link_to_form(DOCUMENT, document.name, escape_html(document.title or "")))


# --- what replaces what ---------------------------------------------------------------------------------------


def check_replaceable(document: Document) -> None:
	"""While a document is validated: what it takes the place of is free, the user's to change, and not itself.

	Raises ReplacesItselfError, ReplacedAlreadyError, frappe.PermissionError.
	"""
	old = locked(document.replaces)
	if not document.flags.ignore_permissions:
		frappe.has_permission(DOCUMENT, "write", doc=old.name, throw=True)
	if old.replacement and old.replacement != document.name:
		message = _("{0} was replaced by {1} already. Replace that one instead.", context=DOCUMENT)
		other = get_link_to_form(DOCUMENT, old.replacement)
		frappe.throw(message.format(link(old), other), ReplacedAlreadyError)
	if document.name in chain_before(document.replaces):
		message = _("{0} cannot take the place of what took its own place.", context=DOCUMENT)
		frappe.throw(message.format(bold(escape_html(document.title))), ReplacesItselfError)


def chain_before(name: str | None) -> list[str]:
	"""The document and all those it replaced, the latest first."""
	found: list[str] = []
	while name and name not in found:
		found.append(name)
		name = frappe.db.get_value(DOCUMENT, name, "replaces")
	return found


def follow_replaced(document: Document) -> None:
	"""After a document is stored: what it takes the place of says so, and is withdrawn once this one begins."""
	before = document.get_doc_before_save()
	was = before.replaces if before else None
	if was and was != document.replaces:
		give_back(was, document.name)
	if document.replaces and (was != document.replaces or document.has_value_changed("valid_from_date")):
		take_place(document)


def take_place(document: Document) -> None:
	old = locked(document.replaces)
	from_date = max(getdate(document.valid_from_date), getdate()) if document.valid_from_date else getdate()
	reason = _("Replaced by {0}", context=DOCUMENT).format(document.title)
	old.update({"replacement": document.name, **withdrawn_because(reason, from_date)})
	store(old)


def give_back(name: str, by: str) -> None:
	"""It is not replaced by that one after all."""
	if not frappe.db.exists(DOCUMENT, name):
		return
	old = locked(name)
	if old.replacement == by:
		old.update({"replacement": None, **withdrawn_because(None)})
		store(old)


def let_go(document: Document) -> None:
	"""Before a document is deleted: what it replaced holds again, and what replaced it names it no more."""
	if document.replaces:
		give_back(document.replaces, document.name)
	table = frappe.qb.DocType(DOCUMENT)
	frappe.qb.update(table).set(table.replaces, None).where(table.replaces == document.name).run()


# --- for audits, links and calendars --------------------------------------------------------------------------


def in_scope(
	company: str, space: str | None = None, document_type: str | None = None, responsible: str | None = None
) -> list[frappe._dict]:
	"""The documents in use of a company: at a place with all below it, of a type, of a person; by type and title."""
	table = frappe.qb.DocType(DOCUMENT)
	wanted = [table.company == company]
	for field, value in (("document_type", document_type), ("responsible", responsible)):
		if value:
			wanted.append(table[field] == value)
	query = frappe.qb.from_(table).select(*(table[field] for field in (*AUDITED, *DATES[1:])))
	if space:
		from office_management.office_space import api as office_space  # which needs this module's api itself

		left, right = office_space.interval_of(space, [frappe.session.user])
		location = frappe.qb.DocType("Location")
		query = query.join(location).on(location.name == table.space)
		wanted.append(location.lft[left:right])
	query = query.where(Criterion.all(wanted)).orderby(table.document_type).orderby(table.title)
	rows = query.orderby(table.name).run(as_dict=True)
	for row in rows:
		row.status = status_of(row)
	return [row for row in rows if row.status != states.WITHDRAWN]


def calendar_events(first, last, filters: list) -> list[dict]:
	"""What runs out and what is to be reviewed in a period; only documents the user may see."""
	found = []
	for field, kind in (("valid_until_date", states.EXPIRY), ("next_review_date", states.REVIEW)):
		wanted = [
			*filters,
			[DOCUMENT, field, "between", [first, last]],
			[DOCUMENT, "replacement", "is", "not set"],
		]
		fields = ["name", "title", "status", field]
		found += [
			{
				"name": row.name,
				"status": row.status,
				"title": event_title(row.title, kind),
				"start": row[field],
				"end": row[field],
				"all_day": 1,
				"kind": kind,
			}
			for row in frappe.get_list(DOCUMENT, wanted, fields, order_by=field, limit=0)
			if row.status != states.WITHDRAWN
		]
	return found


def event_title(title: str, kind: str) -> str:
	"""What stands in the calendar."""
	if kind == states.EXPIRY:
		return _("{0}: last day", context=DOCUMENT).format(title)
	return _("{0}: review", context=DOCUMENT).format(title)


def search(txt: str, start, page_length, filters, as_dict) -> list:
	"""Documents for a Link field, by title or number; only those the user may see."""
	known = {
		"shown": ("title", "document_type", "status"),
		"searched": ("title", "document_number"),
		"order_by": "title, name",
	}
	return link_search.search(DOCUMENT, txt, filters, start, page_length, as_dict, **known)

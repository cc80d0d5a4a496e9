"""What visitors sign before they come in: versions that never change once published, and signatures kept with a visit.

A visitor type names an agreement; the version that counts is the newest published one of its line (each version
`supersedes` the one before). Which version a visitor signed stays with the visit.
"""

from datetime import timedelta

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import escape_html, get_link_to_form, now_datetime
from frappe.utils.html_utils import sanitize_html

from office_management.front_desk import pictures

LOG = "Visitor Log"
TYPE = "Visitor Type"
AGREEMENT = "Visitor Agreement"
DRAFT, PUBLISHED, SUPERSEDED = "Draft", "Published", "Superseded"
LONGEST_LINE = 1000
"""Versions of one agreement that are followed at most."""
TERMS = ("title", "version", "body", "valid_days", "supersedes")


class AgreementChangedError(frappe.ValidationError):
	"""What was read is not the version that must be signed now."""


class AgreementNotDraftError(frappe.ValidationError):
	"""Only a draft can be published."""


class NewerDraftError(frappe.ValidationError):
	"""A version takes the place of the newest published one, not of an older one."""


# --- which one, and whether -----------------------------------------------------------------------------------


def current(agreement: str | None) -> str | None:
	"""The published version that stands in for this one today; None when nothing is published."""
	for _step in range(LONGEST_LINE):
		if not agreement:
			return None
		if frappe.db.get_value(AGREEMENT, agreement, "status") == PUBLISHED:
			return agreement
		filters = {"supersedes": agreement, "status": ("!=", DRAFT)}
		agreement = frappe.db.get_value(AGREEMENT, filters, "name")
	return None


def required(visitor_type: str) -> str | None:
	"""The version that visitors of this type sign; None for none."""
	return current(frappe.get_cached_value(TYPE, visitor_type, "agreement"))


def needed(log: str | Document) -> str | None:
	"""The agreement that must be signed before this visitor comes in; None when there is none, or it is signed.

	A signature counts for the version that is required now, and for its `valid_days`, also when it was given at an
	earlier visit.
	"""
	visit = log if isinstance(log, Document) else frappe.get_doc(LOG, log)
	agreement = required(visit.visitor_type)
	if not agreement or signed_on(visit, agreement):
		return None
	return agreement


def signed_on(visit: Document, agreement: str):
	"""When the visitor signed this version, as far as it still counts; None when not."""
	since = valid_since(agreement)
	if visit.agreement == agreement and visit.agreement_signed_on:
		return visit.agreement_signed_on
	filters = {
		"visitor": visit.visitor,
		"agreement": agreement,
		"agreement_signed_on": (">=", since) if since else ("is", "set"),
		"signature": ("is", "set"),
	}
	return visit.visitor and frappe.db.get_value(
		LOG, filters, "agreement_signed_on", order_by="agreement_signed_on desc"
	)


def valid_since(agreement: str):
	"""The moment since which signatures count; None when they do as long as the text stands."""
	days = frappe.db.get_value(AGREEMENT, agreement, "valid_days")
	return now_datetime() - timedelta(days=days) if days else None


def keep_earlier(log: Document) -> None:
	"""Keep with a visit that the visitor signed before, and which version. Sets fields, stores nothing."""
	agreement = required(log.visitor_type)
	if agreement and log.agreement != agreement and (earlier := signed_on(log, agreement)):
		log.agreement, log.agreement_signed_on = agreement, earlier


def text_of(agreement: str, language: str | None = None) -> dict:
	"""What the visitor reads: title, version, language and body (safe HTML), in their language where there is one."""
	doc = frappe.get_cached_doc(AGREEMENT, agreement)
	texts = {row.language: row.body for row in doc.texts}
	wanted = [language, (language or "").split("-")[0]]
	found = next((name for name in wanted if name and name in texts), None)
	return {
		"title": doc.title,
		"version": doc.version,
		"language": found,
		"body": sanitize_html(texts[found] if found else doc.body or "", linkify=False, always_sanitize=True),
	}


# --- signing --------------------------------------------------------------------------------------------------


def sign(log: str, agreement: str, picture: str, language: str | None = None) -> None:
	"""Keep that the visitor of this visit has signed. The second time nothing happens. Checks no permission.

	Args:
		log: a Visitor Log.
		agreement: the version that was shown; another one than is required now is refused.
		picture: the signature, a data URL of a PNG or JPEG picture.
		language: in which it was read.

	Raises:
		AgreementChangedError, pictures.PictureError.
	"""
	visit = frappe.get_doc(LOG, log, for_update=True)
	wanted = required(visit.visitor_type)
	if visit.agreement == agreement and visit.agreement_signed_on and visit.signature:
		return
	if not wanted or agreement != wanted:
		refuse_old_version()
	signature = pictures.keep_picture(picture, log, "signature")
	values = {
		"agreement": agreement,
		"agreement_signed_on": now_datetime(),
		"agreement_language": text_of(agreement, language)["language"],
		"signature": signature,
	}
	visit.db_set(values, update_modified=False)


def refuse_old_version() -> None:
	frappe.throw(
		_("The text to sign has changed. Read it again, then sign.", context=AGREEMENT),
		AgreementChangedError,
		title=_("New Version", context=AGREEMENT),
	)


# --- versions -------------------------------------------------------------------------------------------------


def publish(agreement: str) -> None:
	"""Publish a draft: it takes the place of the version before it, everywhere. Checks no permission.

	Raises AgreementNotDraftError or NewerDraftError.
	"""
	doc = frappe.get_doc(AGREEMENT, agreement, for_update=True)
	if doc.status == PUBLISHED:
		return
	if doc.status != DRAFT:
		refuse_publishing(doc)
	if doc.supersedes:
		supersede(doc)
	doc.status, doc.published_on, doc.published_by = PUBLISHED, now_datetime(), frappe.session.user
	doc.flags.publishing = True
	doc.save()


def supersede(doc: Document) -> None:
	"""The version before takes nobody's signature any more."""
	status = frappe.db.get_value(AGREEMENT, doc.supersedes, "status", for_update=True)
	if status == SUPERSEDED:
		frappe.throw(
			_(
				"{0} has been replaced by another version meanwhile. Start from the newest.",
				context=AGREEMENT,
			).format(link(doc.supersedes)),
			NewerDraftError,
		)
	frappe.db.set_value(AGREEMENT, doc.supersedes, "status", SUPERSEDED)
	for visitor_type in frappe.get_all(TYPE, {"agreement": doc.supersedes}, pluck="name", order_by="name"):
		frappe.db.set_value(TYPE, visitor_type, "agreement", doc.name)


def refuse_publishing(doc: Document) -> None:
	frappe.throw(
		_("{0} is {1}. Make a new version and publish that.", context=AGREEMENT).format(
			link(doc.name), bold(_(doc.status, context=AGREEMENT))
		),
		AgreementNotDraftError,
	)


def new_version(agreement: str) -> str:
	"""A draft that takes the place of the newest published version of this line; the one that is there, if any.

	Checks no permission. Raises frappe.PermissionError through `insert`.
	"""
	base = current(agreement) or agreement
	there = frappe.db.get_value(AGREEMENT, {"supersedes": base, "status": DRAFT}, "name")
	if there or frappe.db.get_value(AGREEMENT, base, "status") == DRAFT:
		return there or base
	old = frappe.get_doc(AGREEMENT, base)
	draft = frappe.copy_doc(old)
	draft.update({"supersedes": base, "status": DRAFT})
	return draft.insert().name


def next_version(title: str) -> int:
	"""The number of the next version under a title."""
	table = frappe.qb.DocType(AGREEMENT)
	rows = (
		frappe.qb.from_(table).select(table.version).where(table.title == title).for_update().run(pluck=True)
	)
	return 1 + max(rows, default=0)


def link(agreement: str) -> str:
	"""The version as messages name it."""
	return bold(get_link_to_form(AGREEMENT, agreement, escape_html(agreement)))


def signatures(agreement: str) -> int:
	"""How many visits keep a signature of this version."""
	return frappe.db.count(LOG, {"agreement": agreement})


# --- on paper -------------------------------------------------------------------------------------------------


def signed_agreement(visit: Document) -> dict | None:
	"""What was signed at a visit, for print: title, version, body, and the signature where the reader may see it.

	The picture is part of the page (a data URL), so that nothing else needs the right to open the file.
	"""
	if not visit.agreement or not visit.agreement_signed_on:
		return None
	visit.check_permission("print")
	may_see = "signature" in visit.meta.get_permitted_fieldnames()
	return frappe._dict(
		text_of(visit.agreement, visit.agreement_language),
		signature=pictures.as_data_url(visit.signature) if may_see else None,
		is_earlier=not visit.signature,
	)

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr

from office_management.front_desk import agreements
from office_management.office_administration import api as administration
from office_management.retries import with_retries

AGREEMENT = "Visitor Agreement"
DECIDED = ("status", "published_on", "published_by", "version")


class AgreementPublishedError(frappe.ValidationError):
	"""A published text was to be changed."""


class AgreementSignedError(frappe.ValidationError):
	"""Somebody has signed the version that was to be deleted."""


class AgreementStatusError(frappe.ValidationError):
	"""The status was to be changed by other ways than publishing."""


class AgreementLanguageError(frappe.ValidationError):
	"""Two texts of one language."""


class VisitorAgreement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visitor_agreement_text.visitor_agreement_text import (
			VisitorAgreementText,
		)

		body: DF.TextEditor
		published_by: DF.Link | None
		published_on: DF.Datetime | None
		status: DF.Literal["Draft", "Published", "Superseded"]
		supersedes: DF.Link | None
		texts: DF.Table[VisitorAgreementText]
		title: DF.Data
		valid_days: DF.Int
		version: DF.Int
	# end: auto-generated types

	def before_naming(self):
		"""The number of the version is part of the name."""
		self.title = cstr(self.title).strip()
		self.version = agreements.next_version(self.title)

	def validate(self):
		self.check_published()
		self.check_decided()
		self.check_languages()
		administration.clean_texts(self)

	def on_trash(self):
		self.check_signed()

	def check_published(self):
		"""What was published stays as it is: people have signed it."""
		before = self.get_doc_before_save()
		if before and before.status != agreements.DRAFT and terms(self) != terms(before):
			frappe.throw(
				_(
					"{0} is published, and its text never changes. Make a new version.", context=AGREEMENT
				).format(bold(frappe.utils.escape_html(self.name))),
				AgreementPublishedError,
				title=_("Published", context=AGREEMENT),
			)

	def check_decided(self):
		"""Status and publication are set by publishing alone."""
		before = self.get_doc_before_save()
		if before is None:
			self.status, self.published_on, self.published_by = agreements.DRAFT, None, None
		elif not self.flags.publishing and any(self.has_value_changed(field) for field in DECIDED):
			frappe.throw(
				_("Use the button {0}: the status follows from it.", context=AGREEMENT).format(
					bold(_("Publish", context=AGREEMENT))
				),
				AgreementStatusError,
				title=_("Status", context=AGREEMENT),
			)

	def check_languages(self):
		"""One text for each language."""
		languages = [row.language for row in self.texts]
		twice = next((name for name in languages if languages.count(name) > 1), None)
		if twice:
			frappe.throw(
				_("There are two texts in {0}. Keep one.", context=AGREEMENT).format(bold(twice)),
				AgreementLanguageError,
			)

	def check_signed(self):
		"""What somebody signed is kept."""
		count = agreements.signatures(self.name)
		if count:
			frappe.throw(
				_(
					"{0} was signed {1} times and cannot be deleted. Publish a new version instead.",
					context=AGREEMENT,
				).format(bold(frappe.utils.escape_html(self.name)), bold(count)),
				AgreementSignedError,
				title=_("Signed", context=AGREEMENT),
			)


def terms(doc: Document) -> tuple:
	"""What people agree to."""
	texts = tuple((row.language, row.body) for row in doc.texts)
	return tuple(doc.get(field) or None for field in agreements.TERMS), texts


@frappe.whitelist(methods=["POST"])
def publish(agreement: str) -> None:
	"""Publish a draft; from now on visitors sign this version. Raises AgreementNotDraftError or NewerDraftError."""
	frappe.has_permission(AGREEMENT, "write", doc=agreement, throw=True)
	with_retries(lambda: agreements.publish(agreement))


@frappe.whitelist(methods=["POST"])
def new_version(agreement: str) -> str:
	"""The draft of the next version, made if there is none; answers its name."""
	frappe.has_permission(AGREEMENT, "create", throw=True)
	return agreements.new_version(agreement)

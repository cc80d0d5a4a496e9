import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_link_to_form, getdate, now_datetime

from office_management.domain import finding_states as states
from office_management.erp.people import employee_facts
from office_management.office_administration import api as administration
from office_management.office_audits import evidence, findings
from office_management.office_audits.finding_permissions import may_decide
from office_management.office_audits.permissions import may_use

DOCTYPE = "Audit Finding"
OWN = (
	"found_by",
	"found_on",
	"repeats",
	"times_found",
	"audit_asset_line",
	"source_task",
	"line_key",
	"facility_task",
	"quality_action",
	"done_by",
	"done_on",
	"verified_by",
	"verified_on",
	"by_one_person",
	"verify_reason",
	"rejected_reason",
	"escalated_on",
	"notice_due_on",
	"sightings",
)
"""Written by our own code; what a client sends is put back."""
DECIDED = (
	"title",
	"description",
	"severity",
	"due_date",
	"company",
	"space",
	"asset",
	"supplier",
	"responsible",
	"office_audit",
)
"""What is wrong, how bad it is, who mends it and until when: not for who mends it to change."""
READ_BY_LINK = {"office_audit": "Office Audit"}


class FindingLockedError(frappe.ValidationError):
	"""The finding is verified: nothing about it changes any more."""


class FindingRightError(frappe.PermissionError, frappe.ValidationError):
	"""Who mends a finding does not decide what is wrong and until when."""


class FindingCompanyError(frappe.ValidationError):
	"""Place, asset and finding are of different companies."""


class AuditFinding(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.office_audits.doctype.audit_finding_sighting.audit_finding_sighting import (
			AuditFindingSighting,
		)
		from office_management.office_audits.doctype.audit_photo.audit_photo import AuditPhoto

		asset: DF.Link | None
		audit_asset_line: DF.Link | None
		by_one_person: DF.Check
		cause: DF.SmallText | None
		company: DF.Link | None
		description: DF.Text | None
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		due_date: DF.Date | None
		escalated_on: DF.Datetime | None
		facility_task: DF.Link | None
		found_by: DF.Link | None
		found_on: DF.Datetime | None
		line_key: DF.Data | None
		measure: DF.SmallText | None
		notice_due_on: DF.Datetime | None
		office_audit: DF.Link | None
		photos: DF.Table[AuditPhoto]
		quality_action: DF.Link | None
		rejected_reason: DF.SmallText | None
		repeats: DF.Link | None
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		severity: DF.Literal["Low", "Medium", "High", "Critical"]
		sightings: DF.Table[AuditFindingSighting]
		source_task: DF.Link | None
		space: DF.Link | None
		status: DF.Literal["Open", "In Progress", "Done", "Verified", "Rejected"]
		supplier: DF.Link | None
		times_found: DF.Int
		title: DF.Data
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
		verify_reason: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		self.check_not_closed()
		self.keep_own_fields()
		self.check_who_decides()
		self.fill_in()
		self.check_company()
		self.check_new_links()
		self.check_photos()
		self.stamp_photos()
		findings.change_status(self)
		self.name_responsible()
		self.settle_due_date()
		self.note_whom_to_tell()
		administration.clean_texts(self)
		administration.keep_formulas_text(self)

	def on_trash(self) -> None:
		self.check_not_closed()
		frappe.db.set_value(DOCTYPE, {"repeats": self.name}, "repeats", None, update_modified=False)

	# --- guards -----------------------------------------------------------------------------------------------

	def check_not_closed(self) -> None:
		status = not self.is_new() and frappe.db.get_value(DOCTYPE, self.name, "status", for_update=True)
		if status == states.VERIFIED:
			frappe.throw(
				_(
					"{0} is verified, and stays as it is. If it is wrong again, raise a new finding: it will name this"
					" one.",
					context="Audit Finding",
				).format(findings.link(self)),
				FindingLockedError,
			)

	def keep_own_fields(self) -> None:
		"""Put back what only our own code writes."""
		if not self.flags.by_act:
			before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
			for field in OWN:
				self.set(field, before.get(field))
		if self.is_new():
			self.severity = self.severity or "Medium"

	def check_who_decides(self) -> None:
		before = self.get_doc_before_save()
		if not before or self.flags.by_act or self.flags.ignore_permissions or may_decide(before):
			return
		changed = [self.meta.get_label(field) for field in DECIDED if self.has_value_changed(field)]
		if changed:
			frappe.throw(
				_("Only managers and auditors change this of {0}: {1}.", context="Audit Finding").format(
					findings.link(self), bold(", ".join(_(label, context=DOCTYPE) for label in changed))
				),
				FindingRightError,
			)

	# --- what follows from what was chosen --------------------------------------------------------------------

	def fill_in(self) -> None:
		self.title = cstr(self.title).strip()
		self.space = self.space or findings.place_of(self.asset)
		if not self.is_new() and not self.has_value_changed("space") and not self.has_value_changed("asset"):
			return
		for doctype, name in (("Office Space", self.space), ("Asset", self.asset)):
			theirs = name and frappe.db.get_value(doctype, name, "company")
			if theirs and (self.is_new() or not self.company):
				self.company = theirs  # Frappe fills in the user's own company, so the place decides
				break
		self.company = self.company or administration.setting("office_company")
		if self.is_new():
			findings.recognise(self)

	def check_photos(self) -> None:
		if not self.flags.by_act:
			evidence.check_new_photos(self)

	def stamp_photos(self) -> None:
		for row in self.photos:
			row.taken_on = row.taken_on or now_datetime()
			row.taken_by = row.taken_by or frappe.session.user

	def name_responsible(self) -> None:
		"""Also for who may not read employees: Frappe's own way (`fetch_from`) tells them so at each choice."""
		facts = employee_facts([self.responsible] if self.responsible else [])
		self.responsible_name = facts[self.responsible].employee_name if self.responsible in facts else None

	def settle_due_date(self) -> None:
		"""The last day to mend it comes from the severity, until somebody chooses another."""
		before = self.get_doc_before_save()
		chosen = self.due_date and (not before or getdate(self.due_date) != getdate(before.due_date))
		if not chosen and (not before or not self.due_date or self.has_value_changed("severity")):
			self.due_date = states.mend_by(getdate(self.found_on), self.severity, days_to_mend())
		if before and self.escalated_on and getdate(self.due_date) > getdate(before.due_date):
			self.escalated_on = None

	def note_whom_to_tell(self) -> None:
		"""Who is responsible from now on is told by the next sweep."""
		if self.responsible and (self.is_new() or self.has_value_changed("responsible")):
			self.notice_due_on = now_datetime()

	# --- rules ------------------------------------------------------------------------------------------------

	def check_company(self) -> None:
		for doctype, name in (("Office Space", self.space), ("Asset", self.asset)):
			theirs = name and frappe.db.get_value(doctype, name, "company")
			if theirs and self.company and theirs != self.company:
				frappe.throw(
					_(
						"{0} belongs to {1}, and the finding to {2}. Choose the company of the place.",
						context="Audit Finding",
					).format(
						get_link_to_form(doctype, name),
						bold(escape_html(theirs)),
						bold(escape_html(self.company)),
					),
					FindingCompanyError,
				)

	def check_new_links(self) -> None:
		"""Only what the user may see is named. What our own code writes was checked before."""
		if self.flags.ignore_permissions:
			return
		if self.space and self.has_value_changed("space") and not may_use(self.space):
			raise frappe.PermissionError
		for field, doctype in READ_BY_LINK.items():
			if self.get(field) and self.has_value_changed(field):
				frappe.has_permission(doctype, "read", doc=self.get(field), throw=True)


def days_to_mend() -> dict[str, int]:
	"""{severity: days}, as the settings say."""
	return {
		severity: administration.setting(f"mend_days_{severity.lower()}") or 0
		for severity in states.SEVERITIES
	}

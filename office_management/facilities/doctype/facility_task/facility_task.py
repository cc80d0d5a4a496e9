from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html

from office_management.domain.task_states import CLOCK_RUNS, CLOSED, OPEN
from office_management.erp.people import employee_of
from office_management.facilities import (
	assignment,
	checklists,
	clocks,
	follow_ups,
	handovers,
	merging,
	moves,
	notices,
	plans,
	reporters,
	task_views,
)
from office_management.facilities.permissions import SEE_ALL, TECHNICIAN, holds, may_use
from office_management.office_administration import api as administration
from office_management.retries import TryAgainError

CLOCK = (
	"respond_by",
	"responded_on",
	"at_risk_on",
	"due_by_clock",
	"opened_on",
	"started_on",
	"started_by",
	"completed_on",
	"completed_by",
	"closed_on",
	"waited_minutes",
	"response_minutes",
	"resolution_minutes",
	"verified_by",
	"verified_on",
	"verify_reason",
	"is_verified_by_one_person",
	"reopened_on",
	"requested_by_name",
)
"""Written by our own code while the task is validated; what a client sends is put back."""

ORIGIN = (
	"source",
	"plan",
	"occurrence_date",
	"occurrence_key",
	"follows_task",
	"follows_line_key",
	"merged_into",
)
"""Where the task comes from: our own code may say so (it saves with `ignore_permissions`), people may not."""

OWN_TABLES = ("holds", "notices")
"""Rows that only our own code adds."""

GONE_ASSETS = ("Scrapped", "Sold")


class TaskBusyError(TryAgainError):
	"""Somebody else is changing the same task at this moment."""


class TaskCompanyError(frappe.ValidationError):
	"""The place or the asset belongs to another company."""


class TaskAssetError(frappe.ValidationError):
	"""The asset is scrapped, sold or cancelled."""


class TaskCategoryError(frappe.ValidationError):
	"""The category is no longer used."""


@contextmanager
def friendly_when_busy() -> Iterator[None]:
	"""Say "try again" where two people meet at one task, instead of a server error. The transaction is lost all the same."""
	try:
		yield
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		frappe.throw(
			_(
				"Somebody else is changing this task at this moment. Please try again.",
				context="Facility Task",
			),
			TaskBusyError,
			title=_("Please Try Again", context="Facility Task"),
		)


class FacilityTask(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.facilities.doctype.facility_task_answer.facility_task_answer import (
			FacilityTaskAnswer,
		)
		from office_management.facilities.doctype.facility_task_handover.facility_task_handover import (
			FacilityTaskHandover,
		)
		from office_management.facilities.doctype.facility_task_hold.facility_task_hold import (
			FacilityTaskHold,
		)
		from office_management.facilities.doctype.facility_task_material.facility_task_material import (
			FacilityTaskMaterial,
		)
		from office_management.facilities.doctype.facility_task_notice.facility_task_notice import (
			FacilityTaskNotice,
		)
		from office_management.facilities.doctype.facility_task_reporter.facility_task_reporter import (
			FacilityTaskReporter,
		)

		asset: DF.Link | None
		at_risk_on: DF.Datetime | None
		category: DF.Link | None
		checklist: DF.Table[FacilityTaskAnswer]
		checklist_template: DF.Link | None
		closed_on: DF.Datetime | None
		company: DF.Link | None
		completed_by: DF.Link | None
		completed_on: DF.Datetime | None
		contract: DF.Link | None
		description: DF.Text | None
		due_by_clock: DF.Check
		due_on: DF.Datetime | None
		follows_line_key: DF.Data | None
		follows_task: DF.Link | None
		from_department: DF.Link | None
		handover_status: DF.Literal["", "Asked", "Accepted", "Returned"]
		handovers: DF.Table[FacilityTaskHandover]
		holds: DF.Table[FacilityTaskHold]
		insurance_claim: DF.Data | None
		is_missed: DF.Check
		is_verified_by_one_person: DF.Check
		materials: DF.Table[FacilityTaskMaterial]
		merged_into: DF.Link | None
		notices: DF.Table[FacilityTaskNotice]
		occurrence_date: DF.Date | None
		occurrence_key: DF.Data | None
		opened_on: DF.Datetime | None
		outcome: DF.Text | None
		plan: DF.Link | None
		reopened_on: DF.Datetime | None
		reporters: DF.Table[FacilityTaskReporter]
		requested_by: DF.Link | None
		requested_by_name: DF.Data | None
		resolution_minutes: DF.Int
		respond_by: DF.Datetime | None
		responded_on: DF.Datetime | None
		response_minutes: DF.Int
		source: DF.Literal["Request", "Plan", "Audit", "Visit", "Booking", "Manual"]
		space: DF.Link | None
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Open", "In Progress", "On Hold", "Done", "Verified", "Skipped", "Cancelled"]
		status_reason: DF.SmallText | None
		subject: DF.Data
		supplier: DF.Link | None
		to_department: DF.Link | None
		urgency: DF.Literal["Low", "Normal", "High", "Emergency"]
		verified_by: DF.Link | None
		verified_on: DF.Datetime | None
		verify_reason: DF.SmallText | None
		waited_minutes: DF.Int
	# end: auto-generated types

	def onload(self):
		self.set_onload("acts", task_views.acts_of(self))

	def insert(self, *args, **kwargs):
		with friendly_when_busy():
			return super().insert(*args, **kwargs)

	def save(self, *args, **kwargs):
		with friendly_when_busy():
			return super().save(*args, **kwargs)

	def validate(self):
		self.guard_fields()
		self.tidy()
		if not self.subject:
			return  # Frappe says so right after this
		self.fill_in()
		self.check_company()
		self.check_new_links()
		self.check_place_permitted()
		checklists.prepare(self)
		clocks.set_clocks(self)
		handovers.prepare(self)
		merging.check_not_merged(self)
		moves.change_status(self)
		self.settle_clocks()
		administration.clean_texts(self)

	def on_update(self):
		assignment.follow_status(self)
		notices.task_saved(self)
		reporters.task_changed(self)
		handovers.task_changed(self)
		if self.has_value_changed("status") and self.status in CLOSED:
			plans.task_closed(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")

	def on_trash(self):
		follow_ups.task_deleted(self)

	# --- fields of our own ------------------------------------------------------------------------------------

	def guard_fields(self):
		"""Put back what only our own code writes."""
		before = self.get_doc_before_save() or frappe.new_doc(self.doctype)
		trusted = self.flags.ignore_permissions or frappe.session.user == "Administrator"
		for field in CLOCK if trusted else (*CLOCK, *ORIGIN):
			self.set(field, before.get(field))
		for table in OWN_TABLES:
			self.set(table, before.get(table))
		reporters.keep_rows(self)

	def tidy(self):
		"""One form for each value; what may be left out gets its default."""
		self.subject = cstr(self.subject).strip()
		self.status = self.status or OPEN
		self.urgency = self.urgency or "Normal"
		self.source = self.source or "Manual"

	def fill_in(self):
		"""What follows from what was chosen: place and company of the asset, supplier of the category, who asks."""
		self.fill_place()
		if self.is_new() or self.has_value_changed("category"):
			category = self.category and frappe.get_cached_doc("Facility Task Category", self.category)
			self.supplier = self.supplier or (category and category.supplier) or None
		if self.is_new():
			self.fill_requester()
		self.fill_names()

	def fill_names(self):
		"""Kept here, not by fetch_from: that asks for the right to read Employee and Item, which few of our people have."""
		name = self.requested_by and frappe.db.get_value("Employee", self.requested_by, "employee_name")
		self.requested_by_name = name or None
		for row in self.materials:
			row.item_name = row.item_code and frappe.get_cached_value("Item", row.item_code, "item_name")

	def fill_place(self):
		facts = ["location", "company"]
		asset = self.asset and frappe.db.get_value("Asset", self.asset, facts, as_dict=True)
		if asset and not self.space and frappe.db.exists("Office Space", asset.location):
			self.space = asset.location
		theirs = self.space and frappe.db.get_value("Office Space", self.space, "company")
		if theirs and (self.is_new() or not self.has_value_changed("company")):
			self.company = theirs  # Frappe fills in the user's own company, so the place decides
		self.company = self.company or (asset and asset.company) or administration.setting("office_company")

	def fill_requester(self):
		"""Who holds no office role asks for themselves."""
		user = frappe.session.user
		if not self.flags.ignore_permissions and not holds(SEE_ALL | {TECHNICIAN}, user):
			self.requested_by, self.source = employee_of(user), "Request"
		if self.requested_by and not self.from_department:
			self.from_department = frappe.db.get_value("Employee", self.requested_by, "department")

	def settle_clocks(self):
		"""A wait that ended with this save has moved the due time; so moves the moment from when it is at risk."""
		if self.flags.due_moved and self.status in CLOCK_RUNS:
			clocks.set_at_risk(self, clocks.target_of(self))

	# --- rules ------------------------------------------------------------------------------------------------

	def check_company(self):
		for doctype, name in (("Office Space", self.space), ("Asset", self.asset)):
			theirs = name and frappe.db.get_value(doctype, name, "company")
			if theirs and self.company and theirs != self.company:
				frappe.throw(
					_(
						"{0} belongs to {1}, and the task to {2}. Choose the company of the place.",
						context="Facility Task",
					).format(
						frappe.utils.get_link_to_form(doctype, name),
						bold(escape_html(theirs)),
						bold(escape_html(self.company)),
					),
					TaskCompanyError,
				)

	def check_new_links(self):
		"""Only what is chosen now is looked at: what was right then stays."""
		if self.asset and (self.is_new() or self.has_value_changed("asset")):
			docstatus, status = frappe.db.get_value("Asset", self.asset, ["docstatus", "status"]) or (0, None)
			if docstatus == 2 or status in GONE_ASSETS:
				frappe.throw(
					_(
						"{0} is no longer there ({1}). Choose another asset, or only a place.",
						context="Facility Task",
					).format(frappe.utils.get_link_to_form("Asset", self.asset), _(status)),
					TaskAssetError,
				)
		if self.category and not self.plan and (self.is_new() or self.has_value_changed("category")):
			self.check_category()

	def check_category(self):
		if frappe.get_cached_value("Facility Task Category", self.category, "disabled"):
			frappe.throw(
				_("The category {0} is disabled. Choose another one.", context="Facility Task").format(
					bold(escape_html(self.category))
				),
				TaskCategoryError,
			)

	def check_place_permitted(self):
		"""The right to save was tested for the place it was in; moving it asks for the new place as well."""
		if self.is_new() or self.flags.ignore_permissions or not self.has_value_changed("space"):
			return
		if self.space and not may_use(self.space, self.doctype):
			frappe.throw(
				_(
					"You are limited to some places, and {0} is not among them.", context="Facility Task"
				).format(bold(escape_html(self.space))),
				frappe.PermissionError,
			)


OPENED_INDEX = (["opened_on", "category", "space"], "task_opened_where")


def on_doctype_update():
	frappe.db.add_index("Facility Task", ["status", "due_on"], "task_due")
	frappe.db.add_index("Facility Task", ["status", "respond_by"], "task_respond")
	frappe.db.add_index("Facility Task", ["status", "at_risk_on"], "task_at_risk")
	frappe.db.add_index("Facility Task", ["space", "status"], "task_place")
	frappe.db.add_index("Facility Task", ["category", "status", "due_on"], "task_category")
	frappe.db.add_index("Facility Task", *OPENED_INDEX)
	frappe.db.add_index("Facility Task", ["responded_on", "respond_by"], "task_responded")
	frappe.db.add_index("Facility Task", ["occurrence_date", "plan"], "task_occurrence")

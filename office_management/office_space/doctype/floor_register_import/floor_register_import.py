from typing import Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, now_datetime

from office_management.domain.floor_register import read_register
from office_management.office_space import register, register_export, register_files, register_texts

GUARDED = (
	"status",
	"message",
	"done_on",
	"row_count",
	"created_count",
	"changed_count",
	"allocated_count",
	"refused_count",
	"nothing_count",
	"total_steps",
	"done_steps",
	"progress_on",
	"started_by",
	"run_key",
	"plan_key",
	"columns_read",
	"missing_places",
	"results",
)
"""Written by our own code only; what a client sends is put back."""

ASKED = ("import_file", "under_space", "default_type", "company", "from_date", "make_missing")
"""What a plan depends on: after a change of one of these it must be made anew."""

PAGE_ROWS = 100


class ImportRunningError(frappe.ValidationError):
	"""The import is being carried out; it cannot be changed, started or deleted meanwhile."""


class NotCheckedError(frappe.ValidationError):
	"""There is no plan to carry out: the file was not checked, or has changed since."""


class FloorRegisterImport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allocated_count: DF.Int
		changed_count: DF.Int
		columns_read: DF.LongText | None
		company: DF.Link | None
		created_count: DF.Int
		default_type: DF.Literal["", "Desk", "Room", "Meeting Room", "Parking", "Storage", "Zone"]
		done_on: DF.Datetime | None
		done_steps: DF.Int
		from_date: DF.Date
		import_file: DF.Attach
		make_missing: DF.Check
		message: DF.SmallText | None
		missing_places: DF.LongText | None
		nothing_count: DF.Int
		plan_key: DF.Data | None
		progress_on: DF.Datetime | None
		refused_count: DF.Int
		results: DF.LongText | None
		row_count: DF.Int
		run_key: DF.Data | None
		started_by: DF.Link | None
		status: DF.Literal["Draft", "Checked", "Running", "Done", "Done with Refusals", "Failed"]
		title: DF.Data | None
		total_steps: DF.Int
		under_space: DF.Link | None
	# end: auto-generated types

	def validate(self):
		if self.flags.by_machinery:
			return
		self.check_not_running()
		self.guard_fields()
		self.keep_file_private()
		self.set_title()
		self.forget_old_plan()

	def on_trash(self):
		self.check_not_running()

	def check_not_running(self):
		"""What is being carried out stays as it is; a run that was killed may be mended or deleted."""
		before = None if self.is_new() else frappe.get_doc(self.doctype, self.name)
		if before and before.status == "Running" and not register.is_stalled(before):
			frappe.throw(
				_("This import is running. Wait until it is done.", context="Floor Register Import"),
				ImportRunningError,
			)

	def guard_fields(self):
		"""Put back what only our own code writes."""
		before = self.get_doc_before_save()
		for field in GUARDED:
			self.set(field, before.get(field) if before else None)
		self.status = self.status or "Draft"

	def keep_file_private(self):
		"""A register holds names of people: its file is private, and only who may read it can import it."""
		file = register_files.find_file(self.import_file)
		if not file.is_private:
			file.is_private = 1
			# find_file checked that the user may read it; making it private takes nothing from anybody else
			file.save(ignore_permissions=True)
			self.import_file = file.file_url

	def set_title(self):
		self.title = (self.title or "").strip() or self.import_file.rsplit("/", 1)[-1]

	def forget_old_plan(self):
		"""Another file or other defaults: what was planned no longer holds."""
		before = self.get_doc_before_save()
		if not before or not any(self.has_value_changed(field) for field in ASKED):
			return
		for field in GUARDED:
			self.set(field, None)
		self.status = "Draft"

	@staticmethod
	def clear_old_logs(days: int = 30) -> None:
		"""Delete imports with their files, old ones first: they hold names of people (see Log Settings)."""
		old = add_days(now_datetime(), -cint(days))
		names = frappe.get_all(
			register.DOCTYPE,
			{"modified": ("<", old), "status": ("!=", "Running")},
			pluck="name",
			order_by="modified",
			limit=500,
		)
		for name in names:
			# called by Frappe's log clean-up; nothing of it is kept in Deleted Document
			frappe.delete_doc(register.DOCTYPE, name, ignore_permissions=True, delete_permanently=True)


def _get(name: str, permission: str) -> FloorRegisterImport:
	doc = frappe.get_doc(register.DOCTYPE, name)
	doc.check_permission(permission)
	return doc


@frappe.whitelist(methods=["POST"])
def check_file(name: str) -> dict:
	"""Dry run: plan the import and store the plan. Returns the status and the counts."""
	frappe.has_permission(register.DOCTYPE, "write", name, throw=True)
	doc = _get(name, "write")
	doc.check_not_running()
	register.check(doc)
	return {"status": doc.status, "row_count": doc.row_count, "refused_count": doc.refused_count}


@frappe.whitelist(methods=["POST"])
def start_import(name: str) -> dict:
	"""Carry out the plan that was shown, or go on with a run that failed or was killed. Returns the status."""
	frappe.has_permission(register.DOCTYPE, "write", name, throw=True)
	doc = _get(name, "write")
	doc.check_not_running()
	if doc.status not in ("Checked", "Failed", "Running"):
		frappe.throw(
			_("Check the file first, and look at what would happen.", context="Floor Register Import"),
			NotCheckedError,
		)
	register.start(doc)
	return {"status": "Running"}


@frappe.whitelist()
def get_progress(name: str) -> dict:
	"""Status and progress of an import, for a form that is open."""
	frappe.has_permission(register.DOCTYPE, "read", name, throw=True)
	doc = _get(name, "read")
	return {
		"status": doc.status,
		"done": doc.done_steps,
		"total": doc.total_steps,
		"is_stalled": register.is_stalled(doc),
	}


@frappe.whitelist()
def get_rows(
	name: str,
	outcome: Literal["", "Created", "Changed", "Allocated", "Refused", "Nothing"] = "",
	start: int = 0,
) -> dict:
	"""A page of results: per row its number, place, outcome, what is done and why not, as plain text.

	Also the counts per outcome, the columns as they were read and the places that are missing.
	"""
	frappe.has_permission(register.DOCTYPE, "read", name, throw=True)
	doc = _get(name, "read")
	results = list(register.load_results(doc).values())
	wanted = [result for result in results if not outcome or result["outcome"] == outcome]
	page = wanted[cint(start) : cint(start) + PAGE_ROWS]
	titles = register_texts.titles_of([action for result in page for action in result["actions"]])
	return {
		"rows": [register_texts.row_texts(result, titles) for result in page],
		"total": len(wanted),
		"counts": register.outcome_counts(results),
		"columns": register_texts.columns_read(doc.columns_read),
		"missing": frappe.parse_json(doc.missing_places or "[]"),
		"is_stalled": register.is_stalled(doc),
	}


@frappe.whitelist()
def download_refused(name: str, file_type: str = "xlsx") -> None:
	"""The refused rows as they were in the file, with the reason beside them: mend them and import them again."""
	frappe.has_permission(register.DOCTYPE, "read", name, throw=True)
	doc = _get(name, "read")
	rows = register.refused_rows(doc)
	title = _("Refused Rows", context="Floor Register Import")
	content = register_files.as_bytes(rows, register_files.checked_type(file_type), title)
	register_files.respond(content, f"{doc.title.rsplit('.', 1)[0]} {title}", file_type)


@frappe.whitelist()
def download_template(file_type: str = "xlsx") -> None:
	"""An empty register with all columns and, as XLSX, a sheet that explains them."""
	frappe.has_permission(register.DOCTYPE, "create", throw=True)
	rows, notes = register_export.template()
	content = register_files.as_bytes(
		rows,
		register_files.checked_type(file_type),
		_("Floor Register", context="Floor Register Import"),
		notes,
	)
	register_files.respond(content, _("Floor Register", context="Floor Register Import"), file_type)


@frappe.whitelist()
def export_register(space: str | None = None, on_date: str | None = None, file_type: str = "xlsx") -> None:
	"""The register of a place and all below it (none: of everything the user may see) as of a date (none: today).

	Everybody sees in it what they see on screen; it can be imported again as it is.
	"""
	frappe.has_permission("Office Space", "export", throw=True)
	frappe.has_permission("Space Allocation", "export", throw=True)
	if space:
		frappe.has_permission("Office Space", "read", space, throw=True)
	rows = register_export.register_rows(space, on_date)
	title = _("Floor Register", context="Floor Register Import")
	content = register_files.as_bytes(rows, register_files.checked_type(file_type), title)
	register_files.respond(content, " ".join(part for part in (title, space, on_date) if part), file_type)

import frappe
from frappe.model.document import Document

from office_management.front_desk import evacuation
from office_management.office_administration.api import clean_texts


class Evacuation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.evacuation_area.evacuation_area import EvacuationArea
		from office_management.front_desk.doctype.evacuation_mark.evacuation_mark import EvacuationMark
		from office_management.front_desk.doctype.evacuation_notice.evacuation_notice import EvacuationNotice
		from office_management.front_desk.doctype.evacuation_person.evacuation_person import EvacuationPerson

		all_clear_by: DF.Link | None
		all_clear_on: DF.Datetime | None
		anonymised_on: DF.Datetime | None
		areas: DF.Table[EvacuationArea]
		became_alarm_on: DF.Datetime | None
		close_reason: DF.SmallText | None
		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		company: DF.Link | None
		facility_task: DF.Link | None
		is_drill: DF.Check
		marks: DF.Table[EvacuationMark]
		note: DF.Text | None
		notices: DF.Table[EvacuationNotice]
		open_key: DF.Data | None
		persons: DF.Table[EvacuationPerson]
		space: DF.Link
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Open", "Closed"]
	# end: auto-generated types

	def before_insert(self):
		evacuation.check_may_start(self)
		evacuation.prepare(self)

	def after_insert(self):
		evacuation.freeze(self)

	def validate(self):
		if not self.is_new():
			evacuation.check_decided(self)
			evacuation.keep_rows(self)
		clean_texts(self)

	def after_rename(self, old: str, new: str, merge: bool = False):
		"""Frappe lets whoever reads a document rename it without its own checks (Document.rename)."""
		self.check_permission("write")


def on_doctype_update():
	frappe.db.add_index("Evacuation", ["status", "space"], "evacuation_open")

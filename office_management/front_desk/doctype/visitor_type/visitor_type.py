import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from office_management.front_desk import periods, sign_out
from office_management.office_administration import api as administration

SHORTEST_CHOICE = 2


class VisitorTypeQuestionError(frappe.ValidationError):
	"""A question that cannot be answered."""


class VisitorTypeDefaultError(frappe.ValidationError):
	"""A type that is not used cannot be proposed."""


class VisitorType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from office_management.front_desk.doctype.visitor_question.visitor_question import VisitorQuestion

		agreement: DF.Link | None
		approval: DF.Literal["Never", "Walk-Ins", "Always"]
		ask_email: DF.Literal["Off", "Optional", "Required"]
		ask_organisation: DF.Literal["Off", "Optional", "Required"]
		ask_phone: DF.Literal["Off", "Optional", "Required"]
		ask_vehicle: DF.Literal["Off", "Optional", "Required"]
		description: DF.SmallText | None
		disabled: DF.Check
		fallback_minutes: DF.Int
		gives_badge: DF.Check
		host_notice: DF.Check
		host_required: DF.Check
		is_default: DF.Check
		needs_escort: DF.Check
		photo_rule: DF.Literal["Off", "Optional", "Required"]
		questions: DF.Table[VisitorQuestion]
		remind_host_hours: DF.Float
		retention_days: DF.Int
		sign_out_at: DF.Literal[
			"",
			"00:00",
			"00:30",
			"01:00",
			"01:30",
			"02:00",
			"02:30",
			"03:00",
			"03:30",
			"04:00",
			"04:30",
			"05:00",
			"05:30",
			"06:00",
			"06:30",
			"07:00",
			"07:30",
			"08:00",
			"08:30",
			"09:00",
			"09:30",
			"10:00",
			"10:30",
			"11:00",
			"11:30",
			"12:00",
			"12:30",
			"13:00",
			"13:30",
			"14:00",
			"14:30",
			"15:00",
			"15:30",
			"16:00",
			"16:30",
			"17:00",
			"17:30",
			"18:00",
			"18:30",
			"19:00",
			"19:30",
			"20:00",
			"20:30",
			"21:00",
			"21:30",
			"22:00",
			"22:30",
			"23:00",
			"23:30",
			"23:59",
		]
		sign_out_hours: DF.Float
		type_name: DF.Data
	# end: auto-generated types

	def validate(self):
		self.check_default()
		self.prepare_questions()
		periods.check_periods(self, {"retention_days": self.name})
		administration.clean_texts(self)

	def on_update(self):
		self.be_the_only_default()
		sign_out.follow_type(self)

	def check_default(self):
		"""Raises VisitorTypeDefaultError."""
		if self.is_default and self.disabled:
			frappe.throw(
				_("A disabled type is not proposed. Choose another one first.", context="Visitor Type"),
				VisitorTypeDefaultError,
			)

	def prepare_questions(self):
		"""Every question keeps one key for good. Raises VisitorTypeQuestionError."""
		for row in self.questions:
			row.line_key = row.line_key or frappe.generate_hash(length=10)
			choices = [line for line in (row.choices or "").splitlines() if line.strip()]
			if row.answer_type == "Choice" and len(choices) < SHORTEST_CHOICE:
				frappe.throw(
					_(
						"Row {0}: write the answers to choose from, one a line.", context="Visitor Type"
					).format(bold(row.idx)),
					VisitorTypeQuestionError,
				)
		self.check_keys()

	def check_keys(self):
		"""Raises VisitorTypeQuestionError."""
		keys = [row.line_key for row in self.questions]
		if double := next((key for key in keys if keys.count(key) > 1), None):
			frappe.throw(
				_("Two questions have the key {0}. Empty one of them.", context="Visitor Type").format(
					bold(escape_html(double))
				),
				VisitorTypeQuestionError,
			)

	def be_the_only_default(self):
		"""One type is proposed for new visitors."""
		if not cint(self.is_default):
			return
		table = frappe.qb.DocType("Visitor Type")
		frappe.qb.update(table).set(table.is_default, 0).where(table.name != self.name).run()

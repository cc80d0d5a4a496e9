import frappe
from frappe import _
from frappe.model.document import Document

from office_management.domain import block_rules as domain
from office_management.front_desk import block_decisions
from office_management.front_desk.permissions import is_manager
from office_management.retries import with_retries

MATCH = "Visitor Block Match"
RULE = "Visitor Block Rule"


class MatchChangeError(frappe.ValidationError):
	"""A match is what was found; only its decision is made, with the buttons."""


class VisitorBlockMatch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Alert", "Block"]
		company: DF.Link | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		decision: DF.Literal["Open", "Let In", "Refused", "Not Needed"]
		found_in: DF.Data | None
		mailed_on: DF.Datetime | None
		match_key: DF.Data | None
		matched_on: DF.Datetime | None
		note: DF.SmallText | None
		rule: DF.Link | None
		space: DF.Link | None
		stage: DF.Literal["Invitation", "Check-in"]
		told_on: DF.Datetime | None
		visit_invitation: DF.Link | None
		visitor_log: DF.Link | None
	# end: auto-generated types

	def validate(self):
		if self.is_new():
			self.set_company()
		else:
			self.refuse_change()

	def set_company(self):
		"""The company is that of the place; Frappe would fill in the user's own."""
		self.company = self.space and frappe.db.get_value("Office Space", self.space, "company")

	def refuse_change(self):
		"""What was found stays; decisions are written by block_decisions, once and with who made them."""
		before = self.get_doc_before_save()
		fields = [field.fieldname for field in self.meta.fields if not field.get("is_virtual")]
		changed = [field for field in fields if self.has_value_changed(field)]
		if any(self.get(field) or before.get(field) for field in changed):
			frappe.throw(
				_("Nothing can be changed here. Use the buttons {0} and {1}.", context=MATCH).format(
					frappe.bold(_("Let In", context=MATCH)), frappe.bold(_("Refuse", context=MATCH))
				),
				MatchChangeError,
				title=_("On Record", context=MATCH),
			)

	@property
	def rule_reason(self) -> str | None:
		"""Why there is the rule, for managers who read the match."""
		return self.rule and frappe.db.get_value(RULE, self.rule, "reason")


def check_may_decide(match: str) -> None:
	"""Managers decide, on visits of their places. Raises frappe.PermissionError."""
	if not is_manager():
		raise frappe.PermissionError
	frappe.get_doc(MATCH, match).check_permission("write")


@frappe.whitelist()
def get_match(match: str) -> dict:
	"""What a manager decides on: who comes where, and which rule names them why."""
	check_may_decide(match)
	return block_decisions.facts(match)


@frappe.whitelist(methods=["POST"])
def let_in(match: str, note: str | None = None) -> str:
	"""A manager lets the visitor in, in spite of the rule; answers the decision. Raises MatchDecidedError."""
	check_may_decide(match)
	return with_retries(lambda: block_decisions.decide(match, domain.LET_IN, note))


@frappe.whitelist(methods=["POST"])
def refuse(match: str, note: str) -> str:
	"""A manager refuses the visitor and says why. Raises MatchDecidedError or DecisionNoteError."""
	check_may_decide(match)
	return with_retries(lambda: block_decisions.decide(match, domain.REFUSED, note))

"""Legal hold: somebody's data is kept beyond its time, for a reason and until a day (GDPR Art. 17(3)(e)).

Only office managers and system managers see, set and lift one: its fields are on a permission level of their own.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, formatdate, get_datetime, get_link_to_form, getdate, now_datetime

from office_management.domain import retention as rules
from office_management.front_desk import due

VISITOR = "Visitor"
HOLD = ("legal_hold", "legal_hold_reason", "legal_hold_until_date")


class LegalHoldError(frappe.ValidationError):
	"""A legal hold needs a reason and an end, and keeps what it holds."""


def settle_visitor(visitor: Document) -> None:
	"""While a visitor is saved: a hold is whole, says who set it, and the last day of their data follows.

	Raises:
		LegalHoldError: a hold without a reason or an end, or one that ends in the past.
	"""
	before = visitor.get_doc_before_save()
	if cint(visitor.legal_hold):
		_check_hold(visitor, before)
		unchanged = before and all(cstr(before.get(field)) == cstr(visitor.get(field)) for field in HOLD)
		visitor.legal_hold_by = before.legal_hold_by if unchanged else frappe.session.user
	else:
		visitor.update({field: None for field in HOLD} | {"legal_hold": 0, "legal_hold_by": None})
	visitor.retain_until_date = retain_until(visitor)


def _check_hold(visitor: Document, before: Document | None) -> None:
	if not (visitor.legal_hold_reason or "").strip() or not visitor.legal_hold_until_date:
		frappe.throw(
			_("A legal hold needs a reason and the day on which it ends.", context="Visitor"), LegalHoldError
		)
	until = getdate(visitor.legal_hold_until_date)
	stood = before and before.legal_hold_until_date and getdate(before.legal_hold_until_date) == until
	if until < getdate() and not stood:
		frappe.throw(
			_("The legal hold ends in the past. Choose a later day.", context="Visitor"), LegalHoldError
		)


def retain_until(visitor: Document) -> date:
	"""The last day on which a visitor may be known, as things stand."""
	row = frappe._dict(
		name=visitor.name,
		creation=get_datetime(visitor.creation) if visitor.creation else now_datetime(),
		last_visit_on=get_datetime(visitor.last_visit_on) if visitor.last_visit_on else None,
		legal_hold=cint(visitor.legal_hold),
		legal_hold_until_date=visitor.legal_hold_until_date,
	)
	return due.persons_until([row], due.periods())[visitor.name]


def check_not_held(visitor: str) -> None:
	"""Refuse to delete or erase somebody whom a hold keeps. Raises LegalHoldError."""
	fields = ["name", "legal_hold", "legal_hold_until_date"]
	row = frappe.db.get_value(VISITOR, visitor, fields, as_dict=True, for_update=True)
	hold = row and due.hold_of(row)
	if rules.is_held(hold, getdate()):
		frappe.throw(
			_(
				"A legal hold keeps {0} until {1}. Whoever may lift it does so in the form, under {2}.",
				context="Visitor",
			).format(
				get_link_to_form(VISITOR, visitor, _("this visitor", context="Visitor")),
				frappe.bold(formatdate(hold.until)),
				frappe.bold(_("Legal Hold", context="Visitor")),
			),
			LegalHoldError,
		)

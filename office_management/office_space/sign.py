"""What the room sign shows: where the space lies, and QR codes that lead to its page and to reporting a problem.

A code that anybody may scan carries a token (domain/sign_tokens.py), never the name of the place.
"""

import base64
import io

import frappe
from frappe import _
from frappe.utils import get_link_to_form, get_url, get_url_to_form
from frappe.utils.password import get_encryption_key
from pypika import Case
from pyqrcode import create

from office_management.domain import sign_tokens
from office_management.domain.space_states import CLOSED
from office_management.erp.places import locations_above

REPORT_PROBLEM = "report a problem"
"""The purpose of the token behind "Something wrong here?"."""
REPORT_PAGE = "/report-a-problem?t="
BATCH = 1000


class NoSignError(frappe.ValidationError):
	"""The place has no sign yet; a new one must be made."""


def office_space_qr(doctype: str, name: str) -> str:
	"""Return a QR code of the record's address as an inline SVG image (a data: address), for print formats."""
	return qr_code(get_url_to_form(doctype, name))


def qr_code(text: str) -> str:
	"""Return a QR code of any text as an inline SVG image (a data: address)."""
	stream = io.BytesIO()
	create(text, error="M").svg(
		stream, scale=4, quiet_zone=1, xmldecl=False, omithw=True, background="#ffffff"
	)
	return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode()


def office_space_path(name: str) -> list[str]:
	"""Return the names, as people see them, of what a space lies in, the site first."""
	above = locations_above(name)
	names = dict(
		frappe.get_all(
			"Office Space",
			filters={"name": ("in", above)},
			fields=["name", "space_name"],
			order_by="name",
			as_list=True,
		)
	)
	return [names[each] for each in reversed(above) if each in names]


# --- what anybody may scan ------------------------------------------------------------------------------------


def problem_report_qr(name: str) -> str:
	"""Return a QR code by which anybody can report a problem with this space, for print formats."""
	return qr_code(problem_report_address(name))


def problem_report_address(name: str) -> str:
	"""Return the address at which a problem with this space is reported without logging in.

	Checks no permission: the caller shows it to who may print the sign.
	"""
	return get_url(REPORT_PAGE + sign_token(name, REPORT_PROBLEM))


def sign_token(name: str, purpose: str) -> str:
	"""Return the token of a space's sign for one purpose. Raises NoSignError if the space has none."""
	sign_id = frappe.db.get_value("Office Space", name, "sign_id")
	if not sign_id:
		message = _("{0} has no sign yet. Open it and use New Sign.", context="Office Space")
		frappe.throw(message.format(get_link_to_form("Office Space", name)), NoSignError)
	return sign_tokens.make_token(sign_id, purpose, get_encryption_key())


def space_of_token(token: object, purpose: str) -> frappe._dict | None:
	"""Return name, space_name and company of the space whose sign carries this token.

	None for a forged or mistyped token, one for something else, one of a sign that was replaced, and one of a
	closed or deleted place: callers treat them all alike.
	"""
	sign_id = sign_tokens.read_token(token, purpose, get_encryption_key())
	if not sign_id:
		return None
	return frappe.db.get_value(
		"Office Space",
		{"sign_id": sign_id, "status": ("!=", CLOSED)},
		["name", "space_name", "company"],
		as_dict=True,
	)


def new_sign_id() -> str:
	"""Return a random id for a sign."""
	return frappe.generate_hash(length=sign_tokens.ID_LENGTH)


def replace_sign(name: str) -> None:
	"""Give a space a new sign: what was printed or copied before opens nothing any more.

	Checks no permission: the caller has.
	"""
	frappe.db.set_value("Office Space", name, "sign_id", new_sign_id())


def give_missing_signs() -> int:
	"""Give a sign to every space without one, and return how many got one. Safe to run twice."""
	missing = frappe.get_all(
		"Office Space", filters={"sign_id": ("is", "not set")}, pluck="name", order_by="name", limit=0
	)
	table = frappe.qb.DocType("Office Space")
	for start in range(0, len(missing), BATCH):
		chosen = Case()
		names = missing[start : start + BATCH]
		for name in names:
			chosen = chosen.when(table.name == name, new_sign_id())
		frappe.qb.update(table).set(table.sign_id, chosen).where(table.name.isin(names)).run()
	return len(missing)

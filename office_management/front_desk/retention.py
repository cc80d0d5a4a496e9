"""How long visitors' data is kept: confirmed once, before anything is kept at all.

GDPR Art. 5(1)(e) names no period; somebody who answers for it must choose one. So no visitor, visit or invitation is
stored before an office manager or a system manager has said yes to the periods of the visitor types, in one click.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, now_datetime

SETTINGS = "Office Management Settings"
CONFIRMED = ("retention_confirmed_on", "retention_confirmed_by")
MAY_CONFIRM = ("Office Manager", "System Manager")


class RetentionNotConfirmedError(frappe.ValidationError):
	"""Data of a visitor was to be kept before anybody confirmed for how long."""


# --- the confirmation -----------------------------------------------------------------------------------------


def is_confirmed() -> bool:
	"""Whether the periods were confirmed."""
	# by the user: an empty Datetime of a single reads as the year 1
	return bool(frappe.db.get_single_value(SETTINGS, "retention_confirmed_by"))


def may_confirm(user: str | None = None) -> bool:
	"""Whether this user (the current one) may confirm the periods."""
	return bool(set(MAY_CONFIRM) & set(frappe.get_roles(user)))


def check_confirmed() -> None:
	"""Refuse to keep a visitor's data before the periods were confirmed once.

	Raises:
		RetentionNotConfirmedError: they were not. Says who can, and where.
	"""
	if not is_confirmed():
		frappe.throw(
			_(
				"Nothing about visitors is kept before it is confirmed how long. An {0} or a {1} does so with one"
				" click: press {2} on the {3} page, or in {4}.",
				context="Office Management Settings",
			).format(
				frappe.bold(_("Office Manager")),
				frappe.bold(_("System Manager")),
				frappe.bold(_("Confirm", context="Office Management Settings")),
				_page_link(),
				get_link_to_form(SETTINGS, SETTINGS, _(SETTINGS)),
			),
			RetentionNotConfirmedError,
			title=_("Confirm First", context="Office Management Settings"),
		)


def _page_link() -> str:
	page = _("Front Desk", context="front-desk")
	return f'<a href="{frappe.utils.get_url("/app/front-desk")}">{page}</a>'


def confirm() -> dict:
	"""Confirm the periods, as the current user; the first confirmation stands. Callers have checked `may_confirm`.

	Returns:
		`confirmed_on` and `confirmed_by`.
	"""
	if not is_confirmed():
		frappe.db.set_single_value(
			SETTINGS,
			{"retention_confirmed_on": now_datetime(), "retention_confirmed_by": frappe.session.user},
		)
		frappe.clear_document_cache(SETTINGS, SETTINGS)
	on, by = confirmation()
	return {"confirmed_on": on, "confirmed_by": by}


def confirmation() -> tuple[str | None, str | None]:
	"""When the periods were confirmed, and by whom."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	return tuple(stored.get(field) or None for field in CONFIRMED)


def keep_confirmation(settings: Document) -> None:
	"""While the settings are saved: who confirmed, and when, is what it was."""
	settings.update(dict(zip(CONFIRMED, confirmation(), strict=True)))

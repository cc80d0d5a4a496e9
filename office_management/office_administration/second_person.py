"""The rule that who signs or verifies is someone else than who did the work, as the settings have it."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.utils import get_link_to_form

from office_management.domain import second_person
from office_management.office_administration import roles
from office_management.office_administration.areas import SETTINGS, setting


class SecondPersonError(frappe.ValidationError):
	"""Someone else must sign or verify."""


class SecondPersonReasonError(frappe.ValidationError):
	"""One person may do both here, but must say why."""


def check_second_person(doers: str | Collection[str], checker: str, reason: str | None = None) -> bool:
	"""Let `checker` sign or verify what `doers` did, as Settings > Second Person says.

	Args:
		doers: the user, or all users, who did the work.
		checker: the user who signs or verifies.
		reason: why one person does both; needed where the settings ask for one.

	Returns True when one person did both: what is signed must then say so.
	Raises SecondPersonError or SecondPersonReasonError.
	"""
	doers = [doers] if isinstance(doers, str) else list(doers)
	verdict = second_person.judge(
		setting("second_person_rule") or second_person.REQUIRED, doers, checker, reason or ""
	)
	if verdict.refusal == second_person.NEEDS_PERSON:
		refuse_same_person(checker)
	if verdict.refusal == second_person.NEEDS_REASON:
		ask_for_reason(checker)
	return verdict.by_one_person


def refuse_same_person(checker: str) -> None:
	frappe.throw(
		_(
			"{0} did this work, so someone else must sign it. Ask a colleague, or change the rule Second Person in {1}.",
			context="Office Management Settings",
		).format(frappe.bold(frappe.utils.get_fullname(checker)), settings_link()),
		SecondPersonError,
		title=_("Second Person Needed", context="Office Management Settings"),
	)


def ask_for_reason(checker: str) -> None:
	frappe.throw(
		_(
			"{0} did this work, too. Give a reason why the same person signs it.",
			context="Office Management Settings",
		).format(frappe.bold(frappe.utils.get_fullname(checker))),
		SecondPersonReasonError,
		title=_("Reason Needed", context="Office Management Settings"),
	)


def settings_link() -> str:
	return get_link_to_form(SETTINGS, SETTINGS, _("Office Management Settings"))


def holders() -> int:
	"""How many users hold an office role."""
	return len(roles.users_with(roles.OFFICE_ROLES))


def propose() -> None:
	"""At install: Off where one person does everything. With nobody in an office role yet, all desk users count."""
	people = holders() or len(roles.desk_users())
	frappe.db.set_single_value(SETTINGS, "second_person_rule", second_person.proposed_rule(people))


def proposed_rule() -> str:
	"""What the settings propose for the people there are now."""
	return second_person.proposed_rule(holders())

"""What the buttons of an invitation do. None of them checks a permission: the endpoints in api.py do.

Each reads the invitation as it is now, under lock, changes it and saves it; so it is the same as changing the form.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from office_management import inputs
from office_management.domain import people_lists
from office_management.domain.invitation_states import CANCELLED, SENT
from office_management.front_desk import invitation_mails
from office_management.front_desk.invitations import INVITATION, INVITEE, InviteeError

CHANGED = ("starts_at", "ends_at", "space", "host")
PERSON = ("full_name", "email", "phone", "organisation", "visitor_language")


def locked(invitation: str) -> Document:
	"""The invitation as it is now, held until the transaction ends."""
	return frappe.get_doc(INVITATION, invitation, for_update=True)


def send(invitation: str) -> None:
	"""Send a draft; what is sent already stays as it is."""
	doc = locked(invitation)
	if doc.status != SENT:
		doc.status = SENT
		doc.save()


def change(invitation: str, values: dict) -> None:
	"""Another time, place or host (starts_at, ends_at, space, host); everybody concerned is told, if it was sent."""
	doc = locked(invitation)
	doc.update({field: inputs.plain(values[field]) for field in CHANGED if values.get(field)})
	doc.save()


def cancel(invitation: str, reason: str = "") -> None:
	"""The visit is off; what is cancelled already stays so."""
	doc = locked(invitation)
	if doc.status != CANCELLED:
		doc.status = CANCELLED
		doc.cancel_reason = cstr(reason).strip() or None
		doc.save()


def add_people(invitation: str, people: list[dict]) -> int:
	"""Invite more people; who is on the list with the same address is left out. Answers how many are new."""
	doc = locked(invitation)
	known = {row.email for row in doc.invitees if row.email}
	new = [person for person in people if person.get("email") not in known or not person.get("email")]
	for person in new:
		doc.append("invitees", {field: person.get(field) for field in PERSON})
	if new:
		doc.save()
	return len(new)


def take_off(invitation: str, row: str) -> None:
	"""One person is not invited any more; of the last one the invitation itself is to be cancelled."""
	doc = locked(invitation)
	left = [each for each in doc.invitees if each.name != row]
	if len(left) == len(doc.invitees):
		return
	doc.set("invitees", left)
	doc.save()


def send_again(invitation: str, rows: list[str]) -> int:
	"""Some people (rows; none = all) get their invitation once more; answers how many have an address."""
	logs = None
	if rows:
		filters = {"parent": invitation, "name": ("in", rows)}
		logs = [log for log in frappe.get_all(INVITEE, filters, pluck="visitor_log", order_by="idx") if log]
	return invitation_mails.send_again(invitation, logs)


def read_rows(people: list | str) -> list[dict]:
	"""People as the browser sends them: known fields, texts only.

	Raises inputs.InputError when it is no list, and InviteeError when it is too long.
	"""
	parsed = inputs.listed(people)
	if len(parsed) > people_lists.MOST:
		message = _("At most {0} people can be on one invitation. Make a second one.", context=INVITATION)
		frappe.throw(message.format(people_lists.MOST), InviteeError)
	return [
		{field: cstr(person.get(field)).strip() or None for field in PERSON}
		for person in parsed
		if isinstance(person, dict)
	]

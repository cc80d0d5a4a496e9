"""What an invitation must be, and what follows from it: a visit for each person, and mails for everybody concerned.

An invitation is changed by saving it, from the form, a list, REST or an import alike. What it brings with it happens
after the save, in the same transaction: expected visits are made, moved or cancelled, and who is to hear of it is
written down (invitation_mails). Employees invite as themselves; reception and managers on behalf of anybody.
"""

from datetime import timedelta

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, get_datetime, now_datetime, validate_email_address

from office_management.domain import people_lists
from office_management.domain.employment import why_not_employed
from office_management.domain.invitation_states import CANCELLED, DRAFT, SENT, act_between
from office_management.domain.visit_states import COMING, ON_SITE
from office_management.erp.people import employee_facts, employee_of, employment_of
from office_management.front_desk import invitation_mails, visits
from office_management.front_desk.permissions import is_reception, may_use

INVITATION = "Visit Invitation"
INVITEE, LOG, TYPE = "Visit Invitee", "Visitor Log", "Visitor Type"
PERSON = ("full_name", "email", "phone", "organisation", "visitor_type")
KEPT = ("visitor_log", "answer", "mailed_on")
LONGEST = timedelta(days=31)


class InvitationStatusError(frappe.ValidationError):
	"""An invitation does not go from one of these statuses to the other."""


class InvitationHostError(frappe.ValidationError):
	"""Whoever is to receive the visitors does not work here."""


class OtherPersonsInvitationError(frappe.PermissionError, InvitationHostError):
	"""Somebody invites in the name of another."""


class InvitationPlaceError(frappe.ValidationError):
	"""There is no such place that the user may invite to."""


class InvitationTimeError(frappe.ValidationError):
	"""The visit would end before it begins, has passed, or is too long."""


class InvitationTypeError(frappe.ValidationError):
	"""There is no visitor type to invite as, or it is not used any more."""


class InvitationTaskError(frappe.ValidationError):
	"""There is no such task that the user may name."""


class InviteeError(frappe.ValidationError):
	"""A person on the list cannot be invited like this."""


# --- statuses -------------------------------------------------------------------------------------------------


def check_status(invitation: Document) -> None:
	"""A new invitation is a draft; afterwards the status changes as domain/invitation_states.py says."""
	before = invitation.get_doc_before_save()
	if not before:
		invitation.status, invitation.sent_on = DRAFT, None
		return
	invitation.sent_on = before.sent_on
	if invitation.status == before.status:
		check_untouched_after_cancelling(invitation, before)
		return
	if not act_between(before.status, invitation.status):
		message = _("An invitation that is {0} cannot become {1}. Make a new one.", context=INVITATION)
		frappe.throw(
			message.format(
				bold(_(before.status, context=INVITATION)),
				bold(escape_html(_(cstr(invitation.status), context=INVITATION))),
			),
			InvitationStatusError,
		)
	if invitation.status == SENT:
		invitation.sent_on = now_datetime()


def check_untouched_after_cancelling(invitation: Document, before: Document) -> None:
	"""What is cancelled stays as it was."""
	if invitation.status == CANCELLED and is_moved(invitation, before):
		message = _(
			"This invitation is cancelled. Make a new one instead of changing it.", context=INVITATION
		)
		frappe.throw(message, InvitationStatusError)


def is_moved(invitation: Document, before: Document) -> bool:
	"""Whether time, place or host differ."""
	moments = any(
		get_datetime(invitation.get(field)) != get_datetime(before.get(field))
		for field in ("starts_at", "ends_at")
	)
	return moments or invitation.space != before.space or invitation.host != before.host


def is_new_value(invitation: Document, field: str) -> bool:
	"""Whether a field is set now for the first time, or to something else."""
	before = invitation.get_doc_before_save()
	return not before or invitation.get(field) != before.get(field)


# --- hosts ----------------------------------------------------------------------------------------------------


def check_host(invitation: Document) -> None:
	"""An employee invites as themselves; reception and managers in anybody's name who works here."""
	own = employee_of(frappe.session.user)
	invitation.host = invitation.host or own
	if not is_new_value(invitation, "host"):
		return
	if not is_reception() and invitation.host != own:
		message = _(
			"You can invite visitors for yourself. Ask reception to invite in somebody else's name.",
			context=INVITATION,
		)
		frappe.throw(message, OtherPersonsInvitationError)
	check_works_here(invitation.host)


def check_works_here(employee: str | None) -> None:
	"""Nobody receives visitors who does not work here."""
	facts = employee_facts([employee]).get(employee) if employee else None
	today = now_datetime().date()
	if facts and not why_not_employed(employment_of(facts), today, today, today):
		return
	message = _("{0} does not work here now. Choose another host.", context=INVITATION)
	name = facts.employee_name if facts else cstr(employee) or _("Nobody", context=INVITATION)
	frappe.throw(message.format(bold(escape_html(name))), InvitationHostError)


def check_other_hosts(invitation: Document) -> None:
	"""Co-hosts and the one who is asked when nobody answers: each once, and none of them the host."""
	seen = {invitation.host}
	rows = []
	for row in invitation.co_hosts:
		if row.employee not in seen:
			seen.add(row.employee)
			rows.append(row)
	invitation.set("co_hosts", rows)
	before = invitation.get_doc_before_save()
	known = {row.employee for row in before.co_hosts} if before else set()
	for employee in seen - known - {invitation.host}:
		check_works_here(employee)
	if invitation.fallback_host == invitation.host:
		invitation.fallback_host = None
	if invitation.fallback_host and is_new_value(invitation, "fallback_host"):
		check_works_here(invitation.fallback_host)


# --- place, time, kind, task ----------------------------------------------------------------------------------


def check_place(invitation: Document) -> None:
	"""The place is in use and inside the user's limits; the company is that of the place, or of the host."""
	place = frappe.db.get_value("Office Space", invitation.space, ["company", "status"], as_dict=True)
	if is_new_value(invitation, "space") and not (
		place and place.status != "Closed" and may_use(invitation.space, INVITATION)
	):
		message = _("There is no place {0} to invite to. Choose one from the list.", context=INVITATION)
		frappe.throw(message.format(bold(escape_html(cstr(invitation.space)))), InvitationPlaceError)
	host = employee_facts([invitation.host]).get(invitation.host)
	invitation.company = (place and place.company) or (host and host.company)


def check_times(invitation: Document) -> None:
	"""It ends after it begins, lies ahead when it is made, sent or moved, and takes at most a month."""
	starts, ends = get_datetime(invitation.starts_at), get_datetime(invitation.ends_at)
	if not starts or not ends:
		return  # Frappe says that they are missing
	before = invitation.get_doc_before_save()
	ahead = not before or is_moved(invitation, before) or before.status != invitation.status
	if ends <= starts:
		message = _("The visit must end after it begins.", context=INVITATION)
	elif ends - starts > LONGEST:
		message = _("A visit is at most a month long. Invite again for the time after.", context=INVITATION)
	elif ahead and invitation.status != CANCELLED and ends <= now_datetime():
		message = _("This time has passed. Choose one that lies ahead.", context=INVITATION)
	else:
		return
	frappe.throw(message, InvitationTimeError)


def check_type(invitation: Document) -> None:
	"""Everybody is invited as some visitor type that is in use."""
	invitation.visitor_type = invitation.visitor_type or default_type()
	if not invitation.visitor_type:
		message = _("Choose a Visitor Type; none is marked as the usual one.", context=INVITATION)
		frappe.throw(message, InvitationTypeError)
	types = {invitation.visitor_type} if is_new_value(invitation, "visitor_type") else set()
	types |= {row.visitor_type for row in invitation.invitees if row.visitor_type and not row.visitor_log}
	for name in sorted(types):
		if frappe.db.get_value(TYPE, name, "disabled"):
			message = _("{0} is not used any more. Choose another Visitor Type.", context=INVITATION)
			frappe.throw(message.format(bold(escape_html(name))), InvitationTypeError)


def default_type() -> str | None:
	"""The visitor type that is proposed: the one marked so, else the only or the first one."""
	types = frappe.get_all(
		TYPE, filters={"disabled": 0}, pluck="name", order_by="is_default desc, creation", limit=1
	)
	return types[0] if types else None


def check_task(invitation: Document) -> None:
	"""A task that the visit is for is one that the user may see."""
	task = invitation.facility_task
	if not task or not is_new_value(invitation, "facility_task"):
		return
	if not frappe.db.exists("Facility Task", task) or not frappe.has_permission(
		"Facility Task", "read", doc=task
	):
		message = _(
			"There is no such Facility Task for you to name. Choose one from the list.", context=INVITATION
		)
		frappe.throw(message, InvitationTaskError)


# --- the people -----------------------------------------------------------------------------------------------


def check_invitees(invitation: Document) -> None:
	"""The list of people: readable, each once, and nobody on it changed who has been invited already."""
	stored = stored_rows(invitation.name)
	if len(invitation.invitees) > people_lists.MOST:
		message = _("At most {0} people can be on one invitation. Make a second one.", context=INVITATION)
		frappe.throw(message.format(people_lists.MOST), InviteeError)
	seen: set[str] = set()
	for row in invitation.invitees:
		before = stored.get(row.name) or frappe._dict()
		row.update({field: before.get(field) for field in KEPT})
		row.visit_status = None
		clean_row(row)
		check_row(row, before, seen)
	check_removed(invitation, stored)


def stored_rows(invitation: str | None) -> dict[str, frappe._dict]:
	"""The people as the database has them now, by the name of their row."""
	table = frappe.qb.DocType(INVITEE)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, *(table[field] for field in (*PERSON, *KEPT)))
		.where((table.parent == cstr(invitation)) & (table.parenttype == INVITATION))
		.orderby(table.idx)
		.for_update()
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def clean_row(row: Document) -> None:
	"""Names without line breaks and double blanks, addresses in small letters."""
	for field in ("full_name", "email", "phone", "organisation"):
		text = " ".join(people_lists.CONTROL.sub(" ", cstr(row.get(field))).split())
		row.set(field, (text.lower() if field == "email" else text) or None)


def check_row(row: Document, before: frappe._dict, seen: set[str]) -> None:
	"""One person: has a name, an address that can be right, is there once, and stays who they are once invited."""
	message = None
	if not row.full_name:
		message = _("Row {0}: the name is missing.", context=INVITATION)
	elif row.email and not validate_email_address(row.email):
		message = _("Row {0}: this e-mail address can't be right.", context=INVITATION)
	elif row.email and row.email in seen:
		message = _("Row {0}: this e-mail address is on the list twice.", context=INVITATION)
	elif before.visitor_log and any(cstr(row.get(field)) != cstr(before.get(field)) for field in PERSON):
		message = _(
			"Row {0}: this person is invited already. Take the row out and add a new one instead of changing it.",
			context=INVITATION,
		)
	if message:
		frappe.throw(message.format(bold(row.idx)), InviteeError)
	if row.email:
		seen.add(row.email)


def check_removed(invitation: Document, stored: dict[str, frappe._dict]) -> None:
	"""Who has come stays on the list."""
	left = {row.name for row in invitation.invitees}
	gone = [row.visitor_log for name, row in stored.items() if name not in left and row.visitor_log]
	if gone and frappe.db.exists(LOG, {"name": ("in", gone), "status": ("in", (*ON_SITE, "Checked Out"))}):
		message = _(
			"Somebody whom you took off the list has come already, and stays on it.", context=INVITATION
		)
		frappe.throw(message, InviteeError)


# --- what follows ---------------------------------------------------------------------------------------------


def follow(invitation: Document) -> None:
	"""After an invitation was saved: its visits are as it says, and who must hear of it is written down."""
	before = invitation.get_doc_before_save()
	was = before.status if before else DRAFT
	if invitation.status == SENT:
		make_visits(invitation)
		if was == SENT:
			cancel_removed(invitation, before)
			move_visits(invitation)
	elif invitation.status == CANCELLED and was == SENT:
		cancel_visits(invitation, visits_of(invitation.name, COMING))
	else:
		return
	invitation_mails.owe(invitation.name)


def make_visits(invitation: Document) -> None:
	"""An expected visit for each person who has none yet."""
	for row in invitation.invitees:
		if not row.visitor_log:
			log = visits.new_visit(values_of_visit(invitation, row), "Invitation")
			row.db_set("visitor_log", log, update_modified=False)


def values_of_visit(invitation: Document, row: Document) -> dict:
	"""What an expected visit takes over from the invitation and from the person's row."""
	return {
		"full_name": row.full_name,
		"email": row.email,
		"phone": row.phone,
		"organisation": row.organisation,
		"language": row.visitor_language or invitation.mail_language,
		"visitor_type": row.visitor_type or invitation.visitor_type,
		"visit_invitation": invitation.name,
		**shared_values(invitation),
		"co_hosts": [other.employee for other in invitation.co_hosts],
	}


def shared_values(invitation: Document) -> dict:
	"""What is the same in all visits of an invitation, and follows it."""
	return {
		"host": invitation.host,
		"space": invitation.space,
		"purpose": invitation.subject,
		"expected_on": get_datetime(invitation.starts_at),
		"expected_until_on": get_datetime(invitation.ends_at),
		"fallback_host": invitation.fallback_host,
		"facility_task": invitation.facility_task,
		"reception_note": invitation.reception_note,
	}


def visits_of(invitation: str, statuses: tuple[str, ...]) -> list[str]:
	"""The visits of an invitation that have one of these statuses."""
	return frappe.get_all(
		LOG,
		filters={"visit_invitation": invitation, "status": ("in", statuses)},
		pluck="name",
		order_by="name",
	)


def cancel_removed(invitation: Document, before: Document) -> None:
	"""Who was taken off the list is not expected any more."""
	left = {row.visitor_log for row in invitation.invitees}
	gone = {row.visitor_log for row in before.invitees if row.visitor_log} - left
	coming = set(visits_of(invitation.name, COMING))
	cancel_visits(invitation, sorted(gone & coming))


def cancel_visits(invitation: Document, logs: list[str]) -> None:
	"""These visits will not take place."""
	for log in logs:
		visits.cancel(log, cstr(invitation.cancel_reason))


def move_visits(invitation: Document) -> None:
	"""Expected visits follow a changed time, place, host or task; who has come keeps what was when they came."""
	wanted = shared_values(invitation)
	hosts = [row.employee for row in invitation.co_hosts]
	for name in visits_of(invitation.name, COMING):
		log = frappe.get_doc(LOG, name, for_update=True)
		same = all(cstr(log.get(field)) == cstr(value) for field, value in wanted.items())
		if same and [row.employee for row in log.co_hosts] == hosts:
			continue
		log.update(wanted)
		log.set("co_hosts", [{"employee": employee} for employee in hosts])
		# allowed: who may save the invitation moves its visits
		log.save(ignore_permissions=True)
		invitation_mails.moved(log)


def visit_changed(log: str) -> None:
	"""A visit was cancelled or somebody was turned away: whoever was told of it before hears of that."""
	invitation_mails.visit_changed(log)


def forget(invitation: Document) -> None:
	"""An invitation is deleted: with it goes the record of who was told. Frappe refuses while visits belong to it."""
	frappe.db.delete(invitation_mails.MAIL, {"visit_invitation": invitation.name})

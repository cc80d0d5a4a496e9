"""One act on many visits: a group that arrives or leaves together. Who cannot come in stays out, and is named."""

from collections.abc import Callable

import frappe
from frappe import _

from office_management.domain import people_lists
from office_management.domain import visit_states as states
from office_management.front_desk import visits
from office_management.retries import LOST_RACES
from office_management.savepoints import undone_on_error

LOG = "Visitor Log"
MOST = people_lists.MOST
"""As many as one invitation can have."""


class GroupTooLargeError(frappe.ValidationError):
	"""More visits at once than one act takes."""


def of_invitation(invitation: str, statuses: tuple[str, ...]) -> list[str]:
	"""The visits of an invitation that have one of these statuses."""
	return frappe.get_all(
		LOG,
		filters={"visit_invitation": invitation, "status": ("in", statuses)},
		pluck="name",
		order_by="name",
	)


def check_in(logs: list[str]) -> dict:
	"""Check all of them in; see act_on."""
	return act_on(logs, visits.check_in)


def check_out(logs: list[str]) -> dict:
	"""Sign all of them out; see act_on."""
	return act_on(logs, visits.check_out)


def act_on(logs: list[str], act: Callable[[str], str]) -> dict:
	"""Do the same with many visits, in the order of their names, so that two groups do not wait for each other.

	Answers `done` (how many have the aim now), `waiting` (how many wait for approval) and `refused`: rows of `log`
	and `message` for those with whom it could not be done; nothing of theirs is changed. A lost race is raised.

	Raises GroupTooLargeError, and then nothing is done.
	"""
	if len(set(logs)) > MOST:
		message = _("At most {0} visits at once. Choose fewer.", context=LOG)
		frappe.throw(message.format(MOST), GroupTooLargeError)
	statuses, refused = [], []
	for log in sorted(set(logs)):
		try:
			with undone_on_error():
				statuses.append(act(log))
		except frappe.ValidationError as error:
			if isinstance(error, LOST_RACES):
				raise
			frappe.clear_last_message()
			refused.append({"log": log, "message": str(error)})
	waiting = statuses.count(states.AWAITING_APPROVAL)
	return {"done": len(statuses) - waiting, "waiting": waiting, "refused": refused}

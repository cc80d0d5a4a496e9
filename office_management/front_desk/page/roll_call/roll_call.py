"""What the page Roll Call asks the server for: before an alarm, while people are looked for, and the end."""

import frappe

from office_management import inputs
from office_management.front_desk import (
	evacuation,
	evacuation_permissions,
	evacuation_ready,
	evacuation_view,
)
from office_management.retries import with_retries

EVACUATION = "Evacuation"


@frappe.whitelist()
def get_places() -> dict:
	"""Where the user may start an evacuation, and which are open that they may see."""
	frappe.has_permission(EVACUATION, "read", throw=True)
	return evacuation_ready.places()


@frappe.whitelist()
def get_readiness(space: str) -> dict:
	"""Before an alarm: areas and their wardens, what is missing, the last drill and the next."""
	evacuation_permissions.check_may_start(space)
	return evacuation_ready.readiness(space)


@frappe.whitelist(methods=["POST"])
def start_evacuation(space: str, is_drill: bool | int, facility_task: str | None = None) -> dict:
	"""Start an alarm or a drill, or open the one there is (see evacuation.start)."""
	evacuation_permissions.check_may_start(space)
	drill = frappe.utils.sbool(is_drill) in (True, 1)
	return with_retries(lambda: evacuation.start(space, drill, facility_task or None))


@frappe.whitelist()
def get_roll_call(name: str, stamp: str | None = None) -> dict:
	"""The whole list of an evacuation; only its stamp while nothing has changed since the one given."""
	frappe.has_permission(EVACUATION, "read", doc=name, throw=True)
	if stamp and stamp == evacuation_view.stamp_of(name):
		return {"stamp": stamp}
	return evacuation_view.roll_call(name) | {"may_act": evacuation_permissions.may_act(name)}


@frappe.whitelist(methods=["POST"])
def send_marks(name: str, marks: list[dict] | str) -> list[dict]:
	"""Reports from one device, in order, each once by its key (see evacuation.take_marks)."""
	evacuation_permissions.check_may_act(name)
	given = [mark for mark in inputs.listed(marks) if isinstance(mark, dict)]
	return with_retries(lambda: evacuation.take_marks(name, given))


@frappe.whitelist(methods=["POST"])
def add_newcomers(name: str) -> int:
	"""Add whoever has come since the list was made; answers how many. Nobody is removed."""
	evacuation_permissions.check_may_act(name)
	return with_retries(lambda: evacuation.refresh(name))


@frappe.whitelist(methods=["POST"])
def close_evacuation(name: str, reason: str | None = None) -> dict:
	"""All clear, or an end before that for a reason; answers counts and times."""
	evacuation_permissions.check_may_act(name)
	return with_retries(lambda: evacuation.close(name, reason))

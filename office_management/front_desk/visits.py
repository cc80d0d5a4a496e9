"""The acts on a visit. Every one locks the row, reads it as it is now, and goes through the table of statuses.

None of them checks a permission: the endpoints in api.py do. Each may be done twice: the second time nothing happens.
A visit is named by the name of its Visitor Log.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from office_management.domain import visit_states as states
from office_management.front_desk import arrivals, block_rules, matching, moves, places, visitors

LOG = "Visitor Log"
INVITATION, WALK_IN, KIOSK, IMPORT = "Invitation", "Walk-in", "Kiosk", "Import"
AT_THE_DOOR = (WALK_IN, KIOSK)
PERSON = ("full_name", *visitors.DETAILS)
VISIT = (
	"visitor_type",
	"host",
	"space",
	"purpose",
	"expected_on",
	"expected_until_on",
	"visit_invitation",
	"fallback_host",
	"facility_task",
	"vehicle_plate",
	"reception_note",
	"arrival_key",
)


# --- a visit begins -------------------------------------------------------------------------------------------


def new_visit(values: dict, source: str) -> str:
	"""Make a visit and answer its name; who comes to the door and is expected, or in already, gets that visit.

	Checks no permission.

	Args:
		values: of the person `visitor`, or `full_name` and any of email, phone, organisation, language, party_type,
			party; of the visit any of VISIT, `co_hosts` (names of employees), and `is_another`: reception says that
			this is somebody else of the same name. `arrival_key` is made by the device: the same key, the same visit.
		source: Invitation, Walk-in, Kiosk or Import.
	"""
	values = {**values, "space": places.place_or_proposed(values.get("space"))}
	if source in AT_THE_DOOR:
		places.lock_site(values["space"])
	if found := existing_visit(values, source):
		return found
	doc = frappe.new_doc(LOG)
	doc.update({field: values.get(field) for field in VISIT if values.get(field)})
	doc.source, doc.status = source, states.EXPECTED
	doc.visitor = values.get("visitor") or visitors.find_or_make(
		{field: values.get(field) for field in PERSON}, may_complete=source != KIOSK
	)
	for employee in values.get("co_hosts") or ():
		doc.append("co_hosts", {"employee": employee})
	return doc.insert(ignore_permissions=True).name  # the caller has checked


def existing_visit(values: dict, source: str) -> str | None:
	"""The visit that these values mean, if there is one."""
	if values.get("arrival_key"):
		made = frappe.db.get_value(LOG, {"arrival_key": values["arrival_key"]}, "name", for_update=True)
		if made:
			return made
	if source not in AT_THE_DOOR or values.get("is_another"):
		return None
	found = matching.find_visit(values, values["space"])
	return found if found and not hides_somebody(found, values) else None


def hides_somebody(visit: str, values: dict) -> bool:
	"""Whether somebody whom a rule names would come in as the person of this visit, by that one's e-mail address."""
	name_key = visitors.keys_of(values)["name_key"]
	if not name_key or name_key == frappe.db.get_value(LOG, visit, "name_key"):
		return False
	return block_rules.means(values, values["space"])


def arrive(values: dict, source: str, **how) -> tuple[str, str]:
	"""Somebody stands at the desk: find or make the visit, and check it in. Answers its name and status.

	Where something is missing still (an agreement, an answer), what check_in raises is raised, and nothing is kept.
	"""
	name = new_visit(values, source)
	return name, check_in(name, **how)


# --- acts -----------------------------------------------------------------------------------------------------


def check_in(
	log: str, *, station: str | None = None, badge: str | None = None, method: str = "Reception"
) -> str:
	"""Let the visitor in, or back in; answers the status then: Checked In, or Awaiting Approval.

	Args:
		station: the Front Desk Station that does it.
		badge: number of the badge that is given.
		method: Reception or Kiosk.

	Raises VisitStatusError, or what keeps them out (arrival_checks).
	"""
	doc = locked(log)
	if doc.status == states.AWAITING_APPROVAL:
		arrivals.waits(doc)
		return doc.status
	if doc.status != states.CHECKED_IN:
		move(doc, states.CHECKED_IN, station=station)
	if badge and doc.status == states.CHECKED_IN:
		arrivals.give_badge(doc, badge)
	return doc.status


def check_out(log: str, method: str = "Reception", station: str | None = None) -> str:
	"""The visitor leaves. `method`: Reception, Kiosk, Host or Automatic."""
	return move(locked(log), states.CHECKED_OUT, method=method, station=station)


def step_out(log: str, station: str | None = None) -> str:
	"""Out for a while, and coming back."""
	return move(locked(log), states.STEPPED_OUT, station=station)


def step_in(log: str, station: str | None = None) -> str:
	"""Back again."""
	doc = locked(log)
	check_from(doc, states.STEPPED_OUT, states.CHECKED_IN)
	return move(doc, states.CHECKED_IN, station=station)


def approve(log: str, decided: bool = False) -> str:
	"""The visitor may come in, and is expected from now on. `decided`: a manager's decision on a rule is on record."""
	doc = locked(log)
	if doc.status in states.ON_SITE or (doc.status == states.EXPECTED and doc.approved_on):
		return doc.status
	check_from(doc, states.AWAITING_APPROVAL, states.EXPECTED)
	return move(doc, states.EXPECTED, decided=decided)


def deny(log: str, reason: str, decided: bool = False) -> str:
	"""The visitor is turned away. `decided`: as in approve."""
	return move(locked(log), states.DENIED, reason=reason, decided=decided)


def cancel(log: str, reason: str | None = None) -> str:
	"""The visit does not take place."""
	return move(locked(log), states.CANCELLED, reason=reason)


def no_show(log: str) -> str:
	"""The visitor did not come."""
	return move(locked(log), states.NO_SHOW)


def undo(log: str) -> str:
	"""Take the last check-in or check-out back, within the time of the settings; both stay on record.

	Raises VisitUndoError.
	"""
	doc = locked(log)
	rows = [(row.act, row.from_status, row.to_status) for row in doc.events if row.act]
	before = states.undone_status(rows)
	if not before:
		moves.check_undo(doc, frappe.utils.now_datetime())
	return move(doc, before)


# --- what the acts are made of --------------------------------------------------------------------------------


def locked(log: str) -> Document:
	"""The visit as it is now, held until the transaction ends.

	Only the visit's own row is locked: whoever adds rows to its tables holds that first. Locking reads of the tables
	would lock the gaps between the rows of other visits as well, and check-ins at one moment would meet each other.

	Raises frappe.DoesNotExistError.
	"""
	row = frappe.db.get_value(LOG, log, "*", as_dict=True, for_update=True)
	if not row:
		return frappe.get_doc(LOG, log)  # raises
	for table in frappe.get_meta(LOG).get_table_fields():
		mine = {"parent": log, "parenttype": LOG, "parentfield": table.fieldname}
		row[table.fieldname] = frappe.get_all(table.options, filters=mine, fields="*", order_by="idx")
	doc, as_held = (frappe.get_doc({"doctype": LOG, **row}) for _copy in range(2))
	doc.flags.as_held = as_held
	return doc


def move(doc: Document, status: str, **how) -> str:
	"""Bring a locked visit into a status; where it is there already, nothing happens. Answers the status then."""
	if doc.status == status:
		return status
	doc.status = status
	doc.flags.update({key: value for key, value in how.items() if value is not None})
	doc.save(ignore_permissions=True)  # the endpoint has checked
	doc.flags.as_held = None
	return doc.status


def check_from(doc: Document, before: str, after: str) -> None:
	"""For acts whose aim other acts lead to as well. Raises VisitStatusError."""
	if doc.status not in (before, after):
		frappe.throw(
			_("{0} is {1}: that cannot be done now.", context=LOG).format(
				moves.link(doc), frappe.bold(_(doc.status, context=LOG))
			),
			moves.VisitStatusError,
		)

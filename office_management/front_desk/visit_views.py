"""What the form, the list and the calendar of visits show beside the fields."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime

from office_management import inputs, link_search
from office_management.domain import person_keys, person_search
from office_management.domain import visit_states as states
from office_management.front_desk import permissions, places, retention, visit_inputs
from office_management.office_administration import api as administration

LOG = "Visitor Log"
TYPE, VISITOR = "Visitor Type", "Visitor"
SHOWN = [status for status in states.STATUSES if status not in (states.CANCELLED, states.DENIED)]
MOST_EVENTS = 2000


def acts_of(log: Document) -> dict[str, bool]:
	"""What the session's user may do with a visit: act at the desk, decide as a host, undo the last act."""
	if log.is_new():
		return {}
	may_act = permissions.is_reception() and bool(log.has_permission("write"))
	waits = bool(log.under_review) and not permissions.is_manager()
	return {
		"may_act": may_act,
		"may_decide": (may_act or permissions.is_host_of(log.name)) and not waits,
		"may_undo": may_act and can_be_undone(log),
	}


def can_be_undone(log: Document) -> bool:
	"""Whether the last act was a check-in or a check-out, a short while ago."""
	events = [row for row in log.events if row.act]
	if not states.undone_status([(row.act, row.from_status, row.to_status) for row in events]):
		return False
	minutes = cint(administration.setting("undo_minutes"))
	return states.in_time(get_datetime(events[-1].happened_on), now_datetime(), minutes)


def proposal() -> dict:
	"""What a new visit is likely to be, and whether data of visitors may be kept yet."""
	confirmed = retention.is_confirmed()
	visitor_type = visit_inputs.proposed_type()
	return {
		"visitor_type": visitor_type,
		"space": places.proposed_place(),
		"is_confirmed": confirmed,
		"may_confirm": not confirmed and retention.may_confirm(),
		"days": visitor_type and cint(frappe.get_cached_value(TYPE, visitor_type, "retention_days")),
	}


def calendar_events(start: str, end: str, filters: list | dict | str | None = None) -> list[dict]:
	"""The user's visits expected between two moments, one entry each; cancelled and denied ones are left out."""
	rows = frappe.get_list(
		LOG,
		filters=[
			*inputs.conditions(LOG, filters),
			# by status as well, so that the index on both is used
			[LOG, "status", "in", SHOWN],
			[LOG, "expected_on", "between", [inputs.moment(start), inputs.moment(end)]],
		],
		fields=["name", "visitor_name", "organisation", "status", "expected_on", "expected_until_on"],
		order_by="expected_on",
		limit=MOST_EVENTS,
	)
	return [_event(row) for row in rows]


def _event(row: frappe._dict) -> dict:
	until = row.expected_until_on or get_datetime(row.expected_on)
	title = f"{row.visitor_name}, {row.organisation}" if row.organisation else row.visitor_name
	return {
		"name": row.name,
		"title": title,
		"status": row.status,
		"start": row.expected_on,
		"end": until,
		"all_day": 0,
	}


# --- what a Link offers ---------------------------------------------------------------------------------------


BESIDE = {LOG: ("visitor_name", "organisation", "status"), VISITOR: ("full_name", "organisation")}
"""What a Link to somebody shows, found by the beginning of the name, which has an index."""


def search(doctype: str, txt: str, filters, start: int | str, page_length: int | str, as_dict) -> list:
	"""Records that the user may see: people by the beginning of the name, others as link_search.py finds them."""
	if doctype not in BESIDE:
		return link_search.search(doctype, txt, filters, start, page_length, as_dict)
	wanted = inputs.conditions(doctype, filters)
	if key := person_keys.name_key(txt):
		wanted.append([doctype, "name_key", "like", person_search.begins(key)])
	page = inputs.page(start, page_length, link_search.MOST_FOUND)
	return link_search.found(
		doctype, BESIDE[doctype], as_dict, filters=wanted, order_by="creation desc", **page
	)

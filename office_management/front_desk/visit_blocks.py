"""The blocks of Office Day about visitors. What a block is: see office_administration/office_day.py."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import format_datetime, now_datetime

from office_management.domain import visit_states as states
from office_management.erp.people import employee_of
from office_management.front_desk import block_permissions, desk, permissions
from office_management.office_administration import api as administration

LOG, MATCH, BADGE = "Visitor Log", "Visitor Block Match", "Access Badge"
ROWS = 5
FOR_RECEPTION = ("System Manager", "Office Manager", "Office Receptionist")
FOR_MANAGERS = ("System Manager", "Office Manager")
INDICATORS = {
	desk.EXPECTED: "blue",
	desk.ON_SITE: "green",
	desk.LATE: "orange",
	desk.TO_APPROVE: "red",
}


def get_blocks() -> list[dict]:
	"""For reception who comes, who is in, who is late and who waits; for a host their own visitors of today."""
	if permissions.is_reception():
		counts, now = desk.count(None, now_datetime()), now_datetime()
		blocks = [reception_block(key, counts[key], now) for key in desk.LISTS]
		return [*blocks, *([to_decide()] if permissions.is_manager() else []), badges_out(now)]
	return [mine()] if employee_of(frappe.session.user) else []


def reception_block(key: str, count: int, now) -> dict:
	"""One of the lists of the page Front Desk."""
	titles = {
		desk.EXPECTED: _("Visitors still to come", context="Office Day"),
		desk.ON_SITE: _("Visitors on site", context="Office Day"),
		desk.LATE: _("Visitors who are late", context="Office Day"),
		desk.TO_APPROVE: _("Visitors who wait for approval", context="Office Day"),
	}
	rows = desk.rows_of(key, None, now)[:ROWS] if count else []
	return {
		"key": f"visits_{key}",
		"title": titles[key],
		"count": count,
		"rows": [row_of(row) for row in rows],
		"action": {
			"label": _("Open Front Desk", context="Office Day"),
			"route": ["front-desk"],
			"options": {},
		},
		"indicator": INDICATORS[key],
		"for_roles": FOR_RECEPTION,
	}


def row_of(visit: frappe._dict) -> dict:
	"""Who, and where, for whom, since or from when."""
	moment = visit.checked_in_on if visit.status in states.ON_SITE else visit.expected_on
	when = moment and format_datetime(moment, "HH:mm")
	facts = (when, visit.organisation, visit.host_name, visit.space_name)
	return {
		"title": visit.visitor_name,
		"subtitle": ", ".join(fact for fact in facts if fact),
		"route": ["Form", LOG, visit.name],
	}


def to_decide() -> dict:
	"""Visitors whom a rule holds back until a manager decides."""
	filters = {"decision": "Open"}
	rows = frappe.get_list(
		MATCH, filters, ["name", "visitor_log", "action"], order_by="matched_on", limit=ROWS
	)
	names = dict(
		frappe.get_all(
			LOG,
			{"name": ("in", [row.visitor_log for row in rows])},
			["name", "visitor_name"],
			order_by="name",
			as_list=True,
		)
	)
	return {
		"key": "visits_to_decide",
		"title": _("Visitors a rule names", context="Office Day"),
		"count": matches_open(),
		"rows": [
			{
				"title": names.get(row.visitor_log) or row.visitor_log,
				"subtitle": _(row.action, context="Visitor Block Rule"),
				"route": ["Form", MATCH, row.name],
			}
			for row in rows
		],
		"action": administration.show_all(MATCH, filters),
		"indicator": "red",
		"for_roles": FOR_MANAGERS,
	}


def matches_open() -> int:
	"""How many of those wait, of the ones the user may see."""
	match = frappe.qb.DocType(MATCH)
	limit = permissions.all_of(match.decision == "Open", block_permissions.match_criterion(match))
	return frappe.qb.from_(match).select(Count("*")).where(limit).run()[0][0]


def badges_out(now) -> dict:
	"""Badges, cards and keys that should be back."""
	filters = {"status": "Issued", "due_back_on": ["<", str(now)]}
	rows = frappe.get_list(
		BADGE,
		filters,
		["name", "badge_type", "employee_name", "due_back_on"],
		order_by="due_back_on",
		limit=ROWS,
	)
	return {
		"key": "badges_late",
		"title": _("Badges and keys not returned", context="Office Day"),
		"count": desk.badges_late(now),
		"rows": [
			{
				"title": row.name,
				"subtitle": ", ".join(
					fact
					for fact in (
						_(row.badge_type, context=BADGE),
						row.employee_name,
						format_datetime(row.due_back_on, "d MMM HH:mm"),
					)
					if fact
				),
				"route": ["Form", BADGE, row.name],
			}
			for row in rows
		],
		"action": administration.show_all(BADGE, filters),
		"indicator": "orange",
		"for_roles": FOR_RECEPTION,
	}


def mine() -> dict:
	"""Who comes to see the user today, or is here for them now."""
	now, log = now_datetime(), frappe.qb.DocType(LOG)
	wanted = desk.is_expected(log, now) | log.status.isin((states.AWAITING_APPROVAL, *states.ON_SITE))
	rows = desk.visits(log).where(wanted).orderby(log.expected_on).limit(ROWS).run(as_dict=True)
	limit = permissions.all_of(wanted, permissions.visit_criterion(log))
	count = frappe.qb.from_(log).select(Count("*")).where(limit).run()[0][0]
	return {
		"key": "visits_mine",
		"title": _("My visitors today", context="Office Day"),
		"count": count,
		"rows": [row_of(row) for row in rows],
		"action": {
			"label": _("Invite visitors", context="Office Day"),
			"new": "Visit Invitation",
		},
		"indicator": "blue",
		"for_roles": ("Employee",),
	}

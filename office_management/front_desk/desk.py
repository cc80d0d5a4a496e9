"""What the page Front Desk shows: who is expected today, who is on site, who is late, and whom somebody must approve.

One call brings all of it: counts of everything, and of each list only so many rows as are looked at. Every query
starts from visits that are not over, by an index that begins with the status, so the years before cost nothing.
"""

from datetime import datetime, timedelta

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, get_datetime, now_datetime
from pypika import Order
from pypika.terms import Criterion

from office_management.domain import badge_states
from office_management.domain import visit_states as states
from office_management.front_desk import badge_permissions, permissions, places, retention
from office_management.front_desk.host_notices import RECEPTION
from office_management.office_administration import api as administration

LOG, SPACE, BADGE, TYPE = "Visitor Log", "Office Space", "Access Badge", "Visitor Type"
NOTICE = "Visitor Log Notice"

EXPECTED, ON_SITE, LATE, TO_APPROVE = "expected", "on_site", "late", "to_approve"
LISTS = (EXPECTED, ON_SITE, LATE, TO_APPROVE)
FIRST_ROWS, MOST_ROWS = 50, 2000
MOST_ALONE = 500
LATE_AFTER = timedelta(minutes=10)
LONGEST_VISIT = timedelta(days=400)
"""How far back a visit of several days, of which the visitor has not come yet, may have begun."""

FIELDS = (
	"name",
	"visitor_name",
	"organisation",
	"visitor_type",
	"status",
	"host_name",
	"space",
	"expected_on",
	"expected_until_on",
	"arrived_on",
	"checked_in_on",
	"stepped_out_on",
	"checked_out_on",
	"badge",
	"needs_escort",
	"under_review",
	"visit_invitation",
	"purpose",
)
"""All that the page learns of a visit, and the name of its place."""


def get_desk(space: str | None, shown: dict[str, int]) -> dict:
	"""Everything the page shows, for the session's user.

	Args:
		space: only visits to this place and what lies below it.
		shown: how many rows of each list are looked at; FIRST_ROWS where left out, MOST_ROWS at most.
	"""
	now = now_datetime()
	counts = count(space, now)
	lists = {
		key: {"count": counts[key], "rows": rows_of(key, space, now, shown.get(key)) if counts[key] else []}
		for key in LISTS
	}
	mark_waiting(lists[ON_SITE]["rows"])
	late_before = (now - LATE_AFTER).replace(microsecond=0)
	facts = {"now": now, "late_before": late_before, "badges_late": badges_late(now)}
	return {"lists": lists, **facts, **around()}


def around() -> dict:
	"""What the page must know besides the visits."""
	return {
		"confirmed": retention.is_confirmed(),
		"may_confirm": retention.may_confirm(),
		"decides_reviews": permissions.is_manager(),
		"undo_minutes": cint(administration.setting("undo_minutes")),
	}


# --- lists ----------------------------------------------------------------------------------------------------


def rows_of(key: str, space: str | None, now: datetime, shown: int | None = None) -> list[frappe._dict]:
	"""The first rows of one of the LISTS, in the order in which reception wants them."""
	log = frappe.qb.DocType(LOG)
	limit = min(max(cint(shown), FIRST_ROWS), MOST_ROWS)
	order = {ON_SITE: (log.checked_in_on, Order.desc)}.get(key, (log.expected_on, Order.asc))
	query = visits(log, space).where(belongs(log, key, now)).orderby(order[0], order=order[1])
	return query.orderby(log.name).limit(limit).run(as_dict=True)


def mark_waiting(rows: list[frappe._dict]) -> None:
	"""Set `waits_for_reception`: they came by themselves to nobody in particular, and nobody has answered yet.

	Whom a receptionist has checked in without a host has met one, and waits for nobody.
	"""
	alone = [row.name for row in rows if not row.host_name][:MOST_ALONE]
	if not alone:
		return
	notice = frappe.qb.DocType(NOTICE)
	told = (notice.parenttype == LOG) & notice.parent.isin(alone) & (notice.notice == RECEPTION)
	query = frappe.qb.from_(notice).select(notice.parent, notice.seen_on, notice.answered_on).where(told)
	found = query.run()
	waiting = {parent for parent, *_seen in found} - {parent for parent, *seen in found if any(seen)}
	for row in rows:
		if row.name in waiting:
			row.waits_for_reception = 1


def visits(log, space: str | None = None):
	"""A query of visits with all that the page may know of each, as far as the session's user may see them."""
	place = frappe.qb.DocType(SPACE)
	query = (
		frappe.qb.from_(log)
		.left_join(place)
		.on(place.name == log.space)
		.select(*(log[field] for field in FIELDS), place.space_name)
	)
	limit = permissions.all_of(permissions.visit_criterion(log), at_or_below(log, space))
	return query.where(limit) if limit is not None else query


def group_of(name: str) -> list[frappe._dict]:
	"""The visits of one invitation, by name of the visitor; the visit alone where nobody else was invited."""
	log = frappe.qb.DocType(LOG)
	invitation = frappe.db.get_value(LOG, name, "visit_invitation")
	same = log.visit_invitation == invitation if invitation else log.name == name
	return visits(log).where(same).orderby(log.visitor_name).orderby(log.name).run(as_dict=True)


def at_or_below(log, space: str | None) -> Criterion | None:
	"""The visit is to this place or one below it; None for every place."""
	if not space:
		return None
	place, top = frappe.qb.DocType("Location"), frappe.qb.DocType("Location").as_("top")
	below = (
		frappe.qb.from_(place)
		.join(top)
		.on(place.lft[top.lft : top.rgt])
		.select(place.name)
		.where(top.name == space)
	)
	return log.space.isin(below)


def belongs(log, key: str, now: datetime) -> Criterion:
	"""The visit is on this list now."""
	if key == ON_SITE:
		return log.status.isin(states.ON_SITE)
	if key == TO_APPROVE:
		return log.status == states.AWAITING_APPROVAL
	return is_late(log, now) if key == LATE else is_expected(log, now)


def is_expected(log, now: datetime) -> Criterion:
	"""The visitor has not come, and was to come today, or on one of several days of which today is one."""
	midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
	begins = log.expected_on[midnight - LONGEST_VISIT : midnight + timedelta(days=1)]
	today = (log.expected_on >= midnight) | (log.expected_until_on >= midnight)
	return (log.status == states.EXPECTED) & begins & today


def is_late(log, now: datetime) -> Criterion:
	"""Of those expected: it was to be some minutes ago. They are on the list of the expected, too."""
	return is_expected(log, now) & (log.expected_on < now - LATE_AFTER)


def count(space: str | None, now: datetime) -> dict[str, int]:
	"""How many visits are on each list, in one query."""
	log = frappe.qb.DocType(LOG)
	live = is_expected(log, now) | log.status.isin((states.AWAITING_APPROVAL, *states.ON_SITE))
	limit = permissions.all_of(live, permissions.visit_criterion(log), at_or_below(log, space))
	columns = [Sum(Case().when(belongs(log, key, now), 1).else_(0)).as_(key) for key in LISTS]
	(row,) = frappe.qb.from_(log).select(Count("*").as_("all"), *columns).where(limit).run(as_dict=True)
	return {key: cint(row[key]) for key in LISTS}


def badges_late(now: datetime) -> int:
	"""How many badges, cards and keys should be back and are not, of those the session's user may see."""
	if not frappe.has_permission(BADGE, "read"):
		return 0
	badge = frappe.qb.DocType(BADGE)
	late = (badge.status == badge_states.ISSUED) & (badge.due_back_on < now)
	limit = permissions.all_of(late, badge_permissions.badge_criterion(badge))
	return frappe.qb.from_(badge).select(Count("*")).where(limit).run()[0][0]


# --- a new visitor --------------------------------------------------------------------------------------------


def proposal(space: str | None) -> dict:
	"""What the dialog for somebody who was not expected starts with: type and place are known already."""
	types = frappe.get_all(
		TYPE,
		{"disabled": 0},
		["name", "is_default", "host_required", "gives_badge", "ask_organisation"],
		order_by="is_default desc, name",
	)
	place = space or places.proposed_place()
	return {
		"types": types,
		"visitor_type": types[0].name if types else None,
		"space": place,
		"space_name": place and frappe.db.get_value(SPACE, place, "space_name"),
		"numbered_badges": has_numbered_badges(),
	}


def has_numbered_badges() -> bool:
	"""Whether this office hands out visitor badges with numbers."""
	return bool(
		frappe.get_all(
			BADGE,
			{"badge_type": "Visitor Badge", "status": ("!=", badge_states.RETIRED)},
			order_by="name",
			limit=1,
		)
	)


def seconds_left(done_on: datetime | str | None, now: datetime) -> int:
	"""How long an act of that moment can still be undone, in seconds."""
	if not done_on:
		return 0
	until = get_datetime(done_on) + timedelta(minutes=cint(administration.setting("undo_minutes")))
	return max(0, int((until - now).total_seconds()))

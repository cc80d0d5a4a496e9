"""Before an alarm: who would clear what, what is missing for it, and when the last drill was and the next is due."""

import frappe
from frappe.utils import formatdate, getdate

from office_management.erp.people import employee_of
from office_management.facilities import api as facilities
from office_management.front_desk import evacuation, evacuation_people, permissions, wardens
from office_management.front_desk.evacuation_permissions import evacuation_criterion
from office_management.front_desk.places import proposed_place

EVACUATION = "Evacuation"
MISSING = ("No Warden", "Nobody Here")
SHORT = ("Away", "Certificate Ran Out", "Certificate Runs Out", "No Certificate")


def places() -> dict:
	"""Where the user may start one, the likeliest first, and the open ones they may see."""
	rows = wardens.places_to_start_at()
	likely = likely_place({row.name for row in rows}) if len(rows) > 1 else None
	rows.sort(key=lambda row: row.name != likely)
	return {
		"places": [{"name": row.name, "label": row.space_name or row.name} for row in rows],
		"open": open_ones(),
	}


def likely_place(among: set[str]) -> str | None:
	"""Of some places the one that the user is most likely in: where they logged the last visitor, or sit today."""
	employee = employee_of(frappe.session.user)
	seat = wardens.seats_today(employees=[employee]).get(employee) if employee else None
	spot = seat or proposed_place()
	around = [spot, *evacuation_people.places_around(spot)] if spot else []
	return next((place for place in around if place in among), None)


def open_ones() -> list[dict]:
	"""Open evacuations that the user may see, the latest first."""
	table = frappe.qb.DocType(EVACUATION)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.space, table.is_drill, table.started_on)
		.where(table.status == "Open")
		.orderby(table.started_on, order=frappe.qb.desc)
	)
	limit = evacuation_criterion(table)
	rows = (query if limit is None else query.where(limit)).run(as_dict=True)
	labels = wardens.labels_of(row.space for row in rows)
	return [
		{
			"name": row.name,
			"place": labels.get(row.space) or row.space,
			"is_drill": bool(row.is_drill),
			"started_on": str(row.started_on),
		}
		for row in rows
	]


def readiness(space: str) -> dict:
	"""What the page shows of a place before an alarm."""
	found = evacuation.open_at(space)
	return {
		"space": space,
		"place": wardens.labels_of([space]).get(space) or space,
		"open": found and found.name,
		"people": len(evacuation_people.people_at(space)),
		"areas": [area_row(area) for area in wardens.readiness(space)],
		"drills": drills(space),
		"may_plan": bool(frappe.has_permission("Facility Plan", "create")),
		"may_name_wardens": permissions.is_manager(),
	}


def readiness_of(space: str) -> frappe._dict:
	"""In short: the label of a place, how many of its areas nobody would clear, and since when a drill is late."""
	areas = wardens.areas_with_wardens(space)
	due = next_drill(space)
	return frappe._dict(
		place=wardens.labels_of([space]).get(space) or space,
		without_warden=sum(area.warden_problem in MISSING for area in areas),
		drill_was_due=due.due_date if due and due.due_date < getdate() else None,
	)


def area_row(area: frappe._dict) -> dict:
	"""One area, its warden, and what to know; `level` is how bad that is."""
	problem = area.warden_problem
	return {
		"label": area.label,
		"space": area.space,
		"warden": area.warden_name or "",
		"phone": area.warden_phone or "",
		"step": area.warden_step,
		"usual": area.regular_warden_name or "",
		"problem": problem,
		"level": "red" if problem in MISSING else "orange" if problem in SHORT else "green",
		"certificate_until": formatdate(area.certificate_valid_until_date)
		if area.certificate_valid_until_date
		else "",
	}


def drills(space: str) -> dict:
	"""The last drill held of the place, or of one around it, and the next one due."""
	around = [space, *evacuation_people.places_around(space)]
	last = frappe.get_all(
		EVACUATION,
		filters={"space": ("in", around), "is_drill": 1, "status": "Closed"},
		fields=["name", "started_on"],
		order_by="started_on desc",
		limit=1,
	)
	due = next_drill(space)
	return {
		"last": last[0].name if last else None,
		"last_date": formatdate(last[0].started_on) if last else "",
		"due_date": formatdate(due.due_date) if due else "",
		"is_late": bool(due and due.due_date < getdate()),
		"task": due and due.task,
		"plan": due and due.plan,
	}


def next_drill(space: str) -> frappe._dict | None:
	"""The next drill of the place or of one around it, by task or plan; None when none is planned."""
	around = [space, *evacuation_people.places_around(space)]
	dated = [row for row in facilities.drills_planned(around) if row.due_date]
	return min(dated, key=lambda row: row.due_date, default=None)

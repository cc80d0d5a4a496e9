"""An evacuation as people see it: the list on phones and on paper, and what it came to."""

from collections.abc import Iterable
from dataclasses import asdict

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Max
from frappe.utils import format_datetime, get_datetime, now_datetime

from office_management.domain import evacuation_marks as states
from office_management.domain.evacuation_report import AreaFact, PersonFact, Summary, summary
from office_management.erp.places import location_facts
from office_management.front_desk import evacuation_people, wardens

EVACUATION = "Evacuation"
AREA = "Evacuation Area"
PERSON, MARK = "Evacuation Person", "Evacuation Mark"
HEAD = (
	"name",
	"space",
	"is_drill",
	"status",
	"started_on",
	"started_by",
	"became_alarm_on",
	"all_clear_on",
	"closed_on",
	"closed_by",
	"close_reason",
	"facility_task",
	"note",
)
STAFF, SEATED, REPORTED = "Staff", "Staff With a Seat Here", "Reported Missing"


def rows_of(doctype: str, name: str, lock: bool = False) -> list[frappe._dict]:
	"""The rows of an evacuation; with `lock` as they are now, and nobody changes or adds one meanwhile."""
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table).select("*").where(table.parent == name).orderby(table.idx).orderby(table.name)
	)
	return (query.for_update() if lock else query).run(as_dict=True)


# --- what it came to ------------------------------------------------------------------------------------------


def summary_of(name: str, lock: bool = False) -> Summary:
	"""Counts and times of an evacuation as it stands."""
	head = frappe.db.get_value(EVACUATION, name, ["started_on", "became_alarm_on"], as_dict=True)
	return summarised(head, rows_of(AREA, name, lock), rows_of(PERSON, name, lock))


def summarised(head: frappe._dict, areas: Iterable, people: Iterable) -> Summary:
	return summary(
		get_datetime(head.became_alarm_on or head.started_on),
		[AreaFact(row.space, row.area_state, moment_of(row.reported_on)) for row in areas],
		[
			PersonFact(group_of(row), row.person_state, row.presence, moment_of(row.marked_on))
			for row in people
		],
	)


def moment_of(value):
	return get_datetime(value) if value else None


def group_of(person) -> str:
	"""What kind of person somebody is: the type of a visitor, or what is known of staff."""
	if person.kind == "Visitor":
		return person.visitor_type or person.kind
	if person.kind == "Reported":
		return REPORTED
	return SEATED if person.presence == states.SEATED else STAFF


def group_labels() -> dict[str, str]:
	"""The groups that are no visitor types, in the user's language."""
	return {
		STAFF: _("Staff", context=EVACUATION),
		SEATED: _("Staff with a seat here", context=EVACUATION),
		REPORTED: _("Reported missing", context=EVACUATION),
		"Visitor": _("Visitor", context=EVACUATION),
	}


def outcome_text(space: str, come_to: Summary) -> str:
	"""What is written on the task of a drill."""
	place = wardens.labels_of([space]).get(space) or space
	people = sum(group.people for group in come_to.groups)
	if come_to.is_all_clear:
		text = _("Evacuation drill at {0}: all clear after {1}, {2} people.", context=EVACUATION)
		return text.format(place, as_clock(come_to.seconds), people)
	text = _("Evacuation drill at {0}: closed with {1} areas and {2} people open.", context=EVACUATION)
	return text.format(place, come_to.areas_open, come_to.people_open)


def as_clock(seconds: int | None) -> str:
	"""Minutes and seconds, as on a stop watch."""
	return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def report(name: str) -> dict:
	"""The counts and times for the browser."""
	come_to = summary_of(name)
	return {**asdict(come_to), "is_all_clear": come_to.is_all_clear}


# --- the list -------------------------------------------------------------------------------------------------


def stamp_of(name: str) -> str:
	"""Changes whenever anything of the evacuation does: reports and people are only ever added."""
	parts = []
	for doctype in (MARK, PERSON):
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select(Count(table.name), Max(table.modified))
		parts += query.where(table.parent == name).run()[0]
	parts.append(frappe.db.get_value(EVACUATION, name, "modified"))
	return "|".join(str(part) for part in parts)


def roll_call(name: str) -> dict:
	"""Everything a warden needs, in one answer, so that it can be read on without a network."""
	stamp = stamp_of(name)  # first: what changes meanwhile is then fetched again, never missed
	head = frappe.db.get_value(EVACUATION, name, HEAD, as_dict=True)
	areas, people = rows_of(AREA, name), rows_of(PERSON, name)
	come_to = summarised(head, areas, people)
	spots = Spots([head.space, *(row.space for row in areas)], [row.last_place for row in people])
	names = full_names([head, *areas, *people])
	phones = evacuation_people.phones_of({row.host for row in people if row.host})
	return {
		**head_values(head, spots, names),
		"stamp": stamp,
		"areas": [area_values(row, spots, names) for row in areas],
		"people": [person_values(row, spots, names, phones) for row in people],
		"summary": {**asdict(come_to), "is_all_clear": come_to.is_all_clear},
		"group_labels": group_labels(),
	}


class Spots:
	"""Labels of places, and in which area each lies."""

	def __init__(self, areas: list[str], spots: list[str | None]) -> None:
		wanted = {spot for spot in (*areas, *spots) if spot}
		self.labels = wardens.labels_of(wanted)
		self.tree = location_facts(wanted)
		self.areas = sorted(
			(self.tree[area] for area in areas[1:] if area in self.tree), key=lambda row: -row.lft
		)

	def label(self, spot: str | None) -> str:
		return (self.labels.get(spot) or spot or "") if spot else ""

	def area(self, spot: str | None) -> str:
		"""The nearest area at or above a spot."""
		here = self.tree.get(spot)
		if not here:
			return ""
		return next((one.name for one in self.areas if one.lft <= here.lft <= here.rgt <= one.rgt), "")


def full_names(rows: Iterable[frappe._dict]) -> dict[str, str]:
	"""User -> name, of everybody who did something here."""
	fields = ("started_by", "closed_by", "reported_by", "marked_by")
	users = {row.get(field) for row in rows for field in fields} - {None, ""}
	found = frappe.get_all(
		"User", {"name": ("in", sorted(users) or [""])}, ["name", "full_name"], order_by="name"
	)
	return {row.name: row.full_name or row.name for row in found}


def head_values(head: frappe._dict, spots: Spots, names: dict[str, str]) -> dict:
	now = now_datetime()
	began = get_datetime(head.became_alarm_on or head.started_on)
	ended = moment_of(head.closed_on)
	return {
		"name": head.name,
		"space": head.space,
		"place": spots.label(head.space),
		"is_drill": bool(head.is_drill),
		"is_open": head.status == "Open",
		"started_on": str(head.started_on),
		"started_by": names.get(head.started_by, ""),
		"became_alarm_on": str(head.became_alarm_on or ""),
		"all_clear_on": str(head.all_clear_on or ""),
		"closed_on": str(head.closed_on or ""),
		"closed_by": names.get(head.closed_by, ""),
		"close_reason": head.close_reason or "",
		"seconds": int(((ended or now) - began).total_seconds()),
		"loaded_on": str(now),
	}


def area_values(row: frappe._dict, spots: Spots, names: dict[str, str]) -> dict:
	return {
		"row": row.name,
		"space": row.space,
		"label": spots.label(row.space),
		"warden": row.warden_name or "",
		"phone": row.warden_phone or "",
		"step": row.warden_step or "",
		"problem": row.warden_problem or "",
		"usual": row.regular_warden_name or "",
		"state": row.area_state,
		"note": row.note or "",
		"on": str(row.reported_on or ""),
		"by": names.get(row.reported_by, ""),
	}


def person_values(row: frappe._dict, spots: Spots, names: dict[str, str], phones: dict[str, str]) -> dict:
	return {
		"row": row.name,
		"name": row.person_name or "",
		"kind": row.kind,
		"presence": row.presence,
		"group": group_of(row),
		"organisation": row.organisation or "",
		"place": spots.label(row.last_place),
		"area": spots.area(row.last_place),
		"since": str(row.here_since_on or ""),
		"host": row.host_name or "",
		"host_phone": phones.get(row.host, ""),
		"phone": row.phone or "",
		"state": row.person_state,
		"note": row.note or "",
		"on": str(row.marked_on or ""),
		"by": names.get(row.marked_by, ""),
		"added_on": str(row.added_on or ""),
		"is_open": states.is_open(row.person_state, row.presence),
		"is_apart": row.presence in states.APART,
	}


# --- on paper -------------------------------------------------------------------------------------------------


def evacuation_sheet(document) -> dict:
	"""What the print formats Evacuation List and Evacuation Report show.

	For an evacuation that the reader may print: Frappe has checked that before it draws a print format.
	"""
	found = frappe._dict(roll_call(document.name))
	labels = found.group_labels
	found.areas = [frappe._dict(area) for area in found.areas]
	found.people = [frappe._dict(one, group=labels.get(one["group"], one["group"])) for one in found.people]
	order = {states.UNACCOUNTED: 0, states.NEEDS_HELP: 1}
	found.people.sort(key=lambda one: (one.is_apart, order.get(one.state, 2), one.place, one.name))
	found.groups = [
		frappe._dict(group, label=labels.get(group["name"], group["name"]), clock=as_clock(group["seconds"]))
		for group in found.summary["groups"]
	]
	for area in found.areas:
		area.clock = as_clock(found.summary["areas"].get(area.space))
	found.clock = as_clock(found.summary["seconds"])
	found.missing = [one for one in found.people if one.is_open]
	found.times = {
		field: format_datetime(found[field]) if found[field] else ""
		for field in ("started_on", "became_alarm_on", "all_clear_on", "closed_on", "loaded_on")
	}
	return found

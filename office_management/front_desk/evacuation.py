"""The acts of an evacuation: start, add who came, take reports, close.

What keeps the list right when many people act at once:

- one evacuation at a place at a time: its `open_key` is unique while it is open, so of two who start at the same
  moment one inserts and the other opens that one. No place is locked: an alarm waits for nobody's seat plan;
- persons are only added: `person_key` is unique within an evacuation, and the controller puts back whatever a form
  or an import would remove or rename;
- reports are taken row by row, under the lock of that row; each is kept (`marks`), the one made last counts.

None of these checks a right: the endpoints on the page do.
"""

from datetime import timedelta

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, get_datetime, get_link_to_form, now_datetime

from office_management.bulk_rows import authorship
from office_management.domain import evacuation_marks as states
from office_management.facilities import api as facilities
from office_management.front_desk import evacuation_notices as notices
from office_management.front_desk import evacuation_people as people
from office_management.front_desk import evacuation_view, wardens
from office_management.retries import TryAgainError

EVACUATION = "Evacuation"
AREA = "Evacuation Area"
PERSON, MARK = "Evacuation Person", "Evacuation Mark"
OPEN, CLOSED = "Open", "Closed"
TABLES = {"areas": AREA, "persons": PERSON, "marks": MARK, "notices": notices.NOTICE}
DECIDED = (
	"space",
	"is_drill",
	"status",
	"company",
	"started_on",
	"started_by",
	"became_alarm_on",
	"all_clear_on",
	"all_clear_by",
	"closed_on",
	"closed_by",
	"close_reason",
	"facility_task",
	"open_key",
)
"""What only the acts write."""
PERSON_COLUMNS = (
	"person_name",
	"kind",
	"presence",
	"visitor_type",
	"organisation",
	"visitor_log",
	"employee",
	"last_place",
	"here_since_on",
	"host",
	"host_name",
	"phone",
	"note",
)
LONGEST_TEXT = 140
NO_TAGS = str.maketrans("<>", "‹›")
UNDER_WAY = timedelta(seconds=15)
"""So long a report may take from the device to here: a little longer than a page waits for an answer."""
MOST_MARKS = 500
"""Reports taken in one request; a device sends the rest in the next."""


class EvacuationOpenError(frappe.ValidationError):
	"""There is an open evacuation at this place already."""


class StartedTogetherError(TryAgainError):
	"""Somebody else started one at the same moment."""


class EvacuationFixedError(frappe.ValidationError):
	"""What an evacuation has on record was to be changed by hand."""


class NotAllClearError(frappe.ValidationError):
	"""Something is not clear, and no reason was given to close all the same."""


class NoDrillTaskError(frappe.ValidationError):
	"""The task is no open drill of this place."""


class MarkError(frappe.ValidationError):
	"""A report does not say what it is about."""


# --- start ----------------------------------------------------------------------------------------------------


def start(space: str, is_drill: bool, facility_task: str | None = None) -> dict:
	"""Start an evacuation, or answer the one that is open at the place or above it: name, is_new, is_drill.

	An alarm during a drill turns the drill into the alarm: everybody is told again. Raises NoDrillTaskError, or
	StartedTogetherError, after which the same call answers the other one.
	"""
	found = open_at(space)
	if found:
		return join(found, is_drill, facility_task)
	check_task(facility_task, space)
	values = {
		"space": space,
		"is_drill": cint(is_drill),
		"facility_task": facility_task if is_drill else None,
	}
	document = frappe.get_doc({"doctype": EVACUATION, **values})
	try:
		document.insert(ignore_permissions=True)  # the endpoint has checked who may start
	except frappe.UniqueValidationError as error:
		raise StartedTogetherError from error
	return {"name": document.name, "is_new": True, "is_drill": bool(document.is_drill)}


def open_at(space: str) -> frappe._dict | None:
	"""The open evacuation of the place, or of one it lies in: the nearest."""
	evacuation = frappe.qb.DocType(EVACUATION)
	here, around = frappe.qb.DocType("Location").as_("here"), frappe.qb.DocType("Location").as_("around")
	rows = (
		frappe.qb.from_(evacuation)
		.join(around)
		.on(around.name == evacuation.space)
		.join(here)
		.on((around.lft <= here.lft) & (around.rgt >= here.rgt))
		.select(evacuation.name, evacuation.is_drill, evacuation.space, evacuation.facility_task)
		.where((evacuation.status == OPEN) & (here.name == space))
		.orderby(around.lft, order=frappe.qb.desc)
		.limit(1)
		.run(as_dict=True)
	)
	return rows[0] if rows else None


def join(found: frappe._dict, is_drill: bool, facility_task: str | None = None) -> dict:
	"""Take part in an evacuation that is open already; a drill that no task asked for may be the one of this task."""
	if found.is_drill and not is_drill:
		become_alarm(found.name)
	elif found.is_drill and facility_task and not found.facility_task:
		check_task(facility_task, found.space)
		write(found.name, {"facility_task": facility_task})
	notices.let_in(found.name, frappe.session.user)
	now_drill = frappe.db.get_value(EVACUATION, found.name, "is_drill")
	return {"name": found.name, "is_new": False, "is_drill": bool(now_drill)}


def become_alarm(name: str) -> None:
	"""A drill turns out to be real: from now on it is an alarm, and everybody is told so. The list stays."""
	row = frappe.db.get_value(
		EVACUATION, name, ["is_drill", "status", "space"], as_dict=True, for_update=True
	)
	if not row.is_drill or row.status != OPEN:
		return
	write(name, {"is_drill": 0, "became_alarm_on": now_datetime()})
	notices.owe(name, row.space, notices.ALARM)
	changed(name)


def check_may_start(document: Document) -> None:
	"""However an evacuation is made (a form, REST, an import), the same people may."""
	if not document.flags.ignore_permissions and not wardens.may_start(document.space):
		raise frappe.PermissionError


def prepare(document: Document) -> None:
	"""Before an evacuation is inserted, whoever does it: what it begins with, and that it is the only one."""
	found = open_at(document.space)
	if found:
		frappe.throw(
			_("An evacuation is open here already: {0}. Open that one.", context=EVACUATION).format(
				get_link_to_form(EVACUATION, found.name, place_label(found.space))
			),
			EvacuationOpenError,
		)
	for field in (*DECIDED[2:], *TABLES):
		if field != "facility_task":
			document.set(field, [] if field in TABLES else None)
	document.update(
		{
			"status": OPEN,
			"started_on": now_datetime(),
			"started_by": frappe.session.user,
			"company": frappe.db.get_value("Office Space", document.space, "company"),
			"open_key": document.space,
		}
	)
	for area in wardens.areas_with_wardens(document.space):
		document.append("areas", area)


def freeze(document: Document) -> None:
	"""Right after the insert: name everybody who is here, and owe every warden a notice."""
	add_people(document.name, document.space)
	notices.owe(document.name, document.space, notices.DRILL if document.is_drill else notices.ALARM)
	notices.let_in(document.name, frappe.session.user)
	changed(document.name)


def check_task(task: str | None, space: str) -> None:
	"""A drill started from a task is the drill of that task's place, or of one around it."""
	if not task:
		return
	facts = facilities.drill_of_task(task)
	if not facts or not facts.is_live or not people.places_below(space, {facts.space}):
		frappe.throw(
			_(
				"{0} is not an open drill of this place. Start the drill without it.", context=EVACUATION
			).format(bold(frappe.utils.escape_html(facts.subject if facts else task))),
			NoDrillTaskError,
		)


# --- people: only ever added ----------------------------------------------------------------------------------


def add_people(name: str, space: str) -> int:
	"""Add whoever is at the place now and is not on the list yet; answers how many that were.

	Who had stepped out and is back is looked for from now on, and counts as added.
	"""
	there = frappe.get_all(PERSON, {"parent": name}, ["person_key", "presence"], order_by="idx", limit=0)
	found = people.people_at(space)
	back = states.came_back({row.person_key: row.presence for row in there}, found)
	for key, values in back:
		put_back(name, key, values)
	new = states.additions((row.person_key for row in there), found)
	return len(back) + insert_people(name, new, len(there))


def put_back(name: str, key: str, values: dict) -> None:
	"""Somebody who was out when the list was made is in the building after all."""
	row = frappe.db.get_value(PERSON, {"parent": name, "person_key": key}, "name", for_update=True)
	fields = ("presence", "last_place", "here_since_on")
	frappe.db.set_value(PERSON, row, {field: values.get(field) for field in fields})


def insert_people(name: str, found: list[tuple[str, dict]], already: int) -> int:
	"""Write these persons; who was written by somebody else meanwhile stays as they are."""
	own = {**authorship(), "parent": name, "parenttype": EVACUATION, "parentfield": "persons"}
	own |= {"added_on": own["creation"], "person_state": states.UNACCOUNTED}
	columns = ["name", "idx", "person_key", *own, *PERSON_COLUMNS]
	rows = [
		(
			frappe.generate_hash(length=16),
			already + number,
			key,
			*own.values(),
			*(short(values.get(column)) for column in PERSON_COLUMNS),
		)
		for number, (key, values) in enumerate(found, start=1)
	]
	if rows:
		frappe.db.bulk_insert(PERSON, columns, rows, ignore_duplicates=True)
	return len(rows)


def refresh(name: str) -> int:
	"""Add whoever has come since; answers how many. Nobody is removed, nobody's state changes."""
	row = frappe.db.get_value(EVACUATION, name, ["space", "status"], as_dict=True)
	if row.status != OPEN:
		return 0
	added = add_people(name, row.space)
	if added:
		changed(name)
	return added


def short(value):
	"""A text as long as its field, and without tags: these rows are written past Frappe's own cleaning of texts.

	A name that is too long or odd must not keep its bearer off the list, so it is cut and not refused.
	"""
	return value.translate(NO_TAGS)[:LONGEST_TEXT] if isinstance(value, str) else value


# --- reports --------------------------------------------------------------------------------------------------


def take_marks(name: str, given: list[dict]) -> list[dict]:
	"""Take reports in the order given; answers for each its key and what became of it: counted, overtaken, refused.

	A report that was taken before (its key says so) is answered as before and not taken again. A refused one says
	why, and keeps none of the others back.
	"""
	row = frappe.db.get_value(EVACUATION, name, ["status", "started_on", "closed_on"], as_dict=True)
	given = [clean(mark) for mark in given[:MOST_MARKS]]
	held = hold_rows(name, given)
	answers = [take_mark(name, row, mark, held) for mark in given]
	changed(name)
	return answers


def clean(mark: dict) -> frappe._dict:
	"""What a device sent, as plain values; nothing else is looked at."""
	text = {
		field: short(cstr(mark.get(field)).strip())
		for field in ("key", "what", "row", "state", "note", "person_name", "last_place", "employee")
	}
	return frappe._dict(text, age=flt(mark.get("age")))


def hold_rows(name: str, given: list[frappe._dict]) -> dict[str, frappe._dict]:
	"""Lock the rows that are reported on, in one order for everybody: row -> what stands of it now."""
	held = {}
	for what, doctype, columns in (
		(states.AREA, AREA, ("area_state", "reported_on", "space")),
		(states.PERSON, PERSON, ("person_state", "marked_on", "last_place")),
	):
		names = sorted({mark.row for mark in given if mark.what == what and mark.row})
		if not names:
			continue
		table = frappe.qb.DocType(doctype)
		rows = (
			frappe.qb.from_(table)
			.select(table.name, *(table[column] for column in columns))
			.where((table.parent == name) & table.name.isin(names))
			.orderby(table.name)
			.for_update()
			.run()
		)
		held |= {row: frappe._dict(what=what, state=state, on=on, space=at) for row, state, on, at in rows}
	return held


def take_mark(name: str, row: frappe._dict, mark: frappe._dict, held: dict) -> dict:
	"""Take one report; the row it is about is locked."""
	try:
		check_mark(mark, held)
		made_on = states.moment(now_datetime(), mark.age, get_datetime(row.started_on))
		check_in_time(row, made_on)
		outcome = report_person(name, mark, made_on) if mark.what == states.REPORT else None
		return {"key": mark.key, "outcome": outcome or put_on_record(name, mark, made_on, held[mark.row])}
	except MarkError as error:
		frappe.clear_last_message()
		return {"key": mark.key, "outcome": "refused", "reason": str(error)}


def check_mark(mark: frappe._dict, held: dict) -> None:
	"""A report names what it is about, and says what is known there."""
	known = held.get(mark.row)
	fits = known and known.what == mark.what and mark.state in states.STATES[mark.what]
	if not mark.key or not (fits or (mark.what == states.REPORT and mark.person_name)):
		frappe.throw(_("This is not on the list any more, or says nothing.", context=EVACUATION), MarkError)


def check_in_time(row: frappe._dict, made_on) -> None:
	"""What was reported before the end counts whenever it arrives; after the end nothing is reported.

	A device cannot say how long its report was under way, so one that arrives just after the end was made before it.
	"""
	if row.status == CLOSED and row.closed_on and made_on > get_datetime(row.closed_on) + UNDER_WAY:
		frappe.throw(_("The evacuation is closed.", context=EVACUATION), MarkError)


def put_on_record(name: str, mark: frappe._dict, made_on, stands: frappe._dict) -> str:
	"""Keep a report, and let it count unless a later one does."""
	before = states.Stands(stands.state, stands.on and get_datetime(stands.on))
	is_latest = states.counts(before, made_on)
	if not record(name, mark, made_on, stands.space, overtaken=not is_latest):
		return "counted"  # it came twice; what became of it the first time stands
	if not is_latest:
		return "overtaken"
	field, on, by = (
		("area_state", "reported_on", "reported_by")
		if mark.what == states.AREA
		else ("person_state", "marked_on", "marked_by")
	)
	doctype = AREA if mark.what == states.AREA else PERSON
	values = {field: mark.state, on: made_on, by: frappe.session.user, "note": mark.note}
	frappe.db.set_value(doctype, mark.row, values)
	stands.update(state=mark.state, on=made_on)
	return "counted"


def record(name: str, mark: frappe._dict, made_on, space: str | None, overtaken: bool) -> bool:
	"""Write down that this was reported; False if it is there already."""
	row = frappe.get_doc(
		{
			"doctype": MARK,
			"parent": name,
			"parenttype": EVACUATION,
			"parentfield": "marks",
			"idx": 0,
			"what": mark.what if mark.what == states.AREA else states.PERSON,
			"row_name": mark.row,
			"space": space,
			"new_state": mark.state or states.UNACCOUNTED,
			"note": mark.note,
			"marked_on": made_on,
			"marked_by": frappe.session.user,
			"received_on": now_datetime(),
			"overtaken": cint(overtaken),
			"mark_key": f"{name}:{mark.key}"[:LONGEST_TEXT],
		}
	)
	messages = list(frappe.local.message_log)
	try:
		row.db_insert()
	except frappe.UniqueValidationError:
		frappe.local.message_log = messages
		return False
	return True


def report_person(name: str, mark: frappe._dict, made_on) -> str:
	"""Somebody says that a person is missing who is not on the list."""
	place = mark.last_place if frappe.db.exists("Office Space", mark.last_place) else None
	employee = mark.employee if frappe.db.exists("Employee", mark.employee) else None
	values = {
		"person_name": mark.person_name,
		"kind": "Reported",
		"presence": states.MISSING,
		"employee": employee,
		"last_place": place,
		"note": mark.note,
	}
	key = f"employee:{employee}" if employee else f"reported:{mark.key}"[:LONGEST_TEXT]
	insert_people(name, [(key, values)], frappe.db.count(PERSON, {"parent": name}))
	mark.row = frappe.db.get_value(PERSON, {"parent": name, "person_key": key}, "name", for_update=True)
	mark.state = states.UNACCOUNTED
	record(name, mark, made_on, place, overtaken=False)
	return "counted"


# --- close ----------------------------------------------------------------------------------------------------


def close(name: str, reason: str | None = None) -> dict:
	"""End an evacuation: all clear, or with a reason why it ends before that. Answers the summary.

	Raises NotAllClearError. Closing twice changes nothing.
	"""
	row = frappe.db.get_value(
		EVACUATION, name, ["status", "facility_task", "space"], as_dict=True, for_update=True
	)
	if row.status == OPEN:
		come_to = evacuation_view.summary_of(name, lock=True)
		reason = cstr(reason).strip()
		if not come_to.is_all_clear:
			check_reason(come_to, reason)
		write(name, closing_values(come_to.is_all_clear, reason))
		changed(name)
		if row.facility_task:
			facilities.drill_held(row.facility_task, evacuation_view.outcome_text(row.space, come_to))
	return evacuation_view.report(name)


def check_reason(come_to, reason: str) -> None:
	if reason:
		return
	frappe.throw(
		_(
			"Not everything is clear: areas {0}, people {1}. Report them first, or give a reason to close now.",
			context=EVACUATION,
		).format(bold(come_to.areas_open), bold(come_to.people_open)),
		NotAllClearError,
	)


def closing_values(is_all_clear: bool, reason: str) -> dict:
	now, user = now_datetime(), frappe.session.user
	values = {"status": CLOSED, "closed_on": now, "closed_by": user, "open_key": None}
	if is_all_clear:
		return values | {"all_clear_on": now, "all_clear_by": user}
	return values | {"close_reason": reason}


# --- the record stays as it is --------------------------------------------------------------------------------


def check_decided(document: Document) -> None:
	"""What the acts write is changed by nothing else."""
	before = document.get_doc_before_save()
	if before and any(document.has_value_changed(field) for field in DECIDED):
		frappe.throw(
			_(
				"What happened in an evacuation is not changed afterwards. Write it under Remarks.",
				context=EVACUATION,
			),
			EvacuationFixedError,
		)


def keep_rows(document: Document) -> None:
	"""Whatever a form, an import or REST sends as rows: those on record stay, as they are at this moment."""
	for field, doctype in TABLES.items():
		document.set(field, [])
		for row in evacuation_view.rows_of(doctype, document.name, lock=True):
			kept = document.append(field, row)
			kept.idx = row.idx
			kept.set("__islocal", 0)


# --- small things ---------------------------------------------------------------------------------------------


def write(name: str, values: dict) -> None:
	"""Write what was decided."""
	frappe.db.set_value(EVACUATION, name, values)


def changed(name: str) -> None:
	"""Tell open pages of this evacuation, and nobody else, to look again; who may not read it is in no such room."""
	frappe.clear_document_cache(EVACUATION, name)
	frappe.publish_realtime(
		"evacuation_changed", {"name": name}, doctype=EVACUATION, docname=name, after_commit=True
	)


def place_label(space: str) -> str:
	"""What people call the place, escaped."""
	label = frappe.db.get_value("Office Space", space, "space_name") or space
	return frappe.utils.escape_html(label)

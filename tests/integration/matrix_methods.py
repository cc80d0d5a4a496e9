"""One row for each whitelisted method: whom it is for, whether it writes, and how a call of it is prepared."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe

from tests import baseline, builders, front_desk_builders, post_builders, supply_builders

MANAGERS = ("system_manager", "office_manager")
OFFICE = (*MANAGERS, "receptionist", "technician", "auditor")
RECEPTION = (*MANAGERS, "receptionist")
STAFF = (*OFFICE, "employee", "other_manager")
WORKERS = (*MANAGERS, "receptionist", "technician")
EMPLOYEES = tuple(baseline.LINKED)
ANYBODY = (*STAFF, "buyer", "nobody", "guest")


@dataclass(frozen=True)
class Row:
	"""A whitelisted method: `prepare` makes what the call needs, as Administrator, and returns the call."""

	path: str
	allowed: tuple[str, ...]
	prepare: Callable[[], Callable]
	writes: bool = False
	on_document: bool = False

	def function(self):
		if not self.on_document:
			return frappe.get_attr(self.path)
		module, _dot, name = self.path.rpartition(".")
		controller = frappe.get_module(module)
		classes = [item for item in vars(controller).values() if isinstance(item, type)]
		return next(vars(item)[name] for item in classes if name in vars(item))


def plain(
	path: str, allowed: tuple[str, ...], arguments: Callable[[], dict] = dict, writes: bool = False
) -> Row:
	"""A row for a function; `arguments` makes what it is called with."""

	def prepare() -> Callable:
		given = arguments()
		return lambda: frappe.get_attr(path)(**given)

	return Row(path, allowed, prepare, writes)


def desk() -> str:
	"""A free desk of the baseline company."""
	return builders.space(None, builders.space().name).name


def seat_of_a_colleague() -> str:
	"""An allocation of the baseline company, to an employee who has no user."""
	return builders.allocation(desk(), baseline.employee("carla")).name


def place_to_move() -> dict:
	site = builders.space().name
	return {
		"space": builders.space(None, site).name,
		"parent": builders.space(None, site, space_type="Floor").name,
	}


def new_seat() -> dict:
	return {
		"space": desk(),
		"occupant_type": "Employee",
		"occupant": baseline.employee("daan"),
		"from_date": str(builders.day()),
	}


def register_import() -> str:
	"""A floor register import of the baseline company, checked."""
	from office_management.office_space import register

	new = frappe.get_doc(new_import()).insert()
	register.check(new)
	return new.name


def new_import() -> dict:
	"""The values of an import of one site."""
	content = f"Site;Space Name;Type\n{builders.unique('IM')};Imported Site;Site\n"
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{builders.unique('list')}.csv",
			"is_private": 1,
			"content": content,
		}
	).insert()
	return {
		"doctype": "Floor Register Import",
		"company": baseline.COMPANY,
		"import_file": file.file_url,
		"from_date": builders.day(),
	}


def two_seats() -> dict:
	first = seat_of_a_colleague()
	return {"first": first, "second": builders.allocation(desk(), baseline.employee("daan")).name}


def floor_for_one() -> dict:
	site = builders.space().name
	builders.space(None, site)
	return {"place": site, "from_date": str(builders.day()), "employees": [baseline.employee("daan")]}


def one_to_seat() -> dict:
	return {
		"rows": [{"employee": baseline.employee("daan"), "space": desk()}],
		"from_date": str(builders.day()),
	}


def period(**more) -> dict:
	return {"start": str(builders.day(-7)), "end": str(builders.day()), **more}


def token_of_a_sign() -> dict:
	"""What a guest sends: a good token and some words."""
	from office_management.office_space import sign

	return {"t": sign.sign_token(desk(), sign.REPORT_PROBLEM), "text": "The tap drips"}


def two_reports() -> dict:
	from tests import facility_builders

	place = desk()
	names = [facility_builders.task("Report", place).name for _number in range(2)]
	return {"tasks": names[:1], "into": names[1]}


def one_task() -> dict:
	from tests import facility_builders

	return {"task": facility_builders.task("Report", desk()).name}


def asked_of_a_department(**more) -> dict:
	from office_management.facilities import handovers

	task = one_task()["task"]
	handovers.hand_over(task, builders.department())
	return {"task": task, **more}


def something_to_order(**more) -> dict:
	return {
		"rows": [{"item": supply_builders.item().name, "quantity": 1}],
		"client_key": "0123456789",
		**more,
	}


def something_low() -> dict:
	place = builders.space(None, builders.space().name, space_type="Storage").name
	frappe.db.set_value("Office Space", place, "company", None)  # so that it is there for every company
	return {"item": supply_builders.item().name, "space": place, "client_key": "0123456789"}


def line_of_an_employee(**more) -> dict:
	item = supply_builders.item().name
	(line,) = supply_builders.order("employee", {"item": item, "quantity": 1})
	return {"line": line, **more}


def supply_order() -> dict:
	line = line_of_an_employee()["line"]
	return {"material_request": frappe.db.get_value("Material Request Item", line, "parent")}


ADMIN = "office_management.office_administration.api"


def a_plan(**more) -> dict:
	from tests import facility_builders

	return {"plan": facility_builders.plan(space=desk(), frequency="Daily").name, **more}


def plan_on_form() -> dict:
	return {"doc": frappe.get_doc("Facility Plan", a_plan()["plan"]).as_dict(convert_dates_to_str=True)}


def paused_plan() -> dict:
	from office_management.facilities import plans

	given = a_plan()
	plans.pause(given["plan"], "Painting")
	return given


def place_for_fire_safety() -> dict:
	return {"space": desk(), "responsible": baseline.USERS["technician"], "first_date": str(builders.day())}


def failed_line() -> dict:
	"""A task of the baseline company that nobody has yet, whose only line failed."""
	from office_management.facilities import api
	from tests import facility_builders

	task = facility_builders.task(space=desk(), checklist_template=facility_builders.checklist().name)
	line_key = task.checklist[0].line_key
	api.answer_line(task.name, line_key, answer="No")
	return {"task": task.name, "line_key": line_key}


def task_to_buy_for(**more) -> dict:
	"""A task that needs an item."""
	from tests import purchasing_builders as buying

	buying.exchange_rates()
	return {"task": buying.task([(buying.item(), 1, "Purchase")]).name, **more}


def service_to_order() -> dict:
	from tests import purchasing_builders as buying

	return task_to_buy_for(supplier=buying.supplier(), item_code=buying.item(), expected_cost=5)


def task_with_repair() -> dict:
	"""A task whose Asset Repair is there already; to make one takes ERPNext's rights."""
	given = task_to_buy_for()
	repair = {"doctype": "Asset Repair", "name": builders.unique("OM-REPAIR-"), "repair_status": "Pending"}
	frappe.get_doc({**repair, "om_facility_task": given["task"]}).db_insert()
	return given


def task_that_is(status: str = "Open", **more) -> dict:
	"""A task of the baseline company that nobody has, in this status."""
	from tests import facility_builders

	values = {"status": status, "status_reason": "waiting"}
	return {"task": facility_builders.task("Report", desk(), **values).name, **more}


def task_of_a_supplier() -> dict:
	from tests import facility_builders

	name = builders.unique("Supplier ")
	frappe.get_doc({"doctype": "Supplier", "supplier_name": name}).insert()
	return {"task": facility_builders.task("Report", desk(), supplier=name).name}


FACILITIES = "office_management.facilities.api"
# What nobody has yet is offered to technicians, too.
TASK_WORKERS = (*MANAGERS, "receptionist", "technician")
IMPORT = "office_management.office_space.doctype.floor_register_import.floor_register_import"
SPACE = "office_management.office_space.api"
REQUESTS = "office_management.facilities.api"
# A manager of another company passes where nothing of this company is touched.
ANY_MANAGER = (*MANAGERS, "other_manager")

DESK_PAGE = "office_management.front_desk.page.front_desk.front_desk"
BADGE_FORM = "office_management.front_desk.doctype.access_badge.access_badge"


def visit_here(**more) -> dict:
	"""A visit to the baseline company."""
	return {"log": front_desk_builders.expected_visit(builders.space().name).name, **more}


def visit_with_badge() -> dict:
	"""A visit that is over, and had a badge."""
	from office_management.front_desk import visits

	log = front_desk_builders.visit(builders.space().name).name
	visits.check_in(log, badge=free_badge()["badge"])
	visits.check_out(log)
	return {"log": log}


def badge_to_give() -> dict:
	return {"log": front_desk_builders.visit_on_site(builders.space().name).name, **free_badge()}


def somebody_new() -> dict:
	front_desk_builders.confirm_retention()
	values = {"full_name": builders.unique("Nieuw "), "space": builders.space().name}
	return {"values": {**values, "visitor_type": front_desk_builders.visitor_type().name}}


def free_badge(status: str = "Available", **more) -> dict:
	"""A badge of the baseline company."""
	values = {"badge_number": builders.unique("M-"), "space": builders.space().name, "status": status}
	return {"badge": frappe.get_doc({"doctype": "Access Badge", **values}).insert().name, **more}


def badge_that_is_out() -> dict:
	from office_management.front_desk import badges

	given = free_badge()
	badges.issue(given["badge"], employee=baseline.employee("carla"))
	return given


ROLL_CALL = "office_management.front_desk.page.roll_call.roll_call"


def place_to_leave() -> dict:
	return {"space": builders.space().name}


def open_evacuation(**arguments) -> dict:
	"""An open evacuation of the baseline company that nobody but reception was told of."""
	from office_management.front_desk import evacuation

	return {"name": evacuation.start(builders.space().name, 0)["name"], **arguments}


VISITS = "office_management.front_desk.api"
AT_THE_DESK = ("system_manager", "office_manager", "receptionist")


def visit_in() -> dict:
	"""A visit of somebody who is in."""
	return {"log": front_desk_builders.visit_on_site(builders.space().name).name}


def visit_out() -> dict:
	"""A visit of somebody who has stepped out."""
	from office_management.front_desk import visits

	given = visit_in()
	visits.step_out(given["log"])
	return given


def visit_waiting(**more) -> dict:
	"""A visit that waits for approval."""
	kind = front_desk_builders.visitor_type(approval="Always").name
	return {"log": front_desk_builders.expected_visit(builders.space().name, visitor_type=kind).name, **more}


def visit_missed() -> dict:
	"""A visit of somebody who should be here."""
	return {"log": front_desk_builders.expected_visit(builders.space().name, hours=-2).name}


def no_invitation() -> dict:
	"""An invitation on which nobody is expected."""
	return {"invitation": "none"}


def visit_in_list() -> dict:
	return {"logs": [visit_here()["log"]]}


# --- messages and deliveries ---------------------------------------------------------------------------------

FRONT_DESK = "office_management.front_desk.api"
POST_MANAGERS = ("system_manager", "office_manager", "receptionist")
POST_TAKERS = (*POST_MANAGERS, "other_manager")


def a_message(**more) -> dict:
	"""A phone message for somebody without a user, and what else the method is given."""
	return {"message": post_builders.message(baseline.employee("carla")).name, **more}


def a_delivery(name: str = "delivery", **more) -> dict:
	"""A parcel for somebody without a user, and what else the method is given."""
	return {name: post_builders.delivery(baseline.employee("carla")).name, **more}


def handed_over() -> dict:
	from office_management.front_desk import deliveries

	given = a_delivery()
	deliveries.hand_over([given["delivery"]])
	return given


def message_to_take() -> dict:
	return {"values": {"recipient": baseline.employee("carla"), "caller_name": "Piet", "phone": "112"}}


def message_of_the_employee() -> dict:
	"""A message that was dealt with, for the user `employee`."""
	return {"message": post_builders.message(baseline.employee("anna"), status="Done").name}


def new_station() -> dict:
	"""The values of a station of the baseline company."""
	return {
		"doctype": "Front Desk Station",
		"station_name": builders.unique("Tablet "),
		"space": builders.space().name,
		"idle_seconds": 45,
	}


def key_of_a_station(**more) -> dict:
	"""What the page of a station sends: a good key, and more."""
	from tests import station_builders

	return {"k": station_builders.key_of(station_builders.station()), **more}


# --- invitations ----------------------------------------------------------------------------------------------

RECEPTION = ("system_manager", "office_manager", "receptionist")
INVITERS = STAFF


def an_invitation(**more) -> dict:
	"""An invitation that was sent, of somebody without a user, and what else the method is given."""
	from tests import invitation_builders

	return {"invitation": invitation_builders.sent(host=baseline.employee("carla")).name, **more}


def a_party() -> dict:
	return {"party_type": "Customer", "party": builders.customer()}


INVITATION_ROWS = [
	plain(f"{VISITS}.log_visitor", AT_THE_DESK, somebody_new, writes=True),
	plain(f"{VISITS}.check_in_visit", AT_THE_DESK, visit_here, writes=True),
	plain(f"{VISITS}.check_out_visit", AT_THE_DESK, visit_in, writes=True),
	plain(f"{VISITS}.step_out_of_visit", AT_THE_DESK, visit_in, writes=True),
	plain(f"{VISITS}.step_into_visit", AT_THE_DESK, visit_out, writes=True),
	plain(f"{VISITS}.approve_visit", AT_THE_DESK, visit_waiting, writes=True),
	plain(f"{VISITS}.deny_visit", AT_THE_DESK, lambda: visit_waiting(reason="No"), writes=True),
	plain(f"{VISITS}.cancel_visit", AT_THE_DESK, visit_here, writes=True),
	plain(f"{VISITS}.note_no_show", AT_THE_DESK, visit_missed, writes=True),
	plain(f"{VISITS}.undo_visit", AT_THE_DESK, visit_in, writes=True),
	plain(f"{VISITS}.answer_questions", AT_THE_DESK, lambda: visit_here(given={}), writes=True),
	plain(f"{VISITS}.get_questions", AT_THE_DESK, visit_here),
	plain(f"{VISITS}.check_in_visits", AT_THE_DESK, visit_in_list, writes=True),
	plain(f"{VISITS}.check_out_visits", AT_THE_DESK, visit_in_list, writes=True),
	plain(f"{VISITS}.check_in_invitation", (*AT_THE_DESK, "other_manager"), no_invitation, writes=True),
	plain(f"{VISITS}.check_out_invitation", (*AT_THE_DESK, "other_manager"), no_invitation, writes=True),
	plain(f"{VISITS}.get_visit_proposal", (*AT_THE_DESK, "other_manager")),
	plain(f"{VISITS}.get_visit_calendar", STAFF, lambda: {"start": "2026-05-01", "end": "2026-05-31"}),
	plain(f"{VISITS}.search_records", STAFF, lambda: {"doctype": "Visit Invitation", "txt": "x"}),
	plain(f"{FRONT_DESK}.get_first_invitation", INVITERS),
	plain(f"{FRONT_DESK}.search_visit_places", INVITERS, lambda: {"doctype": "Office Space"}),
	plain(f"{FRONT_DESK}.read_invited_people", INVITERS, lambda: {"text": "Jane Doe"}, writes=True),
	plain(f"{FRONT_DESK}.get_contacts_to_invite", (), a_party),
	plain(f"{FRONT_DESK}.send_invitation", RECEPTION, an_invitation, writes=True),
	plain(f"{FRONT_DESK}.change_invitation", RECEPTION, lambda: an_invitation(values={}), writes=True),
	plain(f"{FRONT_DESK}.cancel_invitation", RECEPTION, an_invitation, writes=True),
	plain(f"{FRONT_DESK}.add_invited_people", RECEPTION, lambda: an_invitation(people=[]), writes=True),
	plain(f"{FRONT_DESK}.send_invitation_again", RECEPTION, an_invitation, writes=True),
	plain(
		f"{FRONT_DESK}.get_invitation_calendar",
		STAFF,
		lambda: {"start": str(builders.day()), "end": str(builders.day(30))},
	),
	plain(f"{FRONT_DESK}.get_visits_of_task", OFFICE, one_task),
	plain(f"{FRONT_DESK}.answer_invitation", ANYBODY, lambda: {"t": "A" * 43}, writes=True),
]

BLOCK_MATCH = "office_management.front_desk.doctype.visitor_block_match.visitor_block_match"
AGREEMENT = "office_management.front_desk.doctype.visitor_agreement.visitor_agreement"
NOTICE = "office_management.front_desk.doctype.visitor_log_notice.visitor_log_notice"


def new_rule() -> dict:
	"""The values of a rule that means nobody else."""
	return {
		"doctype": "Visitor Block Rule",
		"full_name": builders.unique("Vera "),
		"reason": "Stole a laptop",
	}


def open_match(**more) -> dict:
	"""What a rule found about a visit of the baseline company, and nobody has decided."""
	rule = frappe.get_doc(new_rule()).insert()
	log = front_desk_builders.visit(builders.space().name, full_name=rule.full_name)
	return {"match": frappe.db.get_value("Visitor Block Match", {"visitor_log": log.name}), **more}


def new_agreement() -> dict:
	return {
		"doctype": "Visitor Agreement",
		"title": builders.unique("House Rules "),
		"body": "<p>Be kind.</p>",
	}


def one_agreement() -> dict:
	return {"agreement": frappe.get_doc(new_agreement()).insert().name}


BLOCK_ROWS = [
	plain(f"{BLOCK_MATCH}.get_match", MANAGERS, open_match),
	plain(f"{BLOCK_MATCH}.let_in", MANAGERS, open_match, writes=True),
	plain(f"{BLOCK_MATCH}.refuse", MANAGERS, lambda: open_match(note="Known thief"), writes=True),
	plain(f"{AGREEMENT}.publish", (*MANAGERS, "other_manager"), one_agreement, writes=True),
	plain(f"{AGREEMENT}.new_version", (*MANAGERS, "other_manager"), one_agreement, writes=True),
	plain(f"{NOTICE}.acknowledge_visit", (*AT_THE_DESK, "auditor"), visit_in, writes=True),
	plain(
		f"{ADMIN}.get_link_title",
		(*STAFF, "buyer", "nobody"),
		lambda: {"doctype": "Visitor Block Rule", "docname": "none"},
	),
	plain(
		f"{ADMIN}.get_count",
		(*MANAGERS, "other_manager"),
		lambda: {"doctype": "Visitor Block Rule", "filters": {"name": "none"}},
	),
]

# --- personal data --------------------------------------------------------------------------------------------

RETENTION = "office_management.front_desk.doctype.retention_run.retention_run"
DATA_REQUEST = "office_management.front_desk.doctype.visitor_data_request.visitor_data_request"


def a_run() -> dict:
	"""A run that is going on."""
	from office_management.front_desk import retention_runs

	return {"name": retention_runs.make_run()}


def somebody_who_left(**more) -> dict:
	"""A visitor of the baseline company, whose visit is over."""
	from office_management.front_desk import visits

	log = front_desk_builders.visit_on_site(builders.space().name)
	visits.check_out(log.name)
	return {"visitor": log.visitor, **more}


PRIVACY_ROWS = [
	plain(f"{FRONT_DESK}.confirm_retention", ANY_MANAGER, writes=True),
	plain(f"{RETENTION}.start_run", ANY_MANAGER, writes=True),
	plain(f"{RETENTION}.stop_run", ANY_MANAGER, a_run, writes=True),
	plain(f"{RETENTION}.dry_run", ANY_MANAGER, writes=True),
	plain(f"{RETENTION}.count_with", ANY_MANAGER, lambda: {"what": "message_retention_days", "days": 5}),
	plain(f"{DATA_REQUEST}.export_visitor", MANAGERS, somebody_who_left, writes=True),
	plain(
		f"{DATA_REQUEST}.erase_visitor", MANAGERS, lambda: somebody_who_left(reason="Objection"), writes=True
	),
	plain(f"{DATA_REQUEST}.get_same_person", MANAGERS, somebody_who_left),
	plain(f"{DATA_REQUEST}.get_who_looked", MANAGERS, somebody_who_left),
]

ADMINISTRATION = "office_management.office_administration.api"


def a_document(**more) -> dict:
	from tests import document_builders

	return {"document": document_builders.document().name, **more}


AUDITS = "office_management.office_audits.api"
AUDITING = (*MANAGERS, "auditor")


def document_review(answer: str = "Yes", **more) -> dict:
	"""A review that goes on, with the line of its document."""
	from office_management.office_audits import audits, document_answers
	from tests import audit_builders, document_builders

	site = builders.space().name
	document_builders.document(space=site)
	audit = audit_builders.audit(site, audit_type="Documents").name
	audits.start(audit)
	line = frappe.db.get_value("Office Audit Document", {"audit": audit}, "name")
	document_answers.answer(audit, line, {"present": answer})
	return {"audit": audit, "line": line, **more}


def document_with_picture() -> dict:
	return document_review(photo=with_picture()["photo"])


COUNT_PAGE = "office_management.office_audits.page.asset_count.asset_count"
EQUIPMENT = "office_management.office_audits.page.my_equipment.my_equipment"


def ended_count() -> dict:
	"""A count that has ended; the lamp in it is missing."""
	from office_management.office_audits import audits
	from tests import audit_builders

	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
	site = builders.space()
	audit_builders.asset(site)
	audit = audit_builders.running_audit(site)
	audits.end_counting(audit.name)
	return {"audit": audit.name}


def line_of_count() -> dict:
	audit = ended_count()["audit"]
	lines = frappe.get_all("Audit Asset Line", {"audit": audit}, pluck="name", order_by="name")
	return {"audit": audit, "lines": lines}


def decided_count() -> dict:
	from office_management.office_audits import decisions

	given = line_of_count()
	decisions.decide(**given, resolution="Explain", reason="On loan")
	return {"audit": given["audit"]}


def signed_count() -> dict:
	from office_management.office_audits import sign_off

	given = decided_count()
	sign_off.sign_off(given["audit"])
	return given


def planned_count() -> dict:
	from tests import audit_builders

	site = builders.space()
	audit_builders.asset(site)
	return {"audit": audit_builders.audit(site).name}


def running_count() -> dict:
	from tests import audit_builders

	site = builders.space()
	audit_builders.asset(site)
	return {"audit": audit_builders.running_audit(site).name}


def one_scan() -> dict:
	return {
		**running_count(),
		"scans_json": json.dumps([{"scan_id": builders.unique("scan"), "tag": "XX-1"}]),
	}


def a_programme(**more) -> dict:
	from tests import audit_builders

	return {"programme": audit_builders.programme(frequency="Daily").name, **more}


def programme_on_form() -> dict:
	doc = frappe.get_doc("Audit Programme", a_programme()["programme"])
	return {"doc": doc.as_dict(convert_dates_to_str=True)}


def paused_programme() -> dict:
	from office_management.facilities import api as facilities

	given = a_programme()
	facilities.pause_document("Audit Programme", given["programme"], "Painting")
	return given


PROGRAMME_ROWS = [
	plain(f"{AUDITS}.preview_programme", AUDITING, programme_on_form),
	plain(f"{AUDITS}.make_programme_audits", AUDITING, a_programme, writes=True),
	plain(f"{AUDITS}.pause_programme", AUDITING, lambda: a_programme(reason="Painting"), writes=True),
	plain(f"{AUDITS}.resume_programme", AUDITING, paused_programme, writes=True),
	plain(f"{AUDITS}.end_programme", AUDITING, lambda: a_programme(reason="Moved out"), writes=True),
	plain(
		f"{AUDITS}.skip_programme_date",
		AUDITING,
		lambda: a_programme(occurrence=str(builders.day(1)), reason="Public event"),
		writes=True,
	),
]


def list_of_scans() -> dict:
	return {**running_count(), "content": base64.b64encode(b"Tag\nXX-1\n").decode()}


def photo_of_scan() -> dict:
	"""A photo of a scan that was taken back: it is let go."""
	from tests import audit_builders

	audit, scan_id = running_count()["audit"], builders.unique("scan")
	audit_builders.scan(frappe._dict(name=audit), "XX-1", scan_id=scan_id)
	frappe.db.set_value("Audit Scan", {"scan_id": scan_id}, "is_undone", 1)
	return {"audit": audit, "scan_id": scan_id, "photo_id": "one"}


def thing_of_employee() -> dict:
	"""A laptop of the employee's, which they are asked about."""
	from office_management.office_audits import custodians
	from tests import audit_builders

	site = builders.space()
	laptop = audit_builders.asset(site, custodian=baseline.employee("anna"))
	audit = audit_builders.running_audit(site)
	custodians.ask(audit.name)
	return {"line": audit_builders.line(audit, laptop).name, "has_it": 1, "key": "one"}


def inspection(answer: str | None = None) -> dict:
	"""An inspection under way by one question; `answer`: what somebody said."""
	from tests import inspection_builders

	checklist = inspection_builders.template(inspection_builders.question("Lift works"))
	doc = inspection_builders.running(builders.space(), checklist)
	if answer:
		inspection_builders.answered(doc, {"Lift works": answer})
	return {"audit": doc.name, "line_key": "Lift-works"}


def photographed() -> dict:
	from office_management.office_audits import checklist_audits
	from tests import inspection_builders

	given = inspection("No")
	told = checklist_audits.add_photo(**given, content=inspection_builders.picture())
	return {**given, "photo": told["photos"][0]}


def with_picture() -> dict:
	import base64

	from tests import inspection_builders

	body = base64.b64encode(inspection_builders.picture()).decode()
	return {**inspection("No"), "photo": f"data:image/png;base64,{body}"}


INSPECTING = (*MANAGERS, "auditor")
"""The auditor leads; others are named for sections."""
INSPECTION_ROWS = [
	plain(f"{AUDITS}.get_checklist", INSPECTING, lambda: {"audit": inspection()["audit"]}),
	plain(f"{AUDITS}.answer_question", INSPECTING, lambda: {**inspection(), "answer": "Yes"}, writes=True),
	plain(f"{AUDITS}.add_answer_photo", INSPECTING, with_picture, writes=True),
	plain(f"{AUDITS}.remove_answer_photo", INSPECTING, photographed, writes=True),
	plain(f"{AUDITS}.raise_answer_finding", INSPECTING, lambda: inspection("No"), writes=True),
]

COUNTING_ROWS = [
	plain(f"{AUDITS}.start_audit", AUDITING, planned_count, writes=True),
	plain(f"{AUDITS}.end_counting", AUDITING, running_count, writes=True),
	plain(f"{AUDITS}.count_again", AUDITING, ended_count, writes=True),
	plain(f"{AUDITS}.give_up_audit", AUDITING, planned_count, writes=True),
	plain(f"{AUDITS}.get_overlaps", AUDITING, running_count),
	plain(f"{AUDITS}.get_counts", AUDITING, running_count),
	plain(f"{AUDITS}.take_scans", AUDITING, one_scan, writes=True),
	plain(f"{AUDITS}.check_scan_list", AUDITING, list_of_scans, writes=True),
	plain(f"{AUDITS}.take_scan_list", AUDITING, list_of_scans, writes=True),
	plain(f"{AUDITS}.ask_custodians", AUDITING, running_count, writes=True),
	plain(f"{AUDITS}.get_custodians_state", AUDITING, running_count),
	plain(f"{AUDITS}.draw_confirmed", AUDITING, lambda: {**running_count(), "percent": 10}, writes=True),
	plain(f"{COUNT_PAGE}.get_audits", STAFF),
	plain(f"{COUNT_PAGE}.get_places", AUDITING, running_count),
	plain(f"{COUNT_PAGE}.get_expected", AUDITING, running_count),
	plain(f"{COUNT_PAGE}.get_other_tags", AUDITING, running_count),
	plain(f"{COUNT_PAGE}.get_news", AUDITING, running_count),
	plain(f"{COUNT_PAGE}.add_photo", AUDITING, photo_of_scan, writes=True),
	plain(f"{EQUIPMENT}.get_my_lines", STAFF),
	plain(f"{EQUIPMENT}.answer_line", ("employee",), thing_of_employee, writes=True),
]


def unknown_tag() -> dict:
	"""The line of a tag that nobody knows, in a count that has ended."""
	from office_management.office_audits import audits
	from tests import asset_builders, audit_builders

	asset_builders.item()
	site = builders.space()
	audit_builders.asset(site)
	audit = audit_builders.running_audit(site)
	audit_builders.scan(audit, "NEW-1", site)
	audits.end_counting(audit.name)
	return {"audit": audit.name, "lines": [audit_builders.line(audit, "NEW-1").name]}


def first_inventory() -> dict:
	from tests import audit_builders

	numbering()
	return {"audit": audit_builders.running_audit(builders.space(), audit_type="First Inventory").name}


def numbering() -> dict:
	frappe.db.set_single_value("Office Management Settings", "asset_tag_pattern", "MTX-.####")
	return {"number": 1, "layout": "3 x 8"}


TAG_ROWS = [
	plain(f"{AUDITS}.get_register_candidates", AUDITING, lambda: {"line": unknown_tag()["lines"][0]}),
	plain(f"{AUDITS}.register_lines", AUDITING, lambda: {**unknown_tag(), "item": "OM Chair"}, writes=True),
	plain(f"{AUDITS}.search_asset_items", AUDITING, running_count),
	plain(f"{AUDITS}.new_inventory_tag", AUDITING, first_inventory, writes=True),
	plain(f"{AUDITS}.get_label_choices", (*AUDITING, "other_manager")),
	plain(f"{AUDITS}.get_asset_labels", (*AUDITING, "other_manager"), lambda: {"layout": "3 x 8"}),
	plain(f"{AUDITS}.make_new_labels", (*MANAGERS, "other_manager"), numbering, writes=True),
	plain(f"{AUDITS}.make_asset_tags", (*MANAGERS, "other_manager"), lambda: numbering() and {}, writes=True),
]

SIGNING_ROWS = [
	plain(f"{AUDITS}.search_records", STAFF, lambda: {"doctype": "Office Audit", "txt": "x"}),
	plain(f"{AUDITS}.get_work_list", AUDITING, ended_count),
	plain(
		f"{AUDITS}.decide_lines",
		AUDITING,
		lambda: {**line_of_count(), "resolution": "Explain", "reason": "On loan"},
		writes=True,
	),
	plain(f"{AUDITS}.accept_proposals", AUDITING, ended_count, writes=True),
	plain(f"{AUDITS}.confirm_missing", AUDITING, line_of_count, writes=True),
	plain(f"{AUDITS}.sign_off_audit", AUDITING, decided_count, writes=True),
	plain(f"{AUDITS}.cancel_audit", AUDITING, signed_count, writes=True),
]


def a_finding(done: bool = False, **values) -> dict:
	"""Something wrong in a room of the baseline company; `done`: a colleague has mended it."""
	from office_management.office_audits import findings

	name = findings.raise_finding({"title": "The door sticks", "space": builders.space().name, **values})
	if done:
		findings.finish(name, by=baseline.USERS["technician"])
	return {"finding": name}


def taken_finding() -> dict:
	from office_management.office_audits import findings

	given = a_finding()
	findings.take(given["finding"])
	return given


def failed_line_of_task() -> dict:
	"""A task with one question that failed; nobody has the task."""
	template = frappe.get_doc(
		{
			"doctype": "Checklist Template",
			"title": builders.unique("Round "),
			"items": [{"question": "Is the way out free?", "answer_type": "Yes/No/NA"}],
		}
	).insert()
	task = frappe.get_doc(
		{
			"doctype": "Facility Task",
			"subject": "Evening round",
			"space": builders.space().name,
			"checklist_template": template.name,
		}
	).insert()
	task.checklist[0].answer = "No"
	task.save()
	return {"task": task.name, "line_key": task.checklist[0].line_key}


def line_with_title() -> dict:
	return {"line": line_of_count()["lines"][0], "title": "Hangs by its wire"}


FINDING_ROWS = [
	plain(f"{AUDITS}.get_failed_lines", OFFICE, lambda: {"task": failed_line_of_task()["task"]}),
	plain(f"{AUDITS}.raise_task_finding", OFFICE, failed_line_of_task, writes=True),
	plain(f"{AUDITS}.raise_line_finding", AUDITING, line_with_title, writes=True),
	plain(f"{AUDITS}.take_finding", AUDITING, a_finding, writes=True),
	plain(f"{AUDITS}.put_back_finding", AUDITING, taken_finding, writes=True),
	plain(f"{AUDITS}.finish_finding", AUDITING, a_finding, writes=True),
	plain(f"{AUDITS}.verify_finding", AUDITING, lambda: a_finding(done=True), writes=True),
	plain(
		f"{AUDITS}.reject_finding",
		AUDITING,
		lambda: {**a_finding(done=True), "reason": "It still sticks"},
		writes=True,
	),
	plain(f"{AUDITS}.make_finding_task", AUDITING, a_finding, writes=True),
	plain(f"{AUDITS}.make_finding_quality_action", AUDITING, a_finding, writes=True),
]

ROWS = [
	*COUNTING_ROWS,
	*INSPECTION_ROWS,
	*PROGRAMME_ROWS,
	*SIGNING_ROWS,
	*TAG_ROWS,
	*FINDING_ROWS,
	*INVITATION_ROWS,
	*PRIVACY_ROWS,
	*BLOCK_ROWS,
	plain(f"{ADMIN}.get_office_day", STAFF),
	plain(f"{ADMIN}.get_whom_to_tell", STAFF, lambda: {"topic": "Safety"}),
	plain(f"{SPACE}.get_tree_nodes", STAFF),
	plain(f"{SPACE}.get_whole_tree", STAFF),
	plain(f"{SPACE}.get_overview", OFFICE, lambda: {"space": desk()}),
	plain(f"{SPACE}.move_space", MANAGERS, place_to_move, writes=True),
	plain(f"{SPACE}.rename_space", MANAGERS, lambda: {"space": desk(), "space_code": "NEW"}, writes=True),
	plain(f"{SPACE}.rename_below", MANAGERS, lambda: {"space": desk()}, writes=True),
	plain(f"{SPACE}.close_space", MANAGERS, lambda: {"space": desk()}, writes=True),
	plain(f"{SPACE}.reopen_space", MANAGERS, lambda: {"space": desk()}, writes=True),
	plain(
		f"{SPACE}.set_out_of_service",
		MANAGERS,
		lambda: {"names": [desk()], "from_date": str(builders.day()), "reason": "Painting"},
		writes=True,
	),
	plain(f"{SPACE}.put_back_in_service", MANAGERS, lambda: {"names": [desk()]}, writes=True),
	plain(f"{SPACE}.new_sign", MANAGERS, lambda: {"space": desk()}, writes=True),
	plain(f"{SPACE}.preview_take_over", ANY_MANAGER),
	plain(f"{SPACE}.take_over_locations", ANY_MANAGER, writes=True),
	plain(f"{SPACE}.allocate", MANAGERS, new_seat, writes=True),
	plain(f"{SPACE}.end_allocations", MANAGERS, lambda: {"names": [seat_of_a_colleague()]}, writes=True),
	plain(f"{SPACE}.extend_allocations", MANAGERS, lambda: {"names": [seat_of_a_colleague()]}, writes=True),
	plain(f"{SPACE}.cancel_allocations", MANAGERS, lambda: {"names": [seat_of_a_colleague()]}, writes=True),
	plain(f"{SPACE}.swap_seats", MANAGERS, two_seats, writes=True),
	plain(f"{SPACE}.propose_seats", MANAGERS, floor_for_one),
	plain(f"{SPACE}.seat_people", MANAGERS, one_to_seat, writes=True),
	plain(
		f"{SPACE}.get_employees_without_seat",
		ANY_MANAGER,
		lambda: {"department": baseline.department("Sales"), "from_date": str(builders.day())},
	),
	plain(f"{SPACE}.get_timeline", OFFICE, lambda: period(space=desk())),
	plain(f"{SPACE}.get_free_places", ANY_MANAGER, lambda: {"from_date": str(builders.day())}),
	plain(f"{SPACE}.get_seats_of", STAFF, lambda: {"employee": baseline.employee("carla")}),
	plain(f"{SPACE}.get_calendar", STAFF, period),
	plain(f"{SPACE}.search_allocations", STAFF, lambda: {"doctype": "Space Allocation", "txt": desk()}),
	plain(f"{SPACE}.my_seat", STAFF),
	plain(f"{SPACE}.bring_statuses_up_to_date", STAFF, writes=True),
	plain(f"{IMPORT}.check_file", MANAGERS, lambda: {"name": register_import()}, writes=True),
	plain(f"{IMPORT}.start_import", MANAGERS, lambda: {"name": register_import()}, writes=True),
	plain(f"{IMPORT}.get_progress", MANAGERS, lambda: {"name": register_import()}),
	plain(f"{IMPORT}.get_rows", MANAGERS, lambda: {"name": register_import()}),
	plain(f"{IMPORT}.download_refused", MANAGERS, lambda: {"name": register_import()}),
	plain(f"{IMPORT}.download_template", ANY_MANAGER),
	plain(f"{IMPORT}.export_register", (*ANY_MANAGER, "receptionist", "auditor")),
	plain(
		f"{FRONT_DESK}.new_station_key",
		MANAGERS,
		lambda: {"station": frappe.get_doc(new_station()).insert().name},
		writes=True,
	),
	plain(f"{FRONT_DESK}.start_station", ANYBODY, key_of_a_station, writes=True),
	plain(f"{FRONT_DESK}.open_station_code", ANYBODY, lambda: key_of_a_station(code="A" * 43), writes=True),
	plain(
		f"{FRONT_DESK}.check_in_at_station",
		ANYBODY,
		lambda: key_of_a_station(visitor={"full_name": "Vera Visser"}),
		writes=True,
	),
	plain(
		f"{FRONT_DESK}.check_out_at_station", ANYBODY, lambda: key_of_a_station(text="Nobody"), writes=True
	),
	plain(f"{REQUESTS}.report_problem", ANYBODY, token_of_a_sign, writes=True),
	plain(f"{REQUESTS}.get_report_form", STAFF),
	plain(f"{REQUESTS}.find_report_places", STAFF),
	plain(f"{REQUESTS}.report_problem_at_desk", STAFF, lambda: {"text": "The light is broken"}, writes=True),
	plain(f"{REQUESTS}.get_possible_duplicates", OFFICE, one_task),
	plain(f"{REQUESTS}.merge_tasks", (*MANAGERS, "receptionist"), two_reports, writes=True),
	plain(
		f"{REQUESTS}.hand_over_task",
		WORKERS,
		lambda: {**one_task(), "to_department": builders.department()},
		writes=True,
	),
	plain(f"{REQUESTS}.accept_handover", WORKERS, asked_of_a_department, writes=True),
	plain(
		f"{REQUESTS}.return_handover", WORKERS, lambda: asked_of_a_department(reason="Not ours"), writes=True
	),
	plain(f"{REQUESTS}.may_answer_handover", OFFICE, asked_of_a_department),
	plain(f"{FACILITIES}.take_task", TASK_WORKERS, task_that_is, writes=True),
	plain(f"{FACILITIES}.give_back_task", TASK_WORKERS, task_that_is, writes=True),
	plain(f"{FACILITIES}.start_task", TASK_WORKERS, task_that_is, writes=True),
	plain(f"{FACILITIES}.stop_task", TASK_WORKERS, lambda: task_that_is("In Progress"), writes=True),
	plain(f"{FACILITIES}.hold_task", TASK_WORKERS, lambda: task_that_is(reason="why"), writes=True),
	plain(f"{FACILITIES}.resume_task", TASK_WORKERS, lambda: task_that_is("On Hold"), writes=True),
	plain(f"{FACILITIES}.finish_task", TASK_WORKERS, task_that_is, writes=True),
	plain(
		f"{FACILITIES}.verify_task", (*MANAGERS, "receptionist"), lambda: task_that_is("Done"), writes=True
	),
	plain(f"{FACILITIES}.skip_task", TASK_WORKERS, lambda: task_that_is(reason="why"), writes=True),
	plain(
		f"{FACILITIES}.cancel_task",
		(*MANAGERS, "receptionist"),
		lambda: task_that_is(reason="why"),
		writes=True,
	),
	plain(f"{FACILITIES}.reopen_task", TASK_WORKERS, lambda: task_that_is("Done"), writes=True),
	plain(f"{FACILITIES}.get_call_out", TASK_WORKERS, task_of_a_supplier),
	plain(f"{FACILITIES}.note_call_out", TASK_WORKERS, task_of_a_supplier, writes=True),
	plain(f"{FACILITIES}.get_my_categories", STAFF),
	plain(
		f"{FACILITIES}.get_task_calendar",
		STAFF,
		lambda: {"start": str(builders.day()), "end": str(builders.day(31))},
	),
	plain(f"{FACILITIES}.answer_line", TASK_WORKERS, failed_line, writes=True),
	plain(f"{FACILITIES}.make_follow_up", TASK_WORKERS, failed_line, writes=True),
	plain(
		f"{FACILITIES}.copy_checklist",
		(*ANY_MANAGER, "auditor"),
		lambda: {"template": "Office Opening"},
		writes=True,
	),
	plain(f"{FACILITIES}.create_material_requests", TASK_WORKERS, task_to_buy_for, writes=True),
	plain(f"{FACILITIES}.create_purchase_order", TASK_WORKERS, service_to_order, writes=True),
	plain(f"{FACILITIES}.create_asset_repair", TASK_WORKERS, task_with_repair, writes=True),
	plain(f"{FACILITIES}.get_buying", OFFICE, task_to_buy_for),
	# these take a right on the task and ERPNext's right on invoices, which nobody here has both of
	plain(f"{FACILITIES}.find_invoice_rows", (), task_to_buy_for),
	plain(f"{FACILITIES}.link_invoice_rows", (), lambda: task_to_buy_for(rows=["x"]), writes=True),
	plain(f"{FACILITIES}.unlink_invoice_rows", (), lambda: task_to_buy_for(rows=["x"]), writes=True),
	plain(f"{FACILITIES}.get_costs", MANAGERS, lambda: {"doctype": "Office Space", "name": desk()}),
	plain(f"{FACILITIES}.search_tasks", (*STAFF, "buyer"), lambda: {"doctype": "Facility Task", "txt": "x"}),
	plain(f"{FACILITIES}.get_supply_form", EMPLOYEES),
	plain(f"{FACILITIES}.get_supplies", EMPLOYEES),
	plain(f"{FACILITIES}.order_supplies", EMPLOYEES, something_to_order, writes=True),
	plain(f"{FACILITIES}.say_running_low", EMPLOYEES, something_low, writes=True),
	plain(f"{FACILITIES}.get_my_supply_orders", EMPLOYEES),
	plain(
		f"{FACILITIES}.change_supply_line",
		("employee",),
		lambda: line_of_an_employee(quantity=2),
		writes=True,
	),
	plain(f"{FACILITIES}.cancel_supply_line", ("employee",), line_of_an_employee, writes=True),
	plain(f"{FACILITIES}.get_supply_requesters", ("buyer",), supply_order),
	plain(f"{FACILITIES}.search_label_items", OFFICE, lambda: {"space": desk()}),
	plain(f"{FACILITIES}.preview_plan", OFFICE, plan_on_form),
	plain(f"{FACILITIES}.preview_plan_change", OFFICE, plan_on_form),
	plain(f"{FACILITIES}.preview_plan_tasks", MANAGERS, a_plan),
	plain(f"{FACILITIES}.make_plan_tasks", MANAGERS, a_plan, writes=True),
	plain(f"{FACILITIES}.pause_plan", MANAGERS, lambda: a_plan(reason="Painting"), writes=True),
	plain(f"{FACILITIES}.resume_plan", MANAGERS, paused_plan, writes=True),
	plain(f"{FACILITIES}.end_plan", MANAGERS, lambda: a_plan(reason="Moved out"), writes=True),
	plain(
		f"{FACILITIES}.skip_plan_date",
		MANAGERS,
		lambda: a_plan(occurrence=str(builders.day()), reason="Public event"),
		writes=True,
	),
	plain(f"{FACILITIES}.bring_plan_in_line", MANAGERS, a_plan, writes=True),
	plain(f"{FACILITIES}.make_fire_safety_plans", MANAGERS, place_for_fire_safety, writes=True),
	plain(f"{FACILITIES}.get_plan_calendar", (*OFFICE, "other_manager"), period),
	plain(f"{ROLL_CALL}.get_places", STAFF),
	plain(f"{ROLL_CALL}.get_readiness", RECEPTION, place_to_leave),
	plain(
		f"{ROLL_CALL}.start_evacuation", RECEPTION, lambda: {**place_to_leave(), "is_drill": 1}, writes=True
	),
	plain(f"{ROLL_CALL}.get_roll_call", (*RECEPTION, "auditor"), open_evacuation),
	plain(f"{ROLL_CALL}.send_marks", RECEPTION, lambda: open_evacuation(marks=[]), writes=True),
	plain(f"{ROLL_CALL}.add_newcomers", RECEPTION, open_evacuation, writes=True),
	plain(f"{ROLL_CALL}.close_evacuation", RECEPTION, lambda: open_evacuation(reason="Over"), writes=True),
	plain(f"{FRONT_DESK}.take_message", POST_MANAGERS, message_to_take, writes=True),
	plain(
		f"{FRONT_DESK}.get_message_recipient", POST_TAKERS, lambda: {"employee": baseline.employee("carla")}
	),
	plain(f"{FRONT_DESK}.find_callers", POST_TAKERS, lambda: {"phone": "+31 20 794 0801"}),
	plain(
		f"{FRONT_DESK}.acknowledge_message",
		(*POST_MANAGERS, "employee"),
		message_of_the_employee,
		writes=True,
	),
	plain(f"{FRONT_DESK}.finish_message", POST_MANAGERS, a_message, writes=True),
	plain(f"{FRONT_DESK}.reopen_message", POST_MANAGERS, a_message, writes=True),
	plain(
		f"{FRONT_DESK}.forward_message",
		POST_MANAGERS,
		lambda: a_message(recipient=baseline.employee("daan")),
		writes=True,
	),
	plain(f"{FRONT_DESK}.find_delivery", POST_TAKERS, lambda: {"tracking_number": "3S"}),
	plain(
		f"{FRONT_DESK}.receive_delivery",
		POST_MANAGERS,
		lambda: {"values": {"recipient": baseline.employee("carla")}},
		writes=True,
	),
	plain(
		f"{FRONT_DESK}.hand_over_deliveries",
		POST_MANAGERS,
		lambda: a_delivery("deliveries_named"),
		writes=True,
	),
	plain(
		f"{FRONT_DESK}.return_deliveries", POST_MANAGERS, lambda: a_delivery("deliveries_named"), writes=True
	),
	plain(
		f"{FRONT_DESK}.move_deliveries",
		POST_MANAGERS,
		lambda: a_delivery("deliveries_named", space=desk()),
		writes=True,
	),
	plain(f"{FRONT_DESK}.undo_delivery", POST_MANAGERS, handed_over, writes=True),
	plain(f"{FRONT_DESK}.get_post_of_employee", STAFF, lambda: {"employee": baseline.employee("carla")}),
	plain(f"{DESK_PAGE}.get_desk", (*RECEPTION, "other_manager")),
	plain(f"{DESK_PAGE}.find", (*RECEPTION, "other_manager"), lambda: {"text": "jan"}),
	plain(f"{DESK_PAGE}.find_hosts", (*RECEPTION, "other_manager"), lambda: {"text": "anna"}),
	plain(f"{DESK_PAGE}.get_proposal", (*RECEPTION, "other_manager")),
	plain(f"{DESK_PAGE}.get_needs", RECEPTION, visit_here),
	plain(f"{DESK_PAGE}.get_group", RECEPTION, visit_here),
	plain(f"{DESK_PAGE}.walk_in", RECEPTION, somebody_new, writes=True),
	plain(f"{DESK_PAGE}.check_in", RECEPTION, visit_here, writes=True),
	plain(f"{DESK_PAGE}.give_badge", RECEPTION, badge_to_give, writes=True),
	plain(f"{DESK_PAGE}.badge_not_returned", RECEPTION, visit_with_badge, writes=True),
	plain(
		f"{BADGE_FORM}.give_out",
		RECEPTION,
		lambda: free_badge(employee=baseline.employee("carla")),
		writes=True,
	),
	plain(f"{BADGE_FORM}.take_back", RECEPTION, badge_that_is_out, writes=True),
	plain(f"{BADGE_FORM}.mark_lost", RECEPTION, free_badge, writes=True),
	plain(f"{BADGE_FORM}.mark_found", RECEPTION, lambda: free_badge("Lost"), writes=True),
	plain(f"{BADGE_FORM}.retire", RECEPTION, free_badge, writes=True),
	plain(f"{BADGE_FORM}.restore", RECEPTION, lambda: free_badge("Retired"), writes=True),
	plain(f"{BADGE_FORM}.get_badges_of", ("employee",), lambda: {"employee": baseline.employee("anna")}),
	plain(f"{AUDITS}.get_document_lines", AUDITING, lambda: {"audit": document_review()["audit"]}),
	plain(f"{AUDITS}.answer_document", AUDITING, lambda: document_review(answers={}), writes=True),
	plain(f"{AUDITS}.add_document_photo", AUDITING, document_with_picture, writes=True),
	plain(f"{AUDITS}.raise_document_finding", AUDITING, lambda: document_review("No"), writes=True),
	plain(f"{ADMINISTRATION}.review_document", MANAGERS, a_document, writes=True),
	plain(f"{ADMINISTRATION}.withdraw_document", MANAGERS, lambda: a_document(reason="Sold"), writes=True),
	plain(f"{ADMINISTRATION}.put_back_document", MANAGERS, a_document, writes=True),
	plain(
		f"{ADMINISTRATION}.get_document_calendar",
		STAFF,
		lambda: {"start": str(builders.day()), "end": str(builders.day(30))},
	),
	plain(f"{ADMINISTRATION}.search_documents", STAFF, lambda: {"doctype": "Office Document"}),
]
METHODS = {row.path: row for row in ROWS}

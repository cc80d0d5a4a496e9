"""Who may do what: every role with every DocType by every way in, and with every whitelisted method.

The tables are written by hand and say what is meant; the tests call Frappe's own entrances as each user. A new
DocType or a new whitelisted method without a row fails here.
"""

import json
import traceback
from pathlib import Path

import frappe
import pytest

from tests import baseline, builders, front_desk_builders
from tests.integration.matrix_methods import METHODS, new_agreement, new_import, new_rule, new_station
from tests.static.rules.tree import Tree, whitelisted

ROOT = Path(__file__).resolve().parents[2]
TREE = Tree(ROOT)

READ = "read list count search rest_get rest_list rest_value print_view"
WRITE = "create write delete rename_right"
EVERYTHING = f"{READ} print report export share {WRITE}"
DESK_READ = f"{READ} print report export"

# DocType -> user -> the acts that succeed on a record of the baseline company that is somebody else's.
# Whoever is not named may do nothing.
RIGHTS = {
	"Office Audit": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"auditor": f"{DESK_READ} create write rename_right",
	},
	"Audit Asset Line": {
		"system_manager": DESK_READ,
		"office_manager": DESK_READ,
		"auditor": DESK_READ,
	},
	"Audit Custodian": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report",
		"auditor": f"{READ} report",
	},
	"Audit Finding": {
		"system_manager": EVERYTHING,
		"office_manager": f"{DESK_READ} share create write rename_right",
		"auditor": f"{DESK_READ} create write rename_right",
		"receptionist": "create",  # and sees those; the others are for who mends and checks
	},
	"Audit Programme": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"auditor": f"{DESK_READ} create write rename_right",
	},
	"Office Audit Document": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report",
		"auditor": f"{READ} report",
	},
	"Office Audit Answer": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report",
		"auditor": f"{READ} report",
	},
	"Audit Scan": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report",
		"auditor": f"{READ} report",
	},
	"Office Space": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": DESK_READ,
		"technician": f"{READ} print",
		"auditor": DESK_READ,
	},
	"Space Allocation": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": DESK_READ,
		"technician": READ,
		"auditor": DESK_READ,
	},
	"Office Document": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"auditor": DESK_READ,
	},
	"Office Responsibility": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": DESK_READ,
		"technician": READ,
		"auditor": DESK_READ,
		"employee": READ,
	},
	"Office Management Settings": {
		"system_manager": "read rest_get write",
		"office_manager": "read rest_get write",
		"other_manager": "read rest_get write",
	},
	"Checklist Template": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # checklists belong to no company
		"receptionist": f"{READ} print",
		"technician": f"{READ} print",
		"auditor": f"{DESK_READ} share create write rename_right",
		"employee": READ,
	},
	"Delivery": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": f"{DESK_READ} create write rename_right",
	},
	"Phone Message": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": f"{READ} print report create write rename_right",
	},
	"Evacuation": {
		"system_manager": f"{DESK_READ} share create write rename_right",  # nobody deletes one
		"office_manager": f"{DESK_READ} share create write rename_right",
		"receptionist": f"{READ} print report create write rename_right",
		"auditor": f"{READ} print report",
	},
	"Facility Plan": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": DESK_READ,
		"technician": f"{READ} print",
		"auditor": DESK_READ,
	},
	"Facility Task": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": f"{DESK_READ} create write rename_right",
		"technician": f"{READ} print report create write rename_right",  # nobody has it yet
		"auditor": f"{DESK_READ} create",  # as the employee they are
		"employee": "create",
		"buyer": "search",  # to say what a purchase is for
	},
	"Facility Task Category": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # categories belong to no company
		"receptionist": READ,
		"technician": READ,
		"auditor": DESK_READ,
		"employee": READ,
	},
	"Access Badge": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": f"{READ} print report create write rename_right",
		"auditor": DESK_READ,
	},
	"Visit Invitation": {
		"system_manager": EVERYTHING,
		"office_manager": f"{DESK_READ} share create write rename_right",
		"receptionist": f"{READ} print report create write rename_right",
		"auditor": f"{READ} print report",
	},
	"Visitor": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # who has not come anywhere yet belongs to no company
		"receptionist": f"{READ} print report create write rename_right",
	},
	"Visitor Log": {
		"system_manager": f"{DESK_READ} share create write rename_right",
		"office_manager": f"{DESK_READ} share create write rename_right",
		"receptionist": f"{READ} print report create write rename_right",
		"auditor": f"{READ} print report",
	},
	"Visitor Agreement": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # agreements belong to no company
		"receptionist": f"{READ} print",
		"auditor": DESK_READ,
	},
	"Visitor Block Match": {
		"system_manager": f"{READ} report export write delete rename_right",
		"office_manager": f"{READ} report write rename_right",
		"other_manager": f"{READ} report write rename_right",  # of no place here: all managers see it
	},
	"Visitor Block Rule": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # a rule that holds everywhere
	},
	"Visitor Type": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"other_manager": EVERYTHING,  # types belong to no company
		"receptionist": READ,
		"technician": READ,
		"auditor": DESK_READ,
		"employee": READ,
	},
	"Visit Mail": {"system_manager": f"{READ} report export delete"},
	"Retention Run": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report export",
		"other_manager": f"{READ} report export",  # counts of the whole site, no names
		"auditor": f"{READ} report",
	},
	"Visitor Data Request": {
		"system_manager": f"{READ} report export",
		"office_manager": f"{READ} report export",
		"other_manager": f"{READ} report export",
		"auditor": f"{READ} report",
	},
	"Visit Token": {"system_manager": f"{READ} report export delete"},
	"Floor Register Import": {
		"system_manager": f"{READ} {WRITE} export",  # Frappe lets System Managers export anything
		"office_manager": f"{READ} {WRITE}",
	},
	"Front Desk Station": {
		"system_manager": EVERYTHING,
		"office_manager": EVERYTHING,
		"receptionist": READ,
	},
}
# The same for a record that is the user's own: their seat, and the space it is in.
OWN = {
	"Visit Invitation": {"employee": f"{READ} print create write rename_right"},
	"Visitor Log": {"employee": READ},
	"Office Space": {"employee": READ},
	"Space Allocation": {"employee": READ},
	"Facility Task": {"employee": f"{READ} create"},
	"Delivery": {"employee": READ},
	"Phone Message": {"employee": f"{READ} write rename_right"},  # closes and forwards; the rest is put back
}
SINGLES = ("Office Management Settings",)
CHANGED = {
	"Visit Invitation": ("message", "changed"),
	"Visitor": ("organisation", "changed"),
	"Visitor Log": ("purpose", "changed"),
	"Visitor Agreement": ("valid_days", 3),
	"Visitor Block Match": ("mailed_on", None),  # nothing of a match is changed by hand
	"Visitor Block Rule": ("reason", "changed"),
	"Visitor Type": ("description", "changed"),
	"Visit Mail": ("last_mail", "Change"),
	"Retention Run": ("error", "changed"),
	"Visitor Data Request": ("reason", "Objection"),
	"Visit Token": ("is_revoked", 1),
	"Office Space": ("floor_area", 12),
	"Space Allocation": ("cost_center", None),
	"Office Document": ("notes", "changed"),
	"Office Responsibility": ("notes", "changed"),
	"Office Management Settings": ("show_neighbours", 1),
	"Checklist Template": ("description", "changed"),
	"Office Audit": ("remarks", "changed"),
	"Audit Asset Line": ("note", "changed"),
	"Audit Finding": ("cause", "changed"),
	"Audit Programme": ("days_to_do", 3),
	"Audit Scan": ("note", "changed"),
	"Office Audit Answer": ("note", "changed"),
	"Office Audit Document": ("note", "changed"),
	"Audit Custodian": ("times_told", 1),
	"Delivery": ("note", "changed"),
	"Evacuation": ("note", "changed"),
	"Phone Message": ("outcome", "changed"),
	"Facility Plan": ("description", "changed"),
	"Facility Task": ("description", "changed"),
	"Facility Task Category": ("description", "changed"),
	"Access Badge": ("description", "changed"),
	"Floor Register Import": ("title", "changed"),
	"Front Desk Station": ("welcome_text", "changed"),
}


def values(doctype: str, occupant: str) -> dict:
	"""The values of a new record of the baseline company, about this employee."""
	return {
		"Office Space": new_space,
		"Space Allocation": new_allocation,
		"Office Document": lambda _occupant: {
			"doctype": "Office Document",
			"title": builders.unique("Paper "),
			"company": baseline.COMPANY,
		},
		"Office Responsibility": new_responsibility,
		"Checklist Template": new_checklist,
		"Delivery": lambda occupant: {"doctype": "Delivery", "recipient": occupant},
		"Phone Message": lambda occupant: {
			"doctype": "Phone Message",
			"recipient": occupant,
			"caller_name": "Piet",
			"phone": "+31 20 794 0801",
		},
		"Office Audit": new_audit,
		"Audit Asset Line": new_line,
		"Audit Finding": lambda _occupant: {
			"doctype": "Audit Finding",
			"title": "The door sticks",
			"space": builders.space().name,
		},
		"Audit Programme": new_programme,
		"Audit Scan": new_scan,
		"Office Audit Answer": new_answer,
		"Office Audit Document": new_document_line,
		"Audit Custodian": lambda occupant: {
			"doctype": "Audit Custodian",
			"audit": audit_of_line(),
			"employee": occupant,
		},
		"Evacuation": lambda _occupant: {"doctype": "Evacuation", "space": builders.space().name},
		"Facility Plan": new_plan,
		"Facility Task": new_task,
		"Facility Task Category": new_category,
		"Access Badge": new_badge,
		"Floor Register Import": lambda _occupant: new_import(),
		"Visit Invitation": new_invitation,
		"Visitor": lambda _occupant: {"doctype": "Visitor", "full_name": builders.unique("Vera ")},
		"Visitor Log": new_visit,
		"Visitor Agreement": lambda _occupant: new_agreement(),
		"Visitor Block Match": lambda _occupant: {
			"doctype": "Visitor Block Match",
			"match_key": builders.unique("key"),
		},
		"Visitor Block Rule": lambda _occupant: new_rule(),
		"Visitor Type": lambda _occupant: {"doctype": "Visitor Type", "type_name": builders.unique("Type ")},
		"Retention Run": lambda _occupant: {"doctype": "Retention Run", "is_dry_run": 1, "status": "Done"},
		"Visitor Data Request": lambda _occupant: {
			"doctype": "Visitor Data Request",
			"request_type": "Export",
		},
		"Visit Mail": lambda _occupant: {"doctype": "Visit Mail", "recipient_key": builders.unique("key")},
		"Visit Token": lambda _occupant: {
			"doctype": "Visit Token",
			"purpose": "Arrival",
			"token_hash": builders.unique("hash"),
		},
		"Front Desk Station": lambda _occupant: new_station(),
	}[doctype](occupant)


def new_space(_occupant: str) -> dict:
	code = builders.unique("M")
	return {
		"doctype": "Office Space",
		"space_name": f"Desk {code}",
		"space_code": code,
		"space_type": "Desk",
		"parent_space": builders.space(None, builders.space().name, space_type="Room").name,
		"company": baseline.COMPANY,
		"is_allocatable": 1,
		"capacity": 1,
	}


def new_audit(_occupant: str) -> dict:
	return {
		"doctype": "Office Audit",
		"title": builders.unique("Count "),
		"company": baseline.COMPANY,
		"space": builders.space().name,
		"lead_auditor": "Administrator",
	}


def new_programme(_occupant: str) -> dict:
	return {
		"doctype": "Audit Programme",
		"title": builders.unique("Every year "),
		"company": baseline.COMPANY,
		"lead_auditor": "Administrator",
		"holiday_rule": "Keep",
	}


def audit_of_line() -> str:
	return frappe.get_doc(new_audit("")).insert().name


def new_line(_occupant: str) -> dict:
	return {
		"doctype": "Audit Asset Line",
		"audit": audit_of_line(),
		"company": baseline.COMPANY,
		"line_key": builders.unique("key"),
	}


def new_scan(_occupant: str) -> dict:
	return {"doctype": "Audit Scan", "audit": audit_of_line(), "scan_id": builders.unique("scan")}


def new_answer(_occupant: str) -> dict:
	return {"doctype": "Office Audit Answer", "audit": audit_of_line(), "line_key": builders.unique("key")}


def new_document_line(_occupant: str) -> dict:
	from tests import document_builders

	document = document_builders.document().name
	values = {"audit": audit_of_line(), "office_document": document, "company": baseline.COMPANY}
	return {"doctype": "Office Audit Document", **values}


def new_badge(_occupant: str) -> dict:
	return {
		"doctype": "Access Badge",
		"badge_number": builders.unique("M-"),
		"space": builders.space().name,
	}


def new_visit(host: str) -> dict:
	front_desk_builders.confirm_retention()
	return {
		"doctype": "Visitor Log",
		"visitor_name": builders.unique("Vera "),
		"visitor_type": front_desk_builders.visitor_type().name,
		"space": builders.space().name,
		"host": host,
	}


def new_plan(_occupant: str) -> dict:
	place = builders.space(None, builders.space().name).name
	return {
		"doctype": "Facility Plan",
		"title": builders.unique("Plan "),
		"scope": "One Space",
		"space": place,
		"frequency": "Monthly",
		"start_date": builders.day(),
	}


def new_allocation(occupant: str) -> dict:
	return {
		"doctype": "Space Allocation",
		"space": builders.space(None, builders.space().name).name,
		"occupant_type": "Employee",
		"occupant": occupant,
		"from_date": builders.day(),
	}


def new_task(occupant: str) -> dict:
	return {
		"doctype": "Facility Task",
		"subject": "Lamp is broken",
		"space": builders.space(None, builders.space().name).name,
		"company": baseline.COMPANY,
		"requested_by": occupant,
	}


def new_category(_occupant: str) -> dict:
	return {"doctype": "Facility Task Category", "category_name": builders.unique("Category ")}


def new_invitation(occupant: str) -> dict:
	starts_at = frappe.utils.add_days(frappe.utils.now_datetime(), 2)
	return {
		"doctype": "Visit Invitation",
		"subject": "Plans",
		"host": occupant,
		"space": builders.space().name,
		"visitor_type": front_desk_builders.visitor_type().name,
		"starts_at": starts_at,
		"ends_at": frappe.utils.add_to_date(starts_at, hours=1),
		"invitees": [{"doctype": "Visit Invitee", "full_name": "Jane Doe"}],
	}


def new_checklist(_occupant: str) -> dict:
	return {
		"doctype": "Checklist Template",
		"title": builders.unique("Checklist "),
		"items": [
			{"doctype": "Checklist Template Item", "question": "Is all well?", "answer_type": "Yes/No/NA"}
		],
	}


def new_responsibility(occupant: str) -> dict:
	return {
		"doctype": "Office Responsibility",
		"topic": "Safety",
		"responsible": occupant,
		"company": baseline.COMPANY,
		"from_date": builders.day(),
	}


def record(doctype: str, occupant: str | None = None) -> str:
	"""The name of a saved record; for spaces with an occupant, the space that the occupant sits in."""
	if doctype in SINGLES:
		return doctype
	occupant = occupant or baseline.employee("carla")
	if doctype == "Office Space":
		return frappe.get_doc(values("Space Allocation", occupant)).insert().space
	return frappe.get_doc(values(doctype, occupant)).insert().name


def may(user: str, act, *args) -> bool:
	"""Whether the act succeeds for the user; a refusal must be a PermissionError, or an answer without the row."""
	frappe.db.savepoint("act")
	try:
		with builders.as_user(user):
			frappe.local.request = frappe._dict(method="POST", path="", headers={}, form={})
			return bool(act(*args))
	except frappe.PermissionError:
		return False
	finally:
		del frappe.local.request
		frappe.db.rollback(save_point="act")
		frappe.clear_document_cache(*args[:2])


def read(doctype: str, name: str) -> bool:
	from frappe.desk.form.load import getdoc

	frappe.local.response = frappe._dict(docs=[])
	getdoc(doctype, name)
	return bool(frappe.local.response.docs)


def in_list(doctype: str, name: str) -> bool:
	from frappe.desk import reportview

	frappe.local.form_dict = view_arguments(doctype, name)
	return bool(reportview.get())


def count(doctype: str, name: str) -> bool:
	from frappe.desk import reportview

	frappe.local.form_dict = view_arguments(doctype, name)
	return reportview.get_count() == 1


def export(doctype: str, name: str) -> bool:
	from frappe.desk import reportview

	frappe.local.form_dict = view_arguments(doctype, name, file_format_type="CSV", title=doctype)
	frappe.local.response = frappe._dict(docs=[])
	reportview.export_query()
	return name in frappe.local.response.filecontent.decode()


def view_arguments(doctype: str, name: str, **more) -> frappe._dict:
	return frappe._dict(
		doctype=doctype,
		fields=json.dumps([f"`tab{doctype}`.`name`"]),
		filters=json.dumps([[doctype, "name", "=", name]]),
		**more,
	)


def search(doctype: str, name: str) -> bool:
	from frappe.desk.search import search_link

	return name in [row["value"] for row in search_link(doctype, "", filters={"name": name})]


def rest_get(doctype: str, name: str) -> bool:
	return frappe.client.get(doctype, name)["name"] == name


def rest_list(doctype: str, name: str) -> bool:
	return bool(frappe.client.get_list(doctype, filters={"name": name}))


def rest_value(doctype: str, name: str) -> bool:
	return bool(frappe.client.get_value(doctype, "name", {"name": name}))


def print_view(doctype: str, name: str) -> bool:
	from frappe.www.printview import get_html_and_style

	return bool(get_html_and_style(doctype, name).get("html"))


def right(ptype: str):
	def has_right(doctype: str, name: str) -> bool:
		return frappe.has_permission(doctype, ptype, doc=name)

	return has_right


def create(doctype: str, _name: str, new: dict) -> bool:
	if "import_file" in new:
		new = new_import()  # with a file of the user's own: others' private files are refused
	return bool(frappe.client.insert(new))


def write(doctype: str, name: str, _new: dict) -> bool:
	return bool(frappe.client.set_value(doctype, name, *CHANGED[doctype]))


def delete(doctype: str, _name: str, _new: dict, spare: str) -> bool:
	frappe.client.delete(doctype, spare)
	return not frappe.db.exists(doctype, spare)


def share(doctype: str, name: str) -> bool:
	return bool(frappe.share.add(doctype, name, baseline.USERS["nobody"]))


ACTS = {
	"read": read,
	"list": in_list,
	"count": count,
	"search": search,
	"rest_get": rest_get,
	"rest_list": rest_list,
	"rest_value": rest_value,
	"print_view": print_view,
	"print": right("print"),
	"report": right("report"),
	"export": export,
	"share": share,
	"create": create,
	"write": write,
	"delete": delete,
	"rename_right": right("write"),
}
OF_SINGLES = ("read", "rest_get", "write")


def allowed_acts(doctype: str, user: str, name: str, new: dict, spare: str) -> set[str]:
	done = set()
	for label, act in ACTS.items():
		if doctype in SINGLES and label not in OF_SINGLES:
			continue
		more = {"create": (new,), "write": (new,), "delete": (new, spare)}.get(label, ())
		if may(user, act, doctype, name, *more):
			done.add(label)
	return done


@pytest.mark.parametrize("doctype", RIGHTS)
def test_each_user_does_exactly_what_the_role_allows(doctype, in_turn):
	"""Somebody else's record, by every entrance of the desk and of REST."""

	def prepare() -> tuple:
		if doctype in SINGLES:
			return record(doctype), None, None
		spare = frappe.get_doc(values(doctype, baseline.employee("emma"))).insert().name
		return record(doctype), values(doctype, baseline.employee("daan")), spare

	def act(prepared: tuple, key: str) -> set[str]:
		return allowed_acts(doctype, baseline.USERS[key], *prepared)

	expected = {key: set(RIGHTS[doctype].get(key, "").split()) for key in baseline.USERS}
	assert in_turn(prepare, act, baseline.USERS) == expected


@pytest.mark.parametrize(("doctype", "key"), [(doctype, key) for doctype in OWN for key in OWN[doctype]])
def test_an_employee_reads_their_own_and_changes_nothing(doctype, key):
	own = baseline.employee(baseline.LINKED[key])
	name = record(doctype, own)
	spare = builders.space().name if doctype == "Office Space" else name
	done = allowed_acts(doctype, baseline.USERS[key], name, values(doctype, own), spare)
	assert done == set(OWN[doctype][key].split())


def test_every_doctype_has_a_row():
	tables = {name for name, (_path, content) in TREE.doctypes.items() if content.get("istable")}
	assert set(RIGHTS) == set(TREE.doctypes) - tables


@pytest.mark.parametrize(
	"doctype", sorted(name for name, (_p, c) in TREE.doctypes.items() if c.get("istable"))
)
def test_a_child_table_cannot_be_read_by_itself(doctype):
	"""Rows of a child table are read with the rights on their parent only."""
	with builders.as_user(baseline.USERS["office_manager"]), pytest.raises(frappe.PermissionError):
		frappe.client.get_list(doctype)


# --- whitelisted methods -------------------------------------------------------------------------------------


def every_method() -> set[str]:
	found = set()
	for path in TREE.python:
		module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
		found |= {f"{module}.{function.name}" for function, _decorator in whitelisted(TREE.parse(path))}
	return found


def test_every_whitelisted_method_has_a_row():
	assert set(METHODS) == every_method()


@pytest.mark.parametrize("method", METHODS)
def test_each_method_lets_in_exactly_those_it_is_for(method, in_turn):
	"""Those it is for are answered; the others get a PermissionError, and nothing else."""
	row = METHODS[method]

	def act(call, key: str) -> str:
		with builders.as_user("Guest" if key == "guest" else baseline.USERS[key]):
			try:
				call()
			except frappe.PermissionError:
				return "refused"
			except Exception:
				return traceback.format_exc()
			return "answered"

	everybody = [*baseline.USERS, "guest"]
	expected = {key: "answered" if key in row.allowed else "refused" for key in everybody}
	assert in_turn(row.prepare, act, everybody) == expected


@pytest.mark.parametrize("method", [name for name, row in METHODS.items() if "guest" not in row.allowed])
def test_guests_are_refused_before_the_method_runs(method):
	function = (
		frappe.get_attr(method.rpartition(".")[0] + "." + method.rpartition(".")[2])
		if is_plain(method)
		else None
	)
	if function:
		with builders.as_user("Guest"), pytest.raises(frappe.PermissionError):
			frappe.is_whitelisted(function)


def test_the_methods_for_guests_are_those_on_the_list():
	from tests.static.rules.endpoints import GUEST_METHODS

	assert {name for name, row in METHODS.items() if "guest" in row.allowed} == GUEST_METHODS


def is_plain(method: str) -> bool:
	return not METHODS[method].on_document


@pytest.mark.parametrize("method", [name for name, row in METHODS.items() if row.writes])
def test_what_writes_is_refused_over_get(method):
	function = METHODS[method].function()
	assert frappe.allowed_http_methods_for_whitelisted_func[function] == ["POST"]

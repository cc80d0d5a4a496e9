"""Standard JSON: where v15 reads it, what its fields may be called, who may do what, and the typed blocks beside it."""

import ast
import datetime
import json
import re
import textwrap

from tests.static.rules.tree import MODULES, Tree, Violation, doctypes_of, scrub

# Folder of a module -> the DocType that v15 imports from it (frappe/model/sync.py, frappe/utils/dashboard.py).
KINDS = {
	"doctype": "DocType",
	"page": "Page",
	"report": "Report",
	"dashboard_chart_source": "Dashboard Chart Source",
	"print_format": "Print Format",
	"web_form": "Web Form",
	"web_template": "Web Template",
	"notification": "Notification",
	"print_style": "Print Style",
	"workspace": "Workspace",
	"onboarding_step": "Onboarding Step",
	"module_onboarding": "Module Onboarding",
	"form_tour": "Form Tour",
	"dashboard_chart": "Dashboard Chart",
	"number_card": "Number Card",
}
WITH_PYTHON = {"doctype", "page", "report"}
NOT_STANDARD = {"public", "locale", "templates", "www", "demo", "node_modules"}
ALLOWED_FIXTURES = {"checklist_template.json"}
STAMP = "%Y-%m-%d %H:%M:%S.%f"

OPTIONAL = ("_user_tags", "_comments", "_assign", "_liked_by", "_seen")
"""Frappe's list query drops every field with one of these in its name (frappe.model.optional_fields)."""
BANNED = {
	"priority",
	"assigned_to",
	"assign_to",
	"first_responded_on",
	"response_by",
	"resolution_by",
	"resolution_date",
	"resolution_time",
	"agreement_status",
	"service_level_agreement",
	"service_level_agreement_creation",
	"on_hold_since",
	"total_hold_time",
	"tags",
	"comments",
	"liked_by",
	"seen",
	"parent",
	"doctype",
	"state",
	"workflow_state",
}
LAYOUT = {
	"Section Break",
	"Column Break",
	"Tab Break",
	"HTML",
	"Button",
	"Heading",
	"Fold",
	"Table",
	"Table MultiSelect",
}
NOT_PEOPLE = {"respond_by", "answer_by", "requested_by"}

ROLES = (
	"System Manager",
	"Office Manager",
	"Office Receptionist",
	"Facility Technician",
	"Office Auditor",
	"Employee",
)
# DocType -> role -> why this role has no row of permissions.
WITHOUT_PERMISSION = {
	"Office Management Settings": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Office Auditor", "Employee"),
		"settings are read and written by managers; others get what they need through the boot information",
	),
	"Facility Plan": dict.fromkeys(
		("Employee",), "plans are the office's; employees see the tasks they asked for"
	),
	"Floor Register Import": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Office Auditor", "Employee"),
		"only a manager imports, and a list may name people",
	),
	"Access Badge": dict.fromkeys(
		(
			"Facility Technician",
			"Employee",
		),
		"reception's work; others meet what is theirs in their visits, deliveries and the Employee form",
	),
	"Delivery": dict.fromkeys(
		(
			"Facility Technician",
			"Office Auditor",
		),
		"reception's work; others meet what is theirs in their visits, deliveries and the Employee form",
	),
	"Front Desk Station": dict.fromkeys(
		(
			"Facility Technician",
			"Office Auditor",
			"Employee",
		),
		"a station is set up by managers and used without a log-in",
	),
	"Phone Message": dict.fromkeys(
		(
			"Facility Technician",
			"Office Auditor",
		),
		"messages are their recipients' and reception's",
	),
	"Retention Run": dict.fromkeys(
		(
			"Office Receptionist",
			"Facility Technician",
			"Employee",
		),
		"nobody but managers learns who is blocked and why, or handles requests about personal data",
	),
	"Visit Invitation": dict.fromkeys(
		("Facility Technician",), "technicians are employees, and see their own as such"
	),
	"Visit Mail": dict.fromkeys(
		("Office Manager", "Office Receptionist", "Facility Technician", "Office Auditor", "Employee"),
		"who was told what is written by our methods alone, and shows in the invitation",
	),
	"Visit Token": dict.fromkeys(
		(
			"Office Manager",
			"Office Receptionist",
			"Facility Technician",
			"Office Auditor",
			"Employee",
		),
		"a token is made and read by our methods alone",
	),
	"Visitor": dict.fromkeys(
		(
			"Facility Technician",
			"Office Auditor",
			"Employee",
		),
		"reception's work; others meet what is theirs in their visits, deliveries and the Employee form",
	),
	"Visitor Agreement": dict.fromkeys(
		(
			"Facility Technician",
			"Employee",
		),
		"reception's work; others meet what is theirs in their visits, deliveries and the Employee form",
	),
	"Visitor Block Match": dict.fromkeys(
		(
			"Office Receptionist",
			"Facility Technician",
			"Office Auditor",
			"Employee",
		),
		"nobody but managers learns who is blocked and why, or handles requests about personal data",
	),
	"Visitor Block Rule": dict.fromkeys(
		(
			"Office Receptionist",
			"Facility Technician",
			"Office Auditor",
			"Employee",
		),
		"nobody but managers learns who is blocked and why, or handles requests about personal data",
	),
	"Visitor Data Request": dict.fromkeys(
		(
			"Office Receptionist",
			"Facility Technician",
			"Employee",
		),
		"nobody but managers learns who is blocked and why, or handles requests about personal data",
	),
	"Visitor Log": dict.fromkeys(
		("Facility Technician",), "technicians are employees, and see their own as such"
	),
	"Visitor Type": dict.fromkeys(
		("Facility Technician",), "technicians are employees, and see their own as such"
	),
	"Office Document": dict.fromkeys(
		("Office Receptionist", "Facility Technician"),
		"they are employees, and see what they are responsible for as such",
	),
	"Audit Asset Line": dict.fromkeys(
		("Office Receptionist", "Employee"),
		"counted by auditors; custodians confirm theirs through our method",
	),
	"Audit Programme": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Employee"), "the plan of those who audit"
	),
	"Audit Custodian": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Employee"),
		"who was asked about their equipment is shown to them on their own page",
	),
	"Office Audit Document": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Employee"),
		"auditors who are named in a review see and answer its documents through our methods",
	),
	"Office Audit Answer": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Employee"),
		"auditors who are named in an inspection see and answer its questions through our methods",
	),
	"Audit Scan": dict.fromkeys(
		("Office Receptionist", "Facility Technician", "Employee"),
		"the record of a count, written by our methods alone",
	),
}


def module_of(tree: Tree, path):
	"""(module folder, kind folder, record folder) of a JSON in a module, or None."""
	parts = path.relative_to(tree.package).parts
	return parts[:3] if len(parts) == 4 and parts[0] in MODULES else None


def check_places(tree: Tree) -> list[Violation]:
	"""Every standard JSON lies where v15 looks for it, under the name it looks for."""
	found = []
	for path in tree.json:
		parts = path.relative_to(tree.package).parts
		if parts[0] in NOT_STANDARD:
			continue
		if parts[0] == "fixtures":
			if path.name not in ALLOWED_FIXTURES:
				found.append(tree.violation(path, "fixtures/ is only for records that nobody edits"))
			continue
		place = module_of(tree, path)
		if not place:
			found.append(tree.violation(path, "v15 reads no JSON from here"))
			continue
		found += [tree.violation(path, what) for what in misplaced(tree, path, *place)]
	return found


def misplaced(tree: Tree, path, module: str, kind: str, record: str) -> list[str]:
	if kind == f"{module}_dashboard":
		wanted = "Dashboard"
	elif kind in KINDS:
		wanted = KINDS[kind]
	else:
		return [f"v15 does not read a folder {kind}"]
	content, said = tree.load(path), []
	if content.get("doctype") != wanted:
		said.append(f"a {content.get('doctype')} in the folder of {wanted}")
	if not scrub(content.get("name") or "") == record == path.stem:
		said.append(f"{content.get('name')} must lie in {scrub(content.get('name') or '')}/")
	title = tree.module_titles.get(module)
	if content.get("module") not in (title, None):
		said.append(f"module is {content.get('module')}, the folder is {title}'s")
	said += [f"{name} is missing" for name in python_beside(path, kind) if not (path.parent / name).exists()]
	return said


def python_beside(path, kind: str) -> list[str]:
	if kind not in WITH_PYTHON:
		return []
	return ["__init__.py"] if kind == "page" else ["__init__.py", f"{path.stem}.py"]


def check_modified(tree: Tree) -> list[Violation]:
	"""`modified` is a moment, not before `creation`: Frappe imports a record only when its `modified` is newer."""
	found = []
	for path in tree.json:
		if not module_of(tree, path):
			continue
		content = tree.load(path)
		stamps = [stamp(content.get(name)) for name in ("creation", "modified")]
		if None in stamps:
			found.append(
				tree.violation(path, "creation and modified must look like 2026-01-31 12:00:00.000000")
			)
		elif stamps[1] < stamps[0] or not 2024 <= stamps[1].year < 2100:
			found.append(tree.violation(path, f"modified {content['modified']} cannot be right"))
	return found


def stamp(text) -> datetime.datetime | None:
	try:
		return datetime.datetime.strptime(str(text), STAMP)
	except ValueError:
		return None


def fields(tree: Tree):
	for path, content in tree.doctypes.values():
		for field in content.get("fields", []):
			yield path, field


def check_field_names(tree: Tree) -> list[Violation]:
	"""No field has a name that Frappe, assignment or ERPNext's Service Level Agreement uses; endings say the type."""
	found = []
	for path, field in fields(tree):
		name, kind = field["fieldname"], field["fieldtype"]
		if name in BANNED:
			found.append(tree.violation(path, f"{name} is a banned field name"))
		if any(part in name for part in OPTIONAL):
			found.append(
				tree.violation(
					path, f"{name} is left out of every list: Frappe takes it for a column of its own"
				)
			)
		if kind in LAYOUT or name.startswith(("column_break", "section_break")):
			continue
		if name.endswith("_date") and kind != "Date":
			found.append(tree.violation(path, f"{name} is a {kind}; …_date is a Date"))
		if name.endswith("_on") and kind != "Datetime" and not name.endswith("_based_on"):
			found.append(tree.violation(path, f"{name} is a {kind}; …_on is a Datetime"))
		if name.endswith("_by") and name not in NOT_PEOPLE and field.get("options") != "User":
			found.append(tree.violation(path, f"{name} is no Link to User; …_by is"))
	return found


def check_links(tree: Tree) -> list[Violation]:
	"""Links lead to DocTypes that exist; what may lead to an Employee carries ignore_user_permissions."""
	known = set(tree.doctypes) | doctypes_of("frappe") | doctypes_of("erpnext")
	found = []
	for path, field in fields(tree):
		name, kind, options = field["fieldname"], field["fieldtype"], field.get("options")
		if kind in ("Link", "Table", "Table MultiSelect") and options not in known:
			found.append(tree.violation(path, f"{name} leads to {options}, no DocType"))
		to_employee = kind == "Dynamic Link" or (kind == "Link" and options == "Employee")
		if to_employee and not field.get("ignore_user_permissions"):
			found.append(tree.violation(path, f"{name} must carry ignore_user_permissions"))
	return found


BUYERS = (
	"Accounts Manager",
	"Accounts User",
	"Purchase Manager",
	"Purchase User",
	"Stock Manager",
	"Stock User",
)
CHOOSERS = {"Facility Task": BUYERS, "Office Space": BUYERS}
"""What the rows of purchases and stock entries name, and who writes these."""


def check_permissions(tree: Tree) -> list[Violation]:
	"""Every DocType has a row of permissions for each role, or a stated reason why not."""
	found = []
	for name, (path, content) in tree.doctypes.items():
		rows = {row.get("role") for row in content.get("permissions", []) if not row.get("permlevel")}
		if content.get("istable"):
			if rows:
				found.append(tree.violation(path, "a child table has the rights of its parent, not its own"))
			continue
		for role in ROLES:
			stated = role in WITHOUT_PERMISSION.get(name, {})
			if (role in rows) == stated:
				what = "has rights and a reason to have none" if stated else "has no row of permissions"
				found.append(tree.violation(path, f"{role} {what}"))
		others = rows - set(ROLES) - who_only_chooses(content)
		found += [tree.violation(path, f"{role} is no role of ours") for role in sorted(others)]
	return found


def who_only_chooses(content: dict) -> set[str]:
	"""Roles of ERPNext that choose our records on their own documents, and have no further right on them."""
	return {
		row["role"]
		for row in content.get("permissions", [])
		if row["role"] in CHOOSERS.get(content["name"], ()) and set(row) == {"role", "select"}
	}


BLOCK = re.compile(
	r"# begin: auto-generated types\n.*?if TYPE_CHECKING:\n(?P<lines>.*?)\n[ \t]*# end: auto-generated types",
	re.S,
)
NOT_NULL = {"Check", "Currency", "Float", "Int", "Percent", "Rating", "Select", "Table", "Table MultiSelect"}
TYPED = {
	*(
		"Attach",
		"Attach Image",
		"Autocomplete",
		"Barcode",
		"Check",
		"Code",
		"Color",
		"Currency",
		"Data",
		"Date",
	),
	*("Datetime", "Duration", "Dynamic Link", "Float", "HTML Editor", "Int", "JSON", "Link", "Long Text"),
	*("Markdown Editor", "Password", "Percent", "Phone", "Rating", "Read Only", "Select", "Signature"),
	*("Small Text", "Table", "Table MultiSelect", "Text", "Text Editor", "Time"),
}


def check_type_blocks(tree: Tree) -> list[Violation]:
	"""Each controller carries the typed block that Frappe would write, field for field."""
	found = []
	for name, (path, content) in tree.doctypes.items():
		controller = path.with_suffix(".py")
		if not controller.exists():
			continue
		block = BLOCK.search(controller.read_text())
		if not block:
			found.append(tree.violation(controller, "the block of typed fields is missing"))
			continue
		wanted, present = expected_types(content), typed_fields(block["lines"])
		for field in sorted(wanted.keys() | present.keys()):
			if wanted.get(field) != present.get(field):
				said = f"{field} is typed {present.get(field)}, {name} says {wanted.get(field)}"
				found.append(tree.violation(controller, said))
	return found


def typed_fields(lines: str) -> dict[str, str]:
	"""Field -> type, as a block declares them, however its lines are broken."""
	declared = ast.parse(textwrap.dedent(lines)).body
	return {
		node.target.id: ast.unparse(node.annotation) for node in declared if isinstance(node, ast.AnnAssign)
	}


def expected_types(content: dict) -> dict[str, str]:
	"""What frappe/types/exporter.py writes for these fields."""
	types = {}
	for field in content.get("fields", []):
		if field["fieldtype"] in TYPED and not (field.get("is_virtual") and not field.get("options")):
			types[field["fieldname"]] = expected_type(field)
	if content.get("istable"):
		types |= dict.fromkeys(("parent", "parentfield", "parenttype"), "DF.Data")
	if content.get("autoname") == "autoincrement":
		types["name"] = "DF.Int | None"
	return types


def expected_type(field: dict) -> str:
	kind = field["fieldtype"]
	typed = "DF." + ("Literal" if kind == "Select" else kind.replace(" ", ""))
	if kind.startswith("Table"):
		typed += f"[{field['options'].replace(' ', '').replace('-', '')}]"
	elif kind == "Select":
		options = [option.strip() for option in (field.get("options") or "").split("\n")]
		typed += json.dumps(options) if field.get("options") else "[None]"
	typed = typed if kind in NOT_NULL or field.get("reqd") else f"{typed} | None"
	return ast.unparse(ast.parse(typed))


def check_custom_fields(tree: Tree) -> list[Violation]:
	"""Custom fields and property setters are data in erp/custom_fields.py: prefixed om_, with their module."""
	found = []
	data = tree.package / "erp" / "custom_fields.py"
	for path in tree.python:
		module = tree.parse(path)
		if path == data:
			found += unmarked_fields(tree, path, module)
			continue
		for node in ast.walk(module):
			if isinstance(node, ast.Call) and made(node) and not passes_data(node):
				found.append(
					tree.violation(path, "custom fields are made only from erp/custom_fields.py", node)
				)
	for folder in ("custom", "custom_field", "property_setter"):
		found += [
			tree.violation(path, "no customisation by JSON")
			for path in tree.package.rglob(f"{folder}/*.json")
		]
	return found


MAKERS = ("create_custom_fields", "create_custom_field", "make_property_setter")


def made(call: ast.Call) -> bool:
	function = call.func
	return (function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")) in MAKERS


def passes_data(call: ast.Call) -> bool:
	"""True when what is made is read from elsewhere, not written out on the spot."""
	return not any(isinstance(node, ast.Dict) for arg in call.args for node in ast.walk(arg))


def unmarked_fields(tree: Tree, path, module: ast.Module) -> list[Violation]:
	found = []
	source = path.read_text()
	for node in ast.walk(module):
		if not isinstance(node, ast.Dict):
			continue
		keys = {key.value: value for key, value in zip(node.keys, node.values, strict=True) if is_text(key)}
		name = keys.get("fieldname")
		if name is not None and "fieldtype" in keys and not str(getattr(name, "value", "")).startswith("om_"):
			found.append(tree.violation(path, "a custom field without the prefix om_", node))
	if "fieldname" in source and '"module"' not in source:
		found.append(tree.violation(path, "custom fields without their module stay behind when the app goes"))
	return found


def is_text(key) -> bool:
	return isinstance(key, ast.Constant) and isinstance(key.value, str)

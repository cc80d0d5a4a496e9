"""Who may know whom: hooks -> events -> modules -> erp -> domain; and one door to ERPNext."""

import ast

from tests.static.rules.tree import APP, MODULES, Tree, Violation, calls, constant, doctypes_of, dotted_name

LOW = {"domain"}
HELPERS = {
	"batches",
	"boards",
	"bulk_rows",
	"desk_notices",
	"link_search",
	"mails",
	"photos",
	"public_pages",
	"report_tools",
	"retries",
	"row_rules",
}
BELOW_ALL = {"inputs", "savepoints"}  # what may be used above domain
ANYTHING = {"demo", "hooks", "install", "uninstall", "boot", "patches", "__init__"}
ERP_DOOR = {"erp", "demo"}
SETUP = {"install", "uninstall"}  # may make the records that every app must make: roles, profiles, settings
SAVES = {"save", "insert", "submit", "cancel", "delete", "db_set", "db_insert", "db_update"}
WRITERS = {
	"frappe.new_doc",
	"frappe.delete_doc",
	"frappe.rename_doc",
	"frappe.db.set_value",
	"frappe.db.delete",
	"frappe.db.bulk_insert",
	"frappe.db.bulk_update",
	"frappe.qb.into",
	"frappe.qb.update",
}


def imported(tree: Tree, path, node: ast.AST) -> list[str]:
	"""The dotted modules that an import statement names; relative ones are made whole."""
	if isinstance(node, ast.Import):
		return [alias.name for alias in node.names]
	if not isinstance(node, ast.ImportFrom):
		return []
	base = node.module or ""
	if node.level:
		here = path.relative_to(tree.root).with_suffix("").parts
		base = ".".join([*here[: -node.level], *([node.module] if node.module else [])])
	return [f"{base}.{alias.name}" for alias in node.names]


def check_imports(tree: Tree) -> list[Violation]:
	"""Each part of the house imports only what lies below it."""
	found = []
	for path in tree.python:
		part = tree.part(path)
		if part in ANYTHING:
			continue
		for node in tree.nodes(path):
			for name in imported(tree, path, node):
				if not may_import(part, name):
					found.append(tree.violation(path, f"{part} may not import {name}", node))
	return found


def may_import(part: str, name: str) -> bool:
	top, *rest = name.split(".")
	if top in ("frappe", "erpnext"):
		return part not in LOW
	if top != APP:
		return True
	target = rest[0] if rest else ""
	if part in LOW:
		return target in LOW
	if target in LOW | BELOW_ALL or (target == part and part != "events"):
		return True
	if part in BELOW_ALL:
		return False
	if part == "erp" or part in HELPERS:
		return target == "erp" and part in HELPERS
	if target in MODULES:
		return rest[1:2] == ["api"]
	return target in {"erp", *HELPERS} or (part == "events" and target == "events")


def check_erp_door(tree: Tree) -> list[Violation]:
	"""Nothing but erp/ (and demo) creates or changes an ERPNext document."""
	theirs = doctypes_of("erpnext")
	found = []
	for path in tree.python:
		if tree.part(path) in ERP_DOOR:
			continue
		for node in tree.nodes(path):
			if isinstance(node, ast.FunctionDef):
				for doctype, where in written(node):
					if doctype in theirs:
						found.append(tree.violation(path, f"only erp/ may write an ERPNext {doctype}", where))
	return found


def written(function: ast.FunctionDef):
	"""(DocType, node) of each document that a function makes or changes, as far as the text shows it."""
	fetched = fetched_documents(function)
	for name, call in calls(function):
		if name in WRITERS and call.args:
			yield doctype_of(call.args[0]), call
		elif name == "frappe.get_doc" and call.args and isinstance(call.args[0], ast.Dict):
			yield doctype_in(call.args[0]), call
		variable, _dot, act = name.partition(".")
		if act in SAVES and variable in fetched:
			yield fetched[variable], call


def fetched_documents(function: ast.FunctionDef) -> dict[str, str | None]:
	"""Variable -> DocType of each document that a function reads into a variable."""
	fetched = {}
	for node in ast.walk(function):
		if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
			continue
		if dotted_name(node.value.func) in ("frappe.get_doc", "frappe.get_last_doc") and node.value.args:
			fetched |= {target.id: doctype_of(node.value.args[0]) for target in names(node)}
	return fetched


def names(node: ast.Assign) -> list[ast.Name]:
	return [target for target in node.targets if isinstance(target, ast.Name)]


def doctype_of(node: ast.expr) -> str | None:
	if isinstance(node, ast.Call) and node.args:  # frappe.qb.DocType("X")
		node = node.args[0]
	return constant(node)


def doctype_in(node: ast.Dict) -> str | None:
	pairs = zip(node.keys, node.values, strict=True)
	return next((constant(value) for key, value in pairs if key and constant(key) == "doctype"), None)

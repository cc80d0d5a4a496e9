"""How the code may speak to the database, and what it must never do to Frappe."""

import ast
import re

from tests.static.rules.tree import Tree, Violation, calls, constant, dotted_name, keyword, strings

RAW = {"sql", "sql_list", "sql_ddl", "multisql"}
MAY_COMMIT = {"batches.py", "retries.py"}
GOES_BACK = "savepoints.py"
AGGREGATE = re.compile(r"\b(count|sum|avg|min|max|distinct|ifnull|coalesce|date_format)\s*\(", re.I)
LISTS = {"frappe.get_all", "frappe.get_list", "frappe.db.get_all", "frappe.db.get_list"}


def check_raw_sql(tree: Tree) -> list[Violation]:
	"""No raw SQL: frappe.qb, get_list or get_all."""
	found = []
	for path in tree.python:
		for name, call in calls(tree.parse(path)):
			if name.rpartition(".")[2] in RAW and "." in name:
				found.append(tree.violation(path, f"raw SQL through {name}", call))
		for text in built_strings(tree.parse(path)):
			if "`tab" in text[1]:
				found.append(tree.violation(path, "a table name inside a formatted string", text[0]))
	return found


def built_strings(node: ast.AST):
	"""(node, text) of each f-string, and of each string that is formatted."""
	for child in ast.walk(node):
		if isinstance(child, ast.JoinedStr):
			yield child, "".join(str(constant(part) or "") for part in child.values)
		elif isinstance(child, ast.BinOp) and isinstance(child.op, ast.Mod):
			yield child, str(constant(child.left) or "")
		elif isinstance(child, ast.Call) and dotted_name(child.func).endswith("format"):
			yield child, str(constant(getattr(child.func, "value", None)) or "")


def check_commits(tree: Tree) -> list[Violation]:
	"""Only batches.py and retries.py end a transaction, and only savepoints.py goes back to a savepoint."""
	found = []
	for path in tree.python:
		place = path.name if path.parent == tree.package else None
		for name, call in calls(tree.parse(path)):
			to_savepoint = name.endswith("db.savepoint") or keyword(call, "save_point")
			if to_savepoint and place != GOES_BACK:
				found.append(tree.violation(path, f"{name} of a savepoint belongs in {GOES_BACK}", call))
			elif name.endswith(("db.commit", "db.rollback")) and not to_savepoint and place not in MAY_COMMIT:
				found.append(tree.violation(path, f"{name} belongs in batches.py or retries.py", call))
	return found


def check_lists(tree: Tree) -> list[Violation]:
	"""Lists say their order, and aggregates are made with frappe.qb."""
	found = []
	for path in tree.python:
		for name, call in calls(tree.parse(path)):
			if name not in LISTS:
				continue
			if not keyword(call, "order_by") and not any(given.arg is None for given in call.keywords):
				found.append(tree.violation(path, f"{name} without order_by", call))
			if any(AGGREGATE.search(text.value) for text in strings(call)):
				found.append(tree.violation(path, f"an SQL function in {name}: use frappe.qb", call))
	return found


def check_overrides(tree: Tree) -> list[Violation]:
	"""No class of another app is replaced, none of its names re-assigned."""
	found = []
	hooks = tree.package / "hooks.py"
	for path in tree.python:
		module = tree.parse(path)
		foreign = imported_names(module)
		for node in ast.walk(module):
			if isinstance(node, ast.Assign | ast.AugAssign):
				found += [
					tree.violation(path, f"{dotted_name(target)} of another app is replaced", node)
					for target in getattr(node, "targets", None) or [node.target]
					if isinstance(target, ast.Attribute) and patches(dotted_name(target), foreign)
				]
		if path == hooks:
			found += [
				tree.violation(path, f"{target.id} is not used here: doc_events do it", node)
				for node in module.body
				if isinstance(node, ast.Assign)
				for target in node.targets
				if isinstance(target, ast.Name) and target.id in FORBIDDEN_HOOKS
			]
	return found


FORBIDDEN_HOOKS = ("override_doctype_class", "extend_doctype_class")
# What a request or a job may set for itself: these are per-request values, not somebody's code.
SETTABLE = (
	"frappe.flags",
	"frappe.local.flags",
	"frappe.local.response",
	"frappe.response",
	"frappe.local.lang",
	"frappe.local.message_log",
	"frappe.db.transaction_writes",
)


def imported_names(module: ast.Module) -> set[str]:
	names = set()
	for node in ast.walk(module):
		if isinstance(node, ast.Import):
			names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
		elif isinstance(node, ast.ImportFrom):
			names |= {alias.asname or alias.name for alias in node.names}
	return names


def patches(target: str, foreign: set[str]) -> bool:
	return target.split(".")[0] in foreign and not target.startswith(SETTABLE)


def check_swallowed(tree: Tree) -> list[Violation]:
	"""No error is thrown away unseen."""
	found = []
	for path in tree.python:
		for node in tree.nodes(path):
			if isinstance(node, ast.ExceptHandler) and (node.type is None or silent(node.body)):
				found.append(tree.violation(path, "an error is swallowed", node))
		for name, call in calls(tree.parse(path)):
			if name.endswith("suppress") and any(dotted_name(arg) in BROAD for arg in call.args):
				found.append(tree.violation(path, "an error is swallowed", call))
	return found


BROAD = ("Exception", "BaseException")


def silent(statements: list[ast.stmt]) -> bool:
	return all(isinstance(node, ast.Pass) or is_ellipsis(node) for node in statements)


def is_ellipsis(node: ast.stmt) -> bool:
	return isinstance(node, ast.Expr) and constant(node.value) is ...


def check_ignored_permissions(tree: Tree) -> list[Violation]:
	"""Where permissions are ignored, a comment beside it says which check came before."""
	found = []
	for path in tree.python:
		if tree.part(path) in ("demo", "install", "uninstall", "patches"):
			continue
		lines = tree.lines(path)
		for _name, call in calls(tree.parse(path)):
			given = keyword(call, "ignore_permissions")
			if constant(given) is True and not commented(lines, call.lineno, given.lineno):
				found.append(
					tree.violation(path, "ignore_permissions without a comment that names the check", given)
				)
	return found


def commented(lines: list[str], first: int, last: int) -> bool:
	"""True if there is a comment on one of these lines (1-based) or on the two above."""
	return any("#" in line for line in lines[max(0, first - 3) : last])


def check_frappe_traps(tree: Tree) -> list[Violation]:
	"""Shapes that Frappe runs without complaint and that are wrong."""
	found = []
	singles = {name for name, (_path, content) in tree.doctypes.items() if content.get("issingle")}
	for path in tree.python:
		for name, call in calls(tree.parse(path)):
			found += [tree.violation(path, trap, call) for trap in traps(name, call, singles, path)]
		for function in (node for node in tree.nodes(path) if isinstance(node, ast.FunctionDef)):
			if function.name == "after_save":
				found.append(tree.violation(path, "Frappe knows no after_save", function))
	return found


def traps(name: str, call: ast.Call, singles: set[str], path) -> list[str]:
	said = []
	if (
		name in ("frappe.db.get_value", "frappe.db.set_value")
		and call.args
		and constant(call.args[0]) in singles
	):
		said.append(f"{name} on a single: use get_single_value or the document")
	if name.endswith("publish_realtime") and not any(
		keyword(call, to) for to in ("user", "room", "doctype", "task_id")
	):
		said.append("publish_realtime without a receiver goes to everybody")
	if name == "print":
		said.append("print() in the app")
	if constant(keyword(call, "debug")):
		said.append("debug is left on")
	if name in ("eval", "exec"):
		said.append(f"{name}() in the app")
	if name in ("frappe.cache.get", "frappe.cache.set"):
		said.append(f"{name} mixes sites: use get_value and set_value")
	return said


def check_module_level(tree: Tree) -> list[Violation]:
	"""Nothing is read from a site, or translated, while a module is being imported."""
	found = []
	for path in tree.python:
		for node in tree.parse(path).body:
			if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If):
				continue
			for name, call in calls(node):
				marks_only = name == "_" and has_identity(tree.parse(path))
				if (name == "_" or name.startswith(READS_SITE)) and not marks_only:
					found.append(tree.violation(path, f"{name}() runs at import, for no site", call))
	return found


READS_SITE = ("frappe.db.", "frappe.get_", "frappe.cache", "frappe.qb")


def has_identity(module: ast.Module) -> bool:
	"""True if the file defines its own `_`, which only marks a string for translation."""
	return any(isinstance(node, ast.FunctionDef) and node.name == "_" for node in module.body)

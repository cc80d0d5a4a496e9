"""Whitelisted methods: annotated, checked first, POST for what writes, no switch for security, no unknown guests."""

import ast

from tests.static.rules.tree import (
	APP,
	Tree,
	Violation,
	body,
	calls,
	constant,
	dotted_name,
	functions,
	is_whitelist,
	keyword,
	whitelisted,
)

# Methods that anybody may call without logging in, by dotted path. Each also needs a rate limit.
GUEST_METHODS: set[str] = {
	"office_management.facilities.api.report_problem",
	"office_management.front_desk.api.answer_invitation",
	"office_management.front_desk.api.check_in_at_station",
	"office_management.front_desk.api.check_out_at_station",
	"office_management.front_desk.api.open_station_code",
	"office_management.front_desk.api.start_station",
}

# Pages that anybody may open without logging in, by the name of their file in www/. None is cached or listed anywhere.
GUEST_PAGES: set[str] = {"front-desk", "report-a-problem", "visit"}

CHECKS = {"frappe.only_for", "frappe.has_permission", "frappe.permissions.has_permission"}
CHECK_METHODS = {"check_permission", "check_select_permission"}
WRITES = {
	"save",
	"insert",
	"submit",
	"cancel",
	"delete",
	"db_set",
	"db_insert",
	"db_update",
	"set_value",
	"set_single_value",
	"delete_doc",
	"rename_doc",
	"bulk_insert",
	"bulk_update",
	"enqueue",
	"enqueue_doc",
	"into",
	"add_comment",
	"sendmail",
}
SWITCHES = {
	"ignore_permissions",
	"ignore_user_permissions",
	"ignore_validate",
	"ignore_mandatory",
	"as_user",
	"sudo",
}


def check_place(tree: Tree) -> list[Violation]:
	"""Whitelisted methods lie in a module's api.py, or where Frappe wants a DocType's, page's or report's."""
	return [
		tree.violation(path, f"{function.name} is whitelisted outside api.py", function)
		for path, function, _decorator in methods(tree)
		if path.name != "api.py" and path.parent.parent.name not in ("doctype", "page", "report")
	]


def check_annotations(tree: Tree) -> list[Violation]:
	"""Every argument and the return value is annotated."""
	found = []
	for path, function, _decorator in methods(tree):
		given = function.args
		every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
		bare = [arg.arg for arg in every if not arg.annotation and arg.arg not in ("self", "cls")]
		if given.vararg or given.kwarg:
			bare.append("*" if given.vararg else "**")
		if bare:
			found.append(tree.violation(path, f"{function.name}: not annotated: {', '.join(bare)}", function))
		if not function.returns:
			found.append(
				tree.violation(path, f"{function.name}: the return value is not annotated", function)
			)
	return found


def check_switches(tree: Tree) -> list[Violation]:
	"""No argument switches security off."""
	return [
		tree.violation(path, f"{function.name}: argument {arg.arg} switches security off", function)
		for path, function, _decorator in methods(tree)
		for arg in [*function.args.args, *function.args.kwonlyargs]
		if arg.arg in SWITCHES
	]


def check_permission_first(tree: Tree) -> list[Violation]:
	"""The first statement is the permission check."""
	own = own_checks(tree)
	return [
		tree.violation(path, f"{function.name} does not begin with a permission check", function)
		for path, function, _decorator in methods(tree)
		if dotted(tree, path, function) not in GUEST_METHODS and not begins_with_check(function, own)
	]


def begins_with_check(function: ast.FunctionDef, own: set[str]) -> bool:
	first = body(function)[0]
	if isinstance(first, ast.For) and first.body:  # the same check for each thing named
		first = first.body[0]
	looked_at = first.test if isinstance(first, ast.If) else first
	if isinstance(first, ast.With | ast.For | ast.Try | ast.FunctionDef):
		return False
	return any(is_check(name, call, own, isinstance(first, ast.If)) for name, call in calls(looked_at))


def is_check(name: str, call: ast.Call, own: set[str], tested: bool) -> bool:
	last = name.rpartition(".")[2]
	if name in CHECKS and last == "has_permission":
		return tested or constant(keyword(call, "throw")) is True
	return name in CHECKS or last in CHECK_METHODS or last in own


def own_checks(tree: Tree) -> set[str]:
	"""Our helpers that really end in one of Frappe's checks: check_… and require_… anywhere in their text, others
	(`_readable`, `_may_import`) in their first two statements."""
	bodies = {}
	for path in tree.python:
		for function in functions(tree.parse(path)):
			if not any(is_whitelist(decorator) for decorator in function.decorator_list):
				bodies.setdefault(function.name, []).append(function)
	proven: set[str] = set()
	while True:
		more = {
			name
			for name, defined in bodies.items()
			if name not in proven and all(contains_check(function, proven) for function in defined)
		}
		if not more:
			return proven
		proven |= more


def contains_check(function: ast.FunctionDef, proven: set[str]) -> bool:
	named = function.name.startswith(("check_", "require_"))
	statements = body(function) if named else body(function)[:2]
	return any(checks(node, proven) for node in statements)


def checks(statement: ast.stmt, proven: set[str]) -> bool:
	tested = isinstance(statement, ast.If)
	if any(is_check(name, call, proven, tested) for name, call in calls(statement)):
		return True
	named = (dotted_name(node) for node in ast.walk(statement) if isinstance(node, ast.Attribute))
	return any("PermissionError" in name for name in named)


def check_http_methods(tree: Tree) -> list[Violation]:
	"""What writes takes POST only."""
	found = []
	for path, function, decorator in methods(tree):
		if http_methods(decorator) == {"POST"}:
			continue
		if wrote := writes(tree.parse(path), function):
			found.append(
				tree.violation(path, f"{function.name} writes ({wrote}) and must be POST only", function)
			)
	return found


def http_methods(decorator: ast.expr) -> set[str]:
	given = keyword(decorator, "methods") if isinstance(decorator, ast.Call) else None
	return {constant(item) for item in given.elts} if isinstance(given, ast.List | ast.Tuple) else set()


def writes(module: ast.Module, function: ast.FunctionDef, seen: frozenset = frozenset()) -> str | None:
	"""The call by which a function writes, itself or through a function of the same file; None if it does not."""
	local = {other.name: other for other in functions(module)}
	for name, call in calls(function):
		last = name.rpartition(".")[2]
		wrote = None
		if last in WRITES and not isinstance(call.func, ast.Name):
			wrote = None if harmless(name) else name
		elif last in local and last not in seen | {function.name}:
			wrote = writes(module, local[last], seen | {function.name, last})
		if wrote:
			return wrote
	return None


def harmless(name: str) -> bool:
	"""Calls that share a writer's name: `rows.insert(0, …)` on a plain list, a cache that may be lost at any time."""
	return name.startswith("frappe.cache") or name in ("rows.insert", "columns.insert", "result.insert")


def check_guests(tree: Tree) -> list[Violation]:
	"""Guests reach only the methods on the list, and each of those has a rate limit."""
	found = []
	for path, function, decorator in methods(tree):
		if not isinstance(decorator, ast.Call) or not constant(keyword(decorator, "allow_guest")):
			continue
		if dotted(tree, path, function) not in GUEST_METHODS:
			found.append(
				tree.violation(path, f"{function.name} lets guests in and is not on the list", function)
			)
		limited = [dotted_name(getattr(other, "func", other)) for other in function.decorator_list]
		if not any(name.endswith("rate_limit") for name in limited):
			found.append(
				tree.violation(path, f"{function.name} lets guests in without a rate limit", function)
			)
	return found


def check_guest_pages(tree: Tree) -> list[Violation]:
	"""Pages in www/ are those on the list, and each says `no_cache = 1` and `sitemap = 0`."""
	found = []
	for path in tree.files("*.html", f"{APP}/www") + tree.files("*.md", f"{APP}/www"):
		if path.stem not in GUEST_PAGES:
			found.append(tree.violation(path, "is open to guests and is not on the list"))
		beside = path.with_name(path.stem.replace("-", "_") + ".py")
		source = beside.read_text() if beside.exists() else ""
		found += [
			tree.violation(path, f"does not say {said} beside it")
			for said in ("no_cache = 1", "sitemap = 0")
			if f"{said}\n" not in source
		]
	return found


def methods(tree: Tree):
	for path in tree.python:
		for function, decorator in whitelisted(tree.parse(path)):
			yield path, function, decorator


def dotted(tree: Tree, path, function: ast.FunctionDef) -> str:
	return ".".join([*path.relative_to(tree.root).with_suffix("").parts, function.name])

"""What is wired by name must exist: dotted paths in hooks, patches, JSON, Python and JS; DocTypes and files in hooks."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.static.rules.tree import (
	APP,
	QUOTED,
	Tree,
	Violation,
	app_source,
	calls,
	constant,
	doctypes_of,
	functions,
	strings,
	whitelisted,
)

DOTTED = re.compile(rf"({APP}|frappe|erpnext)(\.[A-Za-z_]\w*)+")
NOT_CODE = (".js", ".css", ".scss", ".html", ".svg", ".png", ".localhost", ".com", ".json", ".md")
CALLED_IN_JS = re.compile(
	r"(?:xcall\(|\bcall\(|method\s*:|\bget_tree_nodes\s*[:=]|\badd_tree_node\s*[:=])\s*$"
)


def check_python_paths(tree: Tree) -> list[Violation]:
	"""Every dotted path in a string (hooks, enqueue, get_attr …) leads to something."""
	found = []
	for path in tree.python:
		for text in strings(tree.parse(path)):
			if is_path(text.value) and not resolves(tree, text.value):
				found.append(tree.violation(path, f"{text.value} leads nowhere", text))
	return found


def check_patches(tree: Tree) -> list[Violation]:
	"""Every line of patches.txt is a patch with an execute() (or an `execute:` line whose import resolves)."""
	listed = tree.package / "patches.txt"
	found = []
	for line in listed.read_text().splitlines() if listed.exists() else []:
		patch = line.split("#")[0].strip()
		if not patch or patch.startswith(("[", "execute:")):
			continue
		target = patch.split()[0]
		if not resolves(tree, f"{target}.execute"):
			found.append(tree.violation(listed, f"{target} is no patch"))
	return found


def check_json_paths(tree: Tree) -> list[Violation]:
	"""Every dotted path in a standard JSON leads to something."""
	found = []
	for path in tree.json:
		for text in json_strings(tree.load(path)):
			if is_path(text) and not resolves(tree, text):
				found.append(tree.violation(path, f"{text} leads nowhere"))
	return found


def json_strings(value):
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from json_strings(inner)
	elif isinstance(value, list):
		for inner in value:
			yield from json_strings(inner)


def check_js_paths(tree: Tree) -> list[Violation]:
	"""Every dotted path in browser code leads to something, and what is called there is whitelisted."""
	found, whitelist = [], all_whitelisted(tree)
	for path in tree.browser:
		source = path.read_text()
		for match in QUOTED.finditer(source):
			text = match["text"]
			if not is_path(text) or not in_code(source, match.start()):
				continue
			where = Violation(f"{tree.name(path)}:{source.count(chr(10), 0, match.start()) + 1}", "")
			if not resolves(tree, text):
				if text.startswith(APP) or called(source, match.start()):
					found.append(Violation(where.where, f"{text} leads nowhere"))
			elif text.startswith(APP) and text not in whitelist:
				found.append(Violation(where.where, f"{text} is not whitelisted"))
	return found


def in_code(source: str, at: int) -> bool:
	line = source[source.rfind("\n", 0, at) + 1 : at].lstrip()
	return not line.startswith(("//", "*", "/*", "frappe.provide("))


def called(source: str, at: int) -> bool:
	return bool(CALLED_IN_JS.search(source[max(0, at - 40) : at]))


def is_path(text: str) -> bool:
	return bool(DOTTED.fullmatch(text)) and not text.endswith(NOT_CODE)


def all_whitelisted(tree: Tree) -> set[str]:
	names = set()
	for path in tree.python:
		module = ".".join(path.relative_to(tree.root).with_suffix("").parts)
		names |= {f"{module}.{function.name}" for function, _decorator in whitelisted(tree.parse(path))}
	return names


def resolves(tree: Tree, dotted: str) -> bool:
	app, *rest = dotted.split(".")
	here = tree.package if app == APP else app_source(app)
	while rest and (here / rest[0]).is_dir():
		here = here / rest.pop(0)
	if rest and (here / f"{rest[0]}.py").is_file():
		here = here / f"{rest.pop(0)}.py"
	else:
		here = here / "__init__.py"
		if not rest:
			return here.exists() or here.parent.is_dir()
	return not rest or (here.exists() and rest[0] in top_level(here) and len(rest) <= 2)


@cache
def top_level(path: Path) -> frozenset[str]:
	"""The names that a Python file defines or imports at its top level."""
	found = set()
	for node in ast.parse(path.read_text()).body:
		if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
			found.add(node.name)
		elif isinstance(node, ast.Import | ast.ImportFrom):
			found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
		else:
			found |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
	return frozenset(found)


KEYED_BY_DOCTYPE = (
	"doc_events",
	"doctype_js",
	"doctype_list_js",
	"doctype_tree_js",
	"doctype_calendar_js",
	"permission_query_conditions",
	"has_permission",
	"override_doctype_dashboards",
	"default_log_clearing_doctypes",
)
LISTS_OF_DOCTYPES = (
	"company_data_to_be_ignored",
	"auto_cancel_exempted_doctypes",
	"ignore_links_on_delete",
	"accounting_dimension_doctypes",
	"calendars",
	"treeviews",
)


def assignments(tree: Tree) -> dict[str, ast.Assign]:
	hooks = tree.package / "hooks.py"
	if not hooks.exists():
		return {}
	return {
		target.id: node
		for node in tree.parse(hooks).body
		if isinstance(node, ast.Assign)
		for target in node.targets
		if isinstance(target, ast.Name)
	}


def check_hook_doctypes(tree: Tree) -> list[Violation]:
	"""Every DocType that hooks.py names exists."""
	known = set(tree.doctypes) | doctypes_of("frappe") | doctypes_of("erpnext") | {"*"}
	hooks, found = tree.package / "hooks.py", []
	for name, node in assignments(tree).items():
		named = []
		if name in KEYED_BY_DOCTYPE and isinstance(node.value, ast.Dict):
			for key in node.value.keys:
				named += [constant(part) for part in (key.elts if isinstance(key, ast.Tuple) else [key])]
		if name in LISTS_OF_DOCTYPES and isinstance(node.value, ast.List):
			named = [constant(item) for item in node.value.elts]
		found += [
			tree.violation(hooks, f"{name} names {doctype}, which is no DocType", node)
			for doctype in named
			if doctype not in known
		]
	return found


def check_hook_files(tree: Tree) -> list[Violation]:
	"""Every browser file that hooks.py names exists."""
	hooks, found = tree.package / "hooks.py", []
	for name, node in assignments(tree).items():
		if not name.endswith(("_js", "_css", "_icon", "app_logo_url")):
			continue
		for text in strings(node.value):
			if not file_exists(tree, text.value):
				found.append(tree.violation(hooks, f"{text.value} does not exist", text))
	return found


def file_exists(tree: Tree, text: str) -> bool:
	if not re.search(r"\.(js|css|svg|png)$", text):
		return True
	if text.startswith(f"/assets/{APP}/"):
		return (tree.package / "public" / text.removeprefix(f"/assets/{APP}/")).exists()
	if ".bundle." in text:
		return bool(list((tree.package / "public").rglob(text.replace(".bundle.css", ".bundle.*"))))
	return (tree.package / text).exists()


def check_hook_keys(tree: Tree) -> list[Violation]:
	"""No key is given twice in hooks.py: Python would keep the last and forget the first."""
	hooks, found, seen = tree.package / "hooks.py", [], set()
	if not hooks.exists():
		return []
	for node in tree.parse(hooks).body:
		for target in getattr(node, "targets", []):
			if isinstance(target, ast.Name):
				if target.id in seen:
					found.append(tree.violation(hooks, f"{target.id} is assigned twice", node))
				seen.add(target.id)
	for node in ast.walk(tree.parse(hooks)):
		if isinstance(node, ast.Dict):
			keys = [constant(key) for key in node.keys if isinstance(key, ast.Constant)]
			found += [
				tree.violation(hooks, f"{key!r} is given twice", node)
				for key in sorted({key for key in keys if keys.count(key) > 1})
			]
	return found


def check_scheduled_names(tree: Tree) -> list[Violation]:
	"""Scheduled functions are told apart by the last two parts of their paths, over all apps."""
	hooks = tree.package / "hooks.py"
	theirs = {
		short(path) for app in ("frappe", "erpnext") for path in scheduled(app_source(app) / "hooks.py")
	}
	ours = scheduled(hooks) if hooks.exists() else []
	found = []
	for path in ours:
		if short(path) in theirs:
			found.append(tree.violation(hooks, f"{path}: another app schedules a {short(path)} too"))
		if [short(other) for other in ours].count(short(path)) > 1:
			found.append(tree.violation(hooks, f"{path}: {short(path)} is scheduled twice"))
	return found


def short(path: str) -> str:
	return ".".join(path.split(".")[-2:])


def scheduled(hooks: Path) -> list[str]:
	for node in ast.parse(hooks.read_text()).body:
		if isinstance(node, ast.Assign) and any(
			getattr(t, "id", "") == "scheduler_events" for t in node.targets
		):
			return [text.value for text in strings(node.value) if DOTTED.fullmatch(text.value)]
	return []


def check_jobs(tree: Tree) -> list[Violation]:
	"""A job that reads what was just written waits for the commit."""
	found = []
	for path in tree.python:
		module = tree.parse(path)
		afterwards = {
			getattr(argument, "id", "")
			for name, call in calls(module)
			for argument in call.args
			if name.endswith("after_commit.add")
		}
		late = {
			id(call)
			for function in functions(module)
			if function.name in afterwards
			for _n, call in calls(function)
		}
		for name, call in calls(module):
			given = {given.arg for given in call.keywords}
			if (
				name in ("frappe.enqueue", "run_soon")
				and path.name != "batches.py"  # that is run_soon itself
				and not given & {"enqueue_after_commit", "now"}
				and id(call) not in late
			):
				found.append(tree.violation(path, "frappe.enqueue without enqueue_after_commit", call))
	return found

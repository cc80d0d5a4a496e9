"""How the code is written: exceptions, docstrings, sizes; and what browser code and tests may not do."""

import ast
import re
import statistics
from collections import Counter

from tests.static.rules.tree import (
	APP,
	Tree,
	Violation,
	app_source,
	calls,
	dotted_name,
	functions,
	keyword,
	whitelisted,
)

MAX_LINES, MAX_P90, MAX_MEDIAN = 50, 35, 12


def check_exceptions(tree: Tree) -> list[Violation]:
	"""Every exception of ours outside domain/ derives from frappe.ValidationError."""
	bases, places = {}, {}
	for path in tree.python:
		for node in tree.nodes(path):
			if isinstance(node, ast.ClassDef) and (tree.part(path) != "domain"):
				bases[node.name] = {dotted_name(base) for base in node.bases}
				places[node.name] = (path, node)
	bases |= frappe_exceptions()
	return [
		tree.violation(path, f"{name} does not derive from frappe.ValidationError", node)
		for name, (path, node) in places.items()
		if name.endswith(("Error", "Exception")) and not derives(name, bases)
	]


def derives(name: str, bases: dict[str, set[str]]) -> bool:
	above = {base.rpartition(".")[2] for base in bases.get(name, set())} - {name}
	return "ValidationError" in above or any(derives(base, bases) for base in above)


def frappe_exceptions() -> dict[str, set[str]]:
	"""Frappe's own exceptions, with what each derives from."""
	defined = ast.parse((app_source("frappe") / "exceptions.py").read_text()).body
	return {
		node.name: {dotted_name(base) for base in node.bases}
		for node in defined
		if isinstance(node, ast.ClassDef)
	}


def check_throws(tree: Tree) -> list[Violation]:
	"""Every frappe.throw names an exception class, so that a test can tell one rule from another."""
	found = []
	for path in tree.python:
		for name, call in calls(tree.parse(path)):
			if name == "frappe.throw" and len(call.args) < 2 and not keyword(call, "exc"):
				found.append(tree.violation(path, "frappe.throw without an exception class", call))
	return found


def check_docstrings(tree: Tree) -> list[Violation]:
	"""Public functions, those that another file uses, say what they do."""
	used = Counter(word for path in tree.python for word in set(WORD.findall(path.read_text())))
	found = []
	for path in tree.python:
		if tree.part(path) == "patches" or path.parent.parent.name == "doctype":
			continue
		public = {function.name for function, _decorator in whitelisted(tree.parse(path))}
		for node in tree.parse(path).body:
			if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or ast.get_docstring(node):
				continue
			if node.name in public or used[node.name] > 1:
				found.append(tree.violation(path, f"{node.name} has no docstring", node))
	return found


WORD = re.compile(r"\w+")


def length(function: ast.FunctionDef) -> int:
	return function.end_lineno - function.lineno + 1


def check_function_sizes(tree: Tree) -> list[Violation]:
	"""No function is over 50 lines; nine in ten are under 35; half are at most 12."""
	found, lengths = [], []
	for path in tree.python:
		for function in functions(tree.parse(path)):
			lengths.append(length(function))
			if length(function) > MAX_LINES:
				said = f"{function.name} has {length(function)} lines, more than {MAX_LINES}"
				found.append(tree.violation(path, said, function))
	if len(lengths) > 1:
		median, p90 = statistics.median(lengths), statistics.quantiles(lengths, n=10)[-1]
		if median > MAX_MEDIAN or p90 >= MAX_P90:
			found.append(Violation(APP, f"functions: median {median:.0f} lines, 90th percentile {p90:.0f}"))
	return found


JS_TRAPS = {
	r"\bcur_frm\b": "cur_frm: use the frm that is given",
	r"\basync\s*:\s*false\b": "a synchronous request freezes the desk",
	r"\bfrappe\.call\s*\(\s*\{(?![^;]*\bfreeze\b)": "use frappe.xcall (frappe.call only to freeze the page)",
	r"\$\.ajax\b": "use frappe.xcall",
	r"\beval\s*\(": "eval",
	r"\bconsole\.log\b": "console.log is left in",
	r"\bdebugger\b": "debugger is left in",
	r"(?<![\w.])alert\s*\(": "use frappe.msgprint or frappe.show_alert",
}


def check_browser_code(tree: Tree) -> list[Violation]:
	"""Browser code uses no shape that Frappe has given up, and leaves nothing of debugging behind."""
	found = []
	for path in tree.browser:
		source = path.read_text()
		for pattern, why in JS_TRAPS.items():
			for match in re.finditer(pattern, source):
				line = source[source.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
				if not line.startswith(("//", "*")):
					number = source.count("\n", 0, match.start()) + 1
					found.append(Violation(f"{tree.name(path)}:{number}", why))
	return found


LEFT_OUT = {
	"pytest.skip",
	"pytest.xfail",
	"pytest.mark.skip",
	"pytest.mark.skipif",
	"pytest.mark.xfail",
	"time.sleep",
}


def check_tests(tree: Tree) -> list[Violation]:
	"""No test is skipped, expected to fail, or waits for the clock."""
	found = []
	for path in tree.files("*.py", "tests"):
		for node in tree.nodes(path):
			if isinstance(node, ast.Attribute) and dotted_name(node) in LEFT_OUT:
				found.append(tree.violation(path, f"{dotted_name(node)} in a test", node))
	return found


LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)")


def check_documents(tree: Tree) -> list[Violation]:
	"""Every link and picture of the documents leads to a file."""
	found = []
	for path in [*tree.root.glob("*.md"), *tree.root.glob("docs/*.md"), *tree.root.glob("benchmarks/*.md")]:
		for target in LINK.findall(path.read_text()):
			if "://" not in target and not (path.parent / target).exists():
				found.append(tree.violation(path, f"{target} does not exist"))
	return found

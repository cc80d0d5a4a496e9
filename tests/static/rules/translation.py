"""What users read: strings are literal, carry our context, and the catalogues are whole and true to them."""

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polib

from office_management.extractors import doctype_texts, js_calls, js_constants, literal, texts_without_context
from tests.static.rules.tree import Tree, Violation, app_source, calls, constant, keyword

LANGUAGES = ("nl", "da")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Text:
	"""A translated string as it stands in the code; `problem` says what is wrong with the call, if anything is."""

	where: str
	msgid: str
	context: str | None
	problem: str = ""


def texts(tree: Tree) -> Iterator[Text]:
	for path in tree.python:
		for name, call in calls(tree.parse(path)):
			if name in ("_", "frappe._", "_lt"):
				yield python_text(tree.name(path, call), call, context_of(tree, path, call))
	for path in tree.browser:
		source = path.read_text()
		constants = js_constants(source)
		for number, arguments in js_calls(source, "__"):
			yield js_text(f"{tree.name(path)}:{number}", arguments, constants)
	for path in tree.files("*.html"):
		for number, arguments in js_calls(path.read_text(), "_"):
			yield html_text(f"{tree.name(path)}:{number}", arguments)


def context_of(tree: Tree, path, call: ast.Call) -> str | None:
	"""The context of a call: a literal, or a constant of the same file or of another one of ours."""
	given = keyword(call, "context")
	return named_constant(tree, path, given.id) if isinstance(given, ast.Name) else constant(given)


def named_constant(tree: Tree, path, name: str) -> str | None:
	for node in tree.parse(path).body:
		if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets):
			return constant(node.value)
		if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
			other = tree.root.joinpath(*(node.module or "").split(".")).with_suffix(".py")
			return named_constant(tree, other, name) if other.exists() else None
	return None


def python_text(where: str, call: ast.Call, context: str | None) -> Text:
	first = call.args[0] if call.args else None
	if isinstance(first, ast.JoinedStr):
		return Text(where, "", None, "an f-string inside _()")
	if isinstance(first, ast.BinOp) or (
		isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "format"
	):
		return Text(where, "", None, "formatted inside _(): translate first, format after")
	if not isinstance(constant(first), str):
		return Text(where, "", None)  # a value that is translated as data
	return Text(where, first.value, context, literal_problem(first.value))


def js_text(where: str, arguments: list[str], constants: dict[str, str]) -> Text:
	first = arguments[0] if arguments else ""
	if first.startswith("`"):
		return Text(where, "", None, "a template string inside __()")
	pieces = literal(first)
	if pieces is None:
		joined = re.match(r"""(["']).*?\1\s*\+""", first, re.S)
		return Text(where, "", None, "joined inside __(): use {0}" if joined else "")
	given = arguments[2] if len(arguments) > 2 else ""
	context = literal(given) or constants.get(given)
	return Text(where, pieces, context, literal_problem(pieces))


def html_text(where: str, arguments: list[str]) -> Text:
	first = literal(arguments[0]) if arguments else None
	if first is None:
		return Text(where, "", None)
	named = [arg.partition("=")[2].strip() for arg in arguments[1:] if arg.startswith("context")]
	context = literal(named[0]) if named else literal(arguments[2]) if len(arguments) > 2 else None
	return Text(where, first, context, literal_problem(first))


def literal_problem(text: str) -> str:
	if not text.strip():
		return "an empty string is translated"
	if text != text.strip():
		return f"white space around {text!r}"
	odd = [part for part in PLACEHOLDER.findall(text) if not re.fullmatch(r"\{(\d+|[a-z_]+)\}", part)]
	return f"placeholder {odd[0]}: use {{0}}, or a plain name" if odd else ""


@cache
def known_elsewhere() -> frozenset[str]:
	"""Every text that Frappe or ERPNext translates without a context."""
	known = set()
	for app in ("frappe", "erpnext"):
		source = app_source(app)
		for catalogue in source.glob("locale/main.pot"):
			known |= {entry.msgid for entry in polib.pofile(str(catalogue)) if not entry.msgctxt}
		for table in source.glob("translations/[nd][la].csv"):
			with open(table, newline="", encoding="utf-8") as lines:
				known |= {row[0] for row in csv.reader(lines) if len(row) == 2}
	return frozenset(known)


def check_calls(tree: Tree) -> list[Violation]:
	"""`_()` and `__()` get one literal string, without white space around it and with numbered placeholders."""
	return [Violation(text.where, text.problem) for text in texts(tree) if text.problem]


def check_contexts(tree: Tree) -> list[Violation]:
	"""Our strings carry a context; only names of records, and what Frappe or ERPNext translate, go without."""
	bare = known_elsewhere() | record_names(tree)
	return [
		Violation(text.where, f"{text.msgid!r} has no context, and is not a text of Frappe's or ERPNext's")
		for text in texts(tree)
		if text.msgid and not text.context and text.msgid not in bare
	]


def record_names(tree: Tree) -> set[str]:
	"""Names of our DocTypes, reports, pages, roles and the like: Frappe translates these without a context."""
	contents = [tree.load(path) for path in tree.json]
	records = [content for content in contents if isinstance(content, dict)]
	roles = {row.get("role") for record in records for row in record.get("permissions") or []}
	return roles | {
		record[part] for record in records for part in ("name", "label", "title") if record.get(part)
	}


def catalogue(tree: Tree, name: str):
	path = tree.package / "locale" / name
	return path, polib.pofile(str(path)) if path.exists() else None


def key(entry) -> tuple[str, str]:
	return entry.msgctxt or "", entry.msgid


def check_catalogues(tree: Tree) -> list[Violation]:
	"""Dutch and Danish are complete, say nothing that is not in main.pot, and keep every placeholder."""
	path, template = catalogue(tree, "main.pot")
	if template is None:
		return [tree.violation(path, "is missing")]
	known = {key(entry) for entry in template}
	found = [tree.violation(path, f"{text!r} is not in it") for text in sorted(missing(tree, known))]
	for language in LANGUAGES:
		path, translated = catalogue(tree, f"{language}.po")
		if translated is None:
			found.append(tree.violation(path, "is missing"))
			continue
		found += [tree.violation(path, what) for what in wrong_entries(translated, known)]
	return found


def missing(tree: Tree, known: set[tuple[str, str]]) -> set[tuple[str, str]]:
	said = {(text.context, text.msgid) for text in texts(tree) if text.msgid and text.context}
	for name, (_path, content) in tree.doctypes.items():
		said |= {(name, text) for text in doctype_texts(content)}
		said |= {("", text) for text in texts_without_context(content)}
	return said - known


def wrong_entries(translated, known: set[tuple[str, str]]) -> list[str]:
	"""What is wrong with a translation, entry by entry, against the texts of main.pot."""
	said = []
	entries = {key(entry): entry for entry in translated if not entry.obsolete}
	said += [f"{wanted!r} is missing" for wanted in sorted(known - entries.keys())]
	said += [f"{extra!r} is not in main.pot" for extra in sorted(entries.keys() - known)]
	for (context, msgid), entry in entries.items():
		theirs = not context and msgid in known_elsewhere()
		if theirs and entry.msgstr:
			said.append(f"{msgid!r} without a context redefines a text of Frappe's or ERPNext's")
		elif not theirs and not entry.msgstr:
			said.append(f"{msgid!r} is not translated")
		if entry.msgstr and sorted(PLACEHOLDER.findall(msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
			said.append(f"{msgid!r} and {entry.msgstr!r} have different placeholders")
		if "fuzzy" in entry.flags:
			said.append(f"{msgid!r} is marked as fuzzy")
	return said

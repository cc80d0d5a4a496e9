"""Where `bench generate-pot-file` finds our strings (named in babel_extractors.csv).

Frappe's own extractors leave out the context of form labels, contexts kept in a constant, and strings inside the
template strings of browser code. The desk looks a label up with its DocType as context, but the help below a field,
and what a Select says where it can't be changed, without any: those stand in the catalogue twice.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

# What a DocType's field shows to users; the options of a Select are added to these.
FIELD_TEXTS = ("label", "description")


def doctype(fileobj, *_args, **_kwargs) -> Iterator[tuple]:
	"""Yield what babel wants for each string of a DocType's JSON: labels, descriptions, options, link groups."""
	content = json.load(fileobj)
	if isinstance(content, dict) and content.get("doctype") == "DocType":
		yield None, "_", content["name"], ["Name of a DocType"]
		for text in doctype_texts(content):
			yield None, "pgettext", (content["name"], text), [f"In DocType {content['name']}"]
		for text in texts_without_context(content):
			yield None, "_", text, [f"In DocType {content['name']}"]
		for role in {row["role"] for row in content.get("permissions") or [] if row.get("role")}:
			yield None, "_", role, ["Name of a role"]


def doctype_texts(content: dict) -> list[str]:
	"""The texts of a DocType that are shown with its name as context, each once, in their order."""
	found = [content.get("description")]
	for field in content.get("fields") or []:
		found += [field.get(part) for part in FIELD_TEXTS]
		if field.get("fieldtype") == "Select":
			found += (field.get("options") or "").split("\n")
	for part in ("links", "actions", "states"):
		for row in content.get(part) or []:
			found += [row.get("group"), row.get("label"), row.get("title")]
	return list(dict.fromkeys(text for text in found if text and any(char.isalpha() for char in text)))


def texts_without_context(content: dict) -> list[str]:
	"""What the forms of Frappe 15 look up without a context: help texts, and the choices of a Select."""
	found = []
	for field in content.get("fields") or []:
		found.append(field.get("description"))
		if field.get("fieldtype") == "Select":
			found += (field.get("options") or "").split("\n")
	return list(dict.fromkeys(text for text in found if text and any(char.isalpha() for char in text)))


# What a standard checklist shows to users, besides its choices (one a line, a * at the end of those that fail).
CHECKLIST_CONTEXT = "Checklist Template"
QUESTION_TEXTS = ("section", "question", "help_text", "unit")


def fixture(fileobj, *_args, **_kwargs) -> Iterator[tuple]:
	"""Yield what babel wants for each text of the standard checklists in fixtures/."""
	for template in json.load(fileobj):
		if template.get("doctype") != CHECKLIST_CONTEXT:
			continue
		yield None, "_", template["title"], ["Name of a standard checklist"]
		for text in checklist_texts(template):
			yield None, "pgettext", (CHECKLIST_CONTEXT, text), [f"In {template['title']}"]


def checklist_texts(template: dict) -> list[str]:
	"""The texts of a standard checklist that are shown translated, each once, in their order."""
	found = [template.get("description")]
	for row in template.get("items") or []:
		found += [row.get(part) for part in QUESTION_TEXTS]
		found += [choice.rstrip("* ").strip() for choice in (row.get("choices") or "").splitlines()]
	return list(dict.fromkeys(text for text in found if text and any(char.isalpha() for char in text)))


def python(fileobj, *_args, **_kwargs) -> Iterator[tuple]:
	"""Yield what babel wants for each `_("…", context=…)` of a Python file; the context may be a constant."""
	path = Path(getattr(fileobj, "name", "unknown.py"))
	module = ast.parse(fileobj.read())
	for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
		if name_of(call.func) not in ("_", "_lt") or not call.args or not is_text(call.args[0]):
			continue
		context = next(
			(context_of(module, path, given.value) for given in call.keywords if given.arg == "context"), None
		)
		text = call.args[0].value
		yield call.lineno, *(("pgettext", (context, text)) if context else ("_", text)), []


def name_of(function: ast.expr) -> str:
	"""What a function that is called is called: the last part of its path."""
	return getattr(function, "id", None) or getattr(function, "attr", "")


def is_text(node: ast.expr) -> bool:
	return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def context_of(module: ast.Module, path: Path, node: ast.expr) -> str | None:
	"""The context that an expression stands for: a literal, or a constant of this file or one it imports."""
	if is_text(node):
		return node.value
	for statement in module.body if isinstance(node, ast.Name) else []:
		if isinstance(statement, ast.Assign) and any(
			name_of(target) == node.id for target in statement.targets
		):
			return statement.value.value if is_text(statement.value) else None
		if isinstance(statement, ast.ImportFrom) and any(alias.name == node.id for alias in statement.names):
			other = source_of(statement.module or "", path)
			return context_of(ast.parse(other.read_text()), other, node) if other else None
	return None


def source_of(module: str, path: Path) -> Path | None:
	"""The file of one of our modules, as seen from another one of our files."""
	root = Path(__file__).resolve().parents[1]
	found = root.joinpath(*module.split(".")).with_suffix(".py")
	return found if found.is_file() and found != path else None


def javascript(fileobj, *_args, **_kwargs) -> Iterator[tuple]:
	"""Yield what babel wants for each `__("…", […], "…")` of browser code; the context may be a constant."""
	source = fileobj.read().decode("utf-8")
	constants = js_constants(source)
	for line, arguments in js_calls(source, "__"):
		text = literal(arguments[0]) if arguments else None
		given = arguments[2] if len(arguments) > 2 else ""
		context = literal(given) or constants.get(given)
		if text:
			yield line, *(("pgettext", (context, text)) if context else ("_", text)), []


def js_constants(source: str) -> dict[str, str]:
	"""The texts that browser code keeps in constants, by the names of these."""
	return dict(re.findall(r"""const\s+([A-Z_]+)\s*=\s*["']([^"']+)["']""", source))


PIECE = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|[^"'`])""", re.S)


def js_calls(source: str, function: str) -> Iterator[tuple[int, list[str]]]:
	"""(line, arguments as written) of each call of `function` in browser code or a Jinja template."""
	for match in re.finditer(rf"(?<![\w.$]){function}\(", source):
		line = source[source.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip()
		if not line.startswith(("//", "*")):
			yield source.count("\n", 0, match.start()) + 1, arguments_at(source, match.end())


def arguments_at(source: str, at: int) -> list[str]:
	"""The arguments of a call whose opening bracket lies just before `at`."""
	found, depth, said = [], 0, ""
	for piece in PIECE.finditer(source, at):
		text = piece.group()
		if text in (",", ")") and not depth:
			found.append(said.strip())
			said = ""
			if text == ")":
				break
			continue
		depth += (text in "([{") - (text in ")]}")
		said += text
	return [argument for argument in found if argument]


def literal(text: str) -> str | None:
	"""The value of a plain quoted string (no joining, no template), or None."""
	match = re.fullmatch(r"""(["'])((?:\\.|(?!\1).)*)\1""", text.strip(), re.S)
	return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), match[2]) if match else None

"""The tree that the rules look at: the files of a clone, parsed once, and what Frappe and ERPNext bring along."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

APP = "office_management"
MODULES = ("office_space", "front_desk", "facilities", "office_audits", "office_administration")


@dataclass(frozen=True)
class Violation:
	"""One breach of one rule: where it is and what is wrong."""

	where: str
	what: str

	def __str__(self) -> str:
		return f"{self.where}: {self.what}"


def scrub(name: str) -> str:
	"""A name as Frappe writes it in paths."""
	return name.replace(" ", "_").replace("-", "_").lower()


@cache
def app_source(app: str) -> Path:
	"""The folder of an installed app's package, found without importing it."""
	spec = find_spec(app)
	if not spec or not spec.origin:
		raise LookupError(f"{app} is not installed in this Python environment")
	return Path(spec.origin).parent


class Tree:
	"""The clone at `root`; paths are given relative to it."""

	def __init__(self, root: Path):
		self.root = Path(root)
		self.package = self.root / APP
		self._parsed: dict[Path, ast.Module] = {}
		self._nodes: dict[Path, list[ast.AST]] = {}

	def name(self, path: Path, node: ast.AST | None = None) -> str:
		line = f":{node.lineno}" if node is not None else ""
		return f"{path.relative_to(self.root).as_posix()}{line}"

	def violation(self, path: Path, what: str, node: ast.AST | None = None) -> Violation:
		return Violation(self.name(path, node), what)

	def files(self, pattern: str, under: str = APP) -> list[Path]:
		found = (self.root / under).rglob(pattern)
		return sorted(path for path in found if not {"node_modules", "dist"} & set(path.parts))

	@cached_property
	def python(self) -> list[Path]:
		return self.files("*.py")

	@cached_property
	def json(self) -> list[Path]:
		return self.files("*.json")

	@cached_property
	def browser(self) -> list[Path]:
		return self.files("*.js")

	def parse(self, path: Path) -> ast.Module:
		if path not in self._parsed:
			self._parsed[path] = ast.parse(path.read_text(), filename=str(path))
		return self._parsed[path]

	def nodes(self, path: Path) -> list[ast.AST]:
		"""Everything in a file, as ast.walk gives it."""
		if path not in self._nodes:
			self._nodes[path] = list(ast.walk(self.parse(path)))
		return self._nodes[path]

	def load(self, path: Path):
		return json.loads(path.read_text())

	def lines(self, path: Path) -> list[str]:
		return path.read_text().splitlines()

	def part(self, path: Path) -> str:
		"""The part of the house a file belongs to: domain, erp, events, a module's name, demo, hooks …"""
		return path.relative_to(self.package).parts[0].removesuffix(".py")

	@cached_property
	def doctypes(self) -> dict[str, tuple[Path, dict]]:
		"""Our DocTypes: name -> (path of the JSON, its content)."""
		found = {}
		for path in self.json:
			if path.parent.parent.name == "doctype":
				content = self.load(path)
				found[content.get("name", path.stem)] = (path, content)
		return found

	@cached_property
	def module_titles(self) -> dict[str, str]:
		"""Folder of a module -> its name, from modules.txt."""
		listed = self.package / "modules.txt"
		names = listed.read_text().split("\n") if listed.exists() else []
		return {scrub(name): name for name in names if name.strip()}


@cache
def doctypes_of(app: str) -> frozenset[str]:
	"""The names of all DocTypes that an installed app ships."""
	names = set()
	for path in app_source(app).glob("**/doctype/*/*.json"):
		if path.stem == path.parent.name:
			names.add(json.loads(path.read_text()).get("name"))
	return frozenset(names)


def dotted_name(node: ast.AST) -> str:
	"""`frappe.db.sql` for the expression that says so, or "" for anything else."""
	if isinstance(node, ast.Attribute):
		inner = dotted_name(node.value)
		return f"{inner}.{node.attr}" if inner else f".{node.attr}"
	return node.id if isinstance(node, ast.Name) else ""


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
	"""Every call below a node, with its dotted name."""
	for child in ast.walk(node):
		if isinstance(child, ast.Call):
			yield dotted_name(child.func), child


def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
	for child in ast.walk(node):
		if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
			yield child


def keyword(call: ast.Call, name: str) -> ast.expr | None:
	return next((given.value for given in call.keywords if given.arg == name), None)


def constant(node: ast.AST | None):
	return node.value if isinstance(node, ast.Constant) else None


def strings(node: ast.AST) -> Iterator[ast.Constant]:
	"""Every string constant below a node that is not part of an f-string."""
	inside = {
		id(part) for joined in ast.walk(node) if isinstance(joined, ast.JoinedStr) for part in joined.values
	}
	for child in ast.walk(node):
		if isinstance(child, ast.Constant) and isinstance(child.value, str) and id(child) not in inside:
			yield child


def is_whitelist(decorator: ast.expr) -> bool:
	call = decorator.func if isinstance(decorator, ast.Call) else decorator
	return dotted_name(call) in ("frappe.whitelist", "whitelist")


def whitelisted(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
	"""Every whitelisted function or method of a file, with the decorator that makes it so."""
	for function in functions(tree):
		for decorator in function.decorator_list:
			if is_whitelist(decorator):
				yield function, decorator


def body(function: ast.FunctionDef) -> list[ast.stmt]:
	"""The statements of a function after its docstring."""
	first = function.body[0]
	has_docstring = isinstance(first, ast.Expr) and isinstance(constant(first.value), str)
	return function.body[1:] if has_docstring else function.body


QUOTED = re.compile(r"""(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)""", re.S)

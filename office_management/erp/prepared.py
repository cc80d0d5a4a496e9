"""Statements that run for every seat given: written with frappe.qb as all others, but put into words only once.

Composing a statement of a dozen columns takes longer than the database needs to answer it.
"""

from collections.abc import Callable, Iterable

from pypika import Parameter
from pypika.dialects import MySQLQueryBuilder


def value(name: str) -> Parameter:
	"""Stands for a value that is given when the statement runs; a list for `isin`."""
	return Parameter(f"%({name})s")


class Prepared:
	"""A statement with `value(…)` in it. `build` returns it as frappe.qb writes it, and is called once.

	`shared`: what it locks may be read and locked likewise by others; only who wants to change it waits.
	"""

	def __init__(self, build: Callable[[], MySQLQueryBuilder], shared: bool = False) -> None:
		self._build, self._shared = build, shared
		self._text: str | None = None

	@classmethod
	def union(cls, parts: Iterable["Prepared"]) -> "Prepared":
		"""One statement that carries out several in this order (UNION ALL), each with a lock of its own."""
		whole = cls(MySQLQueryBuilder)
		whole._text = " UNION ALL ".join("({})".format(part.text) for part in parts)
		return whole

	@property
	def text(self) -> str:
		"""The words of the statement."""
		if self._text is None:
			text = self._build().get_sql()
			self._text = text.replace(" FOR UPDATE", " LOCK IN SHARE MODE") if self._shared else text
		return self._text

	def run(self, values: dict, **how) -> list:
		"""Run it with these values; `how` as for any query of frappe.qb (as_dict, pluck)."""
		return _Statement(self.text, values).run(**how)


class _Statement(MySQLQueryBuilder):
	"""A query whose words are known already; everything else is Frappe's."""

	_child_queries = ()

	def __init__(self, text: str, values: dict) -> None:
		self._text, self._values = text, values

	def get_sql(self, param_wrapper=None, **_how) -> str:
		param_wrapper.parameters.update(self._values)
		return self._text

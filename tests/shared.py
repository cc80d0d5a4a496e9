"""What all tests of a module start from: built once, and put back before each of them.

`@once_per_module` on a function makes it a fixture. The first test that asks for it, before it wrote anything itself,
builds it; from then on every test of the module begins in the transaction as it was then, and gets a copy of its own
of what the function answered. Where that cannot be (the test wrote something before, commits really, stands still in
time, or a test before rolled everything back), it is built for that one test alone, as any other fixture is.
"""

import copy
import functools
import inspect
from types import SimpleNamespace

import freezegun.api
import pytest

SAVEPOINT = "what_a_module_shares"
standing = SimpleNamespace(module=None, built={})
"""The module whose tests share something now, and what was built: {name of the fixture: its value}."""


def once_per_module(build, autouse: bool = False):
	"""Turn a function that builds something on the site into a fixture, shared as this module says."""

	@functools.wraps(build)
	def fixture(**needed):
		request = needed.pop("request")
		return _of(request.module.__name__, build, needed)

	names = [*inspect.signature(build).parameters, "request"]
	kinds = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
	fixture.__signature__ = inspect.Signature(kinds)
	return pytest.fixture(fixture, autouse=autouse)


def _of(module: str, build, needed: dict):
	if standing.module == module and build.__name__ in standing.built:
		return copy.deepcopy(standing.built[build.__name__])
	if not _untouched(module):
		return build(**needed)
	import frappe

	built = build(**needed)
	frappe.db.savepoint(SAVEPOINT)
	standing.module, standing.writes = module, frappe.db.transaction_writes
	standing.built[build.__name__] = copy.deepcopy(built)
	return built


def _untouched(module: str) -> bool:
	"""Nothing was written since the test began, and it is no special one."""
	import frappe

	begun = standing.writes if standing.module == module else 0
	plain = frappe.session.user == "Administrator" and not freezegun.api.freeze_factories
	return plain and standing.may_keep and frappe.db.transaction_writes == begun


def put_back(module: str, may_keep: bool) -> bool:
	"""Undo all that was done since the module's things were built. Answers False where there are none any more."""
	import frappe

	standing.may_keep = may_keep
	if standing.module != module or not may_keep:
		give_up()
		return False
	try:
		frappe.db.rollback(save_point=SAVEPOINT)
	except frappe.db.OperationalError:
		give_up()
		return False
	for callbacks in ("before_commit", "after_commit", "before_rollback", "after_rollback"):
		getattr(frappe.db, callbacks).reset()
	frappe.realtime.clear_realtime_log()  # its callbacks are gone, and it is searched for every document saved
	frappe.db.transaction_writes = standing.writes = 1  # there are some: what was built
	frappe.cache.delete_keys("document_cache")
	return True


def give_up() -> None:
	"""Nothing is shared any more."""
	standing.module, standing.built, standing.writes = None, {}, 0


give_up()

"""One row for each whitelisted method: whom it is for, whether it writes, and how a call of it is prepared."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe

from tests import baseline, builders

MANAGERS = ("system_manager", "office_manager")
OFFICE = (*MANAGERS, "receptionist", "technician", "auditor")
STAFF = (*OFFICE, "employee", "other_manager")


@dataclass(frozen=True)
class Row:
	"""A whitelisted method: `prepare` makes what the call needs, as Administrator, and returns the call."""

	path: str
	allowed: tuple[str, ...]
	prepare: Callable[[], Callable]
	writes: bool = False
	on_document: bool = False

	def function(self):
		if not self.on_document:
			return frappe.get_attr(self.path)
		module, _dot, name = self.path.rpartition(".")
		controller = frappe.get_module(module)
		classes = [item for item in vars(controller).values() if isinstance(item, type)]
		return next(vars(item)[name] for item in classes if name in vars(item))


def plain(
	path: str, allowed: tuple[str, ...], arguments: Callable[[], dict] = dict, writes: bool = False
) -> Row:
	"""A row for a function; `arguments` makes what it is called with."""

	def prepare() -> Callable:
		given = arguments()
		return lambda: frappe.get_attr(path)(**given)

	return Row(path, allowed, prepare, writes)


ADMIN = "office_management.office_administration.api"

ROWS = [
	plain(f"{ADMIN}.get_office_day", STAFF[1:]),
	plain(f"{ADMIN}.get_whom_to_tell", STAFF, lambda: {"topic": "Safety"}),
]
METHODS = {row.path: row for row in ROWS}

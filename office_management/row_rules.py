"""What the rules of who sees which rows are made of. A criterion that is None limits nothing.

Limits to places and companies are in office_space/permissions.py.
"""

from collections.abc import Callable

import frappe
from pypika.terms import Criterion

READING = ("read", "select", "report", "export", "print", "email")
"""What only looks at a record."""


def holds(roles: frozenset[str], user: str | None = None) -> bool:
	"""Whether the user is Administrator or holds one of the roles."""
	user = user or frappe.session.user
	return user == "Administrator" or bool(roles.intersection(frappe.get_roles(user)))


def all_of(*criteria: Criterion | None) -> Criterion | None:
	"""All of those that limit; None when none does."""
	found = [criterion for criterion in criteria if criterion is not None]
	return Criterion.all(found) if found else None


def is_empty(field) -> Criterion:
	"""The field holds nothing."""
	return field.isnull() | (field == "")


def exists(table, name: str, criterion: Criterion | None) -> bool:
	"""One EXISTS on the saved row, where something limits."""
	if criterion is None:
		return True
	return bool(frappe.qb.from_(table).select(table.name).where((table.name == name) & criterion).run())


def rows_below(table, parents: dict[str, Callable], user: str | None = None) -> Criterion | None:
	"""Return what limits the view of a child table to rows of records the user may see; None when nothing does.

	Frappe lists the rows of a child table to everybody who may read some record of the parent's DocType, whichever
	record the rows belong to.

	Args:
		parents: each DocType the table hangs on, with its criterion: (table, user) -> what limits the view.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	return Criterion.any(_of_parent(table, parent, limit, user) for parent, limit in parents.items())


def _of_parent(table, parent: str, criterion: Callable, user: str) -> Criterion:
	shown = frappe.qb.DocType(parent)
	limit = criterion(shown, user)
	mine = table.parenttype == parent
	if limit is None:
		return mine
	return mine & table.parent.isin(frappe.qb.from_(shown).select(shown.name).where(limit))

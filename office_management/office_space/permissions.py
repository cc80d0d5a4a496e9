"""Who may see which spaces and allocations: one criterion per DocType, used by lists, documents and reports.

Three limits, all at once:

- place: a User Permission on Location limits a user to that Location and all below it (one on Office Space to
  just that space);
- company: a User Permission on Company hides what belongs to another company;
- row: who holds the role Employee and no office role sees the own seats only.
"""

from collections.abc import Callable

import frappe
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.permissions import get_allowed_docs_for_doctype
from frappe.query_builder.terms import NamedParameterWrapper
from frappe.utils import cint, nowdate
from pypika.terms import Criterion

from office_management.row_rules import READING, all_of, exists, holds, is_empty

SPACE, ALLOCATION = "Office Space", "Space Allocation"
OFFICE_ROLES = frozenset(
	{"System Manager", "Office Manager", "Office Receptionist", "Facility Technician", "Office Auditor"}
)


# --- the limits -----------------------------------------------------------------------------------------------


def sees_all_rows(user: str | None = None) -> bool:
	"""Whether the user's roles show more than the own seat (places and companies apart)."""
	return holds(OFFICE_ROLES, user)


def place_ranges(user: str | None = None, doctype: str = SPACE) -> list[tuple[int, int]] | None:
	"""Return the (lft, rgt) ranges of the Location tree that the user is limited to; None when not limited.

	Read from the tree at this moment, so a place added today below an allowed one is allowed today.
	"""
	user = user or frappe.session.user
	if user == "Administrator" or "Location" not in get_user_permissions(user):
		return None
	permission, location = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Location")
	rows = (
		frappe.qb.from_(permission)
		.join(location)
		.on(location.name == permission.for_value)
		.select(location.lft, location.rgt, permission.hide_descendants)
		.where((permission.user == user) & (permission.allow == "Location"))
		.where(
			permission.applicable_for.isnull()
			| permission.applicable_for.isin(["", doctype])
			| (permission.apply_to_all_doctypes == 1)
		)
		.run(as_dict=True)
	)
	return [(row.lft, row.lft if row.hide_descendants else row.rgt) for row in rows] or None


def _place_criterion(name_field, user: str, doctype: str) -> Criterion | None:
	"""The field (which holds the name of a space, and so of its Location) lies in the user's places."""
	criteria = []
	ranges = place_ranges(user, doctype)
	if ranges is not None:
		table = frappe.qb.DocType("Location")
		inside = Criterion.any(table.lft[low:high] for low, high in ranges)
		criteria.append(name_field.isin(frappe.qb.from_(table).select(table.name).where(inside)))
	spaces = _allowed(SPACE, user, doctype)
	if spaces:
		criteria.append(name_field.isin(spaces))
	return Criterion.all(criteria) if criteria else None


def _company_criterion(company_field, user: str, doctype: str) -> Criterion | None:
	companies = _allowed("Company", user, doctype)
	if not companies:
		return None
	criterion = company_field.isin(companies)
	if cint(frappe.get_system_settings("apply_strict_user_permissions")):
		return criterion
	return criterion | is_empty(company_field)


def _allowed(allow: str, user: str, doctype: str) -> list[str]:
	return get_allowed_docs_for_doctype(get_user_permissions(user).get(allow, []), doctype)


def _own_allocations(table, user: str) -> Criterion:
	"""The row gives a seat to the user's own employee record."""
	employee = frappe.qb.DocType("Employee")
	own = frappe.qb.from_(employee).select(employee.name).where(employee.user_id == user)
	return (table.occupant_type == "Employee") & table.occupant.isin(own)


# --- the criteria ---------------------------------------------------------------------------------------------


def space_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Office Space, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	own = None
	if not sees_all_rows(user):
		allocation = frappe.qb.DocType(ALLOCATION)
		mine = frappe.qb.from_(allocation).select(allocation.space).where(_own_allocations(allocation, user))
		own = table.name.isin(mine.where(allocation.effective_to >= nowdate()))
	return all_of(
		own, _place_criterion(table.name, user, SPACE), _company_criterion(table.company, user, SPACE)
	)


def allocation_criterion(table, user: str | None = None) -> Criterion | None:
	"""Return what limits the user's view of Space Allocation, for a pypika `table`; None when nothing does."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	if not sees_all_rows(user):
		return _own_allocations(table, user)
	return limits(table, ALLOCATION, user)


def place_criterion(name_field, doctype: str, user: str | None = None) -> Criterion | None:
	"""The same limit to places for a DocType of another module, whose field names a space; None when not limited."""
	user = user or frappe.session.user
	return None if user == "Administrator" else _place_criterion(name_field, user, doctype)


def company_criterion(company_field, doctype: str, user: str | None = None) -> Criterion | None:
	"""The same limit to companies for a DocType of another module; None when not limited."""
	user = user or frappe.session.user
	return None if user == "Administrator" else _company_criterion(company_field, user, doctype)


def may_use_place(space: str | None, user: str | None = None) -> bool:
	"""Whether something new may be put under (or into) this space by the user, as far as places go.

	At the top (no space) only users who are not limited to places may.
	"""
	user = user or frappe.session.user
	if space is None:
		return place_ranges(user) is None and not _allowed(SPACE, user, SPACE)
	table = frappe.qb.DocType(SPACE)
	return exists(table, space, _place_criterion(table.name, user, SPACE))


def limits(table, doctype: str, user: str | None = None) -> Criterion | None:
	"""The user's limits to places and companies, for a table with `space` and `company`; None when there are none."""
	return all_of(
		place_criterion(table.space, doctype, user), company_criterion(table.company, doctype, user)
	)


def may_use(space: str, doctype: str, user: str | None = None) -> bool:
	"""Whether the user may put something new at this place, as far as places and companies go."""
	table = frappe.qb.DocType(SPACE)
	place = place_criterion(table.name, doctype, user)
	return exists(table, space, all_of(place, company_criterion(table.company, doctype, user)))


def has_row_permission(
	doctype: str,
	criterion: Callable,
	doc,
	ptype: str | None = None,
	user: str | None = None,
	acting: Callable | None = None,
) -> bool:
	"""What a has_permission hook answers, from the DocType's criterion: the saved row is asked, a new one its place.

	Args:
		criterion: (table, user) -> what limits the view.
		acting: (user) -> bool, who may do more than look; None = the DocType's own rows of roles decide.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if acting and (ptype or "read") not in READING and not acting(user):
		return False
	if doc.is_new():
		return not doc.get("space") or may_use(doc.space, doctype, user)
	table = frappe.qb.DocType(doctype)
	return exists(table, doc.name, criterion(table, user))


# --- what hooks.py names --------------------------------------------------------------------------------------


def office_space_query(user: str | None = None, doctype: str = SPACE) -> str:
	"""permission_query_conditions of Office Space."""
	return as_sql(space_criterion(frappe.qb.DocType(SPACE), user))


def space_allocation_query(user: str | None = None, doctype: str = ALLOCATION) -> str:
	"""permission_query_conditions of Space Allocation."""
	return as_sql(allocation_criterion(frappe.qb.DocType(ALLOCATION), user))


def office_space_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Office Space: the saved row is asked, a new one goes by the place it is made in."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new():
		return sees_all_rows(user) and may_use_place(doc.parent_space or None, user)
	table = frappe.qb.DocType(SPACE)
	return exists(table, doc.name, space_criterion(table, user))


def space_allocation_has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of Space Allocation: the saved row is asked, a new one goes by its space."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.is_new():
		spaces = frappe.qb.DocType(SPACE)
		may_use = not doc.space or exists(spaces, doc.space, space_criterion(spaces, user))
		return sees_all_rows(user) and may_use
	table = frappe.qb.DocType(ALLOCATION)
	return exists(table, doc.name, allocation_criterion(table, user))


def as_sql(criterion: Criterion | None) -> str:
	"""The criterion as bracketed SQL with every text value escaped; nothing when there is no limit."""
	if criterion is None:
		return ""
	values = NamedParameterWrapper()
	text = criterion.get_sql(quote_char="`", with_namespace=True, param_wrapper=values)
	escaped = {key: frappe.db.escape(value, percent=False) for key, value in values.parameters.items()}
	return "({})".format(text % escaped)

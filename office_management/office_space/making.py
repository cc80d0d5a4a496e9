"""Making many spaces at once: for the register import and for taking over Locations that a site has already.

The rules are the same as for one (the controller's own checks run on every row); only the writing is set-based: one
statement per thousand rows, one pass over the Location tree.
"""

from collections.abc import Iterable

import frappe
from frappe import _, bold
from frappe.utils import escape_html

from office_management.domain import space_codes
from office_management.erp import places
from office_management.office_space import spaces
from office_management.office_space.doctype.office_space.office_space import (
	LocationTakenError,
	OfficeSpace,
	check_length,
)
from office_management.office_space.permissions import may_use_place

LINKS = (("company", "Company"), ("cost_center", "Cost Center"), ("space_manager", "Employee"))


def make_spaces(rows: Iterable[dict], user: str | None = None) -> list[frappe._dict]:
	"""Make spaces and their Locations from many rows; a row that breaks a rule is refused alone.

	Args:
		rows: field values of Office Space; `parent_space` names an existing space or that of an earlier row. With
			`location`, that Location is adopted where it is (the caller has looked that it fits).
		user: whose limits on places apply; the caller has checked the right to create spaces at all.

	Returns:
		per row a dict: `name`, `existed` (made before: nothing is changed) and `error` (why it was refused, else
		None). Running it twice changes nothing. Amenities are not taken; no commit.
	"""
	rows = [frappe._dict(row) for row in rows]
	batch = _Batch(rows, user)
	results = [batch.add(row) for row in rows]
	batch.write()
	return results


class _Batch:
	def __init__(self, rows: list[frappe._dict], user: str | None) -> None:
		self.user = user
		self.docs: list[OfficeSpace] = []
		self.parents = spaces.parent_facts(row.parent_space for row in rows)
		self.allowed: dict[str | None, bool] = {}
		names = [self.wanted_name(row) for row in rows]
		self.spaces = _existing("Office Space", names, ["name", "parent_space", "space_code"])
		self.places = _existing("Location", names, ["name", "parent_location"])
		self.codes = _codes_under(list(self.parents))
		self.made: set[str] = set()

	@staticmethod
	def wanted_name(row: frappe._dict) -> str:
		code = space_codes.clean_code(row.space_code)
		return row.location or space_codes.full_name(row.parent_space or None, code)

	def add(self, row: frappe._dict) -> frappe._dict:
		name = self.wanted_name(row)
		there = self.spaces.get(name.casefold())
		if there and (there.parent_space or None) == (row.parent_space or None):
			return frappe._dict(name=there.name, existed=True, error=None)
		try:
			doc = self.checked(row, name, there)
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.clear_last_message()
			return frappe._dict(name=None, existed=False, error=str(error))
		self.take_in(doc)
		return frappe._dict(name=doc.name, existed=False, error=None)

	def checked(self, row: frappe._dict, name: str, there: frappe._dict | None) -> OfficeSpace:
		doc = frappe.get_doc({**row, "doctype": "Office Space"})
		doc.remember_what_was_given()
		doc.flags.parent = self.parents.get(doc.parent_space)
		doc.set("__islocal", True)
		doc._set_defaults()
		doc.set_user_and_timestamp()
		doc.set_docstatus()
		check_links(doc)
		doc.prepare()
		self.check_place(doc)
		self.check_name(doc, name, there, adopt=bool(row.location))
		doc.validate()
		doc._validate()
		return doc

	def check_place(self, doc: OfficeSpace) -> None:
		"""The user may put something below this parent; what is made here lies where its parent lies."""
		parent = doc.parent_space or None
		if not self.user or parent in self.made:
			return
		if parent not in self.allowed:
			self.allowed[parent] = may_use_place(parent, self.user)
		if not self.allowed[parent]:
			frappe.throw(
				_("You may not add anything to {0}.", context="Office Space").format(
					bold(parent or _("the top", context="Office Space"))
				),
				frappe.PermissionError,
			)

	def check_name(self, doc: OfficeSpace, name: str, there: frappe._dict | None, adopt: bool) -> None:
		check_length(name)
		if there:
			spaces.throw_code_taken(there.name, doc.space_code)
		if other := self.codes.get((doc.parent_space or "", doc.space_code.casefold())):
			spaces.throw_code_taken(other, doc.space_code)
		place = self.places.get(name.casefold())
		if place and not adopt:
			self.check_adoption(doc, place)
		doc.name = doc.location = place.name if place else name
		doc.location_made = int(not place)

	def check_adoption(self, doc: OfficeSpace, place: frappe._dict) -> None:
		if (place.parent_location or None) == (doc.parent_space or None):
			return
		frappe.throw(
			_("There is a Location {0} already, but it lies in {1}.", context="Office Space").format(
				bold(escape_html(place.name)), bold(escape_html(place.parent_location or ""))
			),
			LocationTakenError,
		)

	def take_in(self, doc: OfficeSpace) -> None:
		self.docs.append(doc)
		self.made.add(doc.name)
		key = (doc.parent_space or "", doc.space_code.casefold())
		self.codes[key] = doc.name
		self.spaces[doc.name.casefold()] = frappe._dict(name=doc.name, parent_space=doc.parent_space)
		self.parents[doc.name] = frappe._dict(
			name=doc.name, status=doc.status, company=doc.company, space_type=doc.space_type
		)

	def write(self) -> None:
		if not self.docs:
			return
		parents = {doc.parent_space for doc in self.docs}
		for doc in self.docs:
			if doc.name in parents:
				doc.capacity = 0
		places.make_locations(
			[
				{
					"name": doc.location,
					"parent": doc.parent_space or None,
					"is_group": doc.name in parents or doc.space_type not in ("Desk", "Parking"),
				}
				for doc in self.docs
				if doc.location_made
			]
		)
		fields = frappe.get_meta("Office Space").get_valid_columns()
		values = [doc.get_valid_dict(convert_dates_to_str=True) for doc in self.docs]
		frappe.db.bulk_insert(
			"Office Space",
			fields,
			[[row.get(field) for field in fields] for row in values],
			chunk_size=spaces.BATCH,
		)
		spaces.clear_group_capacity(parents - self.made)
		frappe.enqueue(
			"frappe.utils.global_search.rebuild_for_doctype",
			doctype="Office Space",
			job_id="office_space_search",
			deduplicate=True,
			enqueue_after_commit=True,
		)


def check_links(doc: OfficeSpace) -> None:
	"""What Frappe checks link by link for one document, remembered for many."""
	for field, doctype in LINKS:
		value = doc.get(field)
		if value and not frappe.db.exists(doctype, value, cache=True):
			frappe.throw(
				_("There is no {0} {1}.", context="Office Space").format(
					_(doctype), bold(escape_html(value))
				),
				frappe.LinkValidationError,
			)


def _existing(doctype: str, names: list[str], fields: list[str]) -> dict[str, frappe._dict]:
	"""Rows that exist, by name without regard to case, as the database compares names."""
	found: dict[str, frappe._dict] = {}
	for start in range(0, len(names), spaces.BATCH):
		chunk = names[start : start + spaces.BATCH]
		rows = frappe.get_all(
			doctype, filters={"name": ("in", chunk)}, fields=fields, order_by="name", limit=0
		)
		found.update({row.name.casefold(): row for row in rows})
	return found


def _codes_under(parents: list[str]) -> dict[tuple[str, str], str]:
	"""(parent, code without case) -> the space that has it, under these parents and at the top."""
	found: dict[tuple[str, str], str] = {}
	for chunk in [parents[start : start + spaces.BATCH] for start in range(0, len(parents), spaces.BATCH)]:
		found.update(_codes({"parent_space": ("in", chunk)}))
	found.update(_codes({"parent_space": ("is", "not set")}))
	return found


def _codes(filters: dict) -> dict[tuple[str, str], str]:
	rows = frappe.get_all(
		"Office Space",
		filters=filters,
		fields=["name", "parent_space", "space_code"],
		order_by="name",
		limit=0,
	)
	return {(row.parent_space or "", row.space_code.casefold()): row.name for row in rows}


# --- taking over ----------------------------------------------------------------------------------------------


def preview_take_over() -> list[frappe._dict]:
	"""Return what taking over would make: location, parent_space, space_code, space_name, space_type, depth.

	One row per Location without a space, in tree order; the type is proposed from depth and name.
	"""
	rows = places.tree_rows()
	have = set(frappe.get_all("Office Space", pluck="location", order_by="name", limit=0))
	parents = {row.parent_location for row in rows if row.parent_location}
	taken: dict[str | None, set[str]] = {}
	for (parent, code), _name in _codes({}).items():
		taken.setdefault(parent or None, set()).add(code)
	above: list[frappe._dict] = []
	proposals = []
	for row in rows:
		while above and above[-1].rgt < row.lft:
			above.pop()
		if row.name not in have:
			proposals.append(_proposal(row, above, row.name in parents, taken))
		above.append(row)
	return proposals


def _proposal(row: frappe._dict, above: list, has_children: bool, taken: dict) -> frappe._dict:
	parent = above[-1].name if above else None
	used = taken.setdefault(parent, set())
	code = space_codes.code_for(row.name, parent, used)
	used.add(code.lower())
	return frappe._dict(
		location=row.name,
		parent_space=parent,
		space_code=code,
		space_name=row.location_name or row.name,
		space_type=space_codes.propose_type(row.name, len(above), has_children),
		depth=len(above),
	)


def take_over(types: dict[str, str] | None = None, company: str | None = None) -> list[frappe._dict]:
	"""Make a space for every Location that has none, keeping the Locations' names. Safe to run twice.

	Args:
		types: Location -> type, where the proposal is to be overruled.
		company: of the new spaces (default: that of the space above, else the main company).

	Returns:
		what `make_spaces` returns, with the Location in `location`.
	"""
	rows = preview_take_over()
	for row in rows:
		row.space_type = (types or {}).get(row.location) or row.space_type
		row.update({"company": company, "capacity": 0, "is_allocatable": 0})
	results = make_spaces(rows)
	return [frappe._dict(result, location=row.location) for row, result in zip(rows, results, strict=True)]

"""Which fields of which DocTypes point at documents of a DocType, and which rows do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import frappe
from frappe.utils.caching import request_cache

CHUNK = 500


@dataclass(frozen=True)
class Field:
	"""A Link (or, with `type_field`, a Dynamic Link) to documents of `target`."""

	doctype: str
	fieldname: str
	target: str
	type_field: str = ""
	is_child: bool = False
	is_frappes_own: bool = False

	def rows_pointing_at(self, names: Iterable[str]) -> set[str]:
		"""Names of the rows that point at any of these."""
		return {row.name for row in self.references(names)}

	def references(self, names: Iterable[str]) -> Iterator[frappe._dict]:
		"""Rows that point at any of these: name, target, parent and parent_doctype (itself, if not a child row)."""
		names = sorted(names)
		table = frappe.qb.DocType(self.doctype)
		column = table[self.fieldname]
		query = frappe.qb.from_(table).select(table.name, column.as_("target"))
		if self.is_child:
			query = query.select(table.parent, table.parenttype.as_("parent_doctype"))
		if self.type_field:
			query = query.where(table[self.type_field] == self.target)
		for start in range(0, len(names), CHUNK):
			for row in query.where(column.isin(names[start : start + CHUNK])).run(as_dict=True):
				if not self.is_child:
					row.update(parent=row.name, parent_doctype=self.doctype)
				yield row


def link_fields(target: str) -> list[Field]:
	"""All Link fields to a DocType, those of custom fields too; not in Singles or virtual DocTypes."""
	return [_field(row, target) for row in _fields("Link", target)]


def dynamic_fields(target: str) -> list[Field]:
	"""All Dynamic Link fields that do point at documents of the DocType somewhere."""
	return [
		_field(row, target, row.options)
		for row in _fields("Dynamic Link")
		if target in _types_in_use(row.doctype, row.options)
	]


@request_cache
def _types_in_use(doctype: str, type_field: str) -> set[str]:
	table = frappe.qb.DocType(doctype)
	return set(frappe.qb.from_(table).select(table[type_field]).distinct().run(pluck=True))


def single_fields(target: str) -> list[Field]:
	"""Link fields of Singles to a DocType."""
	singles = set(frappe.get_all("DocType", {"issingle": 1}, pluck="name", order_by="name"))
	rows = frappe.get_all(
		"DocField",
		{"fieldtype": "Link", "options": target, "parent": ("in", singles)},
		["parent", "fieldname"],
		order_by="name",
	)
	return [Field(row.parent, row.fieldname, target) for row in rows]


@request_cache
def _fields(fieldtype: str, options: str | None = None) -> list[frappe._dict]:
	found = []
	for source, parent in (("DocField", "parent"), ("Custom Field", "dt")):
		filters = {"fieldtype": fieldtype} | ({"options": options} if options else {}) | {"is_virtual": 0}
		for row in frappe.get_all(
			source, filters, [f"{parent} as doctype", "fieldname", "options"], order_by="name"
		):
			if row.doctype in _stored_doctypes():
				found.append(row)
	return found


def _field(row: frappe._dict, target: str, type_field: str = "") -> Field:
	about = _stored_doctypes()[row.doctype]
	return Field(
		row.doctype, row.fieldname, target, type_field, bool(about.istable), about.module in _frappe_modules()
	)


@request_cache
def _stored_doctypes() -> dict[str, frappe._dict]:
	"""DocTypes with a table of their own."""
	rows = frappe.get_all(
		"DocType", {"issingle": 0, "is_virtual": 0}, ["name", "istable", "module"], order_by="name"
	)
	return {row.name: row for row in rows if frappe.db.table_exists(row.name, cached=True)}


@request_cache
def _frappe_modules() -> set[str]:
	return set(frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name", order_by="name"))

"""What a Link offers to choose from where not everybody sees every record.

Frappe's own search leaves the rules of rows out when the browser asks it to (`ignore_user_permissions`), so a DocType
with such rules has a search of its own (hook standard_queries).
"""

from collections.abc import Iterable

import frappe

from office_management import inputs

MOST_FOUND = 50


def shown_of(doctype: str) -> list[str]:
	"""The title, and the fields by which records of this kind are searched."""
	meta = frappe.get_meta(doctype)
	fields = (meta.title_field, *meta.get_search_fields())
	return list(dict.fromkeys(field for field in fields if field and field != "name"))


def search(
	doctype: str,
	txt: str,
	filters: list | dict | str | None,
	start: int | str,
	page_length: int | str,
	as_dict: bool | int | str,
	**known,
) -> list:
	"""Records that the user may see, by their name, their title or what else a Link shows of them.

	Args:
		known: what is known better than the DocType says it: `shown`, `searched` (fields beside the name), `order_by`.
	"""
	shown = known.get("shown") or shown_of(doctype)
	words = {field: ("like", f"%{txt}%") for field in ("name", *(known.get("searched") or shown))}
	query = {
		"filters": inputs.conditions(doctype, filters),
		"or_filters": words if txt else None,
		"order_by": known.get("order_by") or "creation desc",
		**inputs.page(start, page_length, MOST_FOUND),
	}
	return found(doctype, shown, as_dict, **query)


def found(doctype: str, shown: Iterable[str], as_dict: bool | int | str, **query) -> list:
	"""What frappe.get_list finds, as Frappe's search wants it: the name, then what is shown beside it."""
	rows = frappe.get_list(doctype, fields=["name", *shown], **query)
	told = [{"name": row.name, **{field: row.get(field) or "" for field in shown}} for row in rows]
	if frappe.utils.sbool(as_dict) is True:
		return [frappe._dict(row) for row in told]
	return [tuple(row.values()) for row in told]

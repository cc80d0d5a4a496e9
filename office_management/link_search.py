"""What a Link offers to choose from where not everybody sees every record.

Frappe's own search leaves the rules of rows out when the browser asks it to (`ignore_user_permissions`), so a DocType
with such rules has a search of its own (hook standard_queries).
"""

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
) -> list:
	"""Records that the user may see, the newest first, by their name, their title or what else a Link shows of them."""
	shown = shown_of(doctype)
	rows = frappe.get_list(
		doctype,
		filters=inputs.conditions(doctype, filters),
		or_filters={field: ("like", f"%{txt}%") for field in ("name", *shown)} if txt else None,
		fields=["name", *shown],
		order_by="creation desc",
		**inputs.page(start, page_length, MOST_FOUND),
	)
	found = [{"name": row.name, **{field: row.get(field) or "" for field in shown}} for row in rows]
	return found if frappe.utils.sbool(as_dict) is True else [tuple(row.values()) for row in found]

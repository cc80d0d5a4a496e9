"""Kanban boards that everybody shares: made once on a site, taken away at uninstall."""

import frappe

BOARD = "Kanban Board"


def make_board(
	name: str,
	doctype: str,
	columns: dict[str, tuple[str, str]],
	shown: tuple[str, ...],
	filters: list[list] | None = None,
) -> None:
	"""Make a board of the statuses of a DocType.

	Args:
		columns: status -> whether its column is shown (Active) or not (Archived), and its colour.
		shown: the fields on a card.
		filters: which records are on it; all when left out.
	"""
	frappe.get_doc(
		{
			"doctype": BOARD,
			"kanban_board_name": name,
			"reference_doctype": doctype,
			"field_name": "status",
			"private": 0,
			"fields": frappe.as_json(list(shown), indent=None),
			"filters": frappe.as_json(filters, indent=None) if filters else None,
			"columns": [
				{"column_name": status, "status": state, "indicator": colour}
				for status, (state, colour) in columns.items()
			],
		}
	).insert(ignore_permissions=True)  # set-up only: run by install and migrate


def delete_naming(doctype: str, field: str, named: str) -> None:
	"""Before uninstalling: Frappe's records that name one of our DocTypes and would not open without it."""
	for name in frappe.get_all(doctype, filters={field: named}, pluck="name", order_by="name"):
		frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)  # uninstall only

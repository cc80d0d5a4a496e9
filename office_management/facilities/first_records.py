"""What Facilities makes once on a site, and never touches again: categories to begin with, and the kanban board."""

import frappe

from office_management import boards
from office_management.boards import BOARD

TASK, CATEGORY = "Facility Task", "Facility Task Category"


def _(label: str, context: str | None = None) -> str:
	"""Mark a name for translation without translating it: the database holds the English text."""
	return label


CATEGORIES = {
	_("Cleaning", context="Facility Task Category"): {"responsibility_topic": "Cleaning"},
	_("Maintenance", context="Facility Task Category"): {"responsibility_topic": "Maintenance"},
	_("Inspection", context="Facility Task Category"): {
		"responsibility_topic": "Maintenance",
		"is_reportable": 0,
	},
	_("Safety", context="Facility Task Category"): {"responsibility_topic": "Safety"},
	_("Waste", context="Facility Task Category"): {"responsibility_topic": "Cleaning"},
	_("Move", context="Facility Task Category"): {"responsibility_topic": "Space", "is_reportable": 0},
	_("Supplies", context="Facility Task Category"): {"responsibility_topic": "Purchasing"},
	_("Service Request", context="Facility Task Category"): {"responsibility_topic": "Other"},
	_("Evacuation Drill", context="Facility Task Category"): {
		"responsibility_topic": "Safety",
		"is_reportable": 0,
		"is_drill": 1,
	},
}
"""Names and values. All are light: no time limits, no verification, no team."""

BOARD_NAME = "Facility Tasks"
COLUMNS = {
	"Open": ("Active", "Orange"),
	"In Progress": ("Active", "Blue"),
	"On Hold": ("Active", "Yellow"),
	"Done": ("Active", "Green"),
	"Verified": ("Archived", "Green"),
	"Skipped": ("Archived", "Gray"),
	"Cancelled": ("Archived", "Gray"),
}
"""Status -> whether its column is shown, and its colour."""
ON_THE_CARD = ("urgency", "space", "due_on")


def make_category(name: str) -> None:
	"""Make one of CATEGORIES."""
	values = {"doctype": CATEGORY, "category_name": name, **CATEGORIES[name]}
	frappe.get_doc(values).insert(ignore_permissions=True)  # set-up only: run by install and migrate


def make_board(name: str) -> None:
	"""Make the board that everybody shares."""
	boards.make_board(name, TASK, COLUMNS, ON_THE_CARD)


def remove_boards_and_rules() -> None:
	"""Before uninstalling: Frappe's records that name our DocTypes and would not open without them."""
	boards.delete_naming(BOARD, "reference_doctype", TASK)
	boards.delete_naming("Assignment Rule", "document_type", TASK)
	frappe.db.delete("ToDo", {"reference_type": TASK})

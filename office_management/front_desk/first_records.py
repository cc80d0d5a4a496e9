"""What the Front Desk makes once on a site, and never touches again: types of visitors, a place, and the board."""

import frappe

from office_management import boards
from office_management.boards import BOARD
from office_management.erp.places import delete_location

TYPE, SPACE, LOG = "Visitor Type", "Office Space", "Visitor Log"
PLACE_CODE = "HO"


def _(label: str, context: str | None = None) -> str:
	"""Mark a name for translation without translating it: the database holds the English text."""
	return label


TYPES = {
	_("Visitor", context="Visitor Type"): {"is_default": 1, "sign_out_at": "22:00"},
	_("Contractor", context="Visitor Type"): {
		"sign_out_hours": 12,
		"remind_host_hours": 10,
		"ask_organisation": "Required",
	},
	_("Job Applicant", context="Visitor Type"): {"sign_out_at": "22:00", "retention_days": 30},
	_("Guest of an Event", context="Visitor Type"): {"sign_out_at": "23:59", "host_notice": 0},
}
"""Names and values. All are light: no agreement, no approval, no photo, no questions."""

PLACE_NAME = _("Head Office", context="Office Space")
BOARD_NAME = "Visits Today"
COLUMNS = {
	"Expected": ("Active", "Blue"),
	"Awaiting Approval": ("Active", "Orange"),
	"Checked In": ("Active", "Green"),
	"Stepped Out": ("Active", "Yellow"),
	"Checked Out": ("Active", "Gray"),
	"Cancelled": ("Archived", "Gray"),
	"Denied": ("Archived", "Red"),
	"No Show": ("Archived", "Gray"),
}
"""Status -> whether its column is shown, and its colour."""
ON_THE_CARD = ("host_name", "space", "expected_on")
ONLY_TODAY = [[LOG, "expected_on", "Timespan", "today"]]


def make_type(name: str) -> None:
	"""Make one of TYPES; proposed for new visitors only where nothing is."""
	values = dict(TYPES[name])
	if frappe.db.exists(TYPE, {"is_default": 1}):
		values.pop("is_default", None)
	frappe.get_doc({"doctype": TYPE, "type_name": name, **values}).insert(
		ignore_permissions=True  # set-up only: run by install and migrate
	)


def make_place(name: str) -> None:
	"""Make the first place of an office that has none yet, so that visitors can be somewhere."""
	if frappe.get_all(SPACE, limit=1, pluck="name", order_by="name"):
		return
	frappe.get_doc(
		{
			"doctype": SPACE,
			"space_name": PLACE_NAME,
			"space_code": name,
			"space_type": "Site",
			"company": frappe.db.get_default("company"),
		}
	).insert(ignore_permissions=True)  # set-up only: run by install and migrate


def make_board(name: str) -> None:
	"""Make the board that everybody shares; it shows today, however many visits there are."""
	boards.make_board(name, LOG, COLUMNS, ON_THE_CARD, ONLY_TODAY)


def remove_boards() -> None:
	"""Before uninstalling: boards of visits could not be opened any more."""
	boards.delete_naming(BOARD, "reference_doctype", LOG)


def remove_unused_place() -> None:
	"""Before uninstalling: the place we made, with its Location, if nobody else's record names that."""
	lies_above = frappe.db.exists(SPACE, {"parent_space": PLACE_CODE})
	if frappe.db.exists(SPACE, PLACE_CODE) and not lies_above:
		frappe.db.delete(SPACE, {"name": PLACE_CODE})
		delete_location(PLACE_CODE)

"""Plans of floor registers in words, in the language of whoever reads them.

Reason codes and actions are stored; texts are made when they are shown. All answers are plain text, not HTML.
"""

import frappe
from frappe import _
from frappe.utils import formatdate

from office_management.domain.register_words import weekday_names

CONTEXT = "Floor Register Import"


def column_label(column: str | None) -> str:
	"""What a column of the register is called."""
	labels = _place_labels() | _people_labels()
	return labels.get(column or "", column or "")


def _place_labels() -> dict[str, str]:
	return {
		"part_of": _("Part Of", context="Floor Register Import"),
		"site": _("Site", context="Floor Register Import"),
		"building": _("Building", context="Floor Register Import"),
		"floor": _("Floor", context="Floor Register Import"),
		"zone": _("Zone", context="Floor Register Import"),
		"room": _("Room", context="Floor Register Import"),
		"desk": _("Desk", context="Floor Register Import"),
		"space_name": _("Space Name", context="Floor Register Import"),
		"space_type": _("Type", context="Floor Register Import"),
		"capacity": _("Capacity", context="Floor Register Import"),
		"floor_area": _("Area (m²)", context="Floor Register Import"),
		"cost_center": _("Cost Center", context="Floor Register Import"),
		"is_allocatable": _("Allocatable", context="Floor Register Import"),
		"is_bookable": _("Bookable", context="Floor Register Import"),
		"company": _("Company", context="Floor Register Import"),
	}


def _people_labels() -> dict[str, str]:
	return {
		"person": _("Person", context="Floor Register Import"),
		"person_number": _("Employee Number", context="Floor Register Import"),
		"person_email": _("E-mail", context="Floor Register Import"),
		"department": _("Department", context="Floor Register Import"),
		"project": _("Project", context="Floor Register Import"),
		"customer": _("Customer", context="Floor Register Import"),
		"from_date": _("From Date", context="Floor Register Import"),
		"to_date": _("To Date", context="Floor Register Import"),
		"seat_label": _("Seat Label", context="Floor Register Import"),
		"seats": _("Seats Given", context="Floor Register Import"),
		"weekdays": _("Days", context="Floor Register Import"),
		"is_primary": _("Primary Seat", context="Floor Register Import"),
		"reason": _("Reason", context="Floor Register Import"),
	}


# --- problems -------------------------------------------------------------------------------------------------


def problem_text(code: str, column: str | None, values: dict) -> str:
	"""Why a row was refused, with what to do, as one line."""
	texts = _cell_texts() | _place_texts() | _found_texts() | _seat_texts()
	text = texts.get(code)
	if code == "said":
		text = "{message}"
	if not text:
		text = _("Cannot be taken ({code}).", context="Floor Register Import")
	shown = {key: _shown(value) for key, value in values.items()}
	line = text.format_map(_Shown(shown, code=code, column=column_label(column)))
	return f"{column_label(column)}: {line}" if column and "{column}" not in text else line


class _Shown(dict):
	"""Values of a message; what is missing is shown as nothing rather than breaking the page."""

	def __init__(self, values: dict, **more):
		super().__init__(values, **more)

	def __missing__(self, key: str) -> str:
		return ""


def _shown(value) -> str:
	if value is None:
		return _("open end", context="Floor Register Import")
	text = str(value)
	is_date = len(text) == 10 and text[4:5] == text[7:8] == "-" and text[:4].isdigit()
	return formatdate(text) if is_date else text


def _cell_texts() -> dict[str, str]:
	return {
		"formula": _("{value} is a formula. Paste it as a value.", context="Floor Register Import"),
		"too_long": _(
			"Too long: {length} characters, at most {limit}. Shorten it.", context="Floor Register Import"
		),
		"bad_characters": _(
			"{value} has characters that cannot be stored, such as < or >.", context="Floor Register Import"
		),
		"code_characters": _(
			"The code {value} cannot be used: begin and end with a letter or digit; . _ - + ( ) and blanks may stand between.",
			context="Floor Register Import",
		),
		"code_became_date": _(
			"The spreadsheet has turned this code into the date {value}. Format the column as text and type it again.",
			context="Floor Register Import",
		),
		"unknown_type": _("There is no type {value}.", context="Floor Register Import"),
		"not_yes_no": _("{value} is neither yes nor no.", context="Floor Register Import"),
		"not_a_number": _("{value} is no number.", context="Floor Register Import"),
		"not_whole": _("{value} is no whole number.", context="Floor Register Import"),
		"negative": _("{value} is below zero.", context="Floor Register Import"),
		"not_weekdays": _("{value} are no days of the week.", context="Floor Register Import"),
		"not_a_date": _("{value} is no date.", context="Floor Register Import"),
		"ends_before_start": _("Ends ({last}) before it begins ({first}).", context="Floor Register Import"),
		"no_seats_asked": _("At least one seat must be given.", context="Floor Register Import"),
		"several_occupants": _(
			"More than one of person, project and customer. Use one row for each.",
			context="Floor Register Import",
		),
	}


def _place_texts() -> dict[str, str]:
	return {
		"no_place": _(
			"Says no place. Fill in a site, building, floor, room or desk.", context="Floor Register Import"
		),
		"no_place_above": _(
			"Says no site. Add one, or choose above which place the list is under.",
			context="Floor Register Import",
		),
		"ambiguous_place": _(
			"{value} could be any of {places}. Write the full code.", context="Floor Register Import"
		),
		"missing_parent": _(
			"{parent}, which it is in, is not there or was refused.", context="Floor Register Import"
		),
		"parent_has_people": _(
			"{space}, which it is in, is given to {who} itself. End that first.",
			context="Floor Register Import",
		),
		"duplicate": _("The same as row {row}.", context="Floor Register Import"),
		"differs_in_file": _("Row {row} says {other} for the same place.", context="Floor Register Import"),
		"closed": _("{space} is closed. Open it again first.", context="Floor Register Import"),
		"not_permitted": _("You may not change {space}.", context="Floor Register Import"),
		"not_permitted_at_top": _("You may not add a site.", context="Floor Register Import"),
		"site_inside": _("A site lies in nothing else.", context="Floor Register Import"),
		"only_sites_at_top": _("Only a site lies in nothing else.", context="Floor Register Import"),
		"no_company": _(
			"A place given to people belongs to a company. Choose one above.", context="Floor Register Import"
		),
		"has_people": _("Given to {who}. End that first.", context="Floor Register Import"),
		"capacity_below_promised": _(
			"{promised} seats are promised, so it cannot have {value}.", context="Floor Register Import"
		),
		"capacity_adds_up": _(
			"Not used: seats add up from the places below.", context="Floor Register Import"
		),
	}


def _found_texts() -> dict[str, str]:
	unknown = _("There is no {value}.", context="Floor Register Import")
	ambiguous = _("More than one is called {value}. Use the number.", context="Floor Register Import")
	closed = _("{value} is closed or disabled.", context="Floor Register Import")
	texts = {}
	for column in ("department", "project", "customer", "cost_center", "company"):
		texts |= {f"unknown_{column}": unknown, f"ambiguous_{column}": ambiguous, f"closed_{column}": closed}
	return texts | {
		"unknown_person": _(
			"Nobody has the employee number, e-mail or exact name {value}.", context="Floor Register Import"
		),
		"ambiguous_person": _(
			"More than one person is called {value}. Use the employee number or e-mail.",
			context="Floor Register Import",
		),
		"group_cost_center": _(
			"{value} is a group. Choose one of the cost centers below it.", context="Floor Register Import"
		),
		"other_company": _(
			"{value} belongs to {company}, the place does not.", context="Floor Register Import"
		),
		"other_company_cost_center": _(
			"{value} belongs to another company than the place.", context="Floor Register Import"
		),
		"not_yet_employed": _("{value} joins on {date}. Begin then.", context="Floor Register Import"),
		"has_left": _(
			"{value} does not work here after {date}. End by then.", context="Floor Register Import"
		),
	}


def _seat_texts() -> dict[str, str]:
	return {
		"not_a_seat": _(
			"{space} has places below it. Give a person one of those.", context="Floor Register Import"
		),
		"not_allocatable": _("{space} is not given to people.", context="Floor Register Import"),
		"never_takes_place": _("None of these days lies between the dates.", context="Floor Register Import"),
		"out_of_service": _(
			"{space} is out of service from {first} ({last}).", context="Floor Register Import"
		),
		"no_seat_left": _("{space} has {seats} seats, taken by {who}.", context="Floor Register Import"),
		"label_taken": _("Seat {value} is taken by {who}.", context="Floor Register Import"),
		"double_seat": _(
			"Sits in {space} already, from {first} ({last}). End that first.",
			context="Floor Register Import",
		),
		"double_seat_in_file": _(
			"Row {row} gives them a seat in {space} for the same time.", context="Floor Register Import"
		),
		"seated_otherwise": _(
			"Has seats here already, from {first} ({last}), with other dates, days, seats or label.",
			context="Floor Register Import",
		),
		"reserved_for_others": _(
			"{space} is reserved for {who}. Give a reason, or another place.", context="Floor Register Import"
		),
		"reserved_twice": _(
			"{space} is reserved for {who} from {first} ({last}).", context="Floor Register Import"
		),
		"others_sit_there": _(
			"{who} has a seat in {space} and does not belong to them.", context="Floor Register Import"
		),
	}


# --- actions --------------------------------------------------------------------------------------------------


def action_text(action: dict, titles: dict[tuple[str, str], str]) -> str:
	"""What is done, as one line. `titles`: (DocType, name) -> what people call it."""
	return {"create": _create_text, "change": _change_text, "give": _give_text}[action["do"]](action, titles)


def _create_text(action: dict, _titles: dict) -> str:
	kind = _(action["space_type"], context="Office Space")
	if action["capacity"]:
		text = _("Make {0} {1} ({2}), seats: {3}", context="Floor Register Import")
	else:
		text = _("Make {0} {1} ({2})", context="Floor Register Import")
	return text.format(kind, action["space"], action["space_name"], action["capacity"])


def _change_text(action: dict, _titles: dict) -> str:
	parts = [
		_("{0} from {1} to {2}", context="Floor Register Import").format(
			column_label(field), _field_value(old), _field_value(new)
		)
		for field, old, new in action["changes"]
	]
	return _("Change {0}", context="Floor Register Import").format(", ".join(parts))


def _field_value(value) -> str:
	if isinstance(value, bool):
		return (
			_("Yes", context="Floor Register Import") if value else _("No", context="Floor Register Import")
		)
	return "–" if value in (None, "") else str(value)


def _give_text(action: dict, titles: dict[tuple[str, str], str]) -> str:
	who = titles.get((action["occupant_type"], action["occupant"]), action["occupant"])
	text = _("Give to {0} from {1}", context="Floor Register Import").format(
		who, formatdate(action["from_date"])
	)
	if action["to_date"]:
		text = _("Give to {0} from {1} to {2}", context="Floor Register Import").format(
			who, formatdate(action["from_date"]), formatdate(action["to_date"])
		)
	extra = []
	if action["seat_label"]:
		extra.append(_("seat {0}", context="Floor Register Import").format(action["seat_label"]))
	if action["seats"] > 1:
		extra.append(_("seats: {0}", context="Floor Register Import").format(action["seats"]))
	if action["weekdays"]:
		extra.append(weekday_names(action["weekdays"]))
	return ", ".join([text, *extra])


def titles_of(actions: list[dict]) -> dict[tuple[str, str], str]:
	"""What people call the occupants named in some actions: (DocType, name) -> title."""
	names: dict[str, set[str]] = {}
	for action in actions:
		if action["do"] == "give":
			names.setdefault(action["occupant_type"], set()).add(action["occupant"])
	fields = {
		"Employee": "employee_name",
		"Department": "department_name",
		"Project": "project_name",
		"Customer": "customer_name",
	}
	titles = {}
	for doctype, wanted in names.items():
		rows = frappe.get_all(
			doctype,
			{"name": ("in", sorted(wanted))},
			["name", fields[doctype]],
			order_by="name",
			as_list=True,
		)
		titles |= {(doctype, name): title for name, title in rows if title}
	return titles


# --- rows -----------------------------------------------------------------------------------------------------


def row_texts(result: dict, titles: dict[tuple[str, str], str]) -> dict:
	"""A stored result as shown: row, place, outcome, what is done, why not, remarks."""
	return {
		"row": result["row"],
		"space": result["space"],
		"outcome": result["outcome"],
		"done": result["done"],
		"what": [action_text(action, titles) for action in result["actions"]],
		"why": [problem_text(*problem) for problem in result["problems"]],
		"notes": [problem_text(*note) for note in result["notes"]],
	}


def columns_read(stored: str | None) -> list[dict]:
	"""The columns of the file: letter-less header as written, and what it was read as ("" = not used)."""
	columns = frappe.parse_json(stored or "[]")
	return [{"header": column["header"], "label": column_label(column["field"])} for column in columns]

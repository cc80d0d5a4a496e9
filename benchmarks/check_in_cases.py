"""Reception checks visitors in over HTTP, among all visits there ever were; beside a bare insert of the same visit."""

import itertools

import frappe
import front_desk_load as load
from bare import make_bare_doctype
from measure import Result, side_by_side, statements_of
from server import Server

LOG = "Visitor Log"
CHECK_IN = "office_management.front_desk.api.check_in_visit"
WALK_IN = "office_management.front_desk.api.log_visitor"
WARM_UP = 20
KIND = "C"
"""Marks the visits made here."""
OF_OURS = ("Visitor Log Event", "Visitor Log Notice")
"""The tables to which a check-in adds a row."""
SYSTEM = ("name", "owner", "creation", "modified", "modified_by", "parent", "parenttype", "doctype")


def check_in(options) -> list[Result]:
	"""Expected visitors with and without a host; and walk-ins, whose visitor and visit are made first."""
	bare, company = make_bare_doctype(LOG), first_company()
	remove(bare)
	wanted = options.rounds + WARM_UP
	try:
		load.make_expected(KIND, 2 * wanted, company, options.people)
		values = as_sent(company, options.people)
		with Server() as server:
			return measured(server, bare, values, expected(wanted), options.rounds)
	finally:
		frappe.db.rollback()
		remove(bare)


def measured(server: Server, bare: str, values: dict, names: tuple, rounds: int) -> list[Result]:
	with_host, without = (iter(part) for part in names)
	numbers = itertools.count()
	hosted, hostless, walk_in, floor = side_by_side(
		rounds,
		lambda _round: server.call(CHECK_IN, {"log": next(with_host)}),
		lambda _round: server.call(CHECK_IN, {"log": next(without)}),
		lambda _round: server.call(WALK_IN, {"values": somebody(next(numbers))}),
		lambda _round: server.post(bare, values),
		warm_up=WARM_UP,
	)
	text = f"{len(statements_of_one(names[0][-1]))} statements"
	other = f"{len(statements_of_one(names[1][-1]))} statements"
	return [
		Result("check in an expected visitor, over HTTP", hosted, floor, 2.0, "a bare visit", text),
		Result("  one without a host", hostless, floor, 2.0, "a bare visit", other),
		Result("  a walk-in: visitor, visit and check-in", walk_in, floor, None, "a bare visit"),
	]


def first_company() -> str:
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def expected(wanted: int) -> tuple[list[str], list[str]]:
	"""The visits to check in: with a host, and without; one more of each than is checked in."""
	names = load.names_of(KIND, 2 * wanted)
	without = names[wanted:]
	for name in without:
		frappe.db.set_value(LOG, name, {"host": None, "host_name": None}, update_modified=False)
	for name in (names[wanted - 1], without[-1]):
		frappe.db.set_value(LOG, name, "expected_on", frappe.utils.now_datetime(), update_modified=False)
	frappe.db.commit()
	spare = load.names_of(f"{KIND}X", 2)
	return [*names[:wanted], spare[0]], [*without, spare[1]]


def as_sent(company: str, people: int) -> dict:
	"""The floor: a visit as it stands when it is checked in, with the rows that the check-in adds to its tables."""
	load.make_expected(f"{KIND}X", 2, company, people)
	name = load.names_of(f"{KIND}X", 2)[1]
	frappe.set_user("Administrator")
	from office_management.front_desk import visits

	visits.check_in(name)
	doc = frappe.get_doc(LOG, name)
	found = plain(doc)
	for table in doc.meta.get_table_fields():
		rows = doc.get(table.fieldname) if table.options in OF_OURS else []
		found[table.fieldname] = [plain(row) for row in rows if row.get("act") != "Expect"]
	frappe.db.rollback()
	frappe.db.set_value(LOG, name, {"host": None, "host_name": None}, update_modified=False)
	frappe.db.commit()
	return found


def plain(doc) -> dict:
	"""The fields that hold anything, as a client sends them."""
	fields = {df.fieldname for df in doc.meta.fields if df.fieldtype not in frappe.model.table_fields}
	values = {field: doc.get(field) for field in fields - set(SYSTEM) if doc.get(field)}
	values.pop("tell_key", None)
	return frappe.parse_json(frappe.as_json(values))


def somebody(number: int) -> dict:
	"""A walk-in whom nobody has seen before."""
	return {
		"full_name": f"{KIND}Walkin Number{number:05d}",
		"visitor_type": load.LONG,
		"space": f"{load.MARK}0",
	}


def statements_of_one(name: str) -> list[str]:
	from office_management.front_desk import visits

	found = statements_of(lambda: visits.check_in(name))
	frappe.db.rollback()
	return found


def remove(bare: str) -> None:
	"""What was checked in here, what was walked in, and the floor."""
	walked = frappe.get_all(
		"Visitor", {"name_key": ("like", f"{KIND.lower()}walkin number%")}, pluck="name", order_by="name"
	)
	names = load.names_of(KIND, 5000) + load.names_of(f"{KIND}X", 2)
	names += frappe.get_all(LOG, {"visitor": ("in", walked or [""])}, pluck="name", order_by="name")
	for child in ("Event", "Answer", "Belonging", "Notice"):
		frappe.db.delete(f"Visitor Log {child}", {"parent": ("in", names)})
	frappe.db.delete(LOG, {"name": ("in", names)})
	frappe.db.delete("Visitor", {"name": ("in", walked or [""])})
	left = frappe.get_all(bare, pluck="name", order_by="name") or [""]
	for child in OF_OURS:
		frappe.db.delete(child, {"parent": ("in", left)})
	frappe.db.delete(bare)
	frappe.db.commit()

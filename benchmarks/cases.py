"""The work measured, each beside its floor."""

import datetime
import itertools
import time

import frappe
import load
from measure import Result, Series, explain, reads_of, side_by_side, statements_of
from server import Server

BARE = "Benchmark Bare Document"
DAY = datetime.timedelta(days=1)
USER = "limited.benchmark@example.com"
WINDOWS = 1300  # weeks of history into which something is inserted, each once per run
_weeks = itertools.count(1)


# --- inserting -------------------------------------------------------------------------------------------------------


def make_bare_doctype() -> None:
	"""A DocType of the same fields as Space Allocation and nothing else: no controller, no rules, no composite index."""
	if frappe.db.exists("DocType", BARE):
		return
	fields = [
		{
			key: field.get(key)
			for key in (
				"fieldname",
				"fieldtype",
				"label",
				"options",
				"reqd",
				"search_index",
				"default",
				"hidden",
			)
		}
		for field in frappe.get_meta("Space Allocation").fields
	]
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": BARE,
			"module": "Custom",
			"custom": 1,
			"autoname": "hash",
			"fields": fields,
			"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
		}
	).insert()


def values_of(space: str) -> dict:
	"""A week in a busy place with one seat left; another week and another person each time."""
	week = next(_weeks) * 7919 % WINDOWS
	first = load.BASE + 30 * DAY + 7 * week * DAY
	return {
		"space": space,
		"occupant_type": "Employee",
		"occupant": f"{load.PEOPLE_MARK}{week:05d}",
		"from_date": first.isoformat(),
		"to_date": (first + 6 * DAY).isoformat(),
		"seats": 1,
		"is_primary": 1,
	}


def remove_inserted(people: int = WINDOWS) -> None:
	"""What the runs insert are the only primary seats of these people."""
	frappe.db.delete("Space Allocation", {"space": ("like", "BQ-%"), "is_primary": 1})
	frappe.db.delete(BARE)
	frappe.db.commit()


def insert_in_process(rounds: int) -> Result:
	"""One document and its commit, with locks and every rule; wherever in time."""
	remove_inserted()

	def insert(doctype: str) -> None:
		frappe.get_doc({"doctype": doctype, **values_of(load.busiest())}).insert()
		frappe.db.commit()

	ours, bare = side_by_side(
		rounds, lambda _n: insert("Space Allocation"), lambda _n: insert(BARE), warm_up=20
	)
	doc = frappe.get_doc({"doctype": "Space Allocation", **values_of(load.busiest())})
	statements = len(statements_of(doc.insert))
	frappe.db.rollback()
	remove_inserted()
	return Result(
		"insert an allocation, in process", ours, bare, 1.6, "a bare document", f"{statements} statements"
	)


def insert_over_http(rounds: int) -> Result:
	"""The same through a real web server on the loopback, one connection each."""
	remove_inserted()
	with Server() as server:
		ours, bare = side_by_side(
			rounds,
			lambda _n: server.post("Space Allocation", values_of(load.busiest())),
			lambda _n: server.post(BARE, values_of(load.busiest())),
			warm_up=20,
		)
	frappe.db.rollback()
	remove_inserted()
	return Result("insert an allocation, over HTTP", ours, bare, 1.2, "a bare document")


# --- the conflict query ----------------------------------------------------------------------------------------------


def conflict_query(rounds: int) -> list[Result]:
	"""The locking read of the busiest place alone; and the one statement that the rules send, which also asks for
	what reserves the places above and for the employee's own seats."""
	results = []
	for label, offset in (
		("past", 300),
		("middle", load.DAYS // 2),
		("today", load.DAYS - 200),
		("after the last", load.DAYS + 900),
	):
		results += _conflict_at(rounds, label, load.BASE + offset * DAY)
	return results


def _conflict_at(rounds: int, label: str, first: datetime.date) -> list[Result]:
	from office_management.office_space import seat_locks, seats

	place = load.busiest()
	above = [row.name for row in seat_locks.places_above(place)[0]]
	person, last = f"{load.PEOPLE_MARK}00007", first + 20 * DAY
	sql = _only_read(lambda: seats.live_uses(place, first, last))
	whole = _only_read(lambda: seats.around(place, above, person, first, last))
	name = frappe.db.get_value("Space Allocation", {"space": place}, "name", order_by=None)
	table = frappe.qb.DocType("Space Allocation")
	columns = [table[column] for column in seats.USE_COLUMNS]
	exact = frappe.qb.from_(table).select(*columns).where(table.name == name).for_update().get_sql()
	query, everything, key = side_by_side(
		rounds, *(lambda _n, text=text: frappe.db.sql(text) for text in (sql, whole, exact))
	)
	overlap = len(frappe.db.sql(sql))
	reads = reads_of(lambda: frappe.db.sql(sql))
	text = f"{overlap} overlap, {reads['entries']} entries; {explain(sql)}"
	frappe.db.rollback()
	result = Result(f"conflict query, {label}", query, key, 2.0, "an exact key", text)
	if reads["entries"] > 10 + overlap:
		result.failures.append(
			f"reads {reads['entries']} index entries for {overlap} that overlap (at most 10 more)"
		)
	return [result, Result(f"  with places above and own seats, {label}", everything, key)]


def _only_read(call) -> str:
	"""The one statement on allocations that a call sends."""
	return next(sql for sql in statements_of(call) if "tabSpace Allocation" in sql)


# --- reports ---------------------------------------------------------------------------------------------------------


def make_limited_user() -> None:
	"""An office manager who may see one of the four buildings."""
	if not frappe.db.exists("User", USER):
		frappe.get_doc(
			{
				"doctype": "User",
				"email": USER,
				"first_name": "Limited",
				"send_welcome_email": 0,
				"roles": [{"role": "Office Manager"}],
			}
		).insert()
	if not frappe.db.exists("User Permission", {"user": USER}):
		building = f"{load.SITE_CODE}-0"
		frappe.get_doc(
			{"doctype": "User Permission", "user": USER, "allow": "Location", "for_value": building}
		).insert()
	frappe.db.commit()


def reports(rounds: int) -> list[Result]:
	"""Each report beside the bare SQL it stands on, and as a limited user beside the administrator."""
	from office_management.office_space.report.seat_register import seat_register
	from office_management.office_space.report.space_changes import space_changes
	from office_management.office_space.report.space_occupancy import space_occupancy

	results = []
	for name, module, filters in (
		("Space Occupancy", space_occupancy, {"as_of": "Today", "depth": "Floor"}),
		("Seat Register", seat_register, {"as_of": "Today"}),
		("Space Changes", space_changes, {"period": "This Month"}),
	):
		results += _report(rounds, name, module, filters)
	return results


def _report(rounds: int, name: str, module, filters: dict) -> list[Result]:
	def run(user: str):
		frappe.set_user(user)
		try:
			return module.execute(dict(filters))
		finally:
			frappe.set_user("Administrator")

	rows = len(run("Administrator")[1])
	bare = [sql for sql in statements_of(lambda: run("Administrator")) if _is_select(sql)]

	def bare_sql() -> None:
		for sql in bare:
			frappe.db.sql(sql, as_dict=True)

	run(USER)
	whole, floor, limited = side_by_side(
		rounds,
		lambda _n: run("Administrator"),
		lambda _n: bare_sql(),
		lambda _n: run(USER),
		warm_up=2,
	)
	reads = reads_of(bare_sql)
	text = f"{rows} rows, {len(bare)} statements, {reads['entries']} entries read"
	return [
		Result(f"report {name}", whole, floor, 1.5, "its bare SQL", text),
		Result(f"report {name}, limited user", limited, whole, 1.5, "the administrator"),
	]


def _is_select(sql: str) -> bool:
	return sql.lstrip("( \n\t").lower().startswith("select")


# --- other work ------------------------------------------------------------------------------------------------------


def tree(rounds: int) -> list[Result]:
	"""The desk's tree with seats in each node."""
	from office_management.office_space import tree as space_tree

	top, floor, whole = side_by_side(
		rounds,
		lambda _n: space_tree.nodes_below(None),
		lambda _n: space_tree.nodes_below(f"{load.SITE_CODE}-0-0"),
		lambda _n: space_tree.all_nodes(None),
		warm_up=2,
	)
	return [
		Result("tree, the topmost nodes", top),
		Result("tree, one floor opened", floor),
		Result("tree, everything expanded", whole),
	]


def register_import(rows: int) -> list[Result]:
	"""Check, then carry out, a floor register of so many desks; then check it again."""
	import register_file

	checked, carried, again = Series(), Series(), Series()
	with register_file.imported(rows) as steps:
		for series, step in zip((checked, carried, again), steps, strict=True):
			start = time.perf_counter()
			step()
			series.seconds.append(time.perf_counter() - start)
	results = [
		Result(f"register of {rows} rows, dry run", checked),
		Result(f"register of {rows} rows, carried out", carried),
		Result(f"register of {rows} rows, dry run when nothing is to do", again),
	]
	if carried.median > 120_000:
		results[1].failures.append("takes longer than two minutes")
	return results

"""Office space: what is measured, each beside its floor."""

import datetime
import itertools
import time

import frappe
import space_load as load
from bare import make_bare_doctype
from measure import Result, Series, explain, reads_of, side_by_side, statements_of
from server import Server

DOCTYPE = "Space Allocation"
DAY = datetime.timedelta(days=1)
USER = "limited.benchmark@example.com"
WINDOWS = 1300  # weeks of history into which something is inserted, each once per run
_weeks = itertools.count(1)


# --- inserting -------------------------------------------------------------------------------------------------------


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


def remove_inserted(bare: str) -> None:
	"""What the runs insert are the only primary seats of these people."""
	frappe.db.delete("Space Allocation", {"space": ("like", "BQ-%"), "is_primary": 1})
	frappe.db.delete(bare)
	frappe.db.commit()


def load_into_memory(doctype: str) -> None:
	"""Read the table and its indexes once: on a site in use they are in memory, whatever ran here before."""
	table = f"tab{doctype}"
	for index in {row.Key_name for row in frappe.db.sql(f"show index from `{table}`", as_dict=True)}:
		frappe.db.sql(f"select count(*) from `{table}` force index (`{index}`)")


def insert_in_process(rounds: int) -> Result:
	"""One document and its commit, with locks and every rule; wherever in time."""
	bare = make_bare_doctype(DOCTYPE)
	remove_inserted(bare)
	load_into_memory(DOCTYPE)

	def insert(doctype: str) -> None:
		frappe.get_doc({"doctype": doctype, **values_of(load.busiest())}).insert()
		frappe.db.commit()

	ours, floor = side_by_side(rounds, lambda _n: insert(DOCTYPE), lambda _n: insert(bare), warm_up=50)
	doc = frappe.get_doc({"doctype": DOCTYPE, **values_of(load.busiest())})
	statements = len(statements_of(doc.insert))
	frappe.db.rollback()
	remove_inserted(bare)
	return Result(
		"insert an allocation, in process", ours, floor, 1.6, "a bare document", f"{statements} statements"
	)


def insert_over_http(rounds: int) -> Result:
	"""The same through a real web server on the loopback, one connection each."""
	bare = make_bare_doctype(DOCTYPE)
	remove_inserted(bare)
	load_into_memory(DOCTYPE)
	with Server() as server:
		ours, floor = side_by_side(
			rounds,
			lambda _n: server.post(DOCTYPE, values_of(load.busiest())),
			lambda _n: server.post(bare, values_of(load.busiest())),
			warm_up=20,
		)
	frappe.db.rollback()
	remove_inserted(bare)
	return Result("insert an allocation, over HTTP", ours, floor, 1.2, "a bare document")


# --- the conflict query ----------------------------------------------------------------------------------------------


def conflict_query(rounds: int) -> list[Result]:
	"""The locking read of the busiest place alone; and the one statement that the rules send, which also holds the
	places above, locks place and person, and asks for what reserves those above and for the person's own seats."""
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
	from office_management.office_space import leaf_facts, seats

	place, last = load.busiest(), first + 20 * DAY
	doc = frappe.get_doc({"doctype": DOCTYPE, **values_of(place), "from_date": first, "to_date": last})
	sql = _only_read(lambda: seats.live_uses(place, first, last))
	whole = _only_read(lambda: leaf_facts.lock(doc))
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
	return [result, Result(f"  with all that is locked and asked, {label}", everything, key)]


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
		results += report_beside_sql(rounds, name, module, filters)
	return results


def report_beside_sql(rounds: int, name: str, module, filters: dict) -> list[Result]:
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


# --- what run.py asks for ----------------------------------------------------------------------------------------------


def prepare(options) -> None:
	"""Load what is missing."""
	load.load(options.rows, options.spaces, options.people)
	make_limited_user()


GROUPS = {
	"insert": lambda options: [insert_in_process(options.rounds)],
	"http": lambda options: [insert_over_http(options.rounds)],
	"conflict": lambda options: conflict_query(options.rounds * 2),
	"reports": lambda options: reports(max(options.rounds // 20, 5)),
	"tree": lambda options: tree(max(options.rounds // 20, 5)),
	"import": lambda _options: register_import(10_000),
}

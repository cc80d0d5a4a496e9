"""What reception looks at, among all visits there ever were: the search box, who is on site, reports on visits."""

import frappe
import front_desk_load as load
from measure import Result, reads_of, side_by_side, statements_of
from space_cases import USER, report_beside_sql

LOG = "Visitor Log"
ROWS_PER_VISIT = 3
"""The design's limit: rows examined for each row returned."""
SPARE = 100
"""Rows that a call may read besides: settings, rights, its own place."""
TYPED = {
	"a first name that 2,000 have": "first001",
	"the beginning of all names": "fi",
	"first and last name": "first001 last0003",
	"a last name": "last0003",
	"a company": "company 0042",
	"a host": "person 0",
	"an e-mail address": "first001.last0003",
	"a phone number": "+31600000042",
	"what nobody has": "zzyzx",
}


# --- the search box ----------------------------------------------------------------------------------------------------


def search_box(options) -> list[Result]:
	"""Each text beside the SQL it sends; what is read is bounded by today's visits and the keys that are looked up."""
	results = []
	for label, text in TYPED.items():
		for user in ("Administrator", USER):
			results.append(one_search(max(options.rounds // 10, 5), label, text, user))
	return results


def one_search(rounds: int, label: str, text: str, user: str) -> Result:
	from office_management.front_desk import search

	run = as_user(user, lambda: search.find(text))
	run()
	found, most = len(run()["hits"]), most_for_search(user)
	sent = [sql for sql in statements_of(run) if sql.lstrip("( \n\t").lower().startswith("select")]
	reads = reads_of(lambda: send(sent))
	ours, floor = side_by_side(rounds, lambda _round: run(), lambda _round: send(sent), warm_up=2)
	who = "" if user == "Administrator" else ", limited user"
	said = f"{found} hits, {len(sent)} statements, {reads['entries']} entries read (at most {most})"
	failures = [said] if reads["entries"] > most else []
	return Result(f"search box: {label}{who}", ours, floor, None, "its bare SQL", said, failures)


def most_for_search(user: str) -> int:
	"""Visits of today and yesterday are looked at three times at most; each of three lists of keys twice, and for a
	limited user the visits of whom they mean."""
	from office_management.front_desk import search

	live = frappe.db.count(LOG, {"status": ("in", ("Awaiting Approval", "Checked In", "Stepped Out"))})
	since = frappe.utils.add_days(frappe.utils.today(), -1)
	until = frappe.utils.add_days(frappe.utils.today(), 1)
	lately = frappe.db.count(LOG, {"expected_on": ("between", (since, until))})
	visits_of_each = 1 if user == "Administrator" else 10
	return ROWS_PER_VISIT * (live + lately) + 3 * search.MOST_KEYS * 2 * visits_of_each + SPARE


def send(statements: list[str]) -> None:
	for sql in statements:
		frappe.db.sql(sql, as_dict=True)


def as_user(user: str, thing):
	"""The same, for a user."""

	def run():
		frappe.set_user(user)
		try:
			return thing()
		finally:
			frappe.set_user("Administrator")

	return run


# --- on site -----------------------------------------------------------------------------------------------------------


def on_site(options) -> list[Result]:
	"""The list of the page and the report; the page's whole call, with all rows of its four lists."""
	from office_management.front_desk import desk
	from office_management.front_desk.report.on_site_now import on_site_now

	now = frappe.utils.now_datetime()
	shown = dict.fromkeys(desk.LISTS, desk.MOST_ROWS)
	calls = {
		"on site, the list of the page": lambda: desk.rows_of(desk.ON_SITE, None, now, desk.MOST_ROWS),
		"on site, the report": lambda: on_site_now.execute({})[1],
		"the page: counts and all rows of its lists": lambda: [
			row for part in desk.get_desk(None, shown)["lists"].values() for row in part["rows"]
		],
	}
	rounds = max(options.rounds // 10, 5)
	results = []
	for label, call in calls.items():
		everybody = len(call())
		results.append(one_list(rounds, label, call, ROWS_PER_VISIT * everybody))
		most = None if "counts" in label else ROWS_PER_VISIT * everybody
		results.append(one_list(rounds, f"{label}, limited user", as_user(USER, call), most))
	return results


def one_list(rounds: int, label: str, call, most: int | None) -> Result:
	"""`most`: so many rows may be examined; for a limited user three times those that the administrator sees."""
	returned = len(call())
	sent = [sql for sql in statements_of(call) if f"`tab{LOG}`" in sql]
	reads = reads_of(lambda: send(sent))
	examined = reads["entries"] + reads["keys"]
	ours, floor = side_by_side(rounds, lambda _round: call(), lambda _round: send(sent), warm_up=2)
	said = f"{returned} rows, {examined} examined" + (f" (at most {most})" if most else "")
	failures = [said] if most and examined > most else []
	return Result(label, ours, floor, None, "its bare SQL", said, failures)


# --- reports -----------------------------------------------------------------------------------------------------------


def visit_reports(options) -> list[Result]:
	"""Reports on visits, beside their bare SQL; and as a limited user beside the administrator."""
	from office_management.front_desk.report.visit_statistics import visit_statistics
	from office_management.front_desk.report.visitor_register import visitor_register

	today = frappe.utils.getdate()
	years = {"from_date": str(frappe.utils.add_days(today, -load.DAYS)), "to_date": str(today)}
	results = []
	for name, module, filters in (
		("Visitor Register of last month", visitor_register, {"period": "Last Month"}),
		("Visit Statistics of last month by day", visit_statistics, {"period": "Last Month"}),
		("  by place", visit_statistics, {"period": "Last Month", "group_by": "Place"}),
		("  of four years by month", visit_statistics, {**years, "group_by": "Month"}),
	):
		results += report_beside_sql(max(options.rounds // 40, 3), name, module, filters)
	return results

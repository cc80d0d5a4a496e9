"""The front desk: what is measured, each beside its floor."""

import time

import frappe
import front_desk_load as load
from check_in_cases import check_in
from evacuation_case import evacuation_list
from measure import Result, Series
from reception_cases import on_site, search_box, visit_reports
from space_cases import make_limited_user

DUE_VISITS = 100_000
AT_ONCE = 500


def prepare(options) -> None:
	load.load(options.rows, options.spaces, options.people)
	make_limited_user()


# --- anonymising -----------------------------------------------------------------------------------------------------


def anonymise(options) -> list[Result]:
	"""One night's run over 100,000 visits that are due, among all others; then the bare statements on the same rows."""
	from office_management.front_desk import retention_runs

	wanted = min(DUE_VISITS, options.rows)
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	ours, again, floor, look = Series(), Series(), Series(), Series()
	try:
		load.make_due_visits(wanted, company, options.people)
		timed(look, retention_runs.count_due)
		run = timed(ours, one_run)
		timed(again, one_run)
		load.make_due_visits(wanted, company, options.people)
		timed(floor, clear_barely)
	finally:
		frappe.db.rollback()
		load.remove_due_visits()
		frappe.db.commit()
	counts = f"{run.visits} visits, {run.visitors} visitors, {run.copies} copies"
	failures = [] if run.visits == wanted and run.status == "Done" else [f"{run.status}: {counts}"]
	return [
		Result(
			f"anonymise {wanted} visits with all copies",
			ours,
			floor,
			4.0,
			"bare UPDATE and DELETE",
			counts,
			failures,
		),
		Result("the next run, with nothing to do", again),
		Result("count what is due (dry run)", look),
	]


def one_run() -> frappe._dict:
	from office_management.front_desk import retention_runs

	name = retention_runs.make_run()
	frappe.db.commit()
	retention_runs.run(name)
	return frappe.db.get_value("Retention Run", name, "*", as_dict=True)


def timed(series: Series, thing):
	start = time.perf_counter()
	answer = thing()
	series.seconds.append(time.perf_counter() - start)
	return answer


def clear_barely() -> None:
	"""The same rows emptied by their names, batch by batch, without looking for anything."""
	from office_management.front_desk.personal_fields import values_after

	tables = {
		"Visitor Log": f"select name from `tabVisitor Log` where visitor_type = '{load.DUE}' order by name",
		"Visitor": f"select name from tabVisitor where name like '{load.DUE_SERIES}__________' order by name",
	}
	for doctype, sql in tables.items():
		names = frappe.db.sql_list(sql)
		columns = ", ".join(f"`{field}` = %s" for field in values_after(doctype))
		values = tuple(values_after(doctype).values())
		for start in range(0, len(names), AT_ONCE):
			part = names[start : start + AT_ONCE]
			marks = ", ".join(["%s"] * len(part))
			if doctype == "Visitor Log":
				for child in ("Answer", "Belonging"):
					frappe.db.sql(f"delete from `tabVisitor Log {child}` where parent in ({marks})", part)
				for copy, field in (("Notification Log", "document_name"), ("View Log", "reference_name")):
					frappe.db.sql(f"delete from `tab{copy}` where `{field}` in ({marks})", part)
				frappe.db.sql(
					f"delete from tabComment where reference_doctype = 'Visitor Log' and reference_name in ({marks})",
					part,
				)
			frappe.db.sql(
				f"update `tab{doctype}` set {columns}, anonymised_on = now() where name in ({marks})",
				(*values, *part),
			)
			frappe.db.commit()


GROUPS = {
	"check-in": check_in,
	"search": search_box,
	"on-site": on_site,
	"visits": visit_reports,
	"anonymise": anonymise,
	"evacuation": evacuation_list,
}

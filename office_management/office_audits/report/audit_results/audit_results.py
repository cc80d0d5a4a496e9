"""Audit Results: what came out of each audit in a period, and how that compares with the last one of the same scope.

The result of a count is the share of what was expected that was found in its place; of a checklist audit it is its
score. The same scope: type, company, place, category, custodian, department, lowest value and checklist. Shown are
audits whose counting has ended. Whose limits apply: see report_tools.py.
"""

from collections import defaultdict

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, flt, format_date, getdate

from office_management.office_audits import settling
from office_management.office_audits.audit_reports import COLOURS, ENDED, AuditReport, money
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	chosen,
	column,
	figure,
	record_column,
	share,
)

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
SCOPE = ("audit_type", "company", "space", "asset_category", "custodian", "department", "min_value")
OPTIONAL = ("checklist_template", "score", "has_score")
"""Fields of audits that are no counts."""
FIELDS = ("name", "title", "status", "counting_ended_on", "written_off_value", "sample_percent", *SCOPE)
FILTERS = ("audit_type", "asset_category", "company", "lead_auditor")
COUNTED = {
	"found_count": "Found",
	"misplaced_count": "Misplaced",
	"missing_count": "Missing",
	"unexpected_count": "Unexpected",
	"unknown_count": "Unknown Tag",
}


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": shares cannot be added up."""
	report = AuditResults(filters)
	rows = report.rows()
	return report.columns(), rows, None, report.chart(rows), report.summary(rows), True


class AuditResults(AuditReport):
	"""One run of the report."""

	def rows(self) -> list[dict]:
		"""A row per audit, the oldest first."""
		first, last = self.moments("Last 12 Months")
		audits = self._audits(last)
		before = self._ones_before(audits)
		shown = [audit for audit in audits if audit.counting_ended_on >= first]
		names = {audit.name for audit in shown} | {before[audit.name] for audit in shown} - {None}
		sums = self._sums(names)
		by_name = {audit.name: audit for audit in audits}
		rows = []
		for audit in shown:
			earlier = by_name.get(before[audit.name])
			row = self._row(audit, sums.get(audit.name))
			row["before"] = result_of(earlier, sums.get(earlier.name)) if earlier else None
			if row["before"] is not None and row["result"] is not None:
				row["change"] = flt(row["result"] - row["before"], 1)
			rows.append(row)
		return rows

	# --- which audits ---------------------------------------------------------------------------------------

	def _audits(self, last) -> list[frappe._dict]:
		"""All that the filters want and that ended by then, also before the period: to compare with."""
		table, filters = self.audit, self.filters
		meta = frappe.get_meta(AUDIT)
		fields = [*FIELDS, *(field for field in OPTIONAL if meta.has_field(field))]
		if filters.audit_type:
			check_choice(filters.audit_type, meta.get_options("audit_type").split("\n"))
		query = self.audits(table.status.isin(ENDED), table.counting_ended_on <= last)
		query = chosen(query, table, filters, FILTERS)
		place = frappe.qb.DocType("Office Space")
		query = query.left_join(place).on(place.name == table.space).select(place.space_name.as_("place"))
		query = at_place(query, table.space, self.bounds).select(*(table[field] for field in fields))
		return query.orderby(table.counting_ended_on).orderby(table.name).run(as_dict=True)

	def _ones_before(self, audits: list[frappe._dict]) -> dict[str, str | None]:
		"""{audit: the one of the same scope that ended last before it}."""
		latest: dict[tuple, str] = {}
		found = {}
		for audit in audits:
			scope = tuple(audit.get(field) or None for field in (*SCOPE, "checklist_template"))
			found[audit.name] = latest.get(scope)
			latest[scope] = audit.name
		return found

	def _sums(self, names: set[str]) -> dict[str, frappe._dict]:
		"""{audit: how many lines came to which result}, of audits that have lines."""
		line = frappe.qb.DocType(LINE)
		terms = [term.as_(name) for name, term in settling.sum_terms(line).items()]
		query = frappe.qb.from_(line).select(line.audit, Count("*").as_("lines"), *terms)
		rows = query.where(line.audit.isin(sorted(names) or [""])).groupby(line.audit).run(as_dict=True)
		return {row.audit: row for row in rows}

	# --- rows -----------------------------------------------------------------------------------------------

	def _row(self, audit: frappe._dict, sums: frappe._dict | None) -> dict:
		counts = (
			{name: cint(sums[name]) for name in ("expected_count", *COUNTED, "damaged_count")} if sums else {}
		)
		worth = {name: flt(sums[name]) for name in ("expected_value", "missing_value")} if sums else {}
		return {
			"title": as_text(audit.title),
			"audit": audit.name,
			"audit_doctype": AUDIT,
			"audit_type": _(audit.audit_type, context=AUDIT),
			"place": as_text(audit.place) or _("Everywhere", context="Audit Results"),
			"category": audit.asset_category,
			"ended": getdate(audit.counting_ended_on),
			"status": _(audit.status, context=AUDIT),
			**counts,
			**worth,
			"written_off_value": audit.written_off_value if sums else None,
			"company": audit.company,
			"currency": self.currencies[audit.company],
			"is_count": bool(sums),
			"result": result_of(audit, sums),
		}

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("title", _("Audit", context=LINE), width=220),
			record_column("audit", _("Number", context="Audit Results"), "audit_doctype", 150),
			column("audit_type", _("Type", context=AUDIT), width=110),
			column("place", _("Place", context=AUDIT), width=140),
			column("ended", _("Ended On", context="Audit Results"), "Date", 115),
			column("status", _("Status", context=AUDIT), width=100),
			column("result", _("Result", context="Audit Results"), "Percent", 85, precision=1),
			column("before", _("Time Before", context="Audit Results"), "Percent", 120, precision=1),
			column("change", _("Change (Points)", context="Audit Results"), "Float", 145, precision=1),
			column("expected_count", _("Expected", context=AUDIT), "Int", 100),
			*(column(name, _(label, context=LINE), "Int", 115) for name, label in COUNTED.items()),
			column("damaged_count", _("Damaged", context=LINE), "Int", 105),
			money("expected_value", _("Value Expected", context=AUDIT)),
			money("missing_value", _("Value Missing", context=AUDIT)),
			money("written_off_value", _("Loss Booked", context="Asset Discrepancies")),
		]

	def chart(self, rows: list[dict]) -> dict | None:
		"""Month by month: how much of what was expected was found, and the average score of inspections."""
		months: dict[str, list] = defaultdict(list)
		for row in rows:
			if row["result"] is not None:
				months[f"{row['ended']:%Y-%m}"].append(row)
		if not months:
			return None
		labels = sorted(months)
		found = [found_share(months[month]) for month in labels]
		scores = [average([row for row in months[month] if not row["is_count"]]) for month in labels]
		datasets = [
			{"name": _("Counts (%)", context="Audit Results"), "values": found},
			{"name": _("Inspections (%)", context="Audit Results"), "values": scores},
		]
		return {
			"data": {
				"labels": month_labels(labels),
				"datasets": [
					{**dataset, "values": [value or 0 for value in dataset["values"]]}
					for dataset in datasets
					if any(value is not None for value in dataset["values"])
				],
			},
			"type": "bar",
			"colors": [COLOURS["Found"] if any(found) else COLOURS["Unexpected"], COLOURS["Unexpected"]],
		}

	def summary(self, rows: list[dict]) -> list[dict]:
		found = []
		if (right := found_share(rows)) is not None:
			label = _("Found in Its Place (%)", context="Audit Results")
			found.append(figure(label, right, "Green", "Percent"))
		if (score := average([row for row in rows if not row["is_count"]])) is not None:
			found.append(
				figure(_("Score of Inspections (%)", context="Audit Results"), score, datatype="Percent")
			)
		if currency := self.currency({row["company"] for row in rows}):
			lost = sum(flt(row.get("missing_value")) for row in rows)
			booked = sum(flt(row["written_off_value"]) for row in rows)
			of_money = {"datatype": "Currency", "currency": currency}
			found.append(figure(_("Value Missing", context=AUDIT), lost, indicator="Red", **of_money))
			found.append(figure(_("Loss Booked", context="Asset Discrepancies"), booked, **of_money))
		return found


def result_of(audit: frappe._dict, sums: frappe._dict | None) -> float | None:
	"""The result of an audit in percent; nothing where nothing was expected."""
	if sums:
		return share(flt(sums.found_count), flt(sums.expected_count))
	return flt(audit.score, 1) if audit.get("has_score") else None


def found_share(rows: list[dict]) -> float | None:
	"""Of all that these counts expected."""
	counts = [row for row in rows if row["is_count"]]
	return share(sum(row["found_count"] for row in counts), sum(row["expected_count"] for row in counts))


def average(rows: list[dict]) -> float | None:
	"""The average result of those that have one."""
	results = [row["result"] for row in rows if row["result"] is not None]
	return flt(sum(results) / len(results), 1) if results else None


def month_labels(months: list[str]) -> list[str]:
	"""Months as short as they can be told apart."""
	pattern = "MMM" if len({month[5:] for month in months}) == len(months) else "MMM yy"
	return [format_date(f"{month}-01", pattern) for month in months]

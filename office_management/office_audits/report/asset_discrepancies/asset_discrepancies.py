"""Asset Discrepancies: every difference that counts have found, with what was decided and what was made of it.

A line has one difference: where the thing is comes first, then who has it, then its condition. Its value is that of
the books when the count began; the loss is what signing has booked. Groups come with their sums. Shown are counts
whose counting ended in the period, or the one audit that is asked for. Whose limits apply: see report_tools.py.
"""

from collections import Counter
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.utils import flt, fmt_money
from pypika.terms import Criterion

from office_management.domain import reconciliation as rules
from office_management.office_audits import settling
from office_management.office_audits.audit_reports import (
	BARS_AT_MOST,
	COLOURS,
	ENDED,
	AuditReport,
	Once,
	money,
	result_labels,
)
from office_management.office_audits.permissions import line_criterion
from office_management.office_space import api as space_api
from office_management.report_tools import (
	as_text,
	at_place,
	check_choice,
	column,
	figure,
	record_column,
	seen_by,
)

AUDIT = "Office Audit"
LINE = "Audit Asset Line"
KINDS = ("Missing", "Misplaced", "Other Custodian", "Damaged", "Unexpected", "Unknown Tag")
GROUPS = ("Place", "Category", "Custodian", "Value", "Difference", "Decision", "Audit")
DECIDED, OPEN = "Decided", "To Decide"
VALUES = (100, 1000, 10000)
"""Where one group of values ends and the next begins."""
DEPTH = "Floor"
SURPLUS = (rules.UNEXPECTED, rules.UNKNOWN_TAG)
DOCUMENTS = {
	"journal_entry": "Journal Entry",
	"asset_movement": "Asset Movement",
	"asset_repair": "Asset Repair",
	"facility_task": "Facility Task",
	"new_asset": "Asset",
}
"""Field of the line -> DocType: the first that is filled is what became of it."""
FIELDS = (
	"asset",
	"asset_name",
	"asset_category",
	"asset_value",
	"condition",
	"company",
	"resolution",
	*DOCUMENTS,
)
TYPED = ("tag", "expected_place", "seen_place", "keeper", "holder", "reason")
"""What people have written: kept text in a spreadsheet."""


def execute(filters: dict | None = None) -> tuple:
	"""Columns, rows, message, chart, summary and "no total row": the last row is the total."""
	report = AssetDiscrepancies(filters)
	lines = report.lines()
	rows = report.rows(lines)
	return report.columns(), rows, None, report.chart(lines), report.summary(lines), True


class AssetDiscrepancies(AuditReport):
	"""One run of the report."""

	def __init__(self, filters: dict | None) -> None:
		super().__init__(filters, LINE)
		self.group_by = check_choice(self.filters.group_by or "Place", GROUPS)
		self.line = frappe.qb.DocType(LINE)
		self.labels = result_labels()
		self.none = _("None", context="Asset Discrepancies")
		self.conditions = Once(lambda word: word and _(word, context=LINE))
		self.decisions = Once(decision_label)

	# --- which lines ----------------------------------------------------------------------------------------

	def lines(self) -> list[frappe._dict]:
		"""The differences, the most valuable first."""
		line, table = self.line, frappe.qb.DocType
		expected, seen = table("Office Space").as_("expected"), table("Office Space").as_("seen")
		keeper, holder = table("Employee").as_("keeper"), table("Employee").as_("holder")
		query = (
			frappe.qb.from_(line)
			.join(self.audit)
			.on(self.audit.name == line.audit)
			.left_join(expected)
			.on(expected.name == line.expected_space)
			.left_join(seen)
			.on(seen.name == line.seen_space)
			.left_join(keeper)
			.on(keeper.name == line.expected_custodian)
			.left_join(holder)
			.on(holder.name == line.seen_custodian)
			.select(*(line[field] for field in FIELDS), self._kind().as_("kind"), self._place().as_("place"))
			.select(line.audit, line.asset_tag.as_("tag"), line.resolution_reason.as_("reason"))
			.select(self.audit.title.as_("audit_title"))
			.select(expected.space_name.as_("expected_place"), seen.space_name.as_("seen_place"))
			.select(keeper.employee_name.as_("keeper"), holder.employee_name.as_("holder"))
			.where(Criterion.all(self._wanted()))
			.where(seen_by(self.users, line, line_criterion))
		)
		query = at_place(query, self._place(), self.bounds)
		query = query.orderby(line.asset_value, order=frappe.qb.desc).orderby(line.name)
		return query.run(as_dict=True)

	def _kind(self):
		"""What differs, as a term of a query."""
		line = self.line
		elsewhere = line.result.notin((rules.FOUND, rules.NOT_COUNTED))
		return (
			Case()
			.when(elsewhere, line.result)
			.when(settling.other_custodian(line), "Other Custodian")
			.else_("Damaged")
		)

	def _place(self):
		"""Where the difference is: where a thing should be, or else where it is though nobody expects it."""
		return (
			Case().when(self.line.result.isin(SURPLUS), self.line.seen_space).else_(self.line.expected_space)
		)

	def _wanted(self) -> list[Criterion]:
		line, filters = self.line, self.filters
		found = [
			self.audit.status.isin(ENDED),
			settling.difference_criterion(line),
			*(line[field] == filters[field] for field in ("company", "asset_category") if filters.get(field)),
		]
		if filters.audit:
			found.append(line.audit == filters.audit)
		else:
			found.append(self.audit.counting_ended_on[slice(*self.moments("Last 12 Months"))])
		return [*found, *self._chosen()]

	def _chosen(self) -> list[Criterion]:
		"""What the filters on the difference itself ask for."""
		line, filters, found = self.line, self.filters, []
		if filters.custodian:
			has = line.seen_custodian == filters.custodian
			found.append(has | (line.expected_custodian == filters.custodian))
		if flt(filters.min_value):
			found.append(line.asset_value >= flt(filters.min_value))
		if filters.difference:
			found.append(self._kind() == check_choice(filters.difference, KINDS))
		if filters.state:
			state = check_choice(filters.state, (DECIDED, OPEN))
			is_open = settling.open_criterion(line)
			found.append(is_open if state == OPEN else is_open.negate())
		return found

	# --- rows -----------------------------------------------------------------------------------------------

	def rows(self, lines: list[frappe._dict]) -> list[dict]:
		"""Each group with its sums and its lines, and the total."""
		if not lines:
			return []
		self._add_losses(lines)
		self._currency = self.currency({line.company for line in lines})
		groups: dict[tuple, list] = {}
		key_of = self._keys()
		self.keys = [key_of(line) for line in lines]
		for key, line in zip(self.keys, lines, strict=True):
			groups.setdefault(key, []).append(line)
		rows = []
		for key in sorted(groups):
			rows.append(self._sums(key[1], groups[key], indent=0))
			rows += groups[key]
		self._write_out(lines)
		return [*rows, self._sums(_("Total", context="Asset Discrepancies"), lines, indent=0)]

	def _keys(self):
		"""A function of a line: (what groups are sorted by, what its group is called)."""
		values = Once(value_label)
		by = {
			"Category": lambda line: last_if_none(line.asset_category, self.none),
			"Custodian": lambda line: last_if_none(as_text(line.keeper or line.holder), self.none),
			"Difference": lambda line: ((KINDS.index(line.kind), ""), self.labels[line.kind]),
			"Decision": lambda line: last_if_none(self.decisions[line.resolution], self.none),
			"Audit": lambda line: ((0, line.audit), as_text(line.audit_title)),
			"Value": lambda line: values[value_group(line.asset_value or 0)],
		}
		return by[self.group_by] if self.group_by in by else self._place_key()

	def _place_key(self):
		places = space_api.groups_at(self.filters.depth or DEPTH, self.users, self.bounds)

		def key(line):
			group = places.get(line.place)
			return ((group.order, ""), as_text(group.title)) if group else ((float("inf"), ""), self.none)

		return key

	def _add_losses(self, lines: list[frappe._dict]) -> None:
		"""What each write-off has booked."""
		audits = sorted({line.audit for line in lines if line.journal_entry}) or [""]
		filters = {"parenttype": AUDIT, "parent": ("in", audits), "document_type": "Journal Entry"}
		fields = ["document_name", "amount"]
		rows = frappe.get_all("Office Audit Made", filters, fields, order_by="parent, idx", as_list=True)
		losses = dict(rows)
		for line in lines:
			line.loss = losses.get(line.journal_entry)

	def _sums(self, label: str, lines: list[frappe._dict], indent: int) -> dict:
		row = {"thing": label, "number": len(lines), "indent": indent, "bold": 1}
		if not self._currency:
			return row
		value, loss = (sum(line[field] or 0 for line in lines) for field in ("asset_value", "loss"))
		return {**row, "asset_value": flt(value, 2), "loss": flt(loss, 2) or None, "currency": self._currency}

	def _write_out(self, lines: list[frappe._dict]) -> None:
		"""Make each line the row that is shown, in place: of many lines a second copy is what takes the time."""
		for line in lines:
			document = next((field for field in DOCUMENTS if line[field]), None)
			line["thing"] = as_text(line["asset_name"] or line["asset"] or line["tag"])
			line["indent"] = 1
			line["asset_doctype"] = "Asset" if line["asset"] else None
			line["difference"] = self.labels[line["kind"]]
			line["condition"] = self.conditions[line["condition"]]
			line["currency"] = self.currencies[line["company"]]
			line["decision"] = self.decisions[line["resolution"]]
			line["document"] = document and line[document]
			line["document_doctype"] = DOCUMENTS.get(document)
			line["audit_doctype"] = AUDIT
			for field in TYPED:
				if line[field]:
					line[field] = as_text(line[field])

	# --- what goes with the rows ----------------------------------------------------------------------------

	def columns(self) -> list[dict]:
		return [
			column("thing", _("Asset", context=LINE), width=230),
			column("number", _("Differences", context="Asset Discrepancies"), "Int", 110),
			column("difference", _("Difference", context="Asset Discrepancies"), width=115),
			money("asset_value", _("Value", context=LINE), 115),
			column("decision", _("Decision", context=LINE), width=150),
			record_column("document", _("Document", context="Asset Discrepancies"), "document_doctype", 185),
			money("loss", _("Loss Booked", context="Asset Discrepancies")),
			column("expected_place", _("Expected", context=LINE), width=165),
			column("seen_place", _("Seen", context=LINE), width=165),
			column("keeper", _("Custodian in the Books", context="Asset Discrepancies"), width=185),
			column("holder", _("Who Has It", context="Asset Discrepancies"), width=130),
			column("condition", _("Condition", context=LINE), width=90),
			column("reason", _("Reason", context=LINE), width=170),
			record_column("asset", _("Asset ID", context="Asset Discrepancies"), "asset_doctype", 170),
			column("tag", _("Tag", context=LINE), width=130),
			record_column("audit", _("Audit", context=LINE), "audit_doctype"),
		]

	def chart(self, lines: list[frappe._dict]) -> dict | None:
		"""How many of each difference, group by group."""
		if not lines:
			return None
		counts = Counter(zip(self.keys, (line.kind for line in lines), strict=True))
		shown = largest({key for key, _kind in counts}, counts)
		return {
			"data": {
				"labels": [label for _order, label in shown],
				"datasets": [
					{"name": self.labels[kind], "values": [counts[key, kind] for key in shown]}
					for kind in KINDS
				],
			},
			"type": "bar",
			"colors": [COLOURS[kind] for kind in KINDS],
			"barOptions": {"stacked": 1},
		}

	def summary(self, lines: list[frappe._dict]) -> list[dict]:
		open_lines = [line for line in lines if not line.resolution or line.resolution == "Recount"]
		found = [
			figure(_("Differences", context="Asset Discrepancies"), len(lines), indicator="Blue"),
			figure(_("To Decide", context=AUDIT), len(open_lines), indicator="Orange"),
		]
		currency = self.currency({line.company for line in lines})
		if currency:
			of_money = {"datatype": "Currency", "currency": currency}
			missing = sum(flt(line.asset_value) for line in lines if line.kind == rules.MISSING)
			loss = sum(flt(line.loss) for line in lines)
			found += [
				figure(_("Value Missing", context=AUDIT), missing, indicator="Red", **of_money),
				figure(_("Loss Booked", context="Asset Discrepancies"), loss, **of_money),
			]
		return found


def last_if_none(label: str | None, none: str) -> tuple:
	"""Groups by name; what belongs to none comes last."""
	return ((0, label.lower()), label) if label else ((1, ""), none)


def decision_label(resolution: str | None) -> str:
	"""A decision in the reader's language."""
	if not resolution or resolution == "Recount":
		return _("To Decide", context=AUDIT)
	return _(resolution, context=LINE)


def value_group(value: float) -> int:
	"""Which of the groups of values this belongs to."""
	return sum(value >= bound for bound in VALUES)


def value_label(group: int) -> tuple:
	"""The highest values first; what the group is called."""
	if not group:
		label = _("Under {0}", context="Asset Discrepancies").format(plain(VALUES[0]))
	elif group == len(VALUES):
		label = _("{0} and more", context="Asset Discrepancies").format(plain(VALUES[-1]))
	else:
		label = _("{0} to {1}", context="Asset Discrepancies").format(
			plain(VALUES[group - 1]), plain(VALUES[group])
		)
	return (-group, ""), label


def plain(amount: int) -> str:
	"""An amount in the reader's way of writing numbers."""
	return fmt_money(amount, precision=0)


def largest(keys: Iterable[tuple], counts: Counter) -> list[tuple]:
	"""The groups with the most differences, in their order."""
	totals = Counter()
	for (key, _kind), number in counts.items():
		totals[key] += number
	most = {key for key, _number in totals.most_common(BARS_AT_MOST)}
	return sorted(key for key in keys if key in most)

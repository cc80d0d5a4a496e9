"""What became of the lines of a count: results from expected rows and scans (domain/reconciliation.py), and sums.

Scans settle the lines they touch at once (`settle(audit, keys)`), so ending a count only turns what is left over.
`settle(audit)` works everything out anew and changes nothing (a test holds it to that). Whoever takes scans holds the
lock of the audit, and the scans are read as they are now, so two phones on the same asset come to the same result
whoever is first.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, flt

from office_management.domain import audit_states as states
from office_management.domain import reconciliation as rules
from office_management.office_audits import moved

AUDIT, LINE, SCAN = "Office Audit", "Audit Asset Line", "Audit Scan"
PORTION = 2000
Portion = Callable[[object], object]
"""Which lines, or scans, are worked on at once: a criterion for either table."""
DAMAGED = ("Damaged", "Unusable")
SEEN_FIELDS = (
	"result",
	"seen_quantity",
	"seen_space",
	"seen_custodian",
	"condition",
	"scanned_on",
	"scanned_by",
	"scan_id",
	"self_confirmed",
	"self_denied",
	"note",
)
"""What scans say about a line."""
LINE_FIELDS = (
	"name",
	"asset",
	"asset_tag",
	"expected_location",
	"expected_custodian",
	"expected_quantity",
	"moved_since",
	"new_asset",
	"finding",
	*SEEN_FIELDS,
)
SCAN_FIELDS = (
	"scan_id",
	"scanned_on",
	"asset_tag",
	"asset",
	"space",
	"custodian",
	"quantity",
	"condition",
	"source",
	"scanned_by",
	"note",
)
Scan = namedtuple("Scan", SCAN_FIELDS)


def settle(audit: str, keys: Collection[str] | None = None, before: dict | None = None) -> None:
	"""Work out the results of lines of a count, and its sums.

	Args:
		keys: only these assets and unknown tags; None = all of them.
		before: what these lines came to in the stored sums (sums_of), under the lock of the audit: then only the
			difference is reckoned, and a scan costs the same however large the count is.
	"""
	has_ended = frappe.db.get_value(AUDIT, audit, "status") != states.IN_PROGRESS
	moved.refresh(audit, keys)
	places = Places()
	for portion in _named(audit, keys) if keys is not None else _everything(audit):
		_settle_portion(portion, has_ended, places)
	if before is None:
		refresh_counts(audit)
	else:
		_add_to_counts(audit, before, sums_of(audit, keys))


def _add_to_counts(audit: str, before: dict, after: dict) -> None:
	table = frappe.qb.DocType(AUDIT)
	changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
	if not changed:
		return
	query = frappe.qb.update(table).where(table.name == audit)
	for name, difference in changed.items():
		query = query.set(table[name], table[name] + difference)
	query.run()
	frappe.clear_document_cache(AUDIT, audit)


def _named(audit: str, keys: Collection[str]) -> list[Portion]:
	"""The lines, or scans, of these assets and unknown tags, portion by portion, as criteria for either table."""
	wanted = sorted(keys)
	parts = [wanted[start : start + PORTION] for start in range(0, len(wanted), PORTION)]
	return [lambda table, part=part: _is_of(table, audit, part) for part in parts]


def _everything(audit: str) -> Iterator[Portion]:
	"""All lines and scans of a count, in ranges of assets: no list of thousands of names is sent to the database."""
	line, last = frappe.qb.DocType(LINE), ""
	query = frappe.qb.from_(line).select(line.asset).where(line.audit == audit).orderby(line.asset)
	query = query.limit(1).offset(PORTION - 1)
	while ends := query.where(line.asset > last).run(pluck=True):
		yield lambda table, first=last, last=ends[0]: _is_between(table, audit, first, last)
		last = ends[0]
	yield lambda table: (table.audit == audit) & (table.asset > last)
	yield lambda table: (table.audit == audit) & table.asset.isnull()


def _is_of(table, audit: str, keys: list[str]):
	return (table.audit == audit) & (
		table.asset.isin(keys) | (table.asset.isnull() & table.asset_tag.isin(keys))
	)


def _is_between(table, audit: str, before: str, last: str):
	return (table.audit == audit) & (table.asset > before) & (table.asset <= last)


def _settle_portion(portion: Portion, has_ended: bool, places: "Places") -> None:
	lines, scans = _locked_lines(portion), _scans(portion)
	books = moved.books_now(line.asset for line in lines if line.moved_since)
	names = {line.expected_location for line in lines} | {scan.space for scan in scans}
	places.read(names | {asset.location for asset in books.values()})
	expected = [
		_expected(line, places, books.get(line.asset))
		for line in lines
		if line.asset and line.result not in (rules.UNEXPECTED, rules.UNKNOWN_TAG)
	]
	results = rules.reconcile(expected, [_sighting(scan, places) for scan in scans], has_ended)
	people, notes = {scan.scan_id: scan.scanned_by for scan in scans}, _notes(scans)
	values = {}
	_forget([line.name for line in lines if _never_was(line, results)])
	for line in lines:
		key = line.asset or line.asset_tag
		result = results.get(key)
		now = _values(result, line, people, notes.get(key)) if result else _nothing_seen(line)
		# nothing and "", or 0, are the same here
		changed = {
			field: value for field, value in now.items() if value != line[field] and (value or line[field])
		}
		if changed:
			values[line.name] = changed
	frappe.db.bulk_update(LINE, values, update_modified=False)


def _expected(line: frappe._dict, places: dict, books: moved.Now | None) -> rules.Expected:
	return rules.Expected(
		line.asset,
		places.get(line.expected_location),
		line.expected_custodian,
		cint(line.expected_quantity) or 1,
		places.get(books.location) if books else None,
		books.custodian if books else None,
	)


def _never_was(line: frappe._dict, results: dict) -> bool:
	"""Nobody expected it, and whoever saw it took that back; nothing came of it meanwhile."""
	return (line.asset or line.asset_tag) not in results and not line.new_asset and not line.finding


def _forget(lines: list[str]) -> None:
	if lines:
		frappe.db.delete(LINE, {"name": ("in", lines)})


def _notes(scans: list[Scan]) -> dict[str, str]:
	"""{asset or unknown tag: the last thing that was noted about it}, whatever the order in which scans arrived."""
	noted = sorted((scan for scan in scans if scan.note), key=lambda scan: (scan.scanned_on, scan.scan_id))
	return {scan.asset or scan.asset_tag: scan.note for scan in noted}


def _locked_lines(portion: Portion) -> list[frappe._dict]:
	line = frappe.qb.DocType(LINE)
	return (
		frappe.qb.from_(line)
		.select(*(line[field] for field in LINE_FIELDS))
		.where(portion(line))
		.for_update()
		.run(as_dict=True)
	)


def _scans(portion: Portion) -> list[Scan]:
	scan = frappe.qb.DocType(SCAN)
	rows = (
		frappe.qb.from_(scan)
		.select(*(scan[field] for field in SCAN_FIELDS))
		.where(portion(scan) & (scan.is_undone == 0))
		.for_update()
		.run()
	)
	return [Scan(*row) for row in rows]


def _sighting(scan: Scan, places: dict) -> rules.Sighting:
	return rules.Sighting(
		scan.scan_id,
		scan.scanned_on,
		scan.asset_tag,
		scan.asset or None,
		places.get(scan.space),
		scan.custodian or None,
		scan.quantity or 0,
		scan.condition or None,
		scan.source == "Custodian",
	)


class Places(dict):
	"""{Location: where it lies in the tree}, each read once."""

	def read(self, names: Collection[str | None]) -> None:
		"""Read those that are not known yet."""
		wanted = sorted(name for name in names if name and name not in self)
		if not wanted:
			return
		location = frappe.qb.DocType("Location")
		query = frappe.qb.from_(location).select(location.name, location.lft, location.rgt)
		for name, left, right in query.where(location.name.isin(wanted)).run():
			self[name] = rules.Place(name, left, right)


def _values(result: rules.Result, line: frappe._dict, people: dict, note: str | None) -> dict:
	seen = result.sighting
	values = {"result": result.result, "seen_quantity": result.seen, "note": note}
	if not seen:
		return {**_nothing_seen(line), **values}
	return {
		**values,
		"seen_space": seen.place and seen.place.name,
		"seen_custodian": seen.custodian,
		"condition": seen.condition,
		"scanned_on": seen.seen_on,
		"scan_id": seen.scan_id,
		"self_confirmed": int(seen.is_self_confirmed and seen.quantity > 0),
		"self_denied": int(seen.is_self_confirmed and seen.quantity == 0),
		"scanned_by": people.get(seen.scan_id),
	}


def _nothing_seen(line: frappe._dict) -> dict:
	return {
		"result": line.result,
		"seen_quantity": 0,
		"seen_space": None,
		"seen_custodian": None,
		"condition": None,
		"scanned_on": None,
		"scanned_by": None,
		"scan_id": None,
		"self_confirmed": 0,
		"self_denied": 0,
		"note": None,
	}


def close_open_lines(audit: str) -> None:
	"""Counting has ended: what was not counted is missing. Scans have settled everything else as they came."""
	moved.refresh(audit)
	settle(audit, moved.assets_that_moved(audit))
	_turn(audit, rules.NOT_COUNTED, rules.MISSING)


def reopen_missing_lines(audit: str) -> None:
	"""Counting goes on: what is missing is not counted again."""
	_turn(audit, rules.MISSING, rules.NOT_COUNTED)


def _turn(audit: str, before: str, after: str) -> None:
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.update(line).set(line.result, after)
	query.where((line.audit == audit) & (line.result == before)).run()
	refresh_counts(audit)


# --- sums -----------------------------------------------------------------------------------------------------


def refresh_counts(audit: str) -> None:
	"""Store the sums on the audit, for its form and for lists. Reports count themselves."""
	frappe.db.set_value(AUDIT, audit, counts_of(audit), update_modified=False)


def difference_criterion(line):
	"""Lines that differ from the books: another result than found, damage, or another person has the thing."""
	differs = line.result.isin((rules.MISSING, rules.MISPLACED, rules.UNEXPECTED, rules.UNKNOWN_TAG))
	return differs | line.condition.isin(DAMAGED) | ((line.result == rules.FOUND) & other_custodian(line))


def other_custodian(line):
	"""Lines of things that somebody else has than the books say."""
	return (Coalesce(line.seen_custodian, "") != "") & (
		Coalesce(line.expected_custodian, "") != line.seen_custodian
	)


def open_criterion(line):
	"""Lines on which something is still to be decided."""
	undecided = line.resolution.isnull() | line.resolution.isin(("", "Recount"))
	return undecided & difference_criterion(line)


def counts_of(audit: str) -> dict:
	"""How many lines came to which result, and what they are worth, in one reading of the lines."""
	line = frappe.qb.DocType(LINE)
	return _sums(line, line.audit == audit)


def sums_of(audit: str, keys: Collection[str]) -> dict:
	"""The same of the lines of these assets and unknown tags alone."""
	line = frappe.qb.DocType(LINE)
	return _sums(line, _is_of(line, audit, sorted(keys) or [""]))


def _sums(line, criterion) -> dict:
	columns = sum_terms(line)
	terms = [term.as_(name) for name, term in columns.items()]
	(row,) = frappe.qb.from_(line).select(Count("*"), *terms).where(criterion).run(as_dict=True)
	return {name: (flt if name.endswith("value") else cint)(row[name]) for name in columns}


def sum_terms(line) -> dict:
	"""The sums that an audit stores, as terms of a query over its lines."""
	is_expected = line.result.notin((rules.UNEXPECTED, rules.UNKNOWN_TAG))

	def number(criterion):
		return Sum(Case().when(criterion, 1).else_(0))

	def worth(criterion):
		return Sum(Case().when(criterion, line.asset_value).else_(0))

	return {
		"expected_count": number(is_expected),
		"found_count": number(line.result == rules.FOUND),
		"misplaced_count": number(line.result == rules.MISPLACED),
		"missing_count": number(line.result == rules.MISSING),
		"unexpected_count": number(line.result == rules.UNEXPECTED),
		"unknown_count": number(line.result == rules.UNKNOWN_TAG),
		"damaged_count": number(line.condition.isin(DAMAGED)),
		"open_count": number(open_criterion(line)),
		"expected_value": worth(is_expected),
		"missing_value": worth(line.result == rules.MISSING),
	}

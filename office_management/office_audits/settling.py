"""What became of the lines of a count: results from expected rows and scans (domain/reconciliation.py), and sums.

Scans settle the lines they touch at once (`settle(audit, keys)`), so ending a count only turns what is left over.
`settle(audit)` works everything out anew and changes nothing (a test holds it to that). The rows are locked in one order before the scans are read, and the scans are read as they are now, so two phones on the same
asset come to the same result whoever is first.
"""

from collections.abc import Collection, Iterable

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, flt

from office_management.domain import audit_states as states
from office_management.domain import reconciliation as rules

AUDIT, LINE, SCAN = "Office Audit", "Audit Asset Line", "Audit Scan"
PORTION = 2000
DAMAGED = ("Damaged", "Unusable")
LINE_FIELDS = (
	"name",
	"asset",
	"asset_tag",
	"expected_location",
	"expected_custodian",
	"expected_quantity",
	"result",
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
)


def settle(audit: str, keys: Collection[str] | None = None) -> None:
	"""Work out the results of lines of a count, and its sums.

	Args:
		keys: only these assets and unknown tags; None = all of them.
	"""
	has_ended = frappe.db.get_value(AUDIT, audit, "status") != states.IN_PROGRESS
	places = _places()
	wanted = sorted(keys) if keys is not None else _all_keys(audit)
	for portion in _portions(wanted):
		_settle_portion(audit, portion, has_ended, places)
	refresh_counts(audit)


def _portions(names: list[str]) -> Iterable[list[str]]:
	return (names[start : start + PORTION] for start in range(0, len(names), PORTION))


def _all_keys(audit: str) -> list[str]:
	line = frappe.qb.DocType(LINE)
	rows = frappe.qb.from_(line).select(line.asset, line.asset_tag).where(line.audit == audit).run()
	return sorted({asset or tag for asset, tag in rows})


def _settle_portion(audit: str, keys: list[str], has_ended: bool, places: dict) -> None:
	lines = _locked_lines(audit, keys)
	scans = _scans(audit, keys)
	expected = [
		rules.Expected(
			line.asset,
			places.get(line.expected_location),
			line.expected_custodian,
			cint(line.expected_quantity) or 1,
		)
		for line in lines
		if line.asset and line.result not in (rules.UNEXPECTED, rules.UNKNOWN_TAG)
	]
	sightings = [_sighting(scan, places) for scan in scans]
	results = rules.reconcile(expected, sightings, has_ended)
	people = {scan.scan_id: scan.scanned_by for scan in scans}
	values = {}
	for line in lines:
		key = line.asset or line.asset_tag
		result = results.get(key)
		values[line.name] = _values(result, line, people) if result else _nothing_seen(line)
	frappe.db.bulk_update(LINE, values, update_modified=False)


def _locked_lines(audit: str, keys: list[str]) -> list[frappe._dict]:
	line = frappe.qb.DocType(LINE)
	return (
		frappe.qb.from_(line)
		.select(*(line[field] for field in LINE_FIELDS))
		.where(
			(line.audit == audit)
			& (line.asset.isin(keys) | (line.asset.isnull() & line.asset_tag.isin(keys)))
		)
		.orderby(line.name)
		.for_update()
		.run(as_dict=True)
	)


def _scans(audit: str, keys: list[str]) -> list[frappe._dict]:
	scan = frappe.qb.DocType(SCAN)
	return (
		frappe.qb.from_(scan)
		.select(*(scan[field] for field in SCAN_FIELDS))
		.where((scan.audit == audit) & (scan.is_undone == 0))
		.where(scan.asset.isin(keys) | (scan.asset.isnull() & scan.asset_tag.isin(keys)))
		.for_update()
		.run(as_dict=True)
	)


def _sighting(scan: frappe._dict, places: dict) -> rules.Sighting:
	return rules.Sighting(
		scan.scan_id,
		scan.scanned_on,
		scan.asset_tag,
		scan.asset or None,
		places.get(scan.space),
		scan.custodian or None,
		cint(scan.quantity),
		scan.condition or None,
		scan.source == "Custodian",
	)


def _places() -> dict[str, rules.Place]:
	location = frappe.qb.DocType("Location")
	rows = frappe.qb.from_(location).select(location.name, location.lft, location.rgt).run()
	return {name: rules.Place(name, left, right) for name, left, right in rows}


def _values(result: rules.Result, line: frappe._dict, people: dict) -> dict:
	seen = result.sighting
	values = {"result": result.result, "seen_quantity": result.seen}
	if not seen:
		return {**_nothing_seen(line), **values}
	return {
		**values,
		"seen_space": seen.place and seen.place.name,
		"seen_custodian": seen.custodian,
		"condition": seen.condition,
		"scanned_on": seen.seen_on,
		"scan_id": seen.scan_id,
		"self_confirmed": int(seen.is_self_confirmed),
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
	}


def close_open_lines(audit: str) -> None:
	"""Counting has ended: what was not counted is missing. Scans have settled everything else as they came."""
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
	columns = sum_terms(line)
	terms = [term.as_(name) for name, term in columns.items()]
	(row,) = frappe.qb.from_(line).select(Count("*"), *terms).where(line.audit == audit).run(as_dict=True)
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

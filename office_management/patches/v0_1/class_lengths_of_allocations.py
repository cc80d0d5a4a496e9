"""Give every allocation the class of its length (domain.length_classes), by which clashes are looked for.

Batch by batch: a million rows take a minute, and must not be locked for as long as that. What has its class is not
written again, so that the patch goes on where it was broken off.
"""

from collections.abc import Iterator

import frappe
from pypika import Case, CustomFunction

from office_management.batches import run_in_batches
from office_management.domain.length_classes import LONGEST_CLASS, UNBOUNDED, longest

BATCH = 5000
DATE_DIFF = CustomFunction("DATEDIFF", ["last", "first"])


def execute() -> None:
	outcomes = run_in_batches(list(ranges_of_names()), class_range, size=1)
	for outcome in outcomes:
		if outcome.error:
			raise outcome.error


def ranges_of_names() -> Iterator[tuple[str, str]]:
	"""Cut all names into ranges of so many: after the first one, up to the last one."""
	row, after = frappe.qb.DocType("Space Allocation"), ""
	while True:
		query = frappe.qb.from_(row).select(row.name).where(row.name > after).orderby(row.name)
		last = query.offset(BATCH - 1).limit(1).run(pluck=True)
		if not last:
			break
		yield after, last[0]
		after = last[0]
	rest = query.limit(BATCH).offset(0).run(pluck=True)
	if rest:
		yield after, rest[-1]


def class_range(names: tuple[str, str]) -> None:
	"""Write the classes that are not right yet."""
	row = frappe.qb.DocType("Space Allocation")
	right = length_class_of(row)
	(
		frappe.qb.update(row)
		.set(row.length_class, right)
		.where((row.name > names[0]) & (row.name <= names[1]))
		.where(row.length_class != right)
	).run()


def length_class_of(row) -> Case:
	"""domain.length_classes.length_class as the database reckons it; `row`: a pypika table."""
	case = Case().when(row.to_date.isnull(), UNBOUNDED)
	for number in range(UNBOUNDED + 1, LONGEST_CLASS + 1):
		case = case.when(DATE_DIFF(row.to_date, row.from_date) < longest(number), number)
	return case.else_(UNBOUNDED)

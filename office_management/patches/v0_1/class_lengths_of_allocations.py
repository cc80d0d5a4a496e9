"""Give every allocation the class of its length (domain.length_classes), by which clashes are looked for."""

import frappe
from pypika import CustomFunction

from office_management.domain.length_classes import LONGEST_CLASS, UNBOUNDED, longest

DATE_DIFF = CustomFunction("DATEDIFF", ["last", "first"])


def execute() -> None:
	row = frappe.qb.DocType("Space Allocation")
	frappe.qb.update(row).set(row.length_class, UNBOUNDED).where(row.length_class != UNBOUNDED).run()
	for number in range(
		LONGEST_CLASS, UNBOUNDED, -1
	):  # the longest first, so that the shortest that fits stays
		fits = DATE_DIFF(row.to_date, row.from_date) < longest(number)
		frappe.qb.update(row).set(row.length_class, number).where(row.to_date.isnotnull() & fits).run()

"""Stored statuses serve lists only; documents, reports and cards compute them. Here the stored ones are caught up.

Cheap: the index (status, effective_to) finds just the rows whose day has come, and only those are written.
"""

from datetime import date

import frappe
from frappe.utils import getdate

from office_management.domain.allocation_states import ACTIVE, ENDED, PLANNED

BATCH = 1000
DONE_FOR = "office_management:statuses_done_for"


def refresh_statuses() -> int:
	"""Write the status that each allocation has today, where another is stored. Returns how many were changed."""
	today = getdate()
	row = frappe.qb.DocType("Space Allocation")
	changed = sum(
		_write(status, query)
		for status, query in (
			(ENDED, row.status.isin([PLANNED, ACTIVE]) & (row.effective_to < today)),
			(ACTIVE, (row.status == PLANNED) & (row.effective_to >= today) & (row.from_date <= today)),
		)
	)
	frappe.cache.set_value(DONE_FOR, str(today))
	return changed


def refresh_once_a_day() -> int:
	"""The same, unless it was done today already."""
	return 0 if frappe.cache.get_value(DONE_FOR) == str(getdate()) else refresh_statuses()


def _write(status: str, criterion) -> int:
	"""Read the names plainly first: an UPDATE with this condition would lock what it only looks at."""
	row = frappe.qb.DocType("Space Allocation")
	names = frappe.qb.from_(row).select(row.name).where(criterion).run(pluck=True)
	for start in range(0, len(names), BATCH):
		some = names[start : start + BATCH]
		frappe.qb.update(row).set(row.status, status).where(row.name.isin(some) & criterion).run()
	return len(names)

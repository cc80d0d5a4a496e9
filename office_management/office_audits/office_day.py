"""The blocks of Office Day about findings. What a block is: see office_administration/office_day.py."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import format_date, getdate

from office_management.domain import finding_states as states
from office_management.erp.people import employee_of
from office_management.office_administration import api as administration
from office_management.office_audits.finding_permissions import FINDING, finding_criterion, may_check

ROWS = 5


def get_blocks() -> list[dict]:
	"""What is mine to mend; for managers and auditors also what is late, and what waits to be verified."""
	blocks = [mine()]
	if may_check():
		blocks += [late(), to_verify()]
	return [block for block in blocks if block]


def mine() -> dict | None:
	"""What the user is responsible for; nothing for who has nothing."""
	employee = employee_of(frappe.session.user)
	if not employee:
		return None
	block = block_of(
		"mine",
		_("Findings for me to mend", context="Office Day"),
		"orange",
		{"responsible": employee, "status": ["in", list(states.TO_MEND)]},
		lambda table: (table.responsible == employee) & table.status.isin(states.TO_MEND),
	)
	return block if block["count"] or may_check() else None


def late() -> dict:
	"""What is not mended in time."""
	today = getdate()
	return block_of(
		"late",
		_("Findings not mended in time", context="Office Day"),
		"red",
		{"status": ["in", list(states.TO_MEND)], "due_date": ["<", str(today)]},
		lambda table: table.status.isin(states.TO_MEND) & (table.due_date < today),
	)


def to_verify() -> dict:
	"""What is said to be mended, and nobody has looked at."""
	return block_of(
		"to_verify",
		_("Findings to verify", context="Office Day"),
		"yellow",
		{"status": states.DONE},
		lambda table: table.status == states.DONE,
	)


def block_of(key: str, title: str, indicator: str, filters: dict, criterion) -> dict:
	"""One block: how many of those that the user may see meet the criterion, and the first few of them."""
	table = frappe.qb.DocType(FINDING)
	query = frappe.qb.from_(table).where(criterion(table))
	limit = finding_criterion(table)
	query = query if limit is None else query.where(limit)
	count = query.select(Count("*")).run()[0][0]
	rows = query.select(table.name, table.title, table.severity, table.due_date)
	found = rows.orderby(table.due_date).limit(ROWS).run(as_dict=True) if count else []
	return {
		"key": f"findings_{key}",
		"title": title,
		"count": count,
		"rows": [row_of(row) for row in found],
		"action": administration.show_all(FINDING, filters),
		"indicator": indicator,
	}


def row_of(row: frappe._dict) -> dict:
	"""How bad it is and until when."""
	due = row.due_date and _("due {0}", context="Office Day").format(format_date(row.due_date))
	return {
		"title": row.title,
		"subtitle": ", ".join(filter(None, (_(row.severity, context=FINDING), due))),
		"route": ["Form", FINDING, row.name],
	}

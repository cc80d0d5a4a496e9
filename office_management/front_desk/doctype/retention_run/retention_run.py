import frappe
from frappe.model.document import Document

from office_management.front_desk import due, retention_runs


class RetentionRun(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		block_rules: DF.Int
		copies: DF.Int
		deliveries: DF.Int
		ended_on: DF.Datetime | None
		error: DF.SmallText | None
		evacuations: DF.Int
		files: DF.Int
		held: DF.Int
		invitations: DF.Int
		is_dry_run: DF.Check
		messages: DF.Int
		progress_on: DF.Datetime | None
		run_key: DF.Data | None
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Running", "Done", "Stopped"]
		visitors: DF.Int
		visits: DF.Int
	# end: auto-generated types


def check_manager() -> None:
	"""Only office managers and system managers decide about data that is kept. Raises frappe.PermissionError."""
	frappe.only_for(("Office Manager", "System Manager"))


@frappe.whitelist(methods=["POST"])
def start_run() -> str:
	"""Anonymise now what is due; answers the name of the run, which goes on in the background."""
	check_manager()
	return retention_runs.start()


@frappe.whitelist(methods=["POST"])
def stop_run(name: str) -> None:
	"""Stop a run before its next batch."""
	check_manager()
	retention_runs.stop(name)


@frappe.whitelist(methods=["POST"])
def dry_run() -> str:
	"""Count what a run would anonymise now, and change nothing; answers the name of the record with the counts."""
	check_manager()
	return retention_runs.dry_run()


@frappe.whitelist()
def count_with(what: str, days: int) -> dict[str, int]:
	"""How many more records would go in the next run with this period.

	`what`: the name of a visitor type, or a field of the settings; `days`: the period.
	"""
	check_manager()
	known = what in due.SETTING_DAYS or frappe.db.exists("Visitor Type", what)
	return dict(retention_runs.more_with({what: days})) if known else {}

"""What the page Asset Count asks the server for; scans themselves go to office_audits.api.take_scans."""

import frappe

from office_management.office_audits import counting
from office_management.office_audits.permissions import check_may_count
from office_management.retries import with_retries

AUDIT = "Office Audit"


@frappe.whitelist()
def get_audits() -> list[dict]:
	"""The audits under way that the user counts in."""
	frappe.has_permission(AUDIT, "read", throw=True)
	return counting.audits_to_count()


@frappe.whitelist()
def get_places(audit: str) -> list[list]:
	"""The places of an audit (see counting.places_of)."""
	check_may_count(audit)
	return counting.places_of(audit)


@frappe.whitelist()
def get_expected(audit: str, after: str | None = None) -> dict:
	"""A page of what is expected (see counting.expected_lines); nothing of a blind count."""
	check_may_count(audit)
	return counting.expected_lines(audit, after)


@frappe.whitelist()
def get_other_tags(audit: str, after: str | None = None) -> dict:
	"""A page of tags that are not in this audit (see counting.other_tags); nothing of a blind count."""
	check_may_count(audit)
	return counting.other_tags(audit, after)


@frappe.whitelist()
def get_news(audit: str, since: str | None = None) -> dict:
	"""What was counted since then (see counting.news)."""
	check_may_count(audit)
	return counting.news(audit, since)


@frappe.whitelist(methods=["POST"])
def add_photo(audit: str, scan_id: str, photo_id: str) -> str:
	"""Keep the photo that comes with the request (see counting.keep_photo)."""
	check_may_count(audit)
	content = counting.uploaded_photo() or b""
	return with_retries(lambda: counting.keep_photo(audit, scan_id, photo_id, content))

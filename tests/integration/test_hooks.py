"""What hooks.py says about our DocTypes, held against the DocTypes there are."""

import frappe

from tests import baseline, builders

MODULES = ("Office Space", "Front Desk", "Facilities", "Office Audits", "Office Administration")


def our_doctypes(**filters):
	return frappe.get_all("DocType", {"module": ("in", MODULES), **filters}, pluck="name", order_by="name")


def ours(hook):
	return frappe.get_hooks(hook, app_name="office_management")


def test_records_with_a_company_outlive_its_transactions(site):
	"""ERPNext's Transaction Deletion Record deletes what links to the company, unless it is on this list."""
	with_company = frappe.get_all(
		"DocField",
		{"fieldtype": "Link", "options": "Company", "parent": ("in", our_doctypes(istable=0, issingle=0))},
		pluck="parent",
		order_by="parent",
	)
	assert set(with_company) <= set(ours("company_data_to_be_ignored"))


def test_logs_can_be_cleared(site):
	"""Log Settings drops a DocType without `clear_old_logs` in silence."""
	from frappe.core.doctype.log_settings.log_settings import LogType
	from frappe.model.base_document import get_controller

	for doctype in ours("default_log_clearing_doctypes"):
		assert issubclass(get_controller(doctype), LogType), doctype


def test_personal_data_is_found_by_fields_there_are(site):
	for entry in ours("user_data_fields"):
		assert (
			frappe.get_meta(entry["doctype"]).has_field(entry.get("filter_by", "owner"))
			or "filter_by" not in entry
		)


def test_every_hooked_doctype_exists(site):
	named = {
		*ours("company_data_to_be_ignored"),
		*ours("permission_query_conditions"),
		*ours("has_permission"),
		*ours("doc_events"),
		*ours("override_doctype_dashboards"),
		*ours("default_log_clearing_doctypes"),
	}
	assert {name for name in named if not frappe.db.exists("DocType", name)} == set()


def test_lists_and_documents_are_limited_alike(site):
	"""Rows of a table are no documents of their own: they are limited in lists alone."""
	lists, documents = set(ours("permission_query_conditions")), set(ours("has_permission"))
	assert documents <= lists
	assert all(frappe.get_meta(doctype).istable for doctype in lists - documents)


def test_personal_data_can_be_fetched(site):
	from frappe.website.doctype.personal_data_download_request.personal_data_download_request import (
		get_user_data,
	)

	made = builders.allocation(builders.room(builders.space()))
	frappe.db.set_value("Space Allocation", made.name, "ended_by", baseline.USERS["office_manager"])
	assert made.name in get_user_data(baseline.USERS["office_manager"])

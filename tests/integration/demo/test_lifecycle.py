"""The demo comes, is what it says, and goes without a trace. In one transaction that is rolled back."""

import frappe
import pytest
from frappe.utils import getdate

from office_management import demo
from office_management.demo import company, people, record, references, register, removal
from office_management.demo.data import firm
from office_management.demo.plan import make_plan
from tests import baseline

LOGS_AND_COUNTERS = {
	"tabSeries",
	"tabError Log",
	"tabActivity Log",
	"tabScheduled Job Log",
	"tabRoute History",
}


def row_counts() -> dict[str, int]:
	tables = frappe.db.sql(
		"select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
		pluck=True,
	)
	return {
		table: frappe.db.sql(f"select count(*) from `{table}`")[0][0]
		for table in tables
		if table not in LOGS_AND_COUNTERS
	}


def test_demo_comes_is_what_it_says_and_goes_without_a_trace():
	"""One making for several looks at it, and one more after a call that was killed: making it takes the time."""
	before = row_counts()
	others = frappe.get_all("Company", pluck="name", order_by="name")

	make_small()
	made = row_counts()
	check_numbers()
	make_small()
	assert row_counts() == made

	frappe.db.savepoint("looks")
	check_logins()
	check_registers_can_be_imported()
	check_nobody_elses_documents_are_lost()
	frappe.db.rollback(save_point="looks")
	check_half_made_demo_is_made_anew()

	demo.clear()
	after = row_counts()
	assert {table: after[table] - before[table] for table in after if after[table] != before.get(table)} == {}
	assert frappe.get_all("Company", pluck="name", order_by="name") == others
	assert demo.logins() == []
	demo.clear()
	assert row_counts() == after


def make_small():
	demo.create(scale="small")


def check_numbers():
	plan = make_plan(getdate(), "small")
	mine = {"company": firm.COMPANY}
	assert frappe.db.count("Employee", mine) == len(plan.people)
	assert frappe.db.count("Office Space", mine) == len(plan.spaces)
	assert frappe.db.count("Space Allocation", mine) == len(plan.allocations)
	assert frappe.db.count("Asset", mine | {"docstatus": 1}) == len(plan.things)
	assert frappe.db.count("Office Responsibility", mine) == len(plan.duties)


def check_logins():
	rows = demo.logins()
	assert [row[0] for row in rows] == [login[0] for login in firm.LOGINS]
	from frappe.utils.password import check_password

	for role, user, password in rows:
		assert check_password(user, password) == user
		roles = set(frappe.get_roles(user))
		assert "Employee" in roles
		assert role in roles or role == "Buyer"
		assert frappe.db.exists("Employee", {"user_id": user, "company": firm.COMPANY})
	assert people.password_of(rows[0][1]) != people.password_of(rows[1][1])


def check_registers_can_be_imported():
	"""The head office's register changes nothing; the annex's makes the annex, two rows apart."""
	from office_management.office_space import register as imports

	def counts(file: str) -> dict:
		file = frappe.db.get_value("File", file, "file_url")
		doc = frappe.get_doc(
			{
				"doctype": "Floor Register Import",
				"import_file": file,
				"company": firm.COMPANY,
				"make_missing": 1,
			}
		).insert()
		imports.check(doc)
		return {
			field: doc.get(f"{field}_count")
			for field in ("created", "changed", "allocated", "refused", "nothing")
		}

	head_office, annex = (counts(file) for file in record.names()["File"])
	assert [head_office[field] for field in ("created", "changed", "allocated", "refused")] == [0, 0, 0, 0]
	assert head_office["nothing"] >= len(make_plan(getdate(), "small").spaces)
	assert (annex["created"], annex["refused"]) == (2 + register.ANNEX_ROOMS * (1 + register.ANNEX_DESKS), 2)


def check_nobody_elses_documents_are_lost():
	"""A real employee who reports to an invented one is in the way; nothing is removed until that is mended."""
	boss = frappe.db.get_value("Employee", {"company": firm.COMPANY, "status": "Active"}, order_by="name")
	real = baseline.employee("anna")
	frappe.db.set_value("Employee", real, "reports_to", boss)
	count = frappe.db.count("Employee")
	with pytest.raises(removal.DemoInUseError, match=real):
		demo.clear()
	assert frappe.db.count("Employee") == count
	assert record.get(record.STATE) == demo.COMPLETE
	frappe.db.set_value("Employee", real, "reports_to", None)


def check_half_made_demo_is_made_anew():
	"""A call that was killed after something of it had been committed."""
	record.put(record.STATE, "begun")
	frappe.db.delete("Space Allocation", {"company": firm.COMPANY})
	make_small()
	assert record.get(record.STATE) == demo.COMPLETE
	assert frappe.db.count("Space Allocation", {"company": firm.COMPANY}) == len(
		make_plan(getdate(), "small").allocations
	)


def test_company_of_that_name_that_is_not_ours_is_left_alone():
	baseline.make_company(firm.COMPANY, "NSX")
	with pytest.raises(company.NotOursError, match="Rename it"):
		demo.create(scale="small")


def test_only_a_system_manager_may(as_user, monkeypatch):
	monkeypatch.setattr(frappe.flags, "in_test", False)  # frappe.only_for lets every test pass
	with as_user(baseline.USERS["office_manager"]):
		for call in (demo.create, demo.clear, demo.logins):
			with pytest.raises(frappe.PermissionError):
				call()


def test_links_of_custom_fields_and_dynamic_links_count_as_references():
	fields = {(field.doctype, field.fieldname) for field in references.link_fields("Employee")}
	assert ("Employee", "om_deputy") in fields
	assert ("Employee", "reports_to") in fields
	user = frappe.get_doc({"doctype": "Note", "title": "x", "public": 1}).insert()
	assert not list(references.Field("Note", "name", "Note").references([]))
	assert [row.name for row in references.Field("Note", "name", "Note").references([user.name])] == [
		user.name
	]

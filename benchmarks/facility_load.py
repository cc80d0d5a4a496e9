"""Facility work for the benchmarks: 1,000,000 tasks of five years, assigned; 1,000,000 invoice rows. Safe to run again."""

import time
from collections.abc import Callable

import frappe
import space_load

MARK = "BQ-"
DAYS, AHEAD = 1825, 14  # of history; so many days before it is due a task is made
CATEGORIES, PLANS, SUPPLIERS, TECHNICIANS = 20, 400, 50, 40
ROWS_PER_INVOICE = 5
AT_ONCE = 100_000
MANAGER, TECHNICIAN = "manager.benchmark@example.com", "technician00.benchmark@example.com"
TASKS = "select count(*) from `tabFacility Task` where name like 'BQ-%'"
INVOICES = "select count(*) from `tabPurchase Invoice Item` where name like 'BQ-%'"


def load(rows: int, spaces: int, people: int) -> None:
	"""Make what is missing; each step is committed."""
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	space_load.make_people(people, company)
	space_load.make_spaces(spaces, company)
	make_users()
	make_categories()
	make_suppliers()
	make_plans(company)
	frappe.db.commit()
	make_tasks(rows, company)
	make_invoices(rows, company)


def category(number: int) -> str:
	return f"{MARK}Category {number:02d}"


def technician(number: int) -> str:
	return f"technician{number:02d}.benchmark@example.com"


def make_users() -> None:
	for user, role in ((MANAGER, "Office Manager"), (TECHNICIAN, "Facility Technician")):
		if not frappe.db.exists("User", user):
			values = {"doctype": "User", "email": user, "first_name": role, "send_welcome_email": 0}
			frappe.get_doc({**values, "roles": [{"role": role}]}).insert()


def make_categories() -> None:
	"""Half of them have a team; the first technician is in two of the teams."""
	for number in range(CATEGORIES):
		name = category(number)
		if frappe.db.exists("Facility Task Category", name):
			continue
		doc = frappe.get_doc({"doctype": "Facility Task Category", "category_name": name})
		if number % 2:
			doc.append("team", {"user": TECHNICIAN if number < 4 else MANAGER})
		doc.insert()


def make_suppliers() -> None:
	group = frappe.get_all("Supplier Group", {"is_group": 0}, pluck="name", order_by="name", limit=1)[0]
	for number in range(SUPPLIERS):
		name = f"{MARK}Supplier {number:02d}"
		if not frappe.db.exists("Supplier", {"supplier_name": name}):
			values = {"doctype": "Supplier", "supplier_name": name, "supplier_group": group}
			frappe.get_doc(values).insert()


def make_plans(company: str) -> None:
	"""Plans that the tasks come from; paused, so that nothing new is made of them."""
	there = frappe.db.count("Facility Plan", {"name": ("like", f"{MARK}P%")})
	if there >= PLANS:
		return
	frappe.db.delete("Facility Plan", {"name": ("like", f"{MARK}P%")})
	now = frappe.utils.now()
	fields = ["name", "title", "category", "urgency", "status", "company", "scope", "space", "space_type"]
	fields += ["frequency", "every", "start_date", "basis", "holiday_rule", "catch_up"]
	fields += ["creation", "modified", "owner", "modified_by", "docstatus"]
	rows = []
	for number in range(PLANS):
		space = f"{space_load.SITE_CODE}-{number % 4}-{number // 4 % 10}"
		name, what = f"{MARK}P{number:03d}", category(number % CATEGORIES)
		plan = (name, f"Plan {number:03d}", what, "Normal", "Paused", company)
		rule = ("Spaces of a Type Below", space, "Desk", "Daily", 1, "2020-01-01", "Fixed", "Keep", "All")
		rows.append((*plan, *rule, now, now, "Administrator", "Administrator", 0))
	frappe.db.bulk_insert("Facility Plan", fields, rows)


# --- in portions -----------------------------------------------------------------------------------------------------


def in_portions(what: str, wanted: int, insert: Callable[[int, int], None]) -> None:
	"""Insert numbers first to last, portion by portion, each committed."""
	started = time.perf_counter()
	for first in range(0, wanted, AT_ONCE):
		insert(first, min(first + AT_ONCE, wanted) - 1)
		frappe.db.commit()
	print(f"loaded {wanted} {what} in {time.perf_counter() - started:.0f} s", flush=True)


def spaces_by_number() -> int:
	"""A temporary table that gives each desk or room a number; how many there are."""
	frappe.db.commit()
	frappe.db.sql_ddl("create temporary table if not exists bq_space (n int primary key, name varchar(140))")
	frappe.db.sql(
		"""replace into bq_space select row_number() over (order by name) - 1, name
		from `tabOffice Space` where name like 'BQ-%' and space_type in ('Desk', 'Room')"""
	)
	frappe.db.commit()
	return frappe.db.sql("select count(*) from bq_space")[0][0]


# --- tasks -----------------------------------------------------------------------------------------------------------

NUMBERED = """
	select seq, crc32(seq) h, concat('BQ-', lpad(seq, 12, '0')) name,
		now() - interval {days} day + interval floor(seq / {wanted} * ({days} + {ahead}) * 86400) second due
	from seq_{first}_to_{last}
"""
"""Numbers, each with a hash and the moment it is due: evenly over the years, up to two weeks ahead."""

WITH_STATUS = """
	select n.*, mod(h, 10) < 7 planned, mod(h, 10) in (0, 1, 9) tracked,
		concat('technician', lpad(mod(h div 100, {technicians}), 2, '0'), '.benchmark@example.com') tech,
		case
			when due > now() then elt(1 + mod(h, 10), 'In Progress', 'On Hold',
				'Open', 'Open', 'Open', 'Open', 'Open', 'Open', 'Open', 'Open')
			when mod(h, if(due > now() - interval {ahead} day, 20, 2000)) = 1 then 'Open'
			when mod(h div 10, 100) < 5 then 'Skipped'
			when mod(h div 10, 100) < 7 then 'Cancelled'
			when mod(h div 10, 2) = 0 then 'Done' else 'Verified' end status
	from ({numbered}) n
"""

COMPLETE = """
	select s.*, least(due - interval {ahead} day, now()) opened,
		status not in ('Open', 'Skipped', 'Cancelled') or (status = 'Open' and mod(h div 10, 10) < 6) assigned,
		if(status in ('Done', 'Verified'),
			least(due + interval if(mod(h, 10) = 3, 24, -6) hour, now()), null) done
	from ({with_status}) s
"""

TASK = """
	insert into `tabFacility Task`
		(name, creation, modified, owner, modified_by, docstatus, idx, subject, category, urgency, status,
		status_reason, due_on, space, company, supplier, opened_on, respond_by, responded_on, at_risk_on, completed_on,
		completed_by, closed_on, response_minutes, resolution_minutes, source, plan, occurrence_date, occurrence_key,
		_assign)
	select t.name, opened, coalesce(done, opened), 'Administrator', 'Administrator', 0, 0, concat('Task ', seq),
		concat('BQ-Category ', lpad(mod(h, {categories}), 2, '0')), if(mod(h, 10) = 0, 'High', 'Normal'), status,
		if(status = 'Skipped', elt(1 + mod(h, 3), 'Closed', 'Holiday', 'Not needed'), null), due, space.name,
		{company}, concat('BQ-Supplier ', lpad(mod(h, {suppliers}), 2, '0')), opened,
		if(tracked, opened + interval 1 day, null),
		if(tracked and status != 'Open', opened + interval 5 hour, null),
		if(tracked, due - interval 1 day, null), done, if(done is null, null, tech),
		if(status in ('Open', 'In Progress', 'On Hold'), null, coalesce(done, due)),
		if(tracked and status != 'Open', 300, 0), if(done is null, 0, 600 + mod(h, 3000)),
		if(planned, 'Plan', 'Manual'), if(planned, concat('BQ-P', lpad(mod(h, {plans}), 3, '0')), null),
		if(planned, date(due), null), if(planned, sha1(t.name), null),
		if(assigned, concat('["', tech, '"]'), null)
	from ({complete}) t join bq_space space on space.n = mod(h div 7, {spaces})
"""

TODO = """
	insert into tabToDo
		(name, creation, modified, owner, modified_by, docstatus, idx, status, priority, date, allocated_to,
		description, reference_type, reference_name, assigned_by)
	select name, opened, coalesce(done, opened), 'Administrator', 'Administrator', 0, 0,
		if(status in ('Open', 'In Progress', 'On Hold'), 'Open', 'Closed'), 'Medium', date(due), tech,
		concat('Task ', seq), 'Facility Task', name, 'Administrator'
	from ({complete}) t where assigned
"""


def make_tasks(wanted: int, company: str) -> None:
	"""Tasks of five years, 14 days ahead: nearly all done; and who had each."""
	if frappe.db.sql(TASKS)[0][0] >= wanted:
		return
	frappe.db.sql("delete from `tabFacility Task` where name like 'BQ-%'")
	frappe.db.sql("delete from tabToDo where name like 'BQ-%'")
	numbers = {"categories": CATEGORIES, "suppliers": SUPPLIERS, "plans": PLANS, "technicians": TECHNICIANS}
	numbers |= {"spaces": spaces_by_number(), "wanted": wanted, "days": DAYS, "ahead": AHEAD}

	def insert(first: int, last: int) -> None:
		numbered = NUMBERED.format(first=first, last=last, **numbers)
		complete = COMPLETE.format(with_status=WITH_STATUS.format(numbered=numbered, **numbers), **numbers)
		frappe.db.sql(TASK.format(complete=complete, company=frappe.db.escape(company), **numbers))
		frappe.db.sql(TODO.format(complete=complete))

	in_portions("tasks", wanted, insert)
	frappe.db.sql("analyze table `tabFacility Task`, tabToDo")


# --- invoices --------------------------------------------------------------------------------------------------------

INVOICE = """
	insert into `tabPurchase Invoice`
		(name, creation, modified, owner, modified_by, docstatus, idx, company, supplier, posting_date, status,
		currency, conversion_rate, is_return, update_stock, base_net_total)
	select concat('BQ-', lpad(seq, 12, '0')), now(), now(), 'Administrator', 'Administrator', 1, 0, {company},
		concat('BQ-Supplier ', lpad(mod(crc32(seq), {suppliers}), 2, '0')),
		curdate() - interval floor((1 - seq / {invoices}) * {days}) day, 'Unpaid', {currency}, 1, 0, 0, 500
	from seq_{first}_to_{last}
"""

INVOICE_ROW = """
	insert into `tabPurchase Invoice Item`
		(name, creation, modified, owner, modified_by, docstatus, idx, parent, parentfield, parenttype, item_code,
		item_name, description, qty, base_net_amount, amount, base_amount, cost_center, om_facility_task,
		om_office_space)
	select concat('BQ-', lpad(row.seq, 12, '0')), now(), now(), 'Administrator', 'Administrator', 1,
		1 + mod(row.seq, {per}), concat('BQ-', lpad(row.seq div {per}, 12, '0')), 'items', 'Purchase Invoice',
		'Office Supplies (other)', 'Office Supplies (other)', 'Work done', 1, 10 + mod(row.h, 300),
		10 + mod(row.h, 300), 10 + mod(row.h, 300), {cost_center}, task.name, coalesce(task.space, space.name)
	from (
		select seq, crc32(concat('row', seq)) h, concat('BQ-', lpad(seq, 12, '0')) task_name
		from seq_{first}_to_{last}
	) row
	join bq_space space on space.n = mod(row.h div 7, {spaces})
	left join `tabFacility Task` task on task.name = if(mod(row.h, 10) < 8, row.task_name, null)
"""


def make_invoices(wanted: int, company: str) -> None:
	"""Submitted invoices of five rows; four rows of five name a task, all name a place."""
	if frappe.db.sql(INVOICES)[0][0] >= wanted:
		return
	frappe.db.sql("delete from `tabPurchase Invoice Item` where name like 'BQ-%'")
	frappe.db.sql("delete from `tabPurchase Invoice` where name like 'BQ-%'")
	facts = frappe.db.get_value("Company", company, ["default_currency", "cost_center"], as_dict=True)
	values = {"company": company, "currency": facts.default_currency, "cost_center": facts.cost_center or ""}
	parts = {name: frappe.db.escape(value) for name, value in values.items()}
	parts |= {"spaces": spaces_by_number(), "suppliers": SUPPLIERS, "days": DAYS, "per": ROWS_PER_INVOICE}
	parts["invoices"] = -(-wanted // ROWS_PER_INVOICE)

	def insert(first: int, last: int) -> None:
		parents = {"first": first // ROWS_PER_INVOICE, "last": last // ROWS_PER_INVOICE}
		frappe.db.sql(INVOICE.format(**parts, **parents))
		frappe.db.sql(INVOICE_ROW.format(**parts, first=first, last=last))

	in_portions("invoice rows", wanted, insert)
	frappe.db.sql("analyze table `tabPurchase Invoice`, `tabPurchase Invoice Item`")

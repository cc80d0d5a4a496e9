"""Audits for the benchmarks: 100,000 assets, a count of them that has ended, 100,000 findings. Safe to run again."""

import frappe
import space_load
from facility_load import in_portions, spaces_by_number

MARK = "BQ-"
ASSETS = 100_000
PLACE = space_load.SITE_CODE
TITLE = f"{MARK}Count of everything"
CATEGORIES = 12
FINDINGS_OPEN = 5  # one of so many is not verified yet
DAYS = 1825
COUNT = "select count(*) from `tab{}` where name like 'BQ-%'"


def load(wanted: int, spaces: int, people: int) -> None:
	"""Make what is missing; each step is committed."""
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	space_load.make_people(people, company)
	space_load.make_spaces(spaces, company)
	frappe.db.commit()
	make_assets(wanted, company)
	make_findings(wanted, company)
	make_count(company)
	frappe.db.commit()


# --- assets ----------------------------------------------------------------------------------------------------------

ASSET = """
	insert into tabAsset
		(name, creation, modified, owner, modified_by, docstatus, idx, asset_name, item_code, asset_category, company,
		location, custodian, status, asset_quantity, gross_purchase_amount, value_after_depreciation, om_asset_tag,
		purchase_date, available_for_use_date, is_existing_asset)
	select n.name, now(), now(), 'Administrator', 'Administrator', 1, 0, concat('Asset ', n.seq), 'BQ-Chair',
		concat('BQ-Category ', lpad(mod(n.h, {categories}), 2, '0')), {company}, space.name,
		if(mod(n.h, 3) = 0, concat('BQ-', lpad(mod(n.h, {people}), 5, '0')), null), 'Submitted',
		if(mod(n.h, 50) = 0, 10, 1), 100 + mod(n.h, 5000), 100 + mod(n.h, 5000), concat('BQ', n.seq),
		'2020-01-01', '2020-01-01', 1
	from (select seq, crc32(seq) h, concat('BQ-', lpad(seq, 12, '0')) name from seq_{first}_to_{last}) n
	join bq_space space on space.n = mod(n.h div 7, {spaces})
"""


def make_assets(wanted: int, company: str) -> None:
	"""One asset of fifty is a group of ten; one of three has a custodian."""
	if frappe.db.sql(COUNT.format("Asset"))[0][0] >= wanted:
		return
	frappe.db.sql("delete from tabAsset where name like 'BQ-%'")
	parts = {"company": frappe.db.escape(company), "categories": CATEGORIES, "spaces": spaces_by_number()}
	parts["people"] = frappe.db.count("Employee", {"name": ("like", f"{space_load.PEOPLE_MARK}%")})
	in_portions(
		"assets",
		wanted,
		lambda first, last: frappe.db.sql(ASSET.format(first=first, last=last, **parts)),
	)
	frappe.db.sql("analyze table tabAsset")


# --- a count that has ended ------------------------------------------------------------------------------------------

SCAN = """
	insert into `tabAudit Scan`
		(name, creation, modified, owner, modified_by, docstatus, idx, audit, scan_id, asset_tag, asset, space,
		quantity, `condition`, source, scanned_on, received_on, scanned_by, sequence, is_undone)
	select left(md5(concat(line.audit, line.name)), 14), now(), now(), 'Administrator', 'Administrator', 0, 0,
		line.audit, concat('BQ-', line.name), line.asset_tag, line.asset,
		if(mod(h, 100) < 5, space.name, line.expected_space), line.expected_quantity,
		if(mod(h, 100) = 50, 'Damaged', ''), 'Phone', now() - interval mod(h, 600) minute, now(), 'Administrator',
		0, 0
	from (select line.*, crc32(line.asset) h from `tabAudit Asset Line` line where line.audit = {audit}) line
	join bq_space space on space.n = mod(h div 11, {spaces})
	where mod(h, 100) < 97
"""
"""Of a hundred three are not seen, five stand elsewhere, one is damaged."""


def make_count(company: str) -> str:
	"""A count of all the assets, whose counting has ended; its name."""
	from office_management.office_audits import audits, settling

	name = count_name()
	expected = frappe.db.sql(COUNT.format("Asset"))[0][0]
	if name and frappe.db.count("Audit Asset Line", {"audit": name}) >= expected:
		return name
	remove_count(name)
	audit = frappe.get_doc(new_count(company, TITLE)).insert()
	audits.freeze_and_begin(audit.name)
	frappe.db.sql(SCAN.format(audit=frappe.db.escape(audit.name), spaces=spaces_by_number_kept()))
	settling.settle(audit.name)
	audits.end_counting(audit.name)
	frappe.db.commit()
	frappe.db.sql("analyze table `tabAudit Asset Line`, `tabAudit Scan`")
	print(f"loaded a count of {expected} assets")
	return audit.name


def spaces_by_number_kept() -> int:
	"""How many places the temporary table has, without committing what was made so far."""
	there = frappe.db.sql("show tables like 'bq_space'")
	return frappe.db.sql("select count(*) from bq_space")[0][0] if there else spaces_by_number()


def count_name() -> str | None:
	return frappe.db.get_value("Office Audit", {"title": TITLE})


def new_count(company: str, title: str) -> dict:
	return {
		"doctype": "Office Audit",
		"title": title,
		"audit_type": "Asset Count",
		"company": company,
		"space": PLACE,
		"lead_auditor": "Administrator",
	}


def remove_count(name: str | None) -> None:
	"""An audit with its lines and scans."""
	if not name:
		return
	for doctype in ("Audit Asset Line", "Audit Scan"):
		frappe.db.delete(doctype, {"audit": name})
	frappe.db.delete("Comment", {"reference_doctype": "Office Audit", "reference_name": name})
	frappe.db.delete("Version", {"ref_doctype": "Office Audit", "docname": name})
	frappe.db.delete("Office Audit", {"name": name})
	frappe.db.commit()


# --- findings --------------------------------------------------------------------------------------------------------

FINDING = """
	insert into `tabAudit Finding`
		(name, creation, modified, owner, modified_by, docstatus, idx, title, severity, status, due_date, company,
		space, asset, found_by, found_on, times_found)
	select n.name, found, found, 'Administrator', 'Administrator', 0, 0, concat('Finding ', n.seq),
		elt(1 + mod(n.h, 4), 'Low', 'Medium', 'High', 'Critical'),
		if(mod(n.h, {open}) = 0, elt(1 + mod(n.h div 7, 3), 'Open', 'In Progress', 'Done'), 'Verified'),
		date(found) + interval 30 day, {company}, space.name, n.name, 'Administrator', found, 1 + mod(n.h, 3)
	from (
		select seq, crc32(concat('f', seq)) h, concat('BQ-', lpad(seq, 12, '0')) name,
			now() - interval floor(seq / {wanted} * {days} * 24) hour found
		from seq_{first}_to_{last}
	) n
	join bq_space space on space.n = mod(n.h div 7, {spaces})
"""


def make_findings(wanted: int, company: str) -> None:
	"""Findings of five years; one of five is still open."""
	if frappe.db.sql(COUNT.format("Audit Finding"))[0][0] >= wanted:
		return
	frappe.db.sql("delete from `tabAudit Finding` where name like 'BQ-%'")
	parts = {"company": frappe.db.escape(company), "open": FINDINGS_OPEN, "days": DAYS, "wanted": wanted}
	parts["spaces"] = spaces_by_number()
	in_portions(
		"findings",
		wanted,
		lambda first, last: frappe.db.sql(FINDING.format(first=first, last=last, **parts)),
	)
	frappe.db.sql("analyze table `tabAudit Finding`")

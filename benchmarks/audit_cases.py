"""Audits: what is measured, each beside its floor."""

import time
from concurrent.futures import ThreadPoolExecutor

import audit_load as load
import frappe
from bare import make_bare_doctype
from facility_cases import filled, timed
from measure import Result, Series, reads_of, side_by_side
from server import Server
from space_cases import make_limited_user, report_beside_sql

AUDIT, LINE, SCAN = "Office Audit", "Audit Asset Line", "Audit Scan"
TAKE = "office_management.office_audits.api.take_scans"
PHONES, SCANS = 8, 1000
TRIES = 3


# --- start -----------------------------------------------------------------------------------------------------------


def start(options) -> list[Result]:
	"""Freeze what is expected of all assets; then the same lines with `bulk_insert` alone."""
	from office_management.office_audits import audits

	ours, floor, number = Series(), Series(), 0
	for _try in range(TRIES):
		audit = new_count("Start")
		try:
			number = timed(ours, lambda audit=audit: begin(audits, audit))
			columns, rows = filled(
				frappe.db.sql(f"select * from `tab{LINE}` where audit = %s", audit, as_dict=True)
			)
			frappe.db.delete(LINE, {"audit": audit})
			frappe.db.commit()
			timed(floor, lambda columns=columns, rows=rows: store(columns, rows))
		finally:
			frappe.db.rollback()
			load.remove_count(audit)
	return [Result(f"start a count of {number} assets", ours, floor, 3.0, "bulk_insert")]


def begin(audits, audit: str) -> int:
	number = audits.freeze_and_begin(audit)
	frappe.db.commit()
	return number


def store(columns: list[str], rows: list[tuple]) -> None:
	frappe.db.bulk_insert(LINE, columns, rows)
	frappe.db.commit()


def new_count(title: str) -> str:
	"""A planned count of everything."""
	company = frappe.db.get_value(AUDIT, load.count_name(), "company")
	name = frappe.get_doc(load.new_count(company, f"{load.MARK}{title}")).insert().name
	frappe.db.commit()
	return name


# --- scans -----------------------------------------------------------------------------------------------------------


def scans(options) -> list[Result]:
	"""Eight phones that send one scan each at the same moment, to a web server with two workers, in a count of all
	assets that has begun; and eight that each insert a bare document as wide as a scan."""
	from office_management.office_audits import audits

	bare, audit = make_bare_doctype(SCAN), new_count("Scans")
	try:
		begin(audits, audit)
		tags = frappe.get_all(LINE, {"audit": audit}, pluck="asset_tag", order_by="line_key", limit=SCANS * 2)
		rounds = min(SCANS // PHONES, max(options.rounds, 5))
		with Server() as server, ThreadPoolExecutor(PHONES) as phones:

			def take(number: int) -> None:
				first = (number + 5) * PHONES  # the first rounds warm up
				sent = [
					(audit, tags[(first + phone) % len(tags)], f"{number}-{phone}") for phone in range(PHONES)
				]
				list(phones.map(lambda scan: server.call(TAKE, one_scan(*scan)), sent))

			def insert(_number: int) -> None:
				values = {
					"audit": audit,
					"scan_id": "bare",
					"asset_tag": "BQ1",
					"quantity": 1,
					"source": "Phone",
				}
				list(phones.map(lambda _phone: server.post(bare, values), range(PHONES)))

			ours, floor = side_by_side(rounds, take, insert)
		frappe.db.rollback()
		text = sums_tie(audit)
	finally:
		frappe.db.rollback()
		frappe.db.delete(bare)
		load.remove_count(audit)
	seconds = sum(ours.seconds)
	said = f"{rounds * PHONES} scans in {seconds:.1f} s"
	result = Result(
		f"{PHONES} phones, a scan each, of {len(tags)} tags", ours, floor, 2.0, "bare inserts", said
	)
	result.failures += text
	return [result]


def one_scan(audit: str, tag: str, number: str) -> dict:
	scan = {"scan_id": f"{audit}-{number}", "tag": tag, "quantity": 1}
	return {"audit": audit, "scans_json": frappe.as_json([scan]), "device": "benchmark"}


def sums_tie(audit: str) -> list[str]:
	"""What is wrong with the stored sums, if anything."""
	from office_management.office_audits import settling

	stored = frappe.db.get_value(AUDIT, audit, list(settling.counts_of(audit)), as_dict=True)
	wrong = {name: value for name, value in settling.counts_of(audit).items() if stored[name] != value}
	return [f"the stored sums differ: {sorted(wrong)}"] if wrong else []


# --- reconcile -------------------------------------------------------------------------------------------------------


def reconcile(options) -> list[Result]:
	"""Work out every line of the count anew from all its scans; beside reading both tables once."""
	from office_management.office_audits import settling

	audit = load.count_name()
	number = frappe.db.count(LINE, {"audit": audit})
	before = settling.counts_of(audit)

	def scan_both(_number: int) -> None:
		for doctype, fields in ((LINE, settling.LINE_FIELDS), (SCAN, settling.SCAN_FIELDS)):
			names = ", ".join(f"`{field}`" for field in fields)
			frappe.db.sql(f"select {names} from `tab{doctype}` where audit = %s", audit, as_dict=True)

	def settle(_number: int) -> None:
		settling.settle(audit)
		frappe.db.rollback()

	ours, floor, sums = side_by_side(
		TRIES, settle, scan_both, lambda _n: settling.counts_of(audit), warm_up=1
	)
	reads = reads_of(lambda: settle(0))
	result = Result(
		f"reconcile {number} assets",
		ours,
		floor,
		3.0,
		"both tables read once",
		f"{reads['rows']} rows, {reads['entries']} entries",
	)
	if settling.counts_of(audit) != before:
		result.failures.append("reckoned anew, the sums differ")
	return [result, ending(number, floor), Result(f"  the sums of {number} lines", sums)]


def ending(number: int, floor: Series) -> Result:
	"""End counting where nothing was seen: every line turns."""
	from office_management.office_audits import audits

	audit, ours = new_count("End"), Series()
	try:
		begin(audits, audit)
		began = time.perf_counter()
		audits.end_counting(audit)
		frappe.db.commit()
		ours.seconds.append(time.perf_counter() - began)
	finally:
		frappe.db.rollback()
		load.remove_count(audit)
	return Result(f"  end counting, all {number} missing", ours, floor, None, "both tables read once")


# --- reports ---------------------------------------------------------------------------------------------------------


def audit_reports(rounds: int) -> list[Result]:
	"""Reports on audits, beside their bare SQL; and as a limited user beside the administrator."""
	from office_management.office_audits.report.asset_discrepancies import asset_discrepancies
	from office_management.office_audits.report.open_findings import open_findings

	audit = load.count_name()
	results = []
	for name, module, filters in (
		("Open Findings", open_findings, {}),
		("Asset Discrepancies", asset_discrepancies, {"audit": audit}),
	):
		results += report_beside_sql(rounds, name, module, filters)
	return results


# --- what run.py asks for --------------------------------------------------------------------------------------------


def prepare(options) -> None:
	"""Load what is missing."""
	load.load(min(options.rows, load.ASSETS), options.spaces, options.people)
	make_limited_user()


GROUPS = {
	"audit-start": start,
	"audit-scans": scans,
	"audit-reconcile": reconcile,
	"audit-reports": lambda options: audit_reports(max(options.rounds // 40, 3)),
}

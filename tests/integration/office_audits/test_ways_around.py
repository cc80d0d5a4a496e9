"""Frappe's own ways to change and read many records at once: bulk edit, import, link search, export of a list."""

import csv
import io
import json
from contextlib import suppress

import frappe
import openpyxl
import pytest
from frappe.core.doctype.data_import.importer import Importer
from frappe.desk import reportview
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs
from frappe.desk.search import search_link

from office_management.office_audits import api, audits, decisions, findings
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

AUDIT, LINE, SCAN, FINDING = "Office Audit", "Audit Asset Line", "Audit Scan", "Audit Finding"
DANGEROUS = '=HYPERLINK("http://evil.example","x")'


@once_per_module
def closed():
	"""A signed count with a line and a scan, and a verified finding: {DocType: name}."""
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
	place = builders.space()
	lamp, audit = make.asset(place), make.running_audit(place)
	make.scan(audit, lamp, place)
	audits.end_counting(audit.name)
	assert api.sign_off_audit(audit.name)["signed"]
	finding = findings.raise_finding({"title": "Broken", "company": baseline.COMPANY, "space": place.name})
	findings.finish(finding)
	findings.verify(finding)
	scan = frappe.db.get_value(SCAN, {"audit": audit.name})
	return {AUDIT: audit.name, LINE: make.line(audit, lamp).name, SCAN: scan, FINDING: finding}


CHANGES = {
	AUDIT: {"title": "Another", "remarks": "Added", "found_count": 9},
	LINE: {"result": "Missing", "note": "Changed"},
	SCAN: {"is_undone": 1, "note": "Changed"},
	FINDING: {"title": "Another", "severity": "Low", "cause": "Nobody"},
}


def by_bulk_edit(doctype: str, name: str, values: dict) -> None:
	submit_cancel_or_update_docs(doctype, json.dumps([name]), "update", json.dumps(values))


def by_import(doctype: str, name: str, values: dict) -> None:
	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = doctype, frappe._dict(doctype="Data Import", name="x")
	importer.update_record(frappe._dict(name=name, **values))


@pytest.mark.parametrize("way", [by_bulk_edit, by_import])
@pytest.mark.parametrize("doctype", CHANGES)
@pytest.mark.parametrize("who", ["Administrator", "office_manager"])
def test_what_is_closed_stays_as_it_is(closed, as_user, monkeypatch, who, doctype, way):
	monkeypatch.setattr(frappe.db, "rollback", lambda save_point=None: None)  # bulk edit rolls the test back
	before = frappe.db.get_value(doctype, closed[doctype], list(CHANGES[doctype]), as_dict=True)
	for field, value in CHANGES[doctype].items():
		with as_user(baseline.USERS.get(who, who)), suppress(frappe.ValidationError, frappe.PermissionError):
			way(doctype, closed[doctype], {field: value})
		assert frappe.db.get_value(doctype, closed[doctype], field) == before[field], field
	frappe.clear_messages()


@pytest.mark.parametrize("doctype", [LINE, SCAN])
def test_nothing_is_added_to_what_is_signed_by_import(closed, doctype):
	importer = Importer.__new__(Importer)
	importer.doctype, importer.data_import = doctype, frappe._dict(submit_after_import=0, mute_emails=1)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		importer.insert_record(
			frappe._dict(audit=closed[AUDIT], asset_tag="X", scan_id="x", scanned_on="2026-01-01")
		)


def test_a_technician_finds_by_link_only_what_they_are_to_mend(closed, as_user):
	user = baseline.USERS["technician"]
	place = builders.space()
	lamp = make.asset(place)
	audit = make.running_audit(place)
	mine, other = (
		findings.raise_finding({"title": f"Torn {who}", "company": baseline.COMPANY, "space": place.name})
		for who in ("mine", "other")
	)
	frappe.db.set_value(FINDING, mine, "found_by", user)
	frappe.db.set_value(FINDING, other, "found_by", "Administrator")
	hidden = {AUDIT: {audit.name, closed[AUDIT]}, LINE: {make.line(audit, lamp).name, closed[LINE]}}
	with as_user(user):
		assert {row["value"] for row in search_link(FINDING, "Torn")} == {mine}
		for ignoring in (0, 1):
			for doctype, names in hidden.items():
				try:
					found = search_link(doctype, "", page_length=500, ignore_user_permissions=ignoring)
				except frappe.PermissionError:
					found = []
				assert not names & {row["value"] for row in found}
	with as_user(baseline.USERS["office_manager"]):
		assert {row["value"] for row in search_link(FINDING, "Torn")} == {mine, other}


# --- export of a list ---------------------------------------------------------------------------------------------


def exported(doctype: str, fields: list[str], audit: str, kind: str) -> bytes:
	frappe.local.form_dict = frappe._dict(
		doctype=doctype,
		fields=json.dumps([f"`tab{doctype}`.`{field}`" for field in fields]),
		filters=json.dumps([[doctype, "audit", "=", audit]]),
		file_format_type=kind,
		title="x",
		view="Report",
	)
	reportview.export_query()
	return frappe.local.response.filecontent


def test_what_a_stranger_sticks_on_a_thing_is_no_formula_in_a_list(closed):
	place = builders.space()
	lamp, audit = make.asset(place), make.running_audit(place)
	make.scan(audit, DANGEROUS, place, note="@SUM(A1)", description="+cmd")
	make.scan(audit, lamp, place, note="-18 °C behind it")
	again = make.scan(audit, DANGEROUS, place)
	assert again["answer"] == "again", "the same tag is the same line"
	audits.end_counting(audit.name)
	line = make.line(audit, "'" + DANGEROUS).name
	decisions.decide(audit.name, [line], "Explain", "=1+1")
	for doctype, fields in (
		(LINE, ["asset_tag", "note", "resolution_reason"]),
		(SCAN, ["asset_tag", "note"]),
	):
		rows = list(csv.reader(io.StringIO(exported(doctype, fields, audit.name, "CSV").decode("utf-8-sig"))))
		assert len(rows) > 2
		assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
		book = openpyxl.load_workbook(io.BytesIO(exported(doctype, fields, audit.name, "Excel")))
		assert not [cell.value for row in book.active.rows for cell in row if cell.data_type == "f"]
	assert make.line(audit, lamp).note == "'-18 °C behind it", "nothing of it is lost"


def test_a_tag_that_begins_like_a_formula_is_found_as_it_is_scanned():
	place = builders.space()
	lamp = frappe.get_doc("Asset", make.asset(place))
	lamp.om_asset_tag = "=A12"
	api.check_asset_tag(lamp)
	frappe.db.set_value("Asset", lamp.name, "om_asset_tag", lamp.om_asset_tag)
	assert lamp.om_asset_tag == "'=A12"
	audit = make.running_audit(place)
	assert make.scan(audit, "=A12", place)["answer"] == "right"
	assert make.results(audit) == {lamp.name: "Found"}

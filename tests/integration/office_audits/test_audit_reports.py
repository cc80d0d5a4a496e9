"""Asset Discrepancies, Audit Results and Count Progress: the figures, whose limits apply, and what stays hidden."""

from datetime import timedelta

import frappe
import pytest
from frappe.desk import query_report
from frappe.utils import now_datetime

from office_management.office_administration import report_mail
from office_management.office_audits import audit_blocks, audits
from office_management.report_tools import FilterError
from tests import audit_builders as make
from tests import baseline, builders
from tests.shared import once_per_module

DIFFERENCES, RESULTS, PROGRESS = "Asset Discrepancies", "Audit Results", "Count Progress"
REPORTS = (DIFFERENCES, RESULTS, PROGRESS)
MAY = ("system_manager", "office_manager", "auditor", "other_manager")
JUNE = {"from_date": "2026-06-01", "to_date": "2026-06-30"}
SUMMER = {"from_date": "2026-06-01", "to_date": "2026-07-31"}


def run(report: str, filters: dict | None = None, user: str = "Administrator") -> list[dict]:
	with builders.as_user(user):
		return query_report.run(report, filters or {})["result"]


def heads(rows: list[dict]) -> dict[str, tuple]:
	"""{group: number of differences, value}."""
	return {row["thing"]: (row["number"], row["asset_value"]) for row in rows if row["indent"] == 0}


def called(rows: list[dict]) -> dict[str, dict]:
	return {row["tag"]: row for row in rows if row["indent"] == 1}


def ended(audit, day: str) -> None:
	audits.end_counting(audit.name)
	frappe.db.set_value("Office Audit", audit.name, "counting_ended_on", f"{day} 12:00:00")


@once_per_module
def june(site):
	"""A count of six things in two rooms in June, with one difference of every kind; and one in July of the same."""
	made = frappe._dict(site=builders.space(space_type="Site"))
	for key in ("one", "two"):
		floor = builders.space(f"Floor {key}", made.site.name, space_type="Floor")
		made[key] = builders.room(floor, space_name=f"Room {key}")
	rooms = {"A1": "one", "A2": "one", "A3": "one", "A4": "one", "B1": "two", "B2": "two"}
	made.assets = {
		key: make.asset(
			made[room],
			om_asset_tag=f"{key}-{made.site.name}",
			value_after_depreciation=2000 if room == "two" else 100,
		)
		for key, room in rooms.items()
	}
	made.assets["O1"] = make.asset(builders.space(space_type="Site"), om_asset_tag=f"O1-{made.site.name}")
	made.tags = {key: f"{key}-{made.site.name}" for key in made.assets}
	made.audit = make.running_audit(made.site, title="June")
	scans = {
		"A1": ("one", {}),
		"A2": ("two", {}),
		"A3": ("one", {"condition": "Damaged"}),
		"A4": ("one", {"custodian": baseline.employee("bram")}),
		"B2": ("two", {}),
		"O1": ("one", {}),
	}
	for key, (room, more) in scans.items():
		make.scan(made.audit, made.tags[key], made[room], **more)
	make.scan(made.audit, "NOBODY", made.two)
	ended(made.audit, "2026-06-10")
	made.july = make.running_audit(made.site, title="July")
	for key in ("A1", "A2", "A3", "A4", "B2"):
		make.scan(made.july, made.tags[key], made[rooms[key]])
	ended(made.july, "2026-07-10")
	return made


# --- differences ----------------------------------------------------------------------------------------------


def test_every_difference_once_with_its_sums(june):
	rows = run(DIFFERENCES, {**JUNE, "group_by": "Place", "depth": "Floor"})
	mine = called(rows)
	assert {tag: row["difference"] for tag, row in mine.items()} == {
		june.tags["A2"]: "Misplaced",
		june.tags["A3"]: "Damaged",
		june.tags["A4"]: "Other Custodian",
		june.tags["O1"]: "Unexpected",
		june.tags["B1"]: "Missing",
		"NOBODY": "Unknown Tag",
	}
	assert heads(rows) == {"Floor one": (4, 400), "Floor two": (2, 2000), "Total": (6, 2400)}
	misplaced = mine[june.tags["A2"]]
	assert (misplaced["expected_place"], misplaced["seen_place"]) == ("Room one", "Room two")
	assert mine[june.tags["A4"]]["holder"] == "Bram Bakker"
	assert {row["decision"] for row in mine.values()} == {"To Decide"}


@pytest.mark.parametrize(
	("group", "groups"),
	[
		("Value", {"1,000 to 10,000": 1, "100 to 1,000": 4, "Under 100": 1}),
		("Difference", dict.fromkeys(("Missing", "Misplaced", "Damaged", "Unexpected", "Unknown Tag"), 1)),
		("Custodian", {"Bram Bakker": 1, "None": 5}),
		("Category", {"None": 6}),
		("Decision", {"To Decide": 6}),
		("Audit", {"June": 6}),
	],
)
def test_the_groups_add_up(june, group, groups):
	found = heads(run(DIFFERENCES, {**JUNE, "group_by": group}))
	assert found.pop("Total")[0] == 6
	assert {
		label: number for label, (number, _value) in found.items() if label != "Other Custodian"
	} == groups


def test_decisions_documents_and_losses(june):
	"""As signing leaves them: the line of what is missing names its Journal Entry, the audit what that booked."""
	line = make.line(june.audit, june.assets["B1"]).name
	frappe.db.set_value(
		"Audit Asset Line",
		line,
		{"resolution": "Write Off", "journal_entry": "JV-1", "resolution_reason": "=1"},
	)
	frappe.get_doc(
		{
			"doctype": "Office Audit Made",
			"parenttype": "Office Audit",
			"parentfield": "made",
			"parent": june.audit.name,
			"document_type": "Journal Entry",
			"document_name": "JV-1",
			"amount": 1500,
		}
	).db_insert()
	answer = query_report.run(DIFFERENCES, JUNE)
	row = called(answer["result"])[june.tags["B1"]]
	assert (row["decision"], row["document"], row["loss"]) == ("Write Off", "JV-1", 1500)
	assert row["reason"] == "'=1"
	assert [line["value"] for line in answer["report_summary"]] == [6, 5, 2000, 1500]
	assert set(called(run(DIFFERENCES, {**JUNE, "state": "Decided"}))) == {june.tags["B1"]}
	assert len(called(run(DIFFERENCES, {**JUNE, "state": "To Decide"}))) == 5


def test_filters_of_differences(june):
	def tags(**filters):
		return set(called(run(DIFFERENCES, {**JUNE, **filters})))

	assert tags(place=june.two.name) == {june.tags["B1"], "NOBODY"}
	assert tags(min_value=1000) == {june.tags["B1"]}
	assert tags(difference="Damaged") == {june.tags["A3"]}
	assert tags(custodian=baseline.employee("bram")) == {june.tags["A4"]}
	assert set(called(run(DIFFERENCES, {"audit": june.july.name}))) == {june.tags["B1"]}
	assert run(DIFFERENCES, {"from_date": "2026-04-01", "to_date": "2026-04-30"}) == []


# --- results --------------------------------------------------------------------------------------------------


def test_results_are_compared_with_the_last_of_the_same_scope(june):
	room = make.running_audit(june.one, title="One room")
	make.scan(room, june.tags["A1"], june.one)
	ended(room, "2026-07-20")
	answer = query_report.run(RESULTS, SUMMER)
	rows = {row["title"]: row for row in answer["result"]}
	figures = ("expected_count", "found_count", "misplaced_count", "missing_count", "unexpected_count")
	assert [rows["June"][name] for name in (*figures, "unknown_count", "damaged_count")] == [
		6,
		4,
		1,
		1,
		1,
		1,
		1,
	]
	assert (rows["June"]["expected_value"], rows["June"]["missing_value"]) == (4400, 2000)
	assert (rows["June"]["result"], rows["June"]["before"]) == (66.7, None)
	assert (rows["July"]["result"], rows["July"]["before"], rows["July"]["change"]) == (83.3, 66.7, 16.6)
	assert rows["One room"]["before"] is None
	data = answer["chart"]["data"]
	assert (data["labels"], data["datasets"][0]["values"]) == (["Jun", "Jul"], [66.7, 60.0])
	only = run(RESULTS, {"from_date": "2026-07-01", "to_date": "2026-07-15"})
	assert [row["before"] for row in only] == [66.7], "the last one may lie before the period"
	assert [row["title"] for row in run(RESULTS, {**SUMMER, "place": june.one.name})] == ["One room"]


# --- progress -------------------------------------------------------------------------------------------------


def under_way(june, **values):
	"""Two of the six are counted: one three hours ago, one now, in the other room."""
	audit = make.running_audit(
		june.site, title="Now", auditors=[{"user": baseline.USERS["auditor"]}], **values
	)
	now = now_datetime()
	with builders.as_user(baseline.USERS["auditor"]):
		make.scan(audit, june.tags["A1"], june.one, device_time=str(now - timedelta(hours=3)))
		make.scan(audit, june.tags["A2"], june.two, device_time=str(now))
	return audit


def test_progress_by_place_and_by_counter(june):
	audit = under_way(june)
	rows = {row["place"]: row for row in run(PROGRESS, {"audit": audit.name})}
	names = ("expected", "counted", "to_count", "percent", "scans", "lately", "per_hour")
	assert [rows["Room one"][name] for name in names] == [4, 2, 2, 50, 1, 0, 1]
	assert [rows["Room two"][name] for name in names] == [2, 0, 2, 0, 1, 1, 1]
	floors = run(PROGRESS, {"audit": audit.name, "depth": "Floor", "place": june.two.name})
	assert [(row["expected"], row["scans"]) for row in floors] == [(2, 1)]
	(counter,) = run(PROGRESS, {"audit": audit.name, "group_by": "Counter"})
	assert [counter[name] for name in ("assets", "places", "scans", "lately", "per_hour")] == [2, 2, 2, 1, 1]
	summary = query_report.run(PROGRESS, {"audit": audit.name})["report_summary"]
	assert [line["value"] for line in summary] == [6, 2, 33.3, 1]


def test_who_counts_blind_is_told_scans_only(june):
	audit = under_way(june, is_blind=1)
	with builders.as_user(baseline.USERS["auditor"]):
		answer = query_report.run(PROGRESS, {"audit": audit.name})
	assert [(row["place"], row.get("expected"), row.get("counted")) for row in answer["result"]] == [
		("Room one", None, None),
		("Room two", None, None),
	]
	assert "expected" not in [column["fieldname"] for column in answer["columns"]]
	assert "hides what is expected" in answer["message"]
	told = run(PROGRESS, {"audit": audit.name}, baseline.USERS["office_manager"])
	assert [row["expected"] for row in told] == [4, 2]
	mailed = {"audit": audit.name, "as_seen_by": baseline.USERS["auditor"]}
	assert "expected" not in run(PROGRESS, mailed, baseline.USERS["office_manager"])[0]


# --- limits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", baseline.USERS)
def test_who_may_run_them(site, key):
	for report in REPORTS:
		if key in MAY:
			run(report, {}, baseline.USERS[key])
			continue
		with pytest.raises(frappe.PermissionError):
			run(report, {}, baseline.USERS[key])


def test_only_audits_that_the_reader_may_see(june):
	audit = under_way(june)
	asked = ((DIFFERENCES, SUMMER), (RESULTS, SUMMER), (PROGRESS, {"audit": audit.name}))
	manager, other = baseline.USERS["office_manager"], baseline.USERS["other_manager"]
	for report, filters in asked:
		assert run(report, filters, manager)
		assert run(report, filters, other) == []
		assert run(report, {**filters, "as_seen_by": other}, manager) == []
	builders.limited_user(manager, june.one.name)
	for report, filters in asked:
		assert run(report, filters, manager) == []


@pytest.mark.parametrize(
	("report", "filters"),
	[
		(DIFFERENCES, {"group_by": "owner"}),
		(DIFFERENCES, {"difference": "%"}),
		(DIFFERENCES, {"audit": ["like", "%"]}),
		(RESULTS, {"audit_type": "%"}),
		(PROGRESS, {"group_by": "scanned_by"}),
	],
)
def test_only_what_is_offered_is_taken(site, report, filters):
	with pytest.raises(FilterError):
		run(report, filters)


def test_the_ready_made_mails_are_there_and_off(site):
	for report in REPORTS:
		frappe.db.delete("Auto Email Report", {"name": report})
		name = report_mail.make_auto_email_report(report)
		assert not frappe.db.get_value("Auto Email Report", name, "enabled")


def test_office_day_shows_audits_under_way_and_to_sign(june):
	audit = under_way(june)

	def mine(key: str) -> dict:
		with builders.as_user(baseline.USERS[key]):
			blocks = {block["key"]: block for block in audit_blocks.get_blocks()}
		return {
			name: [
				row["subtitle"] for row in block["rows"] if row["route"][2] in (audit.name, june.audit.name)
			]
			for name, block in blocks.items()
		}

	due = f"due {frappe.utils.format_date(audit.to_date)}" if audit.to_date else ""
	assert mine("auditor") == {"audits_under_way": [due], "audits_to_sign": ["6 to decide"]}
	assert mine("employee") == mine("receptionist") == {}

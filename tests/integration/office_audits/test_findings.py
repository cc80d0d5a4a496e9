"""Findings: raised once, recognised, mended by one and checked by another, told when late, locked at the end."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from office_management.domain import finding_states as states
from office_management.facilities import tasks
from office_management.office_administration.second_person import SecondPersonError
from office_management.office_audits import api, finding_notices, findings, measures, office_day
from office_management.office_audits.doctype.audit_finding.audit_finding import (
	FindingCompanyError,
	FindingLockedError,
	FindingRightError,
)
from office_management.office_audits.finding_sources import NothingFailedError
from office_management.office_audits.findings import FindingReasonError, FindingStatusError
from office_management.office_audits.report.open_findings import open_findings
from tests import audit_builders, baseline, builders
from tests.builders import as_user
from tests.shared import once_per_module


@once_per_module
def room():
	return builders.room(builders.space())


def found(room=None, **values) -> frappe._dict:
	"""A finding, raised."""
	values = {"title": "The door sticks", "space": room and room.name, **values}
	return frappe.get_doc("Audit Finding", findings.raise_finding(values))


def mended(room, by="technician", **values):
	"""A finding that somebody has mended."""
	finding = found(room, **values)
	with as_user(baseline.USERS[by]):
		findings.finish(finding.name, "Planed it")
	return finding.reload()


# --- raising and recognising ----------------------------------------------------------------------------------


def test_a_finding_is_due_by_its_severity_as_the_settings_say(room):
	frappe.db.set_single_value("Office Management Settings", "mend_days_high", 10)
	assert getdate(found(room).due_date) == getdate(add_days(today(), 30))
	finding = found(room, severity="High")
	assert getdate(finding.due_date) == getdate(add_days(today(), 10))
	finding.severity = "Critical"
	finding.save()
	assert getdate(finding.due_date) == getdate(add_days(today(), 3))
	finding.update({"severity": "Low", "due_date": "2030-01-01"})
	finding.save()
	assert getdate(finding.due_date) == date(2030, 1, 1), "what somebody chose counts"


def test_it_knows_who_found_it_when_where_and_for_which_company(room):
	with as_user(baseline.USERS["auditor"]):
		finding = frappe.get_doc(
			{
				"doctype": "Audit Finding",
				"title": "No light",
				"asset": audit_builders.asset(room),
				"status": "Verified",
				"verified_by": "Administrator",
				"times_found": 9,
			}
		).insert()
	assert (finding.found_by, finding.space, finding.company) == (
		baseline.USERS["auditor"],
		room.name,
		baseline.COMPANY,
	)
	assert (finding.status, finding.verified_by, finding.times_found) == ("Open", None, 1)


def test_one_source_is_one_finding_and_the_same_matter_is_seen_again(room):
	audit = audit_builders.audit(room)
	source = {"office_audit": audit.name, "line_key": "exit-free"}
	first = found(room, **source)
	assert found(room, **source).name == first.name
	assert first.reload().times_found == 1
	again = found(
		room, office_audit=audit_builders.audit(room).name, line_key="exit-free", severity="Critical"
	)
	assert again.name == first.name
	assert (again.times_found, len(again.sightings), again.severity) == (2, 2, "Critical")
	assert getdate(again.due_date) == getdate(add_days(today(), 3))


def test_the_same_question_elsewhere_is_another_matter(room):
	first = found(room, line_key="exit-free")
	other = found(builders.room(builders.space()), line_key="exit-free")
	assert other.name != first.name and not other.repeats


def test_the_same_asset_at_the_same_place_is_recognised(room):
	lamp = audit_builders.asset(room)
	first = found(asset=lamp)
	assert found(asset=lamp, title="Broken once more").name == first.name


def test_what_is_seen_again_is_not_done(room):
	finding = mended(room, line_key="exit-free")
	assert found(room, line_key="exit-free").name == finding.name
	assert finding.reload().status == states.REJECTED
	assert "Seen again" in finding.rejected_reason


def test_after_it_was_verified_a_new_one_says_what_it_repeats(room):
	first = mended(room, line_key="exit-free")
	findings.verify(first.name)
	second = found(room, line_key="exit-free")
	assert second.name != first.name
	assert (second.repeats, second.times_found, second.status) == (first.name, 2, "Open")


def test_place_and_asset_of_two_companies_are_refused(room):
	with pytest.raises(FindingCompanyError, match="belongs to"):
		found(room, asset=audit_builders.asset(room, company=baseline.OTHER_COMPANY))


def test_a_failed_line_of_a_task_becomes_a_finding_once(room):
	task, line = failed_task(room)
	name = api.raise_task_finding(task.name, line.line_key)
	assert api.raise_task_finding(task.name, line.line_key) == name
	finding = frappe.get_doc("Audit Finding", name)
	assert (finding.title, finding.source_task, finding.line_key, finding.space) == (
		line.question,
		task.name,
		line.line_key,
		room.name,
	)
	assert [row["finding"] for row in api.get_failed_lines(task.name)] == [name]
	with pytest.raises(NothingFailedError):
		api.raise_task_finding(task.name, "no-such-line")


def failed_task(room):
	"""A task with one question, answered No."""
	template = frappe.get_doc(
		{
			"doctype": "Checklist Template",
			"title": builders.unique("Round "),
			"items": [{"question": "Is the way out free?", "answer_type": "Yes/No/NA"}],
		}
	).insert()
	task = frappe.get_doc(
		{
			"doctype": "Facility Task",
			"subject": "Evening round",
			"space": room.name,
			"checklist_template": template.name,
		}
	).insert()
	task.checklist[0].answer = "No"
	task.save()
	return task.reload(), task.checklist[0]


def test_a_line_of_a_count_becomes_a_finding_once(room):
	lamp = audit_builders.asset(room)
	audit = audit_builders.running_audit(room)
	line = audit_builders.line(audit, lamp).name
	name = api.raise_line_finding(line, "The lamp hangs by its wire", "Critical")
	assert api.raise_line_finding(line, "The lamp hangs by its wire") == name
	assert frappe.db.get_value("Audit Finding", name, ["asset", "space", "office_audit"]) == (
		lamp,
		room.name,
		audit.name,
	)
	assert frappe.db.get_value("Audit Asset Line", line, "finding") == name


# --- mending and checking -------------------------------------------------------------------------------------


def test_one_mends_and_another_verifies(room):
	finding = mended(room)
	assert (finding.status, finding.done_by, finding.measure) == (
		"Done",
		baseline.USERS["technician"],
		"Planed it",
	)
	with as_user(baseline.USERS["auditor"]):
		findings.verify(finding.name)
	finding.reload()
	assert (finding.status, finding.verified_by, finding.by_one_person) == (
		"Verified",
		baseline.USERS["auditor"],
		0,
	)


def test_who_mended_it_does_not_verify_it_unless_the_rule_is_off(room):
	finding = mended(room, by="office_manager")
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Required")
	with as_user(baseline.USERS["office_manager"]):
		with pytest.raises(SecondPersonError):
			findings.verify(finding.name)
		frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
		findings.verify(finding.name)
	assert finding.reload().by_one_person == 1


def test_it_is_rejected_back_with_a_reason_and_who_mends_it_is_told(room):
	finding = mended(room, responsible=baseline.employee("teun"))
	finding_notices.tell_of_findings()
	with pytest.raises(FindingReasonError, match="Say why"):
		findings.reject(finding.name, " ")
	findings.reject(finding.name, "It still sticks")
	finding.reload()
	assert (finding.status, finding.rejected_reason) == ("Rejected", "It still sticks")
	finding_notices.tell_of_findings()
	finding_notices.tell_of_findings()
	told = notices(finding, baseline.USERS["technician"])
	assert len(told) == 1 and "look again" in told[0]
	findings.take(finding.name)
	assert finding.reload().status == "In Progress"


def notices(finding, user=None) -> list[str]:
	"""What was told of a finding at the desk."""
	filters = {"document_name": finding.name, **({"for_user": user} if user else {})}
	return frappe.get_all("Notification Log", filters, pluck="subject", order_by="creation")


@pytest.mark.parametrize("after", ["Verified", "Rejected"])
def test_what_nobody_mended_is_not_checked(room, after):
	finding = found(room)
	with pytest.raises(FindingStatusError, match="cannot become"):
		findings.move(finding.name, after, "a reason")


def test_verified_findings_are_locked_with_their_evidence(room):
	finding = mended(room, photos=[{"photo": "/private/files/door.jpg"}])
	findings.verify(finding.name)
	finding.reload()
	for change in ({"description": "It was nothing"}, {"photos": []}, {"status": "Open"}):
		finding.reload().update(change)
		with pytest.raises(FindingLockedError, match="stays as it is"):
			finding.save(ignore_permissions=True)
		theirs = frappe.get_doc("Audit Finding", finding.name).update(change)
		with as_user(baseline.USERS["auditor"]), pytest.raises(frappe.PermissionError):
			theirs.save()
	with pytest.raises(FindingLockedError):
		frappe.delete_doc("Audit Finding", finding.name, ignore_permissions=True)
	assert len(finding.reload().photos) == 1


# --- what is done about it ------------------------------------------------------------------------------------


def test_a_task_mends_it_and_whoever_finishes_the_task_has_mended_it(room):
	finding = found(room, severity="High")
	task = api.make_finding_task(finding.name)
	assert frappe.db.get_value("Facility Task", task, ["source", "space", "urgency"]) == (
		"Audit",
		room.name,
		"High",
	)
	with pytest.raises(measures.MeasureThereError):
		api.make_finding_task(finding.name)
	with pytest.raises(measures.MeasureOpenError, match="not done yet"):
		api.finish_finding(finding.name)
	with as_user(baseline.USERS["technician"]):
		tasks.finish(task, "Planed the door")
	finding.reload()
	assert (finding.status, finding.done_by, finding.measure) == (
		"Done",
		baseline.USERS["technician"],
		"Planed the door",
	)
	findings.reject(finding.name, "It still sticks")
	assert api.make_finding_task(finding.name) != task, "once the task is over, another may be made"


def test_a_quality_action_is_made_with_the_rights_of_the_user(room):
	finding = found(room)
	name = api.make_finding_quality_action(finding.name)
	action = frappe.get_doc("Quality Action", name)
	assert (action.corrective_preventive, action.status) == ("Corrective", "Open")
	assert "The door sticks" in action.resolutions[0].problem
	with pytest.raises(measures.MeasureOpenError):
		api.finish_finding(finding.name)
	action.resolutions[0].status = "Completed"
	action.save()
	api.finish_finding(finding.name)
	assert finding.reload().status == "Done"


# --- late -----------------------------------------------------------------------------------------------------


def test_what_is_late_is_told_once_to_the_lead_and_the_managers(room):
	audit = audit_builders.audit(room)
	finding = found(room, office_audit=audit.name, line_key="exit-free")
	frappe.db.set_value("Audit Finding", finding.name, "due_date", add_days(today(), -1))
	finding_notices.tell_of_findings()
	finding_notices.tell_of_findings()
	assert len(notices(finding, audit.lead_auditor)) == 1
	assert len(notices(finding, baseline.USERS["office_manager"])) == 1
	assert not notices(finding, baseline.USERS["other_manager"])
	finding.reload().due_date = add_days(today(), 5)
	finding.save()
	assert finding.escalated_on is None, "a later day may pass, too"


def test_what_is_done_is_not_late(room):
	finding = mended(room)
	frappe.db.set_value("Audit Finding", finding.name, "due_date", add_days(today(), -1))
	finding_notices.tell_of_findings()
	assert not notices(finding)


def test_without_mail_the_notice_stands(room, monkeypatch):
	def broken(*_args, **_kwargs):
		raise OSError("no mail server")

	monkeypatch.setattr(frappe, "sendmail", broken)
	finding = found(room, responsible=baseline.employee("teun"))
	finding_notices.tell_of_findings()
	assert len(notices(finding, baseline.USERS["technician"])) == 1


# --- who sees and does what -----------------------------------------------------------------------------------


def test_who_mends_sees_only_what_is_theirs_and_does_not_decide(room):
	theirs, other = found(room, responsible=baseline.employee("teun")), found(room, title="Another")
	by_task = found(room, title="By a task")
	task = api.make_finding_task(by_task.name)
	frappe.get_doc(
		{
			"doctype": "ToDo",
			"reference_type": "Facility Task",
			"reference_name": task,
			"allocated_to": baseline.USERS["technician"],
			"description": "x",
		}
	).insert()
	with as_user(baseline.USERS["technician"]):
		assert set(frappe.get_list("Audit Finding", pluck="name", order_by="name")) == {
			theirs.name,
			by_task.name,
		}
		with pytest.raises(frappe.PermissionError):
			api.take_finding(other.name)
		api.take_finding(theirs.name)
		mine = frappe.get_doc("Audit Finding", theirs.name)
		mine.cause = "Damp"
		mine.save()
		mine.due_date = getdate(mine.due_date) + timedelta(days=300)
		with pytest.raises(FindingRightError, match="Mend By"):
			mine.save()
		api.finish_finding(theirs.name)
		with pytest.raises(frappe.PermissionError):
			api.verify_finding(theirs.name)
		mine.reload().status = "Verified"
		with pytest.raises(frappe.PermissionError):
			mine.save()


def test_managers_see_those_of_their_company_and_places(room):
	finding = found(room)
	with as_user(baseline.USERS["other_manager"]):
		assert not frappe.get_list("Audit Finding", {"name": finding.name}, order_by="name")
	with as_user(baseline.USERS["office_manager"]):
		assert frappe.get_list("Audit Finding", {"name": finding.name}, order_by="name")


def test_office_day_shows_what_is_late_mine_and_to_be_verified(room):
	late = found(room, responsible=baseline.employee("teun"))
	frappe.db.set_value("Audit Finding", late.name, "due_date", add_days(today(), -1))
	done = mended(room, title="Another")
	with as_user(baseline.USERS["auditor"]):
		blocks = {block["key"]: block for block in office_day.get_blocks()}
	assert late.name in names_in(blocks["findings_late"])
	assert done.name in names_in(blocks["findings_to_verify"])
	with as_user(baseline.USERS["technician"]):
		(block,) = office_day.get_blocks()
	assert block["key"] == "findings_mine" and names_in(block) == [late.name]
	with as_user(baseline.USERS["employee"]):
		assert office_day.get_blocks() == []


def names_in(block: dict) -> list[str]:
	"""The findings that a block of Office Day leads to."""
	return [row["route"][2] for row in block["rows"]]


# --- the report -----------------------------------------------------------------------------------------------


def test_open_findings_tells_age_and_lateness_to_who_may_see_them(room):
	late, done = found(room, severity="Critical"), mended(room, title="=Another")
	closed = mended(room, title="A third")
	findings.verify(closed.name)
	dates = {"due_date": add_days(today(), -2), "found_on": add_days(today(), -9)}
	frappe.db.set_value("Audit Finding", late.name, dates)
	with as_user(baseline.USERS["auditor"]):
		_columns, rows, _message, chart, summary = open_findings.execute({"place": room.name})
	shown = {row["finding"]: (row["age"], row["days_late"], row["title"]) for row in rows}
	assert shown == {late.name: (9, 2, "The door sticks"), done.name: (0, None, "'=Another")}
	assert [figure["value"] for figure in summary] == [2, 1, 1]
	assert [sum(line["values"]) for line in chart["data"]["datasets"]] == [0, 1, 0, 1]
	with as_user(baseline.USERS["other_manager"]):
		assert not open_findings.execute({"severity": "Critical"})[1]
	with as_user(baseline.USERS["employee"]), pytest.raises(frappe.PermissionError):
		open_findings.execute({})

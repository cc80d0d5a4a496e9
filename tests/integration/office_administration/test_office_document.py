"""Office Documents: their state, who sees them, private files, what replaces what, reminders once, and the report."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today
from freezegun import freeze_time

from office_management.inputs import InputError
from office_management.office_administration import api, document_blocks, document_notices, documents
from office_management.office_administration.doctype.office_document.office_document import (
	DocumentDatesError,
	DocumentOwnerError,
	RemindDaysError,
)
from office_management.office_administration.document_files import DocumentFileError
from office_management.office_administration.documents import (
	DocumentReasonError,
	DocumentWithdrawnError,
	ReplacedAlreadyError,
	ReplacesItselfError,
	ReviewDateError,
)
from office_management.office_administration.report.documents_expiring import documents_expiring
from tests import baseline, builders
from tests.builders import as_user, day
from tests.document_builders import document, notices, reminders

USERS = baseline.USERS


def on_day(number: int):
	"""Noon, so many days from today."""
	return freeze_time(f"{add_days(today(), number)} 12:00:00", tick=True)


# --- state and rules ------------------------------------------------------------------------------------------


def test_the_status_follows_the_dates_and_nobody_else_sets_it():
	paper = document(valid_until_date=day(-1), status="Valid", withdrawn_reason="x", reviewed_by="Guest")
	assert (paper.status, paper.withdrawn_reason, paper.reviewed_by) == ("Expired", None, None)
	paper.update({"valid_until_date": day(0), "next_review_date": day(0)})
	assert paper.save().status == "Review Due"
	with on_day(3):
		documents.refresh_document_statuses()
	assert frappe.db.get_value("Office Document", paper.name, "status") == "Expired"


def test_a_place_decides_the_company_and_the_name_is_stored():
	site = builders.space(company=baseline.OTHER_COMPANY)
	paper = document(space=site.name, responsible=baseline.employee("xander"))
	assert paper.company == baseline.OTHER_COMPANY
	assert paper.responsible_name == "Xander Xhofleer"


@pytest.mark.parametrize(
	("values", "error"),
	[
		({"valid_from_date": "2030-01-05", "valid_until_date": "2030-01-04"}, DocumentDatesError),
		({"remind_days": "a month"}, RemindDaysError),
		({"valid_until_date": "0001-01-01"}, InputError),
	],
)
def test_what_cannot_be_is_refused(values, error):
	with pytest.raises(error):
		document(**values)


def test_only_who_works_here_is_made_responsible():
	gone = builders.make_employee(status="Left", relieving_date=day(-1))
	with pytest.raises(DocumentOwnerError, match="works here"):
		document(responsible=gone.name)


# --- acts -----------------------------------------------------------------------------------------------------


def test_reviewed_with_a_note_it_comes_again_after_the_months():
	paper = document(review_every_months=12, responsible=baseline.employee("anna"))
	assert getdate(paper.next_review_date) > day(300)
	paper.db_set("next_review_date", day(-2))
	with as_user(USERS["employee"]):
		assert api.review_document(paper.name, "All in order") == str(frappe.utils.add_months(today(), 12))
	paper.reload()
	assert (paper.status, paper.reviewed_by, paper.review_note) == (
		"Valid",
		USERS["employee"],
		"All in order",
	)
	assert getdate(paper.last_reviewed_date) == day(0)
	api.review_document(paper.name, None, day(20))
	assert getdate(paper.reload().next_review_date) == day(20)
	with pytest.raises(ReviewDateError, match="after today"):
		api.review_document(paper.name, None, day(0))


def test_withdrawing_needs_a_reason_and_can_be_taken_back():
	paper = document(valid_until_date=day(3))
	with pytest.raises(DocumentReasonError):
		api.withdraw_document(paper.name, " ")
	api.withdraw_document(paper.name, "Sold the lift")
	paper.reload()
	assert (paper.status, paper.next_reminder_date) == ("Withdrawn", None)
	with pytest.raises(DocumentWithdrawnError, match="Put it back"):
		api.review_document(paper.name)
	api.put_back_document(paper.name)
	assert paper.reload().status == "Valid" and paper.next_reminder_date


def test_what_replaces_a_document_withdraws_it_when_it_begins():
	old = document(valid_until_date=day(10))
	new = document(valid_from_date=day(11), valid_until_date=day(400), replaces=old.name)
	old.reload()
	assert (old.replacement, old.status, getdate(old.withdrawn_from_date)) == (new.name, "Valid", day(11))
	assert old.next_reminder_date is None, "nobody is reminded of what is replaced"
	with on_day(11):
		documents.refresh_document_statuses()
	assert old.reload().status == "Withdrawn"
	with pytest.raises(DocumentWithdrawnError, match="was replaced"):
		api.put_back_document(old.name)
	with pytest.raises(ReplacedAlreadyError):
		document(replaces=old.name)
	old.replaces = new.name
	with pytest.raises(ReplacesItselfError):
		old.save()
	new.delete()
	old.reload()
	assert (old.replacement, old.status, old.withdrawn_from_date) == (None, "Valid", None)


# --- who sees what, and files ---------------------------------------------------------------------------------


def test_owners_and_their_deputies_see_their_own_auditors_all_and_only_managers_write():
	mine = document(responsible=baseline.employee("anna"))
	other = document()
	frappe.db.set_value("Employee", baseline.employee("anna"), "om_deputy", baseline.employee("rosa"))
	for user, may in (("employee", 1), ("receptionist", 1), ("technician", 0)):
		with as_user(USERS[user]):
			names = frappe.get_list(
				"Office Document", {"name": ("in", [mine.name, other.name])}, pluck="name"
			)
			assert names == [mine.name] * may
			assert frappe.has_permission("Office Document", "read", doc=mine.name) == bool(may)
			assert not frappe.has_permission("Office Document", "write", doc=mine.name)
			found = api.search_documents("Office Document", mine.title)
			assert len(found) == may
	with as_user(USERS["auditor"]):
		assert frappe.has_permission("Office Document", "read", doc=other.name)
		assert not frappe.has_permission("Office Document", "write", doc=other.name)
		with pytest.raises(frappe.PermissionError):
			api.review_document(other.name)


def test_who_is_limited_to_a_place_sees_the_documents_of_it():
	here, there = builders.space(), builders.space()
	papers = [document(space=place) for place in (here.name, there.name, None)]
	manager = builders.limited_user(builders.user("Office Manager"), here.name)
	with as_user(manager):
		seen = frappe.get_list(
			"Office Document", {"name": ("in", [one.name for one in papers])}, pluck="name"
		)
		assert seen == [papers[0].name]
		with pytest.raises(frappe.PermissionError):
			document(space=there.name)


def upload(name: str, **values):
	return frappe.get_doc(
		{"doctype": "File", "file_name": name, "content": f"secret {builders.unique()}", **values}
	).insert()


def test_files_are_private_whatever_was_chosen():
	file = upload(f"{builders.unique('licence')}.txt", is_private=0)
	paper = document(file=file.file_url)
	assert paper.file.startswith("/private/files/")
	assert frappe.db.get_value("File", file.name, ["is_private", "file_url"]) == (1, paper.file)
	added = upload(
		f"{builders.unique('more')}.txt",
		is_private=0,
		attached_to_doctype="Office Document",
		attached_to_name=paper.name,
	)
	assert added.is_private and added.file_url.startswith("/private/files/")
	with as_user(USERS["technician"]):
		assert not frappe.has_permission("File", "read", doc=added.name)


def test_only_files_that_the_user_may_open_are_named():
	secret = upload(f"{builders.unique('secret')}.txt", is_private=1)
	with as_user(USERS["office_manager"]):
		for address in (secret.file_url, "javascript:alert(1)", "/private/files/none.txt", "/files/../x"):
			with pytest.raises(DocumentFileError, match="Attach one"):
				document(file=address)
		assert document(file="https://supplier.example/contract.pdf").file


def test_a_public_file_of_others_stays_theirs():
	site = builders.space()
	file = upload(
		f"{builders.unique('plan')}.txt",
		is_private=0,
		attached_to_doctype="Office Space",
		attached_to_name=site.name,
	)
	paper = document(file=file.file_url)
	assert paper.file.startswith("/private/files/") and paper.file != file.file_url
	assert frappe.db.get_value("File", file.name, "is_private") == 0


# --- reminders ------------------------------------------------------------------------------------------------


def remind(number: int) -> None:
	"""What the hourly job does so many days from today."""
	with on_day(number):
		document_notices.remind_of_documents()


@pytest.fixture
def sent(monkeypatch) -> list[str]:
	"""Whom mails went to."""
	found: list[str] = []
	monkeypatch.setattr(frappe, "sendmail", lambda recipients, **_rest: found.extend(recipients))
	return found


@pytest.fixture
def owner():
	"""A user who is responsible, and nobody else: (user, employee)."""
	person = builders.make_employee()
	return builders.user("Employee", employee=person.name), person.name


def test_the_owner_is_reminded_once_on_each_day_and_managers_when_it_is_late(owner, sent):
	user, employee = owner
	paper = document(title="Fire <b>licence", valid_until_date=day(40), responsible=employee)
	for number in (0, 9, 10, 10, 11, 26, 33, 40):
		remind(number)
	told = reminders(paper)
	assert [(row.recipient, (row.reminder_date - day(40)).days) for row in told] == [
		(user, -30),
		(user, -14),
		(user, -7),
		(user, 0),
	]
	assert all(row.told_on and row.mailed_on for row in told)
	assert len(notices(user)) == 4 and "&lt;b&gt;licence" in notices(user)[0]
	remind(47)
	late = [row.recipient for row in reminders(paper) if row.reminder_date == day(47)]
	assert user in late and USERS["office_manager"] in late
	assert USERS["other_manager"] not in late, "it is not of their company"


def test_after_days_without_scheduler_one_mail_tells_of_everything(owner, sent):
	user, employee = owner
	papers = [document(valid_until_date=day(20), responsible=employee) for _number in range(5)]
	remind(19)
	assert [len(reminders(paper)) for paper in papers] == [1] * 5
	assert sent.count(user) == 1
	assert len(notices(user)) == 1, "one notice for many"


def test_a_dead_mail_server_loses_nothing(owner, monkeypatch):
	user, employee = owner
	paper = document(valid_until_date=day(7), responsible=employee)

	def dead(**_values):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", dead)
	remind(0)
	(row,) = reminders(paper)
	assert row.told_on and not row.mailed_on and len(notices(user)) == 1
	monkeypatch.setattr(frappe, "sendmail", lambda **_values: None)
	remind(1)
	(row,) = reminders(paper)
	assert row.mailed_on and len(notices(user)) == 1, "mailed later, and not told twice"


def test_killed_between_noting_and_telling_it_is_told_by_the_next_sweep(owner):
	user, employee = owner
	paper = document(valid_until_date=day(7), responsible=employee)
	document_notices.note_reminders(paper.name)
	remind(0)
	(row,) = reminders(paper)
	assert row.told_on and row.recipient == user


def test_what_was_renewed_or_replaced_meanwhile_is_not_told(owner):
	user, employee = owner
	renewed, replaced = (document(valid_until_date=day(7), responsible=employee) for _number in range(2))
	document_notices.note_reminders(renewed.name)
	document_notices.note_reminders(replaced.name)
	renewed.reload().update({"valid_until_date": day(300)})
	renewed.save()
	document(replaces=replaced.name)
	remind(0)
	assert not notices(user) and not reminders(renewed) and not reminders(replaced)


def test_an_open_form_saved_late_keeps_the_reminders(owner):
	_user, employee = owner
	paper = document(valid_until_date=day(7), responsible=employee)
	open_form = frappe.get_doc("Office Document", paper.name)
	remind(0)
	open_form.update({"notes": "typed meanwhile", "reminders": []})
	open_form.save()
	assert len(reminders(paper)) == 1
	remind(0)
	assert len(reminders(paper)) == 1


def test_without_an_owner_who_works_here_the_deputy_is_told_then_the_managers():
	person, deputy = builders.make_employee(), builders.make_employee()
	stands_in = builders.user("Employee", employee=deputy.name)
	frappe.db.set_value("Employee", person.name, "om_deputy", deputy.name)
	paper = document(valid_until_date=day(7), responsible=person.name)
	alone = document(valid_until_date=day(7))
	remind(0)
	assert [row.recipient for row in reminders(paper)] == [stands_in]
	assert USERS["office_manager"] in [row.recipient for row in reminders(alone)]


# --- report, Office Day, calendar -----------------------------------------------------------------------------


def test_the_report_lists_what_is_due_in_the_period_and_what_is_overdue():
	site = builders.space()
	soon = document(title="=Soon", space=site.name, valid_until_date=day(30), next_review_date=day(-2))
	late = document(title="Late", space=site.name, valid_until_date=day(-3), document_type="Licence")
	document(title="Far", space=site.name, valid_until_date=day(200))
	old = document(title="Old", space=site.name, valid_until_date=day(5))
	document(space=site.name, replaces=old.name)
	_columns, rows, _message, chart, summary = documents_expiring.execute({"place": site.name})
	assert [(row["document"], row["kind_key"], row["days_left"]) for row in rows] == [
		(late.name, "Expiry", -3),
		(soon.name, "Review", -2),
		(soon.name, "Expiry", 30),
	]
	assert rows[2]["title"] == "'=Soon"
	assert [one["value"] for one in summary] == [1, 1, 1]
	assert sum(sum(one["values"]) for one in chart["data"]["datasets"]) == 3
	rows = documents_expiring.execute({"place": site.name, "with_overdue": 0, "document_type": "Licence"})[1]
	assert rows == []
	with as_user(USERS["other_manager"]):
		assert not [row for row in documents_expiring.execute({})[1] if row["document"] == late.name]


def test_the_report_is_ready_to_be_mailed_and_switched_off():
	assert frappe.db.get_value("Auto Email Report", "Documents Expiring", "enabled") == 0


def test_office_day_shows_owners_theirs_and_spares_those_who_have_none():
	document(title="Mine", valid_until_date=day(3), responsible=baseline.employee("anna"))
	with as_user(USERS["employee"]):
		(block,) = document_blocks.get_blocks()
		assert [row["title"] for row in block["rows"]] == ["Mine"]
	with as_user(USERS["technician"]):
		assert document_blocks.get_blocks() == []


def test_the_calendar_shows_both_days_of_what_the_user_may_see():
	paper = document(title="Lift", valid_until_date=day(9), next_review_date=day(4))
	filters = [["Office Document", "name", "=", paper.name]]
	events = api.get_document_calendar(str(day(0)), str(day(30)), frappe.as_json(filters))
	assert [event["title"] for event in events] == ["Lift: last day", "Lift: review"]
	with as_user(USERS["employee"]):
		assert api.get_document_calendar(str(day(0)), str(day(30))) == []

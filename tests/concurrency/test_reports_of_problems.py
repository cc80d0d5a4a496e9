"""Reports of problems when many report, merge and mail at the same moment."""

import frappe
import pytest

from tests import builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 6, 5
REPORTER = "Facility Task Reporter"
NOTE = "Mail of the test"


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def room():
	"""A committed place, removed again with all that was reported there."""
	made = builders.room(builders.space(space_code=builders.unique("REPORTS")).name)
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	tasks = frappe.get_all("Facility Task", {"space": made.name}, pluck="name", limit=0) or [""]
	for doctype, field in ((REPORTER, "parent"), ("Comment", "reference_name"), ("Version", "docname")):
		frappe.db.delete(doctype, {field: ("in", tasks)})
	frappe.db.delete("Facility Task", {"name": ("in", tasks)})
	frappe.db.delete("Note", {"title": ("like", f"{NOTE}%")})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": ("like", f"{made.parent_space}%")})
	frappe.db.commit()


# --- what they do ---------------------------------------------------------------------------------------------


def report(space: str, company: str, text: str, key: str, email: str = "") -> None:
	"""What the endpoint for guests does with a good token."""
	from office_management.facilities import problem_reports
	from office_management.retries import with_retries

	told = problem_reports.read_report(text, key, email=email)
	with_retries(lambda: problem_reports.take(told, frappe._dict(name=space, company=company)))


def merge(task: str, into: str) -> None:
	from office_management.facilities import api

	api.merge_tasks([task], into)


def mail_all() -> None:
	"""The sweep; a mail is a note here, in the same transaction as Frappe's mail queue would be."""
	from office_management.facilities import reporters

	def sendmail(**mail):
		title = f"{NOTE} {mail['recipients'][0]} {frappe.generate_hash(length=8)}"
		frappe.get_doc({"doctype": "Note", "title": title, "content": "-"}).insert()

	frappe.sendmail = sendmail
	reporters.send_owed_mails()


def tasks_at(room) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("Facility Task", {"space": room.name}, pluck="name", order_by="creation", limit=0)


# --- rounds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_the_same_report_from_many_at_once_is_one_task(crowd, room, isolated):
	for number in range(ROUNDS):
		act = (report, room.name, room.company, f"Problem {number}", f"{number}" * 32)
		found = crowd.together([act] * CROWD, isolated)
		assert found.done == CROWD, str(found)
	assert len(tasks_at(room)) == ROUNDS
	assert frappe.db.count(REPORTER, {"parent": ("in", tasks_at(room))}) == ROUNDS


def test_of_two_who_merge_into_each_other_one_wins(crowd, room):
	for number in range(ROUNDS):
		for half in "AB":
			report(room.name, room.company, f"Problem {number} {half}", f"{number}{half}" * 16)
		frappe.db.commit()
		one, other = tasks_at(room)[-2:]
		found = crowd.together([(merge, one, other), (merge, other, one)])
		assert found.done == 1, str(found)
		assert found.refused_as() == {"MergeError"}, str(found)
		frappe.db.rollback()
		merged = frappe.get_all("Facility Task", {"name": ("in", [one, other])}, pluck="merged_into")
		assert sorted(filter(None, merged)) in ([one], [other])
		(stays,) = filter(None, merged)
		assert frappe.db.count(REPORTER, {"parent": stays}) == 2


def test_a_report_that_comes_during_a_merge_is_with_the_task_that_stays(crowd, room):
	for number in range(ROUNDS):
		for half in "AB":
			report(room.name, room.company, f"Problem {number} {half}", f"{number}{half}" * 16)
		frappe.db.commit()
		goes, stays = tasks_at(room)[-2:]
		found = crowd.together([(merge, goes, stays), (add_late, goes)])
		assert found.done == 2, str(found)
		frappe.db.rollback()
		assert frappe.db.count(REPORTER, {"parent": stays}) == 3
		assert frappe.db.count(REPORTER, {"parent": goes}) == 0


def add_late(task: str) -> None:
	from office_management.facilities import reporters

	reporters.add_reporter(task, reporter_name="Late", text="The same again")


def test_sweeps_at_the_same_time_send_every_mail_once(crowd, room):
	for number in range(8):
		report(room.name, room.company, f"Problem {number}", f"{number}" * 32, f"sweep{number}@else.example")
	frappe.db.commit()
	found = crowd.together([(mail_all,)] * CROWD)
	assert found.refused_as() <= {"LostRace"}, str(found)
	crowd.together([(mail_all,)])
	frappe.db.rollback()
	titles = frappe.get_all("Note", {"title": ("like", f"{NOTE} sweep%")}, pluck="title", limit=0)
	assert sorted(title.split()[4] for title in titles) == [
		f"sweep{number}@else.example" for number in range(8)
	]

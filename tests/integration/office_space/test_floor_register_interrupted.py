"""A floor register import that is killed, fails or is started twice: nothing is lost, nothing is done twice."""

import subprocess
import sys
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_to_date, today

from office_management import batches
from office_management.office_space import register
from office_management.office_space.doctype.floor_register_import import floor_register_import as machinery
from tests import baseline
from tests import builders as make

pytestmark = pytest.mark.commits
CLONE = Path(__file__).resolve().parents[3]
PEOPLE = ("anna", "bram", "carla", "daan", "emma")

KILLED_IN_THE_MIDDLE = """
import sys
import frappe

site, sites, name = sys.argv[1:]
frappe.init(site=site, sites_path=sites)
frappe.connect()
from office_management.office_space import register

register.SEATS_AT_ONCE = 1
register.PLACES_AT_ONCE = 2
told = 0


def tell_and_wait(*args):
	global told
	told += 1
	if told == 5:
		print("in the middle of a batch", flush=True)
		sys.stdin.read()


register.tell = tell_and_wait
register.run_import(name)
"""


@pytest.fixture
def floor():
	"""A committed site and floor, removed afterwards with all that lies in it."""
	site = make.space(space_type="Site", space_code=make.unique("KILL"))
	floor = make.space(None, site.name, space_type="Floor")
	frappe.db.commit()
	yield floor
	frappe.db.rollback()
	for doctype, field in (("Space Allocation", "space"), ("Office Space", "name"), ("Location", "name")):
		frappe.db.delete(doctype, {field: ("like", f"{site.name}%")})
	for name in frappe.get_all("Floor Register Import", {"under_space": floor.name}, pluck="name"):
		frappe.db.set_value("Floor Register Import", name, "status", "Done")
		frappe.delete_doc("Floor Register Import", name, delete_permanently=True)
	frappe.db.commit()


@pytest.fixture
def checked(floor, jobs_run_now):
	"""A checked import of five desks with five people."""
	content = "".join(f"D{number};{person}\n" for number, person in enumerate(PEOPLE))
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "kill.csv", "is_private": 1, "content": content}
	).insert()
	doc = frappe.get_doc(
		{
			"doctype": "Floor Register Import",
			"import_file": file.file_url,
			"under_space": floor.name,
			"company": baseline.COMPANY,
			"from_date": today(),
		}
	).insert()
	frappe.db.set_value("File", file.name, {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name})
	machinery.check_file(doc.name)
	frappe.db.commit()
	return doc.reload()


def seats_given(floor):
	frappe.db.rollback()
	return frappe.db.count("Space Allocation", {"space": ("like", f"{floor.name}%")})


def everything_is_there_once(doc, floor):
	assert seats_given(floor) == 5
	assert frappe.db.count("Office Space", {"parent_space": floor.name}) == 5
	doc.reload()
	assert (doc.status, doc.created_count, doc.allocated_count, doc.refused_count) == ("Done", 5, 5, 0)
	assert (doc.done_steps, doc.total_steps) == (10, 10)
	assert {result["outcome"] for result in register.load_results(doc).values()} == {"Created"}


def test_a_killed_process_leaves_work_that_is_finished_later(checked, floor, site):
	"""Killed inside a batch: that batch is undone, the ones before stand; going on does the rest, and only that."""
	frappe.db.set_value(checked.doctype, checked.name, {"status": "Running", "started_by": "Administrator"})
	frappe.db.commit()
	command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, site, frappe.local.sites_path, checked.name]
	child = subprocess.Popen(
		command, cwd=frappe.local.sites_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
	)
	assert child.stdout.readline() == "in the middle of a batch\n"
	child.kill()
	child.communicate()
	assert seats_given(floor) == 1
	checked.reload()
	assert (checked.status, checked.done_steps, checked.total_steps) == ("Running", 6, 10)
	old = add_to_date(None, minutes=-20, as_datetime=True)
	frappe.db.set_value(checked.doctype, checked.name, "progress_on", old)
	machinery.start_import(checked.name)
	frappe.db.commit()
	everything_is_there_once(checked, floor)


def test_a_failed_run_goes_on_where_it_stopped(checked, floor, monkeypatch):
	monkeypatch.setattr(register, "SEATS_AT_ONCE", 1)
	tell, told = register.tell, []

	def the_power_goes(name, done=0, total=0):
		told.append(done)
		if len(told) == 3:
			raise RuntimeError("the power went")
		tell(name, done, total)

	monkeypatch.setattr(register, "tell", the_power_goes)
	machinery.start_import(checked.name)
	frappe.db.commit()
	checked.reload()
	assert (checked.status, checked.done_steps) == ("Failed", 6)
	assert "the power went" in checked.message
	assert seats_given(floor) == 1
	machinery.start_import(checked.name)
	frappe.db.commit()
	everything_is_there_once(checked, floor)


def test_a_second_run_of_the_same_import_takes_over(checked, floor, monkeypatch):
	"""The first one does nothing more from its next batch on."""
	make_spaces = register.making.make_spaces

	def taken_over(rows, user):
		made = make_spaces(rows, user)
		frappe.db.set_value(checked.doctype, checked.name, "run_key", "another")
		return made

	monkeypatch.setattr(register.making, "make_spaces", taken_over)
	machinery.start_import(checked.name)
	assert seats_given(floor) == 0
	assert checked.reload().status == "Running"


def test_a_batch_that_loses_a_race_is_done_again(floor):
	"""A deadlock undoes the whole transaction: the batch starts over, and is told of once."""
	tries, told = [], []

	def lose_once(item):
		tries.append(item)
		if tries.count("b") == 1 and item == "b":
			raise frappe.QueryDeadlockError
		return item.upper()

	outcomes = batches.run_in_batches(
		["a", "b", "c"], lose_once, 2, lambda done, some: told.append((done, len(some)))
	)
	assert [outcome.value for outcome in outcomes] == ["A", "B", "C"]
	assert tries == ["a", "b", "a", "b", "c"]
	assert told == [(2, 2), (3, 1)]


def test_one_bad_item_is_undone_alone(floor):
	mark = f"batch {frappe.generate_hash(length=8)}"

	def work(item):
		frappe.get_doc({"doctype": "ToDo", "description": f"{mark} {item}"}).insert()
		if item == 2:
			raise frappe.ValidationError("two is wrong")

	outcomes = batches.run_in_batches([1, 2, 3], work, size=10)
	frappe.db.rollback()
	assert [str(outcome.error or "") for outcome in outcomes] == ["", "two is wrong", ""]
	written = {"description": ("like", f"{mark}%")}
	assert frappe.db.count("ToDo", written) == 2
	frappe.db.delete("ToDo", written)
	frappe.db.commit()


def test_a_batch_done_together_falls_back_to_one_by_one(floor):
	def together(items):
		raise frappe.DuplicateEntryError

	outcomes = batches.run_in_batches([1, 2], lambda item: item * 2, together=together)
	assert [outcome.value for outcome in outcomes] == [2, 4]
	assert all(outcome.error is None for outcome in outcomes)

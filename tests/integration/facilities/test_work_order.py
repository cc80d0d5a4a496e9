"""The work order: everything a technician needs on paper, and nothing that people typed runs as markup."""

import frappe
import pytest

from office_management.facilities import api, work_order
from tests import baseline, builders
from tests import facility_builders as facility

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def task():
	site = builders.space("Head Office")
	room = builders.space("Tea <b>Kitchen</b>", site, space_type="Room")
	task = facility.task(
		f"Round {NASTY}", room, checklist_template="Kitchen Hygiene", description="First line\nSecond line"
	)
	facility.assign(task, baseline.USERS["technician"])
	api.answer_line(task.name, "kit-fridge", answer="7.5", note=f"Door ajar {NASTY}")
	api.answer_line(task.name, "kit-dates", answer="Yes")
	return task.reload()


def printed(task, language: str = "en") -> str:
	frappe.local.lang = language
	return frappe.get_print("Facility Task", task.name, "Work Order")


def test_the_work_order_is_the_default_print_of_a_task(site):
	assert frappe.get_meta("Facility Task").default_print_format == "Work Order"


def test_a_work_order_says_what_where_who_and_asks_for_signatures(task):
	page = printed(task)
	for part in (
		"Head Office › Tea &lt;b&gt;Kitchen&lt;/b&gt;",
		"First line\nSecond line",
		frappe.utils.get_fullname(baseline.USERS["technician"]),
		"data:image/svg+xml;base64,",
		"How cold is the fridge?",
		"0 to 5",
		"Door ajar",
		"Done by, date and time",
		"Accepted by, date",
	):
		assert part in page, part
	assert "None" not in page.split('<div class="work-order">')[1]
	assert "<script>alert" not in page


def test_lines_carry_what_was_answered_already(task):
	lines = {line["question"]: line for line in work_order.work_order_lines(task)}
	fridge, dates = (
		lines["How cold is the fridge?"],
		lines["Is all food covered, dated and not past its date?"],
	)
	assert (fridge["answer"], fridge["failed"], fridge["limits"]) == ("7.5", True, ("0", "5"))
	assert [(box["value"], box["ticked"]) for box in dates["boxes"]] == [
		("Yes", True),
		("No", False),
		("NA", False),
	]
	assert [line["heading"] for line in lines.values() if line["heading"]][:2] == ["Temperatures", "Food"]


def test_a_task_with_nothing_but_a_subject_prints_too():
	assert "Only this" in printed(facility.task("Only this", company=None))


@pytest.mark.parametrize(
	("language", "question"), [("nl", "Hoe koud is de koelkast?"), ("da", "Hvor koldt er køleskabet?")]
)
def test_questions_are_printed_in_the_reader_s_language(task, language, question):
	assert question in printed(task, language)


def test_who_may_not_read_the_task_prints_no_work_order(task, as_user):
	with as_user(baseline.USERS["nobody"]), pytest.raises(frappe.PermissionError):
		printed(task)

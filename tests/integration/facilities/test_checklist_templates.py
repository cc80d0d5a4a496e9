"""Checklist templates: keys of lines, questions that can be answered, and the standard ones that nobody edits."""

import json
from pathlib import Path

import frappe
import pytest

from office_management import extractors
from office_management.domain import checklists
from office_management.facilities import api, standard_checklists
from office_management.facilities.doctype.checklist_template.checklist_template import QuestionError
from office_management.facilities.questions import QUESTION_FIELDS, question_of
from office_management.facilities.standard_checklists import StandardChecklistError
from tests import baseline, builders
from tests import facility_builders as facility

FIXTURE = Path(__file__).resolve().parents[3] / "office_management/fixtures/checklist_template.json"
DAILY = "Fire Safety: Daily"
NAMES = {
	*standard_checklists.FIRE_SAFETY,
	"Office Opening",
	"Office Closing",
	"Cleaning Inspection (Five Levels)",
	"Workplace Self-Inspection",
	"Kitchen Hygiene",
	"Meeting Room Readiness",
}


def keys(template) -> list[str]:
	return [row.line_key for row in frappe.get_doc("Checklist Template", template.name).items]


def two_lines():
	return facility.checklist(items=({"question": "Is it clean?"}, {"question": "Is it dry?"}))


# --- keys -----------------------------------------------------------------------------------------------------


def test_each_line_gets_a_key_of_its_own():
	first, second = keys(two_lines())
	assert first and second and first != second


def test_keys_stay_when_lines_are_edited_reordered_and_added():
	template = two_lines()
	first, second = keys(template)
	template.items[0].question = "Is it really clean?"
	template.items[0].line_key = "forged"
	template.items.reverse()
	for index, row in enumerate(template.items, 1):
		row.idx = index
	template.append("items", {"question": "Is it warm?"})
	template.save()
	assert keys(template)[:2] == [second, first]
	assert keys(template)[2] not in ("", first, second)


def test_a_line_duplicated_in_the_form_gets_another_key():
	template = two_lines()
	first, second = keys(template)
	template.append("items", {"question": "Is it clean, again?", "line_key": first})
	template.save()
	assert keys(template)[:2] == [first, second]
	assert len(set(keys(template))) == 3


# --- questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("row", "said"),
	[
		(
			{"answer_type": "Number", "has_min_value": 1, "min_value": 9, "has_max_value": 1, "max_value": 2},
			"above the highest",
		),
		({"answer_type": "Rating", "has_min_value": 1, "min_value": 6}, "from 1 to 5"),
		({"answer_type": "Rating", "has_min_value": 1, "min_value": 2.5}, "from 1 to 5"),
		({"answer_type": "Choice"}, "at least two choices"),
		({"answer_type": "Choice", "choices": "A\nA *"}, "twice"),
		({"answer_type": "Choice", "choices": "A *\nB *"}, "every choice fails"),
	],
)
def test_a_question_nobody_could_answer_well_is_refused(row, said):
	with pytest.raises(QuestionError, match=said):
		facility.checklist(items=({"question": "Well?", **row},))


def test_what_does_not_belong_to_the_answer_is_cleared():
	template = facility.checklist(
		items=(
			{
				"question": "Well?",
				"answer_type": "Yes/No/NA",
				"choices": "A\nB",
				"unit": "°C",
				"has_max_value": 1,
				"max_value": 3,
			},
		)
	)
	row = template.items[0]
	assert (row.choices, row.unit, row.has_max_value, row.max_value) == (None, None, 0, 0)


def test_own_checklists_may_be_renamed():
	template = two_lines()
	new = builders.unique("Renamed ")
	frappe.rename_doc("Checklist Template", template.name, new)
	assert frappe.db.get_value("Checklist Template", new, "title") == new


# --- standard ones ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> list[dict]:
	return json.loads(FIXTURE.read_text())


def test_the_standard_checklists_are_there(site, shipped):
	assert {template["name"] for template in shipped} == NAMES
	found = frappe.get_all("Checklist Template", {"is_standard": 1}, pluck="name", order_by="name")
	assert set(found) == NAMES


def test_each_standard_checklist_is_whole(shipped):
	"""Six to twenty questions that can be answered, keys that never clash, and the source it was written after."""
	every_key = [row["line_key"] for template in shipped for row in template["items"]]
	assert len(set(every_key)) == len(every_key)
	for template in shipped:
		assert 6 <= len(template["items"]) <= 20, template["name"]
		assert template["source"] and template["description"], template["name"]
		for row in template["items"]:
			line = frappe._dict(dict.fromkeys(QUESTION_FIELDS), **row)
			assert checklists.question_error(question_of(line)) is None, row["question"]
			assert row["name"] == row["line_key"], "names that stay, so that a migrate changes nothing"


def test_the_fire_safety_set_says_how_often():
	for name, rule in standard_checklists.FIRE_SAFETY.items():
		assert frappe.db.get_value("Checklist Template", name, "suggested_rule") == rule


def test_every_text_of_the_standard_checklists_reaches_the_catalogue(shipped):
	with FIXTURE.open() as file:
		found = {message for _line, _function, message, _comments in extractors.fixture(file)}
	for template in shipped:
		assert template["title"] in found
		for row in template["items"]:
			assert ("Checklist Template", row["question"]) in found
	assert ("Checklist Template", "4 Dingy") in found


@pytest.mark.parametrize("user", ["office_manager", "system_manager"])
def test_a_standard_checklist_is_not_edited(user, as_user):
	with as_user(baseline.USERS[user]):
		template = frappe.get_doc("Checklist Template", DAILY)
		template.items[0].question = "Anything?"
		with pytest.raises(StandardChecklistError, match="Copy it"):
			template.save()


@pytest.mark.parametrize(("field", "value"), [("is_standard", 0), ("disabled", 1), ("title", "Mine")])
def test_no_field_of_a_standard_checklist_is_changed_over_rest(field, value, as_user):
	with as_user(baseline.USERS["office_manager"]), pytest.raises(StandardChecklistError, match="Copy it"):
		frappe.client.set_value("Checklist Template", DAILY, field, value)


def test_a_standard_checklist_is_neither_renamed_nor_deleted_nor_merged_into():
	own = two_lines()
	with pytest.raises(StandardChecklistError, match="Copy it"):
		frappe.rename_doc("Checklist Template", DAILY, "Mine")
	with pytest.raises(StandardChecklistError, match="Copy it"):
		frappe.rename_doc("Checklist Template", own.name, DAILY, merge=True)
	with pytest.raises(StandardChecklistError, match="Copy it"):
		frappe.delete_doc("Checklist Template", DAILY)


def test_nobody_makes_a_checklist_standard():
	with pytest.raises(StandardChecklistError, match="come with the app"):
		facility.checklist(is_standard=1)
	own = two_lines()
	own.is_standard = 1
	with pytest.raises(StandardChecklistError, match="come with the app"):
		own.save()


def test_one_click_makes_a_copy_that_may_be_edited(as_user):
	with as_user(baseline.USERS["office_manager"]):
		name = api.copy_checklist(DAILY)
		copy = frappe.get_doc("Checklist Template", name)
		copy.items[0].question = "Ours?"
		copy.save()
	source = frappe.get_doc("Checklist Template", DAILY)
	assert (copy.is_standard, copy.copied_from, copy.source) == (0, DAILY, source.source)
	assert keys(copy) == keys(source), "answers of the copy are compared with those of the original"


def test_a_second_copy_gets_another_name():
	assert [api.copy_checklist(DAILY), api.copy_checklist(DAILY)] == [f"{DAILY} (Copy)", f"{DAILY} (Copy 2)"]


def test_who_may_not_make_checklists_may_not_copy_one(as_user):
	with as_user(baseline.USERS["technician"]), pytest.raises(frappe.PermissionError):
		api.copy_checklist(DAILY)


@pytest.mark.parametrize("language", ["nl", "da"])
def test_a_copy_speaks_the_language_of_who_makes_it(language):
	frappe.local.lang = language
	copy = frappe.get_doc("Checklist Template", api.copy_checklist("Fire Extinguishers: Monthly"))
	source = frappe.get_doc("Checklist Template", "Fire Extinguishers: Monthly")
	assert copy.title != f"{source.title} (Copy)"
	for mine, theirs in zip(copy.items, source.items, strict=True):
		assert mine.question != theirs.question
		assert mine.answer_type == theirs.answer_type
	gauge = next(row for row in copy.items if row.line_key == "fem-gauge")
	assert list(checklists.choices_of(gauge.choices).values()) == [True, True, False, False]


def import_fixtures():
	from frappe.utils.fixtures import sync_fixtures

	sync_fixtures("office_management")


def stored(name: str) -> list[dict]:
	fields = ["name", "idx", *QUESTION_FIELDS]
	return frappe.get_all("Checklist Template Item", {"parent": name}, fields, order_by="idx")


def test_importing_again_keeps_standard_ones_as_they_are_and_copies_untouched():
	copy = api.copy_checklist(DAILY)
	frappe.db.set_value("Checklist Template", copy, "description", "ours")
	before, of_copy = {name: stored(name) for name in NAMES}, stored(copy)
	for _migrate in range(2):
		import_fixtures()
	assert {name: stored(name) for name in NAMES} == before
	assert stored(copy) == of_copy
	assert frappe.db.get_value("Checklist Template", copy, "description") == "ours"


def test_tasks_keep_their_template_and_lines_through_an_import():
	task = facility.task(checklist_template=DAILY)
	import_fixtures()
	task.reload()
	assert task.checklist_template == DAILY
	assert [row.line_key for row in task.checklist] == [row["line_key"] for row in stored(DAILY)]


def test_an_own_checklist_of_the_same_name_makes_way_and_is_kept():
	"""A later version of the app brings a standard checklist whose name the office has used already."""
	own = two_lines()
	question = own.items[0].question
	frappe.flags.in_fixtures = True
	own.prepare_for_import({"name": own.name, "is_standard": 1})
	frappe.flags.in_fixtures = False
	assert not frappe.db.exists("Checklist Template", own.name)
	kept = frappe.get_doc("Checklist Template", f"{own.name} (Copy)")
	assert kept.items[0].question == question

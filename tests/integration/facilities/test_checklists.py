"""The checklist of a task: copied, answered, judged, asked for before Done, and followed up."""

import frappe
import pytest

from office_management.facilities import api, checklists, follow_ups, tasks
from tests import baseline, builders
from tests import facility_builders as facility
from tests.shared import once_per_module

EVERY_TYPE = (
	{"question": "Is it clean?", "section": "First"},
	{
		"question": "How cold?",
		"answer_type": "Number",
		"unit": "°C",
		"has_min_value": 1,
		"min_value": 2,
		"has_max_value": 1,
		"max_value": 8,
	},
	{"question": "Which one?", "answer_type": "Text"},
	{"question": "How good?", "answer_type": "Rating", "has_min_value": 1, "min_value": 3},
	{"question": "Which level?", "answer_type": "Choice", "choices": "Tidy\nDirty *"},
)
GOOD, BAD = ("Yes", "5", "A7", "3", "Tidy"), ("No", "8.1", "A7", "2", "Dirty")


@once_per_module
def task():
	return facility.task(checklist_template=facility.checklist(items=EVERY_TYPE).name)


def simple_task(*rows: dict, **values):
	"""A task with these questions; without any, one of a yes or no."""
	return facility.task(checklist_template=facility.checklist(items=rows).name, **values)


def key(task, index: int = 0) -> str:
	return task.checklist[index].line_key


def line(task, index: int = 0):
	"""The line as it is stored."""
	return frappe.get_doc("Facility Task Answer", task.checklist[index].name)


def picture(task, name: str = "photo.png", is_private: int = 1, of: str = "Facility Task") -> str:
	content = b"\x89PNG\r\n\x1a\n" + builders.unique("picture").encode()
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{builders.unique('p')}-{name}",
			"content": content,
			"is_private": is_private,
			"attached_to_doctype": of,
			"attached_to_name": task.name,
		}
	).insert()
	return file.file_url


# --- the template ---------------------------------------------------------------------------------------------


def test_a_task_copies_the_questions_once(task):
	template = frappe.get_doc("Checklist Template", task.checklist_template)
	template.items[0].question = "Something else?"
	template.remove(template.items[-1])
	template.save()
	task.reload()
	task.save()
	assert [row.question for row in task.checklist] == [row["question"] for row in EVERY_TYPE]
	assert [row.idx for row in task.checklist] == [1, 2, 3, 4, 5]
	assert (task.checklist[1].unit, task.checklist[1].max_value) == ("°C", 8)


def test_the_category_gives_its_checklist():
	template = facility.checklist()
	category = facility.category(default_checklist=template.name)
	task = facility.task(category=category)
	assert task.checklist_template == template.name
	assert [row.question for row in task.checklist] == ["Is all well?"]


def test_a_checklist_by_hand_comes_before_that_of_the_category():
	category = facility.category(default_checklist=facility.checklist().name)
	own = facility.checklist(items=({"question": "Ours?"},))
	assert facility.task(category=category, checklist_template=own.name).checklist[0].question == "Ours?"


def test_a_category_chosen_later_gives_its_checklist_too():
	task = facility.task()
	task.category = facility.category(default_checklist=facility.checklist().name).name
	task.save()
	assert len(task.checklist) == 1


def test_a_disabled_checklist_is_left_out_and_refused():
	template = facility.checklist()
	category = facility.category(default_checklist=template.name)
	frappe.db.set_value("Checklist Template", template.name, "disabled", 1)
	assert facility.task(category=category).checklist == []
	with pytest.raises(checklists.TemplateDisabledError, match="Choose another one"):
		facility.task(checklist_template=template.name)


def test_another_checklist_takes_the_place_of_one_without_answers(task):
	task.checklist_template = facility.checklist().name
	task.save()
	task.reload()
	assert [row.question for row in task.checklist] == ["Is all well?"]
	task.checklist_template = None
	task.save()
	task.reload()
	assert task.checklist == []


@pytest.mark.parametrize("given", [{"answer": "Yes"}, {"note": "Look here"}])
def test_a_checklist_with_answers_stays(task, given):
	api.answer_line(task.name, key(task), **given)
	task.reload()
	task.checklist_template = facility.checklist().name
	with pytest.raises(checklists.TemplateInUseError, match="Take the answers back"):
		task.save()


def test_a_checklist_whose_answers_were_taken_back_may_be_changed(task):
	api.answer_line(task.name, key(task), answer="Yes")
	api.answer_line(task.name, key(task), answer="")
	task.reload()
	task.checklist_template = facility.checklist().name
	task.save()
	assert len(task.checklist) == 1


def test_lines_made_many_at_once_are_those_a_task_would_copy(task):
	lines = checklists.lines_of(task.checklist_template)
	assert [row["line_key"] for row in lines] == [row.line_key for row in task.checklist]
	assert checklists.lines_of(None) == []


# --- answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("answers", "results"), [(GOOD, ["Pass"] * 5), (BAD, ["Fail", "Fail", "Pass", "Fail", "Fail"])]
)
def test_every_type_is_judged_and_stamped(task, answers, results, as_user):
	with as_user(baseline.USERS["receptionist"]):
		for row, answer in zip(task.checklist, answers, strict=True):
			api.answer_line(task.name, row.line_key, answer=answer)
	task.reload()
	assert [row.result for row in task.checklist] == results
	assert {row.answered_by for row in task.checklist} == {baseline.USERS["receptionist"]}
	assert all(row.answered_on for row in task.checklist)


def test_not_applicable_counts_neither_way(task):
	assert api.answer_line(task.name, key(task), answer="NA")["result"] == "Not Applicable"


@pytest.mark.parametrize(
	("index", "answer", "said"),
	[
		(0, "Maybe", "Yes, No or NA"),
		(1, "cold", "Give a number"),
		(3, "6", "from 1 to 5"),
		(4, "Filthy", "Tidy, Dirty"),
		(2, "x" * 2001, "at most 2000"),
	],
)
def test_what_is_no_answer_is_refused_with_what_would_be_one(task, index, answer, said):
	with pytest.raises(checklists.NotAnAnswerError, match=said):
		api.answer_line(task.name, key(task, index), answer=answer)


def test_what_is_left_out_stays_and_an_empty_text_takes_away(task):
	api.answer_line(task.name, key(task), answer="No", note="Mud")
	api.answer_line(task.name, key(task), answer="Yes")
	assert (line(task).answer, line(task).note) == ("Yes", "Mud")
	api.answer_line(task.name, key(task), answer="", note="")
	kept = line(task)
	assert (kept.answer, kept.note, kept.result, kept.answered_by, kept.answered_on) == (
		"",
		"",
		"",
		None,
		None,
	)


def test_the_same_answer_again_changes_nothing(task):
	first = api.answer_line(task.name, key(task), answer="Yes")
	assert api.answer_line(task.name, key(task), answer="Yes") == first


def test_an_answer_that_is_replaced_is_remembered(task, as_user):
	with as_user(baseline.USERS["receptionist"]):
		api.answer_line(task.name, key(task), answer="No")
	api.answer_line(task.name, key(task), answer="Yes")
	comments = frappe.get_all(
		"Comment", {"reference_name": task.name, "comment_type": "Info"}, pluck="content", order_by="creation"
	)
	who = frappe.utils.get_fullname(baseline.USERS["receptionist"])
	assert any("Yes" in text and "No" in text and who in text for text in comments)


@pytest.mark.parametrize(
	"nasty", ["<script>alert(1)</script>", '"<script>alert(1)</script>"', "<img src=x onerror=alert(1)>"]
)
def test_script_is_taken_out_of_what_people_write(task, nasty):
	api.answer_line(task.name, key(task, 2), answer=f"A {nasty}", note=nasty)
	kept = line(task, 2)
	for text in (kept.answer, kept.note):
		assert "<script" not in text
		assert "onerror" not in text


def test_a_line_that_is_not_there_is_refused(task):
	with pytest.raises(checklists.NoSuchLineError, match="no longer part"):
		api.answer_line(task.name, "nothing", answer="Yes")


def test_who_may_only_read_a_task_may_not_answer(task, as_user):
	with as_user(baseline.USERS["auditor"]), pytest.raises(frappe.PermissionError):
		api.answer_line(task.name, key(task), answer="Yes")


# --- saves and answers at the same time ----------------------------------------------------------------------------


def test_a_save_answers_too(task, as_user):
	with as_user(baseline.USERS["office_manager"]):
		mine = frappe.get_doc("Facility Task", task.name)
		mine.checklist[0].answer = "No"
		mine.checklist[1].answer = "4.50"
		mine.save()
	kept = line(task)
	assert (kept.answer, kept.result, kept.answered_by) == ("No", "Fail", baseline.USERS["office_manager"])
	assert line(task, 1).answer == "4.5"


def test_a_save_of_an_older_form_undoes_nobodys_answer(task):
	form = frappe.get_doc("Facility Task", task.name)
	api.answer_line(task.name, key(task), answer="No", note="By somebody else")
	form.description = "Typed meanwhile"
	form.checklist[0].answer = "Yes"
	form.checklist[1].answer = "4"
	form.save()
	assert (line(task).answer, line(task).note) == ("No", "By somebody else")
	assert (line(task, 1).answer, frappe.db.get_value("Facility Task", task.name, "description")) == (
		"4",
		"Typed meanwhile",
	)


@pytest.mark.parametrize(
	("field", "value"),
	[("question", "Easy?"), ("max_value", 99), ("is_required", 0), ("photo_rule", "Off"), ("line_key", "x")],
)
def test_a_save_changes_no_question(task, field, value):
	before = line(task, 1).get(field)
	task.checklist[1].set(field, value)
	task.save()
	assert line(task, 1).get(field) == before


@pytest.mark.parametrize(
	("field", "value"), [("result", "Pass"), ("answered_by", "Administrator"), ("follow_up", None)]
)
def test_a_save_forges_no_result(task, field, value, as_user):
	with as_user(baseline.USERS["receptionist"]):
		api.answer_line(task.name, key(task), answer="No")
		before = line(task).get(field)
		mine = frappe.get_doc("Facility Task", task.name)
		mine.checklist[0].set(field, value)
		mine.save()
	assert line(task).get(field) == before


def test_lines_are_neither_added_removed_nor_reordered_by_a_save(task):
	names = [row.name for row in task.checklist]
	task.remove(task.checklist[2])
	task.append("checklist", {"question": "Mine?", "line_key": "mine"})
	task.checklist[0].idx = 9
	task.save()
	task.reload()
	assert [row.name for row in task.checklist] == names


# --- photos -----------------------------------------------------------------------------------------------------


def test_a_private_photo_of_the_task_is_taken(task):
	photo = picture(task)
	assert api.answer_line(task.name, key(task), photo=photo)["photo"] == photo
	assert api.answer_line(task.name, key(task), photo="")["photo"] == ""


def test_other_files_are_no_photo(task):
	other = facility.task()
	for wrong in (
		picture(other),
		picture(task, is_private=0),
		picture(task, name="script.svg"),
		"https://elsewhere.example/x.png",
		"/private/files/../site_config.json",
	):
		with pytest.raises(checklists.ChecklistPhotoError, match="attached to this task"):
			api.answer_line(task.name, key(task), photo=wrong)


def test_a_save_takes_no_other_file_either(task):
	task.checklist[0].photo = picture(facility.task())
	with pytest.raises(checklists.ChecklistPhotoError, match="attached to this task"):
		task.save()


# --- done ---------------------------------------------------------------------------------------------------------


def test_a_required_line_without_an_answer_blocks_done_and_is_named(task):
	for row, answer in zip(task.checklist[:3], GOOD, strict=False):
		api.answer_line(task.name, row.line_key, answer=answer)
	with pytest.raises(checklists.ChecklistIncompleteError) as refused:
		tasks.finish(task.name)
	assert "How good?" in str(refused.value)
	assert "Which level?" in str(refused.value)
	assert "How cold?" not in str(refused.value)


def test_a_task_whose_lines_are_answered_can_be_done(task):
	for row, answer in zip(task.checklist, BAD, strict=True):
		api.answer_line(task.name, row.line_key, answer=answer)
	tasks.finish(task.name)
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Done"


def test_a_line_that_is_not_required_may_stay_open():
	task = simple_task({"question": "Is all well?", "is_required": 0})
	tasks.finish(task.name)
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Done"


@pytest.mark.parametrize(
	("rule", "answer", "blocks"),
	[("On Fail", "No", True), ("On Fail", "Yes", False), ("Always", "Yes", True), ("Always", "NA", False)],
)
def test_a_photo_is_asked_for_as_the_line_says(rule, answer, blocks):
	task = simple_task({"question": "Is <b>all</b> well?", "photo_rule": rule})
	api.answer_line(task.name, key(task), answer=answer)
	if blocks:
		with pytest.raises(checklists.ChecklistIncompleteError, match="A photo is needed"):
			tasks.finish(task.name)
		api.answer_line(task.name, key(task), photo=picture(task))
	tasks.finish(task.name)
	assert frappe.db.get_value("Facility Task", task.name, "status") == "Done"


def test_the_save_that_says_done_may_bring_the_last_answer():
	task = simple_task()
	task.checklist[0].answer = "Yes"
	task.status = "Done"
	task.save()
	assert line(task).result == "Pass"


@pytest.mark.parametrize("close", ["finish", "skip", "cancel"])
def test_a_closed_task_is_not_answered(close):
	task = simple_task()
	api.answer_line(task.name, key(task), answer="Yes")
	getattr(tasks, close)(task.name, "Not now")
	with pytest.raises(checklists.TaskClosedError, match="Reopen the task"):
		api.answer_line(task.name, key(task), answer="No")
	task.reload()
	task.checklist[0].answer = "No"
	with pytest.raises(checklists.TaskClosedError, match="Reopen the task"):
		task.save()
	assert line(task).answer == "Yes"


def test_a_reopened_task_is_answered_again():
	task = simple_task()
	api.answer_line(task.name, key(task), answer="Yes")
	tasks.finish(task.name)
	tasks.reopen(task.name)
	assert api.answer_line(task.name, key(task), answer="No")["result"] == "Fail"


# --- follow-ups -------------------------------------------------------------------------------------------------


@pytest.fixture
def failed():
	"""A task on a place whose only line, a critical one, failed with a note and a photo."""
	space = builders.space()
	category = facility.category(default_checklist=facility.checklist().name)
	row = {"question": "Is the door whole?", "is_critical": 1}
	task = simple_task(row, space=space, category=category)
	api.answer_line(task.name, key(task), answer="No", note="Hinge broken", photo=picture(task))
	return task


def test_a_failed_line_becomes_a_task_linked_both_ways(failed):
	name = api.make_follow_up(failed.name, key(failed))
	new = frappe.get_doc("Facility Task", name)
	assert line(failed).follow_up == name
	assert (new.follows_task, new.follows_line_key) == (failed.name, key(failed))
	assert (new.subject, new.space, new.urgency) == ("Is the door whole?", failed.space, "High")
	assert (new.category, new.company) == (failed.category, failed.company)
	for part in ("Is the door whole?", "No", "Hinge broken", failed.subject):
		assert part in new.description
	assert new.checklist == [], "the category's checklist is for its own round, not for the repair"
	files = frappe.get_all("File", {"attached_to_name": name}, ["file_url", "is_private"], order_by="name")
	assert files == [{"file_url": line(failed).photo, "is_private": 1}]


def test_a_follow_up_is_made_once(failed):
	assert api.make_follow_up(failed.name, key(failed)) == api.make_follow_up(failed.name, key(failed))
	assert frappe.db.count("Facility Task", {"follows_task": failed.name}) == 1


def test_what_did_not_fail_has_no_follow_up(task):
	for answer in (None, "Yes", "NA"):
		api.answer_line(task.name, key(task), answer=answer)
		with pytest.raises(follow_ups.NothingFailedError, match="nothing to follow up"):
			api.make_follow_up(task.name, key(task))


def test_a_line_of_a_done_task_may_be_followed_up(failed):
	tasks.finish(failed.name)
	assert api.make_follow_up(failed.name, key(failed))


def test_a_long_question_becomes_a_short_subject():
	task = simple_task({"question": "Is this very long question about it " * 6 + "answered?"})
	api.answer_line(task.name, key(task), answer="No")
	subject = frappe.db.get_value("Facility Task", api.make_follow_up(task.name, key(task)), "subject")
	assert len(subject) <= 140
	assert subject.endswith("…")


def test_a_follow_up_that_is_deleted_can_be_made_again(failed):
	first = api.make_follow_up(failed.name, key(failed))
	frappe.delete_doc("Facility Task", first)
	assert not line(failed).follow_up
	assert api.make_follow_up(failed.name, key(failed)) != first


def test_a_task_with_a_follow_up_can_be_deleted(failed):
	name = api.make_follow_up(failed.name, key(failed))
	frappe.delete_doc("Facility Task", failed.name)
	assert frappe.db.get_value("Facility Task", name, "follows_task") is None


def test_who_may_only_read_a_task_makes_no_follow_up(failed, as_user):
	with as_user(baseline.USERS["auditor"]), pytest.raises(frappe.PermissionError):
		api.make_follow_up(failed.name, key(failed))


def test_a_technician_answers_and_follows_up_what_is_theirs(failed, as_user):
	facility.assign(failed, baseline.USERS["technician"])
	with as_user(baseline.USERS["technician"]):
		assert api.answer_line(failed.name, key(failed), note="Seen")["note"] == "Seen"
		name = api.make_follow_up(failed.name, key(failed))
		assert frappe.has_permission("Facility Task", "read", doc=name)

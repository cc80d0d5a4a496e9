"""Reports of problems by the sign of a room: from anybody, once each, and never more than a report."""

import io

import frappe
import pytest
from PIL import Image

from office_management import photos
from office_management.facilities import api, problem_reports, report_page
from office_management.office_space import sign
from tests import builders
from tests.facility_builders import picture
from tests.shared import once_per_module

TEXT = "The tap drips"
NASTY = [
	"<script>alert(1)</script>",
	'"><svg onload=alert(1)>',
	'{"a": "<img src=x onerror=alert(1)>"}',
	"{{ 7*7 }}{% for x in y %}",
	"=cmd|' /C calc'!A0",
	"<<script>script>alert(1)<</script>/script>",
]


@once_per_module
def room():
	return builders.room(builders.space().name, space_name="Kitchen <b>2</b>")


@pytest.fixture
def token(room):
	return sign.sign_token(room.name, sign.REPORT_PROBLEM)


def report(token: str, text: str = TEXT, **more) -> dict:
	with builders.as_user("Guest"):
		return api.report_problem(t=token, text=text, **more)


def tasks_at(room) -> list:
	return frappe.get_all(
		"Facility Task",
		filters={"space": room.name},
		fields=["name", "subject", "description", "status", "urgency", "source", "owner", "company"],
		order_by="creation",
	)


# --- taken ----------------------------------------------------------------------------------------------------


def test_anybody_reports_a_problem_and_a_task_is_made_at_the_place(room, token):
	assert report(token)["state"] == "thanks"
	(task,) = tasks_at(room)
	assert (task.subject, task.source, task.urgency, task.status) == (TEXT, "Request", "Normal", "Open")
	assert (task.owner, task.company) == ("Guest", room.company)


def test_a_long_report_keeps_all_its_words_in_the_description(room, token):
	report(token, "The tap drips.\nSince Monday, and the floor is wet.")
	(task,) = tasks_at(room)
	assert task.subject == "The tap drips."
	assert task.description == "The tap drips.\nSince Monday, and the floor is wet."


def test_the_same_report_sent_twice_is_one_task(room, token):
	first = report(token, key="k" * 32)
	assert report(token, key="k" * 32) == first
	assert len(tasks_at(room)) == 1


def test_other_words_with_the_same_key_are_another_report(room, token):
	report(token, key="k" * 32)
	report(token, "The light is broken", key="k" * 32)
	assert len(tasks_at(room)) == 2


def test_a_flood_of_reports_is_kept_with_the_newest_task(room, token):
	for number in range(problem_reports.TASKS_PER_HOUR + 3):
		assert report(token, f"Problem number {number}")["state"] == "thanks"
	made = tasks_at(room)
	assert len(made) == problem_reports.TASKS_PER_HOUR
	newest = frappe.get_doc("Facility Task", made[-1].name)
	assert len(newest.reporters) == 4


def test_what_a_robot_fills_in_is_answered_alike_and_thrown_away(room, token):
	assert report(token, homepage="https://spam.example") == report(token)
	assert len(tasks_at(room)) == 1


@pytest.mark.parametrize("text", ["", "  ", "ab", "x" * 2001])
def test_words_that_cannot_be_taken_are_refused_with_the_reason(room, token, text):
	answer = report(token, text)
	assert (answer["state"], bool(answer["error"])) == ("form", True)
	assert tasks_at(room) == []


def test_an_address_that_is_none_is_refused(room, token):
	assert report(token, email="not an address")["state"] == "form"
	assert report(token, email="x" * 200 + "@y.example")["state"] == "form"
	assert tasks_at(room) == []


# --- tokens ---------------------------------------------------------------------------------------------------


def test_every_token_that_is_not_good_gets_the_same_answer(room, token):
	closed = builders.room(builders.space().name)
	of_closed = sign.sign_token(closed.name, sign.REPORT_PROBLEM)
	frappe.db.set_value("Office Space", closed.name, "status", "Closed")
	forged = token[:-1] + ("0" if token[-1] != "0" else "1")
	elsewhere = sign.sign_token(room.name, "something else")
	answers = [report(bad) for bad in ("", "x", forged, token.upper(), token + "0", elsewhere, of_closed)]
	assert answers == [report_page_answer("ask_reception")] * len(answers)
	assert tasks_at(room) == tasks_at(closed) == []


def report_page_answer(state: str) -> dict:
	values = report_page.values_of(state)
	return {key: values[key] for key in ("state", "title", "message", "error")}


def test_a_new_sign_ends_the_old_one(room, token):
	from office_management.office_space import api as office_space

	office_space.new_sign(room.name)
	assert report(token)["state"] == "ask_reception"
	assert report(sign.sign_token(room.name, sign.REPORT_PROBLEM))["state"] == "thanks"


def test_a_token_outlives_renaming_and_moving(token, room):
	frappe.db.set_value("Office Space", room.name, "space_name", "Other Name")
	assert problem_reports.place_of_token(token).space_name == "Other Name"


def test_the_page_shows_its_place_and_nothing_else(room, token):
	other = builders.room(room.parent_space, space_name="The Secret Room")
	with builders.as_user("Guest"):
		html = frappe.get_template("www/report-a-problem.html").render(report_page.page_values(token))
	assert "Kitchen &lt;b&gt;2&lt;/b&gt;" in html
	assert other.space_name not in html
	assert room.name not in html


def test_the_page_is_friendly_when_reports_are_switched_off(room, token):
	frappe.db.set_single_value("Office Management Settings", "accept_problem_reports", 0)
	assert report(token)["state"] == "switched_off"
	with builders.as_user("Guest"):
		assert report_page.page_values(token)["state"] == "switched_off"
	assert tasks_at(room) == []


# --- photos ---------------------------------------------------------------------------------------------------


def photo_of(monkeypatch, content: bytes) -> None:
	monkeypatch.setattr(report_page, "uploaded_photo", lambda: content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_attached_privately_and_made_anew(room, token, monkeypatch, kind):
	photo_of(monkeypatch, picture(kind))
	assert report(token)["state"] == "thanks"
	(task,) = tasks_at(room)
	file = frappe.get_doc("File", {"attached_to_name": task.name, "attached_to_doctype": "Facility Task"})
	assert file.is_private and file.file_name.endswith(".jpg")
	assert file.get_content()[:3] == b"\xff\xd8\xff"


def test_place_and_camera_do_not_stay_in_a_photo():
	exif = Image.Exif()
	exif[0x010F], exif[0x8825] = "Camera", {1: "N", 2: (52.0, 22.0, 0.0)}
	cleaned = photos.clean_photo(picture("JPEG", exif=exif.tobytes(), comment=b"hidden words"))
	with Image.open(io.BytesIO(cleaned)) as kept:
		assert not kept.getexif() and "comment" not in kept.info
	assert b"hidden words" not in cleaned and b"Camera" not in cleaned


def test_a_large_photo_is_made_smaller():
	with Image.open(io.BytesIO(photos.clean_photo(picture(size=(4000, 100))))) as kept:
		assert max(kept.size) == photos.LONGEST_SIDE


@pytest.mark.parametrize(
	"content",
	[
		b"<?php system($_GET['c']); ?>",
		b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
		b"<html><script>alert(1)</script></html>",
		b"\xff\xd8\xff\xe0 not really a picture",
		b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
		b"%PDF-1.7",
		picture()[:200],
	],
	ids=["php", "svg", "html", "fake jpeg", "gif", "pdf", "cut off"],
)
def test_a_file_that_is_no_photo_is_refused_whatever_its_name(room, token, monkeypatch, content):
	photo_of(monkeypatch, content)
	answer = report(token)
	assert (answer["state"], "JPEG" in answer["error"]) == ("form", True)
	assert tasks_at(room) == []


def test_code_behind_a_picture_is_not_kept():
	assert b"<?php" not in photos.clean_photo(picture() + b"<?php system($_GET['c']); ?>")


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch):
	monkeypatch.setattr(photos, "LARGEST_PICTURE", 1000)
	with pytest.raises(photos.PhotoError):
		photos.clean_photo(picture(size=(40, 30)))


# --- hostile words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
def test_script_in_a_report_is_harmless_wherever_it_is_shown(room, token, text):
	report(token, text, name=text, email="a@b.example")
	(task,) = tasks_at(room)
	row = frappe.get_doc("Facility Task", task.name).reporters[0]
	for stored in (task.subject, task.description or "", row.text, row.reporter_name):
		assert not any(tag in stored.lower() for tag in ("<script", "<svg", "<img"))


def test_what_looks_like_arithmetic_stays_as_it_was_written(room, token):
	report(token, "Temperature < 5 & falling, wanted > 20")
	assert tasks_at(room)[0].subject == "Temperature < 5 & falling, wanted > 20"

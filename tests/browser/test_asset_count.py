"""Two phones count one room, one of them without a network; and somebody confirms their own laptop."""

import base64
import json

import pytest
from playwright.sync_api import expect

from tests import baseline
from tests.browser.conftest import on_site

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PHOTO = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
AUDITOR, HELPER = baseline.USERS["auditor"], baseline.USERS["receptionist"]
SENT = "Everything is sent."


@pytest.fixture(scope="module")
def count(desk) -> dict:
	return json.loads(on_site("make_count.py"))


def outcome(count: dict) -> dict:
	return json.loads(on_site("make_count.py", count["audit"]))


def phone_of(page):
	page.set_viewport_size(PHONE)
	return page


def in_room(page, count: dict) -> None:
	page.goto(f"/app/asset-count/{count['audit']}")
	page.locator(".ac-choice").filter(has_text=count["room_label"]).click()
	expect(page.locator(".ac-tag")).to_be_visible()


def scan(page, tag: str, answer: str) -> None:
	page.locator(".ac-tag").fill(tag)
	page.locator(".ac-tag").press("Enter")
	said = page.locator(".ac-answer")
	expect(said).to_contain_text(tag)
	expect(said).to_contain_text(answer)


def test_thirty_scans_without_a_network_while_another_phone_counts_the_same_room(count, log_in):
	phone, other = phone_of(log_in("auditor")), phone_of(log_in("receptionist"))
	in_room(phone, count)
	expect(phone.locator(".ac-progress")).to_contain_text("Found: 0 of 30")
	assert phone.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]

	phone.context.set_offline(True)
	for tag in count["tags"][:20]:
		scan(phone, tag, "Right")
	scan(phone, count["tags"][0], "Counted already by")
	phone.locator(".ac-undo").click()
	scan(phone, count["astray"], f"Belongs to {count['other_label']}")
	phone.locator(".ac-undo").click()

	in_room(other, count)
	for tag in count["tags"][:6]:
		scan(other, tag, "Right")
	other.locator(".ac-progress").click()
	other.keyboard.type(count["astray"])  # a hand scanner types wherever the focus is
	other.keyboard.press("Enter")
	expect(other.locator(".ac-answer")).to_contain_text(f"Belongs to {count['other_label']}")
	scan(other, "NOBODY-1", "Nobody knows this tag")
	other.get_by_label("Note").fill("Under the stairs")
	with other.expect_file_chooser() as camera:
		other.get_by_role("button", name="Photo").click()
	other.get_by_role("button", name="Damaged").click()  # draws the answer anew while the camera is open
	camera.value.set_files({"name": "found.png", "mimeType": "image/png", "buffer": PHOTO})
	expect(other.get_by_role("button", name="Photos: 1")).to_be_visible()
	expect(other.locator(".ac-state")).to_contain_text(SENT)

	for tag in count["tags"][20:]:
		scan(phone, tag, "Right")
	expect(phone.locator(".ac-progress")).to_contain_text("Found: 30 of 30")
	expect(phone.locator(".ac-state")).to_contain_text("Not sent yet: 34")
	context = phone.context
	phone.close()  # a closed tab loses none
	context.set_offline(False)
	phone = context.new_page()
	in_room(phone, count)
	expect(phone.locator(".ac-state")).to_contain_text(SENT)
	expect(phone.locator(".ac-progress")).to_contain_text("Found: 30 of 30")
	phone.get_by_role("button", name="Room Done").click()
	expect(phone.locator(".ac-done")).to_contain_text(count["room_label"])

	found = outcome(count)
	by_auditor = {tag: who.get(AUDITOR) for tag, who in found["scans"].items() if AUDITOR in who}
	assert by_auditor == dict.fromkeys(count["tags"], 1), "nothing lost, nothing double"
	by_other = {tag for tag, who in found["scans"].items() if HELPER in who}
	assert by_other == {*count["tags"][:6], count["astray"], "NOBODY-1"}
	assert (found["found_count"], found["misplaced_count"], found["unknown_count"]) == (30, 1, 1)
	unknown = found["lines"]["NOBODY-1"]
	assert (unknown["note"], unknown["condition"], unknown["photos"]) == ("Under the stairs", "Damaged", 1)


def test_somebody_confirms_what_they_have_and_sees_nothing_else(count, log_in):
	page = phone_of(log_in("employee", "/app/my-equipment"))
	card = page.locator(".me-card").filter(has_text=f"{count['code']}-LAP")
	expect(card).to_contain_text("Open")
	expect(page.locator(".my-equipment")).not_to_contain_text("Chair")
	assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
	card.get_by_role("button", name="I have it").click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname=condition] select").select_option("Good")
	dialog.locator("[data-fieldname=note] textarea").fill("At home")
	dialog.locator("input[type=file]").set_input_files(
		{"name": "laptop.png", "mimeType": "image/png", "buffer": PHOTO}
	)
	dialog.get_by_role("button", name="I have it").click()
	expect(card).to_contain_text("You have it")
	line = outcome(count)["lines"][f"{count['code']}-LAP"]
	assert (line["self_confirmed"], line["condition"], line["photos"]) == (1, "Good", 1)

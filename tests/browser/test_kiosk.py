"""Visitors check themselves in: on a tablet, on their own phone, in three languages, and when the server is gone."""

import json
import os
import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, on_site, stranger
from tests.browser.pages import SCRIPT, stored

pytestmark = pytest.mark.browser
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
LANGUAGES = {
	"en": (
		"I have no appointment",
		"Your full name",
		"Yes",
		"Do you feel well?",
		"Next",
		"Thank you, we told your host",
	),
	"nl": (
		"Ik heb geen afspraak",
		"Uw volledige naam",
		"Ja",
		"Voelt u zich goed?",
		"Verder",
		"Dank u, we hebben uw gastheer ingelicht",
	),
	"da": (
		"Jeg har ingen aftale",
		"Dit fulde navn",
		"Ja",
		"Har du det godt?",
		"Næste",
		"Tak, vi har givet din vært besked",
	),
}


@pytest.fixture(scope="module")
def station(desk) -> dict:
	"""A tablet and a sign at the door of this module's own (see make_station.py)."""
	return json.loads(on_site("make_station.py"))


@pytest.fixture(scope="module")
def lens(chromium):
	"""Chromium with a camera that shows a test picture."""
	executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
	browser = chromium.browser_type.launch(executable_path=executable, args=[*ARGUMENTS, *CAMERA])
	yield browser
	browser.close()


@pytest.fixture
def opened(desk, chromium):
	"""`opened(address, …)` gives a page of somebody who is not logged in."""
	contexts = []

	def start(address: str, size=None, locale: str = "en-GB", browser=None, **more):
		context = stranger(browser or chromium, desk, viewport=size or TABLET, locale=locale, **more)
		contexts.append(context)
		page = context.new_page()
		page.om_errors = []
		page.on("pageerror", lambda error: page.om_errors.append(str(error)))
		page.on("dialog", lambda dialog: page.om_errors.append(dialog.message))
		page.goto(address)
		return page

	yield start
	for context in contexts:
		context.close()


def sign(page) -> None:
	"""Draw something on the field for the signature."""
	box = page.locator("canvas.signature").bounding_box()
	page.mouse.move(box["x"] + 40, box["y"] + 60)
	page.mouse.down()
	for number in range(8):
		page.mouse.move(box["x"] + 60 + 30 * number, box["y"] + 40 + 30 * (number % 2))
	page.mouse.up()


def visits(log_in, station: dict) -> list[dict]:
	manager = log_in("office_manager")
	return stored(
		manager, "Visitor Log", {"space": station["place"]}, "visitor_name", "status", "photo", "signature"
	)


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_checks_in_by_themselves_in_their_language(language, station, opened, log_in):
	"""On the own phone by the sign at the door: details, question, agreement, no camera there, badge, leaving."""
	walk_in, name, yes, question, go_on, thanks = LANGUAGES[language]
	visitor = f"Otto {language} {SCRIPT}"
	page = opened(station["sign"], PHONE, {"en": "en-GB", "nl": "nl-NL", "da": "da-DK"}[language])
	expect(page.locator("html")).to_have_attribute("lang", language)
	assert page.url.endswith("/front-desk"), "the key must leave the address"
	page.get_by_role("button", name=walk_in).click()
	page.get_by_label(name).fill(visitor)
	page.get_by_role("button", name=go_on).click()
	expect(page.get_by_role("group", name=question)).to_be_visible()
	page.get_by_label(yes, exact=True).check()
	page.get_by_role("button", name=go_on).click()
	expect(page.get_by_text("Be kind.")).to_be_visible()
	expect(page.locator(".agreement img")).to_have_count(0)
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	sign(page)
	page.locator("form button[type=submit]").click()
	expect(page.locator("main [role=status]")).not_to_be_empty()  # why there is no camera
	page.locator("main > button.quiet:visible").click()
	expect(page.get_by_role("heading", name=thanks)).to_be_visible()
	page.reload()  # phones drop pages that nobody looks at; the visitor's own keeps the badge
	expect(page.locator(".badge-name")).to_contain_text(f"Otto {language}")
	page.locator("main > button:visible").click()
	expect(page.locator(".badge")).to_have_count(0)
	assert forgotten(page, f"Otto {language}")
	assert page.om_errors == []
	(visit,) = [row for row in visits(log_in, station) if row["visitor_name"].startswith(f"Otto {language}")]
	assert visit["status"] == "Checked Out" and visit["signature"]


def test_a_tablet_takes_a_photo_prints_the_badge_and_forgets_the_visitor(station, opened, lens, log_in):
	"""Somebody expected, by the code of their mail; a double tap; then nobody touches the page any more."""
	page = opened(station["tablet"], browser=lens, permissions=["camera"])
	sent = []
	page.on("request", lambda request: sent.append(request) if "check_in_at" in request.url else None)
	page.get_by_role("button", name="I am expected").click()
	page.get_by_label(re.compile("code of your invitation")).fill(
		f"https://else.example/x?t={station['code']}"
	)
	page.keyboard.press("Enter")
	expect(page.get_by_role("heading", name=f"Welcome, {station['expected']}")).to_be_visible()
	page.get_by_role("button", name="Next").click()
	page.get_by_label("Yes").check()
	page.get_by_role("button", name="Next").click()
	page.get_by_role("button", name="I Agree").click()
	expect(page.get_by_role("alert").first).to_have_text("Please sign first.")
	page.get_by_role("button", name="Sign by typing my name").click()
	page.get_by_role("button", name="I Agree").click()
	page.get_by_role("button", name="Take Photo").click()
	page.get_by_role("button", name="Check In").dblclick()
	expect(page.get_by_role("heading", name="Thank you, we told your host")).to_be_visible()
	expect(page.locator(".badge img")).to_have_count(2)
	assert len(sent) == 1 and station["tablet"].partition("#")[2] not in "".join(
		f"{request.url} {request.headers}" for request in sent
	)
	page.emulate_media(media="print")
	expect(page.get_by_role("button", name="Print Badge")).to_be_hidden()
	expect(page.locator(".badge-name")).to_be_visible()
	page.emulate_media(media="screen")
	page.get_by_role("button", name="Done").click()
	expect(page.get_by_role("button", name="I am expected")).to_be_visible()
	assert forgotten(page, station["expected"])
	page.reload()
	expect(page.get_by_role("button", name="I am expected")).to_be_enabled()  # the tablet keeps its key
	(visit,) = [row for row in visits(log_in, station) if row["visitor_name"] == station["expected"]]
	assert visit["status"] == "Checked In" and visit["photo"] and visit["signature"]


def forgotten(page, text: str) -> bool:
	"""Whether nothing on the page, in its fields or in what the browser stores for it holds the text."""
	return page.evaluate(
		"""(text) => {
			const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
			const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]);
			const drawn = document.querySelectorAll("canvas, img, video").length;
			return !drawn && ![document.documentElement.outerHTML, stored, document.title, ...fields]
				.some((part) => part.includes(text));
		}""",
		text,
	)


def test_the_server_goes_and_comes_back_and_the_answer_gets_lost(station, opened, log_in):
	"""What was typed stays, is sent by itself when the server is there again, and makes one visit."""
	page = opened(station["tablet"])
	page.clock.install()
	page.get_by_role("button", name="I have no appointment").click()
	page.get_by_label("Your full name").fill("Lena Lost")
	page.get_by_role("button", name="Next").click()
	page.get_by_label("Yes").check()
	page.get_by_role("button", name="Next").click()
	sign(page)
	page.get_by_role("button", name="I Agree").click()
	page.route("**/api/method/**", lambda route: route.abort())
	page.get_by_role("button", name="Go on without").click()
	expect(page.locator("#notice")).to_contain_text("can't be reached")

	page.unroute("**/api/method/**")
	lost = []

	def lose_the_answer(route):
		lost.append(route.fetch().status)
		route.abort()

	page.route("**/api/method/**", lose_the_answer, times=1)
	page.clock.run_for(3000)
	expect(page.locator("#notice")).to_contain_text("can't be reached")
	page.get_by_role("button", name="Try Again").last.click()
	expect(page.get_by_role("heading", name="Thank you, we told your host")).to_be_visible()
	expect(page.locator("#notice")).to_be_hidden()
	assert lost == [200]
	assert [row["status"] for row in visits(log_in, station) if row["visitor_name"] == "Lena Lost"] == [
		"Checked In"
	]

	page.get_by_role("button", name="Done").click()
	page.route("**/api/method/**", lambda route: route.fulfill(status=503, body="<html>Bad gateway</html>"))
	page.clock.run_for(61_000)
	expect(page.locator("#notice")).to_contain_text("write your name on the list")
	expect(page.get_by_role("button", name="I am expected")).to_be_disabled()
	page.unroute("**/api/method/**")
	page.clock.run_for(6000)
	expect(page.get_by_role("button", name="I am expected")).to_be_enabled()
	expect(page.locator("#notice")).to_be_hidden()


def test_a_page_that_nobody_touches_starts_over_and_a_disabled_station_stops(station, opened, log_in):
	page = opened(station["tablet"])
	page.clock.install()
	page.get_by_role("button", name="Nederlands").click()
	page.get_by_role("button", name="Ik heb geen afspraak").click()
	page.get_by_label("Uw volledige naam").fill("Ida Idle")
	page.clock.run_for(12_000)
	expect(page.get_by_role("dialog")).to_be_visible()
	page.get_by_role("dialog").get_by_role("button").click()
	expect(page.get_by_label("Uw volledige naam")).to_have_value("Ida Idle")
	page.clock.run_for(12_000)
	page.clock.run_for(12_000)
	expect(page.get_by_role("button", name="I have no appointment")).to_be_visible()
	expect(page.get_by_role("dialog")).to_be_hidden()
	assert forgotten(page, "Ida Idle")

	manager = log_in("office_manager", f"/app/front-desk-station/{station['tablet_station']}")
	manager.locator("[data-fieldname=status] select").select_option("Disabled")
	manager.get_by_role("button", name="Save", exact=True).click()
	expect(manager.locator(".indicator-pill:visible", has_text="Disabled")).to_be_visible()
	page.clock.fast_forward(
		61_000
	)  # it asks once; second by second, it would lose patience with the answer, too
	expect(page.get_by_role("heading", name="Please go to reception")).to_be_visible()
	assert page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})") == "{}"

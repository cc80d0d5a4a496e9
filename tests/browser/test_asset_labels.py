"""Labels printed on a half-used sheet are read by a scanner; an unknown tag is registered on the work list."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import follow

pytestmark = pytest.mark.browser
API = "office_management.office_audits.api."
SCANNER = "/assets/frappe/node_modules/html5-qrcode/html5-qrcode.min.js"  # what Frappe scans with
READ = """async (picture) => {
	const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
	const file = new File([bytes], "label.png", {type: "image/png"});
	if (!document.getElementById("reader")) {
		document.body.insertAdjacentHTML("beforeend", '<div id="reader" style="width: 600px"></div>');
	}
	const read = await new Html5Qrcode("reader").scanFileV2(file, false);
	return [read.decodedText, read.result.format.formatName];
}"""


def read(page, part) -> tuple[str, str]:
	"""What a scanner makes of a part of the printed page: the text, and the kind of code."""
	return tuple(page.evaluate(READ, base64.b64encode(part.screenshot()).decode()))


@pytest.fixture
def manager(log_in):
	"""The office manager, with a numbering of tags set."""
	page = log_in("office_manager", "/app/office-audit")
	page.evaluate(
		"""() => frappe.db.set_value("Office Management Settings", "Office Management Settings",
			{asset_tag_pattern: "LBL-.#####"})"""
	)
	return page


def test_labels_of_new_tags_can_be_scanned(manager):
	manager.locator(".menu-btn-group button").first.click()
	manager.get_by_role("link", name="Print Asset Labels").click()
	dialog = manager.locator(".modal-dialog:visible")
	dialog.locator("select[data-fieldname=what]").select_option("new")
	dialog.locator("input[data-fieldname=number]").fill("4")
	dialog.locator("select[data-fieldname=layout]").select_option("3 x 8")
	dialog.locator("input[data-fieldname=start]").fill("22")
	with manager.expect_popup() as opened:
		dialog.get_by_role("button", name="Print").click()
	printed = opened.value
	printed.set_viewport_size({"width": 1000, "height": 1400})
	expect(printed.locator(".label")).to_have_count(4)
	expect(printed.locator(".sheet")).to_have_count(2)  # three labels were left on the first one
	printed.evaluate("document.body.style.zoom = 2")  # a screen is coarser than a printer
	tag = printed.locator(".tag").first.inner_text()
	assert re.fullmatch(r"LBL-\d{5}", tag)
	manager.add_script_tag(url=SCANNER)
	label = printed.locator(".label").first
	assert read(manager, label.locator("img")) == (tag, "QR_CODE")
	assert read(manager, label.locator(".bars")) == (tag, "CODE_128")


def test_an_unknown_tag_is_registered_on_the_work_list(manager):
	audit = manager.evaluate(
		"""async ({lead, api}) => {
			const call = (method, args) => frappe.xcall(api + method, args);
			const company = frappe.defaults.get_user_default("Company")
				|| (await frappe.db.get_list("Company", {pluck: "name", limit: 1}))[0];
			const {name} = await frappe.xcall("frappe.client.insert", {doc: {
				doctype: "Office Audit", title: "Our first inventory", audit_type: "First Inventory", company,
				lead_auditor: lead,
			}});
			await call("start_audit", {audit: name});
			const scans = [1, 2].map((number) => ({scan_id: name + number, tag: name + "-" + number}));
			await call("take_scans", {audit: name, scans_json: JSON.stringify(scans)});
			await call("end_counting", {audit: name});
			return name;
		}""",
		{"lead": people.USERS["auditor"], "api": API},
	)
	follow(manager, f"/app/office-audit/{audit}")
	manager.get_by_role("button", name="Decide", exact=True).click()
	list_ = manager.locator(".modal-dialog:visible")
	list_.locator("tr", has_text=f"{audit}-1").locator("input[data-line]").check()
	list_.locator("select[data-fieldname=resolution]").select_option("Register")
	list_.get_by_role("button", name="Decide", exact=True).click()
	choice = manager.locator(".modal-dialog:visible").last
	expect(choice.get_by_text("A new draft of an item")).to_be_visible()
	choice.locator("input[name=way]").last.check()
	choice.get_by_role("button", name="Register", exact=True).click()
	expect(manager.get_by_text("Choose an item.").first).to_be_visible()

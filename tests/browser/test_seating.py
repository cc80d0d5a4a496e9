"""Who had, has and will have a place; a group that is seated; two who swap; a room that gets another name."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import at_rest, choose, in_group, set_date, stored

pytestmark = pytest.mark.browser


def bar(dialog, house, name: str):
	return dialog.locator("a.indicator-pill").filter(has_text=f"{name} {house['code']}")


def lies(left: int, width: int):
	"""The style of a bar that begins at so many hundredths of the line and is so wide."""
	return re.compile(rf"left: {left}%; width: {width}%")


def test_the_timeline_shows_who_was_is_and_will_be_there(house, log_in):
	page = log_in("office_manager", f"/app/office-space/{house['full']}")
	in_group(page, "Seats", "Timeline")
	dialog = page.locator(".modal.show")
	for name in ("Hugo", "Greet", "Hans", "Ria"):
		expect(bar(dialog, house, name)).to_be_visible()
	expect(bar(dialog, house, "Hugo")).to_have_class(re.compile("gray"))
	expect(bar(dialog, house, "Greet")).to_have_class(re.compile("green"))
	expect(bar(dialog, house, "Ria")).to_have_class(re.compile("blue"))
	assert "2B" in bar(dialog, house, "Hans").inner_text()

	# a hundred days around today: one day is one hundredth
	today = date.fromisoformat(house["today"])
	set_date(dialog, "start", today - timedelta(days=49))
	set_date(dialog, "end", today + timedelta(days=50))
	expect(bar(dialog, house, "Hugo")).to_have_count(0)
	expect(bar(dialog, house, "Greet")).to_have_attribute("style", lies(0, 100))
	expect(bar(dialog, house, "Hans")).to_have_attribute("style", lies(19, 81))
	expect(bar(dialog, house, "Ria")).to_have_attribute("style", lies(79, 21))

	bar(dialog, house, "Hans").click()
	expect(page).to_have_url(re.compile(house["seats"]["Hans"]))
	expect(page.locator(".modal.show")).to_have_count(0)


def test_a_place_in_the_address_of_a_report_counts_from_the_first_run(house, log_in):
	"""Its field fills itself in only when the title of the place has come; the code stays the code."""
	page = log_in("office_manager", f"/app/query-report/Seat Register?place={house['full']}")
	expect(page.locator(".report-summary")).to_contain_text("2")
	expect(page.locator(".dt-row[data-row-index]").filter(has_text="Desk")).to_have_count(2)
	greet = page.locator(".dt-row").filter(has_text=f"Greet {house['code']}")
	expect(greet.get_by_role("link", name=house["desks"][0], exact=True)).to_be_visible()


def test_a_group_is_seated_on_a_floor_and_who_finds_no_seat_is_named(house, log_in):
	page = log_in("office_manager", f"/app/office-space/{house['empty']}")
	in_group(page, "Seats", "Seat People")
	dialog = page.locator(".modal.show")
	choose(dialog, "department", f"Movers {house['code']}")
	chips = dialog.locator("[data-fieldname=people] button")
	expect(chips).to_have_count(4)  # Ria has one from next month on, Hugo had one
	expect(chips.filter(has_text=f"Ines {house['code']}")).to_be_visible()
	choose(dialog, "employee", f"Hans {house['code']}")
	expect(chips.filter(has_text=f"Hans {house['code']}")).to_be_visible()
	dialog.get_by_role("button", name="Propose").click()
	rows = dialog.locator("[data-fieldname=proposal] tr")
	expect(rows).to_have_count(5)
	expect(rows.filter(has_text=f"Hans {house['code']}")).to_contain_text("Has a seat already")
	expect(rows.filter(has_text="No free seat is left there")).to_have_count(2)
	dialog.get_by_role("button", name="Give 2 Seats").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	overview = page.locator("[data-fieldname=overview_html]")
	expect(overview).to_contain_text(f"{house['code']}")
	given = stored(
		page, "Space Allocation", {"space": ["in", house["free"]]}, "space", "occupant", "from_date"
	)
	assert {row["space"] for row in given} == set(house["free"])
	assert {row["occupant"] for row in given} < {
		house["people"][name] for name in ("Ines", "Joris", "Karin", "Hugo")
	}
	assert {row["from_date"] for row in given} == {house["today"]}
	for row in given:
		name = next(name for name, employee in house["people"].items() if employee == row["occupant"])
		expect(overview).to_contain_text(f"{name} {house['code']}")


def test_two_people_swap_their_seats(house, log_in):
	page = log_in(
		"office_manager", f"/app/space-allocation?space=%5B%22like%22%2C%22{house['full']}%25%22%5D"
	)
	for name in ("Greet", "Hans"):
		row = page.locator(".list-row-container").filter(has_text=f"{name} {house['code']}")
		row.locator(".list-row-checkbox").check()
	page.get_by_role("button", name="Actions").click()
	page.locator(".actions-btn-group .dropdown-item:visible").filter(has_text="Swap").click()
	dialog = page.locator(".modal.show")
	dialog.get_by_role("button", name="Swap", exact=True).click()
	expect(page.locator(".modal.show")).to_have_count(0)
	rows = page.locator(".list-row-container").filter(has_text="Active")
	expect(rows.filter(has_text=f"Greet {house['code']}")).to_contain_text("Desk 2")
	expect(rows.filter(has_text=f"Hans {house['code']}")).to_contain_text("Desk 1")
	now = {
		row["occupant"]: (row["space"], row["seat_label"])
		for row in stored(
			page,
			"Space Allocation",
			{"space": ["in", house["desks"]], "from_date": house["today"]},
			"occupant",
			"space",
			"seat_label",
		)
	}
	assert now == {
		house["people"]["Greet"]: (house["desks"][1], "2B"),
		house["people"]["Hans"]: (house["desks"][0], None),
	}
	before = stored(page, "Space Allocation", {"name": house["seats"]["Greet"]}, "to_date")
	assert before == [{"to_date": str(date.fromisoformat(house["today"]) - timedelta(days=1))}]


def tree_node(page: Page, text: str):
	return page.locator(".tree-link:visible").filter(has_text=text).first


def test_a_room_is_renamed_from_the_tree_with_all_that_lies_in_it(house, log_in):
	page = log_in("office_manager", "/app/office-space/view/tree")
	expect(tree_node(page, house["site"])).to_be_visible()
	at_rest(page)
	if not tree_node(page, house["full"]).is_visible():  # an only site opens by itself, and an only floor
		tree_node(page, house["site"]).click()
	expect(tree_node(page, house["full"])).to_be_visible()
	at_rest(page)
	tree_node(page, house["full"]).click()
	toolbar = tree_node(page, house["full"]).locator(
		"xpath=following-sibling::*[contains(@class, 'toolbar')]"
	)
	toolbar.get_by_text("Rename", exact=True).click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=space_code] input")).to_have_value("101")
	dialog.locator("[data-fieldname=space_name] input").fill(f"Library {house['code']}")
	dialog.locator("[data-fieldname=space_code] input").fill("1.LIB")
	dialog.get_by_role("button", name="Rename", exact=True).click()
	question = page.locator(".modal.show").filter(has_text="The full codes of 3 spaces")
	question.get_by_role("button", name="Yes").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	new = f"{house['floor']}-1.LIB"
	tree_node(page, house["site"]).click()
	expect(tree_node(page, f"Library {house['code']}")).to_contain_text(new)
	desks = stored(page, "Office Space", {"parent_space": new}, "name", "location")
	assert {row["name"] for row in desks} == {row["location"] for row in desks}
	assert {row["name"] for row in desks} == {f"{new}-D{n}" for n in (1, 2, 3)}
	assert stored(page, "Space Allocation", {"name": house["seats"]["Ria"]}, "space") == [
		{"space": f"{new}-D3"}
	]
	assert stored(page, "Office Space", {"name": house["full"]}, "name") == []

"""Workspaces, number cards, charts and onboarding: each role finds what it may see, and no more."""

import json

import frappe
import pytest
from frappe.desk import desktop, query_report

from tests import baseline, builders
from tests.integration.office_space import known_site

CARDS = ("Seats", "Seats Taken", "Free Seats", "People Without a Seat")
CHARTS = ("Occupancy by Floor", "Occupancy by Building", "Joiners and Leavers")
REPORT_ROLES = ("system_manager", "office_manager", "receptionist", "auditor")
OTHERS = ("technician", "employee")


def page(name: str, role: str) -> frappe._dict:
	"""What the desk gets of a workspace, for the user with this role."""
	with builders.as_user(baseline.USERS[role]):
		workspace = desktop.Workspace(frappe._dict(name=name, title=name, public=1))
		assert workspace.is_permitted()
		workspace.build_workspace()
		return frappe._dict(
			cards=[row.number_card_name for row in workspace.number_cards["items"]],
			charts=[row.chart_name for row in workspace.charts["items"]],
			shortcuts=[row["link_to"] for row in workspace.shortcuts["items"]],
			links=[link["link_to"] for card in workspace.cards["items"] for link in card["links"]],
			onboarding=[row["label"] for row in workspace.onboardings["items"]],
		)


def shown(card: str, user: str) -> float:
	"""The number a card shows, found the way the desk finds it."""
	doc = frappe.get_doc("Number Card", card)
	with builders.as_user(user):
		result = query_report.run(doc.report_name, json.loads(doc.filters_json))["result"]
	return sum(row.get(doc.report_field) or 0 for row in result)


@pytest.mark.parametrize("role", REPORT_ROLES)
@pytest.mark.parametrize("name", ["Office", "Space"])
def test_who_may_run_reports_sees_all_cards(name, role):
	found = page(name, role)
	assert tuple(found.cards) == CARDS
	assert {"Space Occupancy", "Seat Register", "Space Changes"} <= set(found.links)


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_no_numbers_in_the_office(role):
	found = page("Office", role)
	assert (found.cards, found.onboarding) == ([], [])
	assert {"office-day", "Space Allocation"} <= set(found.shortcuts)
	assert not {"Seat Register", "Space Occupancy"} & set(found.shortcuts + found.links)


def test_space_is_not_for_everybody():
	with builders.as_user(baseline.USERS["employee"]):
		assert not desktop.Workspace(frappe._dict(name="Space", title="Space", public=1)).is_permitted()


def test_charts_are_for_those_who_may_run_the_report():
	assert page("Space", "receptionist").charts == ["Occupancy by Floor"]
	for chart in CHARTS:
		doc = frappe.get_doc("Dashboard Chart", chart)
		assert (doc.chart_type, doc.use_report_chart) == ("Report", 1)
		with builders.as_user(baseline.USERS["employee"]):
			assert not frappe.has_permission("Dashboard Chart", doc=chart)


def test_cards_show_the_numbers_of_the_report():
	before = {card: shown(card, "Administrator") for card in CARDS}
	known_site.build()
	after = {card: shown(card, "Administrator") for card in CARDS}
	assert {card: after[card] - before[card] for card in CARDS} == {
		"Seats": 10,
		"Seats Taken": 5,
		"Free Seats": 4,
		"People Without a Seat": -5,
	}


def test_cards_keep_to_the_limits_of_the_user():
	hand = known_site.build()
	user = builders.limited_user(builders.user("Office Manager"), hand.floor2.location)
	assert [shown(card, user) for card in CARDS[:3]] == [3, 1, 1]


def test_a_card_of_nobody_is_nought():
	assert shown("Free Seats", baseline.USERS["other_manager"]) == 0


def test_onboarding_is_offered_to_the_office_manager_step_by_step():
	frappe.db.set_value("Module Onboarding", "Office Space Onboarding", "is_complete", 0)
	steps = frappe.get_all(
		"Onboarding Step Map", {"parent": "Office Space Onboarding"}, pluck="step", order_by="idx"
	)
	for step in steps:
		frappe.db.set_value("Onboarding Step", step, {"is_complete": 0, "is_skipped": 0})
	frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.local.system_settings = None
	assert page("Office", "office_manager").onboarding == ["Office Space Onboarding"]
	assert len(steps) == 5


def test_every_block_of_a_workspace_has_its_row():
	tables = {
		"shortcut": ("shortcuts", "label", "shortcut_name"),
		"number_card": ("number_cards", "label", "number_card_name"),
		"chart": ("charts", "label", "chart_name"),
		"card": ("links", "label", "card_name"),
	}
	for name in ("Office", "Space"):
		doc = frappe.get_doc("Workspace", name)
		for block in json.loads(doc.content):
			if block["type"] in tables:
				table, field, key = tables[block["type"]]
				assert block["data"][key] in [row.get(field) for row in doc.get(table)]


def test_tours_point_at_fields_that_are_there():
	for tour in ("Office Space", "Space Allocation"):
		doc = frappe.get_doc("Form Tour", tour)
		meta = frappe.get_meta(doc.reference_doctype)
		assert all(meta.has_field(step.fieldname) for step in doc.steps)


def test_the_dashboard_holds_the_cards_and_charts():
	doc = frappe.get_doc("Dashboard", "Office Space")
	assert tuple(row.card for row in doc.cards) == CARDS
	assert tuple(row.chart for row in doc.charts) == CHARTS

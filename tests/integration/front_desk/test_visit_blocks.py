"""Who comes, who is in, who waits: the blocks of Office Day about visitors, for reception, hosts and managers."""

import frappe

from office_management.front_desk import visit_blocks
from tests import baseline, builders, front_desk_builders


def blocks_of(user: str) -> dict:
	with builders.as_user(user):
		return {block["key"]: block for block in visit_blocks.get_blocks()}


def test_reception_sees_who_comes_who_is_in_and_who_is_late():
	site = front_desk_builders.site()
	before = blocks_of(baseline.USERS["receptionist"])
	front_desk_builders.visit_on_site(site, full_name="Here Already")
	front_desk_builders.visit(site, "Invitation", expected_on=frappe.utils.now_datetime())
	after = blocks_of(baseline.USERS["receptionist"])
	grown = {key: after[key]["count"] - before[key]["count"] for key in before}
	assert grown["visits_on_site"] == 1 and grown["visits_expected"] == 1
	assert "Here Already" in [row["title"] for row in after["visits_on_site"]["rows"]]
	assert "visits_to_decide" not in after


def test_a_host_sees_their_own_visitors_and_no_others():
	host = builders.employee()
	user = builders.user("Employee", employee=host.name)
	front_desk_builders.visit_on_site(full_name="For Me", host=host.name)
	front_desk_builders.visit_on_site(full_name="For Others")
	blocks = blocks_of(user)
	assert list(blocks) == ["visits_mine"]
	assert [row["title"] for row in blocks["visits_mine"]["rows"]] == ["For Me"]
	assert blocks["visits_mine"]["count"] == 1


def test_only_managers_see_what_is_to_be_decided():
	assert "visits_to_decide" in blocks_of(baseline.USERS["office_manager"])
	assert "visits_to_decide" not in blocks_of(baseline.USERS["auditor"])

"""The rules of a space, and that it and its Location are always a pair."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from office_management.erp import places
from office_management.office_space import pairs, seats, spaces
from office_management.office_space.doctype.office_space import office_space as rules
from tests import baseline, builders
from tests.builders import allocation, day, room, site_with_floor, space


def location(name: str, parent: str | None = None, is_group: int = 0) -> str:
	"""A Location as a stock user makes it, without a space."""
	values = {"location_name": name, "parent_location": parent, "is_group": is_group}
	return frappe.get_doc({"doctype": "Location", **values}).insert().name


def parent_of(name: str) -> str | None:
	return frappe.db.get_value("Location", name, "parent_location")


# --- making ---------------------------------------------------------------------------------------------------


def test_a_new_space_makes_its_location_under_the_right_parent():
	site = space(space_code="HQ-T")
	floor = space("First floor", site, space_type="Floor", space_code="01")
	assert floor.name == floor.location == "HQ-T-01"
	assert parent_of("HQ-T-01") == "HQ-T"
	assert parent_of("HQ-T") in (None, "")
	assert frappe.db.get_value("Location", "HQ-T", "is_group") == 1
	assert floor.location_made == 1
	lft, rgt = frappe.db.get_value("Location", "HQ-T", ["lft", "rgt"])
	assert lft < frappe.db.get_value("Location", "HQ-T-01", "lft") < rgt


def test_an_existing_location_under_the_right_parent_is_adopted():
	site = space(space_code="AD")
	location("AD-01", "AD")
	made = space("First", site, space_type="Floor", space_code="01")
	assert made.name == made.location == "AD-01"
	assert made.location_made == 0


def test_a_location_elsewhere_is_refused_with_what_to_do():
	site = space(space_code="EL")
	location("EL-01")
	with pytest.raises(rules.LocationTakenError, match="Move or rename that Location"):
		space("First", site, space_type="Floor", space_code="01")


def test_an_error_leaves_no_location_behind_even_if_the_caller_goes_on():
	site = space(space_code="HALF")
	with pytest.raises(rules.OutOfServiceError):
		space("Bad", site, space_type="Floor", space_code="01", out_from_date=day())
	assert not frappe.db.exists("Location", "HALF-01")
	assert not frappe.db.exists("Office Space", "HALF-01")
	with pytest.raises(frappe.MandatoryError):
		frappe.get_doc(
			{"doctype": "Office Space", "space_type": "Floor", "space_code": "02", "parent_space": "HALF"}
		).insert()
	assert not frappe.db.exists("Location", "HALF-02")


@pytest.mark.parametrize("code", ["", "  ", "=1", "a/b", "x" * 41])
def test_codes_that_break_names_are_refused(code):
	doc = frappe.get_doc(
		{"doctype": "Office Space", "space_type": "Site", "space_name": "S", "space_code": code}
	)
	with pytest.raises(rules.CodeError):
		doc.insert()


def test_a_code_is_unique_under_one_parent_only():
	first, second = space(), space()
	space("One", first, space_type="Floor", space_code="01")
	space("One", second, space_type="Floor", space_code="01")
	with pytest.raises(rules.CodeTakenError, match="Choose another code"):
		space("Again", first, space_type="Floor", space_code="01")


def test_a_path_of_more_than_140_characters_is_refused():
	parent = space(space_code="L" * 40)
	for _level in range(2):
		parent = space(None, parent, space_type="Floor", space_code="L" * 40)
	with pytest.raises(rules.NameTooLongError, match="163"):
		space(None, parent, space_type="Room", space_code="R" * 40)


def test_only_a_site_has_no_parent():
	site = space()
	with pytest.raises(rules.ParentError, match="only a site"):
		space("Lost", None, space_type="Floor")
	with pytest.raises(rules.ParentError, match="lies in nothing"):
		space("Nested", site, space_type="Site")


def test_client_values_of_guarded_fields_are_ignored_on_insert():
	made = space(
		space_code="GRD", location="Somewhere", location_made=0, closed_on="2020-01-01", status="Closed"
	)
	assert (made.name, made.location, made.status, made.closed_on) == ("GRD", "GRD", "Active", None)


def test_a_new_desk_counts_as_one_seat_unless_told_otherwise():
	site = space()
	values = {"doctype": "Office Space", "space_type": "Desk", "parent_space": site.name, "space_name": "D"}
	plain = frappe.get_doc({**values, "space_code": "D1", "company": baseline.COMPANY}).insert()
	empty = frappe.get_doc(
		{**values, "space_code": "D2", "company": baseline.COMPANY, "capacity": 0}
	).insert()
	assert (plain.capacity, plain.is_allocatable) == (1, 1)
	assert (empty.capacity, empty.is_allocatable) == (0, 0)


def test_company_comes_from_the_parent():
	site = space(company=baseline.OTHER_COMPANY)
	assert space(None, site, space_type="Floor", company=None).company == baseline.OTHER_COMPANY


# --- groups and leaves ----------------------------------------------------------------------------------------


def test_a_space_that_gets_children_loses_its_own_seats():
	here = room(space(), capacity=6)
	space(None, here)
	assert frappe.db.get_value("Office Space", here.name, "capacity") == 0


def test_seats_on_a_group_are_refused():
	made = site_with_floor()
	made.floor.reload()
	made.floor.capacity = 3
	with pytest.raises(rules.CapacityError, match="added up"):
		made.floor.save()


def test_a_leaf_with_live_allocations_gets_no_children():
	here = room(space())
	allocation(here)
	with pytest.raises(rules.LeafInUseError, match="End or move them first"):
		space(None, here)


def test_a_leaf_whose_allocations_have_ended_may_get_children():
	here = room(space())
	allocation(here, from_date=day(-20), to_date=day(-1))
	assert space(None, here).parent_space == here.name


def test_nothing_new_lies_in_a_closed_space():
	here = room(space())
	spaces.close_space(here.name)
	with pytest.raises(rules.ParentError, match="Reopen"):
		space(None, here)


# --- seats ----------------------------------------------------------------------------------------------------


def test_seats_are_not_negative():
	with pytest.raises(rules.CapacityError, match="below 0"):
		room(space(), capacity=-1)


def test_seats_cannot_go_below_what_is_promised():
	here = room(space(), capacity=4)
	allocation(here, from_date=day(-5))
	later = allocation(here, from_date=day(30))
	here.reload()
	here.capacity = 1
	with pytest.raises(rules.CapacityError, match=later.occupant_name):
		here.save()
	here.reload()
	here.capacity = 2
	here.save()


def test_seats_promised_only_in_the_past_do_not_count():
	here = room(space(), capacity=4)
	allocation(here, from_date=day(-20), to_date=day(-1))
	here.reload()
	here.capacity = 0
	here.save()


def test_a_space_with_people_stays_allocatable():
	here = room(space())
	allocation(here)
	here.reload()
	here.is_allocatable = 0
	with pytest.raises(rules.StillInUseError):
		here.save()


# --- company and cost center ----------------------------------------------------------------------------------


def test_an_allocatable_leaf_needs_a_company():
	here = room(space())
	here.company = None
	with pytest.raises(rules.CompanyError, match="Choose the company"):
		here.save()


def test_the_company_agrees_with_who_is_here_customers_excepted():
	here = room(space())
	customer = allocation(here, baseline.CUSTOMER, "Customer")
	here.reload()
	here.company = baseline.OTHER_COMPANY
	here.save()
	here.company = baseline.COMPANY
	here.save()
	someone = allocation(here)
	here.reload()
	here.company = baseline.OTHER_COMPANY
	with pytest.raises(rules.CompanyError, match=someone.occupant_name) as refusal:
		here.save()
	assert customer.name not in str(refusal.value)


def test_the_cost_center_is_one_of_the_company_and_no_group():
	here = room(space(), cost_center=baseline.cost_center())
	here.cost_center = baseline.cost_center(baseline.OTHER_COMPANY)
	with pytest.raises(rules.CompanyError, match="belongs to"):
		here.save()
	here.reload()
	here.cost_center = frappe.db.get_value(
		"Cost Center", {"company": baseline.COMPANY, "is_group": 1}, "name"
	)
	with pytest.raises(rules.CompanyError, match="is a group"):
		here.save()


# --- out of service -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("first", "last", "reason", "match"),
	[
		(None, 3, "Paint", "from which day"),
		(5, 3, "Paint", "before the first"),
		(1, 3, "", "reason"),
	],
)
def test_a_period_out_of_service_has_order_and_reason(first, last, reason, match):
	here = room(space())
	here.out_from_date = day(first) if first is not None else None
	here.out_until_date = day(last)
	here.out_reason = reason
	with pytest.raises(rules.OutOfServiceError, match=match):
		here.save()


def test_who_is_affected_is_told_and_the_status_follows_the_days():
	here = room(space())
	someone = allocation(here)
	frappe.clear_messages()
	spaces.set_out_of_service([here.name], day(), day(3), "Paint")
	assert any(someone.occupant_name in str(message) for message in frappe.get_message_log())
	assert frappe.db.get_value("Office Space", here.name, "status") == "Out of Service"
	spaces.put_back_in_service([here.name])
	here.reload()
	assert (here.status, here.out_from_date) == ("Active", None)


def test_the_stored_status_follows_when_the_day_comes(monkeypatch):
	here = room(space())
	spaces.set_out_of_service([here.name], day(2), day(3), "Paint")
	assert frappe.db.get_value("Office Space", here.name, "status") == "Active"
	for offset, status in ((2, "Out of Service"), (3, "Out of Service"), (4, "Active")):
		later = getdate(add_days(day(), offset))
		monkeypatch.setattr(
			spaces, "getdate", lambda value=None, later=later: getdate(value) if value else later
		)
		spaces.refresh_space_statuses()
		assert frappe.db.get_value("Office Space", here.name, "status") == status


# --- closing --------------------------------------------------------------------------------------------------


def test_closing_is_refused_with_the_list_of_who_is_here():
	made = site_with_floor()
	someone = allocation(made.desks[0], from_date=day(9))
	with pytest.raises(rules.StillInUseError, match=someone.occupant_name):
		spaces.close_space(made.floor.name)
	seats.cancel(someone.name)
	closed = spaces.close_space(made.floor.name)
	assert set(closed) == {made.floor.name, made.rooms[0].name, *(desk.name for desk in made.desks)}
	assert {frappe.db.get_value("Office Space", name, "status") for name in closed} == {"Closed"}


def test_reopening_goes_from_the_top():
	made = site_with_floor()
	spaces.close_space(made.floor.name)
	with pytest.raises(spaces.ClosedError, match="Reopen that first"):
		spaces.reopen_space(made.rooms[0].name)
	spaces.reopen_space(made.floor.name)
	assert frappe.db.get_value("Office Space", made.floor.name, "status") == "Active"
	assert frappe.db.get_value("Office Space", made.rooms[0].name, "status") == "Closed"
	spaces.reopen_space(made.floor.name, below=True)
	assert frappe.db.get_value("Office Space", made.desks[0].name, "status") == "Active"


@pytest.mark.parametrize(
	("field", "value"),
	[
		("status", "Closed"),
		("closed_on", "2026-01-01 00:00:00"),
		("space_code", "OTHER"),
		("location_made", 0),
		("parent_space", None),
	],
)
def test_what_our_actions_change_cannot_be_typed_over(field, value):
	here = space(None, space(), space_type="Floor")
	here.set(field, value)
	with pytest.raises(rules.MoveInsteadError):
		here.save()


def test_a_stale_status_in_a_form_is_put_right_not_refused():
	here = room(space())
	here.status = "Out of Service"
	here.save()
	assert here.status == "Active"


# --- deleting -------------------------------------------------------------------------------------------------


def test_deleting_takes_the_location_we_made(jobs_run_now):
	here = space()
	here.delete()
	assert not frappe.db.exists("Location", here.name)


def test_deleting_leaves_a_location_that_was_adopted_or_is_used(jobs_run_now):
	location("ADOPT")
	adopted = space(space_code="ADOPT")
	used = space()
	location("Below", used.name)
	adopted.delete()
	used.delete()
	assert frappe.db.exists("Location", "ADOPT")
	assert frappe.db.exists("Location", used.name)


def test_what_a_dead_worker_left_is_deleted_at_night(monkeypatch):
	here = space()
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	here.delete()
	assert frappe.db.exists("Location", here.name)
	assert pairs.left_locations() == [here.name]
	pairs.mend_or_report_pairs()
	assert not frappe.db.exists("Location", here.name)


def test_a_location_made_anew_after_the_deletion_stays(monkeypatch):
	here = space()
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	here.delete()
	frappe.db.set_value("Location", here.name, "creation", add_days(frappe.utils.now_datetime(), 1))
	assert pairs.left_locations() == []


def test_deleting_is_refused_with_people_children_or_history():
	made = site_with_floor()
	with pytest.raises(rules.StillInUseError, match="below it"):
		made.floor.delete()
	someone = allocation(made.desks[0])
	with pytest.raises(rules.StillInUseError, match=someone.occupant_name):
		made.desks[0].delete()
	allocation(made.desks[1], from_date=day(-9), to_date=day(-1))
	with pytest.raises(rules.StillInUseError, match="history"):
		made.desks[1].delete()
	assert frappe.db.exists("Location", made.desks[1].name)


def test_the_location_itself_cannot_be_deleted_under_its_space():
	here = space()
	with pytest.raises(pairs.LocationInUseError, match=here.name):
		frappe.delete_doc("Location", here.name)


def test_locations_below_in_tree_order():
	made = site_with_floor(rooms=1, desks=2)
	below = places.locations_below(made.floor.name)
	assert below == [made.rooms[0].name, made.desks[0].name, made.desks[1].name]
	assert places.locations_above(made.desks[0].name) == [
		made.rooms[0].name,
		made.floor.name,
		made.building.name,
		made.site.name,
	]
	assert builders.day() == getdate()


# --- floor plan -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["plan_x", "plan_y", "plan_width", "plan_height"])
@pytest.mark.parametrize("value", [-0.5, 100.5, float("nan")])
def test_a_place_on_the_plan_is_given_in_percent(field, value):
	with pytest.raises(rules.FloorPlanError, match="0 to 100"):
		space(**{field: value})


def test_a_place_reaches_to_the_edge_of_the_plan_and_not_beyond():
	here = space(plan_x=60, plan_width=40, plan_y=0, plan_height=100)
	here.plan_width = 40.1
	with pytest.raises(rules.FloorPlanError, match=r"Left.*Width.*beyond"):
		here.save()


@pytest.mark.parametrize("address", ["/files/plan.png", "/private/files/Anna's plan.png", None])
def test_a_floor_plan_is_a_file_of_this_site(address):
	assert space(floor_plan=address).floor_plan == address


@pytest.mark.parametrize(
	"address",
	["javascript:alert(1)", "https://elsewhere.example/plan.png", "//x.example/p.png", "/files/../api/x"],
)
def test_a_floor_plan_from_anywhere_else_is_refused(address):
	with pytest.raises(rules.FloorPlanError, match="no file of this site"):
		space(floor_plan=address)

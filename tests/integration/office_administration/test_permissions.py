import frappe
import pytest

from tests import baseline, builders
from tests.builders import day
from tests.shared import once_per_module

DOCTYPE = "Office Responsibility"


@once_per_module
def limited(site):
	"""A manager limited to one of two sites, and a duty at each of them, below them, and everywhere."""
	here, there = builders.site_with_floor(), builders.site_with_floor()
	user = builders.limited_user(builders.user("Office Manager", "Employee"), here.site.name)
	duties = {
		"here": duty("anna", here.site.name),
		"below": duty("anna", here.desks[0].name),
		"there": duty("anna", there.floor.name),
		"everywhere": duty("bram", None),
	}
	return frappe._dict(user=user, here=here, there=there, duties=duties)


def duty(who, space):
	return frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"topic": "Security",
			"responsible": baseline.employee(who),
			"space": space,
			"company": baseline.COMPANY,
			"from_date": day(),
		}
	).insert()


def test_a_list_shows_the_own_places_and_what_holds_everywhere(as_user, limited):
	names = {made.name: key for key, made in limited.duties.items()}
	with as_user(limited.user):
		found = frappe.get_list(
			DOCTYPE, filters={"topic": "Security"}, pluck="name", order_by="name", limit=0
		)
	assert {names[name] for name in found if name in names} == {"here", "below", "everywhere"}


@pytest.mark.parametrize(
	("which", "ptype", "allowed"),
	[
		("here", "read", True),
		("below", "write", True),
		("there", "read", False),
		("there", "write", False),
		("everywhere", "read", True),
		("everywhere", "write", False),
	],
)
def test_a_document_answers_like_the_list(limited, which, ptype, allowed):
	doc = frappe.get_doc(DOCTYPE, limited.duties[which].name)
	assert bool(doc.has_permission(ptype, user=limited.user)) is allowed


def test_a_duty_cannot_be_moved_out_of_or_into_the_own_places(as_user, limited):
	with as_user(limited.user):
		doc = frappe.get_doc(DOCTYPE, limited.duties["here"].name)
		doc.space = limited.there.floor.name
		with pytest.raises(frappe.PermissionError):
			doc.save()
	doc = frappe.get_doc(DOCTYPE, limited.duties["there"].name)
	doc.space = limited.here.floor.name
	with as_user(limited.user), pytest.raises(frappe.PermissionError):
		doc.save()


@pytest.mark.parametrize("place", ["there", None])
def test_no_duty_is_made_elsewhere(as_user, limited, place):
	with as_user(limited.user), pytest.raises(frappe.PermissionError):
		duty("carla", place and limited[place].site.name)


def test_a_duty_is_made_here(as_user, limited):
	with as_user(limited.user):
		assert duty("carla", limited.here.rooms[0].name).name


def test_who_is_not_limited_is_not_limited(limited):
	for made in limited.duties.values():
		assert made.has_permission("write", user=baseline.USERS["office_manager"])

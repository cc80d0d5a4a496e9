"""Renamed, merged, called differently, deleted: no seat names nobody, whatever Frappe's own following does."""

import frappe
import pytest

from office_management.office_space import seats
from office_management.office_space.occupants import OccupantInUseError
from tests import baseline, builders
from tests.builders import allocation, day
from tests.shared import once_per_module

pytestmark = pytest.mark.usefixtures("doctypes_stay_known")


@pytest.fixture(params=["frappe follows", "frappe does nothing"])
def dynamic_links(request, monkeypatch):
	"""Frappe's own following of Dynamic Links, as it should be and as if it found nothing."""
	if request.param == "frappe does nothing":
		monkeypatch.setattr("frappe.model.rename_doc.rename_dynamic_links", lambda *args: None)
		monkeypatch.setattr("frappe.model.delete_doc.get_dynamic_link_map", lambda *args, **kwargs: {})
	return request.param


@once_per_module
def room(site):
	return builders.room(builders.space(space_type="Site"), capacity=9)


def occupant_of(doctype):
	return {
		"Employee": lambda: builders.employee().name,
		"Department": builders.department,
		"Project": builders.project,
		"Customer": builders.customer,
	}[doctype]()


def named(doc):
	row = frappe.db.get_value("Space Allocation", doc.name, ["occupant", "occupant_name"], as_dict=True)
	return row.occupant, row.occupant_name


ALL = ["Employee", "Department", "Project", "Customer"]
TITLES = {
	"Employee": "employee_name",
	"Department": "department_name",
	"Project": "project_name",
	"Customer": "customer_name",
}


@pytest.mark.parametrize("doctype", ALL)
def test_renamed(room, doctype, dynamic_links):
	old = occupant_of(doctype)
	doc = allocation(room, old, doctype)
	new = frappe.rename_doc(doctype, old, builders.unique("Renamed "), force=True)
	assert named(doc) == (new, frappe.db.get_value(doctype, new, TITLES[doctype]))
	frappe.get_doc("Space Allocation", doc.name).save()


@pytest.mark.parametrize("doctype", ["Department", "Customer"])
def test_merged(room, doctype, dynamic_links):
	old, new = occupant_of(doctype), occupant_of(doctype)
	doc, other = allocation(room, old, doctype), allocation(room, new, doctype)
	frappe.rename_doc(doctype, old, new, merge=True, force=True)
	assert named(doc) == named(other)
	assert not frappe.db.exists(doctype, old)


def test_merged_employees_keep_one_primary_seat(room):
	old, new = builders.employee().name, builders.employee().name
	moved, kept = allocation(room, old, from_date=day(1)), allocation(room, new, to_date=day(9))
	after = allocation(room, new, from_date=day(10), is_primary=0)
	frappe.rename_doc("Employee", old, new, merge=True, force=True)
	primary = [
		frappe.db.get_value("Space Allocation", doc.name, "is_primary") for doc in (moved, kept, after)
	]
	assert primary == [0, 1, 0]
	assert named(moved)[0] == new


def test_a_renamed_space_keeps_its_allocations(room):
	doc = allocation(room)
	new = frappe.rename_doc("Location", room.name, builders.unique("LOC"), force=True)
	assert frappe.db.get_value("Space Allocation", doc.name, "space") == new
	assert [row.name for row in seats.live_uses(new)] == [doc.name]


@pytest.mark.parametrize("doctype", ALL)
def test_called_differently(room, doctype):
	occupant = frappe.get_doc(doctype, occupant_of(doctype))
	doc = allocation(room, occupant.name, doctype)
	field = "first_name" if doctype == "Employee" else TITLES[doctype]
	occupant.reload()
	occupant.set(field, "Zoë")
	occupant.save()
	assert named(doc)[1].startswith("Zoë")


@pytest.mark.parametrize("doctype", ALL)
def test_what_has_places_is_not_deleted(room, doctype, dynamic_links):
	occupant = occupant_of(doctype)
	doc = allocation(room, occupant, doctype)
	with pytest.raises(OccupantInUseError, match="End these allocations first") as refusal:
		frappe.delete_doc(doctype, occupant)
	assert doc.name in str(refusal.value)
	seats.end(doc.name)
	frappe.db.set_value(
		"Space Allocation", doc.name, {"from_date": day(-5), "to_date": day(-3), "effective_to": day(-3)}
	)
	with pytest.raises(OccupantInUseError, match="history names it"):
		frappe.delete_doc(doctype, occupant)
	frappe.delete_doc("Space Allocation", doc.name)
	frappe.delete_doc(doctype, occupant)
	assert not frappe.db.exists(doctype, occupant)


def test_what_has_no_places_is_deleted_as_ever(site):
	occupant = builders.customer()
	frappe.delete_doc("Customer", occupant)
	assert not frappe.db.exists("Customer", occupant)
	assert frappe.db.exists("Customer", baseline.CUSTOMER)

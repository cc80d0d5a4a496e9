"""Who looked at a visitor or a visit is written down, whichever way they read it, by real requests."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from werkzeug.test import Client

from office_management.front_desk import views
from tests import baseline, builders
from tests import front_desk_builders as make

LOG, VISITOR, VIEW = "Visitor Log", "Visitor", "View Log"
PASSWORD = "Reception-07"
RECEPTION = baseline.USERS["receptionist"]
FRONT_DESK = "office_management.front_desk.page.front_desk.front_desk"


@pytest.fixture
def visit(site):
	"""A visit that other connections see, and a receptionist who can log in; gone afterwards."""
	from frappe.utils.password import update_password

	settings = frappe.db.get_singles_dict("Office Management Settings")
	before = {field: settings.get(field) for field in ("retention_confirmed_on", "retention_confirmed_by")}
	place = builders.space(space_type="Site", space_code=builders.unique("LOOK")).name
	make.confirm_retention()
	kind = make.visitor_type(builders.unique("Looked at ")).name
	log = make.expected_visit(place, visitor_type=kind)
	update_password(RECEPTION, PASSWORD)
	frappe.db.commit()
	yield log
	frappe.db.rollback()
	frappe.db.delete(VIEW, {"reference_name": ("in", [log.name, log.visitor])})
	made = ((LOG, log.name), (VISITOR, log.visitor), ("Visitor Type", kind))
	for doctype, name in (*made, ("Office Space", place), ("Location", place)):
		frappe.db.delete(doctype, {"name": name})
	frappe.db.set_single_value("Office Management Settings", before)
	frappe.db.commit()


def read(site: str, *addresses: str) -> list[int]:
	"""Open addresses as the receptionist, as a browser does, in a thread of its own: one Frappe is loaded in this one."""

	def run() -> list[int]:
		from frappe.app import application

		browser, headers = Client(application), {"Host": site, "Accept": "application/json"}
		browser.post("/api/method/login", data={"usr": RECEPTION, "pwd": PASSWORD}, headers=headers)
		return [browser.get(address, headers=headers).status_code for address in addresses]

	with ThreadPoolExecutor(1) as pool:
		return pool.submit(run).result()


def looks(name: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all(VIEW, {"reference_name": name}, pluck="viewed_by", order_by="creation")


@pytest.mark.commits
def test_each_way_to_read_one_record_leaves_one_trace(site, visit):
	ways = {
		"REST": f"/api/resource/{VISITOR}/{visit.visitor}",
		"REST, second version": f"/api/v2/document/{VISITOR}/{visit.visitor}",
		"the client's API": f"/api/method/frappe.client.get?doctype={VISITOR}&name={visit.visitor}",
		"the form": f"/api/method/frappe.desk.form.load.getdoc?doctype={VISITOR}&name={visit.visitor}",
		"print": f"/printview?doctype={VISITOR}&name={visit.visitor}",
	}
	for way, address in ways.items():
		assert read(site, address, address) == [200, 200], way
		assert looks(visit.visitor) == [RECEPTION], way
		frappe.db.delete(VIEW, {"reference_name": visit.visitor})
		frappe.db.commit()


@pytest.mark.commits
def test_a_visit_read_by_rest_and_on_the_page_of_reception_leaves_one_trace(site, visit):
	assert read(site, f"/api/method/{FRONT_DESK}.get_needs?log={visit.name}") == [200]
	assert looks(visit.name) == [RECEPTION]
	assert read(site, f"/api/resource/{LOG}/{visit.name}") == [200]
	assert looks(visit.name) == [RECEPTION]


def test_who_may_not_read_leaves_no_trace_and_who_looks_later_leaves_another(site):
	log = make.expected_visit(make.site().name)
	with builders.as_user(baseline.USERS["technician"]), pytest.raises(frappe.PermissionError):
		frappe.get_doc(VISITOR, log.visitor).check_permission("read")
	assert looks_now(log.visitor) == 0
	views.note_viewed(VISITOR, log.visitor)
	frappe.db.set_value(VIEW, {"reference_name": log.visitor}, "creation", "2020-01-01 12:00:00")
	views.note_viewed(VISITOR, log.visitor)
	assert looks_now(log.visitor) == 2


def test_a_reading_goes_on_when_it_cannot_be_written_down(site, monkeypatch):
	log = make.expected_visit(make.site().name)

	def broken(*args):
		raise frappe.QueryTimeoutError

	monkeypatch.setattr(views, "write_down", broken)
	frappe.get_doc(VISITOR, log.visitor).apply_fieldlevel_read_permissions()
	assert looks_now(log.visitor) == 0


def looks_now(name: str) -> int:
	return frappe.db.count(VIEW, {"reference_name": name})

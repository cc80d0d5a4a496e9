"""Who may ask for what from a task, that nothing is asked for twice, and what becomes of the links."""

import frappe
import pytest
from erpnext.stock.doctype.material_request.material_request import update_status

from office_management.facilities import api, costs
from office_management.facilities.buying import (
	NoServiceError,
	NothingWantedError,
	NoWarehouseError,
	TaskClosedForBuyingError,
)
from office_management.facilities.purchase_links import NotAnInvoiceRowError, TaskHasPurchasesError
from tests import baseline, builders, facility_builders
from tests import purchasing_builders as buying
from tests.shared import once_per_module

OFFICE = ("office_manager", "receptionist", "technician")


@once_per_module
def place():
	buying.exchange_rates()
	return builders.space(space_type="Site", cost_center=baseline.cost_center())


@pytest.fixture
def both(place):
	"""A task that needs one thing bought and one from the store."""
	materials = [(buying.item(), 3, "Purchase"), (buying.item(is_stock_item=1), 2, "Store")]
	return buying.task(materials, space=place.name)


def requests(task) -> list:
	names = frappe.get_all(
		"Material Request Item",
		{"om_facility_task": task.name, "docstatus": ("<", 2)},
		pluck="parent",
		distinct=True,
		order_by="parent",
	)
	return [frappe.get_doc("Material Request", name) for name in names]


def quantities(task) -> dict[str, float]:
	found: dict[str, float] = {}
	for request in requests(task):
		for row in request.items:
			found[row.item_code] = found.get(row.item_code, 0) + row.qty
	return found


# --- asking for material --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OFFICE)
def test_office_roles_draft_a_request_without_rights_in_erpnext(both, role):
	"""One per kind; the draft says who asked, for which task and place, and what pays; ERPNext's rights go on."""
	user = baseline.USERS[role]
	with builders.as_user(user):
		assert not frappe.has_permission("Material Request", "create")
		answer = api.create_material_requests(both.name)
	made = requests(both)
	assert {doc.name for doc in made} == set(answer["made"]) == set(answer["there"])
	assert {doc.material_request_type for doc in made} == {"Purchase", "Material Issue"}
	for doc in made:
		assert (doc.docstatus, doc.owner) == (0, user)
		assert doc.om_requested_by == doc.items[0].om_requested_by
		assert doc.om_requested_by == frappe.db.get_value("Employee", {"user_id": user})
		assert doc.items[0].om_office_space == both.space
		assert doc.items[0].cost_center == baseline.cost_center()
		assert doc.items[0].expense_account
	assert "Purchase User" in answer["go_on"]
	assert "Buyer" in answer["go_on"]  # the baseline's buyer, by name


def test_who_may_submit_is_told_nothing(both):
	user = builders.user("Office Manager", "Purchase User")
	with builders.as_user(user):
		assert api.create_material_requests(both.name)["go_on"] == ""


def test_others_may_not_ask(both):
	for key in ("employee", "buyer", "auditor", "nobody", "other_manager"):
		with builders.as_user(baseline.USERS[key]), pytest.raises(frappe.PermissionError):
			api.create_material_requests(both.name)
	assert requests(both) == []


def test_asking_again_asks_nothing_and_shows_what_is_there(both):
	first = api.create_material_requests(both.name)
	again = api.create_material_requests(both.name)
	assert (again["made"], again["there"]) == ([], first["there"])


def test_what_was_asked_for_in_part_is_completed(both):
	"""More of one material and a new one: the draft gets just what lacks; one that was submitted is left alone."""
	api.create_material_requests(both.name)
	bought, stored = (row.item_code for row in both.materials)
	both.reload()
	both.materials[0].qty = 5
	both.append("materials", {"item_code": buying.item(), "qty": 1, "source": "Purchase"})
	both.save()
	api.create_material_requests(both.name)
	assert quantities(both) == {bought: 5, stored: 2, both.materials[2].item_code: 1}
	assert len(requests(both)) == 2
	for doc in requests(both):
		doc.submit()
	both.materials[1].qty = 4
	both.save()
	api.create_material_requests(both.name)
	assert quantities(both)[stored] == 4
	assert len(requests(both)) == 3


def test_cancelled_and_deleted_requests_are_asked_for_again_and_stopped_ones_for_what_never_came(both):
	drafts = api.create_material_requests(both.name)["made"]
	bought = both.materials[0].item_code
	purchase, issue = sorted(
		(frappe.get_doc("Material Request", name) for name in drafts),
		key=lambda doc: doc.material_request_type != "Purchase",
	)
	frappe.delete_doc("Material Request", issue.name)
	purchase.submit()
	update_status(purchase.name, "Stopped")
	assert len(api.create_material_requests(both.name)["made"]) == 2
	again = next(
		doc for doc in requests(both) if doc.name != purchase.name and doc.items[0].item_code == bought
	)
	again.submit()
	again.cancel()
	assert len(api.create_material_requests(both.name)["made"]) == 1


def test_units_are_converted(place):
	item = buying.item(uoms=[{"uom": "Box", "conversion_factor": 10}])
	task = facility_builders.task(
		space=place, materials=[{"item_code": item, "qty": 2, "uom": "Box", "source": "Purchase"}]
	)
	api.create_material_requests(task.name)
	row = requests(task)[0].items[0]
	assert (row.qty, row.uom, row.conversion_factor, row.stock_qty) == (2, "Box", 10, 20)
	assert api.create_material_requests(task.name)["made"] == []


def test_refusals_say_what_lacks(place):
	with pytest.raises(NothingWantedError, match="lists no materials"):
		api.create_material_requests(buying.task().name)
	gone = buying.task([(buying.item(), 1, "Purchase")], space=place.name)
	frappe.db.set_value("Facility Task", gone.name, "status", "Cancelled")
	with pytest.raises(TaskClosedForBuyingError, match="is <strong>Cancelled"):
		api.create_material_requests(gone.name)
	frappe.db.set_value("Warehouse", {"company": baseline.COMPANY}, "disabled", 1)
	frappe.db.set_single_value("Stock Settings", "default_warehouse", None)
	stored = buying.task([(buying.item(is_stock_item=1), 1, "Store")], space=place.name)
	with pytest.raises(NoWarehouseError, match="kept in a store"):
		api.create_material_requests(stored.name)


# --- ordering a service ---------------------------------------------------------------------------------------


@pytest.fixture
def serviced(place):
	"""A task of a plan that names a supplier, a service and what it should cost."""
	plan = facility_builders.plan(
		space=place, supplier=buying.supplier(), service_item=buying.item(), expected_cost=250
	)
	task = buying.task(space=place.name)
	frappe.db.set_value("Facility Task", task.name, "plan", plan.name)
	return frappe.get_doc("Facility Task", task.name), plan


def test_a_buyer_orders_the_service_of_the_plan_once(serviced):
	task, plan = serviced
	user = builders.user("Office Manager", "Purchase User", "Stock User")
	with builders.as_user(user):
		answer = api.create_purchase_order(task.name)
		assert api.create_purchase_order(task.name) == {**answer, "made": [], "go_on": ""}
	order = frappe.get_doc("Purchase Order", answer["made"][0])
	row = order.items[0]
	assert (order.supplier, order.owner, order.docstatus) == (plan.supplier, user, 0)
	assert (row.item_code, row.rate, row.om_facility_task) == (plan.service_item, 250, task.name)
	assert row.om_office_space == task.space


def test_without_the_right_a_request_is_drafted(serviced):
	task, plan = serviced
	with builders.as_user(baseline.USERS["office_manager"]):
		answer = api.create_purchase_order(task.name)
		assert api.create_purchase_order(task.name)["made"] == []
	assert answer["doctype"] == "Material Request"
	assert "can go on" in answer["go_on"]
	row = requests(task)[0].items[0]
	assert (row.item_code, row.qty, row.rate) == (plan.service_item, 1, 250)
	assert frappe.db.get_value("Supplier", plan.supplier, "supplier_name") in row.description


def test_what_was_asked_for_is_not_ordered_beside_it(serviced):
	task, _plan = serviced
	with builders.as_user(baseline.USERS["office_manager"]):
		asked = api.create_purchase_order(task.name)["made"]
	assert api.create_purchase_order(task.name)["there"] == asked


def test_a_service_can_be_chosen_where_no_plan_names_one(place):
	task = buying.task(space=place.name)
	with pytest.raises(NoServiceError, match="Nothing says what to order"):
		api.create_purchase_order(task.name)
	supplier, item = buying.supplier(), buying.item()
	answer = api.create_purchase_order(task.name, supplier, item, 40)
	assert frappe.get_doc("Purchase Order", answer["made"][0]).items[0].rate == 40


# --- bills without an order -----------------------------------------------------------------------------------


@pytest.fixture
def bill():
	"""The plumber's own bill of two rows, submitted, with no order and no job."""
	doc = buying.invoice(buying.item(), rate=90, submit=False, bill_no=builders.unique("NIGHT-"))
	doc.append(
		"items", {**doc.items[0].as_dict(no_default_fields=True), "rate": 10, "item_code": buying.item()}
	)
	return buying.submitted(doc)


def test_a_bill_is_found_linked_and_unlinked(place, bill):
	task = buying.task(space=place.name)
	user = builders.user("Office Manager", "Accounts User")
	with builders.as_user(user):
		found = api.find_invoice_rows(task.name, supplier=bill.supplier)
		assert [(row["amount"], row["linked"]) for row in found] == [(90, 0), (10, 0)]
		assert api.find_invoice_rows(task.name, text="no such bill") == []
		assert api.find_invoice_rows(task.name, text=bill.bill_no)[0]["invoice"] == bill.name
		assert api.link_invoice_rows(task.name, [found[0]["name"]]) == [bill.name]
		linked = [row for row in api.find_invoice_rows(task.name, supplier=bill.supplier) if row["linked"]]
		assert [row["amount"] for row in linked] == [90]
		assert api.get_buying(task.name)["costs"]["total"] == 90
		changed = frappe.get_doc("Purchase Invoice", bill.name)
		assert (changed.docstatus, changed.items[0].om_office_space) == (1, place.name)
		history = frappe.get_all(
			"Version", {"docname": bill.name}, ["owner", "data"], order_by="creation desc"
		)
		assert history[0].owner == user
		assert task.name in history[0].data
		with pytest.raises(NotAnInvoiceRowError, match="for another task by now"):
			api.link_invoice_rows(task.name, [found[0]["name"]])
		api.unlink_invoice_rows(task.name, [found[0]["name"]])
		assert api.get_buying(task.name)["costs"]["total"] == 0


def test_on_the_invoice_itself_the_field_can_be_set_after_submit(place, bill):
	"""By who may change the invoice; the place of the task comes by itself, and a merged task is followed."""
	task, other = buying.task(space=place.name), buying.task(space=place.name)
	frappe.db.set_value("Facility Task", other.name, {"merged_into": task.name, "status": "Cancelled"})
	user = builders.user("Accounts User")
	with builders.as_user(user):
		doc = frappe.get_doc("Purchase Invoice", bill.name)
		doc.items[0].om_facility_task = other.name
		doc.save()
	row = frappe.get_doc("Purchase Invoice", bill.name).items[0]
	assert (row.om_facility_task, row.om_office_space) == (task.name, place.name)


def test_who_may_not_read_invoices_finds_and_links_none(place, bill):
	task = buying.task(space=place.name)
	for key in OFFICE:
		with builders.as_user(baseline.USERS[key]):
			with pytest.raises(frappe.PermissionError):
				api.find_invoice_rows(task.name)
			with pytest.raises(frappe.PermissionError):
				api.link_invoice_rows(task.name, [bill.items[0].name])
	with builders.as_user(builders.user("Office Manager", "Purchase User")):  # reads invoices, changes none
		assert api.find_invoice_rows(task.name, supplier=bill.supplier)
		with pytest.raises(frappe.PermissionError):
			api.link_invoice_rows(task.name, [bill.items[0].name])


def test_who_buys_or_keeps_accounts_finds_tasks_to_choose_and_sees_no_more_of_them(place):
	from frappe.desk.search import search_link

	task = buying.task(space=place.name, subject=builders.unique("Broken lamp "))
	other = builders.limited_user(builders.user("Accounts User"), builders.space().name)
	for user, found in (
		(builders.user("Accounts User"), [task.name]),
		(other, []),
		(baseline.USERS["employee"], []),
	):
		with builders.as_user(user):
			rows = search_link("Facility Task", task.subject, ignore_user_permissions=1) or []
			assert [row["value"] for row in rows] == found
			assert not frappe.has_permission("Facility Task", "read", doc=task.name)
			assert not frappe.has_permission("Facility Task", "write")


# --- what the form shows --------------------------------------------------------------------------------------


def test_amounts_for_the_manager_links_for_who_may_read(place):
	task = buying.task(space=place.name)
	invoice = buying.invoice(buying.item(), rate=60, om_facility_task=task.name)
	with builders.as_user(baseline.USERS["office_manager"]):
		shown = api.get_buying(task.name)
		assert shown["costs"]["total"] == 60
		assert (shown["documents"], shown["hidden"]) == ([], {"Purchase Invoice": 1})
	with builders.as_user(baseline.USERS["technician"]):
		shown = api.get_buying(task.name)
		assert (shown["costs"], shown["documents"]) == (None, [])
		assert "expected_cost" not in shown["service"]
	with builders.as_user(builders.user("Office Manager", "Accounts User")):
		assert [row["name"] for row in api.get_buying(task.name)["documents"]] == [invoice.name]


# --- links that would dangle ----------------------------------------------------------------------------------


def test_a_task_that_documents_are_for_cannot_be_deleted(both):
	made = api.create_material_requests(both.name)["made"]
	with pytest.raises(TaskHasPurchasesError, match=made[0]):
		frappe.delete_doc("Facility Task", both.name)
	for name in made:
		doc = frappe.get_doc("Material Request", name)
		doc.submit()
		doc.cancel()
	frappe.delete_doc("Facility Task", both.name)
	rows = frappe.get_all("Material Request Item", {"parent": ("in", made)}, pluck="om_facility_task")
	assert set(rows) == {None}


def test_what_was_bought_for_a_merged_task_belongs_to_the_other(place):
	from office_management.facilities import merging

	task, other = buying.task(space=place.name), buying.task(space=place.name)
	invoice = buying.invoice(buying.item(), rate=60, om_facility_task=task.name)
	draft = buying.invoice(buying.item(), submit=False, om_facility_task=task.name)
	merging.merge(task.name, other.name)
	assert {costs.costs_of([name])[name].total for name in (task.name, other.name)} == {0, 60}
	for doc in (invoice, draft):
		assert frappe.get_doc("Purchase Invoice", doc.name).items[0].om_facility_task == other.name
	late = buying.invoice(buying.item(), submit=False, om_facility_task=task.name)
	assert late.items[0].om_facility_task == other.name


def test_rows_follow_a_renamed_place(place):
	task = buying.task(space=place.name)
	invoice = buying.invoice(buying.item(), om_facility_task=task.name)
	from office_management.office_space import pairs

	name = pairs.rename_space(place.name, builders.unique("NEW"))
	assert frappe.get_doc("Purchase Invoice", invoice.name).items[0].om_office_space == name


def test_deleting_a_company_s_transactions_leaves_no_figures(place):
	task = buying.task(space=place.name)
	invoice = buying.invoice(buying.item(), om_facility_task=task.name)
	for table in (
		"Purchase Invoice",
		"Purchase Invoice Item",
	):  # as ERPNext's Transaction Deletion Record does
		frappe.db.delete(table, {"parent" if table.endswith("Item") else "name": invoice.name})
	assert costs.costs_of([task.name])[task.name].total == 0
	frappe.delete_doc("Facility Task", task.name)


def test_a_task_says_nothing_about_documents_its_reader_may_not_see(both):
	"""Who lacks ERPNext's rights sees how many there are, and no message about rights; items are named all the same."""
	with builders.as_user(baseline.USERS["technician"]):
		both.reload().save()
		api.create_material_requests(both.name)
		frappe.clear_messages()
		shown = api.get_buying(both.name)
		assert frappe.get_message_log() == []
	assert shown["documents"] == []
	assert shown["hidden"] == {"Material Request": 2}
	assert all(row.item_name == f"Name of {row.item_code}" for row in both.materials)

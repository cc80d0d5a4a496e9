"""Many clicks on Create > Material Request and Create > Purchase Order at the same moment make one draft."""

import frappe
import pytest

from office_management.erp import purchasing
from tests import builders, facility_builders
from tests import purchasing_builders as buying
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

CLICKS = 6
ROUNDS = 3


def click(method: str, task: str) -> None:
	from office_management.facilities import api

	getattr(api, method)(task)


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CLICKS) as people:
		yield people


@pytest.fixture
def jobs(site):
	"""Committed tasks that need material and a service; all that comes of them is taken away again."""
	rates = buying.exchange_rates()
	place = builders.space(space_type="Site", space_code=builders.unique("BUY"))
	service, material, stored = buying.item(), buying.item(), buying.item(is_stock_item=1)
	plan = facility_builders.plan(
		space=place, supplier=buying.supplier(), service_item=service, expected_cost=10
	)
	names = []
	for _round in range(ROUNDS):
		task = buying.task([(material, 2, "Purchase"), (stored, 3, "Store")], space=place.name)
		frappe.db.set_value("Facility Task", task.name, "plan", plan.name)
		names.append(task.name)
	frappe.db.commit()
	yield frappe._dict(names=names, material=material, stored=stored, service=service)
	frappe.db.rollback()
	frappe.db.delete("Currency Exchange", {"name": ("in", rates or [""])})
	clear(names, plan, place.name, [service, material, stored])


def clear(names: list[str], plan, place: str, items: list[str]) -> None:
	for doctype, rows in purchasing.ROWS.items():
		parents = frappe.get_all(rows, {"om_facility_task": ("in", names)}, pluck="parent", order_by="parent")
		frappe.db.delete(doctype, {"name": ("in", parents or [""])})
		frappe.db.delete(rows, {"parent": ("in", parents or [""])})
	frappe.db.delete("Facility Task", {"name": ("in", names)})
	frappe.db.delete("Facility Task Material", {"parent": ("in", names)})
	frappe.db.delete("Facility Plan", {"name": plan.name})
	frappe.db.delete("Item", {"name": ("in", items)})
	frappe.db.delete("Supplier", {"name": plan.supplier})
	for doctype in ("Office Space", "Location"):
		frappe.db.delete(doctype, {"name": place})
	frappe.db.commit()


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_clicks_at_once_ask_once(crowd, jobs, isolated):
	for task in jobs.names:
		done = crowd.together([(click, "create_material_requests", task)] * CLICKS, isolated)
		assert done.done == CLICKS, done
		frappe.db.rollback()
		rows = frappe.get_all(
			"Material Request Item",
			{"om_facility_task": task},
			["item_code", "qty", "parent"],
			order_by="item_code",
		)
		assert sorted((row.item_code, row.qty) for row in rows) == sorted(
			[(jobs.material, 2), (jobs.stored, 3)]
		)
		assert len({row.parent for row in rows}) == 2


def test_clicks_at_once_order_once(crowd, jobs):
	for task in jobs.names:
		done = crowd.together([(click, "create_purchase_order", task)] * CLICKS)
		assert done.done == CLICKS, done
		frappe.db.rollback()
		assert frappe.db.count("Purchase Order Item", {"om_facility_task": task}) == 1

"""Parcels and messages when several desks, or an impatient hand, do the same at the same moment: once, and told once."""

import frappe
import pytest

from tests import baseline, post_builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir
from tests.post_builders import DELIVERY, MESSAGE

pytestmark = pytest.mark.concurrency

CROWD, ROUNDS = 6, 3
RECEPTION = baseline.USERS["receptionist"]


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), CROWD) as people:
		yield people


@pytest.fixture
def number(site):
	"""A tracking number and key of a dialog; what was made with it goes afterwards."""
	made = f"RACE{frappe.generate_hash(length=8)}"
	yield made
	frappe.db.rollback()
	for doctype, field in ((DELIVERY, "tracking_number"), (MESSAGE, "client_key")):
		for name in frappe.get_all(doctype, {field: ("like", f"{made}%")}, pluck="name", order_by="name"):
			frappe.db.delete("Notification Log", {"document_name": name})
			frappe.db.delete("Email Queue", {"reference_name": name})
			frappe.db.delete(doctype, {"name": name})
	frappe.db.commit()


def scan(number: str) -> None:
	from office_management.front_desk import api

	frappe.set_user(RECEPTION)
	api.receive_delivery({"recipient": baseline.employee("anna"), "tracking_number": number})


def click(key: str) -> None:
	from office_management.front_desk import api

	frappe.set_user(RECEPTION)
	values = {"recipient": baseline.employee("anna"), "caller_name": "Piet", "phone": "112"}
	api.take_message(values, client_key=key)


def hand_over(name: str) -> None:
	from office_management.front_desk import deliveries

	deliveries.hand_over([name])


def sweep() -> None:
	from office_management.front_desk import delivery_notices, message_notices

	frappe.flags.mute_emails = True
	delivery_notices.tell_of_deliveries()
	message_notices.tell_of_messages()


def found(doctype: str, filters: dict) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all(doctype, filters, pluck="name", order_by="name")


def test_one_label_scanned_at_many_desks_is_one_delivery(crowd, number):
	for turn in range(ROUNDS):
		done = crowd.together([(scan, f"{number}{turn}")] * CROWD)
		assert done.done == CROWD, done
		assert len(found(DELIVERY, {"tracking_number": f"{number}{turn}"})) == 1


def test_one_dialog_makes_one_message_and_it_is_told_once(crowd, number):
	done = crowd.together([(click, number)] * CROWD)
	assert done.done == CROWD, done
	(name,) = found(MESSAGE, {"client_key": number})
	done = crowd.together([(sweep,)] * CROWD)
	assert done.done == CROWD, done
	told = found("Notification Log", {"document_name": name, "for_user": baseline.USERS["employee"]})
	assert len(told) == 1


def test_a_parcel_is_handed_over_once_while_its_recipient_is_told(crowd, number):
	crowd.together([(scan, number)])
	(name,) = found(DELIVERY, {"tracking_number": number})
	done = crowd.together([(hand_over, name)] * (CROWD - 1) + [(sweep,)])
	assert done.done == CROWD, done
	frappe.db.rollback()
	assert frappe.db.get_value(DELIVERY, name, "status") == "Collected"

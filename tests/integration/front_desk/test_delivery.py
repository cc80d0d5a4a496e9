"""A delivery: taken in once, told of, lying somewhere, handed over with a signature or sent back."""

import base64
from datetime import timedelta
from itertools import product

import frappe
import pytest
from frappe.utils import now_datetime

from office_management.domain import delivery_states as states
from office_management.front_desk import api, deliveries, delivery_notices
from tests import baseline, builders, post_builders
from tests.post_builders import DELIVERY, SIGNATURE

ANNA, RECEPTION = baseline.USERS["employee"], baseline.USERS["receptionist"]


@pytest.fixture
def mails(monkeypatch):
	"""Mails that were put into the queue, as (address, subject)."""
	sent = []

	def send(recipients, subject, **_rest):
		sent.extend((address, subject) for address in recipients)

	monkeypatch.setattr(frappe, "sendmail", send)
	return sent


@pytest.fixture(autouse=True)
def every_second_day(site):
	settings = {"delivery_reminder_days": 2, "undo_minutes": 15}
	frappe.db.set_single_value("Office Management Settings", settings)


def status(doc) -> str:
	return frappe.db.get_value(DELIVERY, doc.name, "status")


def sweep(times: int = 2) -> None:
	for _again in range(times):
		delivery_notices.tell_of_deliveries()


def in_status(before: str):
	doc = post_builders.delivery()
	closed = {"collected_on": now_datetime()} if before in states.CLOSED else {}
	frappe.db.set_value(DELIVERY, doc.name, {"status": before, **closed})
	return doc.reload()


# --- statuses -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("before", "after"), [pair for pair in product(states.STATUSES, repeat=2) if len(set(pair)) == 2]
)
@pytest.mark.parametrize("way", ["form", "rest"])
def test_every_pair_of_statuses(before, after, way):
	doc = in_status(before)
	if states.act_of(before, after):
		change(doc, after, way)
		undone = before in states.CLOSED
		assert status(doc) == ("Received" if undone else after)  # undone, nobody had been told
		return
	with pytest.raises(deliveries.DeliveryStateError):
		change(doc, after, way)


def change(doc, after: str, way: str) -> None:
	if way == "rest":
		frappe.client.set_value(DELIVERY, doc.name, "status", after)
	else:
		doc.status = after
		doc.save()


def test_what_our_code_writes_cannot_be_sent():
	doc = post_builders.delivery()
	doc.update({"collected_on": "2020-01-01", "notified_on": "2020-01-01", "signature": "/files/x.png"})
	doc.save()
	doc.reload()
	assert not doc.collected_on and not doc.notified_on and not doc.signature


@pytest.mark.parametrize(
	("values", "error"),
	[
		({"recipient": "", "department": None}, deliveries.RecipientMissingError),
		({"received_on": "2099-01-01 10:00:00"}, deliveries.DeliveryReceivedLaterError),
	],
)
def test_what_is_missing_or_impossible_is_refused(values, error):
	with pytest.raises(error):
		frappe.get_doc({"doctype": DELIVERY, "recipient": baseline.employee("anna"), **values}).insert()


def test_a_department_can_get_something_too():
	doc = frappe.get_doc({"doctype": DELIVERY, "department": baseline.department("Design")}).insert()
	assert (doc.company, doc.status, doc.notice_due_on) == (baseline.COMPANY, "Received", None)
	with pytest.raises(deliveries.CollectorMissingError):
		deliveries.hand_over([doc.name])
	deliveries.hand_over([doc.name], "Carla")
	assert status(doc) == "Collected"


# --- taking it in ---------------------------------------------------------------------------------------------


def received(number: str = "", key: str | None = None, **values) -> dict:
	given = {"recipient": baseline.employee("anna"), "tracking_number": number, **values}
	with builders.as_user(RECEPTION):
		return api.receive_delivery(given, client_key=key)


def test_a_known_number_opens_what_is_here_instead_of_a_second():
	first = received("3S AB-12")
	again = received("3sab12", recipient=baseline.employee("bram"))
	assert (again["delivery"], again["existing"]) == (first["delivery"], True)
	assert again["recipient_name"] == "Anna Aalders"
	with pytest.raises(deliveries.AlreadyHereError):
		post_builders.delivery(tracking_number="3SAB12")
	assert received("3SAB12", direction="Out")["existing"] is False


def test_a_second_click_is_the_same_delivery():
	first, again = received(key="k9"), received(key="k9")
	assert first["delivery"] == again["delivery"] and again["existing"]


def test_once_it_is_gone_the_carrier_may_use_the_number_again():
	first = received("99")
	with builders.as_user(RECEPTION):
		api.hand_over_deliveries([first["delivery"]])
		assert api.find_delivery("99")["name"] == first["delivery"]
	second = received("99")
	assert second["delivery"] != first["delivery"]
	with builders.as_user(RECEPTION), pytest.raises(deliveries.AlreadyHereError):
		api.undo_delivery(first["delivery"])


def test_unknown_fields_are_left_out():
	made = received("77", status="Collected", collected_name="x")
	assert frappe.db.get_value(DELIVERY, made["delivery"], "status") == "Received"


# --- telling --------------------------------------------------------------------------------------------------


def test_the_recipient_is_told_once_and_reminded_each_interval(mails):
	person = post_builders.somebody()
	with post_builders.at("2026-03-02 10:00"):
		doc = post_builders.delivery(person.employee, quantity=2)
		sweep()
	assert status(doc) == "Notified"
	for moment, told in (
		("2026-03-04 09:59", 1),
		("2026-03-04 10:01", 2),
		("2026-03-05 10:00", 2),
		("2026-03-06 10:02", 3),
	):
		with post_builders.at(moment):
			sweep()
		assert len(mails) == told
	assert mails[0] == (person.user, "Here for you: 2 × Parcel, DHL")
	assert mails[1] == (person.user, "Still here for you: 2 × Parcel, DHL")
	assert post_builders.told(doc, person.user) == 3
	doc.reload()
	assert doc.reminders == 2


def test_after_an_outage_there_is_one_reminder(mails):
	with post_builders.at("2026-03-02 10:00"):
		post_builders.delivery()
		sweep()
	with post_builders.at("2026-03-20 10:00"):
		sweep(3)
	assert len(mails) == 2
	with post_builders.at("2026-03-21 10:00"):
		sweep()
	assert len(mails) == 2


def test_without_an_interval_nobody_is_reminded(mails):
	frappe.db.set_single_value("Office Management Settings", "delivery_reminder_days", 0)
	doc = post_builders.delivery()
	sweep()
	assert frappe.db.get_value(DELIVERY, doc.name, "notice_due_on") is None and len(mails) == 1


def test_who_cannot_be_reached_is_not_said_to_be_told(mails):
	doc = post_builders.delivery(builders.employee().name)
	sweep()
	assert status(doc) == "Received" and not mails


def test_another_recipient_is_told_anew(mails):
	doc = post_builders.delivery()
	sweep()
	doc.reload()
	doc.recipient = post_builders.somebody().employee
	doc.save()
	assert (doc.status, doc.notified_on) == ("Received", None)
	sweep()
	assert len(mails) == 2 and status(doc) == "Notified"


def test_without_mail_the_desk_tells_and_the_mail_follows(mails, monkeypatch):
	with post_builders.broken_mail(monkeypatch):
		doc = post_builders.delivery()
		sweep()
	assert status(doc) == "Notified" and not mails
	sweep()
	assert len(mails) == 1
	assert post_builders.told(doc, ANNA) == 1


def test_a_mail_that_is_owed_is_not_sent_once_the_parcel_is_collected(mails, monkeypatch):
	with post_builders.broken_mail(monkeypatch):
		doc = post_builders.delivery()
		sweep()
	deliveries.hand_over([doc.name])
	sweep()
	assert not mails and not frappe.db.get_value(DELIVERY, doc.name, "mail_due_on")


# --- handing over ---------------------------------------------------------------------------------------------


def test_many_are_handed_over_with_one_signature_kept_as_a_private_picture_of_ours():
	docs = [post_builders.delivery() for _number in range(3)]
	names = [doc.name for doc in docs]
	with builders.as_user(RECEPTION):
		assert api.hand_over_deliveries(names, signature=SIGNATURE) == sorted(names)
		assert api.hand_over_deliveries(names, signature=SIGNATURE) == []
	for doc in docs:
		doc.reload()
		assert (doc.status, doc.collected_name, doc.handed_out_by) == ("Collected", "Anna Aalders", RECEPTION)
		(file,) = frappe.get_all(
			"File",
			{"attached_to_name": doc.name},
			["is_private", "file_url", "attached_to_field"],
			order_by="name",
		)
		assert (file.is_private, file.attached_to_field, file.file_url) == (1, "signature", doc.signature)
	content = frappe.get_doc("File", {"file_url": docs[0].signature}).get_content()
	assert content.startswith(b"\xff\xd8"), "drawn again as a JPEG"


@pytest.mark.parametrize("picture", ["data:text/html;base64,PHNjcmlwdD4=", "x", "data:image/png;base64,####"])
def test_what_is_no_picture_is_no_signature(picture):
	doc = post_builders.delivery()
	with pytest.raises(deliveries.SignatureError):
		deliveries.hand_over([doc.name], signature=picture)
	assert status(doc) == "Received"


def uploaded(content: bytes, user: str) -> str:
	"""The address of a file that the user has uploaded, attached to nothing yet."""
	with builders.as_user(user):
		file = {
			"doctype": "File",
			"file_name": f"{builders.unique('p')}.png",
			"is_private": 1,
			"content": content,
		}
		return frappe.get_doc(file).insert(ignore_permissions=True).file_url


def test_a_photo_is_drawn_again_and_the_upload_goes():
	address = uploaded(base64.b64decode(SIGNATURE.split(",")[1]), RECEPTION)
	with builders.as_user(RECEPTION):
		doc = post_builders.delivery(photo=address)
		doc.save()
	assert doc.photo != address and doc.photo.startswith("/private/files/photo-")
	assert not frappe.db.exists("File", {"file_url": address})
	content = frappe.get_doc("File", {"file_url": doc.photo}).get_content()
	assert content.startswith(b"\xff\xd8"), "drawn again as a JPEG"


def test_what_is_no_picture_or_somebody_elses_is_no_photo():
	others = uploaded(base64.b64decode(SIGNATURE.split(",")[1]), baseline.USERS["office_manager"])
	script = uploaded(b"<script>alert(1)</script>", RECEPTION)
	for address in (others, script, "https://example.com/x.png", "/private/files/none.png"):
		with builders.as_user(RECEPTION), pytest.raises(deliveries.DeliveryPhotoError):
			post_builders.delivery(photo=address)


def test_when_somebody_else_collects_it_the_recipient_hears_of_it(mails):
	doc = post_builders.delivery()
	sweep()
	deliveries.hand_over([doc.name], "Bram Bakker")
	sweep()
	assert mails[-1] == (ANNA, "Parcel, DHL for you was collected by Bram Bakker")
	deliveries.hand_over([post_builders.delivery().name])
	sweep()
	assert len(mails) == 2


def test_what_goes_out_is_handed_to_the_carrier_and_its_sender_hears_of_it(mails):
	doc = post_builders.delivery(direction="Out", carrier="PostNL", sender="Klant & Zoon")
	sweep()
	assert not mails and status(doc) == "Received"
	deliveries.hand_over([doc.name])
	sweep()
	assert mails == [(ANNA, "Parcel, PostNL: on its way with PostNL")]
	assert frappe.db.get_value(DELIVERY, doc.name, "collected_name") == "PostNL"


def test_returned_to_sender_ends_the_reminders(mails):
	doc = post_builders.delivery()
	sweep()
	with builders.as_user(RECEPTION):
		assert api.return_deliveries(doc.name, "Refused") == [doc.name]
		assert api.return_deliveries(doc.name, "Refused") == []
	doc.reload()
	assert (doc.status, doc.returned_by, doc.note, doc.notice_due_on) == (
		"Returned",
		RECEPTION,
		"Refused",
		None,
	)


def test_handing_over_is_undone_within_minutes_and_the_signature_goes():
	doc = post_builders.delivery()
	sweep()
	deliveries.hand_over([doc.name], signature=SIGNATURE)
	with builders.as_user(RECEPTION):
		assert api.undo_delivery(doc.name) == "Notified"
	doc.reload()
	assert not doc.signature and not doc.collected_on and doc.notice_due_on
	assert not frappe.get_all("File", {"attached_to_name": doc.name}, order_by="name")
	deliveries.hand_over([doc.name])
	long_ago = now_datetime() - timedelta(minutes=16)
	frappe.db.set_value(DELIVERY, doc.name, "collected_on", long_ago)
	with pytest.raises(deliveries.DeliveryUndoError):
		deliveries.undo(doc.name)


def test_many_are_moved_at_once():
	shelf = builders.space(space_type="Storage", parent=builders.space().name)
	docs = [post_builders.delivery() for _number in range(2)]
	with builders.as_user(RECEPTION):
		moved = api.move_deliveries([doc.name for doc in docs], shelf.name)
		assert api.move_deliveries([doc.name for doc in docs], shelf.name) == []
	assert len(moved) == 2 and docs[0].reload().space == shelf.name


# --- who sees it ----------------------------------------------------------------------------------------------


def test_the_recipient_and_reception_see_it_and_nobody_else():
	doc = post_builders.delivery()
	for user in (ANNA, RECEPTION, baseline.USERS["office_manager"]):
		with builders.as_user(user):
			assert frappe.get_list(DELIVERY, {"name": doc.name})
	with builders.as_user(baseline.USERS["other_manager"]):
		assert not frappe.get_list(DELIVERY, {"name": doc.name})
	with builders.as_user(baseline.USERS["technician"]):
		assert not frappe.get_list(DELIVERY, {"name": doc.name})
		assert not frappe.has_permission(DELIVERY, "read", doc=doc.name)


def test_the_recipient_changes_nothing():
	doc = post_builders.delivery()
	with builders.as_user(ANNA), pytest.raises(frappe.PermissionError):
		api.hand_over_deliveries([doc.name])


def test_who_is_limited_to_a_place_meets_what_lies_there_only():
	here, there = builders.space(), builders.space()
	user = builders.limited_user(builders.user("Office Receptionist"), here.name)
	mine, other = (post_builders.delivery(space=place.name) for place in (here, there))
	with builders.as_user(user):
		assert frappe.get_list(DELIVERY, {"name": ("in", [mine.name, other.name])}, pluck="name") == [
			mine.name
		]
		with pytest.raises(frappe.PermissionError):
			api.move_deliveries([mine.name], there.name)
		with pytest.raises(frappe.PermissionError):
			api.hand_over_deliveries([mine.name, other.name])


def test_office_day_shows_own_parcels_and_to_reception_the_unclaimed_ones():
	from office_management.front_desk import post_views

	post_builders.delivery(received_on=now_datetime() - timedelta(days=3))
	post_builders.delivery(direction="Out")
	with builders.as_user(ANNA):
		blocks = {block["key"]: block["count"] for block in post_views.get_blocks()}
	assert blocks == {"my_parcels": 1}
	with builders.as_user(RECEPTION):
		blocks = {block["key"]: block["count"] for block in post_views.get_blocks()}
	assert (blocks["unclaimed"], blocks["for_carrier"]) == (1, 1)

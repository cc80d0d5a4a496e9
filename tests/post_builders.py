"""Short ways to phone messages and deliveries, and to what was told of them."""

from contextlib import contextmanager
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone
from freezegun import freeze_time

from tests import baseline, builders

MESSAGE, DELIVERY = "Phone Message", "Delivery"
NUMBER = "+31 20 794 0801"
SIGNATURE = (
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FAAhK"
	"AwGB9qTOAAAAAElFTkSuQmCC"
)


def at(moment: str):
	"""A clock that stands still at this moment on the wall of the site; the half second keeps Frappe's stamps whole."""
	local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(get_system_timezone()), microsecond=500000)
	return freeze_time(local.astimezone(timezone.utc).replace(tzinfo=None))


def message(recipient: str | None = None, **values):
	"""A message that somebody asks to be called back, for Anna unless told otherwise."""
	return frappe.get_doc(
		{
			"doctype": MESSAGE,
			"recipient": recipient or baseline.employee("anna"),
			"caller_name": "Piet Puk",
			"phone": NUMBER,
			**values,
		}
	).insert()


def delivery(recipient: str | None = None, **values):
	"""A parcel, for Anna unless told otherwise."""
	return frappe.get_doc(
		{"doctype": DELIVERY, "recipient": recipient or baseline.employee("anna"), "carrier": "DHL", **values}
	).insert()


def somebody(deputy: str | None = None, **values) -> frappe._dict:
	"""A new employee with an account, as `employee` and `user`."""
	person = builders.employee(om_deputy=deputy, **values)
	user = builders.user("Employee", employee=person.name)
	return frappe._dict(employee=person.name, user=user)


def told(record, user: str) -> int:
	"""How many notices of a record the user has on their desk."""
	return frappe.db.count("Notification Log", {"document_name": record.name, "for_user": user})


def day_off(day, *employees: str) -> None:
	"""A Holiday List of their own on which this day is off."""
	holiday_list = frappe.get_doc(
		{
			"doctype": "Holiday List",
			"holiday_list_name": builders.unique("Days Off "),
			"from_date": day,
			"to_date": day,
			"holidays": [{"holiday_date": day, "description": "Off"}],
		}
	).insert()
	for employee in employees:
		frappe.db.set_value("Employee", employee, "holiday_list", holiday_list.name)


@contextmanager
def broken_mail(monkeypatch):
	"""Meanwhile no mail can be put into the queue."""

	def refuse(**_anything):
		raise frappe.OutgoingEmailError("no mail account")

	with monkeypatch.context() as patch:
		patch.setattr(frappe, "sendmail", refuse)
		yield

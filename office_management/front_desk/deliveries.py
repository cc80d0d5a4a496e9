"""Parcels and letters at the desk: what the document itself may not decide alone, and the acts on one or many.

None of the acts checks a permission: the endpoints do. Each one locks the rows, in one order, and done twice does
nothing more. A tracking number belongs to one open delivery at a time, held by a unique key, so the same label
scanned at two desks makes one delivery; once that is closed, the carrier may use the number again.
"""

from datetime import datetime

import frappe
from frappe import _, bold
from frappe.model.document import Document
from frappe.utils import cint, escape_html, format_datetime, get_datetime, get_link_to_form, now_datetime

from office_management.domain import delivery_states as states
from office_management.front_desk import pictures
from office_management.office_administration import api as administration
from office_management.photos import PhotoError, clean_photo
from office_management.savepoints import undone_on_error

DELIVERY = "Delivery"


class DeliveryStateError(frappe.ValidationError):
	"""The delivery cannot go from its status to that one."""


class DeliveryUndoError(frappe.ValidationError):
	"""Too late to undo handing over or returning."""


class RecipientMissingError(frappe.ValidationError):
	"""Nobody knows for whom it is, or who sends it."""


class CollectorMissingError(frappe.ValidationError):
	"""It was handed over to nobody."""


class AlreadyHereError(frappe.ValidationError):
	"""A delivery with this tracking number is here."""


class DeliveryReceivedLaterError(frappe.ValidationError):
	"""It is to come yet."""


class SignatureError(frappe.ValidationError):
	"""The signature is no picture."""


class DeliveryPhotoError(frappe.ValidationError):
	"""The photo is no picture, or not the user's to show."""


# --- rules of one document ------------------------------------------------------------------------------------


def check_received_on(doc: Document) -> None:
	"""It is here, not to come."""
	if get_datetime(doc.received_on) > now_datetime():
		frappe.throw(
			_(
				"{0} lies in the future. Enter when it came, or leave it empty for now.", context=DELIVERY
			).format(bold(format_datetime(doc.received_on))),
			DeliveryReceivedLaterError,
			title=_("Not Yet Received", context=DELIVERY),
		)


def check_recipient(doc: Document) -> None:
	"""Somebody, or some department, gets or sends it."""
	if not doc.recipient and not doc.department:
		frappe.throw(
			_("Choose for whom it is or who sends it: an employee, or else a department.", context=DELIVERY),
			RecipientMissingError,
			title=_("For Whom?", context=DELIVERY),
		)


def check_number_free(doc: Document) -> None:
	"""The number is on no other delivery that is open. Two at the same moment meet at the unique key instead."""
	other = doc.tracking_key and frappe.db.get_value(
		DELIVERY, {"tracking_key": doc.tracking_key, "name": ("!=", doc.name or "")}
	)
	if other:
		refuse_second(doc, other)


def refuse_second(doc: Document, other: str) -> None:
	"""Say which delivery has the number."""
	frappe.throw(
		_("{0} is here already. Open {1} instead of making a second one.", context=DELIVERY).format(
			bold(escape_html(doc.tracking_number)),
			get_link_to_form(DELIVERY, other, _("that delivery", context=DELIVERY)),
		),
		AlreadyHereError,
		title=_("Already Here", context=DELIVERY),
	)


def tracking_key(doc: Document | frappe._dict) -> str | None:
	"""What must be unique while a delivery is open."""
	key = states.number_key(doc.tracking_number)
	return f"{doc.direction}:{key}" if key and doc.status in states.OPEN else None


# --- the change of status -------------------------------------------------------------------------------------


def change_status(doc: Document, before: Document | None) -> None:
	"""While a delivery is saved: let its status change as the table says, and write down who did what.

	Raises DeliveryStateError, DeliveryUndoError, CollectorMissingError.
	"""
	was = before.status if before else states.RECEIVED
	if doc.status == was:
		return
	act = states.act_of(was, doc.status)
	if not act:
		refuse_move(was, doc.status)
	ACTS[act](doc)


def refuse_move(before: str, after: str) -> None:
	"""Say that the table of statuses does not know this change."""
	frappe.throw(
		_("A delivery that is {0} cannot become {1}.", context=DELIVERY).format(
			bold(_(before, context=DELIVERY)), bold(_(after, context=DELIVERY))
		),
		DeliveryStateError,
	)


def told(doc: Document) -> None:
	"""Somebody told the recipient by word of mouth."""
	now = now_datetime()
	doc.notified_on = now
	doc.notice_due_on = states.next_reminder(now, now, reminder_days())


def handed_over(doc: Document) -> None:
	"""Collected: by the recipient unless somebody else is named, or by the carrier."""
	doc.collected_name = doc.collected_name or (
		doc.recipient_name if doc.direction == states.IN else doc.carrier
	)
	if not doc.collected_name:
		frappe.throw(
			_("Enter who collects it under {0}.", context=DELIVERY).format(
				bold(_("Collected By", context=DELIVERY))
			),
			CollectorMissingError,
			title=_("Collected by Whom?", context=DELIVERY),
		)
	doc.collected_on, doc.handed_out_by = now_datetime(), frappe.session.user
	doc.notice_due_on, doc.mail_due_on = now_datetime() if tells_of_collecting(doc) else None, None


def tells_of_collecting(doc: Document | frappe._dict) -> bool:
	"""Whether its owner hears of it: when somebody else collected it, or the carrier."""
	if not doc.recipient:
		return False
	return doc.direction == states.OUT or doc.collected_name != doc.recipient_name


def given_back(doc: Document) -> None:
	"""Returned to where it came from."""
	doc.returned_on, doc.returned_by = now_datetime(), frappe.session.user
	doc.notice_due_on = doc.mail_due_on = None


def undone(doc: Document) -> None:
	"""Handing over or returning was a mistake: as it was before, for a short while."""
	closed_on = doc.collected_on or doc.returned_on
	minutes = cint(administration.setting("undo_minutes"))
	if not states.may_undo(closed_on and get_datetime(closed_on), now_datetime(), minutes):
		frappe.throw(
			_(
				"This can be undone for {0} minutes only. Take it in as a new delivery.", context=DELIVERY
			).format(bold(minutes)),
			DeliveryUndoError,
			title=_("Too Late", context=DELIVERY),
		)
	doc.status = states.NOTIFIED if doc.notified_on else states.RECEIVED
	for field in (
		"collected_on",
		"collected_name",
		"handed_out_by",
		"signature",
		"returned_on",
		"returned_by",
	):
		doc.set(field, None)
	since = doc.reminded_on or doc.notified_on
	doc.notice_due_on = since and states.next_reminder(get_datetime(since), now_datetime(), reminder_days())


ACTS = {states.TELL: told, states.HAND_OVER: handed_over, states.GIVE_BACK: given_back, states.UNDO: undone}


def reminder_days() -> int:
	"""After how many days, and how often, recipients are reminded; 0 = never."""
	return cint(administration.setting("delivery_reminder_days"))


# --- receiving ------------------------------------------------------------------------------------------------


def find(tracking_number: str, direction: str = states.IN) -> frappe._dict | None:
	"""The delivery with this number: the open one, or else the latest that was; None for a new number."""
	key = states.number_key(tracking_number)
	if not key:
		return None
	fields = ["name", "status", "recipient_name", "department", "collected_on", "returned_on", "direction"]
	one = frappe.db.get_value(DELIVERY, {"tracking_key": f"{direction}:{key}"}, fields, as_dict=True)
	if one:
		return one
	rows = frappe.get_all(
		DELIVERY,
		filters={"tracking_number": tracking_number.strip(), "direction": direction},
		fields=fields,
		order_by="received_on desc",
		limit=1,
	)
	return rows[0] if rows else None


def receive(values: dict, client_key: str | None = None) -> tuple[str, bool]:
	"""Take in a delivery; answers its name, and whether it was there already.

	It was there with the same key of the dialog (a second click, an answer that was lost), or with the same tracking
	number while that one is open.
	"""
	known = known_delivery(values, client_key)
	if known:
		return known, True
	doc = frappe.get_doc({"doctype": DELIVERY, **values, "client_key": client_key or None})
	try:
		with undone_on_error():
			return doc.insert().name, False
	except (frappe.UniqueValidationError, AlreadyHereError):
		frappe.clear_messages()
		return known_delivery(values, client_key, lock=True), True


def known_delivery(values: dict, client_key: str | None, lock: bool = False) -> str | None:
	"""The delivery that is meant, if it is here."""
	if client_key:
		known = frappe.db.get_value(DELIVERY, {"client_key": client_key}, for_update=lock)
		if known:
			return known
	facts = frappe._dict(
		tracking_number=values.get("tracking_number"),
		direction=values.get("direction") or states.IN,
		status=states.RECEIVED,
	)
	key = tracking_key(facts)
	return key and frappe.db.get_value(DELIVERY, {"tracking_key": key}, for_update=lock)


# --- acts on one or many --------------------------------------------------------------------------------------


def locked(names: list[str]) -> list[Document]:
	"""The deliveries as they are now, locked in one order; nobody else changes them until this transaction ends."""
	return [frappe.get_doc(DELIVERY, name, for_update=True) for name in sorted(set(names))]


def hand_over(names: list[str], collected_name: str | None = None, signature: str | None = None) -> list[str]:
	"""Hand over what is still here; answers the names of what was handed over now.

	Args:
		collected_name: who collects; the recipient (or the carrier) when left out.
		signature: a picture as the browser draws it (a data URL); kept as a private file made anew.

	Raises CollectorMissingError, SignatureError.
	"""
	picture = clean_signature(signature) if signature else None
	done = []
	for doc in locked(names):
		if doc.status not in states.OPEN:
			continue
		doc.status, doc.collected_name = states.COLLECTED, (collected_name or "").strip() or None
		if picture:
			doc.flags.signature_file = keep_picture(doc.name, "signature", picture)
		doc.save(ignore_permissions=True)  # the endpoint has checked the right to write
		done.append(doc.name)
	return done


def give_back(names: list[str], note: str | None = None) -> list[str]:
	"""Return to where it came from what is still here; answers the names of what was returned now."""
	done = []
	for doc in locked(names):
		if doc.status in states.OPEN:
			doc.status = states.RETURNED
			doc.note = "\n".join(filter(None, (doc.note, (note or "").strip())))
			doc.save(ignore_permissions=True)  # the endpoint has checked the right to write
			done.append(doc.name)
	return done


def lay(names: list[str], space: str) -> list[str]:
	"""Note where deliveries lie now; answers the names of those that lay elsewhere."""
	done = []
	for doc in locked(names):
		if doc.space != space:
			doc.space = space
			doc.save(ignore_permissions=True)  # the endpoint has checked the right to write, and the place
			done.append(doc.name)
	return done


def undo(name: str) -> str:
	"""Take back handing over or returning; answers the status then. Raises DeliveryUndoError."""
	doc = locked([name])[0]
	if doc.status in states.CLOSED:
		picture = doc.signature
		doc.status = states.RECEIVED
		doc.save(ignore_permissions=True)  # the endpoint has checked the right to write
		forget_signature(doc.name, picture)
		doc.add_comment("Info", _("Handing over or returning was undone", context=DELIVERY))
	return doc.status


# --- signature and photo --------------------------------------------------------------------------------------


def clean_signature(data_url: str) -> bytes:
	"""The picture in a data URL, made anew as a JPEG. Raises SignatureError."""
	try:
		return clean_photo(pictures.decoded(data_url))
	except (PhotoError, ValueError):
		frappe.throw(
			_("The signature could not be read. Please sign again.", context=DELIVERY), SignatureError
		)


def keep_photo(doc: Document) -> None:
	"""While a delivery is saved with another photo: keep it drawn anew, as a private file of the delivery.

	Raises DeliveryPhotoError: it is no picture, or not the user's to show.
	"""
	before = doc.get_doc_before_save()
	if not doc.photo or (before and before.photo == doc.photo):
		return
	uploaded = readable_file(doc.photo)
	try:
		if not uploaded:
			raise PhotoError
		content = uploaded.get_content()
		picture = clean_photo(content if isinstance(content, bytes) else content.encode())
	except (PhotoError, OSError):
		frappe.throw(
			_("This photo cannot be used. Attach a picture of your own.", context=DELIVERY),
			DeliveryPhotoError,
			title=_("Photo", context=DELIVERY),
		)
	doc.photo = keep_picture(doc.name, "photo", picture)
	if uploaded.owner == frappe.session.user:
		# it is the user's own upload, of which we have made ours
		frappe.delete_doc("File", uploaded.name, ignore_permissions=True, delete_permanently=True)


def readable_file(address: str) -> Document | None:
	"""The file at an address, if the user may read it."""
	for name in frappe.get_all("File", {"file_url": address}, pluck="name", order_by="creation", limit=20):
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			return file
	return None


def keep_picture(delivery: str, field: str, picture: bytes) -> str:
	"""Store a picture as a private file of the delivery; answers its address."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{field}-{frappe.generate_hash(length=16)}.jpg",
			"attached_to_doctype": DELIVERY,
			"attached_to_name": delivery,
			"attached_to_field": field,
			"is_private": 1,
			"content": picture,
		}
	)
	return file.insert(ignore_permissions=True).file_url  # the endpoint has checked the right to write


def forget_signature(delivery: str, address: str | None) -> None:
	"""Delete the file of a signature that no longer counts."""
	of_delivery = {"attached_to_doctype": DELIVERY, "attached_to_name": delivery}
	filters = {**of_delivery, "attached_to_field": "signature", "file_url": address or ""}
	for name in frappe.get_all("File", filters, pluck="name", order_by="name"):
		# the endpoint has checked the right to write
		frappe.delete_doc("File", name, ignore_permissions=True, delete_permanently=True)


def received_on(value: datetime | str | None) -> datetime:
	"""When it came; now when left out."""
	return get_datetime(value) if value else now_datetime().replace(microsecond=0)

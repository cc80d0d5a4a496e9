"""Photos and signatures of visitors: made anew, and kept as private files that only reception can open.

A picture hangs on the Visitor, not on the visit: hosts may read their visits, and Frappe shows every reader of a
record the files that hang on it. For the same reason the visit's fields that say which picture it is are plain text:
Frappe hangs what an attach field names on the record itself.
"""

import base64
import binascii
import io
import re

import frappe
from frappe import _
from PIL import Image

from office_management.photos import LARGEST_FILE, PhotoError, clean_photo

LOG = "Visitor Log"
VISITOR = "Visitor"
FIELDS = ("photo", "signature")
DATA_URL = re.compile(r"data:image/(?:png|jpe?g|webp);base64,([A-Za-z0-9+/=\s]+)", re.ASCII)
INK = 128
"""A pixel darker than this is ink."""
LEAST_INK = 20
"""Pixels: less is a slip of the finger, not a signature."""


class PictureError(frappe.ValidationError):
	"""Not a picture that can be kept."""


class EmptySignatureError(PictureError):
	"""Nobody has signed."""


def keep_picture(data_url: str, log: str, field: str) -> str:
	"""Keep a picture with a visit, in place of the one before, and return its address. Checks no permission.

	Args:
		data_url: as a browser's camera or canvas gives it: a PNG, JPEG or WebP picture.
		log: a Visitor Log.
		field: photo or signature.

	Raises:
		PictureError: it is no picture, or too large. EmptySignatureError: nothing is written on it.
	"""
	if field not in FIELDS:
		raise ValueError(field)
	picture = clean_picture(data_url)
	if field == "signature" and is_blank(picture):
		frappe.throw(_("Please sign first.", context=LOG), EmptySignatureError)
	visitor, before = frappe.db.get_value(LOG, log, ["visitor", field])
	address = store(picture, field, visitor)
	frappe.db.set_value(LOG, log, field, address, update_modified=False)
	drop(before)
	return address


def store(picture: bytes, kind: str, visitor: str) -> str:
	"""Write a picture into a file of its own, and return its address.

	Frappe lets equal contents share one file, and keeps the bytes as long as anybody has the same. Ours are one each,
	and go when they go: their hash is nobody else's.
	"""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{kind}-{frappe.generate_hash(length=16)}.jpg",
			"attached_to_doctype": VISITOR,
			"attached_to_name": visitor,
			"is_private": 1,
			"content": picture,
		}
	)
	file.flags.ignore_duplicate_entry_error = True
	file.save_file(picture, ignore_existing_file_check=True)
	# allowed: the caller has checked that this visit may be changed, and the picture is one we made
	file.insert(ignore_permissions=True)
	file.db_set("content_hash", frappe.generate_hash(length=32), update_modified=False)
	return file.file_url


def clean_picture(data_url: str) -> bytes:
	"""The picture in a data URL, drawn anew. Raises PictureError."""
	try:
		return clean_photo(decoded(data_url))
	except (PhotoError, ValueError, binascii.Error):
		frappe.throw(
			_("This picture cannot be used. Take another one.", context=LOG),
			PictureError,
			title=_("Picture", context=LOG),
		)


def decoded(data_url: str) -> bytes:
	"""The bytes in a data URL of a picture. Raises ValueError."""
	if not isinstance(data_url, str) or len(data_url) > LARGEST_FILE * 2:
		raise ValueError("too large")
	found = DATA_URL.fullmatch(data_url.strip())
	if not found:
		raise ValueError("no picture")
	return base64.b64decode("".join(found.group(1).split()), validate=True)


def is_blank(picture: bytes) -> bool:
	"""Whether there is no ink on the paper."""
	with Image.open(io.BytesIO(picture)) as image:
		shades = image.convert("L").histogram()
	return sum(shades[:INK]) < LEAST_INK


def drop(address: str | None) -> None:
	"""Delete the files behind an address of ours, with their bytes."""
	if not address:
		return
	for name in frappe.get_all(
		"File", {"file_url": address, "attached_to_doctype": VISITOR}, pluck="name", order_by="name"
	):
		# allowed: the caller has checked that this visit may be changed, and the file is one we made
		frappe.delete_doc("File", name, ignore_permissions=True, delete_permanently=True)


def as_data_url(address: str | None) -> str | None:
	"""The picture behind an address of ours as part of a page; None where it is gone. Checks no permission."""
	filters = {"file_url": address, "attached_to_doctype": VISITOR}
	name = address and frappe.db.get_value("File", filters, "name")
	if not name:
		return None
	content = frappe.get_doc("File", name).get_content()
	return "data:image/jpeg;base64," + base64.b64encode(content).decode()

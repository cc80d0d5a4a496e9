"""Photos from people we do not know: told by their content, made anew, kept private.

The name and the type that a browser sends say nothing. Only what Pillow can read as one of three picture formats is
taken, and never as it came: the picture is drawn again into a new JPEG, so neither the place and the camera in its
EXIF nor anything hidden behind it is kept.
"""

import io

import frappe
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes."""
LARGEST_PICTURE = 50_000_000
"""Pixels: a small file can hold a picture that fills the memory."""
LONGEST_SIDE = 2000
"""Pixels of what is kept."""


class PhotoError(frappe.ValidationError):
	"""Not a photo that can be taken: another kind of file, broken, or too large."""


def is_photo(content: bytes) -> bool:
	"""Whether this is a JPEG, PNG or WebP picture, whatever it is called."""
	try:
		with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
			picture.verify()
	except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError):
		return False
	return True


def clean_photo(content: bytes) -> bytes:
	"""Return the picture as a new JPEG, upright, without any of its metadata, at most 2,000 pixels long.

	Raises:
		PhotoError: the content is no JPEG, PNG or WebP picture, or too large.
	"""
	if len(content) > LARGEST_FILE:
		raise PhotoError
	try:
		return _drawn_again(content)
	except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError) as error:
		raise PhotoError from error


def _drawn_again(content: bytes) -> bytes:
	with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
		if picture.width * picture.height > LARGEST_PICTURE:
			raise PhotoError
		picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
		upright = ImageOps.exif_transpose(picture).convert("RGBA")
	upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
	paper = Image.new("RGB", upright.size, "white")
	paper.paste(upright, mask=upright.getchannel("A"))
	kept = io.BytesIO()
	paper.save(kept, "JPEG", quality=82, optimize=True)
	return kept.getvalue()

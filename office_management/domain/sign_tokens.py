"""The token in the QR code of a room's sign: which sign it is, what it is for, and proof that this site made it.

A sign has a random id of its own, so its token survives that the place is renamed or moved, and dies when the place
gets a new id. The id alone opens nothing: the token carries a keyed hash (HMAC-SHA256, RFC 2104, cut to 128 bits as
section 5 there allows) that only who knows the site's secret can make, one per purpose.
"""

import hashlib
import hmac
import re

ID_LENGTH = 32
MAC_LENGTH = 32
SHAPE = re.compile(rf"([0-9a-f]{{{ID_LENGTH}}})([0-9a-f]{{{MAC_LENGTH}}})")


class SignIdError(ValueError):
	"""Not the id of a sign."""


def make_token(sign_id: str, purpose: str, secret: str) -> str:
	"""The token of a sign for one purpose: the id and its proof, 64 characters of hexadecimal.

	Args:
		sign_id: 32 characters of lower-case hexadecimal.
		purpose: what the token opens; a token made for one thing opens no other.
		secret: known to the site alone.

	Raises:
		SignIdError: the id has another shape.
	"""
	if not re.fullmatch(rf"[0-9a-f]{{{ID_LENGTH}}}", sign_id or ""):
		raise SignIdError(sign_id)
	return sign_id + _proof(sign_id, purpose, secret)


def read_token(token: object, purpose: str, secret: str) -> str | None:
	"""The id of the sign that a token was made for, or None for anything this site did not make for this purpose."""
	shape = SHAPE.fullmatch(token) if isinstance(token, str) else None
	if not shape:
		return None
	sign_id, given = shape.groups()
	return sign_id if hmac.compare_digest(given, _proof(sign_id, purpose, secret)) else None


def _proof(sign_id: str, purpose: str, secret: str) -> str:
	message = f"office sign\0{purpose}\0{sign_id}".encode()
	return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:MAC_LENGTH]

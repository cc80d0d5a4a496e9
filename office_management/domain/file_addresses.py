"""Addresses of files, as attachments store them."""

import re
from urllib.parse import unquote

FOLDERS = ("/files/", "/private/files/")
NEVER = re.compile(r"[\x00-\x1f\x7f\\<>\"]")
"""Control characters, a backslash (browsers read it as a slash), and what breaks out of an attribute."""


def is_local_file(address: str) -> bool:
	"""Whether an address leads to an uploaded file of the same site, wherever a page shows it.

	No other scheme or host, and no way out of the folders of files, also when it is written with percent signs
	(browsers read `%2e%2e` as `..`, WHATWG URL 4.1).
	"""
	path = unquote(address)
	if not path.startswith(FOLDERS) or path.endswith("/") or NEVER.search(path):
		return False
	return ".." not in path.split("/")

"""What the pages share that anybody may open without logging in."""

import functools
from collections.abc import Callable

import frappe
from frappe.sessions import get_csrf_token


def when_limited(method: Callable, busy: Callable) -> Callable:
	"""The same method, that answers who meets a rate limit with what `busy` answers, not with an error."""

	@functools.wraps(method)
	def wrapper(*args, **kwargs):
		try:
			return method(*args, **kwargs)
		except frappe.RateLimitExceededError:
			frappe.clear_messages()
			return busy()

	return wrapper


def csrf_token() -> str:
	"""What the form of somebody who is logged in must send along; who is not has only the token of the page."""
	return get_csrf_token() if frappe.request and frappe.session.user != "Guest" else ""


def wants_page() -> bool:
	"""Whether a browser sent the form by itself, without our script."""
	return bool(frappe.request) and "text/html" in (frappe.get_request_header("Accept") or "")

"""The desk as one WSGI application that also serves browser files and uploads, for one site whatever the host name.

In production nginx does this; a demo on one machine should need none.
"""

import os

import frappe.app

frappe.app._site = os.environ["FRAPPE_SITE"]
frappe.app._sites_path = os.getcwd()


def without_sockets(answer):
	"""A browser that looks for socket.io here is told at once that there is none, not by a page of the website."""

	def application(environ, start_response):
		if not environ["PATH_INFO"].startswith("/socket.io/"):
			return answer(environ, start_response)
		start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
		return []

	return application


application = without_sockets(frappe.app.application_with_statics())

"""The desk as one WSGI application that also serves browser files and uploads, for one site whatever the host name.

In production nginx does this; a demo on one machine should need none.
"""

import os

import frappe.app

frappe.app._site = os.environ["FRAPPE_SITE"]
frappe.app._sites_path = os.getcwd()
application = frappe.app.application_with_statics()

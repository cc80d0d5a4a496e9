"""What the desk learns about the office when it starts."""

import frappe

from office_management.office_administration import api


def extend_bootinfo(bootinfo) -> None:
	"""Add `office_management` (which areas are used, the second-person rule) for users of the desk."""
	if frappe.session.user != "Guest":
		bootinfo.office_management = api.boot_values()

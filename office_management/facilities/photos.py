"""Photos of tasks, as files."""

import frappe


def attach_photo(task: str, photo: bytes) -> str:
	"""Attach a picture from `clean_photo` to a task as a private file, and return the file's name.

	Checks no permission: the caller has taken the report.
	"""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"photo-{frappe.generate_hash(length=12)}.jpg",
			"attached_to_doctype": "Facility Task",
			"attached_to_name": task,
			"is_private": 1,
			"content": photo,
		}
	)
	# allowed: the caller has checked that this report is taken, and the picture is one we made
	return file.insert(ignore_permissions=True).name

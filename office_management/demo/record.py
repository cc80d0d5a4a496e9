"""What the demo has made, so that it can be taken away again and nothing else.

Kept as default values of a parent of their own: not sent to browsers, part of the transaction that makes the data,
and still there when the app is updated.
"""

import json

import frappe

PARENT = "office_management_demo"
STATE, COMPANY, SCALE, SETUP = "state", "company", "scale", "setup"
NAMES = "names of "  # + DocType


def get(key: str):
	"""What was kept under a key, or None."""
	stored = frappe.db.get_value("DefaultValue", {"parent": PARENT, "defkey": key}, "defvalue", order_by=None)
	return json.loads(stored) if stored else None


def put(key: str, value) -> None:
	"""Keep a value (anything JSON can hold) under a key."""
	kept = frappe.db.get_value("DefaultValue", {"parent": PARENT, "defkey": key}, "name", order_by=None)
	if kept:  # changed where it is: Frappe would delete it, make it anew and forget half of its cache
		frappe.db.set_value("DefaultValue", kept, "defvalue", json.dumps(value))
	else:
		frappe.defaults.set_default(key, json.dumps(value), PARENT)


def add(doctype: str, *names: str) -> None:
	"""Note documents that the demo has made."""
	known = get(NAMES + doctype) or []
	put(NAMES + doctype, known + [name for name in names if name not in known])


def names() -> dict[str, list[str]]:
	"""DocType -> names of all documents noted, DocTypes in the order in which they were first noted."""
	rows = frappe.get_all(
		"DefaultValue",
		filters={"parent": PARENT, "defkey": ("like", NAMES + "%")},
		fields=["defkey", "defvalue"],
		order_by="creation",
	)
	return {row.defkey.removeprefix(NAMES): json.loads(row.defvalue) for row in rows}


def exists() -> bool:
	"""Has anything of the demo been noted?"""
	return bool(frappe.db.exists("DefaultValue", {"parent": PARENT}))


def forget() -> None:
	"""Nothing is noted any more."""
	frappe.defaults.clear_default(parent=PARENT)

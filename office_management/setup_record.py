"""What the app has added to the site outside its own DocTypes, so that uninstall takes away that and no more.

Kept as one global default: it is not sent to browsers, and needs no DocType. Uninstall removes it last.
"""

import json
from contextlib import contextmanager

import frappe

KEY = "office_management_setup"
PARENT = "__global"
EMPTY = {
	"existed": {},  # DocType -> records of our names that were there before us
	"made": {},  # DocType -> records we have made once
	"granted": [],  # [DocType, role] pairs
	"copied": {},  # DocType -> the shipped permissions that were copied
}


def read() -> dict:
	"""The record; an empty one before the first install."""
	stored = frappe.db.get_value("DefaultValue", {"defkey": KEY, "parent": PARENT}, "defvalue")
	return json.loads(json.dumps(EMPTY)) | (json.loads(stored) if stored else {})


def exists() -> bool:
	"""Whether the site has a record, even an empty one."""
	return bool(frappe.db.exists("DefaultValue", {"defkey": KEY, "parent": PARENT}))


def write(record: dict) -> None:
	"""Store the record, unless it is stored already."""
	if record != read() or not exists():
		frappe.db.set_global(KEY, json.dumps(record, sort_keys=True))


@contextmanager
def opened():
	"""The record, to be changed in place; written at the end when nothing was raised."""
	record = read()
	yield record
	write(record)


def make_once(record: dict, doctype: str, name: str, make) -> None:
	"""Call `make(name)` unless that was done before (a user may have deleted it since) or the name was taken."""
	made, existed = record["made"].setdefault(doctype, []), record["existed"].setdefault(doctype, [])
	if name in made or name in existed:
		return
	if frappe.db.exists(doctype, name) and doctype != "Role":
		existed.append(name)
		return
	make(name)
	made.append(name)


def first_time(record: dict, what: str) -> bool:
	"""True the first time this is asked about, ever."""
	done = record["made"].setdefault("Step", [])
	if what in done:
		return False
	done.append(what)
	return True

"""The areas an office may use or not, and what hides when one is not used."""

from dataclasses import dataclass

import frappe
from frappe import _

SETTINGS = "Office Management Settings"


@dataclass(frozen=True)
class Area:
	"""`field`: its switch in the settings. `modules`: whose DocTypes and reports belong to it."""

	field: str
	workspaces: tuple[str, ...] = ()
	modules: tuple[str, ...] = ()


AREAS = {
	"space": Area("use_space", ("Space",), ("Office Space",)),
	"front_desk": Area("use_front_desk", ("Reception",), ("Front Desk",)),
	"tasks": Area("use_tasks", ("Facilities",), ("Facilities",)),
	"bills": Area("use_bills"),
	"audits": Area("use_audits", ("Audits",), ("Office Audits",)),
	"administration": Area("use_administration", ("Office Records",)),
}


def setting(fieldname: str):
	"""The value of one field of Office Management Settings."""
	return frappe.db.get_single_value(SETTINGS, fieldname)


def uses(area: str) -> bool:
	"""Whether this office uses the area (a key of AREAS). KeyError for anything else."""
	return bool(setting(AREAS[area].field))


def fill_defaults() -> None:
	"""Give fields that were never saved (new in this version) the default of the DocType; else they read as off."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	for field in frappe.get_meta(SETTINGS).fields:
		if field.default is not None and field.fieldname not in stored:
			frappe.db.set_single_value(SETTINGS, field.fieldname, field.default, update_modified=False)


def used_areas() -> dict[str, bool]:
	"""Every area and whether it is used."""
	return {area: uses(area) for area in AREAS}


def area_title(area: str) -> str:
	"""What people call the area."""
	titles = {
		"space": _("Space", context="Office Day"),
		"front_desk": _("Front Desk", context="Office Day"),
		"tasks": _("Tasks", context="Office Day"),
		"bills": _("Bills", context="Office Day"),
		"audits": _("Audits", context="Office Day"),
		"administration": _("Administration", context="Office Day"),
	}
	return titles.get(area) or area

"""The right to choose from a few of ERPNext's masters in link fields (`select`), for our roles.

Frappe reads either the shipped permissions of a DocType or, once there is a single custom one, only the custom
ones. So the shipped ones are copied first (Frappe's own `setup_custom_perms`), and what was copied is reported:
while nobody has changed the copies, they follow what ERPNext ships (`refresh`) and go again at uninstall
(`restore`). Rows that were there before us, or were changed since, are the administrator's and stay.

Frappe's `add_permission` is not used: whatever right it is asked for, its rows also give `read` and `export`.
"""

import frappe
from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype
from frappe.permissions import copy_perms, setup_custom_perms

MANAGER, RECEPTIONIST = "Office Manager", "Office Receptionist"
TECHNICIAN, AUDITOR = "Facility Technician", "Office Auditor"

# What link fields and filters of ours point to, by who meets them.
SELECT = {
	"Asset": (MANAGER, RECEPTIONIST, TECHNICIAN, AUDITOR),
	"Asset Category": (MANAGER,),
	"Company": (MANAGER, RECEPTIONIST, TECHNICIAN, AUDITOR),
	"Contract": (MANAGER,),
	"Cost Center": (MANAGER,),
	"Customer": (MANAGER,),
	"Department": (MANAGER, RECEPTIONIST, AUDITOR),
	"Employee": (MANAGER, RECEPTIONIST, AUDITOR),
	"Holiday List": (MANAGER,),
	"Item": (MANAGER,),
	"Location": (MANAGER, RECEPTIONIST, TECHNICIAN, AUDITOR),
	"Project": (MANAGER,),
	"Supplier": (MANAGER, RECEPTIONIST, TECHNICIAN, AUDITOR),
	"UOM": (MANAGER, RECEPTIONIST, TECHNICIAN),
	"Warehouse": (MANAGER, RECEPTIONIST, TECHNICIAN),
}
KEY = ("role", "permlevel", "if_owner")


def grant(granted: list[list[str]], copied: dict[str, list]) -> None:
	"""Give each role of SELECT its right, and add to the two arguments what was done.

	Args:
		granted: pairs of DocType and role given earlier. Such a pair is not given again, so an administrator's
			removal holds, unless the DocType was since restored to what ERPNext ships.
		copied: per DocType whose shipped permissions were copied, the copies, as `current` describes them.
	"""
	for doctype, roles in SELECT.items():
		restored = not has_custom(doctype)
		for role in roles:
			if restored or [doctype, role] not in granted:
				grant_one(doctype, role, granted, copied)


def grant_one(doctype: str, role: str, granted: list[list[str]], copied: dict[str, list]) -> None:
	if setup_custom_perms(doctype):
		copied[doctype] = current(doctype)
	if frappe.db.exists("Custom DocPerm", {"parent": doctype, "role": role, "permlevel": 0}):
		return
	rights = dict.fromkeys(rights_of(), 0) | {"select": 1}
	frappe.get_doc(
		{
			"doctype": "Custom DocPerm",
			"parent": doctype,
			"parenttype": "DocType",
			"parentfield": "permissions",
			"role": role,
			"permlevel": 0,
			"if_owner": 0,
			**rights,
		}
	).insert(ignore_permissions=True)  # set-up only: run by install and migrate
	validate_permissions_for_doctype(doctype)
	if [doctype, role] not in granted:
		granted.append([doctype, role])


def refresh(granted: list[list[str]], copied: dict[str, list]) -> None:
	"""Let copies that nobody has touched follow what ERPNext ships now."""
	for doctype, rows in copied.items():
		if untouched(doctype, rows, granted) and shipped(doctype) != rows:
			drop_all_but(doctype, our_roles(doctype, granted))
			copy_perms(doctype)
			copied[doctype] = shipped(doctype)
			frappe.clear_cache(doctype=doctype)


def restore(granted: list[list[str]], copied: dict[str, list]) -> None:
	"""Take away what `grant` gave; where nobody has touched the copies, the shipped permissions hold again."""
	copies = {doctype: untouched(doctype, rows, granted) for doctype, rows in copied.items()}
	for doctype, role in granted:
		frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": role, "permlevel": 0})
	for doctype in {doctype for doctype, _role in granted} | set(copied):
		if copies.get(doctype):
			frappe.db.delete("Custom DocPerm", {"parent": doctype})
		frappe.clear_cache(doctype=doctype)


def untouched(doctype: str, rows: list, granted: list[list[str]]) -> bool:
	"""Whether the custom permissions are the copies `rows` and ours, and nothing else."""
	return current(doctype, our_roles(doctype, granted)) == rows


def our_roles(doctype: str, granted: list[list[str]]) -> list[str]:
	return [role for given, role in granted if given == doctype]


def drop_all_but(doctype: str, roles: list[str]) -> None:
	frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": ("not in", roles or [""])})


def has_custom(doctype: str) -> bool:
	return bool(frappe.db.exists("Custom DocPerm", {"parent": doctype}))


def rights_of() -> list[str]:
	"""Every right that a row can give, in this version of Frappe."""
	fields = frappe.get_meta("Custom DocPerm").get("fields", {"fieldtype": "Check"})
	return sorted(field.fieldname for field in fields if field.fieldname != "if_owner")


def shipped(doctype: str) -> list:
	"""The permissions that come with the DocType, described likewise."""
	return described(doctype, "DocPerm", ())


def current(doctype: str, without: list[str] | tuple = ()) -> list:
	"""The custom permissions of a DocType, comparable and storable: role, level, owner only, rights given."""
	return described(doctype, "Custom DocPerm", without)


def described(doctype: str, table: str, without: list[str] | tuple) -> list:
	"""The rights on a DocType as one of the tables of rights has them, without some roles, in a comparable form."""
	rights = rights_of()
	rows = frappe.get_all(
		table, filters={"parent": doctype}, fields=[*KEY, *rights], order_by="role, permlevel, if_owner"
	)
	return sorted(
		[row.role, row.permlevel, row.if_owner, ",".join(right for right in rights if row[right])]
		for row in rows
		if row.role not in without
	)

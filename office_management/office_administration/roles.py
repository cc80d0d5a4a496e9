"""The roles of the app, the profiles made of them, and where their holders arrive."""

import frappe

OFFICE_MANAGER = "Office Manager"
OFFICE_RECEPTIONIST = "Office Receptionist"
FACILITY_TECHNICIAN = "Facility Technician"
OFFICE_AUDITOR = "Office Auditor"
EMPLOYEE = "Employee"
OFFICE_ROLES = (OFFICE_MANAGER, OFFICE_RECEPTIONIST, FACILITY_TECHNICIAN, OFFICE_AUDITOR)
DESK_ROLES = (*OFFICE_ROLES, EMPLOYEE)
APP_ROLES = ("System Manager", *DESK_ROLES)
"""Who is shown the app, and Office Day."""

ROLE_PROFILES = {
	"Small Office": (*OFFICE_ROLES, EMPLOYEE),
	"Office Manager": (OFFICE_MANAGER, EMPLOYEE),
	"Reception": (OFFICE_RECEPTIONIST, EMPLOYEE),
}
DEFAULT_WORKSPACE = "Office"


def make_role(role: str) -> None:
	"""Make the role with access to the desk, if it is missing."""
	if not frappe.db.exists("Role", role):
		frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
			ignore_permissions=True  # set-up only: run by install and migrate
		)


def make_role_profile(profile: str) -> None:
	"""Make the role profile with the roles of ROLE_PROFILES, if there is none of that name."""
	if frappe.db.exists("Role Profile", profile):
		return
	roles = [{"role": role} for role in ROLE_PROFILES[profile] if frappe.db.exists("Role", role)]
	frappe.get_doc({"doctype": "Role Profile", "role_profile": profile, "roles": roles}).insert(
		ignore_permissions=True  # set-up only: run by install and migrate
	)


def users_with(roles: tuple[str, ...]) -> list[str]:
	"""Enabled users other than Administrator who hold any of the roles, by name."""
	holders = frappe.get_all(
		"Has Role",
		filters={"role": ("in", roles), "parenttype": "User"},
		pluck="parent",
		distinct=True,
		order_by="parent",
	)
	return [user for user in desk_users() if user in set(holders)]


def desk_users() -> list[str]:
	"""Enabled users of the desk other than Administrator, by name."""
	return frappe.get_all(
		"User",
		filters={"name": ("!=", "Administrator"), "enabled": 1, "user_type": "System User"},
		pluck="name",
		order_by="name",
	)


def propose_workspace(user: str) -> bool:
	"""Let the user arrive at the Office workspace unless they arrive elsewhere by choice; True if it was set."""
	if frappe.db.get_value("User", user, "default_workspace") or not office_workspace_exists():
		return False
	frappe.db.set_value("User", user, "default_workspace", DEFAULT_WORKSPACE, update_modified=False)
	return True


def propose_workspace_on_new_role(doc) -> None:
	"""While a User is saved: who gets their first office role, and has no default workspace, gets ours."""
	before = doc.get_doc_before_save()
	had = {row.role for row in before.roles} if before else set()
	has = {row.role for row in doc.roles}
	gained = has.intersection(OFFICE_ROLES) and not had.intersection(OFFICE_ROLES)
	if gained and not doc.default_workspace and office_workspace_exists():
		doc.default_workspace = DEFAULT_WORKSPACE


def office_workspace_exists() -> bool:
	return bool(frappe.db.exists("Workspace", DEFAULT_WORKSPACE))

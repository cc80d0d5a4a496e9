"""A task on an asset and ERPNext's Asset Repair: one repair per task."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from office_management.erp import assets
from office_management.facilities.buying import cost_center_of, link_to, locked


class NoAssetError(frappe.ValidationError):
	"""The task is on no asset."""


class AssetBeyondRepairError(frappe.ValidationError):
	"""ERPNext books no repair on this asset."""


def open_repair(name: str) -> dict:
	"""The Asset Repair of the task: the one there is, or a new pending one, made with the user's own rights.

	Returns name, and made: whether it is new.

	Raises:
		NoAssetError, AssetBeyondRepairError, frappe.PermissionError
	"""
	task = locked(name)
	if there := assets.repair_for(name):
		return {"name": there, "made": False}
	asset = task.asset and assets.facts_for_repair(task.asset)
	if not asset:
		message = _("{0} is on no asset. Choose the asset that is broken first.", context="Facility Task")
		frappe.throw(message.format(link_to(task)), NoAssetError)
	check_repairable(asset)
	frappe.has_permission("Asset Repair", "create", throw=True)
	failed_on = task.opened_on or task.creation or now_datetime()
	description = "\n".join(text for text in (task.subject, task.description) if text)
	return {
		"name": assets.draft_repair(asset, name, description, failed_on, cost_center_of(task)),
		"made": True,
	}


def check_repairable(asset: frappe._dict) -> None:
	"""Refuse an asset that ERPNext would refuse, and say how to go on.

	Raises AssetBeyondRepairError.
	"""
	if asset.status not in assets.BEYOND_REPAIR and asset.docstatus != 2:
		return
	message = _(
		"{0} is {1}, and ERPNext books no repair on such an asset. Do the work on this task and ask for what it"
		" needs with Create > Material Request: its costs are found here all the same.",
		context="Facility Task",
	)
	called = frappe.utils.get_link_to_form("Asset", asset.name, frappe.utils.escape_html(asset.asset_name))
	frappe.throw(message.format(frappe.bold(called), frappe.bold(_(asset.status))), AssetBeyondRepairError)

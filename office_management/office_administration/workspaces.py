"""Workspaces show what the office uses: those of other areas are hidden, and the shared one leaves them out."""

import json

import frappe

from office_management.domain.workspace_blocks import put_back, without
from office_management.office_administration.areas import AREAS, uses

SHARED, SHARED_MODULE = "Office", "Office Administration"

# Kind of block: where its name stands in the block, the child table with its target, and the target's DocType.
TARGETS = {
	"number_card": ("number_card_name", "number_cards", "Number Card", "number_card_name"),
	"chart": ("chart_name", "charts", "Dashboard Chart", "chart_name"),
}


def show_used(switched_on: tuple[str, ...] = ()) -> None:
	"""Hide what belongs to areas not used, and bring back what belongs to those `switched_on` just now."""
	for area, facts in AREAS.items():
		for workspace in facts.workspaces:
			set_hidden(workspace, not uses(area))
	if frappe.db.exists("Workspace", SHARED):
		tidy_shared(modules_of(switched_on))
	frappe.cache.delete_value("bootinfo")


def set_hidden(workspace: str, hidden: bool) -> None:
	now = frappe.db.get_value("Workspace", workspace, "is_hidden")
	if now is not None and bool(now) != hidden:
		frappe.db.set_value("Workspace", workspace, "is_hidden", int(hidden), update_modified=False)
		frappe.clear_document_cache("Workspace", workspace)


def modules_of(areas) -> set[str]:
	return {module for area in areas for module in AREAS[area].modules}


def tidy_shared(come_back: set[str]) -> None:
	"""Blocks of the shared workspace: out with those of modules not used, back with those that are used again."""
	workspace = frappe.get_doc("Workspace", SHARED)
	now, shipped = json.loads(workspace.content or "[]"), shipped_blocks()
	not_used = modules_of(area for area in AREAS if not uses(area))
	wanted = put_back(now, shipped, belonging_to(shipped, workspace, come_back))
	wanted = without(wanted, belonging_to(wanted, workspace, not_used))
	if wanted != now:
		frappe.db.set_value("Workspace", SHARED, "content", json.dumps(wanted), update_modified=False)
		frappe.clear_document_cache("Workspace", SHARED)


def shipped_blocks() -> list[dict]:
	folder = frappe.scrub(SHARED)
	path = frappe.get_module_path(SHARED_MODULE, "workspace", folder, f"{folder}.json")
	return json.loads(frappe.get_file_json(path).get("content") or "[]")


def belonging_to(blocks: list[dict], workspace, modules: set[str]) -> set[str]:
	"""Ids of the blocks that lead to these modules and nowhere else."""
	found = set()
	for block in blocks:
		targets = target_modules(block, workspace)
		if targets and targets <= modules:
			found.add(block.get("id"))
	return found


def target_modules(block: dict, workspace) -> set[str]:
	"""Modules of what a block leads to; empty for headers, spacers and addresses."""
	kind, data = block.get("type"), block.get("data") or {}
	if kind in TARGETS:
		field, table, doctype, link = TARGETS[kind]
		rows = [row for row in workspace.get(table) if row.label == data.get(field)]
		return modules_behind((doctype, row.get(link)) for row in rows)
	if kind == "shortcut":
		rows = [row for row in workspace.shortcuts if row.label == data.get("shortcut_name")]
		return modules_behind((row.type, row.link_to) for row in rows)
	if kind == "card":
		return modules_behind(links_under(workspace, data.get("card_name")))
	if kind == "onboarding":
		return modules_behind([("Module Onboarding", data.get("onboarding_name"))])
	return set()


def links_under(workspace, card: str) -> list[tuple[str, str]]:
	"""What the links of one card lead to: the rows between its heading and the next."""
	found, inside = [], False
	for row in workspace.links:
		if row.type == "Card Break":
			inside = row.label == card
		elif inside:
			found.append((row.link_type, row.link_to))
	return found


def modules_behind(targets) -> set[str]:
	"""Modules of these records; those without one, or of no DocType of the desk, count as nothing."""
	with_module = (
		"DocType",
		"Report",
		"Page",
		"Dashboard",
		"Number Card",
		"Dashboard Chart",
		"Module Onboarding",
	)
	found = {
		frappe.db.get_value(doctype, name, "module") for doctype, name in targets if doctype in with_module
	}
	return found - {None, ""}

"""Labels for tags: what stands on them and where they lie on the sheet. Drawn by the browser (asset_labels.js).

The code on a label is the tag and nothing else, so any scanner reads it, and no address that may change is printed.
"""

from frappe import _

from office_management.domain import label_sheets
from office_management.erp import asset_tags
from office_management.office_audits import tag_numbers
from office_management.office_space import api as office_space

MOST = 1000
USUAL = "3 x 8"


def layouts() -> list[dict]:
	"""The layouts to choose from: value, label, and how many labels a page has."""
	return [
		{"value": name, "label": label_of(name, layout), "per_page": layout.per_page}
		for name, layout in label_sheets.LAYOUTS.items()
	]


def label_of(name: str, layout: label_sheets.Layout) -> str:
	"""What people call a layout."""
	if layout.per_page == 1:
		return _("Label printer, {0} × {1} mm", context="Asset").format(
			f"{layout.width:g}", f"{layout.height:g}"
		)
	return _("A4, {0} ({1} × {2} mm)", context="Asset").format(
		name.replace("x", "×"), f"{layout.width:g}", f"{layout.height:g}"
	)


def of_assets(names: list[str], layout: str, start: int = 1) -> dict:
	"""The labels of these assets; see `sheet`."""
	rows = asset_tags.label_facts(names)
	return sheet(
		[{"tag": row.tag, "title": row.asset_name, "owner": row.company} for row in rows], layout, start
	)


def of_new_tags(number: int, owner: str, layout: str, start: int = 1) -> dict:
	"""Labels of tags that no asset has yet, to be put on what is found. Their numbers are given to nothing else.

	Raises tag_numbers.NoNumberingError.
	"""
	tags = tag_numbers.new_tags(min(max(number, 1), MOST))
	return sheet([{"tag": tag, "title": "", "owner": owner} for tag in tags], layout, start)


def sheet(rows: list[dict], layout: str, start: int) -> dict:
	"""page (size in mm, of a label too), labels (tag, title, owner, qr, page, x, y), left_off: how many did not fit."""
	chosen = label_sheets.LAYOUTS.get(layout) or label_sheets.LAYOUTS[USUAL]
	shown = rows[:MOST]
	places = label_sheets.spots(chosen, len(shown), start)
	return {
		"page": {
			"width": chosen.page_width,
			"height": chosen.page_height,
			"label_width": chosen.width,
			"label_height": chosen.height,
		},
		"labels": [
			{**row, "qr": office_space.qr_code(row["tag"]), **place._asdict()}
			for row, place in zip(shown, places, strict=True)
		],
		"left_off": len(rows) - len(shown),
	}

"""Tags that make themselves: by the numbering in the settings, one after the other, none twice.

A number is taken under a lock and never given again, not even when its asset is deleted. Without a numbering tags are
typed by hand, and nothing here does anything. No function checks a permission: the callers do.
"""

from collections.abc import Collection

import frappe
from frappe import _, bold
from frappe.utils import escape_html, get_link_to_form, getdate

from office_management.batches import run_in_batches
from office_management.domain import tables, tag_numbering
from office_management.erp import asset_tags
from office_management.office_administration import api as administration

ASSET = "Asset"
TAG = "om_asset_tag"
SERIES = "Asset Tag|"
AT_ONCE = 500
"""So many assets get their tags while the user waits; more in the background."""
EVENT = "asset_tags_made"


class TagTakenError(frappe.ValidationError):
	"""Another asset carries this tag, or is called so."""


class NoNumberingError(frappe.ValidationError):
	"""The settings hold no numbering of tags."""


def is_on() -> bool:
	"""Whether tags make themselves."""
	return bool(administration.setting("asset_tag_pattern"))


def new_tags(number: int) -> list[str]:
	"""So many tags that no asset carries. Raises NoNumberingError."""
	pattern = administration.setting("asset_tag_pattern")
	if not pattern:
		message = _("Tags have no numbering yet. Set one in {0}, under Assets.", context=ASSET)
		settings = get_link_to_form("Office Management Settings", "Office Management Settings")
		frappe.throw(message.format(settings), NoNumberingError)
	series = tag_numbering.series_of(pattern, getdate())
	found: list[str] = []
	while len(found) < number:
		lacking = number - len(found)
		first = asset_tags.reserve_numbers(SERIES + series.key, lacking)
		made = [series.tag(count) for count in range(first, first + lacking)]
		taken = asset_tags.taken(made)
		found += [tag for tag in made if tag.casefold() not in taken]
	return found


# --- one asset ------------------------------------------------------------------------------------------------


def give_tag(asset) -> None:
	"""A new asset without a tag gets the next one."""
	if not asset.get(TAG) and is_on():
		(asset.om_asset_tag,) = new_tags(1)


def check_tag(asset) -> None:
	"""A tag that was typed stands for one asset only. Raises TagTakenError."""
	asset.om_asset_tag = (asset.get(TAG) or "").strip() or None
	if not asset.om_asset_tag or not asset.has_value_changed(TAG):
		return
	asset.om_asset_tag = tables.as_text(asset.om_asset_tag)
	other = asset_tags.other_with(asset.om_asset_tag, asset.name)
	if other:
		message = _("{0} is the tag or number of {1}. Choose another tag.", context=ASSET)
		tag, link = bold(escape_html(asset.om_asset_tag)), get_link_to_form(ASSET, other)
		frappe.throw(message.format(tag, link), TagTakenError)


# --- many assets ----------------------------------------------------------------------------------------------


def tag_bought(document) -> None:
	"""ERPNext makes the assets of a purchase without events: they get their tags once it is submitted."""
	if is_on() and any(row.get("is_fixed_asset") for row in document.items):
		tag_all(asset_tags.bought_by(document.doctype, document.name))


def tag_all(assets: Collection[str]) -> int:
	"""Give a tag to each of these that has none; answers how many got one. Done twice, it does nothing."""
	lacking = asset_tags.untagged_of(assets)
	if lacking:
		asset_tags.write_tags(dict(zip(lacking, new_tags(len(lacking)), strict=True)))
	return len(lacking)


def make_tags(assets: list[str]) -> dict:
	"""Give tags to these assets; many of them in the background, with progress.

	Returns made (how many got one now) and queued. A run that is killed leaves the rest without tags; asked again, it
	goes on with those.
	"""
	if not is_on():
		new_tags(1)
	if len(assets) <= AT_ONCE:
		return {"made": tag_all(assets), "queued": False}
	user = frappe.session.user
	frappe.enqueue(
		tag_in_background, queue="long", timeout=60 * 60, enqueue_after_commit=True, assets=assets, user=user
	)
	return {"made": 0, "queued": True}


def tag_in_background(assets: list[str], user: str) -> None:
	"""The job: some at a time, so that new assets need not wait for their tags."""
	portions = [assets[start : start + AT_ONCE] for start in range(0, len(assets), AT_ONCE)]

	def tell(done: int, _outcomes: list) -> None:
		share = round(100 * done / len(portions))
		frappe.publish_realtime(EVENT, {"progress": share}, user=user, after_commit=True)

	outcomes = run_in_batches(portions, tag_all, size=1, on_progress=tell)
	failed = next((outcome.error for outcome in outcomes if outcome.error), None)
	made = sum(outcome.value or 0 for outcome in outcomes)
	message = {"progress": 100, "made": made, "error": str(failed)[:300] if failed else None}
	frappe.publish_realtime(EVENT, message, user=user)
	if failed:
		raise failed

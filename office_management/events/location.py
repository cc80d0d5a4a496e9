"""What a change of an ERPNext Location means for its space: the tree decides, and the pair stays a pair."""

from office_management.office_space import api


def validate(doc, method: str | None = None) -> None:
	"""A Location with spaces in it may go only where those may lie."""
	before = doc.get_doc_before_save()
	if before and (before.parent_location or None) != (doc.parent_location or None):
		api.check_location_move(doc, before.parent_location)


def on_update(doc, method: str | None = None) -> None:
	"""The spaces follow their Locations."""
	if doc.get_doc_before_save():
		api.follow_location(doc.name)


def before_rename(doc, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Two spaces never become one by merging their Locations."""
	if merge:
		api.check_location_merge(old, new)


def after_rename(doc, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""The space is renamed with its Location; what a merge brought along follows the tree."""
	api.location_renamed(old, new)
	if merge:
		api.follow_location(new)


def on_trash(doc, method: str | None = None) -> None:
	"""A Location is not deleted under its space."""
	api.check_location_delete(doc.name)

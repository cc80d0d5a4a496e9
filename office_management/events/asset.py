"""ERPNext's Asset: its tag, when it is to be counted, and what its renaming means for planned work."""

from frappe.model.document import Document

from office_management.facilities import api as facilities
from office_management.office_audits import api as audits


def give_tag(document: Document, method: str | None = None) -> None:
	"""before_insert: the next tag, where tags make themselves."""
	audits.give_asset_tag(document)


def check_tag(document: Document, method: str | None = None) -> None:
	"""validate, before_update_after_submit: one tag, one asset."""
	audits.check_asset_tag(document)


def tell_next_count(document: Document, method: str | None = None) -> None:
	"""onload: when it is to be counted next."""
	document.set_onload("om_next_count_due", audits.next_count_due(document))


def follow_in_plans(document: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""after_rename."""
	facilities.target_renamed("asset", new)


def refuse_if_worked_on(document: Document, method: str | None = None) -> None:
	"""on_trash: what tasks and plans name cannot be deleted."""
	facilities.refuse_deletion(document.doctype, document.name)

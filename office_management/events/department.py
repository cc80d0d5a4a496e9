"""When a Department is saved, renamed or deleted."""

from office_management.facilities import api as facilities
from office_management.office_space import api


def follow_title(doc, method=None):
	"""on_update: allocations show the new name."""
	api.occupant_saved(doc)


def follow_rename(doc, method, old, new, merge=False):
	"""after_rename: allocations name the new record, merged or not."""
	api.occupant_renamed(doc.doctype, old, new, merge)


def refuse_if_seated(doc, method=None):
	"""on_trash: what has places cannot be deleted."""
	api.occupant_deleted(doc.doctype, doc.name)


def refuse_if_at_work(doc, method=None):
	"""on_trash: a department that asked for work, or was asked, cannot be deleted."""
	facilities.refuse_deletion(doc.doctype, doc.name)

"""When an Employee is saved, renamed or deleted."""

from office_management.facilities import api as facilities
from office_management.front_desk import api as front_desk
from office_management.office_administration import api as administration
from office_management.office_space import api


def check_deputy(doc, method=None):
	"""validate: nobody stands in for themselves."""
	administration.check_deputy(doc)


def settle_seats(doc, method=None):
	"""on_update: seats end with the last day, and show the new name."""
	api.occupant_saved(doc)


def claim_badges(doc, method=None):
	"""on_update: who leaves hands in badges and keys."""
	front_desk.employee_saved(doc)


def follow_rename(doc, method, old, new, merge=False):
	"""after_rename: allocations name the new record, merged or not."""
	api.occupant_renamed(doc.doctype, old, new, merge)


def refuse_if_seated(doc, method=None):
	"""on_trash: what has places cannot be deleted."""
	api.occupant_deleted(doc.doctype, doc.name)


def refuse_if_work_was_asked(doc, method=None):
	"""on_trash: who asked for work cannot be deleted."""
	facilities.refuse_deletion(doc.doctype, doc.name)

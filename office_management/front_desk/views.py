"""Who looked at a visitor's file, or at a visit: one record of Frappe's View Log per look, however it was read."""

from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from office_management.savepoints import undone_on_error

VISITOR, LOG, VIEW = "Visitor", "Visitor Log", "View Log"
MOST = 200
ONE_LOOK = timedelta(minutes=5)
"""Who reads the same record again within this time is still looking."""


def note_viewed(doctype: str, name: str) -> None:
	"""Write down that the current user looks at a visitor or a visit, once per look.

	However it is read: by its form, by REST, printed, exported or on the page of reception. A reading is never
	refused because it could not be written down.
	"""
	try:
		with undone_on_error():
			write_down(doctype, name)
	except Exception:
		frappe.log_error("Noting who looked at a visitor failed")


def write_down(doctype: str, name: str) -> None:
	"""Store the look, also where the request only reads: Frappe keeps nothing of such a one unless it is told to."""
	seen = {"viewed_by": frappe.session.user, "reference_doctype": doctype, "reference_name": name}
	if frappe.db.exists(VIEW, {**seen, "creation": (">", now_datetime() - ONE_LOOK)}):
		return
	view = frappe.get_doc({"doctype": VIEW, **seen})
	if frappe.flags.read_only:
		view.deferred_insert()
		return
	view.insert(ignore_permissions=True)  # allowed: a trace of what the user did, who was let to look
	frappe.local.flags.commit = True


class NotesWhoLooks:
	"""For the controllers of Visitor and Visitor Log: each way in which Frappe shows one record to somebody leaves a trace."""

	def apply_fieldlevel_read_permissions(self):
		"""Called for what is about to be shown: by the form, by REST and by the client's API."""
		super().apply_fieldlevel_read_permissions()
		self.note_look()

	def before_print(self, settings=None):
		"""Called for whatever is printed, as a page or as PDF."""
		self.note_look()

	def add_viewed(self, user=None, force=False, unique_views=False):
		"""Called by the form, which writes one more each time it is loaded: the look is written down already."""

	def note_look(self):
		"""What is printed before it is saved has no name to look for."""
		if not self.is_new():
			note_viewed(self.doctype, self.name)


def who_looked(visitor: str) -> list[dict]:
	"""Who looked at a visitor or one of their visits, latest first: viewed_by, full_name, creation, what."""
	visits = frappe.get_all(LOG, {"visitor": visitor}, pluck="name", order_by="creation desc", limit=500)
	view, user = frappe.qb.DocType(VIEW), frappe.qb.DocType("User")
	of_visitor = (view.reference_doctype == VISITOR) & (view.reference_name == visitor)
	of_visits = (view.reference_doctype == LOG) & view.reference_name.isin([*visits, ""])
	return (
		frappe.qb.from_(view)
		.left_join(user)
		.on(user.name == view.viewed_by)
		.select(view.viewed_by, user.full_name, view.creation, view.reference_doctype, view.reference_name)
		.where(of_visitor | of_visits)
		.orderby(view.creation, order=frappe.qb.desc)
		.limit(MOST)
		.run(as_dict=True)
	)

"""Who looked at a visitor's file, or at a visit: Frappe's View Log, which the form writes by itself."""

import frappe

VISITOR, LOG, VIEW = "Visitor", "Visitor Log", "View Log"
MOST = 200


def note_viewed(doctype: str, name: str) -> None:
	"""Write down that the current user looked at a visitor or a visit elsewhere than in its form."""
	frappe.get_doc(
		{
			"doctype": VIEW,
			"viewed_by": frappe.session.user,
			"reference_doctype": doctype,
			"reference_name": name,
		}
		# allowed: a trace of what the user did; whoever calls this has checked that they may look
	).insert(ignore_permissions=True)


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

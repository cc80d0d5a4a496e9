"""Seats of people who leave: they end by themselves, and come back when leaving was a mistake.

An employee's last day is the relieving date as soon as one is known (also while still Active, so that the seat shows
free from then on), else today for Left and Inactive; Suspended changes nothing. Seats end with that day, later ones
are cancelled. When it is undone the same day, or before the last day has passed, or the date is moved, they come
back if they are still free; else the manager is told.

The saved Employee settles it at once. What fires no event (`db_set`, a bulk update) is found by the sweeps, which ask
only the facts. Neither a lock that somebody else holds nor a mail server may stop Human Resources from saving: what
cannot be done at once is left to the next sweep.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import escape_html, getdate, now_datetime

from office_management import desk_notices
from office_management.batches import run_soon
from office_management.domain.allocation_states import CANCELLED
from office_management.domain.employment import GONE
from office_management.domain.intervals import FAR_DATE
from office_management.erp import people
from office_management.office_administration import api as administration
from office_management.office_space import seats
from office_management.office_space.seat_locks import SpaceBusyError, lock_spaces

LEAVING_COLUMNS = (
	*seats.USE_COLUMNS,
	"is_ended_by_leaving",
	"to_date_before",
	"leaving_date",
	"ended_on",
	"return_failed_on",
)


def settle_in_event(employee: str) -> None:
	"""Settle one employee inside somebody's save: never waits for a lock, never stops that save."""
	try:
		settle(employee, wait=False)
	except frappe.QueryTimeoutError:
		frappe.logger("office_management").info("seats of %s are left to the next sweep", employee)


def settle(employee: str, wait: bool = True) -> None:
	"""Bring the seats of one employee in line with when they leave. Doing it again changes nothing.

	Raises frappe.QueryTimeoutError with wait=False when somebody else is changing one of these seats.
	"""
	facts = people.employee_facts([employee], lock=True, wait=wait).get(employee)
	if not facts:
		return
	last = people.leaves_on(facts)
	for row in seats_of_leaver(employee, wait):
		to_date, cancelled = wanted_end(row, last)
		if end_of(to_date, cancelled) < getdate(row.effective_to):
			shorten(row, to_date, cancelled, last, wait)
		elif may_return(row) and end_of(to_date, cancelled) > getdate(row.effective_to):
			give_back(row, to_date, last, wait)


def seats_of_leaver(employee: str, wait: bool) -> list[frappe._dict]:
	"""The seats an employee has from today on, and those taken away because of leaving; locked."""
	row = frappe.qb.DocType("Space Allocation")
	live = (row.effective_to >= getdate()) & (row.status != CANCELLED)
	return (
		frappe.qb.from_(row)
		.select(*(row[column] for column in LEAVING_COLUMNS))
		.where(row.occupant == employee)
		.where(row.occupant_type == "Employee")
		.where(live | (row.is_ended_by_leaving == 1))
		.for_update(nowait=not wait)
	).run(as_dict=True)


def wanted_end(row: frappe._dict, last: date | None) -> tuple[date | None, bool]:
	"""(last day, cancelled?) of a seat whose occupant leaves on a day (None = stays)."""
	planned = row.to_date_before if row.is_ended_by_leaving else row.to_date
	planned = getdate(planned) if planned else None
	if last is None:
		return planned, False
	if getdate(row.from_date) > last:
		return planned, True
	return min(planned or FAR_DATE, last), False


def end_of(to_date: date | None, cancelled: bool) -> date:
	"""Comparable: cancelled comes before any day, an open end after."""
	return seats.allocation_states.effective_end(to_date, cancelled)


def may_return(row: frappe._dict) -> bool:
	"""Taken away today, or because of a day that has not passed yet, and not tried in vain."""
	if not row.is_ended_by_leaving or row.return_failed_on:
		return False
	return getdate(row.ended_on) == getdate() or getdate(row.leaving_date) >= getdate()


def shorten(row: frappe._dict, to_date: date | None, cancelled: bool, last: date, wait: bool) -> None:
	"""End or cancel a seat because its occupant leaves. Allowed: follows from a saved Employee, asks for nothing."""
	doc = frappe.get_doc("Space Allocation", row.name)
	doc.flags.update(by_leaving=True, never_waits=not wait, cancelling=cancelled)
	doc.update(
		{
			"to_date": to_date,
			"to_date_before": row.to_date_before if row.is_ended_by_leaving else row.to_date,
			"is_ended_by_leaving": 1,
			"leaving_date": last,
			"ended_by": frappe.session.user,
			"ended_on": now_datetime(),
		}
	)
	# allowed without a right on allocations: whoever may save the Employee decides this
	doc.save(ignore_permissions=True)


def give_back(row: frappe._dict, to_date: date | None, last: date | None, wait: bool) -> None:
	"""Let a seat taken away by leaving last again, if it is still free; else note it for the manager."""
	lock_spaces([row.space], wait=wait)
	doc = frappe.get_doc("Space Allocation", row.name)
	doc.flags.update(by_leaving=True, never_waits=not wait, reviving=True)
	still_leaving = last is not None and to_date == last
	doc.update(
		{
			"to_date": to_date,
			"to_date_before": row.to_date_before if still_leaving else None,
			"is_ended_by_leaving": int(still_leaving),
			"leaving_date": last if still_leaving else None,
			"ended_by": frappe.session.user if still_leaving else None,
			"ended_on": now_datetime() if still_leaving else None,
		}
	)
	try:
		# allowed without a right on allocations: whoever may save the Employee decides this
		doc.save(ignore_permissions=True)
	except SpaceBusyError:
		raise
	except frappe.ValidationError:
		frappe.clear_last_message()
		note_not_returned(row.name)


def note_not_returned(name: str) -> None:
	"""Store that the manager must be told; a job does it soon, the sweep does it surely."""
	frappe.db.set_value("Space Allocation", name, "return_failed_on", now_datetime(), update_modified=False)
	frappe.db.after_commit.add(hasten_telling)


def hasten_telling() -> None:
	"""Ask a worker to tell the managers now. Without a queue the next sweep does it."""
	run_soon("office_management.office_space.leavers.tell_managers")


def tell_managers() -> None:
	"""Tell who looks after a place that somebody who stays after all lost the seat. Each once."""
	rows = frappe.get_all(
		"Space Allocation",
		filters={"return_failed_on": ("is", "set"), "manager_told_on": ("is", "not set")},
		fields=["name", "space", "occupant_name"],
		order_by="return_failed_on",
		limit=200,
	)
	for row in rows:
		frappe.db.set_value(
			"Space Allocation", row.name, "manager_told_on", now_datetime(), update_modified=False
		)
		for user in users_to_tell(row.space):
			notify(user, row)


def users_to_tell(space: str) -> list[str]:
	"""The nearest who is responsible for space there, or else the office managers."""
	persons = [person for person in administration.whom_to_tell("Space", space) if person.user]
	first = [person.user for person in persons if person.step != "Office Manager"][:1]
	return first or [person.user for person in persons]


def notify(user: str, row: frappe._dict) -> None:
	"""A notice at the desk about one seat."""
	text = _(
		"{0} stays after all, but seat {1} is no longer free. Please give another.",
		context="Space Allocation",
	)
	subject = text.format(frappe.bold(escape_html(row.occupant_name)), frappe.bold(escape_html(row.space)))
	desk_notices.add(user, subject, ("Space Allocation", row.name), by="Administrator")


# --- what fired no event --------------------------------------------------------------------------------------


def sweep_leavers() -> None:
	"""Settle everybody whose seats are not in line with the facts; then tell the managers. Cheap when all is well."""
	for employee in unsettled():
		try:
			settle(employee)
		except (SpaceBusyError, frappe.QueryTimeoutError):
			continue  # the next sweep finds them again
	tell_managers()


def unsettled() -> list[str]:
	"""Employees with a seat beyond their last day, or with one taken away though they stay after all."""
	return sorted({*beyond_last_day(), *perhaps_back()})


def beyond_last_day() -> list[str]:
	"""Employees who leave or have left, with a seat that lasts longer (from today on; history is let be)."""
	person, row = frappe.qb.DocType("Employee"), frappe.qb.DocType("Space Allocation")
	relieved = person.relieving_date.isnotnull() & (row.effective_to > person.relieving_date)
	gone = person.relieving_date.isnull() & person.status.isin(GONE) & (row.effective_to > getdate())
	return (
		frappe.qb.from_(person)
		.join(row)
		.on((row.occupant == person.name) & (row.occupant_type == "Employee"))
		.select(person.name)
		.distinct()
		.where(person.relieving_date.isnotnull() | person.status.isin(GONE))
		.where(relieved | gone)
		.where((row.status != CANCELLED) & (row.effective_to >= getdate()))
	).run(pluck=True)


def perhaps_back() -> list[str]:
	"""Employees with a seat taken away by leaving that may still come back."""
	row = frappe.qb.DocType("Space Allocation")
	return (
		frappe.qb.from_(row)
		.select(row.occupant)
		.distinct()
		.where(row.is_ended_by_leaving == 1)
		.where(row.return_failed_on.isnull())
		.where((row.ended_on >= getdate()) | (row.leaving_date >= getdate()))
	).run(pluck=True)

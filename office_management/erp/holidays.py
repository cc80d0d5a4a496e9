"""ERPNext's Holiday List: only reading."""

from datetime import date

import frappe
from frappe.utils import getdate


def holidays_in(holiday_list: str) -> frozenset[date]:
	"""All days on which nobody works by a Holiday List; weekly days off are among them."""
	table = frappe.qb.DocType("Holiday")
	query = frappe.qb.from_(table).select(table.holiday_date).where(table.parent == holiday_list)
	return frozenset(query.orderby(table.holiday_date).run(pluck=True))


def last_day_of(holiday_list: str) -> date | None:
	"""The day a Holiday List ends on: nothing is known of the days after it."""
	last = frappe.db.get_value("Holiday List", holiday_list, "to_date")
	return getdate(last) if last else None


def company_holiday_list(company: str | None) -> str | None:
	"""The Holiday List of a company; None without one."""
	return (company and frappe.db.get_value("Company", company, "default_holiday_list")) or None

"""What all our reports share: whose limits apply, which days are meant, and how a cell is written.

Limits are those of the user who runs the report, never of a `user` argument. A mailed report runs as the
scheduler; the app writes the user it is made for into its filters (`as_seen_by`), and then both users' limits
apply: the filter can only take away.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate
from frappe.utils.data import get_start_of_week_index
from pypika.terms import Criterion

from office_management.domain import periods

AS_SEEN_BY = "as_seen_by"
MOST_MONTHS = 15
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ReportDateError(frappe.ValidationError):
	"""The dates asked for make no period, or there is no period by that name."""


class FilterError(frappe.ValidationError):
	"""A filter is more than one value."""


def users_of(filters: frappe._dict, doctype: str) -> list[str]:
	"""Everybody whose limits apply to a report on `doctype`, each allowed to report on it.

	Raises:
		frappe.PermissionError: one of them may not.
		FilterError: a filter is a list or the like.
	"""
	check_plain(filters)
	users = list(dict.fromkeys([frappe.session.user, filters.get(AS_SEEN_BY) or frappe.session.user]))
	for user in users:
		if not frappe.has_permission(doctype, "report", user=user):
			message = _("{0} may not see reports on {1}.", context="Office Space")
			frappe.throw(message.format(frappe.bold(user), _(doctype)), frappe.PermissionError)
	return users


def check_plain(filters: frappe._dict) -> None:
	"""Our filters are single values: anything else would reach the database as it is written.

	Raises:
		FilterError: one is a list or a dict.
	"""
	for name, value in filters.items():
		if isinstance(value, list | dict | tuple | set):
			message = _("Choose one value for the filter {0}.", context="Office Space")
			frappe.throw(message.format(frappe.bold(frappe.utils.escape_html(name))), FilterError)


def check_choice(value: str, choices: Iterable[str]) -> str:
	"""The value of a filter that offers a choice.

	Raises:
		FilterError: it is none of them.
	"""
	if value not in choices:
		message = _("There is no choice {0} here. Choose one from the list.", context="Office Space")
		frappe.throw(message.format(frappe.bold(frappe.utils.escape_html(str(value)))), FilterError)
	return value


def day_of(filters: frappe._dict, default: str = "Today") -> date:
	"""The day meant by `as_of` (a name from domain.periods.DAYS) and `on_date`, today being today on this site."""
	on_date = _date(filters.get("on_date"))
	name = filters.get("as_of") or (periods.CUSTOM_DATE if on_date else default)
	return _in_words(lambda: periods.day(name, getdate(nowdate()), _first_weekday(), on_date))


def period_of(filters: frappe._dict, default: str = "This Month") -> periods.Period:
	"""The days meant by `period` (a name from domain.periods.PERIODS), `from_date` and `to_date`."""
	first, last = _date(filters.get("from_date")), _date(filters.get("to_date"))
	name = filters.get("period") or (periods.CUSTOM if first or last else default)
	return _in_words(lambda: periods.period(name, getdate(nowdate()), _first_weekday(), first, last))


def moments_of(period: periods.Period) -> tuple[datetime, datetime]:
	"""The first and the last moment of the days of a period."""
	after = datetime.combine(period.to_date + timedelta(days=1), time.min)
	return datetime.combine(period.from_date, time.min), after - timedelta(microseconds=1)


# --- which rows -----------------------------------------------------------------------------------------------


def seen_by(users: Iterable[str], table, criterion: Callable, **more) -> Criterion:
	"""What every reader may see; `criterion`: (table, user) -> what limits that user's view, None for nothing."""
	limits = [criterion(table, user, **more) for user in users]
	return Criterion.all([limit for limit in limits if limit is not None])


def chosen(query, table, filters: frappe._dict, fields: Iterable[str]):
	"""The query, narrowed to the value of each of these filters that is given."""
	wanted = [table[field] == filters[field] for field in fields if filters.get(field)]
	return query.where(Criterion.all(wanted))


def at_place(query, place_field, bounds: tuple[int, int] | None):
	"""The query, narrowed to a place and all below it: (lft, rgt) as office_space's `interval_of` answers."""
	if not bounds:
		return query
	location = frappe.qb.DocType("Location")
	query = query.join(location).on(location.name == place_field)
	return query.where(location.lft[bounds[0] : bounds[1]])


# --- how it is written ----------------------------------------------------------------------------------------


def as_text(value: str | None) -> str:
	"""Free text for a cell: what a spreadsheet would take for a formula is kept text by a leading apostrophe."""
	text = value or ""
	return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def record_column(fieldname: str, label: str, doctype_field: str, width: int = 140) -> dict:
	"""A column whose cells open a record; rows hold the DocType in `doctype_field`.

	It is no Link on purpose: Frappe drops whole rows of Link columns by User Permissions after the totals are
	made, one query per row, and an office manager who is an employee is limited to their own Employee record.
	"""
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": "Dynamic Link",
		"options": doctype_field,
		"width": width,
		"align": "left",
	}


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 110, **more) -> dict:
	"""Any other column."""
	align = {"align": "left"} if fieldtype == "Data" else {}  # else the desk goes by the first cell it finds
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **align, **more}


def figure(label: str, value, indicator: str | None = None, datatype: str = "Int", **more) -> dict:
	"""A number above the report."""
	return {"label": label, "value": value, "datatype": datatype, "indicator": indicator, **more}


def share(part: float, whole: float) -> float | None:
	"""A percentage; nothing of nothing."""
	return round(100 * part / whole, 1) if whole else None


def months_between(first: date, last: date) -> list[date]:
	"""The first days of all months of a period, for a grid of months.

	Raises:
		FilterError: too many to be shown beside each other.
	"""
	count = (last.year - first.year) * 12 + last.month - first.month + 1
	if count > MOST_MONTHS:
		message = _("Choose at most {0} months, or look at it by day.", context="Planned Work")
		frappe.throw(message.format(frappe.bold(MOST_MONTHS)), FilterError)
	numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + count)
	return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def month_columns(months: Iterable[date]) -> list[dict]:
	"""A column for each month."""
	return [column(month_field(month), formatdate(month, "MMM yy"), width=84) for month in months]


def month_field(day: date) -> str:
	"""The column of a day's month."""
	return f"month_{day:%Y_%m}"


def _date(value) -> date | None:
	return getdate(value) if value else None


def _first_weekday() -> int:
	"""Frappe counts from Sunday = 0, the domain from Monday = 0."""
	return (get_start_of_week_index() - 1) % 7


def _in_words(read: Callable):
	"""Read a period; where the domain refuses, say so to the person."""
	try:
		return read()
	except periods.MissingDateError:
		message = _(
			"Choose the first and the last day, or a period such as Last Month.", context="Office Space"
		)
	except periods.ReversedPeriodError:
		message = _("The first day is after the last one. Swap them.", context="Office Space")
	except periods.UnknownPeriodError as error:
		message = _("There is no period {0}. Choose one from the list.", context="Office Space").format(
			frappe.bold(str(error))
		)
	return frappe.throw(message, ReportDateError, title=_("Which Days?", context="Office Space"))

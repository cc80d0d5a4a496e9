"""When an asset is to be counted next. No frappe."""

from datetime import date

from dateutil.relativedelta import relativedelta


def next_due(every_months: int, last_seen: date | None, in_use_since: date | None) -> date | None:
	"""The day by which it is to be counted; None where its category is not counted regularly.

	Args:
		every_months: how often assets of the category are counted; 0 or less: not regularly.
		last_seen: when a count last saw it; None: never, then the time runs from `in_use_since`.
	"""
	since = last_seen or in_use_since
	if every_months <= 0 or not since:
		return None
	return since + relativedelta(months=every_months)

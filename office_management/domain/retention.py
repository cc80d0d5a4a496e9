"""What may be kept about visitors, and until when.

GDPR Art. 5(1)(e): personal data is kept no longer than its purpose needs. The purpose of a visit ends with the visit;
from then on its data may be there for as many days as its visitor type says, counted in whole days. A person is known
as long as one of their visits is, or is still to come, or a legal hold asks for it (Art. 17(3)(e)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DEFAULT_DAYS = 90
DEFAULT_EVACUATION_DAYS = 365
SHORTEST, LONGEST = 1, 3650
"""Days that a period may have. Ten years is the longest that comparable systems allow."""

ON_SITE = frozenset({"Checked In", "Stepped Out"})
ENDED_BEFORE_IT_BEGAN = frozenset({"Cancelled", "Denied"})


@dataclass(frozen=True)
class Visit:
	"""The facts of a visit that decide how long it is kept; moments in the site's time zone."""

	status: str
	created_on: datetime
	changed_on: datetime
	expected_on: datetime | None = None
	expected_until_on: datetime | None = None
	checked_in_on: datetime | None = None
	checked_out_on: datetime | None = None


@dataclass(frozen=True)
class Hold:
	"""Somebody's order to keep a person's data: until the end of a day, or (None) until it is lifted."""

	until: date | None = None


def latest(moments: Iterable[datetime | None]) -> datetime | None:
	"""The last of these, the missing left out."""
	known = [moment for moment in moments if moment]
	return max(known) if known else None


def ended_on(visit: Visit) -> datetime:
	"""When the purpose of a visit ended, or will have ended at the latest.

	Out: then. Still in: the end that was planned, or the arrival, so that who was never checked out is not kept for
	ever. Expected: the end of what is planned. Cancelled or denied: when that was decided, if it was before.
	"""
	planned = latest([visit.expected_on, visit.expected_until_on])
	if visit.status in ENDED_BEFORE_IT_BEGAN:
		return min(planned or visit.changed_on, visit.changed_on)
	if visit.checked_out_on and visit.status not in ON_SITE:
		return visit.checked_out_on
	return latest([planned, visit.checked_in_on]) or visit.created_on


def keep_until(end: datetime | date, days: int) -> date:
	"""The last day on which data may be there whose purpose ended then.

	Args:
		end: a moment or a day.
		days: whole days it is kept after that day; fewer than SHORTEST count as SHORTEST.
	"""
	day = end.date() if isinstance(end, datetime) else end
	return day + timedelta(days=max(days, SHORTEST))


def visit_until(visit: Visit, days: int) -> date:
	"""The last day on which a visit may still say who came."""
	return keep_until(ended_on(visit), days)


def is_held(hold: Hold | None, today: date) -> bool:
	"""Whether a hold forbids to forget somebody today."""
	return bool(hold) and (hold.until is None or today <= hold.until)


def is_due(until: date, today: date, hold: Hold | None = None) -> bool:
	"""Whether something must be forgotten: its last day is over, and no hold keeps it."""
	return today > until and not is_held(hold, today)


def person_until(
	visits: Iterable[date],
	known_since: datetime | date,
	days: int,
	hold: Hold | None = None,
) -> date:
	"""The last day on which a person may be known.

	Args:
		visits: the last days of their visits and invitations that still say who it is, those to come included.
		known_since: their last visit, or when they were entered: decides where there is no visit any more.
		days: whole days that somebody without visits is kept.
		hold: an order to keep them; one without an end counts as for ever.
	"""
	until = max(visits, default=keep_until(known_since, days))
	if hold:
		until = max(until, hold.until or date.max)
	return until

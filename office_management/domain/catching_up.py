"""What becomes of dates that passed before anybody could make something of them.

A scheduler that was off for ten days must neither forget what was due nor bury people under it. Each plan says which
(`catch_up`), and every date that passed is answered for: it is made, late, or put on record as skipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from office_management.domain.recurrence import Planned

SKIP_MISSED, LATEST_ONLY, ALL = "Skip Missed", "Latest Only", "All"

MISSED = "missed"
"""Why a date is skipped: nobody made it in time."""

LOOK_BACK_DAYS = 366
"""Dates that passed longer ago are left alone, so that nothing grows without bound."""

MAKE_AT_MOST = 100
"""So many passed dates are made under All; what is older is skipped."""


@dataclass(frozen=True)
class Decision:
	"""One date of a plan: when it is due, and why it is put on record as skipped (empty: it is made)."""

	occurrence: date
	due: date
	skipped: str = ""


def decide(dates: Iterable[Planned], today: date, catch_up: str) -> list[Decision]:
	"""What is made of some dates of a plan, and what is skipped; dates without a due day are nothing.

	- Skip Missed: what was due before today is skipped.
	- Latest Only: of all that was due up to today the latest is made, and the others are skipped.
	- All: all is made (at most a hundred; the oldest are skipped).
	"""
	dates = [one for one in dates if one.due]
	passed = [one for one in dates if one.due <= today]
	made = {one.occurrence for one in dates if one.due > today}
	if catch_up == SKIP_MISSED:
		made |= {one.occurrence for one in passed if one.due == today}
	else:
		made |= {one.occurrence for one in passed[-(MAKE_AT_MOST if catch_up == ALL else 1) :]}
	return [Decision(one.occurrence, one.due, "" if one.occurrence in made else MISSED) for one in dates]

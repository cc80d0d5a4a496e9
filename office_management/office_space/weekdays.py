"""Weekday bits (Mon=1 … Sun=64, 0 = every day) as words."""

from frappe import _

from office_management.domain.intervals import EVERY_DAY, weekday_set


def weekday_words(bits: int) -> str:
	"""Say "Every day", "Mon–Fri" or "Mon, Wed, Thu"."""
	days = weekday_set(bits)
	if days == EVERY_DAY:
		return _("Every day", context="Space Allocation")
	return ", ".join(_run_words(run) for run in _runs(sorted(days)))


def _runs(days: list[int]) -> list[list[int]]:
	runs: list[list[int]] = []
	for day in days:
		if runs and runs[-1][-1] == day - 1:
			runs[-1].append(day)
		else:
			runs.append([day])
	return runs


def _run_words(run: list[int]) -> str:
	names = weekday_names()
	words = [names[day] for day in run]
	return f"{words[0]}–{words[-1]}" if len(words) > 2 else ", ".join(words)


def weekday_names() -> list[str]:
	"""Short names of the weekdays, Monday first."""
	return [
		_("Mon", context="Space Allocation"),
		_("Tue", context="Space Allocation"),
		_("Wed", context="Space Allocation"),
		_("Thu", context="Space Allocation"),
		_("Fri", context="Space Allocation"),
		_("Sat", context="Space Allocation"),
		_("Sun", context="Space Allocation"),
	]

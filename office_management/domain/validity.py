"""Dates between which something holds, and how long a certificate is still good."""

from datetime import date

ACTIVE, ENDED = "Active", "Ended"
NO_CERTIFICATE, VALID, RUNS_OUT, RUN_OUT = None, "Valid", "Runs Out", "Run Out"


def status_on(to_date: date | None, on_date: date) -> str:
	"""Active until the last day has passed; a duty that starts later is Active, too: it is in force or to come."""
	return ENDED if to_date is not None and to_date < on_date else ACTIVE


def certificate_state(valid_until: date | None, on_date: date, warn_days: int) -> str | None:
	"""None without a certificate date, RUN_OUT after it, RUNS_OUT in the `warn_days` before it, else VALID."""
	if valid_until is None:
		return NO_CERTIFICATE
	left = (valid_until - on_date).days
	if left < 0:
		return RUN_OUT
	return RUNS_OUT if left <= warn_days else VALID

"""Who is told what about a problem they reported, how often, and how long we remember them."""

from datetime import datetime, timedelta

RECEIPT, OUTCOME = "receipt", "outcome"
MOST_PER_HOUR = 5
"""Mails to one address: a stranger can type any address, and must not be able to flood it through us."""
WAIT_WHEN_MANY = timedelta(hours=1)
WAIT_WHEN_FAILED = timedelta(minutes=30)
RECEIPT_MAKES_SENSE = timedelta(days=2)
"""A receipt that comes later than this is left out; the outcome is still sent."""
KEPT_AFTER_CLOSING = timedelta(days=90)
"""Names and addresses of people without an account, after the task was closed."""
KEY_KEPT = timedelta(days=2)
"""The key by which the same report sent twice is known."""


def owed(
	is_over: bool,
	receipt_sent: bool,
	outcome_sent: bool,
	wants_receipt: bool,
	reported_on: datetime,
	now: datetime,
) -> str | None:
	"""Which mail a reporter with an address is still owed, if any; never the receipt after the outcome."""
	if outcome_sent:
		return None
	if is_over:
		return OUTCOME
	if wants_receipt and not receipt_sent and now - reported_on <= RECEIPT_MAKES_SENSE:
		return RECEIPT
	return None

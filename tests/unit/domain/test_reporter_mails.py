from datetime import datetime, timedelta

import pytest

from office_management.domain.reporter_mails import OUTCOME, RECEIPT, RECEIPT_MAKES_SENSE, owed

NOW = datetime(2026, 3, 29, 2, 30)


@pytest.mark.parametrize(
	("is_over", "receipt_sent", "outcome_sent", "wants_receipt", "mail"),
	[
		(False, False, False, True, RECEIPT),
		(False, True, False, True, None),
		(False, False, False, False, None),
		(True, False, False, True, OUTCOME),
		(True, True, False, False, OUTCOME),
		(True, True, True, True, None),
		(False, False, True, True, None),
	],
)
def test_which_mail_is_owed(is_over, receipt_sent, outcome_sent, wants_receipt, mail):
	assert owed(is_over, receipt_sent, outcome_sent, wants_receipt, NOW, NOW) == mail


@pytest.mark.parametrize(("late", "mail"), [(timedelta(), RECEIPT), (timedelta(seconds=1), None)])
def test_a_receipt_has_its_time(late, mail):
	assert owed(False, False, False, True, NOW - RECEIPT_MAKES_SENSE - late, NOW) == mail

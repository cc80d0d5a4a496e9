"""What a write-off posts where ERPNext depreciates the asset up to that day, and that cancelling takes all of it back."""

import frappe
import pytest

from office_management.office_audits import audits, decisions, sign_off
from tests import asset_builders as books
from tests import audit_builders as make
from tests import builders


def booked(asset: str) -> dict[str, float]:
	"""{account label: debit less credit} of all entries about an asset, cancelled ones apart."""
	rows = frappe.get_all(
		"GL Entry",
		{"against_voucher_type": "Asset", "against_voucher": asset, "is_cancelled": 0},
		["account", "debit", "credit"],
		order_by="account",
	)
	found: dict[str, float] = {}
	for row in rows:
		label = frappe.db.get_value("Account", row.account, "account_name")
		found[label] = round(found.get(label, 0) + row.debit - row.credit, 2)
	return found


def test_depreciation_up_to_the_day_of_scrapping_and_back(site):
	"""Cost 8,000, depreciated 1,600: what is still depreciated and the loss are 6,400 together."""
	frappe.db.set_single_value("Office Management Settings", "second_person_rule", "Off")
	room = builders.room(builders.space())
	chair = books.asset(room, cost=8000, accumulated=1600)
	audit = make.running_audit(room)
	audits.end_counting(audit.name)
	decisions.decide(audit.name, [make.line(audit, chair).name], "Write Off", "Looked everywhere")
	assert sign_off.sign_off(audit.name)["signed"]
	posted = booked(chair)
	depreciated, loss = posted.pop("Depreciation"), posted.pop("Gain/Loss on Asset Disposal")
	assert depreciated > 0
	assert depreciated + loss == pytest.approx(6400)
	assert posted == {"Office Equipments": -8000, "Accumulated Depreciation": 1600}
	assert audit.reload().written_off_value == pytest.approx(loss)
	audit.cancel()
	assert set(booked(chair).values()) == {0}
	assert frappe.db.get_value("Asset", chair, "status") in ("Submitted", "Partially Depreciated")

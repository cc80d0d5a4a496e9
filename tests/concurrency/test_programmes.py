"""Four generators at once make each audit of a programme once: real processes, in both of the database's snapshot modes."""

import frappe
import pytest
from frappe.utils import getdate

from tests import audit_builders as made
from tests import builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

GENERATORS, ROUNDS, DAYS = 4, 4, 3
PROGRAMME, AUDIT = "Audit Programme", "Office Audit"


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), GENERATORS) as people:
		yield people


@pytest.fixture(scope="module")
def programmes(site):
	"""Two committed programmes with an audit for every day."""
	values = {"frequency": "Daily", "lead_days": 0, "catch_up": "All"}
	found = [made.programme(**values).name for _number in range(2)]
	frappe.db.commit()
	yield found
	frappe.db.rollback()
	clear(found)
	frappe.db.delete(PROGRAMME, {"name": ("in", found)})
	frappe.db.commit()


def clear(programmes: list[str]) -> None:
	"""Take the audits away, and let the programmes begin again, some days late."""
	names = frappe.get_all(AUDIT, {"programme": ("in", programmes)}, pluck="name") or [""]
	frappe.db.delete("Office Audit Auditor", {"parent": ("in", names)})
	frappe.db.delete(AUDIT, {"name": ("in", names)})
	values = {
		"start_date": builders.day(1 - DAYS),
		"generated_until_date": builders.day(-DAYS),
		"generated_count": 0,
		"make_on_date": getdate(),
	}
	for programme in programmes:
		frappe.db.set_value(PROGRAMME, programme, values, update_modified=False)
	frappe.db.commit()


def generate(names: list[str]) -> None:
	"""The hourly job."""
	from office_management.office_audits import programmes

	_made, errors = programmes.make_audits(names)
	if errors:
		raise next(iter(errors.values()))


@pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])
def test_four_generators_at_once(crowd, programmes, isolated):
	for number in range(ROUNDS):
		clear(programmes)
		orders = [programmes, programmes[::-1]]
		found = crowd.together([(generate, orders[one % 2]) for one in range(GENERATORS)], isolated)
		assert found.done == GENERATORS, f"round {number}: {found}"
		frappe.db.rollback()
		for programme in programmes:
			days = [audit.occurrence_date for audit in made.planned(programme)]
			assert days == [builders.day(1 - DAYS + step) for step in range(DAYS)]
			assert frappe.db.get_value(PROGRAMME, programme, "generated_count") == DAYS

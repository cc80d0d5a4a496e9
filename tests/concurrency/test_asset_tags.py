"""Many people who make tags at once: every asset gets one, and no two the same."""

import frappe
import pytest

from office_management.office_audits import api
from tests import audit_builders as make
from tests import builders
from tests.concurrency import crowd as acts
from tests.conftest import bench_dir

pytestmark = pytest.mark.concurrency

PEOPLE, EACH = 6, 5
SETTINGS = "Office Management Settings"
BOTH_WAYS = pytest.mark.parametrize("isolated", [False, True], ids=["snapshots shared", "snapshots isolated"])


@pytest.fixture(scope="module")
def crowd(site):
	frappe.db.rollback()
	with acts.Crowd(site, str(bench_dir() / "sites"), PEOPLE) as people:
		yield people


@pytest.fixture
def assets(site):
	"""Assets without tags and a numbering, committed, and taken away again."""
	prefix = builders.unique("CROWD")
	frappe.db.set_single_value(SETTINGS, "asset_tag_pattern", None)
	made = [make.asset() for _asset in range(PEOPLE * EACH)]
	frappe.db.set_single_value(SETTINGS, "asset_tag_pattern", f"{prefix}-.###")
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	series = frappe.qb.DocType("Series")
	frappe.qb.from_(series).delete().where(series.name.like(f"%{prefix}%")).run()
	frappe.db.delete("Asset", {"name": ("in", made)})
	frappe.db.set_single_value(SETTINGS, "asset_tag_pattern", None)
	frappe.db.commit()


def make_tags(names: list[str]) -> None:
	api.make_asset_tags(assets=names)


@BOTH_WAYS
def test_no_two_assets_get_the_same_tag(crowd, assets, isolated):
	"""Each has some of their own, and the first ones are everybody's."""
	mine = [assets[number * EACH : (number + 1) * EACH] + assets[:EACH] for number in range(PEOPLE)]
	found = crowd.together([(make_tags, names) for names in mine], isolated)
	assert found.done == PEOPLE, str(found)
	frappe.db.rollback()
	tags = frappe.get_all("Asset", {"name": ("in", assets)}, pluck="om_asset_tag", order_by="name")
	assert all(tags)
	assert len(set(tags)) == len(assets)

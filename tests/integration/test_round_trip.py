"""The app comes to a site and goes again, in real processes on a scratch site made from the dump.

Everything in the database is compared, table by table: what the app leaves behind shows, and so does anything it
takes along.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pymysql
import pytest

from office_management import hooks
from office_management.erp import custom_fields
from tests.conftest import bench_dir
from tests.integration.round_trip_steps import OWN_PROFILE, OWN_RULE

pytestmark = pytest.mark.commits

CLONE = Path(__file__).resolve().parents[2]
SITE = "roundtrip.localhost"
STEPS = Path(__file__).with_name("round_trip_steps.py")

# Logs and counters: what happened, not what there is.
LOGS = {
	"__Auth",
	"tabAccess Log",
	"tabActivity Log",
	"tabComment",
	"tabDeleted Document",
	"tabError Log",
	"tabInstalled Application",
	"tabPatch Log",
	"tabScheduled Job Log",
	"tabSeries",
	"tabSessions",
	"tabVersion",
}
UNTOLD_COLUMNS = {
	"modified",
	"modified_by",
	"creation",
	"idx",
	"last_execution",
	"next_execution",
	"_user_tags",
}
# Their names are made anew whenever Frappe writes them again.
NAMELESS = {"tabDefaultValue", "tabDocField", "tabDocPerm"}
# Where a record lies in its tree: one of ours below it widens it.
TREE_COLUMNS = {"tabItem Group": {"lft", "rgt"}}
# Frappe's own: the list of apps, and what it writes on every install and migrate.
OF_FRAPPE = {"installed_apps", "modified", "modified_by", "creation"}

# What people made of ERPNext's own, and its changed permissions (see while_in_use): rows that stay for good.
EXPECTED_LEFT = {"tabCustom DocPerm": 4, "tabEmployee": 2, "tabLocation": 1}


@pytest.fixture(scope="module")
def story(site):
	"""The database at each turn of the story, by name, and what the site says at its end."""
	told = {}
	run(CLONE / "scripts/site", "make", SITE, "--company")
	try:
		step("before_the_app")
		told["without"] = snapshot()
		bench("install-app", "office_management")
		told["installed"] = snapshot()
		step("while_in_use")
		told["used"] = snapshot()
		bench("uninstall-app", "office_management", "--yes", "--no-backup")
		told["gone"] = snapshot()
		bench("install-app", "office_management")
		step("edit_ours")
		told["edited"] = snapshot()
		for turn in ("migrated", "migrated again"):
			bench("migrate", "--skip-search-index")
			told[turn] = snapshot()
		told["facts"] = json.loads(step("facts").splitlines()[-1])
		yield told
	finally:
		run(CLONE / "scripts/site", "drop", SITE)


def run(*command, **environment) -> str:
	"""What a process prints; the test fails with all of it if the process does."""
	done = subprocess.run(
		[str(part) for part in command],
		cwd=CLONE,
		env={**os.environ, **environment},
		capture_output=True,
		text=True,
		timeout=600,
	)
	assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
	return done.stdout


def bench(*arguments) -> str:
	return run(CLONE / "scripts/bench", "--site", SITE, *arguments)


def step(name: str) -> str:
	return run(sys.executable, STEPS, SITE, name, ROUND_TRIP_BENCH=str(bench_dir()))


def connection():
	sites = bench_dir() / "sites"
	common = json.loads((sites / "common_site_config.json").read_text())
	own = json.loads((sites / SITE / "site_config.json").read_text())
	where = {**common, **own}
	return pymysql.connect(
		host=where.get("db_host") or "127.0.0.1",
		port=int(where.get("db_port") or 3306),
		user=where["db_name"],
		password=where["db_password"],
		database=where["db_name"],
		charset="utf8mb4",
	)


def snapshot() -> dict[str, tuple[list[str], list[tuple]]]:
	"""Columns and rows of every table."""
	link = connection()
	with link, link.cursor() as cursor:
		cursor.execute("show full tables where Table_type = 'BASE TABLE'")
		tables = [name for name, _kind in cursor.fetchall() if name not in LOGS]
		return {name: read_table(cursor, name) for name in tables}


def read_table(cursor, name: str) -> tuple[list[str], list[tuple]]:
	cursor.execute(f"select * from `{name}`")
	return [column[0] for column in cursor.description], list(cursor.fetchall())


def rows(snap, table: str, columns: list[str]) -> Counter:
	"""The rows of a table, as far as these columns go."""
	if table not in snap:
		return Counter()
	names, found = snap[table]
	places = [names.index(column) for column in columns]
	return Counter(tuple(row[place] for place in places) for row in found)


def differences(before, after) -> dict[str, dict[str, list]]:
	"""Per table: rows gone and rows come, in the columns there were before."""
	found = {}
	for table in sorted(set(before) | set(after)):
		names = (before.get(table) or after[table])[0]
		untold = UNTOLD_COLUMNS | ({"name"} if table in NAMELESS else set()) | TREE_COLUMNS.get(table, set())
		columns = [name for name in names if name not in untold]
		old, new = rows(before, table, columns), rows(after, table, columns)
		gone, come = told_rows(old - new), told_rows(new - old)
		if gone or come:
			found[table] = {"gone": gone, "come": come}
	return found


def told_rows(found: Counter) -> list[tuple]:
	return [row for row in found.elements() if not OF_FRAPPE.intersection(map(str, row))]


def values(snap, table: str, column: str, **where) -> list:
	"""The values of one column, of the rows that have these values in other columns."""
	names, found = snap[table]
	tests = [(names.index(name), value) for name, value in where.items()]
	return [row[names.index(column)] for row in found if all(row[place] == value for place, value in tests)]


def test_install_adds_and_takes_nothing_away(story):
	found = differences(story["without"], story["installed"])
	assert {table: rows["gone"] for table, rows in found.items() if rows["gone"]} == {}


def ready_made() -> list[dict]:
	"""All reports that are ready to be mailed."""
	paths = [path.rpartition(".") for path in hooks.ready_made_mails]
	return [mail for module, _dot, name in paths for mail in getattr(import_module(module), name)]


def test_what_install_adds_outside_its_own_records(story):
	"""Rows in ERPNext's and Frappe's lists, one by one."""
	found = differences(story["without"], story["installed"])
	come = {table: len(rows["come"]) for table, rows in found.items()}
	assert come["tabCustom Field"] == sum(map(len, custom_fields.CUSTOM_FIELDS.values()))
	assert come["tabRole"] == 4
	assert come["tabRole Profile"] == 2, "the third name was taken"
	assert come["tabGlobal Search DocType"] == 1
	assert come["tabAuto Email Report"] == len(ready_made())
	assert not {"tabUser", "tabProperty Setter", "tabUser Permission", "tabDocShare"} & set(come)


def test_install_leaves_what_the_site_had(story):
	for turn in ("installed", "used", "gone", "migrated"):
		assert values(story[turn], "tabHas Role", "role", parent=OWN_PROFILE, parenttype="Role Profile") == [
			"Support Team"
		]
		assert values(story[turn], "tabCustom DocPerm", "parent", parent=OWN_RULE[0], role=OWN_RULE[1])
		assert values(story[turn], "tabCustom DocPerm", "parent", parent="Customer", role="Support Team")


def test_a_default_workspace_is_proposed_and_taken_back(story):
	def workspace(turn, user):
		return values(story[turn], "tabUser", "default_workspace", name=user)

	assert workspace("used", "manager@roundtrip.example") == ["Office"]
	assert workspace("gone", "manager@roundtrip.example") == [None]
	for turn in ("used", "gone"):
		assert workspace(turn, "own.choice@roundtrip.example") == ["Home"]


def test_nothing_of_ours_is_left_and_nothing_else_is_lost(story):
	found = differences(story["without"], story["gone"])
	assert {table: rows["gone"] for table, rows in found.items() if rows["gone"]} == {}
	assert {table: len(rows["come"]) for table, rows in found.items()} == EXPECTED_LEFT


def test_who_came_to_the_desk_by_our_roles_leaves_it(story):
	for turn, kind in (("used", "System User"), ("gone", "Website User")):
		assert values(story[turn], "tabUser", "user_type", name="by.profile@roundtrip.example") == [kind]
	assert values(story["gone"], "tabUser", "user_type", name="manager@roundtrip.example") == ["System User"]


def test_rights_that_an_administrator_changed_stay_changed(story):
	kept = values(
		story["gone"], "tabCustom DocPerm", "email", parent="Project", role="Projects User", permlevel=0
	)
	assert kept == [0]


@pytest.mark.parametrize("doctype", ["Company", "Department", "Employee", "Location"])
def test_rights_that_nobody_changed_are_the_shipped_ones_again(story, doctype):
	assert values(story["used"], "tabCustom DocPerm", "role", parent=doctype)
	assert values(story["gone"], "tabCustom DocPerm", "role", parent=doctype) == []


def test_what_was_entered_survives_the_way_out_and_back(story):
	assert story["facts"]["deputy"]


def test_a_second_migrate_changes_nothing(story):
	assert differences(story["migrated"], story["migrated again"]) == {}


def test_a_migrate_keeps_what_users_changed(story):
	facts = story["facts"]
	assert facts["profile"] == ["Office Manager"]
	assert facts["deleted_profile"] is False
	assert facts["own_profile"] == ["Support Team"]
	assert facts["rule"] == "Ask for a Reason"
	assert facts["search"] == 0
	assert set(facts["mail"]) <= {"director@roundtrip.example"}


def test_standard_checklists_come_with_each_migrate_and_copies_stay(story):
	assert story["facts"]["standard_checklists"] == 13
	assert story["facts"]["own_checklist"] == "as we do it"
	for table in ("tabChecklist Template", "tabChecklist Template Item"):
		assert table in story["migrated"]
		assert table not in story["gone"]

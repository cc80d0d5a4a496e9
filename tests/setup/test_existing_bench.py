"""BENCH_DIR may name a bench that somebody else made: it is used, and stays theirs."""

import json

import pytest


@pytest.fixture
def theirs(machine):
	"""The bench, with a Redis that answers and a MariaDB of the right age."""
	machine.existing_bench()
	machine.program("redis-cli", "echo PONG")
	machine.program("mariadb", "echo 10.11.6-MariaDB")
	return machine


def test_it_is_recognised(theirs):
	assert theirs.bash("is_foreign_bench").returncode == 0
	(theirs.bench / ".office-management/made-here").touch()
	assert theirs.bash("is_foreign_bench").returncode == 1


def test_a_wrong_password(theirs, refused):
	theirs.program(
		"mariadb", "echo \"ERROR 1045 (28000): Access denied for user 'root'@'localhost'\" >&2; exit 1"
	)
	line = refused(theirs.bash("check_python; start_services", DB_ROOT_PASSWORD="wrong"))
	assert line == (
		"MariaDB at 127.0.0.1:3306 refuses root this password. "
		"Set DB_ROOT_PASSWORD to the one with which root may log in over TCP."
	)


def test_no_database_there(theirs, refused):
	theirs.program(
		"mariadb", "echo \"ERROR 2002 (HY000): Can't connect to server on 'db' (115)\" >&2; exit 1"
	)
	line = refused(theirs.bash("check_python; start_services", DB_HOST="db:3307"))
	assert line == (
		"No MariaDB answers at db:3307. Start it, or set DB_HOST (host or host:port). "
		"It said: ERROR 2002 (HY000): Can't connect to server on 'db' (115)"
	)


def test_a_database_too_old(theirs, refused):
	theirs.program("mariadb", "echo 10.3.39-MariaDB-0+deb10u2")
	assert "MariaDB 10.6 or newer is needed, but it is 10.3.39 here." in refused(
		theirs.bash("check_python; start_services")
	)


def test_its_redis_is_its_owners_to_start(theirs, refused):
	theirs.program("redis-cli", "exit 1")
	(theirs.bench / "sites/common_site_config.json").write_text('{"redis_cache": "redis://127.0.0.1:13000"}')
	assert refused(theirs.bash("check_python; start_services")) == (
		"The bench's Redis (redis_cache) does not answer at redis://127.0.0.1:13000. "
		f"Start it: cd {theirs.bench} && bench start"
	)


def test_the_password_is_passed_on_as_it_is(theirs):
	theirs.bash("check_python; start_services", DB_ROOT_PASSWORD='a"b\\c d')
	login = theirs.bench / ".office-management/db-login.cnf"
	assert 'password="a\\"b\\\\c d"\n' in login.read_text()
	assert login.stat().st_mode & 0o077 == 0


def test_its_settings_stay_as_they_are(theirs):
	theirs.bash("check_python; start_services; configure_bench")
	assert (theirs.bench / "sites/common_site_config.json").read_text() == "{}"


def test_jobs_of_ours_lie_in_a_queue_of_their_own(theirs):
	config = {"redis_queue": "redis://127.0.0.1:11000/0"}
	(theirs.bench / "sites/common_site_config.json").write_text(json.dumps(config))
	assert theirs.bash("check_python; queue_address 2").stdout == "redis://127.0.0.1:11000/2"


def test_a_site_of_theirs_with_our_name_is_never_dropped(theirs, refused):
	site = theirs.bench / "sites/demo.localhost"
	site.mkdir()
	(site / "site_config.json").write_text('{"db_name": "_a1b2c3"}')
	assert refused(theirs.bash("drop_site demo.localhost")) == (
		"The bench has a site demo.localhost that is not ours. Rename it, or set BENCH_DIR to another bench."
	)
	assert (site / "site_config.json").exists()


def test_frappe_of_another_version(theirs, refused):
	python = theirs.bench / "env/bin/python"
	python.write_text("#!/bin/bash\necho 14.92.1\n")
	python.chmod(0o755)
	code = "need_packages() { true; }; check_node() { true; }; check_yarn() { true; }; use_foreign_bench"
	assert refused(theirs.bash(code)) == (
		f"The bench {theirs.bench} has frappe 14.92.1, and this app needs version 15. Set BENCH_DIR to another bench."
	)


def test_a_copy_of_the_app_that_is_no_link_is_not_replaced(theirs, refused):
	copy = theirs.bench / "apps/office_management"
	copy.mkdir()
	assert refused(theirs.bash("link_app")) == (
		f"{copy} is a folder of its own, not a link to this clone. Move it away, or run make from there."
	)


def test_clean_takes_only_what_is_ours(theirs):
	their_site = theirs.bench / "sites/intranet"
	their_site.mkdir()
	(their_site / "site_config.json").write_text('{"db_name": "_a1b2c3"}')
	ours = theirs.bench / "sites/demo.localhost"
	ours.mkdir()
	name = theirs.bash("database_of demo.localhost").stdout
	(ours / "site_config.json").write_text(json.dumps({"db_name": name}))
	python = theirs.bench / "env/bin/python"
	python.write_text("#!/bin/bash\n")
	python.chmod(0o755)
	(theirs.bench / "apps/office_management").symlink_to(theirs.home)
	(theirs.bench / "sites/apps.txt").write_text("frappe\nerpnext\noffice_management\n")

	result = theirs.script("clean")

	assert result.returncode == 0, result
	assert (their_site / "site_config.json").exists() and (theirs.bench / "apps/frappe").exists()
	assert not ours.exists() and not (theirs.bench / "apps/office_management").is_symlink()
	assert (theirs.bench / "sites/apps.txt").read_text() == "frappe\nerpnext\n"
	assert not (theirs.bench / ".office-management").exists()

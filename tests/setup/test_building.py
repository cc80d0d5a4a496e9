"""Each step of the building looks at what is there: done twice it does nothing, broken off it starts over."""

import json
import os
import socket
import subprocess

import pytest

GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]


@pytest.fixture
def upstream(tmp_path):
	"""A small git repository that has frappe's shape, with a branch version-15."""
	folder = tmp_path / "up stream"
	(folder / "frappe").mkdir(parents=True)
	(folder / "frappe/__init__.py").write_text('__version__ = "15.0.0"\n')
	subprocess.run([*GIT, "init", "-q", "-b", "version-15", folder], check=True)
	subprocess.run([*GIT, "-C", folder, "add", "."], check=True)
	subprocess.run([*GIT, "-C", folder, "commit", "-q", "-m", "first"], check=True)
	return folder


def fetch(machine, address, branch="version-15"):
	return machine.bash(f'fetch_app frappe "{address}" {branch} FRAPPE_REPO')


def test_no_network(machine, refused):
	address = "https://127.0.0.1:1/frappe/frappe"
	line = refused(fetch(machine, address))
	assert line == (
		f"Cannot reach {address}: no network, or a wrong address. Set FRAPPE_REPO to a git address or path that can be reached."
	)
	assert not (machine.bench / "apps/frappe").exists()


def test_no_such_branch(machine, refused, upstream):
	assert refused(fetch(machine, upstream, "version-99")) == (
		f"There is no branch version-99 at {upstream}. Set FRAPPE_BRANCH to one that exists."
	)


def test_a_fetch_that_was_broken_off_is_done_anew(machine, upstream):
	for half in ("apps/frappe.part", "apps/frappe/.git"):
		(machine.bench / half).mkdir(parents=True)
	assert fetch(machine, upstream).returncode == 0
	assert (machine.bench / "apps/frappe/frappe/__init__.py").exists()
	assert not (machine.bench / "apps/frappe.part").exists()


def test_what_is_fetched_is_not_fetched_again(machine, upstream):
	fetch(machine, upstream)
	upstream.rename(machine.home / "gone")
	again = fetch(machine, upstream)
	assert again.returncode == 0 and again.stdout == ""


def test_another_address_or_branch_for_what_is_fetched_already(machine, refused, upstream):
	fetch(machine, upstream)
	assert refused(fetch(machine, upstream, "version-15-hotfix")) == (
		f"The bench has frappe from {upstream} version-15, not from {upstream} version-15-hotfix. "
		"Run make clean first, or set BENCH_DIR to another folder."
	)


def test_a_step_that_fails_names_the_log(machine, refused):
	line = refused(machine.bash("logged 'It did not work.' bash -c 'echo because; exit 3'"))
	log = machine.bench / ".office-management/logs/setup.log"
	assert line == f"It did not work. The whole output is in {log}"
	assert "because" in log.read_text()


def test_settings_are_merged_and_kept_private(machine):
	file = machine.home / "site_config.json"
	file.write_text('{"mine": 1, "changed": "old"}')
	machine.bash(f"""check_python; set_json "{file}" changed '"new"' added 2""")
	assert json.loads(file.read_text()) == {"mine": 1, "changed": "new", "added": 2}
	assert file.stat().st_mode & 0o077 == 0


def test_each_bench_and_site_has_a_database_name_of_its_own(machine):
	names = {
		machine.bash(f"database_of {site}", BENCH_DIR=str(bench)).stdout
		for site in ("demo.localhost", "test.localhost")
		for bench in (machine.bench, machine.home / "other")
	}
	assert len(names) == 4 and all(name.isidentifier() and len(name) == 16 for name in names)


def fake_bench_python(machine):
	python = machine.bench / "env/bin/python"
	python.parent.mkdir(parents=True)
	python.write_text('#!/bin/bash\n[[ $1 == -c ]] || echo "$*" >>"$HOME/pip"\n')
	python.chmod(0o755)
	(machine.bench / "apps").mkdir()
	(machine.bench / "sites").mkdir()
	(machine.bench / "sites/apps.txt").write_text("frappe\nerpnext")


def test_a_fresh_clone_takes_the_place_of_an_older_one_and_says_so(machine):
	fake_bench_python(machine)
	old = machine.home / "old clone"
	link = machine.bench / "apps/office_management"
	link.symlink_to(old)
	result = machine.bash('link_app; echo "now $CLONE_DIR"')
	said, now = result.stdout.splitlines()
	assert said == f"==> The bench used {old}; from now on it uses this clone, {now.removeprefix('now ')}"
	assert str(link.readlink()) == now.removeprefix("now ")


def test_the_app_is_listed_once(machine):
	fake_bench_python(machine)
	machine.bash("link_app")
	second = machine.bash("link_app")
	assert second.stdout == ""
	assert (machine.bench / "sites/apps.txt").read_text() == "frappe\nerpnext\noffice_management\n"


def test_a_second_make_waits_for_the_first(machine):
	lock = machine.bench / ".office-management/lock"
	lock.parent.mkdir(parents=True)
	first = machine.start(["/bin/bash", "-c", 'exec 9>"$0"; flock 9; echo held; read', str(lock)])
	assert first.stdout.readline() == "held\n"
	second = machine.start_bash("take_lock; echo mine")
	assert second.stdout.readline().startswith(
		f"==> Another make is at work in {machine.bench}; waiting for it"
	)
	first.communicate("end\n")
	assert second.communicate()[0] == "mine\n" and second.returncode == 0


def test_a_process_left_running_does_not_hold_the_lock(machine):
	machine.bash("take_lock; detached sleeper sleep 60")
	try:
		assert machine.bash("take_lock").stdout == ""
		assert machine.bash("is_running sleeper").returncode == 0
	finally:
		machine.bash("stop_process sleeper")
	assert machine.bash("is_running sleeper").returncode == 1


def test_stopping_ends_the_children_too(machine):
	pipe = machine.home / "pipe"
	os.mkfifo(pipe)
	machine.bash(f"detached parent bash -c 'sleep 61 & echo $! >\"{pipe}\"; wait'")
	child = pipe.read_text().strip()
	machine.bash("stop_process parent")
	state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True).stdout
	assert state == "" or state.startswith("Z")


def test_a_process_id_that_now_belongs_to_somebody_else_is_left_alone(machine):
	other = subprocess.Popen(["sleep", "60"])
	run = machine.bench / ".office-management/run"
	run.mkdir(parents=True)
	(run / "web.pid").write_text(f"{other.pid} 1\n")
	try:
		machine.bash("stop_process web")
		assert other.poll() is None
	finally:
		other.kill()
		other.wait()


def test_clean_leaves_a_folder_that_is_not_ours(machine):
	machine.bench.mkdir()
	(machine.bench / "thesis.odt").write_text("years of work")
	result = machine.script("clean")
	assert result.stdout == f"==> There is nothing of ours in {machine.bench}\n"
	assert (machine.bench / "thesis.odt").exists()


def test_clean_takes_a_half_built_bench(machine):
	machine.bash("make_bench_folders")
	result = machine.script("clean")
	assert result.returncode == 0, result
	assert not machine.bench.exists()


@pytest.mark.parametrize("theirs", ["apps/hrms/x", "sites/intranet/site_config.json"])
def test_clean_keeps_our_bench_if_it_holds_something_of_theirs(machine, theirs):
	machine.bash("make_bench_folders")
	file = machine.bench / theirs
	file.parent.mkdir(parents=True)
	file.write_text('{"db_name": "_other"}')
	code = 'start_services() { true; }; source <(sed "/^set -euo/d; /^source /d" "$CLONE_DIR/scripts/clean")'
	result = machine.bash(code)
	assert file.exists() and "    Left: " in result.stdout, result


def test_stop_where_nothing_is(machine):
	assert machine.script("stop").stdout == f"==> Nothing of ours runs in {machine.bench}\n"


def test_help_names_every_command_and_setting(machine):
	shown = machine.script("help").stdout
	for word in (
		"make demo",
		"make test",
		"make stop",
		"make clean",
		"make lint",
		"make bench",
		"make test-erpnext",
	):
		assert word in shown
	for setting in (
		"BENCH_DIR",
		"FRAPPE_REPO",
		"FRAPPE_BRANCH",
		"ERPNEXT_REPO",
		"ERPNEXT_BRANCH",
		"DB_HOST",
		"DB_ROOT_PASSWORD",
		"PORT",
	):
		assert setting in shown


def test_the_comparison_of_two_runs(machine, tmp_path):
	from tests.setup.conftest import CLONE

	without, with_app = tmp_path / "without.json", tmp_path / "with.json"
	without.write_text(json.dumps({"a": "passed", "b": "failed", "c": "passed"}))
	compare = ["python3", str(CLONE / "scripts/python/compare_results.py"), str(without), str(with_app)]

	with_app.write_text(without.read_text())
	same = machine.run(compare)
	assert same.returncode == 0 and same.stdout.endswith("==> No difference\n")

	with_app.write_text(json.dumps({"a": "failed", "b": "failed"}))
	other = machine.run(compare)
	assert other.returncode == 1
	assert other.stdout.splitlines()[:2] == [
		"    a: passed without the app, failed with it",
		"    c: passed without the app, did not run with it",
	]


@pytest.fixture
def cache(machine):
	"""`cache(command…)` asks a Redis of its own, which the bench of the machine takes for its cache."""
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		port = probe.getsockname()[1]
	sites = machine.bench / "sites"
	sites.mkdir(parents=True)
	(sites / "common_site_config.json").write_text(json.dumps({"redis_cache": f"redis://127.0.0.1:{port}"}))
	server = subprocess.Popen(
		["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", machine.home],
		stdout=subprocess.PIPE,
		text=True,
	)
	while "Ready to accept connections" not in server.stdout.readline():
		assert server.poll() is None

	def ask(*command: str) -> str:
		asked = ["redis-cli", "-p", str(port), *command]
		return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

	yield ask
	server.terminate()
	server.communicate()


def test_a_site_made_anew_knows_nothing_of_the_one_before(machine, cache):
	"""Both have the same database name, with which Frappe begins each key of its cache."""
	machine.program("mariadb", "exit 0")
	machine.program("gunzip", "exit 0")
	name = machine.bash("database_of play.localhost").stdout
	for key in (
		f"{name}|doctype_meta::Office Space",
		f'{name}|it\'s "odd" [*]',
		f"{name}2|another",
		"shared",
	):
		cache("set", key, "old")
	(machine.home / "dump.key").write_text("key")
	result = machine.bash('check_python; make_site_from_dump play.localhost "$HOME/dump"')
	assert result.returncode == 0, result
	assert set(cache("keys", "*").splitlines()) == {f"{name}2|another", "shared"}


def test_a_site_is_removed_though_its_cache_does_not_answer(machine):
	machine.program("mariadb", "exit 0")
	folder = machine.bench / "sites/play.localhost"
	folder.mkdir(parents=True)
	(machine.bench / "sites/common_site_config.json").write_text('{"redis_cache": "redis://127.0.0.1:1"}')
	result = machine.bash("check_python; drop_site play.localhost")
	assert result.returncode == 0 and not folder.exists(), result
	assert "Redis does not answer at redis://127.0.0.1:1" in result.stdout

"""How the tests meet a site.

Tests in unit/, static/ and setup/ need no site and never load Frappe; those in browser/ make a site of their own.
All others run on one real site (SITE or OM_SITE, in the bench OM_BENCH or BENCH_DIR): the baseline company is
built once and committed; then each test is one transaction that is rolled back, at most to what the tests of its
module share (see tests/shared.py), and `frappe.db.commit` does nothing, except in tests marked `commits` or
`concurrency`, which clean up after themselves.
"""

import copy
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run where CI is set; elsewhere new ones each time. A busy machine breaks no test.
ANY_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", derandomize=True, **ANY_MACHINE)
settings.register_profile("random", **ANY_MACHINE)
settings.load_profile("ci" if os.environ.get("CI") else "random")

TESTS = Path(__file__).resolve().parent
WITHOUT_SITE = {"unit", "static", "setup", "browser"}
ONE_PROCESS = {"setup", "browser"}
REALLY_COMMITS = ("commits", "concurrency")
PER_USER_CACHES = ("roles", "user_permissions", "defaults", "bootinfo", "lang", "home_page")


def needs_site(path: Path) -> bool:
	"""True for tests that lie in a folder whose tests run on a site."""
	return path.relative_to(TESTS).parts[0] not in WITHOUT_SITE


def bench_dir() -> Path:
	"""The bench, as scripts/ sees it: OM_BENCH or BENCH_DIR, or else the folder that make uses by itself."""
	data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
	chosen = os.environ.get("OM_BENCH") or os.environ.get("BENCH_DIR")
	chosen = chosen or Path(data) / "office-management/bench"
	return Path(chosen).expanduser().resolve()


def site_name() -> str:
	"""The site under test: SITE or OM_SITE, or else the suite's own; the second process of a run has one beside it."""
	first = os.environ.get("SITE") or os.environ.get("OM_SITE") or "test.localhost"
	number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
	return first if number == 1 else first.replace(".", f"-{number}.", 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
	"""Hand the tests out file by file; a folder whose tests share one site or one machine goes to one process."""
	from xdist.scheduler import LoadScopeScheduling

	class ByFile(LoadScopeScheduling):
		def _split_scope(self, nodeid: str) -> str:
			path = Path(nodeid.split("::", 1)[0])
			return path.parts[1] if path.parts[1] in ONE_PROCESS else str(path)

	return ByFile(config, log)


def refuse_unless_for_tests(sites: Path, site: str) -> None:
	"""End the run unless the site exists and says `allow_tests`: tests write, and some commit."""
	config = sites / site / "site_config.json"
	if not config.is_file():
		pytest.exit(f"There is no site {site} in {sites}. Set SITE and BENCH_DIR, or run make test.", 2)
	if not json.loads(config.read_text()).get("allow_tests"):
		pytest.exit(f"{site} does not allow tests. If it may be written to, set allow_tests in {config}.", 2)


@pytest.fixture(scope="session")
def site():
	"""The site, open, with the baseline company in it; its name is the value."""
	sites, name = bench_dir() / "sites", site_name()
	refuse_unless_for_tests(sites, name)
	os.environ["FRAPPE_STREAM_LOGGING"] = "1"
	import frappe

	before = Path.cwd()
	os.chdir(sites)  # where Frappe always runs; some of its paths are relative
	frappe.init(site=name, sites_path=str(sites))
	frappe.connect()
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	compile_templates_once()
	if "office_management" not in frappe.get_installed_apps():
		pytest.exit(f"office_management is not installed on {name}. Install it, or run make test.", 2)
	from tests import baseline

	baseline.build()
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	frappe.destroy()
	os.chdir(before)


def compile_templates_once() -> None:
	"""Keep the code of templates: Frappe makes an environment for each user, and a page compiles all it includes."""
	from jinja2 import Environment

	compile_anew, compiled = Environment.compile, {}

	def compile_once(self, source, *names):
		if not isinstance(source, str):
			return compile_anew(self, source, *names)
		key = (type(self).__name__, source, *names)
		if key not in compiled:
			compiled[key] = compile_anew(self, source, *names)
		return compiled[key]

	Environment.compile = compile_once


@pytest.fixture(scope="session")
def clean_state(site):
	"""What every test starts from and is put back to."""
	import frappe

	return frappe._dict(flags=copy.deepcopy(frappe.local.flags), conf=copy.deepcopy(frappe.local.conf))


@pytest.fixture(autouse=True)
def one_transaction(request):
	"""Give the test a fresh transaction and an untouched process, and leave no trace of it."""
	if not needs_site(request.node.path):
		yield
		return
	state = request.getfixturevalue("clean_state")
	commits = any(request.node.get_closest_marker(mark) for mark in REALLY_COMMITS)
	from tests import shared

	module = request.module.__name__
	with pytest.MonkeyPatch.context() as patch:
		keep_patience(patch)
		if not commits:
			mute_commit(patch)
		if shared.put_back(module, not commits):
			forget(state)
		else:
			start_over(state)
		yield
		if shared.put_back(module, not commits):
			forget(state)
		else:
			start_over(state)


def keep_patience(patch: pytest.MonkeyPatch) -> None:
	"""Let no request leave its time limit behind: Frappe counts open documents with one second for each statement,
	for as long as the connection lasts, which here is that of all tests."""
	from frappe.database.mariadb.database import MariaDBDatabase

	patch.setattr(MariaDBDatabase, "set_execution_timeout", lambda self, seconds: None)


def mute_commit(patch: pytest.MonkeyPatch) -> None:
	"""Make `frappe.db.commit` do nothing, on this and on any later connection of the process."""
	from frappe.database.database import Database

	patch.setattr(Database, "commit", lambda self: None)


def start_over(state) -> None:
	"""Roll back wholly, and forget what Frappe remembers."""
	import frappe

	frappe.db.rollback()
	forget(state)


def forget(state) -> None:
	"""Forget everything that Frappe keeps in this process or per user in Redis."""
	import frappe

	frappe.db.value_cache = {}
	frappe.local.flags = copy.deepcopy(state.flags)
	frappe.local.conf = copy.deepcopy(state.conf)
	frappe.local.lang = "en"
	frappe.local.error_log, frappe.local.message_log, frappe.local.debug_log = [], [], []
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.locked_documents = []
	frappe.local.fullnames = {}
	frappe.local.preload_assets = {"style": [], "script": [], "icons": []}
	if hasattr(frappe.local, "request"):
		del frappe.local.request
	frappe.cache.delete_value(PER_USER_CACHES)
	frappe.set_user("Administrator")


@pytest.fixture
def in_turn(clean_state):
	"""`in_turn(prepare, act, keys)`: what `act` answers for each of the keys, each as if it were a test of its own.

	`prepare()` makes what all of them need, once; what an act does is undone before the next. An act that rolls back
	by itself has it made anew.
	"""
	import frappe

	def each(prepare, act, keys) -> dict:
		prepared, answers = prepare(), {}
		for key in keys:
			frappe.db.savepoint("turn")
			answers[key] = act(prepared, key)
			try:
				frappe.db.rollback(save_point="turn")
				frappe.db.transaction_writes = 1  # there are some: what was prepared
				forget(clean_state)
			except frappe.db.OperationalError:
				start_over(clean_state)
				prepared = prepare()
		return answers

	return each


@pytest.fixture
def as_user():
	"""`with as_user(user): …` acts as that user, the way a request does (see tests.builders.as_user)."""
	from tests import builders

	return builders.as_user


@pytest.fixture
def doctypes_stay_known(monkeypatch):
	"""What Frappe knows of DocTypes outlives a clearing of its whole cache: a renaming ends with one."""
	import frappe

	hooks_of = frappe.get_hooks

	def get_hooks(hook=None, *others, **named):
		found = hooks_of(hook, *others, **named)
		return [*found, "doctype_meta"] if hook == "persistent_cache_keys" else found

	monkeypatch.setattr(frappe, "get_hooks", get_hooks)


@pytest.fixture
def jobs_run_now(monkeypatch):
	"""Background jobs run at once, in this process and this transaction."""
	import frappe

	enqueue = frappe.enqueue

	def now(method, **kwargs):
		for asked in ("enqueue_after_commit", "deduplicate", "now"):
			kwargs.pop(asked, None)
		return enqueue(method, now=True, **kwargs)

	monkeypatch.setattr(frappe, "enqueue", now)

"""The real desk in Chromium, on a site made for these tests and removed after them.

The site comes from the dump that `make test` keeps (BROWSER_SITE names one that is kept, to try things out). Web
server and worker are real processes with a queue of their own. Of a test that fails, a picture of the page is
kept; the failure says where.
"""

import functools
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import people
from tests.browser import scripts
from tests.conftest import bench_dir

ROOT = Path(__file__).resolve().parents[2]
SITE = "browser.localhost"
QUEUE = 5  # the number of the Redis database for this site's jobs; no other worker looks there
PATIENCE = 60  # seconds that a page may take on a busy machine
# What Playwright turns off, and beside that Chromium's address bar: it is two more pages for each page of ours, which
# nobody sees and which cost as much. Chromium listens to the last such list alone.
FEATURES_OFF = (
	"AimEnabled",
	"AvoidCorsURLLoaderRestartOnRedirect",
	"AvoidUnnecessaryBeforeUnloadCheckSync",
	"DestroyProfileOnBrowserClose",
	"HttpsFirstBalancedModeAutoEnable",
	"HttpsUpgrades",
	"LensOverlay",
	"MediaRouter",
	"NetworkTimeServiceQuerying",
	"OptimizationHints",
	"PaintHolding",
	"PreconnectToSearch",
	"TcpPortRandomizationWin",
	"ThirdPartyStoragePartitioning",
	"WebUIOmniboxAimPopup",
	"WebUIOmniboxPopup",
)
ARGUMENTS = [
	f"--disable-features={','.join(FEATURES_OFF)}",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--disable-dev-shm-usage",
]

expect.set_options(timeout=PATIENCE * 1000)


def environment() -> dict:
	"""What the processes of the site need to know."""
	config = json.loads((bench_dir() / "sites/common_site_config.json").read_text())
	queue = (
		config["redis_queue"].rsplit("/", 1)[0]
		if config["redis_queue"].count("/") > 2
		else config["redis_queue"]
	)
	return {**os.environ, "BENCH_DIR": str(bench_dir()), "FRAPPE_REDIS_QUEUE": f"{queue}/{QUEUE}"}


def run(*command: str) -> None:
	done = subprocess.run(
		[str(ROOT / command[0]), *command[1:]], env=environment(), capture_output=True, text=True
	)
	assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


class Process:
	"""A process of the site that goes, with all it started, when the tests are done."""

	def __init__(self, log: Path, *command: str):
		self.log = log
		with log.open("w") as output:
			self.process = subprocess.Popen(
				[str(ROOT / command[0]), *command[1:]],
				cwd=bench_dir() / "sites",
				env=environment(),
				stdout=output,
				stderr=subprocess.STDOUT,
				start_new_session=True,
			)

	def end(self) -> None:
		try:
			os.killpg(self.process.pid, signal.SIGTERM)
			self.process.wait(timeout=20)
		except subprocess.TimeoutExpired:
			os.killpg(self.process.pid, signal.SIGKILL)
		except ProcessLookupError:
			self.process.wait()


def wait_until_served(address: str, server: Process) -> None:
	"""Ask until the desk answers. Each try waits for the connection itself, not for the clock."""
	for _try in range(600):
		if server.process.poll() is not None:
			break
		try:
			with urllib.request.urlopen(f"{address}/api/method/ping", timeout=1):
				return
		except (urllib.error.URLError, TimeoutError, ConnectionError):
			Event().wait(0.1)
	pytest.fail(f"The desk is not served:\n{server.log.read_text()[-2000:]}")


@functools.cache
def helper() -> ProcessPoolExecutor:
	"""One process that runs the scripts of this folder on the site, one after the other."""
	context = multiprocessing.get_context("spawn")
	places = (environment(), bench_dir() / "sites")
	return ProcessPoolExecutor(1, context, initializer=scripts.settle, initargs=places)


def on_site(script: str, *arguments: str) -> str:
	"""Run a script of this folder on the site, with what it is told more; answers the last line it printed."""
	site, sites = os.environ.get("BROWSER_SITE") or SITE, bench_dir() / "sites"
	return helper().submit(scripts.run, script, site, str(sites), *arguments).result()


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
	"""The address of the served desk."""
	logs = tmp_path_factory.mktemp("desk")
	kept = os.environ.get("BROWSER_SITE")
	site = kept or SITE
	if not kept:
		run("scripts/site", "make", site, "--company", "--app")
	on_site("prepare_site.py")
	port = free_port()
	server = Process(logs / "web.log", "scripts/serve", site, str(port))
	worker = Process(logs / "worker.log", sys.executable, str(ROOT / "tests/browser/worker.py"))
	try:
		address = f"http://127.0.0.1:{port}"  # the server knows but one site, whatever it is called
		wait_until_served(address, server)
		yield address
	finally:
		helper().shutdown()
		worker.end()
		server.end()
		if not kept:
			run("scripts/site", "drop", site)


@pytest.fixture(scope="session")
def chromium():
	executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
		yield browser
		browser.close()


def stranger(chromium, address: str, **more):
	"""A browser in which nobody is logged in."""
	size = {"width": 1280, "height": 900}
	wanted = {"viewport": size, "base_url": address, "locale": "en-GB", "reduced_motion": "reduce", **more}
	context = chromium.new_context(**wanted)
	context.set_default_timeout(PATIENCE * 1000)
	return context


def browser_of(chromium, address: str, user: str):
	"""A browser in which a user with the password of all is logged in."""
	context = stranger(chromium, address)
	form = {"usr": user, "pwd": people.PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok, user
	return context


@pytest.fixture(scope="session")
def browsers():
	"""What each user's browser keeps over the tests: who is logged in, and what was loaded before."""
	kept = {}
	yield kept
	for context in kept.values():
		context.close()


@pytest.fixture
def log_in(desk, chromium, browsers, request):
	"""`log_in("office_manager", "/app/office-day")` gives a page of that user's at this address, or an empty one; in a
	browser that remembers no more than that its user is logged in."""
	opened = []

	def start(key: str, address: str | None = None):
		if key not in browsers:
			browsers[key] = browser_of(chromium, desk, people.USERS[key])
		page = browsers[key].new_page()
		opened.append(page)
		if address:
			page.goto(address)
		return page

	yield start
	for number, page in enumerate(opened, start=1):
		if getattr(request.node, "failed", False) and not page.is_closed():
			keep_picture(page, f"{request.node.name}-{number}")
	for context in {id(page.context): page.context for page in opened}.values():
		forget(context, desk)


def forget(context, address: str) -> None:
	"""Close the pages of a browser, and what they stored on the device."""
	context.set_offline(False)
	used = list(context.pages)
	empty = context.new_page()
	for page in used:
		page.close()
	stored = {"origin": address, "storageTypes": "local_storage"}
	context.new_cdp_session(empty).send("Storage.clearDataForOrigin", stored)
	empty.close()


@pytest.fixture(scope="session")
def register(tmp_path_factory) -> Path:
	"""The demo's second building as CSV, with a seat each for two people of the baseline; two rows are wrong."""
	from office_management.demo.register import annex_rows, as_csv

	header, *rows = (list(row) for row in annex_rows())
	column = {name: header.index(name) for name in ("Desk", "Capacity", "Employee Number", "From")}
	desks = [row for row in rows if row[column["Desk"]] and row[column["Capacity"]] == 1]
	for row, key in zip(desks, ("anna", "bram"), strict=False):
		row[column["Employee Number"]], row[column["From"]] = key, "2026-01-01"
	path = tmp_path_factory.mktemp("register") / "annex.csv"
	path.write_bytes(as_csv([header, *rows]))
	return path


@pytest.fixture(scope="module")
def house(desk) -> dict:
	"""A house with people in it that no other module of tests touches (see furnish.py)."""
	return json.loads(on_site("furnish.py"))


@pytest.fixture(scope="session")
def imported(desk, chromium, register):
	"""The office manager has imported the register; a dict of what the desk said on the way."""
	page = browser_of(chromium, desk, people.USERS["office_manager"]).new_page()
	try:
		yield import_register(page, register)
	except BaseException:
		keep_picture(page, "import_register")
		raise
	finally:
		page.context.close()


def import_register(page, path: Path) -> dict:
	page.goto("/app/floor-register-import/new")
	page.get_by_role("button", name="Attach", exact=True).click()
	page.locator(".modal.show input[type=file]").first.set_input_files(path)
	page.locator(".modal.show").get_by_role("button", name="Upload", exact=True).click()
	# Frappe saves the form by itself once a file is attached, and our form then checks the list.
	status = page.locator(".page-head .indicator-pill:visible")
	headline = page.locator(".form-message:visible").first
	expect(status).to_have_text("Checked")
	said = {"preview": headline.inner_text()}
	page.get_by_role("button", name="Import", exact=True).click()
	expect(status).to_have_text("Done with Refusals")
	return {**said, "result": headline.inner_text(), "rows": page.locator(".form-layout").inner_text()}


def keep_picture(page, name: str) -> None:
	folder = bench_dir() / ".office-management" / "browser-failures"
	folder.mkdir(parents=True, exist_ok=True)
	picture = folder / f"{name}.png"
	page.screenshot(path=picture, full_page=True)
	print(f"\nThe page as it was: {picture}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
	report = yield
	if report.when == "call":
		item.failed = report.failed
	return report

"""Where the benchmarks run: a site of one's own, never one that has real data."""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

OUR_SITES = (".localhost", ".test")


def bench_dir() -> Path:
	"""The bench: OM_BENCH or BENCH_DIR, else the folder that make uses by itself."""
	data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
	chosen = (
		os.environ.get("OM_BENCH") or os.environ.get("BENCH_DIR") or Path(data) / "office-management/bench"
	)
	return Path(chosen).expanduser().resolve()


def site_name() -> str:
	"""The site: SITE or OM_SITE, else bench.localhost."""
	return os.environ.get("SITE") or os.environ.get("OM_SITE") or "bench.localhost"


@contextmanager
def open_site():
	"""The site, open as Administrator; refused unless it allows tests."""
	sites, site = bench_dir() / "sites", site_name()
	config = sites / site / "site_config.json"
	if not config.is_file():
		sys.exit(f"error: there is no site {site} in {sites}. Run make bench, or set SITE and BENCH_DIR.")
	if not json.loads(config.read_text()).get("allow_tests"):
		sys.exit(
			f"error: {site} does not allow tests. A million rows are written to it; if that is right, set allow_tests."
		)
	os.chdir(sites)
	import frappe

	frappe.init(site=site, sites_path=str(sites))
	frappe.connect()
	frappe.flags.mute_emails = True
	try:
		yield site
	finally:
		frappe.db.rollback()
		frappe.destroy()


def machine() -> list[str]:
	"""What it ran on: processor, cores, memory, versions. No names of machines, no paths."""
	import platform

	import frappe

	model = next(
		(line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
		"?",
	)
	memory = next(
		(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
	)
	pool = int(frappe.db.sql("select @@innodb_buffer_pool_size")[0][0])
	return [
		f"processor: {model}, {os.cpu_count()} cores; memory: {memory / 2**20:.0f} GB",
		f"MariaDB {frappe.db.sql('select version()')[0][0]}, buffer pool {pool / 2**30:.1f} GB",
		f"Python {platform.python_version()}, Frappe {frappe.__version__}, load at the start {os.getloadavg()[0]:.1f}",
	]


def _lines(path: str) -> list[str]:
	try:
		return Path(path).read_text().splitlines()
	except OSError:
		return []

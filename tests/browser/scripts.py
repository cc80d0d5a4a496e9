"""Runs the scripts of this folder, in a process that has loaded Frappe once for all of them."""

import contextlib
import importlib
import io
import os
from pathlib import Path


def settle(environment: dict, sites: Path) -> None:
	"""As any process of Frappe's: in the folder of the sites, with what the site's other processes are told."""
	os.environ.update(environment)
	os.chdir(sites)


def run(script: str, *arguments: str) -> str:
	"""Answers the last line that the script printed."""
	import frappe

	said = io.StringIO()
	module = importlib.import_module(f"tests.browser.{Path(script).stem}")
	try:
		with contextlib.redirect_stdout(said):
			module.main(*arguments)
	finally:
		frappe.destroy()  # of a script that failed, too: what it wrote is undone and holds up nobody
	return (said.getvalue().splitlines() or [""])[-1]

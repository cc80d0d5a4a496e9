"""Run ERPNext's own tests of some DocTypes on one site and write down how each test ended.

python erpnext_tests.py SITE RESULTS.json DOCTYPE...        (in the bench's sites folder)
"""

import json
import sys
import unittest
from pathlib import Path

import frappe
import frappe.test_runner

outcomes: dict[str, str] = {}


class NotingResult(frappe.test_runner.TimeLoggingTestResult):
	"""Frappe's own result, which also notes each test's outcome under its full name."""

	def addSuccess(self, test):
		super().addSuccess(test)
		outcomes[test.id()] = "passed"

	def addFailure(self, test, err):
		super().addFailure(test, err)
		outcomes[test.id()] = "failed"

	def addError(self, test, err):
		super().addError(test, err)
		outcomes[test.id()] = "error"

	def addSkip(self, test, reason):
		super().addSkip(test, reason)
		outcomes[test.id()] = "skipped"


all_dependencies = frappe.test_runner.get_dependencies


def existing_dependencies(doctype: str) -> list[str]:
	"""The DocTypes whose test records are made first, less those of apps that are not installed (payments)."""
	return [
		name for name in all_dependencies(doctype) if name == "[Select]" or frappe.db.exists("DocType", name)
	]


def main(site: str, results: str, *doctypes: str) -> None:
	"""Run the tests of each DocType; one that cannot even be loaded counts as one test in error."""
	frappe.test_runner.TimeLoggingTestResult = NotingResult
	frappe.test_runner.get_dependencies = existing_dependencies
	frappe.init(site=site)
	frappe.connect()
	for doctype in doctypes:
		try:
			frappe.test_runner.main(site=site, doctype=doctype, verbose=True)
		except Exception as exc:
			frappe.db.rollback()
			outcomes[f"all of {doctype}"] = f"error: {type(exc).__name__}"
			unittest.TextTestRunner().stream.writeln(f"{doctype}: {exc!r}")
	Path(results).write_text(json.dumps(outcomes, indent=1, sort_keys=True))


if __name__ == "__main__":
	main(*sys.argv[1:])

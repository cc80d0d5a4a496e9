"""Compare two runs of the same tests: `python compare_results.py WITHOUT.json WITH.json`. Exits 1 if any test ended otherwise."""

import json
import sys
from collections import Counter
from pathlib import Path


def differences(without: dict[str, str], with_app: dict[str, str]) -> list[str]:
	"""One line per test that ended otherwise with the app than without it."""
	return [
		f"{test}: {without.get(test, 'did not run')} without the app, {with_app.get(test, 'did not run')} with it"
		for test in sorted(without | with_app)
		if without.get(test) != with_app.get(test)
	]


def main(first: str, second: str) -> int:
	"""Print what differs and how each run ended; returns the exit code."""
	without, with_app = (json.loads(Path(file).read_text()) for file in (first, second))
	found = differences(without, with_app)
	for line in found:
		print(f"    {line}")
	for label, run in (("without", without), ("with", with_app)):
		counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(Counter(run.values()).items()))
		print(f"==> {label} the app: {len(run)} tests: {counts}")
	print(f"==> {len(found)} of them ended differently" if found else "==> No difference")
	return 1 if found or not any(outcome == "passed" for outcome in without.values()) else 0


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:]))

"""make bench: load a site of the size we plan for, and print each figure beside its floor.

Everything runs on the loopback and ends by itself. Exit status 1 if a gate fails (medians decide, p95 is reported).
"""

import argparse
import sys

import place


def main() -> int:
	options = read_options()
	with place.open_site():
		areas = find_areas()
		from measure import print_results

		print("\n".join(place.machine()))
		results = []
		for area in areas:
			results += measure_area(area, options)
		print_results(results)
		failed = [result.name for result in results if not result.passed]
		print(
			f"\n{len(results) - len(failed)} of {len(results)} within their limits"
			+ "".join(f"\n  not: {name}" for name in failed)
		)
	return int(bool(failed))


def find_areas() -> list:
	"""The modules that measure something: each has `prepare(options)` and GROUPS, {name: function of the options}."""
	import audit_cases
	import facility_cases
	import front_desk_cases
	import space_cases

	return [space_cases, facility_cases, front_desk_cases, audit_cases]


def measure_area(area, options: argparse.Namespace) -> list:
	"""Measure the groups that were asked for; nothing is loaded for an area without any."""
	wanted = [name for name in area.GROUPS if not options.only or name in options.only]
	results = []
	if wanted:
		area.prepare(options)
	for name in wanted:
		print(f"measuring: {name}", flush=True)
		results += area.GROUPS[name](options)
	return results


def read_options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--rows", type=int, default=1_000_000, help="allocations")
	parser.add_argument("--spaces", type=int, default=10_000)
	parser.add_argument("--people", type=int, default=2_000)
	parser.add_argument(
		"--rounds", type=int, default=200, help="times each insert is measured; others in proportion"
	)
	parser.add_argument("--only", nargs="*", help="names of groups, see README.md")
	return parser.parse_args()


if __name__ == "__main__":
	sys.exit(main())

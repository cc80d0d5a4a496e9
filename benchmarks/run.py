"""make bench: load a site of the size we plan for, and print each figure beside its floor.

Everything runs on the loopback and ends by itself. Exit status 1 if a gate fails (medians decide, p95 is reported).
"""

import argparse
import sys

import place


def main() -> int:
	options = read_options()
	with place.open_site():
		import cases
		import load
		from measure import print_results

		print("\n".join(place.machine()))
		load.load(options.rows, options.spaces, options.people)
		cases.make_bare_doctype()
		cases.make_limited_user()
		groups = {
			"insert": lambda: [cases.insert_in_process(options.rounds)],
			"http": lambda: [cases.insert_over_http(options.rounds)],
			"conflict": lambda: cases.conflict_query(options.rounds * 2),
			"reports": lambda: cases.reports(max(options.rounds // 20, 5)),
			"tree": lambda: cases.tree(max(options.rounds // 20, 5)),
			"import": lambda: cases.register_import(10_000),
		}
		results = []
		for name, measure in groups.items():
			if not options.only or name in options.only:
				print(f"measuring: {name}", flush=True)
				results += measure()
		print_results(results)
		failed = [result.name for result in results if not result.passed]
		print(
			f"\n{len(results) - len(failed)} of {len(results)} within their limits"
			+ "".join(f"\n  not: {name}" for name in failed)
		)
	return int(bool(failed))


def read_options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--rows", type=int, default=1_000_000, help="allocations")
	parser.add_argument("--spaces", type=int, default=10_000)
	parser.add_argument("--people", type=int, default=2_000)
	parser.add_argument(
		"--rounds", type=int, default=200, help="times each insert is measured; others in proportion"
	)
	parser.add_argument("--only", nargs="*", help="insert, http, conflict, reports, tree, import")
	return parser.parse_args()


if __name__ == "__main__":
	sys.exit(main())

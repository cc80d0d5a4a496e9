# Settings, all optional, by environment or as `make demo NAME=value`:
#   BENCH_DIR          the bench to build or, if it exists, to use   (~/.local/share/office-management/bench)
#   FRAPPE_REPO, FRAPPE_BRANCH, ERPNEXT_REPO, ERPNEXT_BRANCH   any git address or path   (GitHub, version-15)
#   DB_HOST, DB_ROOT_PASSWORD   a MariaDB that is there already, instead of one of our own
#   PORT               where the desk is served   (8000, or the next free port)
#   SITE, PYTEST_ARGS  for `make test`: an existing site to test on; what to pass on to pytest
#   BENCH_ARGS         for `make bench`: what to pass on to benchmarks/run.py
SETTINGS = BENCH_DIR FRAPPE_REPO FRAPPE_BRANCH ERPNEXT_REPO ERPNEXT_BRANCH DB_HOST DB_ROOT_PASSWORD PORT SITE \
	PYTEST_ARGS BENCH_ARGS
export $(SETTINGS)

.PHONY: help demo test stop clean lint bench test-erpnext
.DEFAULT_GOAL := help

help:
	@scripts/help

demo test stop clean lint test-erpnext:
	@scripts/$@

bench:
	@scripts/benchmark

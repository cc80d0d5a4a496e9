# Settings, messages and the lock: what every other file stands on. Sourced, never run.
# shellcheck shell=bash

CLONE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
APP=office_management

# The user's settings. Each may come from the environment or as a make variable.
DATA_DIR=${XDG_DATA_HOME:-$HOME/.local/share}/office-management
BENCH_DIR=${BENCH_DIR:-$DATA_DIR/bench}
FRAPPE_REPO=${FRAPPE_REPO:-https://github.com/frappe/frappe}
FRAPPE_BRANCH=${FRAPPE_BRANCH:-version-15}
ERPNEXT_REPO=${ERPNEXT_REPO:-https://github.com/frappe/erpnext}
ERPNEXT_BRANCH=${ERPNEXT_BRANCH:-version-15}
DB_HOST=${DB_HOST:-}
DB_ROOT_PASSWORD=${DB_ROOT_PASSWORD:-}
PORT=${PORT:-}

# What we build lies in the bench; what we need beside it (database, Redis, logs, process ids) in one folder there.
case $BENCH_DIR in
"~/"*) BENCH_DIR=$HOME/${BENCH_DIR:2} ;;
/*) ;;
*) BENCH_DIR=$PWD/$BENCH_DIR ;;
esac
BENCH_DIR=${BENCH_DIR%/}
STATE_DIR=$BENCH_DIR/.office-management
LOG_DIR=$STATE_DIR/logs
RUN_DIR=$STATE_DIR/run
LOG=$LOG_DIR/setup.log
PYTHON_BIN=$BENCH_DIR/env/bin/python

DEMO_SITE=demo.localhost
TEST_SITE=test.localhost
BENCHMARK_SITE=bench.localhost
ADMIN_PASSWORD=admin

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }

# One line: what is wrong and what to do. Never returns.
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# logged "what to say when it fails" command...: output goes to the log only.
logged() {
	local complaint=$1
	shift
	printf '\n$ %s\n' "$*" >>"$LOG"
	"$@" >>"$LOG" 2>&1 9>&- || die "$complaint The whole output is in $LOG"
}

# detached NAME command...: start a process that outlives us, with its log and its process id under NAME.
detached() {
	local name=$1
	shift
	setsid nohup "$@" >>"$LOG_DIR/$name.log" 2>&1 </dev/null 9>&- &
	echo $! >"$RUN_DIR/$name.pid"
}

# True if the process noted under NAME is alive and still the one we started.
is_running() {
	local pid
	pid=$(cat "$RUN_DIR/$1.pid" 2>/dev/null) || return 1
	[[ $pid =~ ^[0-9]+$ ]] && kill -0 "$pid" 2>/dev/null || return 1
	tr '\0' ' ' <"/proc/$pid/environ" 2>/dev/null | grep -qF "OFFICE_MANAGEMENT_BENCH=$BENCH_DIR "
}

# Ask a process of ours to end, wait, and insist after SECONDS (default 20).
stop_process() {
	local name=$1 patience=${2:-20} pid
	is_running "$name" || { rm -f "$RUN_DIR/$name.pid"; return 0; }
	pid=$(cat "$RUN_DIR/$name.pid")
	kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
	for ((i = 0; i < patience * 5; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.2
	done
	kill -KILL -- "-$pid" 2>/dev/null || true
	rm -f "$RUN_DIR/$name.pid"
}

# wait_for SECONDS command...: poll until the command succeeds.
wait_for() {
	local tries=$(($1 * 5))
	shift
	for ((i = 0; i < tries; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.2
	done
	return 1
}

prepare_folders() {
	mkdir -p "$BENCH_DIR" 2>/dev/null && [[ -w $BENCH_DIR ]] ||
		die "Cannot write to $BENCH_DIR. Set BENCH_DIR to a folder of yours."
	mkdir -p "$LOG_DIR" "$RUN_DIR"
	export OFFICE_MANAGEMENT_BENCH=$BENCH_DIR
}

# Only one make at a time may build in this bench. The lock goes with the process, however that ends.
take_lock() {
	exec 9>"$STATE_DIR/lock"
	flock -n 9 && return 0
	say "Another make is at work in $BENCH_DIR; waiting for it (at most an hour)"
	flock -w 3600 9 || die "Another make has held $STATE_DIR/lock for an hour. End it, then try again."
}

release_lock() { exec 9>&-; }

# A bench that exists and that we did not make is used, but it stays its owner's.
is_foreign_bench() { [[ -d $BENCH_DIR/apps/frappe && ! -e $STATE_DIR/made-here ]]; }

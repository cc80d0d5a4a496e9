# Settings, messages, processes and the lock: what every other file stands on. Sourced, never run.
# shellcheck shell=bash disable=SC2034

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
BENCH_DIR=${BENCH_DIR/#\~\//$HOME/}
[[ $BENCH_DIR == /* ]] || BENCH_DIR=$PWD/$BENCH_DIR
BENCH_DIR=${BENCH_DIR%/}
STATE_DIR=$BENCH_DIR/.office-management
LOG_DIR=$STATE_DIR/logs
RUN_DIR=$STATE_DIR/run
LOG=$LOG_DIR/setup.log
PYTHON_BIN=$BENCH_DIR/env/bin/python

DEMO_SITE=demo.localhost
TEST_SITE=test.localhost
SECOND_TEST_SITE=test-2.localhost
BENCHMARK_SITE=bench.localhost
ADMIN_PASSWORD="admin"

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }

# One line: what is wrong and what to do. Never returns.
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# logged "what to say when it fails" command...: its output goes to the log only.
logged() {
	local complaint=$1
	shift
	printf '\n$ %s\n' "$*" >>"$LOG"
	"$@" >>"$LOG" 2>&1 9>&- || die "$complaint The whole output is in $LOG"
}

# When a process began, in ticks since the machine started: with its id, this names one process for good.
started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# detached NAME command...: start a process that outlives us; its log and its process id are kept under NAME.
detached() {
	local name=$1 pid
	shift
	setsid nohup "$@" >>"$LOG_DIR/$name.log" 2>&1 </dev/null 9>&- &
	pid=$!
	disown "$pid"
	echo "$pid $(started_at "$pid")" >"$RUN_DIR/$name.pid"
}

# True if the process noted under NAME is alive and is the very one we started.
is_running() {
	local pid began
	read -r pid began 2>/dev/null <"$RUN_DIR/$1.pid" || return 1
	[[ -n $began && $(started_at "$pid") == "$began" ]]
}

# stop_process NAME [SECONDS]: ask it and its children to end, wait, and insist when the time is up.
stop_process() {
	local name=$1 patience=${2:-20} pid
	if is_running "$name"; then
		read -r pid _ <"$RUN_DIR/$name.pid"
		kill -TERM -- "-$pid" 2>/dev/null || true
		wait_for "$patience" has_ended "$name" || kill -KILL -- "-$pid" 2>/dev/null || true
	fi
	rm -f "$RUN_DIR/$name.pid"
}

has_ended() { ! is_running "$1"; }

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
	if ! mkdir -p "$BENCH_DIR" 2>/dev/null || [[ ! -w $BENCH_DIR ]]; then
		die "Cannot write to $BENCH_DIR. Set BENCH_DIR to a folder of yours."
	fi
	mkdir -p "$LOG_DIR" "$RUN_DIR"
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

# The demo's processes: web server, socket.io, workers and scheduler, for that one site. Sourced, never run.
# shellcheck shell=bash disable=SC2034

DEMO_PROCESSES="web socketio worker-short worker-long scheduler"
DEMO_QUEUE=2 # the number of the Redis database in which the demo's jobs lie
TEST_QUEUE=1
SECOND_TEST_QUEUE=6 # 5 is that of the browser tests

is_served() { [[ $(curl -s -o /dev/null -w '%{http_code}' --max-time 10 "http://127.0.0.1:$WEB_PORT/api/method/ping") == 200 ]]; }

stop_demo() {
	local name
	for name in $DEMO_PROCESSES; do stop_process "$name"; done
}

# Said before anything is built. The port may be busy with the demo itself, which is about to be started anew.
check_web_port() {
	[[ -n $PORT ]] || return 0
	[[ $PORT =~ ^[0-9]{1,5}$ && $PORT -gt 0 && $PORT -lt 65536 ]] ||
		die "PORT=$PORT is not a port. Choose a number from 1024 to 65535."
	load_ports
	[[ $PORT == "${WEB_PORT:-}" ]] && is_running web && return 0
	port_is_free "$PORT" || die "Port $PORT is busy. Set PORT to another one, or leave it out and a free one is taken."
}

choose_web_port() {
	if [[ -n $PORT ]]; then
		check_web_port
		remember_port WEB_PORT "$PORT"
	else
		choose_port WEB_PORT 8000
	fi
}

start_demo() {
	stop_demo
	choose_web_port
	choose_port SOCKETIO_PORT 29000
	configure_bench
	FRAPPE_REDIS_QUEUE=$(queue_address "$DEMO_QUEUE")
	set_site "$DEMO_SITE" redis_queue "\"$FRAPPE_REDIS_QUEUE\"" socketio_port "$SOCKETIO_PORT" \
		host_name "\"http://localhost:$WEB_PORT\""
	export FRAPPE_REDIS_QUEUE FRAPPE_SITE=$DEMO_SITE FRAPPE_SOCKETIO_PORT=$SOCKETIO_PORT
	export PYTHONPATH=$CLONE_DIR/scripts/python FRAPPE_BENCH_ROOT=$BENCH_DIR
	start_demo_processes
	wait_for 60 is_served || die "The desk does not answer on port $WEB_PORT. Its log is $LOG_DIR/web.log"
}

start_demo_processes() {
	cd "$BENCH_DIR/sites" || exit
	# DEV_SERVER, as under `bench start`: the browser finds the sockets on their own port, with no nginx between.
	detached web env DEV_SERVER=1 "$PYTHON_BIN" -m gunicorn --bind "127.0.0.1:$WEB_PORT" --workers 2 --threads 4 \
		--worker-class gthread --timeout 120 --preload desk_server:application
	detached socketio node "$BENCH_DIR/apps/frappe/socketio.js"
	detached worker-short "$PYTHON_BIN" -m frappe.utils.bench_helper frappe worker --queue short,default
	detached worker-long "$PYTHON_BIN" -m frappe.utils.bench_helper frappe worker --queue long,default,short
	detached scheduler "$PYTHON_BIN" -m site_scheduler "$DEMO_SITE"
	cd "$OLDPWD" || exit
}

# set_site SITE KEY VALUE...: JSON values in one site's own settings.
set_site() {
	local file=$BENCH_DIR/sites/$1/site_config.json
	shift
	set_json "$file" "$@"
}

print_logins() {
	say "The desk is at http://localhost:$WEB_PORT"
	note "Administrator, password $ADMIN_PASSWORD"
	bench_run "$DEMO_SITE" execute "$APP.demo.logins" 2>>"$LOG" | "$PYTHON_BIN" -c '
import json, sys
for role, user, password in json.loads(sys.stdin.read().strip().splitlines()[-1]):
    print(f"    {role}: {user}, password {password}")'
	note "Logs: $LOG_DIR. To end it: make stop"
}

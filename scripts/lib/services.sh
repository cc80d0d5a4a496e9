# Our own MariaDB and Redis, on spare ports of the loopback; or those of an existing bench. Sourced, never run.
# shellcheck shell=bash disable=SC2034

PORTS_FILE=$STATE_DIR/ports
DB_DIR=$STATE_DIR/mariadb
REDIS_DIR=$STATE_DIR/redis

load_ports() {
	# shellcheck disable=SC1090
	[[ ! -f $PORTS_FILE ]] || source "$PORTS_FILE"
}

# remember_port NAME VALUE
remember_port() {
	touch "$PORTS_FILE"
	{ grep -v "^$1=" "$PORTS_FILE" || true; echo "$1=$2"; } >"$PORTS_FILE.new"
	mv "$PORTS_FILE.new" "$PORTS_FILE"
	printf -v "$1" '%s' "$2"
}

# choose_port NAME FROM: the remembered port if it is still free, else the next free one.
choose_port() {
	local port
	load_ports
	if [[ -n ${!1:-} ]] && port_is_free "${!1}"; then return 0; fi
	port=$(first_free_port "$2") || exit 1
	remember_port "$1" "$port"
}

# --- MariaDB ---------------------------------------------------------------------------------------------------------

# db COMMAND...: a MariaDB client tool with our login, which lies in a file that only its owner reads.
db() {
	local tool=$1
	shift
	"$tool" --defaults-extra-file="$STATE_DIR/db-login.cnf" "$@"
}

sql() { db mariadb --batch --skip-column-names -e "$1"; }

# write_db_login HOST PORT PASSWORD
write_db_login() {
	local escaped=${3//\\/\\\\}
	(umask 077 && printf '[client]\nhost=%s\nport=%s\nprotocol=tcp\nuser=root\npassword="%s"\n' \
		"$1" "$2" "${escaped//\"/\\\"}" >"$STATE_DIR/db-login.cnf")
}

own_database_answers() {
	[[ $(sql 'select @@datadir' 2>/dev/null) == "$DB_DIR/data/" ]]
}

create_database_folder() {
	[[ -e $DB_DIR/created ]] && return 0
	say "Creating a MariaDB of our own"
	rm -rf "$DB_DIR"
	mkdir -p "$DB_DIR/tmp"
	(umask 077 && head -c 24 /dev/urandom | base64 | tr -d '+/=\n' >"$DB_DIR/root-password")
	logged "MariaDB could not create its files." mariadb-install-db --no-defaults \
		--datadir="$DB_DIR/data" --user="$(id -un)" --auth-root-authentication-method=normal --skip-test-db
	printf "SET PASSWORD FOR 'root'@'localhost' = PASSWORD('%s');\nDELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\nFLUSH PRIVILEGES;\n" \
		"$(cat "$DB_DIR/root-password")" >"$DB_DIR/first.sql"
	chmod 600 "$DB_DIR/first.sql"
	touch "$DB_DIR/created"
}

# A sixth of the machine's memory, at least 256 MB and at most 4 GB.
buffer_pool() {
	awk '/^MemTotal:/ { mb = int($2 / 6144); print (mb < 256 ? 256 : mb > 4096 ? 4096 : mb) "M" }' /proc/meminfo
}

# Commits survive the death of the process, but not a power cut: what lies here can be made again, and tests commit a lot.
write_database_settings() {
	cat >"$DB_DIR/my.cnf" <<CNF
[mariadbd]
user = $(id -un)
datadir = $DB_DIR/data
tmpdir = $DB_DIR/tmp
pid-file = $RUN_DIR/mariadbd-own.pid
socket = mariadbd.sock
bind-address = 127.0.0.1
port = $DB_PORT
init-file = $DB_DIR/first.sql
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
skip-character-set-client-handshake
innodb-buffer-pool-size = ${OFFICE_MANAGEMENT_BUFFER_POOL:-$(buffer_pool)}
innodb-log-file-size = 512M
innodb-flush-log-at-trx-commit = 2
innodb-flush-method = O_DIRECT
skip-log-bin
performance-schema = off
max-allowed-packet = 256M
max-connections = 300
log-warnings = 1
CNF
}

start_database() {
	local program
	create_database_folder
	load_ports
	[[ -z ${DB_PORT:-} ]] || write_db_login 127.0.0.1 "$DB_PORT" "$(cat "$DB_DIR/root-password")"
	own_database_answers && return 0
	stop_process mariadb 60
	program=$(find_mariadbd) || die "MariaDB's server is missing. Install it: apt-get install mariadb-server"
	check_mariadb_version "$("$program" --version)"
	choose_port DB_PORT 23306
	write_db_login 127.0.0.1 "$DB_PORT" "$(cat "$DB_DIR/root-password")"
	write_database_settings
	detached mariadb "$program" --defaults-file="$DB_DIR/my.cnf"
	wait_for 60 own_database_answers || die "MariaDB did not start; its log is $LOG_DIR/mariadb.log. If its files are damaged, make clean starts over."
}

# --- Redis -----------------------------------------------------------------------------------------------------------

own_redis_answers() { [[ $(redis-cli -p "$2" config get dir 2>/dev/null | tail -n 1) == "$REDIS_DIR/$1" ]]; }

# start_redis cache|queue SETTING FROM
start_redis() {
	local name=$1 port_setting=$2
	mkdir -p "$REDIS_DIR/$name"
	load_ports
	[[ -n ${!port_setting:-} ]] && own_redis_answers "$name" "${!port_setting}" && return 0
	stop_process "redis-$name"
	choose_port "$port_setting" "$3"
	cat >"$REDIS_DIR/$name.conf" <<CONF
bind 127.0.0.1
port ${!port_setting}
dir "$REDIS_DIR/$name"
save ""
appendonly no
maxmemory-policy $([[ $name == cache ]] && echo allkeys-lru || echo noeviction)
maxmemory $([[ $name == cache ]] && echo 512mb || echo 0)
CONF
	detached "redis-$name" redis-server "$REDIS_DIR/$name.conf"
	wait_for 20 own_redis_answers "$name" "${!port_setting}" ||
		die "Redis ($name) did not start. Its log is $LOG_DIR/redis-$name.log"
}

# --- of an existing bench, or elsewhere ------------------------------------------------------------------------------

# common_setting KEY DEFAULT: a setting that all sites of the bench share.
common_setting() {
	"$HOST_PYTHON" - "$BENCH_DIR/sites/common_site_config.json" "$1" "$2" <<'PY'
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
print((json.loads(path.read_text()) if path.exists() else {}).get(sys.argv[2]) or sys.argv[3])
PY
}

uses_own_database() { [[ -z $DB_HOST ]] && ! is_foreign_bench; }

# Log in to the MariaDB that DB_HOST or the bench names, and say what is wrong if that fails.
use_given_database() {
	local host port answer
	host=${DB_HOST:-$(common_setting db_host 127.0.0.1)}
	port=$(common_setting db_port 3306)
	[[ $host != *:* ]] || { port=${host##*:}; host=${host%:*}; }
	[[ $host != localhost ]] || host=127.0.0.1
	[[ -n $DB_ROOT_PASSWORD ]] || DB_ROOT_PASSWORD=$(common_setting root_password "")
	write_db_login "$host" "$port" "$DB_ROOT_PASSWORD"
	GIVEN_DB_HOST=$host GIVEN_DB_PORT=$port
	answer=$(sql 'select version()' 2>&1) || explain_refusal "$host:$port" "$answer"
	check_mariadb_version "$answer"
}

explain_refusal() {
	case $2 in
	*"Access denied"*) die "MariaDB at $1 refuses root this password. Set DB_ROOT_PASSWORD to the one with which root may log in over TCP." ;;
	*) die "No MariaDB answers at $1. Start it, or set DB_HOST (host or host:port). It said: $(tail -n 1 <<<"$2")" ;;
	esac
}

# need_redis SETTING: the bench's own Redis must be running; it is its owner's to start.
need_redis() {
	local address
	address=$(common_setting "$1" redis://127.0.0.1:6379)
	[[ $(redis-cli -u "$address" ping 2>/dev/null) == PONG ]] ||
		die "The bench's Redis ($1) does not answer at $address. Start it: cd $BENCH_DIR && bench start"
}

# queue_address NUMBER: a queue of our own in the bench's Redis, so that no other site's jobs are touched and none of ours runs elsewhere.
queue_address() {
	local address
	address=$(common_setting redis_queue redis://127.0.0.1:6379)
	[[ $address =~ ^(redis://[^/]+) ]] && address=${BASH_REMATCH[1]}
	printf '%s/%s' "$address" "$1"
}

# --- all -------------------------------------------------------------------------------------------------------------

start_services() {
	load_ports
	if uses_own_database; then start_database; else use_given_database; fi
	if is_foreign_bench; then
		need_redis redis_cache
		need_redis redis_queue
	else
		start_redis cache REDIS_CACHE_PORT 23379
		start_redis queue REDIS_QUEUE_PORT 23389
	fi
	[[ -n ${SOCKETIO_PORT:-} ]] || choose_port SOCKETIO_PORT 29000
}

stop_services() {
	stop_process redis-cache
	stop_process redis-queue
	stop_process mariadb 60
}

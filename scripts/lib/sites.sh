# Sites: made from scratch once, kept as a dump, and made from the dump in seconds from then on. Sourced, never run.
# shellcheck shell=bash disable=SC2034

DUMP_DIR=$STATE_DIR/dumps
BASE_DUMP=$DUMP_DIR/erpnext.sql.gz        # Frappe and ERPNext, nothing set up
COMPANY_DUMP=$DUMP_DIR/company.sql.gz     # the same after ERPNext's set-up wizard, as its own tests run it

# bench_run SITE command...: what `bench --site SITE command...` does.
bench_run() {
	local site=$1
	shift
	(cd "$BENCH_DIR/sites" && exec "$PYTHON_BIN" -m frappe.utils.bench_helper frappe --site "$site" "$@")
}

# The name of a site's database: short, valid for MariaDB, the same every time, and no one else's.
database_of() { printf 'om_%s' "$(printf '%s' "$BENCH_DIR|$1" | sha1sum | cut -c1-13)"; }

site_exists() {
	[[ -f $BENCH_DIR/sites/$1/site_config.json ]] &&
		sql "select 1 from \`$(database_of "$1")\`.\`tabDefaultValue\` limit 1" >/dev/null 2>&1
}

site_has_app() {
	sql "select 1 from \`$(database_of "$1")\`.\`tabInstalled Application\` where app_name = '$2'" 2>/dev/null | grep -q 1
}

# True if there is a site of that name that somebody else made.
is_foreign_site() {
	local config=$BENCH_DIR/sites/$1/site_config.json
	[[ -f $config ]] && ! grep -q "\"$(database_of "$1")\"" "$config"
}

# drop_site SITE: only ever a site that we made (its database carries our name).
drop_site() {
	local name
	! is_foreign_site "$1" || die "The bench has a site $1 that is not ours. Rename it, or set BENCH_DIR to another bench."
	name=$(database_of "$1")
	sql "drop database if exists \`$name\`; drop user if exists '$name'@'%'" >>"$LOG" 2>&1 ||
		die "The database of $1 could not be removed. The whole output is in $LOG"
	rm -rf "$BENCH_DIR/sites/${1:?}"
	forget_cache "$name"
}

# forget_cache DATABASE: what Redis keeps of a site; the next site of that name has the same database name and would read it.
forget_cache() {
	local address
	address=$(common_setting redis_cache redis://127.0.0.1:6379)
	redis-cli -u "$address" --scan --pattern "$1|*" 2>>"$LOG" |
		xargs -r -d '\n' -n 500 redis-cli -u "$address" unlink >>"$LOG" 2>&1 ||
		note "Redis does not answer at $address, so what it keeps of an earlier site of this name stays."
}

# create_database SITE: an empty database and its user; prints the user's password.
create_database() {
	local name password
	name=$(database_of "$1")
	password=$(head -c 18 /dev/urandom | base64 | tr -d '+/=\n')
	sql "drop database if exists \`$name\`; drop user if exists '$name'@'%';
		create database \`$name\` character set utf8mb4 collate utf8mb4_unicode_ci;
		create user '$name'@'%' identified by '$password';
		grant all privileges on \`$name\`.* to '$name'@'%'; flush privileges" >>"$LOG" 2>&1 ||
		die "A database for $1 could not be made. The whole output is in $LOG"
	printf '%s' "$password"
}

# make_site_from_dump SITE DUMP
make_site_from_dump() {
	local site=$1 dump=$2 password folder=$BENCH_DIR/sites/$1
	drop_site "$site"
	password=$(create_database "$site") || exit 1
	gunzip -c "$dump" | db mariadb "$(database_of "$site")" >>"$LOG" 2>&1 ||
		die "The dump $dump could not be read back. Remove it and try again. The whole output is in $LOG"
	mkdir -p "$folder"/{public/files,private/files,private/backups,locks,logs,indexes}
	set_site "$site" db_name "\"$(database_of "$site")\"" db_password "\"$password\"" db_type '"mariadb"' \
		encryption_key "\"$(cat "$dump.key")\"" allow_tests 1
}

# dump_site SITE DUMP
dump_site() {
	mkdir -p "$DUMP_DIR"
	db mariadb-dump --single-transaction --quick "$(database_of "$1")" 2>>"$LOG" | gzip -1 >"$2.new" ||
		die "The database of $1 could not be dumped. The whole output is in $LOG"
	"$PYTHON_BIN" -c 'import json, sys; print(json.load(open(sys.argv[1])).get("encryption_key", ""))' \
		"$BENCH_DIR/sites/$1/site_config.json" >"$2.key"
	[[ -s $2.key && -n $(cat "$2.key") ]] || "$PYTHON_BIN" -c \
		'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' >"$2.key"
	mv "$2.new" "$2"
}

# The first site is made by Frappe itself, from scratch; it is thrown away as soon as it is dumped.
make_dumps() {
	local scratch=scratch.localhost
	if [[ ! -f $BASE_DUMP ]]; then
		say "Installing ERPNext on a first site (a few minutes, once)"
		drop_site "$scratch"
		logged "ERPNext could not be installed." new_site_from_scratch "$scratch"
		dump_site "$scratch" "$BASE_DUMP"
		drop_site "$scratch"
	fi
	if [[ ! -f $COMPANY_DUMP ]]; then
		say "Setting up a company for the tests (a minute, once)"
		make_site_from_dump "$scratch" "$BASE_DUMP"
		logged "ERPNext's set-up wizard failed." bench_run "$scratch" execute erpnext.setup.utils.before_tests
		dump_site "$scratch" "$COMPANY_DUMP"
		drop_site "$scratch"
	fi
}

new_site_from_scratch() {
	local password
	password=$(sed -n 's/^password="\(.*\)"$/\1/p' "$STATE_DIR/db-login.cnf" | sed 's/\\\(.\)/\1/g')
	(cd "$BENCH_DIR/sites" && exec "$PYTHON_BIN" -m frappe.utils.bench_helper frappe new-site "$1" \
		--db-name "$(database_of "$1")" --db-root-username root --db-root-password "$password" \
		--mariadb-user-host-login-scope=% --admin-password "$ADMIN_PASSWORD" --install-app erpnext --force)
}

# What the app's records on a site are made from: when this changes, a site that is kept must be migrated.
app_recipe() {
	(cd "$CLONE_DIR/$APP" && find . -type f \( -name '*.json' -o -name '*.py' -o -name '*.txt' \) -print0 | sort -z | xargs -0 sha1sum) |
		sha1sum | cut -d' ' -f1
}

# mark SITE NAME VALUE, marked SITE NAME: what we know of a site that is kept; gone with the site.
mark() { printf '%s' "$3" >"$BENCH_DIR/sites/$1/.$2"; }
marked() { cat "$BENCH_DIR/sites/$1/.$2" 2>/dev/null; }

# make_site SITE DUMP: a fresh site from the dump with this app on it.
make_site() {
	make_site_from_dump "$1" "$2"
	logged "The app could not be installed on $1." bench_run "$1" install-app "$APP"
	mark "$1" recipe "$(app_recipe)"
}

# keep_site SITE DUMP: the site as it is, brought up to date with this clone; made if it is missing or half made.
keep_site() {
	if ! site_exists "$1" || [[ -z $(marked "$1" recipe) ]]; then
		say "Making $1"
		make_site "$1" "$2"
	elif [[ $(marked "$1" recipe) != "$(app_recipe)" ]]; then
		say "Bringing $1 up to date"
		logged "$1 could not be migrated." bench_run "$1" migrate
		mark "$1" recipe "$(app_recipe)"
	fi
}

# The bench: Frappe, ERPNext and this app, with what they need from PyPI and npm. Sourced, never run.
# Every step looks at what is really there, and does only what is missing.
# shellcheck shell=bash

# fetch_app NAME ADDRESS BRANCH SETTING: cloned beside its place and moved there whole.
fetch_app() {
	local target=$BENCH_DIR/apps/$1
	[[ -f $target/$1/__init__.py ]] && return 0
	say "Fetching $1 ($3) from $2"
	need_repo "$2" "$3" "$4"
	mkdir -p "$BENCH_DIR/apps"
	rm -rf "$target" "$target.part"
	logged "$1 could not be fetched from $2." git clone --quiet --depth 1 --branch "$3" "$2" "$target.part"
	mv "$target.part" "$target"
}

make_bench_folders() {
	mkdir -p "$BENCH_DIR"/{apps,sites/assets,config/pids,logs}
	[[ -f $BENCH_DIR/sites/apps.txt ]] || printf 'frappe\nerpnext\n' >"$BENCH_DIR/sites/apps.txt"
	touch "$STATE_DIR/made-here"
}

# What the Python environment is made from; when it changes, the environment is brought up to date.
environment_recipe() {
	cat "$BENCH_DIR"/apps/{frappe,erpnext}/pyproject.toml "$CLONE_DIR/pyproject.toml" | sha1sum | cut -d' ' -f1
}

environment_is_complete() {
	[[ -x $PYTHON_BIN && $(cat "$STATE_DIR/environment" 2>/dev/null) == "$(environment_recipe)" ]] &&
		"$PYTHON_BIN" -c 'import frappe, erpnext, gunicorn, pytest, hypothesis, freezegun, playwright' 2>/dev/null
}

make_environment() {
	environment_is_complete && return 0
	say "Installing Python packages (a few minutes, once)"
	rm -f "$STATE_DIR/environment"
	if ! "$PYTHON_BIN" -m pip --version >/dev/null 2>&1; then
		rm -rf "$BENCH_DIR/env"
		logged "The Python environment could not be made." "$HOST_PYTHON" -m venv "$BENCH_DIR/env"
	fi
	# Frappe's dependencies still import pkg_resources, which setuptools 81 dropped.
	logged "Python packages could not be installed: is PyPI reachable?" \
		"$PYTHON_BIN" -m pip install --quiet --upgrade pip "setuptools<81" wheel
	logged "Frappe's and ERPNext's Python packages could not be installed." \
		"$PYTHON_BIN" -m pip install --editable "$BENCH_DIR/apps/frappe" --editable "$BENCH_DIR/apps/erpnext"
	install_test_packages
	environment_recipe >"$STATE_DIR/environment"
}

# The list lies in pyproject.toml, as `dev`.
install_test_packages() {
	local wanted
	wanted=$("$PYTHON_BIN" - "$CLONE_DIR/pyproject.toml" <<'PY'
import sys
try:
    import tomllib
except ImportError:
    import tomli as tomllib
with open(sys.argv[1], "rb") as file:
    print("\n".join(tomllib.load(file)["project"]["optional-dependencies"]["dev"]))
PY
	)
	mapfile -t wanted <<<"$wanted"
	logged "The packages that the tests need could not be installed." "$PYTHON_BIN" -m pip install "${wanted[@]}"
}

node_recipe() { sha1sum "$BENCH_DIR/apps/$1/package.json" | cut -d' ' -f1; }

install_node_packages() {
	local app folder
	for app in frappe erpnext; do
		folder=$BENCH_DIR/apps/$app
		[[ -d $folder/node_modules && $(cat "$STATE_DIR/node-$app" 2>/dev/null) == "$(node_recipe "$app")" ]] && continue
		say "Installing $app's browser packages"
		rm -f "$STATE_DIR/node-$app"
		logged "$app's browser packages could not be installed: is the npm registry reachable?" \
			"$YARN" --cwd "$folder" install --check-files --non-interactive
		node_recipe "$app" >"$STATE_DIR/node-$app"
	done
}

# set_common KEY VALUE...: JSON values in the settings that all sites share.
set_common() {
	"$HOST_PYTHON" - "$BENCH_DIR/sites/common_site_config.json" "$@" <<'PY'
import json, os, pathlib, sys
path = pathlib.Path(sys.argv[1])
config = json.loads(path.read_text()) if path.exists() else {}
wanted = {key: json.loads(value) for key, value in zip(sys.argv[2::2], sys.argv[3::2])}
if any(config.get(key) != value for key, value in wanted.items()):
    config.update(wanted)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    os.replace(part, path)
PY
}

configure_bench() {
	is_foreign_bench && return 0
	set_common \
		db_host '"127.0.0.1"' db_port "$DB_PORT" \
		redis_cache "\"redis://127.0.0.1:$REDIS_CACHE_PORT\"" \
		redis_queue "\"redis://127.0.0.1:$REDIS_QUEUE_PORT\"" \
		redis_socketio "\"redis://127.0.0.1:$REDIS_QUEUE_PORT\"" \
		socketio_port "$SOCKETIO_PORT" frappe_user "\"$(id -un)\"" \
		live_reload false developer_mode 0 serve_default_site false default_site "\"$DEMO_SITE\""
}

# This clone takes the app's place in the bench; sites follow the code that is linked.
link_app() {
	local link=$BENCH_DIR/apps/$APP
	if [[ -e $link && ! -L $link ]]; then
		die "$link is a folder of its own, not a link to this clone. Move it away, or run make from there."
	fi
	if [[ $(readlink "$link" 2>/dev/null) != "$CLONE_DIR" ]]; then
		[[ ! -L $link ]] || say "The bench used $(readlink "$link"); from now on it uses this clone, $CLONE_DIR"
		ln -sfn "$CLONE_DIR" "$link"
	fi
	if [[ $(cd "$BENCH_DIR" && "$PYTHON_BIN" -c "import $APP; print($APP.__file__)" 2>/dev/null) != "$CLONE_DIR/$APP/__init__.py" ]]; then
		logged "This app could not be installed in the bench." \
			"$PYTHON_BIN" -m pip install --quiet --no-deps --no-build-isolation --editable "$CLONE_DIR"
	fi
	grep -qx "$APP" "$BENCH_DIR/sites/apps.txt" || printf '\n%s\n' "$APP" >>"$BENCH_DIR/sites/apps.txt"
	sed -i '/^$/d' "$BENCH_DIR/sites/apps.txt"
	ln -sfn "$CLONE_DIR/$APP/public" "$BENCH_DIR/sites/assets/$APP"
}

# What tests/conftest.py and benchmarks/ need to know of the bench.
export_test_settings() {
	export OM_CLONE=$CLONE_DIR OM_BENCH=$BENCH_DIR OM_SITES_PATH=$BENCH_DIR/sites OM_SITE=${OM_SITE:-$TEST_SITE}
	export FRAPPE_BENCH_ROOT=$BENCH_DIR
}

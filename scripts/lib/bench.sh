# The bench: Frappe, ERPNext and this app, with what they need from PyPI and npm. Sourced, never run.
# Every step looks at what is really there, and does only what is missing.
# shellcheck shell=bash disable=SC2034

# fetch_app NAME ADDRESS BRANCH SETTING: cloned beside its place and moved there whole.
fetch_app() {
	local target=$BENCH_DIR/apps/$1 source="$2 $3"
	if [[ -f $target/$1/__init__.py ]]; then
		[[ $(cat "$STATE_DIR/source-$1" 2>/dev/null || echo "$source") == "$source" ]] ||
			die "The bench has $1 from $(cat "$STATE_DIR/source-$1"), not from $source. Run make clean first, or set BENCH_DIR to another folder."
		return 0
	fi
	say "Fetching $1 ($3) from $2"
	need_repo "$2" "$3" "$4"
	mkdir -p "$BENCH_DIR/apps"
	rm -rf "$target" "$target.part"
	logged "$1 could not be fetched from $2." git clone --quiet --depth 1 --branch "$3" "$2" "$target.part"
	echo "$source" >"$STATE_DIR/source-$1"
	mv "$target.part" "$target"
}

make_bench_folders() {
	mkdir -p "$BENCH_DIR"/{apps,sites/assets,config/pids,logs}
	[[ -f $BENCH_DIR/sites/apps.txt ]] || printf 'frappe\nerpnext\n' >"$BENCH_DIR/sites/apps.txt"
	touch "$STATE_DIR/made-here"
}

# What the Python environment is made from; when it changes, the environment is brought up to date.
environment_recipe() {
	cat "$BENCH_DIR"/apps/{frappe,erpnext}/pyproject.toml | sha1sum | cut -d' ' -f1
}

environment_is_complete() {
	[[ -x $PYTHON_BIN && $(cat "$STATE_DIR/environment" 2>/dev/null) == "$(environment_recipe)" ]] &&
		"$PYTHON_BIN" -c 'import frappe, erpnext, gunicorn' 2>/dev/null
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
	environment_recipe >"$STATE_DIR/environment"
}

need_own_packages() {
	"$PYTHON_BIN" -c 'import icalendar' 2>/dev/null && return 0
	say "Installing the packages that this app needs"
	install_packages "The packages that this app needs could not be installed." dependencies
}

need_test_packages() {
	"$PYTHON_BIN" -c 'import pytest, xdist, hypothesis, freezegun, playwright, polib' 2>/dev/null && return 0
	say "Installing the packages that the tests need"
	install_packages "The packages that the tests need could not be installed." optional-dependencies dev
}

# install_packages COMPLAINT KEY...: what pyproject.toml lists under project and these keys.
install_packages() {
	local complaint=$1 wanted
	shift
	wanted=$("$PYTHON_BIN" - "$CLONE_DIR/pyproject.toml" "$@" <<'PY'
import sys
try:
    import tomllib
except ImportError:
    import tomli as tomllib
with open(sys.argv[1], "rb") as file:
    listed = tomllib.load(file)["project"]
for key in sys.argv[2:]:
    listed = listed[key]
print("\n".join(listed))
PY
	)
	mapfile -t wanted <<<"$wanted"
	logged "$complaint" "$PYTHON_BIN" -m pip install "${wanted[@]}"
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

# set_json FILE KEY VALUE...: set values, given as JSON, in a settings file; the file is replaced whole, and only if it changes.
set_json() {
	"$HOST_PYTHON" - "$@" <<'PY'
import json, os, pathlib, sys
path = pathlib.Path(sys.argv[1])
config = json.loads(path.read_text()) if path.exists() else {}
wanted = {key: json.loads(value) for key, value in zip(sys.argv[2::2], sys.argv[3::2])}
if any(config.get(key) != value for key, value in wanted.items()):
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps({**config, **wanted}, indent=1, sort_keys=True) + "\n")
    os.replace(part, path)
PY
}

set_common() { set_json "$BENCH_DIR/sites/common_site_config.json" "$@"; }

configure_bench() {
	is_foreign_bench && return 0
	set_common \
		db_host "\"${GIVEN_DB_HOST:-127.0.0.1}\"" db_port "${GIVEN_DB_PORT:-$DB_PORT}" \
		redis_cache "\"redis://127.0.0.1:$REDIS_CACHE_PORT\"" \
		redis_queue "\"redis://127.0.0.1:$REDIS_QUEUE_PORT\"" \
		redis_socketio "\"redis://127.0.0.1:$REDIS_QUEUE_PORT\"" \
		socketio_port "$SOCKETIO_PORT" frappe_user "\"$(id -un)\"" \
		live_reload false developer_mode 0 serve_default_site false default_site "\"$DEMO_SITE\""
}

# This clone takes the app's place in the bench; sites follow the code that is linked.
link_app() {
	local link=$BENCH_DIR/apps/$APP public=$BENCH_DIR/sites/assets/$APP
	if [[ -e $link && ! -L $link ]]; then
		die "$link is a folder of its own, not a link to this clone. Move it away, or run make from there."
	fi
	if [[ $(readlink "$link" 2>/dev/null) != "$CLONE_DIR" ]]; then
		[[ ! -L $link ]] || say "The bench used $(readlink "$link"); from now on it uses this clone, $CLONE_DIR"
		ln -sfn "$CLONE_DIR" "$link"
	fi
	need_own_packages
	if [[ $(cd "$BENCH_DIR" && "$PYTHON_BIN" -c "import $APP; print($APP.__file__)" 2>/dev/null) != "$CLONE_DIR/$APP/__init__.py" ]]; then
		logged "This app could not be installed in the bench." \
			"$PYTHON_BIN" -m pip install --quiet --no-deps --no-build-isolation --editable "$CLONE_DIR"
	fi
	grep -qx "$APP" "$BENCH_DIR/sites/apps.txt" || printf '\n%s\n' "$APP" >>"$BENCH_DIR/sites/apps.txt"
	sed -i '/^$/d' "$BENCH_DIR/sites/apps.txt"
	mkdir -p "$BENCH_DIR/sites/assets"
	ln -sfn "$CLONE_DIR/$APP/public" "$public"
}

# --- browser files ---------------------------------------------------------------------------------------------------

# What our own bundles are made from.
assets_recipe() {
	(cd "$CLONE_DIR/$APP" && find . -path './public/*' -type f ! -path './public/dist/*' -print0 | sort -z | xargs -0 -r sha1sum) |
		sha1sum | cut -d' ' -f1
}

assets_are_built() {
	local listing=$BENCH_DIR/sites/assets/assets.json
	[[ -f $listing ]] && "$HOST_PYTHON" - "$BENCH_DIR/sites" <<'PY'
import json, pathlib, sys
sites = pathlib.Path(sys.argv[1])
files = json.loads((sites / "assets/assets.json").read_text())
wanted = {"desk.bundle.js", "login.bundle.css", "erpnext.bundle.js"}
sys.exit(not (wanted <= set(files) and all((sites / file.lstrip("/")).exists() for file in files.values())))
PY
}

build_assets() {
	if ! assets_are_built; then
		say "Building the desk's browser files (a minute, once)"
		rm -f "$STATE_DIR/assets"
		logged "The desk's browser files could not be built." frappe_command build --production
	fi
	[[ $(cat "$STATE_DIR/assets" 2>/dev/null) != "$(assets_recipe)" ]] || return 0
	say "Building this app's browser files"
	logged "This app's browser files could not be built." frappe_command build --production --app "$APP"
	assets_recipe >"$STATE_DIR/assets"
}

# frappe_command command...: a command of Frappe's that is about no site.
frappe_command() { (cd "$BENCH_DIR/sites" && exec "$PYTHON_BIN" -m frappe.utils.bench_helper frappe "$@"); }

# --- all -------------------------------------------------------------------------------------------------------------

# From nothing, or from whatever an earlier run left, to a bench with this app in it and the dumps to make sites from.
build_bench() {
	if is_foreign_bench; then
		use_foreign_bench
	else
		build_own_bench
	fi
	make_dumps
	link_app
}

build_own_bench() {
	need_packages
	check_python
	check_node
	check_yarn
	[[ -d $BENCH_DIR/env ]] || need_disk 5
	make_bench_folders
	fetch_app frappe "$FRAPPE_REPO" "$FRAPPE_BRANCH" FRAPPE_REPO
	fetch_app erpnext "$ERPNEXT_REPO" "$ERPNEXT_BRANCH" ERPNEXT_REPO
	make_environment
	install_node_packages
	start_services
	configure_bench
}

# An existing bench is taken as it is; we look whether this app can run there.
use_foreign_bench() {
	local app version
	need_packages
	check_python
	check_node
	check_yarn
	for app in frappe erpnext; do
		version=$("$PYTHON_BIN" -c "import $app; print($app.__version__)" 2>/dev/null) ||
			die "There is no $app in the bench $BENCH_DIR. Add it: cd $BENCH_DIR && bench get-app --branch version-15 $app"
		[[ $version == 15.* ]] || die "The bench $BENCH_DIR has $app $version, and this app needs version 15. Set BENCH_DIR to another bench."
	done
	say "Using the bench $BENCH_DIR as it is; its own sites are not touched"
	start_services
}

# --- what tests and benchmarks need to know --------------------------------------------------------------------------

export_settings() {
	export BENCH_DIR OM_BENCH=$BENCH_DIR OM_CLONE=$CLONE_DIR OM_SITES_PATH=$BENCH_DIR/sites
	export OM_SITE=${SITE:-${OM_SITE:-$TEST_SITE}} FRAPPE_BENCH_ROOT=$BENCH_DIR
	if CHROMIUM=$(find_chromium); then export CHROMIUM; fi
}

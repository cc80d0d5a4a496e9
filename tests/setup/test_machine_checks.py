"""What is wrong with a machine is said in one line that tells what to do, and nothing half-built stays."""

import pytest

VERSION_OF = 'echo "{0}"'


def test_python_too_old(machine, refused):
	old = machine.program("old-python", '[[ $1 == --version ]] && echo "Python 3.9.2"; exit 1')
	line = refused(machine.bash("check_python", PYTHON=str(old)))
	assert line == (
		"Python 3.10 or newer (below 3.14) is needed, but Python 3.9.2 is what is here. "
		"Install python3.11 (or set PYTHON to one)."
	)


def test_a_python_beside_an_old_one_is_found(machine):
	machine.program("python3", "exit 1")
	good = machine.program("python3.12", "exit 0")
	result = machine.bash('check_python; echo "$HOST_PYTHON"')
	assert result.stdout.strip() == str(good)


@pytest.mark.parametrize("version", ["16.20.2", "12.22.9"])
def test_node_too_old_and_none_to_be_had(machine, refused, version):
	machine.program("node", f"echo v{version}")
	python = machine.program(
		"python", 'mkdir -p "$3/bin"; printf "#!/bin/bash\\nexit 1\\n" >"$3/bin/pip"; chmod +x "$3/bin/pip"'
	)
	line = refused(machine.bash(f'HOST_PYTHON="{python}"; check_node'))
	assert line.startswith(
		f"Node.js 18 or newer with npm is needed (here: {version}), and PyPI gave none. Install it: https://nodejs.org. "
	)


@pytest.mark.parametrize("here", ["", "echo v16.20.2"])
def test_node_too_old_or_missing_is_replaced_by_one_of_our_own(machine, here):
	machine.only("bash", "dirname", "mkdir", "rm", "sort", "head", "cat", "chmod")
	if here:
		machine.program("node", here)
	python = machine.program(
		"python",
		'mkdir -p "$3/bin"; cat >"$3/bin/pip" <<"PIP"\n#!/bin/bash\n'
		'for tool in node npm; do printf "#!/bin/bash\\necho v20.1.0\\n" >"${0%pip}$tool"; chmod +x "${0%pip}$tool"; done\n'
		'PIP\nchmod +x "$3/bin/pip"',
	)
	result = machine.bash(f'HOST_PYTHON="{python}"; check_node; node --version; check_node')
	assert result.returncode == 0, result
	assert result.stdout.splitlines() == [
		f"==> Installing a Node.js of our own (this machine's: {here[6:] or 'none'}; 18 or newer with npm is needed)",
		"v20.1.0",
	]


def test_node_new_enough(machine):
	machine.only("bash", "dirname", "mkdir", "sort", "head")
	machine.program("node", "echo v18.0.0")
	machine.program("npm", "exit 0")
	result = machine.bash("check_node")
	assert result.returncode == 0 and result.stdout == ""


def test_neither_yarn_nor_a_registry(machine, refused):
	machine.program("yarn", "echo 3.6.0")
	machine.program("yarnpkg", "exit 1")
	machine.program("npm", "exit 1")
	assert refused(machine.bash("check_yarn")).startswith(
		"yarn 1 is needed and could not be installed: is the npm registry reachable? The whole output is in "
	)


def test_debians_name_for_yarn_will_do(machine):
	machine.program("yarn", "echo 4.1.0")
	machine.program("yarnpkg", "echo 1.22.19")
	result = machine.bash('check_yarn; check_yarn; echo "$YARN"; yarn --version')
	assert result.stdout.splitlines() == [f"{machine.bench}/.office-management/tools/bin/yarn", "1.22.19"]


@pytest.mark.parametrize(
	("text", "said"),
	[
		(
			"mariadbd  Ver 10.5.29-MariaDB-0+deb11u1 for debian-linux-gnu",
			"MariaDB 10.6 or newer is needed, but it is 10.5.29 here. Install a newer one (https://mariadb.org/download).",
		),
		(
			"5.5.68-MariaDB",
			"MariaDB 10.6 or newer is needed, but it is 5.5.68 here. Install a newer one (https://mariadb.org/download).",
		),
		(
			"mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)",
			"MariaDB 10.6 or newer is needed, but the database here is not MariaDB: "
			"mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)",
		),
	],
)
def test_database_too_old_or_another_one(machine, refused, text, said):
	assert refused(machine.bash(f"check_mariadb_version '{text}'")) == said


@pytest.mark.parametrize("version", ["10.6.0", "10.11.6", "11.8.2"])
def test_database_new_enough(machine, version):
	assert machine.bash(f"check_mariadb_version '{version}-MariaDB-log'").returncode == 0


def test_too_little_disk(machine, refused):
	machine.program("df", r'printf "Filesystem 1024-blocks Used Available\n/dev/vda 9 9 3145728 9%% /\n"')
	assert refused(machine.bash("need_disk 6")) == (
		f"Only 3 GB are free in {machine.bench}, and about 6 GB are needed. Make room, or set BENCH_DIR to another disk."
	)


def test_packages_missing_without_the_right_to_install_them(machine, refused):
	machine.only("bash", "dirname", "mkdir", "sort", "xargs", "echo", "git", "curl", "gcc", "setsid")
	for name in ("apt-get", "pkg-config"):
		machine.program(name, "exit 1")
	machine.program("python3", "exit 0")
	machine.program("id", "echo 1000")
	machine.program("sudo", "exit 1")
	line = refused(
		machine.bash("uses_own_database() { false; }; has_python_headers() { true; }; need_packages")
	)
	assert line == (
		"Packages are missing. Have them installed, then try again: "
		"sudo apt-get install -y mariadb-client redis-server redis-tools"
	)


def test_missing_packages_are_installed_by_root(machine):
	machine.program("id", "echo 0")
	machine.program("apt-get", f'echo "$*" >>"{machine.home}/asked"')
	code = 'missing_packages() { [[ -e $HOME/asked ]] || echo "redis-server git"; }; need_packages'
	result = machine.bash(code)
	assert result.returncode == 0, result
	assert (machine.home / "asked").read_text().splitlines() == [
		"update",
		"install -y --no-install-recommends redis-server git",
	]


def test_a_bench_folder_that_cannot_be_written(machine, refused):
	(machine.home / "file").write_text("")
	result = machine.bash("true", BENCH_DIR=str(machine.home / "file/bench"))
	assert refused(result) == (
		f"Cannot write to {machine.home}/file/bench. Set BENCH_DIR to a folder of yours."
	)

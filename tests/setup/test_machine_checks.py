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


@pytest.mark.parametrize("version", ["v16.20.2", "v12.22.9"])
def test_node_too_old(machine, refused, version):
	machine.program("node", f"echo {version}")
	assert refused(machine.bash("check_node")) == (
		f"Node.js 18 or newer is needed, but node is {version[1:]} here. Install a newer one (https://nodejs.org)."
	)


def test_node_new_enough(machine):
	machine.program("node", "echo v18.0.0")
	assert machine.bash("check_node").returncode == 0


def test_no_node(machine, refused):
	machine.only("bash", "dirname", "mkdir")
	assert refused(machine.bash("check_node")) == (
		"Node.js 18 or newer is needed, but there is no node here. Install it: apt-get install nodejs npm"
	)


def test_neither_yarn_nor_npm(machine, refused):
	machine.only("bash", "dirname", "mkdir")
	machine.program("yarn", "echo 3.6.0")
	assert refused(machine.bash("check_yarn")) == (
		"yarn 1 is needed to build the desk's pages, and neither yarn nor npm is here. "
		"Install npm: apt-get install npm"
	)


def test_debians_name_for_yarn_will_do(machine):
	machine.program("yarn", "echo 4.1.0")
	machine.program("yarnpkg", "echo 1.22.19")
	assert machine.bash('check_yarn; echo "$YARN"').stdout.strip().endswith("/yarnpkg")


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
	for name in ("apt-get", "pkg-config", "node", "npm"):
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

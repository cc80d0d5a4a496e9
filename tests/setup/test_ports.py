"""Ports: whatever runs on the usual ones is left alone; ours are spare ones, chosen once and remembered."""

import re
import socket

import pytest


@pytest.fixture
def busy():
	"""A port of the loopback on which something else listens."""
	with socket.create_server(("127.0.0.1", 0)) as server:
		yield server.getsockname()[1]


def test_a_chosen_port_that_is_busy(machine, refused, busy):
	assert refused(machine.bash("choose_web_port", PORT=str(busy))) == (
		f"Port {busy} is busy. Set PORT to another one, or leave it out and a free one is taken."
	)


@pytest.mark.parametrize("port", ["80a", "0", "65536", "-1", "123456"])
def test_a_chosen_port_that_is_none(machine, refused, port):
	assert refused(machine.bash("choose_web_port", PORT=port)) == (
		f"PORT={port} is not a port. Choose a number from 1024 to 65535."
	)


def test_the_next_free_port_is_taken(machine, busy):
	result = machine.bash(f"first_free_port {busy}")
	assert busy < int(result.stdout) < busy + 200


def test_a_port_is_remembered(machine):
	first = machine.bash('choose_port WEB_PORT 18000; echo "$WEB_PORT"').stdout
	second = machine.bash('choose_port WEB_PORT 18100; echo "$WEB_PORT"').stdout
	assert first == second and re.fullmatch(r"18\d\d\d\n", first)


def test_a_remembered_port_that_was_taken_meanwhile_is_given_up(machine, busy):
	code = f'remember_port WEB_PORT {busy}; remember_port DB_PORT 1; choose_port WEB_PORT {busy}; load_ports; echo "$WEB_PORT $DB_PORT"'
	web, database = machine.bash(code).stdout.split()
	assert int(web) != busy and database == "1"

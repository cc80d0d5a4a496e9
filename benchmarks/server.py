"""A real web server on the loopback for as long as it is measured, and a client for it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import frappe
from place import bench_dir, site_name

WORKERS = 2
PATIENCE = 60  # seconds until the server must answer


class Server:
	"""`with Server() as server: server.post(doctype, values)`."""

	def __enter__(self) -> "Server":
		self.port = _free_port()
		self.token = _make_key()
		command = [
			sys.executable,
			"-m",
			"gunicorn",
			"--bind",
			f"127.0.0.1:{self.port}",
			"--workers",
			str(WORKERS),
		]
		self.process = subprocess.Popen(
			[*command, "--worker-class", "sync", "--log-level", "warning", "frappe.app:application"],
			cwd=bench_dir() / "sites",
			env=os.environ | {"SITES_PATH": str(bench_dir() / "sites")},
			stdout=subprocess.DEVNULL,
		)
		self._wait()
		return self

	def __exit__(self, *_error) -> None:
		self.process.terminate()
		try:
			self.process.wait(20)
		except subprocess.TimeoutExpired:
			self.process.kill()
		_forget_key()

	def _wait(self) -> None:
		for _try in range(PATIENCE * 5):
			try:
				if self._ask("GET", "/api/method/ping")[0] == 200:
					return
			except OSError:
				time.sleep(0.2)
		raise RuntimeError(f"The web server did not answer within {PATIENCE} seconds")

	def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
		headers = {
			"Host": site_name(),
			"X-Frappe-Site-Name": site_name(),
			"Authorization": f"token {self.token}",
			"Content-Type": "application/json",
			"Accept": "application/json",
			"Connection": "close",
		}
		try:
			connection.request(method, path, body, headers)
			answer = connection.getresponse()
			return answer.status, answer.read()
		finally:
			connection.close()

	def post(self, doctype: str, values: dict) -> None:
		"""Insert a document; anything but success ends the run."""
		self._send(f"/api/resource/{quote(doctype)}", values)

	def call(self, method: str, values: dict) -> None:
		"""Call a whitelisted method; anything but success ends the run."""
		self._send(f"/api/method/{method}", values)

	def _send(self, path: str, values: dict) -> None:
		status, answer = self._ask("POST", path, json.dumps(values))
		if status != 200:
			raise RuntimeError(f"The server answered {status}: {answer[:2000].decode(errors='replace')}")


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def _make_key() -> str:
	"""A key for the administrator of this site, for as long as the server runs."""
	user = frappe.get_doc("User", "Administrator")
	secret = frappe.generate_hash(length=20)
	user.api_key = frappe.generate_hash(length=15)
	user.api_secret = secret
	user.save(ignore_permissions=True)  # the benchmark's own site
	frappe.db.commit()
	return f"{user.api_key}:{secret}"


def _forget_key() -> None:
	frappe.db.rollback()
	user = frappe.get_doc("User", "Administrator")
	user.api_key = user.api_secret = None
	user.save(ignore_permissions=True)  # the benchmark's own site
	frappe.db.commit()

"""A machine for the scripts to look at: an empty home, a bench folder in it, and programs that say what a test wants."""

import os
import subprocess
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
PRELUDE = f"set -euo pipefail; source '{CLONE}/scripts/lib/all.sh'; prepare_folders;"


class Machine:
	"""Runs pieces of scripts/ in a home of its own, with made-up programs before the real ones on the PATH."""

	def __init__(self, home: Path):
		self.home = home
		self.bench = home / "my bench"
		self.programs = home / "programs"
		self.programs.mkdir()
		self.path = f"{self.programs}:{os.environ['PATH']}"
		self.settings: dict[str, str] = {}

	def program(self, name: str, body: str) -> Path:
		"""Put a shell script on the PATH under this name."""
		file = self.programs / name
		file.write_text(f"#!/bin/bash\n{body}\n")
		file.chmod(0o755)
		return file

	def only(self, *names: str) -> None:
		"""From now on the PATH holds these programs and our made-up ones, and no others."""
		for name in names:
			found = subprocess.run(
				["bash", "-c", f"type -P {name}"], capture_output=True, text=True, check=True
			)
			(self.programs / name).symlink_to(found.stdout.strip())
		self.path = str(self.programs)

	def environment(self, **settings: str) -> dict[str, str]:
		"""What a script finds in its environment here."""
		inherited = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
		fixed = {"HOME": str(self.home), "PATH": self.path, "BENCH_DIR": str(self.bench)}
		return inherited | fixed | self.settings | settings

	def bash(self, code: str, **settings: str) -> subprocess.CompletedProcess:
		"""Run bash code that may call every function of scripts/lib."""
		return self.run(["/bin/bash", "-c", PRELUDE + code], **settings)

	def start_bash(self, code: str) -> subprocess.Popen:
		"""Start such code without waiting for its end."""
		return self.start(["/bin/bash", "-c", PRELUDE + code])

	def start(self, command: list[str]) -> subprocess.Popen:
		"""Start a command; its input and output are pipes of text."""
		return subprocess.Popen(
			command,
			env=self.environment(),
			cwd=self.home,
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def script(self, name: str, **settings: str) -> subprocess.CompletedProcess:
		"""Run one of scripts/ as make does."""
		return self.run(["/bin/bash", str(CLONE / "scripts" / name)], **settings)

	def run(self, command: list[str], **settings: str) -> subprocess.CompletedProcess:
		"""Run a command to its end, with nothing to read."""
		return subprocess.run(
			command,
			env=self.environment(**settings),
			cwd=self.home,
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			timeout=60,
		)

	def existing_bench(self) -> Path:
		"""A bench that somebody else made."""
		for folder in ("apps/frappe", "apps/erpnext", "sites", "env/bin"):
			(self.bench / folder).mkdir(parents=True)
		(self.bench / "sites/common_site_config.json").write_text("{}")
		(self.bench / "sites/apps.txt").write_text("frappe\nerpnext\n")
		return self.bench


@pytest.fixture
def machine(tmp_path):
	"""A machine with nothing on it but what the real one has."""
	return Machine(tmp_path)


@pytest.fixture
def refused():
	"""`refused(result)` is the one line with which a script refused, without its `error: `."""

	def one_line(result: subprocess.CompletedProcess) -> str:
		assert result.returncode == 1, result
		lines = result.stderr.splitlines()
		assert len(lines) == 1 and lines[0].startswith("error: "), result.stderr
		return lines[0].removeprefix("error: ")

	return one_line

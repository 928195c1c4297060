# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings for all tests, and the real program with the bundled knowledge, served as `make run` serves it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

os.environ.setdefault("ALLMENDE_VAR", tempfile.mkdtemp(prefix="allmende-test-"))
os.environ.setdefault("ALLMENDE_SECRET_KEY", "only-for-tests-" * 3)
os.environ.setdefault("ALLMENDE_API_RATE", "100000/m")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright runs a loop beside Django's live server

from hypothesis import settings

from tests.figures import lines

BOOT_SECONDS = 180
_PROGRAM = str(Path(sys.executable).with_name("allmende"))

settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci")
Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the server warns without it

if "sqlite3" in django_settings.DATABASES["default"]["ENGINE"]:
    # A file as in earnest: in memory, SQLite locks whole tables and knows no write-ahead log.
    django_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
        Path(os.environ["ALLMENDE_VAR"], "test.db")
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was measured."""
    if found := lines():
        terminalreporter.section("Zahlen")
        for line in found:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Django empties tables between tests; in earnest the database keeps its events."""
    lift = import_module("allmende.audit.migrations.0002_nothing_is_forgotten").LIFT
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(lift[connection.vendor])


@pytest.fixture(autouse=True)
def _sums_anew() -> None:
    """Two tests may bring different tables to one stamp."""
    import_module("allmende.transfers.sums").forget()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Installation:
    """The running program: its address, its folder, and the environment in which its commands run."""

    address: str
    var: Path
    env: Mapping[str, str]

    def command(self, *words: str) -> None:
        """Run `allmende …` beside the server; fails with what it says."""
        subprocess.run([_PROGRAM, *words], env=self.env, check=True, capture_output=True)


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A freshly prepared installation; stopped and removed at the end."""
    var = tempfile.mkdtemp(prefix="allmende-journeys-")
    port = free_port()
    env = {**os.environ, "ALLMENDE_VAR": var, "ALLMENDE_API_RATE": "100000/m"}
    log = Path(var, "log")
    command = [_PROGRAM, "run", "--port", str(port)]
    with log.open("w") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out) as server:
        try:
            _wait(server, port, log)
            yield Installation(f"http://127.0.0.1:{port}", Path(var), env)
        finally:
            server.terminate()
            server.wait(30)
            shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def site(installation: Installation) -> str:
    """Address of the running program."""
    return installation.address


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when the server answers; fail with its own words when it ends before."""
    for _ in range(BOOT_SECONDS):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            try:
                server.wait(1)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"allmende run ended: {log.read_text()}")
        else:
            return
    pytest.fail(f"allmende run did not answer: {log.read_text()}")

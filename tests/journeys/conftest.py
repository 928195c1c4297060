# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The real program with the bundled knowledge, served as `make run` serves it, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BOOT_SECONDS = 180
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of a freshly prepared installation; stopped and removed at the end."""
    var = tempfile.mkdtemp(prefix="allmende-journeys-")
    port = free_port()
    command = [str(Path(sys.executable).with_name("allmende")), "run", "--port", str(port)]
    env = {**os.environ, "ALLMENDE_VAR": var, "ALLMENDE_DATABASE_URL": ""}
    log = Path(var, "log")
    with log.open("w") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out) as server:
        try:
            _wait(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)
            shutil.rmtree(var, ignore_errors=True)


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page without cookies that fails the test when a script or the content policy complains."""
    context = browser.new_context(base_url=site, locale="de-DE")
    complaints: list[str] = []
    fresh = context.new_page()
    fresh.on("pageerror", lambda error: complaints.append(str(error)))
    fresh.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    yield fresh
    context.close()
    assert not complaints

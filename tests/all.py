# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Run all checks and tests: `python -m tests.all`. What cannot run is named; complete runs omit nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

BIN = Path(sys.executable).parent
COMPLETE = os.environ.get("ALLMENDE_TESTS_COMPLETE") == "1"
CHECKS = (
    ("Format", ["ruff", "format", "--check", "."]),
    ("Lint", ["ruff", "check", "."]),
    ("Richtung der Räume", ["lint-imports", "--no-cache"]),
    ("Typen", ["mypy"]),
    ("Lizenzen", ["reuse", "lint", "--quiet"]),
    ("Code-Prüfung", ["allmende", "repository", "check", ".", "--fail-on", "warning"]),
)
NO_BROWSER, BROWSER = ["-m", "not browser"], ["-m", "browser"]
NEEDED = {"chromium": ["chromium"], "initdb": ["postgresql"]}


def run(title: str, command: list[str], **env: str) -> bool:
    """Run one step, print what it said and how it ended."""
    started = time.monotonic()
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]], env={**os.environ, **env}, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    good = result.returncode == 0
    took = time.monotonic() - started
    print(f"── {title}\n{result.stdout}   {'gut' if good else 'FEHLER'} ({took:.0f} s)", flush=True)
    return good


def find(program: str) -> str | None:
    """Path of a program, PostgreSQL's folder on Debian included."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, servers)]))


def fetch_missing() -> list[str]:
    """Install what the tests need where that is allowed; the names of what is still missing."""
    missing = [program for program in NEEDED if not find(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for program in missing for package in NEEDED[program]]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            env=quiet, check=False, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return [program for program in NEEDED if not find(program)]


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own in a temporary folder, reachable by socket only; yields its address."""
    folder = Path(tempfile.mkdtemp(prefix="allmende-pg-"))
    as_user: dict[str, str] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = {"user": "postgres"}
    data = folder / "data"
    initdb, pg_ctl = find("initdb"), find("pg_ctl")
    assert initdb
    assert pg_ctl
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [initdb, "-D", str(data), "-A", "trust", "-U", "allmende", "--no-sync"], **quiet, **as_user
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    subprocess.run([pg_ctl, "-D", str(data), "-w", "-o", options, "start"], **quiet, **as_user)
    try:
        yield f"postgres://allmende@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        subprocess.run([pg_ctl, "-D", str(data), "-m", "immediate", "stop"], **quiet, **as_user)
        shutil.rmtree(folder, ignore_errors=True)


def run_tests(missing: list[str]) -> bool:
    """As many at once as there are cores: no browser on SQLite, rooms on PostgreSQL, then the browser."""
    steps: list[tuple[str, list[str], dict[str, str]]] = [("SQLite", NO_BROWSER, {})]
    with ExitStack() as stack, ThreadPoolExecutor(os.cpu_count()) as pool:
        if "initdb" not in missing:
            address = {"ALLMENDE_DATABASE_URL": stack.enter_context(postgres())}
            steps.append(("PostgreSQL", [*NO_BROWSER, *ROOMS], address))
        if "chromium" not in missing:
            steps.append(("Browser", BROWSER, {}))
        runs = []
        for place, chosen, env in steps:
            var = stack.enter_context(tempfile.TemporaryDirectory(prefix="allmende-var-"))
            command = ["pytest", "-q", *chosen, "-o", f"cache_dir={var}/cache"]
            runs.append(pool.submit(run, f"Tests: {place}", command, ALLMENDE_VAR=var, **env))
        return all(one.result() for one in runs)


def main() -> int:
    """Checks, then the tests."""
    results = [run(title, command) for title, command in CHECKS]
    ok = all(results)
    if "--checks-only" in sys.argv:
        return 0 if ok else 1
    missing = fetch_missing()
    if missing and COMPLETE:
        print(f"Es fehlt: {', '.join(missing)}. Ein vollständiger Lauf lässt nichts aus.")
        return 1
    ok &= run_tests(missing)
    for program in missing:
        print(f"AUSGELASSEN, weil {program} fehlt. Auf Debian: apt install {' '.join(NEEDED[program])}")
    print("Alles gut." if ok else "Es gab Fehler, siehe oben.")
    return 0 if ok else 1


ROOMS = [
    f"tests/{room}"
    for room in (
        "accounts",
        "audit",
        "register",
        "catalogue",
        "transfers",
        "search",
        "portal",
        "compliance",
        "contract",
        "contributions",
        "subscriptions",
        "undertakings",
    )
]

if __name__ == "__main__":
    sys.exit(main())

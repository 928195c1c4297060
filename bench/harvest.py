# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The harvest of 1,000 repositories on this machine by two workers: how many a minute, in how much memory."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import Row
from tests.adapters.gitserver import quick

MANY = 1000
WORKERS = "2"
SEED = 4
ALLMENDE = str(Path(sys.executable).with_name("allmende"))
LICENCES = ("EUPL-1.2", "MIT", "Apache-2.0", "AGPL-3.0-or-later")
PUBLICCODE = """publiccodeYmlVersion: "0"
name: Anwendung {number}
url: https://forge.example/stadt-{place}/anwendung-{number}
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  de:
    shortDescription: Anwendung {number} für die Verwaltung
    longDescription: >
      {words}
    features: [Anträge annehmen, Termine vergeben]
legal:
  license: {licence}
maintenance:
  type: none
localisation:
  localisationReady: true
  availableLanguages: [de]
"""


def _files(number: int, chance: random.Random) -> dict[str, bytes]:
    words = " ".join(chance.choice(("Bürger", "Antrag", "Verwaltung", "Daten")) for _ in range(60))
    text = PUBLICCODE.format(number=number, place=number % 50, words=words, licence=chance.choice(LICENCES))
    code = {f"src/part_{n}.py": b"print('x')\n" * chance.randrange(10, 400) for n in range(20)}
    return {
        "publiccode.yml": text.encode(),
        "README.md": words.encode() * 5,
        "LICENSE": b"x" * 12_000,
        **code,
    }


def _measured(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds, and the most memory of a process in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def run() -> Iterator[Row]:
    """Rows of this section."""
    chance = random.Random(SEED)  # noqa: S311  # the same repositories every time
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder:
        for number in range(MANY):
            quick(Path(folder, "repositories", f"{number}.git"), _files(number, chance))
        publishers = Path(folder, "publishers.yaml")
        publishers.write_text(
            f"publishers: [{{key: here, kind: folder, title: Hier, url: {folder}/repositories}}]\n"
        )
        environment = {**os.environ, "ALLMENDE_VAR": folder, "ALLMENDE_DATABASE_URL": ""}
        subprocess.run([ALLMENDE, "manage", "migrate", "-v0"], env=environment, check=True)
        command = [
            ALLMENDE,
            "harvest",
            "run",
            "--publishers",
            str(publishers),
            "--workers",
            WORKERS,
            "--again",
        ]
        size = f"{MANY} Repositories, {WORKERS} Arbeiter"
        for what, more in (("vorschlagen", ["--no-check"]), ("vorschlagen und prüfen", [])):
            took, memory = _measured([*command, *more], environment)
            yield Row("harvest", f"Ernte: {what}", size, 60 * MANY / took, "je Minute")
            yield Row("harvest", f"Ernte: {what}, Speicher", size, memory, "MB", aim=300)

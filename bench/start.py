# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the register, and how long `make run` takes the second time until it serves."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, once
from bench.page import BARE, wait_for

PORT = 8766
REGISTER = """
import django, json, time
django.setup()
from django.core.management import call_command
from allmende import data
from allmende.register.actions import import_register
call_command("migrate", interactive=False, verbosity=0)
started = time.perf_counter()
import_register(data.path("register", "register.csv.gz"), by="bench")
print(json.dumps(time.perf_counter() - started))
"""


def run() -> Iterator[Row]:
    """Rows of this section; the bound of a start is to load Django and the settings."""
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder:
        env = {**os.environ, "ALLMENDE_VAR": folder, "DJANGO_SETTINGS_MODULE": "allmende.config.settings"}
        answer = subprocess.run(
            [sys.executable, "-c", REGISTER], env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        taken = float(json.loads(answer.splitlines()[-1]))
        yield Row("start", "Register einlesen", "12.370 Gebietskörperschaften", taken, "s", aim=10.0)
        yield Row("start", "make run, erster Start", "mitgeliefertes Wissen", _start(env), "s")
        bound = once(
            lambda: subprocess.run(
                [sys.executable, "-c", "import django; django.setup()"], env=env, check=True
            )
        )
        second = _start(env)
        yield Row(
            "start", "make run, zweiter Start", "mitgeliefertes Wissen", second, "s",
            "Schranke: Django laden", bound, aim=5.0,
        )  # fmt: skip


def _start(env: dict[str, str]) -> float:
    """Seconds from the command to the first page served; ended then."""
    command = [str(Path(sys.executable).with_name("allmende")), "run", "--port", str(PORT)]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(PORT, BARE)
        return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(60)

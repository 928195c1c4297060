# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole result page through gunicorn with two workers, over made-up solutions in a folder of its own."""

import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import Row, percentile

SOLUTIONS = 20_000
CLIENTS = (1, 8, 32)
SECONDS = 12
WARM_UP_SECONDS = 6
PORT = 8765
AIM_MS = 100
BARE = "/ueber/"
# keys of real municipalities of every size; words as people type them
KOMMUNEN = ("12069020", "03159016", "05334002", "08111000", "14522180", "07339049", "09162000", "13071107")


def run() -> Iterator[Row]:
    """Rows of this section; the rival is a page without search or database in the same server."""
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder:
        env = {**os.environ, "ALLMENDE_VAR": folder}
        subprocess.run([sys.executable, "-m", "bench.fill", str(SOLUTIONS)], check=True, env=env)
        with server(env, PORT):
            questions = addresses()
            load(questions, max(CLIENTS), WARM_UP_SECONDS)
            for clients in CLIENTS:
                bare = load([BARE], clients, SECONDS / 3)
                found = load(questions, clients, SECONDS)
                yield from _rows(clients, found, bare)


def _rows(clients: int, found: list[float], bare: list[float]) -> Iterator[Row]:
    size = f"{SOLUTIONS} Lösungen, {clients} gleichzeitig"
    aim = AIM_MS if clients == 8 else None
    rival = "Seite ohne Suche"
    p95, rival_p95 = (1000 * percentile(times, 0.95) for times in (found, bare))
    p50, rival_p50 = (1000 * percentile(times, 0.5) for times in (found, bare))
    yield Row("page", "Ergebnisseite, p95", size, p95, "ms", rival, rival_p95, aim)
    yield Row("page", "Ergebnisseite, Median", size, p50, "ms", rival, rival_p50)
    rate = len(found) / SECONDS
    yield Row("page", "Ergebnisseiten je Sekunde", size, rate, "/s", rival, len(bare) / (SECONDS / 3))


def addresses() -> list[str]:
    """Result pages for many questions and municipalities, the same each time."""
    from bench.search import questions  # noqa: PLC0415  # only here: it needs the test extras

    chance = random.Random(1)  # noqa: S311
    asked = questions()
    return ["/finden/?" + urlencode({"q": text, "kommune": chance.choice(KOMMUNEN)}) for text in asked * 3]


@contextmanager
def server(env: dict[str, str], port: int) -> Iterator[None]:
    """Two gunicorn workers as `allmende run` starts them; ended with the block."""
    command = [
        str(Path(sys.executable).with_name("gunicorn")), "allmende.config.wsgi",
        "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "2", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=env)
    try:
        wait_for(port, BARE)
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, path: str) -> None:
    """Until the page is served. Raises TimeoutError after three minutes."""
    for _ in range(1800):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            _get(connection, path)
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError("Der Server ist nicht gestartet.")


def load(paths: list[str], clients: int, seconds: float) -> list[float]:
    """Seconds of every request that `clients` threads make one after another, for some seconds."""
    times: list[float] = []
    problems: list[Exception] = []
    end = time.perf_counter() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        position = number * 7
        try:
            while time.perf_counter() < end:
                started = time.perf_counter()
                _get(connection, paths[position % len(paths)])
                times.append(time.perf_counter() - started)
                position += 1
        except (OSError, http.client.HTTPException, ValueError) as error:
            problems.append(error)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return times


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise ValueError(f"{path}: {answer.status}")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: building and asking, beside PostgreSQL and SQLite over the same documents in the same run.

Each size runs in a process of its own, so that its memory can be told.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.made_up import SEED, documents, knowledge
from bench.measure import Row, once, percentile
from bench.rivals import TOP, Ask, postgres_german, sqlite_fts5
from tests.all import postgres

SIZES = (1_000, 20_000, 100_000)
QUESTIONS = 150
WARM_UP = 15


def questions() -> list[str]:
    """One to three words or phrases that occur in the knowledge, as people type them."""
    chance = random.Random(SEED + 2)  # noqa: S311
    words = sorted({word for solution in knowledge("solutions") for word in solution["keywords"]})
    return [" ".join(chance.sample(words, chance.choice((1, 1, 2, 3)))) for _ in range(QUESTIONS + WARM_UP)]


def run() -> Iterator[Row]:
    """Rows of this section."""
    with postgres() as address:
        for size in SIZES:
            command = [sys.executable, "-m", "bench.search", str(size), address]
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            yield from _rows(size, json.loads(answer.splitlines()[-1]))


def _rows(size: int, found: dict[str, Any]) -> Iterator[Row]:
    ours, *rivals = found["engines"]
    for rival in rivals:
        for what, name, unit in (
            ("Index bauen", "build", "s"), ("Suchen, Median", "p50", "ms"), ("Suchen, p95", "p95", "ms"),
        ):  # fmt: skip
            yield Row("search", what, f"{size} Dokumente", ours[name], unit, rival["name"], rival[name])
    yield Row("search", "Index auf der Platte", f"{size} Dokumente", found["disk"], "MB")
    yield Row("search", "Speicher des Prozesses beim Suchen", f"{size} Dokumente", found["memory"], "MB")


def measure(size: int, address: str) -> dict[str, Any]:
    """Figures of one size, for all three; needs a process of its own."""
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder:
        os.environ["ALLMENDE_VAR"] = folder
        stock, asked = documents(size), questions()
        ours = _engine("Allmende", lambda: _allmende(Path(folder), stock), asked)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        disk = (
            sum(file.stat().st_size for file in Path(folder, "search").rglob("*") if file.is_file()) / 2**20
        )
        fts5 = _engine("SQLite FTS5", lambda: sqlite_fts5(Path(folder), stock), asked)
        german = _engine("PostgreSQL german", lambda: postgres_german(address, stock), asked)
        return {"engines": [ours, fts5, german], "memory": memory, "disk": disk}


def _engine(name: str, build: Any, asked: Sequence[str]) -> dict[str, Any]:
    made: list[Ask] = []
    building = once(lambda: made.append(build()))
    for question in asked[:WARM_UP]:
        made[0](question)
    times = [1000 * once(lambda question=question: made[0](question)) for question in asked[WARM_UP:]]
    return {"name": name, "build": building, "p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}


def _allmende(folder: Path, stock: Sequence[Any]) -> Ask:
    """Our index: the best 20 of all, with facet counts, total and marked words."""
    import django  # noqa: PLC0415  # settings need the folder first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
    django.setup()
    from allmende.search import actions, queries  # noqa: PLC0415

    actions.rebuild(stock, by="bench")
    return lambda question: [hit.document.key for hit in queries.search(question, limit=TOP).hits]


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))

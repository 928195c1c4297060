# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What municipalities write, up to 100,000 reports: pages, feeds and what a release costs, in one process."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.measure import Row

COUNTS = (1_000, 10_000, 100_000)
AIM_MS = 500


def run() -> Iterator[Row]:
    """Rows of this section; the rival of each page is the same page over the bundled stock alone."""
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder:
        env = {**os.environ, "ALLMENDE_VAR": folder}
        base = _measured(env, 0)
        for count in COUNTS:
            for what, taken in _measured(env, count).items():
                aim = AIM_MS if count == max(COUNTS) and not what.startswith("nach") else None
                size = f"{count:,} Berichte".replace(",", ".")
                yield Row("reports", what, size, taken, "ms", "mitgeliefert", base[what], aim)


def _measured(env: dict[str, str], count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.reports_filled", str(count)]
    answer = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(answer.splitlines()[-1])
    return found

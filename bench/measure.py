# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clock, percentiles, the rows of the table."""

import importlib
import os
import platform
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, how large, the value, and what it is compared with.

    rival: name and value in the same unit. aim: upper bound of the value.
    """

    section: str
    what: str
    size: str
    value: float
    unit: str
    rival: str = ""
    rival_value: float | None = None
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better than the rival we are, below 1 how much worse; for rates more is better."""
        if not self.rival_value or not self.value:
            return None
        return self.value / self.rival_value if self.unit == "/s" else self.rival_value / self.value

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {**asdict(self), "ratio": self.ratio}


def apart(section: str) -> list[Row]:
    """Rows of a section, measured in a process of its own: the peak memory of one is not that of another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(rows, section).result()


def rows(section: str) -> list[Row]:
    """Rows of a section, measured here."""
    return list(importlib.import_module(f"bench.{section}").run())


def seconds(work: Callable[[], Any], repeat: int = 3) -> float:
    """Shortest of some runs: the least disturbed by what else the machine does."""
    return min(once(work) for _ in range(repeat))


def once(work: Callable[[], Any]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """One line on the machine and how busy it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} Kerne {platform.machine()}, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, Last {os.getloadavg()[0]:.1f}"
    )


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table in German."""
    lines = ["| Was | Umfang | gemessen | daneben | Verhältnis | Ziel |", "|---|---|---|---|---|---|"]
    for row in rows:
        rival = f"{row.rival}: {number(row.rival_value)} {row.unit}" if row.rival_value is not None else "–"
        aim = "–"
        if row.aim is not None:
            aim = f"{'erreicht' if row.value <= row.aim else 'VERFEHLT'} (≤ {number(row.aim)})"
        ratio = f"{number(row.ratio)} ×" if row.ratio else "–"
        lines.append(
            f"| {row.what} | {row.size} | {number(row.value)} {row.unit} | {rival} | {ratio} | {aim} |"
        )
    return "\n".join(lines)


def number(value: float) -> str:
    """Three significant digits, German notation."""
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", ".")
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}".replace(".", ",")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""No file of a megabyte takes more than 200 MB of memory or two seconds, program included."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.measure import number
from tests.domain.publiccode.test_reading import HOSTILE, SECONDS
from tests.figures import MEASURED

MOST_MEGABYTES = 200
# A process of its own: its peak is that of these files. It prints seconds and megabytes after each file.
PROGRAM = """
import sys, time
from pathlib import Path
from allmende.domain.publiccode import check, mended
from allmende.publiccode.lists import lists
for name in sys.argv[1:]:
    content = Path(name).read_bytes()
    started = time.process_time()
    found = check(content, lists())
    mended(found.source, found.findings)
    took = time.process_time() - started
    status = Path("/proc/self/status").read_text()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"{took:.3f} {int(peak) / 1000:.0f}")
"""


def test_no_file_takes_much_memory(tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux says the peak")
    files = []
    for place, content in enumerate(HOSTILE.values()):
        files.append(tmp_path / f"{place}.yml")
        files[-1].write_bytes(content)
    command = [sys.executable, "-c", PROGRAM, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    figures = [line.split() for line in done.stdout.splitlines()]
    slow = {name: took for name, (took, _) in zip(HOSTILE, figures, strict=True) if float(took) >= SECONDS}
    peak = int(figures[-1][1])
    longest = max(float(took) for took, _ in figures)
    MEASURED["publiccode.yml, böswillige Dateien bis 1 MB"] = (
        f"{len(files)} Dateien, höchstens {number(longest)} s und {peak} MB"
    )
    assert not slow
    assert peak < MOST_MEGABYTES

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Speed of the check of publiccode.yml: `python -m bench.publiccode [ORDNER]`; else made-up files.

The reference is publiccode-parser-go in one process: at best 1.5 ms a real file, measured on two cores.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from allmende.domain.publiccode import Reading, check
from allmende.publiccode.lists import lists
from bench.measure import Row, seconds, table

REFERENCE_MS = 1.5
AIM_MS = 2.0
MADE_UP = 200
BROKEN = (("true", "yes"), ("stable", "production"), ("EUPL-1.2", "Apache 2.0"), ("- de\n", "- de_DE\n"))


def made_up() -> list[bytes]:
    """Files as long as real ones (about 70 lines), every other one with mistakes."""
    own = (Path(__file__).parent.parent / "publiccode.yml").read_text(encoding="utf-8")
    files = []
    for number in range(MADE_UP):
        text = own.replace("name: Allmende", f"name: Allmende {number}")
        if number % 2:
            old, new = BROKEN[number // 2 % len(BROKEN)]
            text = text.replace(old, new)
        files.append(text.encode())
    return files


def run(files: Sequence[bytes] | None = None) -> Iterator[Row]:
    """Rows of this section."""
    contents = made_up() if files is None else files
    known = lists()
    for reading in Reading:
        taken = seconds(
            lambda reading=reading: [check(content, known, reading=reading) for content in contents]
        )
        each = taken / len(contents)
        size = f"{len(contents)} Dateien, im Mittel {sum(map(len, contents)) // len(contents)} Byte"
        yield Row("publiccode", f"Prüfung je Datei ({reading})", size, each * 1000, "ms", aim=AIM_MS)
        yield Row(
            "publiccode",
            f"Dateien je Sekunde ({reading})",
            size,
            1 / each,
            "/s",
            "Referenz",
            1000 / REFERENCE_MS,
        )


if __name__ == "__main__":
    folder = [path for argument in sys.argv[1:] for path in sorted(Path(argument).glob("*.y*ml"))]
    print(table(list(run([path.read_bytes() for path in folder] or None))))

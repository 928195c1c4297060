# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Speed of the check of publiccode.yml: `python -m bench.publiccode [ORDNER]`; else made-up files.

The reference is publiccode-parser-go in one process: at best 1.5 ms a real file, measured on two cores.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from allmende.domain.publiccode import Reading, check
from allmende.domain.publiccode.lists import Lists
from allmende.publiccode.lists import lists
from bench.agreement import compare, corpus, missing_corpus
from bench.measure import Row, once, seconds, table

REFERENCE_MS = 1.5
AIM_MS = 2.0
MADE_UP = 200
FUZZED = 2000
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
    yield from _fuzz(contents, known)
    yield from _agreement()


def _fuzz(contents: Sequence[bytes], known: Lists) -> Iterator[Row]:
    """Files with some bytes changed, the same ones in every run; an exception would end the bench."""
    chance = Random(2026)  # noqa: S311  # changes bytes, keeps no secret
    changed = [_changed(contents[number % len(contents)], chance) for number in range(FUZZED)]
    taken = once(lambda: [check(content, known) for content in changed])
    yield Row("publiccode", "verfälschte Dateien ohne Absturz", f"von {FUZZED}", len(changed), "Dateien")
    yield Row(
        "publiccode",
        "Prüfung je verfälschter Datei",
        f"{FUZZED} Dateien",
        taken / FUZZED * 1000,
        "ms",
        aim=AIM_MS,
    )


def _changed(content: bytes, chance: Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 4))
    return bytes(data)


def _agreement() -> Iterator[Row]:
    """How often the verdict is that of the reference, where its verdicts are at hand."""
    folder = corpus()
    if folder is None:
        print(f"Übereinstimmung mit der Referenz {missing_corpus()}.\n", flush=True)
        return
    found = compare(folder)
    for kind, total in sorted(found.total.items()):
        yield Row(
            "publiccode", f"Urteil wie die Referenz ({kind})", f"von {total}", found.agreed[kind], "Dateien"
        )
    yield Row(
        "publiccode", "dieselben Schlüssel genannt", f"von {found.invalid} ungültigen", found.named, "Dateien"
    )


if __name__ == "__main__":
    folder = [path for argument in sys.argv[1:] for path in sorted(Path(argument).glob("*.y*ml"))]
    print(table(list(run([path.read_bytes() for path in folder] or None))))

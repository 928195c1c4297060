# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What REUSE.toml and the older .reuse/dep5 say about the licences of many files at once."""

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allmende.domain.repository.snapshot import Snapshot, Statement
from allmende.domain.repository.toml import tables

LICENCE_KEY = "SPDX-License-" + "Identifier"
COPYRIGHT_KEY = "SPDX-FileCopyright" + "Text"
MOST = 2000
SPECIAL = re.compile(r"[*?\[\\]")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A statement for all paths that match. Matching takes time linear in both lengths: hostile ones too."""

    statement: Statement
    has_copyright: bool
    prefix: str
    segments: tuple[re.Pattern[str] | None, ...]

    def covers(self, path: str) -> bool:
        """Whether the statement holds for a path."""
        if not path.startswith(self.prefix):
            return False
        places = self._open({0})
        for segment in path.split("/"):
            places = self._open({next_ for at in places for next_ in self._step(at, segment)})
        return len(self.segments) in places

    def _step(self, at: int, segment: str) -> Iterator[int]:
        if at < len(self.segments):
            pattern = self.segments[at]
            if pattern is None:
                yield at
            elif pattern.match(segment):
                yield at + 1

    def _open(self, places: set[int]) -> set[int]:
        """A ** may also stand for no folder at all."""
        for at in sorted(places):
            while at < len(self.segments) and self.segments[at] is None:
                at += 1
                places.add(at)
        return places


def annotations(snapshot: Snapshot) -> tuple[Annotation, ...]:
    """Every statement of every REUSE.toml and of dep5, at most MOST."""
    return tuple(a for _, a in zip(range(MOST), _all(snapshot), strict=False))


def _all(snapshot: Snapshot) -> Iterator[Annotation]:
    for path, text in snapshot.texts.items():
        if path.rpartition("/")[2] == "REUSE.toml":
            yield from _toml(path, text)
        elif path == ".reuse/dep5":
            yield from _dep5(path, text)


def _toml(path: str, text: str) -> Iterator[Annotation]:
    folder = path.rpartition("/")[0]
    listed = tables(text).get("annotations", [])
    parts = [p for p in listed if isinstance(p, Mapping)] if isinstance(listed, list) else []
    for part in parts:
        has_copyright = bool(_strings(part.get(COPYRIGHT_KEY)))
        for glob in _strings(part.get("path")):
            for licence in _strings(part.get(LICENCE_KEY)):
                statement = Statement(licence, path, _line(text, glob))
                yield _annotation(statement, has_copyright, f"{folder}/{glob}" if folder else glob)


def _dep5(path: str, text: str) -> Iterator[Annotation]:
    for paragraph in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        key = ""
        for line in paragraph.split("\n"):
            if line[:1] not in {" ", "\t"}:
                key, _, line = line.partition(":")
            fields[key] = f"{fields.get(key, '')} {line.strip()}"
        for glob in fields.get("Files", "").split():
            statement = Statement(fields.get("License", "").strip(), path, _line(text, glob))
            # In dep5 a * crosses folders.
            yield _annotation(
                statement, bool(fields.get("Copyright", "").strip()), re.sub(r"\*+", "**", glob)
            )


def _annotation(statement: Statement, has_copyright: bool, glob: str) -> Annotation:
    special = SPECIAL.search(glob)
    prefix = glob[: special.start()] if special else glob
    return Annotation(statement, has_copyright, prefix, tuple(_segments(glob)))


def _segments(glob: str) -> Iterator[re.Pattern[str] | None]:
    """None stands for **; a ** inside a segment ("docs**") ends it and goes on across folders."""
    for part in glob.split("/"):
        if part == "**":
            yield None
        elif "**" in part:
            yield re.compile(fnmatch.translate(re.sub(r"\*+", "*", part)))
            yield None
        else:
            yield re.compile(fnmatch.translate(part))


def _line(text: str, word: str) -> int:
    return text.count("\n", 0, max(text.find(word), 0)) + 1


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]

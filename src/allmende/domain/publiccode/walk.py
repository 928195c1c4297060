# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What checks of single values and of the whole share: the place of a value, and the list of findings."""

import difflib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allmende.domain.explain import Text
from allmende.domain.publiccode.findings import MOST, Around, Edit, Finding, Reading
from allmende.domain.publiccode.lists import Lists
from allmende.domain.publiccode.reading import Node
from allmende.domain.publiccode.rules import RULES

SHOWN = 60


class Spot(NamedTuple):
    """A value with its path; `key` is the node of its key, or the value itself in a list."""

    path: str
    key: Node
    value: Node

    @property
    def text(self) -> str:
        """The value as written."""
        return str(self.value.content)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


class Walk:
    """Collects findings of one check."""

    def __init__(self, source: str, lists: Lists, reading: Reading, around: Around) -> None:
        self.source = source
        self.lists = lists
        self.reading = reading
        self.around = around
        self.findings: list[Finding] = []
        self.values: dict[str, Spot] = {}
        self.undecoded: set[str] = set()

    @property
    def reference(self) -> bool:
        """Whether the reference is followed rather than the text."""
        return self.reading == Reading.REFERENCE

    @property
    def full(self) -> bool:
        """Whether no more findings are taken."""
        return len(self.findings) >= MOST

    def described(self) -> Iterator[tuple[str, Spot, dict[str, Node]]]:
        """Each language of the description with what stands under its keys."""
        spot = self.values.get("description")
        for key, value in spot.value.content if spot and spot.value.kind == "map" else ():
            if value.kind in {"map", "null"}:
                inside = {str(k.content): v for k, v in value.content or ()}
                yield str(key.content), Spot(f"description.{key.content}", key, value), inside

    def say(
        self, rule: str, path: str, node: Node | None, de: str, en: str, edits: Iterable[Edit] = (),
        *, checked: bool = True,
    ) -> None:  # fmt: skip
        """Note a finding, unless this reading has no such rule."""
        level = RULES[rule].level(self.reading)
        if level is None or self.full:
            return
        line, column = (node.line, node.column) if node else (0, 0)
        self.findings.append(
            Finding(rule, level, path, line, column, Text(de, en), tuple(edits), checked=checked)
        )

    def replace(self, node: Node, text: str) -> tuple[Edit, ...]:
        """The correction that puts a text in place of a scalar, quoted as the scalar was, or where it"
        " must be."""
        old = self.source[node.start : node.end]
        if old[:1] in {"|", ">"} or "\n" in old or not old:
            return ()
        return (Edit(node.start, node.end, quoted(text, old[:1])),)

    def without(self, spot: Spot) -> tuple[Edit, ...]:
        """The correction that takes a key and its value away, where they fill whole lines."""
        begin = self.source.rfind("\n", 0, spot.key.start) + 1
        end = self.source.find("\n", max(spot.value.end - 1, spot.key.end))
        end = len(self.source) if end < 0 else end + 1
        rest = self.source[spot.value.end : end].strip()
        if self.source[begin : spot.key.start].strip() or (rest and not rest.startswith("#")):
            return ()
        return (Edit(begin, end, ""),)


def quoted(text: str, quote: str) -> str:
    """A scalar in YAML: plain where that was so and is safe, else in quotes."""
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    plain = (
        quote not in {'"', "!", "&"}
        and text[:1].isalnum()
        and text[-1:].isalnum()
        and not (set(text) & set("#:,[]{}\n"))
    )
    if (
        plain
        and not text.replace(".", "").isdigit()
        and text.lower() not in {"null", "true", "false", "yes", "no"}
    ):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def short(text: str) -> str:
    """A text as it fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; "" where none is near."""
    if not 2 < len(word) <= 40:
        return ""
    folded = {entry.casefold().replace("_", "-"): entry for entry in known}
    bare = word.casefold().replace("_", "-").replace(" ", "-")
    if bare in folded:
        return folded[bare]
    found = difflib.get_close_matches(bare, folded, n=1, cutoff=0.8)
    return folded[found[0]] if found else ""

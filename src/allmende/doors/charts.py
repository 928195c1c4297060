# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A bar chart as the component components/bars.html draws it: each group a label with its bars below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 280  # as on a narrow telephone, so that its texts are as large as any
LONGEST = 150
LABEL = 18
BAR = 14
GAP = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A number >= 0, the words at its end, and its kind ("", or "bad")."""

    value: int
    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that belong together, under one label."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text (`width` None) or a bar, at a height in units of the drawing."""

    y: int
    text: str
    width: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Groups of bars on one scale; title and description are read to people who do not see it."""

    id: str
    title: str
    description: str
    groups: Sequence[Group]

    @property
    def view_box(self) -> str:
        """Size of the drawing."""
        bars = sum(len(group.bars) for group in self.groups)
        return f"0 0 {WIDTH} {len(self.groups) * (LABEL + GAP) + bars * BAR}"

    @property
    def drawn(self) -> Iterator[Drawn]:
        """Texts and bars with their places, from top to bottom."""
        most = max((bar.value for group in self.groups for bar in group.bars), default=0) or 1
        y = 0
        for group in self.groups:
            yield Drawn(y + LABEL - 5, group.label)
            y += LABEL
            for bar in group.bars:
                yield Drawn(y, bar.words, LONGEST * bar.value / most, bar.kind)
                y += BAR
            y += GAP

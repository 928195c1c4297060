# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a check of publiccode.yml says: findings with rule, level, place, sentence and correction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from allmende.domain.explain import Text

MOST = 500


class Level(StrEnum):
    """How much hangs on a finding: the file breaks the standard, should be changed, could be better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Reading(StrEnum):
    """What the file is held against: the text of the standard, or what publiccode-parser-go does with it."""

    TEXT = "text"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction: the characters from `start` to before `end` of the decoded text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `key` is the path ("legal.license", "" for the file); line and column count from 1, 0
    means the file as a whole. `checked` is False where somebody would have had to look and could not.
    """

    rule: str
    level: Level
    key: str
    line: int
    column: int
    text: Text
    edits: tuple[Edit, ...] = ()
    checked: bool = True

    @property
    def content(self) -> bool:
        """Whether it speaks of the file's content, not of what lies around it or of the day of the check."""
        return not self.rule.startswith("around.")


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found, in the order of the file. `source` is the decoded text that edits refer to."""

    findings: tuple[Finding, ...]
    source: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """The verdict on the content. It never depends on the network, on other files, or on the day."""
        return not any(f.content and f.level == Level.ERROR for f in self.findings)

    def count(self, level: Level) -> int:
        """Number of findings of a level; what could not be checked is not counted."""
        return sum(f.level == level and f.checked for f in self.findings)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the place of the file. None means: nobody could look.

    `today`: day of the check; `files`: paths in the repository; `licence`: SPDX identifier of its LICENSE
    file, "" where there is none or its text is not known; `addresses`: where the repository is published;
    `reachable`: addresses that were asked and whether they answered.
    """

    today: date | None = None
    files: frozenset[str] | None = None
    licence: str | None = None
    addresses: tuple[str, ...] | None = None
    reachable: Mapping[str, bool] | None = None


def mended(source: str, findings: Iterable[Finding]) -> str:
    """The text with all corrections that do not overlap made, everything else as it was, comments too."""
    parts, at = [], 0
    for edit in sorted({e for f in findings for e in f.edits}, key=lambda e: (e.start, e.end)):
        if edit.start >= at:
            parts += [source[at : edit.start], edit.text]
            at = edit.end
    return "".join([*parts, source[at:]])

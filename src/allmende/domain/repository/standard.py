# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules are measured against: thresholds and lists, given from data."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Standard:
    """`months` looked back for commits, releases and tags; `commits`, `releases`, `people` at least.

    `signed`: part of the tags (0..1); `words` of a README at least; `covered`: part of the files that state a
    licence. `open_licences`: SPDX identifiers, in lower case, that OSI or FSF call free. `directory`: host of
    the platform of public administration.
    """

    months: int
    commits: int
    releases: int
    people: int
    signed: float
    words: int
    covered: float
    directory: str
    open_licences: frozenset[str] = field(default_factory=frozenset)

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists a check needs: languages, countries, licences. They are data and come as an argument."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Lists:
    """Words of each list as written by its publisher; `open_licences`: free by OSI or FSF, `data_licences`:
    free ones for data rather than software; `videos`: patterns of addresses with * for any text.
    """

    languages: frozenset[str]
    scripts: frozenset[str]
    regions: frozenset[str]
    extensions: frozenset[str]
    variants: frozenset[str]
    countries: frozenset[str]
    licences: frozenset[str]
    exceptions: frozenset[str]
    videos: frozenset[str]
    scopes: frozenset[str]
    categories: frozenset[str]
    irregular: frozenset[str]
    open_licences: frozenset[str]
    data_licences: frozenset[str]

    @classmethod
    def of(cls, words: Callable[[str], frozenset[str]]) -> "Lists":
        """All lists through a function that gives the words of the list with a name."""
        return cls(**{name: words(name) for name in cls.__dataclass_fields__})

    @cached_property
    def spelling(self) -> dict[str, str]:
        """Identifiers of licences and exceptions by their form in lower case."""
        return {word.casefold(): word for word in (*self.licences, *self.exceptions)}

    @cached_property
    def free(self) -> frozenset[str]:
        """Identifiers of free licences in lower case."""
        return frozenset(word.casefold() for word in self.open_licences)

    @cached_property
    def free_data(self) -> frozenset[str]:
        """Identifiers of free licences for data, in lower case."""
        return frozenset(word.casefold() for word in self.data_licences)

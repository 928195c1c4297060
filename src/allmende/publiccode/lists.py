# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lists of the check, from the bundled data."""

from functools import cache

from allmende import data
from allmende.domain.publiccode import Lists

LICENCES = {"open_licences": "open", "data_licences": "data"}


@cache
def lists() -> Lists:
    """Languages, countries, licences and the standard's own lists."""
    return Lists.of(_words)


def _words(name: str) -> frozenset[str]:
    if name in LICENCES:
        return frozenset(data.read_yaml("open_licences.yaml")[LICENCES[name]])
    return data.read_words("publiccode", f"{name}.txt")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""TOML that strangers wrote."""

import tomllib
from collections.abc import Mapping
from typing import Any

# A dotted key takes the parser time that grows with the square of its length.
LONGEST_LINE = 2000


def tables(text: str) -> Mapping[str, Any]:
    """Content of a TOML file; nothing where it cannot be read, or not in reasonable time."""
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}

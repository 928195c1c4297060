# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reference data and bundled knowledge; each file or a note beside it names source, date and licence."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The safe loader in C where PyYAML has it: ten times faster.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def path(*parts: str) -> Path:
    """Path of a bundled file, for example path("register", "register.yaml")."""
    return Path(__file__).parent.joinpath(*parts)


@cache
def read_yaml(*parts: str) -> Any:
    """Content of a bundled YAML file, read once. Callers must not change it."""
    return yaml.load(path(*parts).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  # a safe one


@cache
def read_words(*parts: str) -> frozenset[str]:
    """Words of a bundled list that is separated by blanks, read once."""
    return frozenset(path(*parts).read_text(encoding="utf-8").split())

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What publiccode.yml says about the repository it lies in, and whether it holds to the standard."""

from collections.abc import Iterator

from allmende.compliance.reading import lists
from allmende.domain.publiccode import Level, check
from allmende.domain.publiccode.reading import read
from allmende.domain.repository.snapshot import Problem, Publiccode


def describe(content: bytes) -> Publiccode:
    """Errors of the file's content, and the values that the rules ask for."""
    report = check(content, lists())
    wrong = (f for f in report.findings if f.content and f.checked and f.level == Level.ERROR)
    return Publiccode(
        problems=tuple(Problem(f.text, f.line) for f in wrong),
        url=report.values.get("url", ""),
        licence=report.values.get("legal.license", ""),
        used_by=tuple(_users(content)),
        interfaces=tuple(
            value for key, value in report.values.items() if key.endswith(".apiDocumentation") and value
        ),
    )


def _users(content: bytes) -> Iterator[str]:
    root = read(content).root
    for key, value in root.content if root is not None and root.kind == "map" else ():
        if key.content == "usedBy" and value.kind == "list":
            yield from (str(user.content) for user in value.content)

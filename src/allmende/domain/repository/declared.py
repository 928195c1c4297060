# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Licences that publiccode.yml and descriptions of packages name for the whole."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from allmende.domain.repository.snapshot import Snapshot, Statement, line_of
from allmende.domain.repository.toml import tables

WORD = re.compile(r"[\"']?licen[sc]e(?:s|-expression)?[\"']?\s*[=:>]", re.I)
POM = re.compile(r"<license>.{0,500}?<name>([^<]{1,200})</name>", re.S)
# Names in words ("The MIT License") cannot be compared with identifiers; only what could be one is.
IDENTIFIER = re.compile(r"\(?[A-Za-z0-9][\w.+-]*(?:\s+(?:AND|OR|WITH)\s+\(?[A-Za-z0-9][\w.+-]*\)?)*\)?", re.I)
NOT_ONE = frozenset({"unlicensed", "proprietary", "see", "none", "noassertion"})


def declared(snapshot: Snapshot) -> Iterator[Statement]:
    """Statements for the whole, one for each description in the root that makes one as an SPDX expression."""
    if snapshot.publiccode and snapshot.publiccode.licence:
        text = snapshot.texts.get("publiccode.yml", "")
        yield Statement(snapshot.publiccode.licence, "publiccode.yml", line_of(text, WORD))
    for path, read in READERS.items():
        described = snapshot.texts.get(path, "")
        licence = read(described) if described else ""
        named = licence.strip() if isinstance(licence, str) else ""
        if IDENTIFIER.fullmatch(named) and named.casefold() not in NOT_ONE:
            yield Statement(named, path, line_of(described, WORD))


def _json(text: str) -> Any:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    licence = content.get("license") if isinstance(content, Mapping) else ""
    if isinstance(licence, list):
        return " OR ".join(str(entry) for entry in licence[:20])
    return licence.get("type") if isinstance(licence, Mapping) else licence


def _toml(table: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        part = tables(text).get(table)
        licence = part.get("license") if isinstance(part, Mapping) else None
        return licence.get("text") if isinstance(licence, Mapping) else licence

    return read


def _pom(text: str) -> str:
    found = POM.search(text[:100_000])
    return found[1] if found else ""


READERS: Mapping[str, Callable[[str], Any]] = {
    "package.json": _json,
    "composer.json": _json,
    "pyproject.toml": _toml("project"),
    "Cargo.toml": _toml("package"),
    "pom.xml": _pom,
}

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the folder around a publiccode.yml tells: its files, its licence, where it is published, what"
" it is called."""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from licenseclassifier import identify_license

from allmende.domain.publiccode import Around
from allmende.domain.repository.address import canonical
from allmende.domain.repository.snapshot import is_licence
from allmende.domain.repository.spdx import eupl

NAMES = ("publiccode.yml", "publiccode.yaml")
MOST_FILES = 50_000
LONGEST = 200_000
SKIPPED = {".git", "node_modules", ".venv", "venv", "__pycache__"}
REMOTE = re.compile(r'^\[remote "([^"]+)"\]\s*$', re.M)
ADDRESS = re.compile(r"^\s*url\s*=\s*(\S+)\s*$", re.M)
HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.M)
NO_PROSE = re.compile(r"^(?:[#>|\-*`=<!\[]|\s{4}|https?:)")


@dataclass(frozen=True, slots=True)
class Told:
    """What a repository says about itself; "" where it says nothing."""

    name: str = ""
    version: str = ""
    short: str = ""
    long: str = ""
    licence: str = ""
    address: str = ""


def root_of(folder: Path) -> Path | None:
    """The repository a folder lies in; None where there is none."""
    return next((p for p in (folder, *folder.parents) if (p / ".git").exists()), None)


def around(file: Path, today: date) -> Around:
    """What is known beyond the file. Outside a repository only the day is known."""
    root = root_of(file.resolve().parent)
    if root is None:
        return Around(today=today)
    paths = frozenset(_paths(root))
    return Around(today, paths, licence(root), tuple(addresses(root)) or None)


def _paths(root: Path) -> Iterator[str]:
    count = 0
    for folder, inside, files in os.walk(root):
        inside[:] = [name for name in inside if name not in SKIPPED]
        for name in files:
            count += 1
            if count > MOST_FILES:
                return
            yield Path(folder, name).relative_to(root).as_posix()


def licence(root: Path) -> str:
    """SPDX identifier of the licence text in the root, "" where there is none or it is not known."""
    for path in sorted(root.iterdir()):
        if path.is_file() and is_licence(path.name):
            text = read(path)
            found = eupl(text) or next((match.id for match in identify_license(text)), "")
            if found:
                return found
    return ""


def addresses(root: Path) -> Iterator[str]:
    """Where the repository is published, by its remotes; origin first."""
    config = read(root / ".git" / "config")
    found = []
    for remote in REMOTE.finditer(config):
        address = ADDRESS.search(config.partition(remote[0])[2].partition("\n[")[0])
        if address and canonical(address[1]):
            found.append((remote[1] != "origin", canonical(address[1])))
    yield from dict.fromkeys(url for _, url in sorted(found))


def told(root: Path) -> Told:
    """Name, version, texts, licence and address, as far as README and descriptions of packages give them."""
    readme = next((read(p) for p in sorted(root.glob("[Rr][Ee][Aa][Dd][Mm][Ee]*")) if p.is_file()), "")
    heading = HEADING.search(readme)
    package = {**_toml(root / "pyproject.toml"), **_json(root / "package.json")}
    prose = [
        " ".join(p.split()) for p in re.split(r"\n\s*\n", readme) if not NO_PROSE.match(p) and len(p) > 40
    ]
    return Told(
        name=(heading[1] if heading else "") or _string(package.get("name")) or root.resolve().name,
        version=_string(package.get("version")),
        short=(_string(package.get("description")) or (prose[0] if prose else ""))[:150],
        long="\n\n".join(prose)[:1500],
        licence=licence(root),
        address=next(addresses(root), ""),
    )


def read(path: Path) -> str:
    """The beginning of a text file; "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        project = tomllib.loads(read(path)).get("project")
    except tomllib.TOMLDecodeError:
        return {}
    return project if isinstance(project, dict) else {}


def _json(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(read(path) or "{}")
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""

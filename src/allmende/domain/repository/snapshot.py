# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was seen of a repository at one moment. None always means: nobody looked, or nobody could."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from allmende.domain.explain import Text

LICENCE_FILE = re.compile(r"(?:[\w.-]*-)?(?:licen[cs]e|copying|lizenz)(?:[-_.][\w.+-]*)?", re.I)
NO_LICENCE = re.compile(
    r"\.(?:py|js|ts|java|go|rs|php|rb|c|h|json|ya?ml|toml|html?|css|sh|xml|license)$", re.I
)
README = re.compile(r"readme(?:[-_.](?:de|en|md|rst|txt|adoc|markdown|org))*", re.I)
LONGEST_PATH = 250
MANIFESTS = frozenset(
    {
        "package.json",
        "pyproject.toml",
        "composer.json",
        "Cargo.toml",
        "pom.xml",
        "setup.cfg",
        "publiccode.yml",
    }
)
MATTERS = re.compile(
    r"(?:\.gitmodules|\.reuse/dep5|(?:.*/)?REUSE\.toml|LICENSES/[^/]+|docs?/.*\.(?:md|rst|adoc|txt))", re.I
)
SBOM = re.compile(
    r"(?:.*/)?(?:[\w.-]*s?bom[\w.-]*\.(?:json|xml|ya?ml)|[\w.-]+\.(?:spdx(?:\.(?:json|ya?ml|rdf))?|cdx\.(?:json|xml)))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class File:
    """An entry at the commit; `size` in bytes, None where it was too large to fetch and for submodules."""

    path: str
    size: int | None
    is_link: bool = False
    is_submodule: bool = False

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """Path without the name; "" in the root."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Change:
    """A commit. `author` tells authors apart and names nobody."""

    oid: str
    date: datetime
    author: str
    is_bot: bool = False
    is_merge: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; whether a signature is there, not whether it is good."""

    name: str
    date: datetime | None
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says in a file under which licence something is: an SPDX expression at a line."""

    licence: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says about itself in the way of REUSE."""

    licences: tuple[Statement, ...]
    has_copyright: bool


@dataclass(frozen=True, slots=True)
class Secret:
    """Where something lies that looks like a credential, and of which kind. Its text is never kept."""

    path: str
    line: int
    kind: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An error of publiccode.yml at a line."""

    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Publiccode:
    """What publiccode.yml says; `problems` are its errors by the standard."""

    problems: tuple[Problem, ...]
    url: str = ""
    licence: str = ""
    used_by: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forge:
    """What the platform says about the repository."""

    is_archived: bool | None
    releases: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """A repository as it was seen. `address` is its https address, "" for one on this machine.

    `reachable`: without login; `obstacle` says why not. `texts`: content of the few files that matter.
    `recognised`: SPDX identifiers of the licence texts, by path. `unread`: files whose content was not read.
    """

    moment: datetime
    address: str = ""
    reachable: bool | None = None
    obstacle: Text | None = None
    commit: str = ""
    files: Sequence[File] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    recognised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, Header] | None = None
    secrets: Sequence[Secret] | None = None
    unread: int = 0
    publiccode: Publiccode | None = None
    commits: Sequence[Change] | None = None
    tags: Sequence[Tag] | None = None
    forge: Forge | None = None

    @cached_property
    def entries(self) -> tuple[File, ...]:
        """All files; none where nobody looked."""
        return tuple(self.files or ())

    def root(self, name: re.Pattern[str]) -> list[File]:
        """Files of the root whose whole name matches, symbolic links included."""
        return [f for f in self.entries if not f.folder and not f.is_submodule and name.fullmatch(f.name)]

    def anywhere(self, path: re.Pattern[str]) -> Iterator[File]:
        """Files whose whole path matches; longer paths than people write are passed over."""
        return (f for f in self.entries if len(f.path) <= LONGEST_PATH and path.fullmatch(f.path))

    def readmes(self) -> list[File]:
        """READMEs in the root, the ones that hold text first."""
        return sorted(self.root(README), key=lambda f: (f.path not in self.texts, len(f.name)))

    def licence_files(self) -> list[File]:
        """Licence texts of the whole: in the root and in LICENSES/."""
        return [f for f in self.entries if is_licence(f.path) and f.folder in ("", "LICENSES")]


def is_licence(path: str) -> bool:
    """Whether a path is that of a licence text: LICENSE, COPYING.md, LICENSES/MIT.txt, vendor/x/LICENSE."""
    folder, _, name = path.rpartition("/")
    if folder == "LICENSES":
        return not name.endswith(".license")
    return bool(LICENCE_FILE.fullmatch(name)) and not NO_LICENCE.search(name)


def matters(path: str) -> bool:
    """Whether the rules want the text of this file."""
    return len(path) <= LONGEST_PATH and (
        is_licence(path)
        or bool(MATTERS.fullmatch(path) or SBOM.fullmatch(path))
        or ("/" not in path and (path in MANIFESTS or bool(README.fullmatch(path))))
    )


def line_of(text: str, pattern: re.Pattern[str]) -> int:
    """Number of the first line in which the pattern is found; 0 where there is none."""
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0

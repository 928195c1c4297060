# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every forge can answer. None in a field means: the forge did not say, or nothing one could use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """A forge: its host, kind (gitlab, github, gitea), base of its API, further hosts it sends files from."""

    host: str
    kind: str
    api: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cached:
    """An answer kept: `etag` is sent back as If-None-Match, `link` is its Link header."""

    etag: str
    link: str
    body: bytes


@dataclass(frozen=True, slots=True)
class RepositoryRef:
    """One repository in a list."""

    url: str
    default_branch: str | None
    is_archived: bool | None
    is_fork: bool | None
    last_activity: datetime | None


@dataclass(frozen=True, slots=True)
class Release:
    """A published release."""

    tag: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """What the forge says about a repository. `license` is the SPDX identifier the forge guesses."""

    url: str
    description: str
    license: str | None
    topics: tuple[str, ...]
    default_branch: str | None
    is_archived: bool | None
    is_fork: bool | None
    is_mirror: bool | None
    stars: int | None
    forks: int | None
    open_issues: int | None
    created: datetime | None
    last_activity: datetime | None
    releases: tuple[Release, ...]


class Forge(Protocol):
    """All raise RateLimitedError, UnreachableError, RefusedError; nobody sleeps or tries again here."""

    def repository(self, url: str) -> RepositoryFacts:
        """Facts of one public repository. Raises MissingError: private, gone or never there."""

    def repositories(self, group: str) -> Iterator[RepositoryRef]:
        """Public repositories of a group, organisation or user by its URL, page by page. MissingError."""

    def file(self, url: str, path: str, *, limit: int = 1_000_000) -> bytes | None:
        """Content of a file on the default branch; None if there is none."""

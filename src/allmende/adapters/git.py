# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading git repositories by the command line, bare: nothing is checked out, nothing of theirs is run."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from allmende.adapters.guard import Policy


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a repository may cost: bytes on disk, seconds for all of fetching, objects, listed files, bytes of a blob."""

    disk: int = 300_000_000
    seconds: float = 180.0
    objects: int = 500_000
    files: int = 50_000
    blob: int = 1_000_000


@dataclass(frozen=True, slots=True)
class File:
    """An entry at HEAD. `size` in bytes is None where the blob was too big to fetch, and for submodules."""

    path: str
    mode: str
    oid: str
    size: int | None

    @property
    def is_link(self) -> bool:
        """A symbolic link: its content is the target, which is never followed."""
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        """A pointer to a commit elsewhere; never fetched."""
        return self.mode == "160000"

    @property
    def is_executable(self) -> bool:
        """Whether the file may be run after a checkout."""
        return self.mode == "100755"


@dataclass(frozen=True, slots=True)
class Commit:
    """`author` is a hash of the address, made with a key that lives as long as the process: good for counting only."""

    oid: str
    date: datetime
    author: str
    is_merge: bool
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """`date`: when the tag was made, for lightweight tags the date of the commit. Signatures are seen, not verified."""

    name: str
    date: datetime | None
    commit: str
    is_annotated: bool
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """An opened repository. All reads are local, limited, and raise RefusedError past a limit."""

    git_dir: Path
    url: str
    limits: Limits

    def head(self) -> Commit | None:
        """Newest commit of the default branch; None if there is none yet."""
        raise NotImplementedError

    def branch(self) -> str:
        """Name of the default branch, for example "main"; "" if HEAD is detached."""
        raise NotImplementedError

    def files(self) -> Sequence[File]:
        """Every entry at HEAD in git's order, at most `limits.files` (RefusedError beyond)."""
        raise NotImplementedError

    def blob(self, file: File) -> bytes | None:
        """Content; None where there is none here or it is larger than `limits.blob`."""
        raise NotImplementedError

    def blobs(self, files: Iterable[File]) -> Mapping[str, bytes]:
        """Content by path of many files in one go; too large and missing ones are left out."""
        raise NotImplementedError

    def log(self, since: datetime) -> Sequence[Commit]:
        """Commits reachable from HEAD and not older than `since`, newest first."""
        raise NotImplementedError

    def tags(self) -> Sequence[Tag]:
        """All tags, newest first."""
        raise NotImplementedError


@contextmanager
def clone(
    url: str,
    *,
    hosts: Collection[str] | None,
    since: datetime,
    limits: Limits | None = None,
    scratch: Path | None = None,
    policy: Policy | None = None,
) -> Iterator[Repository]:
    """Fetch a public repository over https into a folder of its own, removed at the end.

    Fetched are: the tree at HEAD with blobs up to `limits.blob`, the commits since `since` (without content) and the
    tags. `hosts` as in http.fetch. Raises RefusedError, UnreachableError, MissingError (no such public repository).
    """
    raise NotImplementedError
    yield


def local(path: Path, *, limits: Limits | None = None) -> Repository:
    """Open a checkout or bare repository on this machine, read-only. Raises MissingError if it is none."""
    raise NotImplementedError

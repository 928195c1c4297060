# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading git repositories by the command line, bare: nothing is checked out, nothing of theirs is run."""

import hashlib
import re
import secrets
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from allmende.adapters.errors import MissingError, UnreachableError
from allmende.adapters.gitcommand import Limits, fetch, read, too_much
from allmende.adapters.guard import Policy, Target, check
from allmende.adapters.http import fetch as get
from allmende.adapters.waiting import raise_if_limited

__all__ = ["Commit", "File", "Limits", "Repository", "Tag", "clone", "local"]

# Authors are counted, never named: the key is gone when the process ends.
KEY = secrets.token_bytes(32)
LINE_BYTES = 400
SMALL_OUTPUT = 1_000_000
COMMIT_BYTES = 2000
SERVICE = "/info/refs?service=git-upload-pack"
ADVERTISEMENT = "application/x-git-upload-pack-advertisement"
BOT = re.compile(r"\[bot\]|\bbot@|^(?:renovate|dependabot|github-actions)\b", re.I)


@dataclass(frozen=True, slots=True)
class File:
    """An entry at HEAD. Bytes of `path` that are no UTF-8 are written \\xNN.

    `size` in bytes is None where the blob was too big to fetch, and for submodules.
    """

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


@dataclass(frozen=True, slots=True)
class Commit:
    """`author` is a hash made with a key that lives as long as the process: good for counting only."""

    oid: str
    date: datetime
    author: str
    is_bot: bool
    is_merge: bool
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """`date`: when it was made, of lightweight tags that of the commit. Signatures are seen, not verified."""

    name: str
    date: datetime | None
    commit: str
    is_annotated: bool
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """An opened repository. All reads are local and limited: RefusedError past a limit."""

    git_dir: Path
    url: str
    limits: Limits

    def head(self) -> Commit | None:
        """Newest commit of the default branch; None if there is none yet."""
        return next(iter(self._commits("--max-count=1")), None)

    def branch(self) -> str:
        """Name of the default branch, for example "main"; "" if HEAD points to no branch."""
        name = self._read("symbolic-ref", "--short", "-q", "HEAD", limit=SMALL_OUTPUT)
        return (name or b"").decode("utf-8", "backslashreplace").strip()

    def files(self) -> Sequence[File]:
        """Every entry at HEAD in git's order."""
        if self.head() is None:
            return ()
        listed = self._read(
            "ls-tree", "-r", "-l", "-z", "--full-tree", "HEAD", limit=self.limits.files * LINE_BYTES
        )
        if listed is None:
            raise UnreachableError(
                "git", "git konnte die Dateien nicht lesen.", "git could not read the files."
            )
        entries = listed.split(b"\0")[:-1]
        if len(entries) > self.limits.files:
            raise too_much("files")
        return [_file(entry) for entry in entries]

    def blob(self, file: File) -> bytes | None:
        """Content; None where there is none here or it is larger than `limits.blob`."""
        return self.blobs([file]).get(file.path)

    def blobs(self, files: Iterable[File]) -> Mapping[str, bytes]:
        """Content by path of many files in one go; too large and missing ones are left out."""
        wanted = [file for file in files if file.size is not None and file.size <= self.limits.blob]
        given = "".join(f"{file.oid}\n" for file in wanted).encode()
        room = sum((file.size or 0) + LINE_BYTES for file in wanted)
        if room > self.limits.disk:
            raise too_much("size")
        output = self._read("cat-file", "--batch", limit=room, given=given) if wanted else b""
        return dict(_contents(wanted, output or b""))

    def log(self, since: datetime) -> Sequence[Commit]:
        """Commits reachable from HEAD and not older than `since`, newest first, at most `limits.commits`."""
        return list(
            self._commits(f"--max-age={int(since.timestamp())}", f"--max-count={self.limits.commits}")
        )

    def tags(self) -> Sequence[Tag]:
        """Tags, newest first, at most `limits.commits`."""
        parts = (
            "%(refname:strip=2)", "%(objectname)", "%(*objectname)", "%(creatordate:unix)",
            "%(if)%(contents:signature)%(then)signed%(end)",
        )  # fmt: skip
        output = self._read(
            "for-each-ref", "--sort=-creatordate", f"--count={self.limits.commits}",
            f"--format={'%00'.join(parts)}%00", "refs/tags", limit=self.limits.commits * LINE_BYTES,
        )  # fmt: skip
        fields = (output or b"").decode("utf-8", "backslashreplace").split("\0")
        return [_tag(fields[at : at + 5]) for at in range(0, len(fields) - 5, 5)]

    def _commits(self, *which: str) -> Iterator[Commit]:
        output = self._read(
            "rev-list", "--header", *which, "HEAD", "--", limit=self.limits.commits * COMMIT_BYTES
        )
        return (_commit(raw) for raw in (output or b"").split(b"\0")[:-1])

    def _read(self, *arguments: str, limit: int, given: bytes = b"") -> bytes | None:
        return read(self.git_dir, *arguments, limit=limit, given=given)


def _file(entry: bytes) -> File:
    facts, path = entry.split(b"\t", 1)
    mode, _, oid, size = facts.decode("ascii").split()
    return File(path.decode("utf-8", "backslashreplace"), mode, oid, int(size) if size.isdecimal() else None)


def _contents(files: Sequence[File], output: bytes) -> Iterator[tuple[str, bytes]]:
    """The answers of cat-file --batch, in the order asked."""
    at = 0
    for file in files:
        end = output.find(b"\n", at)
        words = output[at:end].split()
        at = end + 1
        if len(words) == 3:
            size = int(words[2])
            yield file.path, output[at : at + size]
            at += size + 1


def _commit(raw: bytes) -> Commit:
    """Reads the bytes of a commit as git stores them: whoever wrote them may have written anything."""
    head, _, _ = raw.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    author = next((line[7:] for line in lines if line.startswith("author ")), "")
    committer = next((line for line in lines if line.startswith("committer ")), "")
    mail = author[author.find("<") + 1 : author.rfind(">")].strip().lower()
    return Commit(
        oid=lines[0],
        date=_moment(committer[committer.rfind(">") + 1 :]) or datetime.fromtimestamp(0, UTC),
        author=hashlib.blake2b(mail.encode(), key=KEY, digest_size=8).hexdigest(),
        is_bot=bool(BOT.search(author) or BOT.search(mail)),
        is_merge=sum(line.startswith("parent ") for line in lines) > 1,
        is_signed=any(line.startswith("gpgsig") for line in lines),
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text.split()[0]), UTC)
    except (IndexError, ValueError, OverflowError, OSError):
        return None


def _tag(fields: Sequence[str]) -> Tag:
    name, oid, peeled, date, signed = fields
    return Tag(name.lstrip("\n"), _moment(date), peeled or oid, bool(peeled), bool(signed))


def local(path: Path, *, limits: Limits | None = None) -> Repository:
    """Open a checkout or bare repository on this machine, read-only. Raises MissingError if it is none."""
    place = path.resolve()
    found = place.is_dir() and read(
        place, "rev-parse", "--absolute-git-dir", limit=SMALL_OUTPUT, discover=True
    )
    if not found:
        raise MissingError("git", f"{path} ist kein git-Repository.", f"{path} is no git repository.")
    return Repository(
        Path(found.decode("utf-8", "surrogateescape").rstrip("\n")), str(path), limits or Limits()
    )


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

    Fetched are: the tree at HEAD with blobs up to `limits.blob`, the commits since `since` and the tags, both
    without content. `hosts` as in http.fetch. Raises RefusedError, UnreachableError, RateLimitedError, and
    MissingError where no public repository is.
    """
    rules, bounds = policy or Policy(), limits or Limits()
    target = _locate(url, hosts, rules)
    with tempfile.TemporaryDirectory(
        prefix="allmende-git-", dir=scratch, ignore_cleanup_errors=True
    ) as folder:
        yield _fetched(target, Path(folder), since, bounds, rules)


def _locate(url: str, hosts: Collection[str] | None, policy: Policy) -> Target:
    """Where the repository really is: forges redirect renamed ones; git itself must not follow."""
    asked = check(url, hosts=hosts, policy=policy)
    base = asked.url.partition("?")[0].rstrip("/")
    answer = get(base + SERVICE, hosts=hosts, headers={"Git-Protocol": "version=2"}, policy=policy)
    raise_if_limited(answer, datetime.now(UTC))
    if answer.status != 200 or answer.headers.get("content-type") != ADVERTISEMENT:
        if answer.status >= 500:
            raise UnreachableError(
                "status", f"{asked.host} meldet eine Störung ({answer.status}).",
                f"{asked.host} reports a failure ({answer.status}).",
            )  # fmt: skip
        raise MissingError(
            "git", f"Unter {base} ist kein öffentliches git-Repository.",
            f"There is no public git repository at {base}.",
        )  # fmt: skip
    return check(answer.url.removesuffix(SERVICE), hosts=hosts, policy=policy)


def _fetched(target: Target, folder: Path, since: datetime, limits: Limits, policy: Policy) -> Repository:
    deadline = time.monotonic() + limits.seconds
    place = folder / "repository"
    repository = Repository(place, target.url, limits)
    written = ",".join(f"[{a}]" if ip_address(a).version == 6 else a for a in target.addresses)
    pinned = {"http.curloptResolve": f"{target.host}:{target.port}:{written}"}
    trust = {"http.sslCAInfo": policy.trust} if policy.trust else {}

    def run(*arguments: str) -> None:
        fetch(folder, *arguments, settings={**pinned, **trust}, limits=limits, deadline=deadline)

    run(
        "clone", "--bare", "--progress", "--template=", "--depth=1", "--single-branch", "--no-tags",
        f"--filter=blob:limit={limits.blob + 1}", "--", target.url, str(place),
    )  # fmt: skip
    head = repository.head()
    if head:
        commits = ("-C", str(place), "fetch", "--progress", "--no-recurse-submodules", "--filter=tree:0")
        run(*commits, "--depth=1", "--no-tags", "origin", "HEAD", "+refs/tags/*:refs/tags/*")
        if head.date > since:
            run(*commits, f"--shallow-since={int(since.timestamp())}", "--no-tags", "origin", "HEAD")
    # From here on a missing object is missing: git no longer knows whom it could ask.
    read(place, "config", "--remove-section", "remote.origin", limit=SMALL_OUTPUT)
    read(place, "config", "--unset", "extensions.partialClone", limit=SMALL_OUTPUT)
    return repository

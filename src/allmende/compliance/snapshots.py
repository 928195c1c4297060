# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at a repository: from git and its forge to the snapshot that the rules judge."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from allmende.adapters import git
from allmende.adapters.errors import AdapterError, MissingError
from allmende.adapters.forges import known
from allmende.compliance.licences import recognise
from allmende.compliance.selfdescription import describe
from allmende.domain.explain import Text
from allmende.domain.repository import snapshot as seen
from allmende.domain.repository.secrets import secrets
from allmende.domain.repository.spdx import header

# A look back a little longer than the months of the rules.
BACK = timedelta(days=200)
# Beyond these the rest of the content is not read, and the finding says so.
MOST_FILES, MOST_BYTES, BATCH = 20_000, 150_000_000, 10_000_000
LARGEST_TEXT = 1_000_000
BINARY = re.compile(rb"\0")
BINARY_NAME = re.compile(
    r".*\.(?:png|jpe?g|gif|webp|ico|svgz|pdf|zip|gz|tgz|bz2|xz|7z|jar|war|woff2?|ttf|otf|eot|mp[34]|webm|mov|avi|wav|ogg"
    r"|docx?|xlsx?|pptx?|od[tsp]|exe|dll|so|dylib|bin|gpkg|tiff?|psd|sqlite3?|db|npy|onnx|pt|parquet|glb|stl)",
    re.I | re.S,
)
# Keys made for tests are no secrets; tokens that work somewhere are, wherever they lie.
FOR_TESTS = re.compile(r"(?:^|/)[\w.-]*(?:tests?|fixtures?|testdata|examples?|mocks?|spec)[\w.-]*/", re.I)


@dataclass
class Reading:
    """What is gathered from the content of files, batch by batch."""

    texts: dict[str, str] = field(default_factory=dict)
    recognised: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headers: dict[str, seen.Header] = field(default_factory=dict)
    secrets: list[seen.Secret] = field(default_factory=list)
    publiccode: seen.Publiccode | None = None

    def take(self, path: str, content: bytes) -> None:
        """Reads one file; of binary ones nothing."""
        if BINARY.search(content, 0, 8000):
            return
        text = content.decode("utf-8", "replace")
        self.headers[path] = header(path, text)
        self.secrets += [
            s for s in secrets(path, text) if s.kind != "private-key" or not FOR_TESTS.search(path)
        ]
        if seen.matters(path):
            self.texts[path] = text
        if path == "publiccode.yml":
            self.publiccode = describe(content)
        if seen.is_licence(path) and (found := recognise(text)):
            self.recognised[path] = found


def of_folder(folder: Path, *, moment: datetime) -> seen.Snapshot:
    """A repository on this machine as its newest commit has it. Raises AdapterError."""
    repository = git.local(folder)
    # The clones that CI makes know neither older commits nor all tags.
    is_shallow = (repository.git_dir / "shallow").exists()
    return _read(repository, moment, address="", is_shallow=is_shallow, forge=None)


def of_address(url: str, *, moment: datetime, forges: Sequence[str]) -> seen.Snapshot:
    """A public repository; one that is not public is a snapshot too. Raises AdapterError if nobody can say.

    `forges`: the operator's own, beside the known ones.
    """
    try:
        with git.clone(url, hosts=known.hosts(forges), since=moment - BACK) as repository:
            facts = _forge(url, forges)
            return _read(repository, moment, address=url, is_shallow=False, forge=facts)
    except MissingError as error:
        return seen.Snapshot(moment, url, reachable=False, obstacle=error.text)


def _forge(url: str, forges: Sequence[str]) -> seen.Forge | None:
    """What the platform says; None where it says nothing: the check goes on without."""
    try:
        facts = known.forge(url, extra=forges).repository(url)
    except AdapterError:
        return None
    return seen.Forge(facts.is_archived, tuple(r.published for r in facts.releases if r.published))


def _read(
    repository: git.Repository,
    moment: datetime,
    *,
    address: str,
    is_shallow: bool,
    forge: seen.Forge | None,
) -> seen.Snapshot:
    head = repository.head()
    listed = repository.files()
    wanted = [
        f for f in listed if not (f.is_link or f.is_submodule or f.size == 0 or BINARY_NAME.fullmatch(f.path))
    ]
    chosen = _chosen(wanted)
    reading = Reading()
    for batch in _batches(chosen):
        for path, content in repository.blobs(batch).items():
            reading.take(path, content)
    return seen.Snapshot(
        moment=moment,
        address=address,
        reachable=True if address else None,
        obstacle=None if head else Text("Es ist leer.", "It is empty."),
        commit=head.oid if head else "",
        files=[seen.File(f.path, f.size, f.is_link, f.is_submodule) for f in listed],
        texts=reading.texts,
        recognised=reading.recognised,
        headers=reading.headers,
        secrets=reading.secrets,
        unread=len(wanted) - len(chosen),
        publiccode=reading.publiccode,
        commits=None if is_shallow else [_change(c) for c in repository.log(moment - BACK)],
        tags=None if is_shallow else [seen.Tag(t.name, t.date, t.is_signed) for t in repository.tags()],
        forge=forge,
    )


def _change(commit: git.Commit) -> seen.Change:
    return seen.Change(commit.oid, commit.date, commit.author, commit.is_bot, commit.is_merge)


def _chosen(files: Sequence[git.File]) -> list[git.File]:
    """The files whose content is read: those that matter first, then the others while there is room."""
    chosen: list[git.File] = []
    room = MOST_BYTES
    for file in sorted(files, key=lambda f: not seen.matters(f.path)):
        size = file.size if file.size is not None else LARGEST_TEXT + 1
        if size <= min(LARGEST_TEXT, room) and len(chosen) < MOST_FILES:
            chosen.append(file)
            room -= size
    return chosen


def _batches(files: Sequence[git.File]) -> Iterator[list[git.File]]:
    batch: list[git.File] = []
    room = BATCH
    for file in files:
        batch.append(file)
        room -= file.size or 0
        if room < 0 or len(batch) >= 1000:
            yield batch
            batch, room = [], BATCH
    if batch:
        yield batch

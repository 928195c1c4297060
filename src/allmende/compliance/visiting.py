# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the harvest does at one address, without writing anything."""

import json
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allmende.adapters import git, http
from allmende.adapters.errors import MissingError, RefusedError
from allmende.adapters.forges import known
from allmende.adapters.forges.base import Cached, Forge, RepositoryRef
from allmende.adapters.waiting import raise_if_limited
from allmende.compliance.models import Ending, Purpose, Visit
from allmende.compliance.reading import read
from allmende.domain.explain import Gap, Text

FILE = "publiccode.yml"
LARGEST = 1_000_000
PAUSE = 0.5


class Pace:
    """Keeps a pause between two visits at the same host, for all workers of this process together."""

    def __init__(self, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep) -> None:
        self.pause = pause
        self.sleep = sleep
        self.free: dict[str, float] = {}
        self.lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Return when it is this caller's turn. Folders of this machine ("") need no pause."""
        if not host:
            return
        with self.lock:
            now = time.monotonic()
            turn = max(now, self.free.get(host, now))
            self.free[host] = turn + self.pause
        if turn > now:
            self.sleep(turn - now)


@dataclass(frozen=True, slots=True)
class World:
    """The outside, as the harvest sees it; tests put fakes here."""

    forges: tuple[str, ...] = ()
    cache: MutableMapping[str, Cached] = field(default_factory=dict)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pace: Pace = field(default_factory=Pace)
    forge: Callable[[str], Forge] | None = None
    fetch: Callable[..., http.Answer] = http.fetch

    def forge_of(self, url: str) -> Forge:
        """The adapter for an address. RefusedError where we know no such forge."""
        if self.forge:
            return self.forge(url)
        return known.forge(url, extra=self.forges, cache=self.cache)


@dataclass(frozen=True, slots=True)
class Result:
    """What a visit brought; `values` for a proposal."""

    ending: Ending
    reasons: tuple[Gap, ...] = ()
    values: dict[str, Any] | None = None


def listed(visit: Visit, world: World) -> Iterator[RepositoryRef]:
    """The repositories behind an address that lists some. Raises AdapterError."""
    world.pace.wait(visit.host)
    if visit.kind == "folder":
        for place in _folders(Path(visit.url)):
            yield RepositoryRef(str(place), None, None, None, None)
    elif visit.kind == "list":
        for url in _addresses(visit, world):
            yield RepositoryRef(url, None, None, None, None)
    else:
        for ref in world.forge_of(visit.url).repositories(visit.url):
            if not ref.is_archived and not ref.is_fork:
                yield ref


def _folders(folder: Path) -> list[Path]:
    """Bare repositories and checkouts right below a folder."""
    if not folder.is_dir():
        raise MissingError("folder", f"Den Ordner {folder} gibt es nicht.", f"There is no folder {folder}.")
    return [one for one in sorted(folder.iterdir()) if (one / "HEAD").is_file() or (one / ".git").exists()]


def _addresses(visit: Visit, world: World) -> Iterator[str]:
    """Addresses of another catalogue's list: lines, or JSON with strings or objects that have a url."""
    answer = world.fetch(visit.url, hosts={visit.host}, limit=5 * LARGEST)
    raise_if_limited(answer, world.now())
    if answer.status != 200:
        raise MissingError(
            "list", f"Die Liste antwortet mit {answer.status}.", f"The list answers with {answer.status}."
        )
    text = answer.body.decode("utf-8", "replace")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = text.split()
    entries = content if isinstance(content, list) else []
    for entry in entries:
        url = entry.get("url") if isinstance(entry, dict) else entry
        if isinstance(url, str) and url.startswith("https://") and url.isprintable() and len(url) <= 500:
            yield url


def look(visit: Visit, world: World) -> Result:
    """Read the publiccode.yml of a repository and say what follows from it. Raises AdapterError."""
    if visit.activity and visit.activity == visit.activity_seen:
        return Result(Ending.UNCHANGED)
    world.pace.wait(visit.host)
    content = _content(visit, world)
    if content is None:
        return Result(Ending.ABSENT, (_absent(),))
    found = read(content, found_at=visit.url if visit.host else "")
    if found.values is None:
        return Result(Ending.REJECTED, found.problems)
    return Result(Ending.PROPOSED, found.problems, found.values)


def _content(visit: Visit, world: World) -> bytes | None:
    if visit.host:
        return world.forge_of(visit.url).file(visit.url, FILE, limit=LARGEST)
    repository = git.local(Path(visit.url))
    file = next((file for file in repository.files() if file.path == FILE and not file.is_link), None)
    if file and file.size is not None and file.size > LARGEST:
        raise RefusedError("size", f"{FILE} ist zu groß.", f"{FILE} is too large.")
    return repository.blob(file) if file else None


def _absent() -> Gap:
    return Gap(
        "absent",
        Text(de=f"Im Wurzelverzeichnis liegt keine {FILE}.", en=f"There is no {FILE} in the root folder."),
    )


def tell(visit: Visit, place: str) -> str:
    """Where a mistake can be reported: the publisher's `place`, else the repository's issues; no person."""
    if place or not visit.host or visit.purpose == Purpose.LIST:
        return place
    kind = {one.host: one.kind for one in known.forges()}.get(visit.host, "")
    return f"{visit.url}/-/issues" if kind == "gitlab" else f"{visit.url}/issues"

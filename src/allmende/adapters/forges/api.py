# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking a forge's API: conditional, page by page, believing nothing about the shape of an answer."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from allmende.adapters.errors import MissingError, RefusedError, UnreachableError
from allmende.adapters.forges.base import Cached, Known, Release
from allmende.adapters.guard import Policy
from allmende.adapters.http import Answer, fetch
from allmende.adapters.waiting import raise_if_limited

LONGEST_ANSWER = 5_000_000
MOST_PAGES = 2_000
LONGEST_PATH = 400
NEXT = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?')
SEGMENT = re.compile(r"(?!\.\.?$)[A-Za-z0-9._-]+")
GONE = {401, 403, 404, 410, 451}


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Api:
    """One forge. `cache` keeps answers by URL for conditional requests, `seconds` is the time for each."""

    known: Known
    cache: MutableMapping[str, Cached] = field(default_factory=dict)
    policy: Policy | None = None
    now: Callable[[], datetime] = _now
    seconds: float = 20.0

    def one(self, path: str) -> dict[str, Any]:
        """One JSON object. Raises MissingError where the forge says there is nothing for the public."""
        content, _ = self._read(self.known.api + path)
        if not isinstance(content, dict):
            raise self._nonsense()
        return content

    def releases(self, path: str, date: str) -> tuple[Release, ...]:
        """The newest page of releases, `date` names their field; none where they are switched off."""
        try:
            found, _ = self._read(self.known.api + path)
        except MissingError:
            return ()
        listed = (item for item in found if isinstance(item, dict)) if isinstance(found, list) else ()
        return tuple(Release(text(item.get("tag_name")), moment(item.get(date))) for item in listed)

    def url(self, path: object) -> str:
        """Address of a repository by its path; "" if that is none. A forge speaks for its own host only."""
        good = (
            isinstance(path, str)
            and len(path) <= LONGEST_PATH
            and all(map(SEGMENT.fullmatch, path.split("/")))
        )
        return f"https://{self.known.host}/{path}" if good else ""

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """The objects of all pages; anything else in the lists is passed over."""
        url: str | None = self.known.api + path
        seen: set[str] = set()
        while url and url not in seen and len(seen) < MOST_PAGES:
            seen.add(url)
            content, link = self._read(url)
            if not isinstance(content, list):
                raise self._nonsense()
            yield from (item for item in content if isinstance(item, dict))
            url = self._next(url, link)
        if url:
            raise self._nonsense()

    def raw(self, url: str, limit: int) -> bytes | None:
        """A file as it is; None if it is not there."""
        answer = self._fetch(url, limit)
        return answer.body if answer.status == 200 else None

    def _read(self, url: str) -> tuple[Any, str]:
        kept = self.cache.get(url)
        headers = {"Accept": "application/json", **({"If-None-Match": kept.etag} if kept else {})}
        answer = self._fetch(url, LONGEST_ANSWER, headers)
        if answer.status in GONE:
            raise MissingError(
                "missing",
                "Die Plattform zeigt das der Öffentlichkeit nicht, oder es gibt es nicht.",
                "The forge does not show this to the public, or it does not exist.",
            )
        if answer.status != 304:
            kept = Cached(answer.headers.get("etag", ""), answer.headers.get("link", ""), answer.body)
        if answer.status not in {200, 304} or not kept:
            raise self._nonsense()
        content = self._parse(kept.body)
        if kept.etag:
            self.cache[url] = kept
        return content, kept.link

    def _parse(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._nonsense() from error

    def _next(self, url: str, link: str) -> str | None:
        """The next page, as long as it belongs to the same API."""
        found = NEXT.search(link)
        following = urljoin(url, found[1]) if found else None
        if following and not following.startswith(self.known.api + "/"):
            raise RefusedError(
                "link",
                f"{self.known.host} verweist für die nächste Seite auf eine fremde Adresse.",
                f"{self.known.host} points to a foreign address for the next page.",
            )
        return following

    def _fetch(self, url: str, limit: int, headers: Mapping[str, str] | None = None) -> Answer:
        answer = fetch(
            url, hosts=self._hosts(), limit=limit, timeout=self.seconds, headers=headers, policy=self.policy
        )
        raise_if_limited(answer, self.now())
        if answer.status >= 500:
            raise UnreachableError(
                "status",
                f"{self.known.host} meldet eine Störung ({answer.status}).",
                f"{self.known.host} reports a failure ({answer.status}).",
            )
        return answer

    def _nonsense(self) -> UnreachableError:
        return UnreachableError(
            "answer",
            f"{self.known.host} antwortet anders, als seine Schnittstelle verspricht.",
            f"{self.known.host} does not answer as its interface promises.",
        )

    def _hosts(self) -> set[str]:
        return {urlsplit(f"//{name}").hostname or "" for name in (self.known.host, *self.known.also)} | {
            urlsplit(self.known.api).hostname or ""
        }


def segments(url: str) -> list[str]:
    """The parts of a repository's or group's path. RefusedError where they could not be a name."""
    path = urlsplit(url).path.partition("/-/")[0].strip("/").removesuffix(".git")
    parts = path.split("/") if path else []
    if not all(SEGMENT.fullmatch(part) for part in parts):
        raise RefusedError(
            "path", "Das ist keine Adresse eines Repositorys.", "This is no repository's address."
        )
    return parts


def owner_and_name(url: str) -> str:
    """ "owner/name" of a URL on a forge without subgroups."""
    parts = segments(url)
    if len(parts) < 2:
        raise RefusedError(
            "path", "Das ist keine Adresse eines Repositorys.", "This is no repository's address."
        )
    return "/".join(parts[:2])


def text(value: object) -> str:
    """A string, cut at 2,000 characters; "" for anything else."""
    return value[:2000].replace("\0", "") if isinstance(value, str) else ""


def flag(value: object) -> bool | None:
    """True or False as such."""
    return value if isinstance(value, bool) else None


def count(value: object) -> int | None:
    """A whole number from 0 to a milliard."""
    return value if type(value) is int and 0 <= value <= 10**9 else None


def moment(value: object) -> datetime | None:
    """An ISO date with time; without zone it counts as UTC."""
    try:
        found = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def words(value: object) -> tuple[str, ...]:
    """The strings of a list, at most 100."""
    return tuple(filter(None, map(text, value[:100]))) if isinstance(value, list) else ()

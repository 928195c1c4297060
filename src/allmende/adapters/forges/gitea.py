# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gitea and Forgejo (Codeberg), API version 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from allmende.adapters.errors import MissingError, RefusedError
from allmende.adapters.forges.api import Api, count, flag, moment, owner_and_name, segments, text, words
from allmende.adapters.forges.base import RepositoryFacts, RepositoryRef


@dataclass(frozen=True, slots=True)
class Gitea:
    """See base.Forge."""

    api: Api

    def repository(self, url: str) -> RepositoryFacts:
        place = f"/repos/{owner_and_name(url)}"
        said = self.api.one(place)
        return RepositoryFacts(
            url=self.api.url(said.get("full_name")) or url,
            description=text(said.get("description")),
            license=next(iter(words(said.get("licenses"))), None),
            topics=words(said.get("topics")),
            default_branch=text(said.get("default_branch")) or None,
            is_archived=flag(said.get("archived")),
            is_fork=flag(said.get("fork")),
            is_mirror=flag(said.get("mirror")),
            stars=count(said.get("stars_count")),
            forks=count(said.get("forks_count")),
            open_issues=count(said.get("open_issues_count")),
            created=moment(said.get("created_at")),
            last_activity=moment(said.get("updated_at")),
            releases=self.api.releases(f"{place}/releases?limit=50", "published_at"),
        )

    def repositories(self, group: str) -> Iterator[RepositoryRef]:
        parts = segments(group)
        if not parts:
            raise RefusedError(
                "path", "Es fehlt der Name der Organisation.", "The name of the organisation is missing."
            )
        for item in self._listed(parts[0]):
            url = self.api.url(item.get("full_name"))
            if url and item.get("private") is not True:
                yield RepositoryRef(
                    url,
                    text(item.get("default_branch")) or None,
                    flag(item.get("archived")),
                    flag(item.get("fork")),
                    moment(item.get("updated_at")),
                )

    def file(self, url: str, path: str, *, limit: int = 1_000_000) -> bytes | None:
        return self.api.raw(f"{self.api.known.api}/repos/{owner_and_name(url)}/raw/{quote(path)}", limit)

    def _listed(self, name: str) -> Iterator[dict[str, Any]]:
        try:
            yield from self.api.pages(f"/orgs/{name}/repos?limit=50")
        except MissingError:
            yield from self.api.pages(f"/users/{name}/repos?limit=50")

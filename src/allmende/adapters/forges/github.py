# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""GitHub, REST API. Without a token it answers 60 questions an hour; unchanged answers are free."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from allmende.adapters.errors import RefusedError
from allmende.adapters.forges.api import Api, count, flag, moment, owner_and_name, segments, text, words
from allmende.adapters.forges.base import RepositoryFacts, RepositoryRef


@dataclass(frozen=True, slots=True)
class GitHub:
    """See base.Forge."""

    api: Api

    def repository(self, url: str) -> RepositoryFacts:
        place = f"/repos/{owner_and_name(url)}"
        said = self.api.one(place)
        license_ = said.get("license")
        return RepositoryFacts(
            url=self.api.url(said.get("full_name")) or url,
            description=text(said.get("description")),
            license=text(license_.get("spdx_id")) or None if isinstance(license_, dict) else None,
            topics=words(said.get("topics")),
            default_branch=text(said.get("default_branch")) or None,
            is_archived=flag(said.get("archived")),
            is_fork=flag(said.get("fork")),
            is_mirror=bool(text(said.get("mirror_url"))),
            stars=count(said.get("stargazers_count")),
            forks=count(said.get("forks_count")),
            open_issues=count(said.get("open_issues_count")),
            created=moment(said.get("created_at")),
            last_activity=moment(said.get("pushed_at")),
            releases=self.api.releases(f"{place}/releases?per_page=100", "published_at"),
        )

    def repositories(self, group: str) -> Iterator[RepositoryRef]:
        parts = segments(group)
        if not parts:
            raise RefusedError(
                "path", "Es fehlt der Name der Organisation.", "The name of the organisation is missing."
            )
        for item in self.api.pages(f"/users/{parts[0]}/repos?type=owner&sort=full_name&per_page=100"):
            url = self.api.url(item.get("full_name"))
            if url and item.get("private") is not True:
                yield RepositoryRef(
                    url,
                    text(item.get("default_branch")) or None,
                    flag(item.get("archived")),
                    flag(item.get("fork")),
                    moment(item.get("pushed_at")),
                )

    def file(self, url: str, path: str, *, limit: int = 1_000_000) -> bytes | None:
        """From the host for raw files, which does not count as a question to the API."""
        return self.api.raw(
            f"https://{self.api.known.also[0]}/{owner_and_name(url)}/HEAD/{quote(path)}", limit
        )

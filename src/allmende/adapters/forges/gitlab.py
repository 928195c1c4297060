# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""GitLab, API version 4: gitlab.com and self-managed ones such as openCode."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from allmende.adapters.errors import MissingError
from allmende.adapters.forges.api import Api, count, flag, moment, segments, text, words
from allmende.adapters.forges.base import RepositoryFacts, RepositoryRef

LISTED = "visibility=public&simple=false&order_by=id&sort=asc&per_page=100"


@dataclass(frozen=True, slots=True)
class GitLab:
    """See base.Forge."""

    api: Api

    def repository(self, url: str) -> RepositoryFacts:
        project = f"/projects/{_project(url)}"
        said = self.api.one(f"{project}?license=true")
        license_ = said.get("license")
        return RepositoryFacts(
            url=self.api.url(said.get("path_with_namespace")) or url,
            description=text(said.get("description")),
            license=text(license_.get("key")) or None if isinstance(license_, dict) else None,
            topics=words(said.get("topics")),
            default_branch=text(said.get("default_branch")) or None,
            is_archived=flag(said.get("archived")),
            is_fork="forked_from_project" in said,
            is_mirror=flag(said.get("mirror")),
            stars=count(said.get("star_count")),
            forks=count(said.get("forks_count")),
            open_issues=count(said.get("open_issues_count")),
            created=moment(said.get("created_at")),
            last_activity=moment(said.get("last_activity_at")),
            releases=self.api.releases(f"{project}/releases?per_page=100", "released_at"),
        )

    def repositories(self, group: str) -> Iterator[RepositoryRef]:
        for item in self._listed(segments(group)):
            if url := self.api.url(item.get("path_with_namespace")):
                yield RepositoryRef(
                    url,
                    text(item.get("default_branch")) or None,
                    flag(item.get("archived")),
                    "forked_from_project" in item,
                    moment(item.get("last_activity_at")),
                )

    def file(self, url: str, path: str, *, limit: int = 1_000_000) -> bytes | None:
        place = f"/projects/{_project(url)}/repository/files/{quote(path, safe='')}/raw?ref=HEAD"
        return self.api.raw(self.api.known.api + place, limit)

    def _listed(self, parts: list[str]) -> Iterator[dict[str, Any]]:
        """Of a group with its subgroups, of a user, or (without a path) of the whole forge."""
        if not parts:
            yield from self.api.pages(f"/projects?{LISTED}&pagination=keyset")
            return
        name = quote("/".join(parts), safe="")
        try:
            yield from self.api.pages(f"/groups/{name}/projects?{LISTED}&include_subgroups=true")
        except MissingError:
            if len(parts) > 1:
                raise
            yield from self.api.pages(f"/users/{name}/projects?{LISTED}")


def _project(url: str) -> str:
    return quote("/".join(segments(url)), safe="")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A forge on this machine that answers as GitLab, GitHub or Gitea do, and misbehaves when told to."""

import hashlib
import json
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from allmende.adapters.forges.api import Api
from allmende.adapters.forges.base import Forge, Known
from allmende.adapters.forges.known import ADAPTERS
from tests.adapters.street import HOST, Street, answer

BASES = {"gitlab": "/api/v4", "github": "/api", "gitea": "/api/v1"}
OWNER = "stadt-soest"
PAGE = 2


@dataclass
class FakeForge:
    """`repositories`: name -> publiccode.yml or None. `trouble` replaces every answer while it is set."""

    street: Street
    kind: str
    repositories: dict[str, bytes | None] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    trouble: bytes | None = None
    is_silent: bool = False
    lies: dict[str, Any] = field(default_factory=dict)
    next_link: str | None = None
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = self.street.serve(self._handle)
        self.host = f"{HOST}:{self.server.port}"
        self.known = Known(self.host, self.kind, f"https://{self.host}{BASES[self.kind]}", (self.host,))

    @property
    def group(self) -> str:
        return f"https://{self.host}/{OWNER}"

    def url(self, name: str) -> str:
        return f"{self.group}/{name}"

    def adapter(self, **options: Any) -> Forge:
        return ADAPTERS[self.kind](Api(self.known, policy=self.server.policy(), **options))

    def _handle(self, request: bytes, connection: ssl.SSLSocket) -> None:
        target = request.split(b" ")[1].decode()
        self.asked.append(target)
        if self.is_silent:
            connection.recv(1)
        connection.sendall(self.trouble or self._answer(target, request))

    def _answer(self, target: str, request: bytes) -> bytes:
        parts = urlsplit(target)
        found = self._route(parts.path.removeprefix(BASES[self.kind]))
        if found is None:
            return answer(b'{"message": "404 Not Found"}', 404)
        if isinstance(found, bytes):
            return answer(found)
        links = {}
        if isinstance(found, list):
            found, links = self._page(found, parts.path, parse_qs(parts.query))
        body = json.dumps(found).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
        known = f"if-none-match: {etag}".lower().encode() in request.lower()
        self.statuses.append(304 if known else 200)
        return answer(b"" if known else body, self.statuses[-1], ETag=etag, **links)

    def _page(self, items: list[Any], path: str, query: dict[str, list[str]]) -> tuple[Any, dict[str, str]]:
        page = int(query.get("page", ["1"])[0])
        more = f"https://{self.host}{path}?page={page + 1}&per_page={PAGE}"
        links = {"Link": f'<{self.next_link or more}>; rel="next", <{more}>; rel="last"'}
        last = page * PAGE >= len(items) and not self.next_link
        return items[(page - 1) * PAGE : page * PAGE], {} if last else links

    def _route(self, path: str) -> Any:
        return getattr(self, f"_{self.kind}")(path)

    def _gitlab(self, path: str) -> Any:
        if path in {f"/groups/{OWNER}/projects", "/projects"}:
            return [self._described(name) for name in self._public()]
        for name in self._public():
            project = f"/projects/{quote(f'{OWNER}/{name}', safe='')}"
            if path == project:
                return self._described(name)
            if path == f"{project}/releases":
                return [{"tag_name": "v1", "released_at": "2026-10-01T08:00:00.000Z"}]
            if path == f"{project}/repository/files/publiccode.yml/raw":
                return self.repositories[name]
        return None

    def _github(self, path: str) -> Any:
        return self._flat(path, f"/users/{OWNER}/repos", f"/{OWNER}/{{name}}/HEAD/publiccode.yml")

    def _gitea(self, path: str) -> Any:
        return self._flat(path, f"/orgs/{OWNER}/repos", f"/repos/{OWNER}/{{name}}/raw/publiccode.yml")

    def _flat(self, path: str, listing: str, file: str) -> Any:
        if path == listing:
            return [self._described(name) for name in self._public()]
        for name in self._public():
            if path == f"/repos/{OWNER}/{name}":
                return self._described(name)
            if path == f"/repos/{OWNER}/{name}/releases":
                return [{"tag_name": "v1", "published_at": "2026-10-01T08:00:00Z"}]
            if path == file.format(name=name):
                return self.repositories[name]
        return None

    def _public(self) -> list[str]:
        return [name for name in self.repositories if name not in self.private]

    def _described(self, name: str) -> dict[str, Any]:
        return {**RECORDED[self.kind], **_names(self.kind, f"{OWNER}/{name}"), **self.lies}


def _names(kind: str, path: str) -> dict[str, str]:
    return {"path_with_namespace": path} if kind == "gitlab" else {"full_name": path}


# The fields we read among some we do not, as the services document them.
RECORDED: dict[str, dict[str, Any]] = {
    "gitlab": {
        "id": 4711, "description": "Bürgerportal", "visibility": "public", "default_branch": "main",
        "topics": ["smart-city"], "license": {"key": "eupl-1.2", "name": "European Union Public License 1.2"},
        "archived": False, "mirror": False, "star_count": 12, "forks_count": 3, "open_issues_count": 5,
        "created_at": "2024-01-15T09:30:00.123Z", "last_activity_at": "2026-11-20T10:00:00.000+01:00",
    },
    "github": {
        "id": 4711, "private": False, "description": "Bürgerportal", "default_branch": "main", "fork": False,
        "topics": ["smart-city"], "license": {"key": "eupl-1.2", "spdx_id": "EUPL-1.2"}, "archived": False,
        "mirror_url": None, "stargazers_count": 12, "forks_count": 3, "open_issues_count": 5,
        "created_at": "2024-01-15T09:30:00Z", "pushed_at": "2026-11-20T09:00:00Z",
    },
    "gitea": {
        "id": 4711, "private": False, "description": "Bürgerportal", "default_branch": "main", "fork": False,
        "topics": ["smart-city"], "licenses": ["EUPL-1.2"], "archived": False, "mirror": False,
        "stars_count": 12, "forks_count": 3, "open_issues_count": 5, "created_at": "2024-01-15T09:30:00Z",
        "updated_at": "2026-11-20T09:00:00Z",
    },
}  # fmt: skip

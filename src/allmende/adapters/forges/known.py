# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which forges we know (data/forges.yaml and the operator's own), and the adapter for an address."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from urllib.parse import urlsplit

from allmende.adapters.errors import RefusedError
from allmende.adapters.forges.api import Api
from allmende.adapters.forges.base import Cached, Forge, Known
from allmende.adapters.forges.gitea import Gitea
from allmende.adapters.forges.github import GitHub
from allmende.adapters.forges.gitlab import GitLab
from allmende.adapters.guard import Policy
from allmende.data import read_yaml

ADAPTERS: dict[str, Callable[[Api], Forge]] = {"gitlab": GitLab, "github": GitHub, "gitea": Gitea}
BASES = {"gitlab": "api/v4", "gitea": "api/v1"}
ENTRY = re.compile(r"(gitlab|gitea):([a-z0-9-]+(?:\.[a-z0-9-]+)+)")


def forges(extra: Sequence[str] = ()) -> tuple[Known, ...]:
    """The bundled ones and the operator's, "gitlab:host" or "gitea:host". ValueError names a wrong entry."""
    bundled = read_yaml("forges.yaml")["forges"]
    return (
        *(Known(f["host"], f["kind"], f["api"], tuple(f.get("also", ()))) for f in bundled),
        *(_own(entry) for entry in extra),
    )


def _own(entry: str) -> Known:
    match = ENTRY.fullmatch(entry.strip())
    if not match:
        raise ValueError(
            f"ALLMENDE_FORGES: „{entry}“ ist nicht zu verstehen. Beispiel: gitlab:git.stadt.example"
        )
    kind, host = match.groups()
    return Known(host, kind, f"https://{host}/{BASES[kind]}")


def hosts(extra: Sequence[str] = ()) -> frozenset[str]:
    """The allow-list for http.fetch and git.clone."""
    return frozenset(
        name
        for known in forges(extra)
        for name in (known.host, *known.also, urlsplit(known.api).hostname or known.host)
    )


def forge(
    url: str,
    *,
    extra: Sequence[str] = (),
    cache: MutableMapping[str, Cached] | None = None,
    policy: Policy | None = None,
) -> Forge:
    """The adapter for the forge that holds this URL. Raises RefusedError where the host is none we know."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    for known in forges(extra):
        if known.host == host:
            return ADAPTERS[known.kind](Api(known, {} if cache is None else cache, policy))
    raise RefusedError(
        "host",
        f"{host or 'Das'} ist keine bekannte Plattform für Quelltext.",
        f"{host or 'This'} is no known forge.",
    )

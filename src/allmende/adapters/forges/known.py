# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which forges we know (data/forges.yaml and the operator's own), and the adapter for an address."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from allmende.adapters.forges.base import Forge
from allmende.adapters.guard import Policy


@dataclass(frozen=True, slots=True)
class Known:
    """A forge: name of the host, kind (gitlab, github, gitea), base of its API, further hosts it sends files from."""

    host: str
    kind: str
    api: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cached:
    """An answer to compare with: sent back as If-None-Match."""

    etag: str
    link: str
    body: bytes


def forges(extra: Sequence[str] = ()) -> tuple[Known, ...]:
    """The bundled ones and the operator's, written "kind:host" (ALLMENDE_FORGES). ValueError names a wrong entry."""
    raise NotImplementedError


def hosts(extra: Sequence[str] = ()) -> frozenset[str]:
    """The allow-list for http.fetch and git.clone."""
    raise NotImplementedError


def forge(
    url: str,
    *,
    extra: Sequence[str] = (),
    cache: MutableMapping[str, Cached] | None = None,
    policy: Policy | None = None,
) -> Forge:
    """The adapter for the forge that holds this URL. Raises RefusedError where the host is none we know."""
    raise NotImplementedError

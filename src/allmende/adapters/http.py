# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one HTTP client of the house: GET over https, pinned to the checked address, limited in everything."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from allmende.adapters.guard import Policy


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `url` is the last one after redirects; names of `headers` are lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    hosts: Collection[str] | None,
    limit: int = 1_000_000,
    timeout: float = 20.0,
    headers: Mapping[str, str] | None = None,
    policy: Policy | None = None,
) -> Answer:
    """GET one URL. Any status is an answer (also 304, 404, 500).

    `hosts`: names we may ask, after redirects too (`forges.hosts()` gives the allow-list; None = any public host);
    `limit`: bytes of the body after decompression; `timeout`: seconds for everything together.
    Headers are not sent on to another host. Raises RefusedError and UnreachableError.
    """
    raise NotImplementedError

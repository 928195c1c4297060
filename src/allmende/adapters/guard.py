# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where we may go: https, named hosts, public addresses. Shared by the HTTP client and git."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Policy:
    """What is allowed. The default is the production rule; only tests pass another one.

    `resolve(name, port)` gives the addresses of a name as text; `is_public(address)` decides about each;
    `trust` is a file of certificate authorities in PEM, or None for the system's.
    """

    ports: Collection[int] = (443,)
    redirects: int = 5
    resolve: Callable[[str, int], Sequence[str]] = field(default=lambda name, port: ())
    is_public: Callable[[Address], bool] = field(default=lambda address: False)
    trust: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL: connect to one of `addresses` (never resolve again), speak as `host`."""

    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def url(self) -> str:
        """The URL in its plain form, without user, fragment and default port."""
        raise NotImplementedError


def is_public(address: Address) -> bool:
    """Whether everyone in the internet would reach the same machine under this address."""
    raise NotImplementedError


def check(url: str, *, hosts: Collection[str] | None, policy: Policy) -> Target:
    """Parse, compare with the allowed hosts (None: any) and resolve. Raises RefusedError, UnreachableError."""
    raise NotImplementedError

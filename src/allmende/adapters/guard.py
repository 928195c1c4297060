# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where we may go: https, named hosts, public addresses. Shared by the HTTP client and git."""

import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, quote, urlsplit

import idna

from allmende.adapters.errors import RefusedError, UnreachableError

Address = IPv4Address | IPv6Address

LONGEST_URL = 2000
URL_SIGNS = "/?%:@!$&'()*+,;=~[]"
HTTPS = 443
# The last label of a name is never a number: that catches 127.1, 2130706433, 0177.0.0.1 and 0x7f.1.
NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.I)
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
NAT64 = ip_network("64:ff9b::/96")
UNICAST = IPv6Network("2000::/3")
# Special by RFC 6890, 7526 and 9637, but global to the ipaddress module of some versions of Python.
SPECIAL = tuple(ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Whether everyone in the internet would reach the same machine under this address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _behind_nat64(address)
        if inner is not None:
            return is_public(inner)
        if address not in UNICAST:
            return False
    special = any(address in network for network in SPECIAL if network.version == address.version)
    return address.is_global and not (address.is_multicast or address.is_reserved or special)


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else None


def resolve(name: str, port: int) -> Sequence[str]:
    """Addresses of a name, as the system knows them. Waits as long as the system's resolver does."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """What is allowed. The default is the rule in production; only tests pass another one.

    `resolve(name, port)` gives the addresses of a name as text; `is_public(address)` decides about each;
    `trust` is a file of certificate authorities in PEM, None means the system's.
    """

    ports: Collection[int] = (HTTPS,)
    redirects: int = 5
    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_public: Callable[[Address], bool] = is_public
    trust: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL: connect to one of `addresses` (never resolve again), speak as `host`."""

    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Host, with its port unless it is the usual one."""
        return self.host if self.port == HTTPS else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL in its plain form, without user, fragment and usual port."""
        return f"https://{self.authority}{self.path}"


def check(url: str, *, hosts: Collection[str] | None, policy: Policy) -> Target:
    """Parse, compare with the allowed hosts (None: any), resolve. Raises RefusedError, UnreachableError."""
    parts = _parse(url)
    host = _name(parts.hostname or "")
    if hosts is not None and host not in hosts:
        raise RefusedError(
            "host",
            f"{host} steht nicht auf der Liste der erlaubten Plattformen.",
            f"{host} is not on the list of allowed platforms.",
        )
    port = _port(parts, policy)
    path = f"{parts.path or '/'}?{parts.query}".removesuffix("?")
    return Target(host, port, quote(path, safe=URL_SIGNS), _addresses(host, port, policy))


def _parse(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or re.search(r"[\x00-\x20\x7f\\\ud800-\udfff]", url):
        raise RefusedError("url", "Das ist keine gültige Adresse.", "This is not a valid address.")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RefusedError("url", "Das ist keine gültige Adresse.", "This is not a valid address.") from error
    if parts.scheme != "https":
        raise RefusedError(
            "scheme",
            "Erlaubt sind nur Adressen, die mit https:// beginnen.",
            "Only addresses that begin with https:// are allowed.",
        )
    if "@" in parts.netloc:
        raise RefusedError(
            "credentials",
            "Die Adresse darf keinen Benutzernamen und kein Passwort enthalten.",
            "The address must not contain a user name or a password.",
        )
    return parts


def _name(host: str) -> str:
    """The name as the domain name system writes it. Numbers in any form are refused: forges have names."""
    try:
        name = host.rstrip(".").lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise _bad_name(host) from error
    if not NAME.fullmatch(name) or NUMBER.fullmatch(name.rsplit(".", 1)[-1]):
        raise _bad_name(host)
    return name


def _bad_name(host: str) -> RefusedError:
    return RefusedError(
        "name",
        f"„{host}“ ist kein vollständiger Rechnername. Nummern statt Namen sind nicht erlaubt.",
        f"“{host}” is not a full host name. Numbers in place of names are not allowed.",
    )


def _port(parts: SplitResult, policy: Policy) -> int:
    try:
        port = HTTPS if parts.port is None else parts.port
    except ValueError:
        port = 0
    if port not in policy.ports:
        raise RefusedError(
            "port",
            "Erlaubt ist nur der übliche Anschluss für https (443).",
            "Only the usual port for https (443) is allowed.",
        )
    return port


def _addresses(host: str, port: int, policy: Policy) -> tuple[str, ...]:
    try:
        found = tuple(policy.resolve(host, port))
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise UnreachableError(
            "name",
            f"Den Rechner {host} kennt das Namenssystem nicht.",
            f"The domain name system does not know {host}.",
        )
    if not all(policy.is_public(ip_address(text)) for text in found):
        raise RefusedError(
            "address",
            f"{host} führt in ein privates oder besonderes Netz. Dorthin wird nicht verbunden.",
            f"{host} leads into a private or special network. No connection is made there.",
        )
    return found

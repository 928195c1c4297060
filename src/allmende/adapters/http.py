# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one HTTP client of the house: GET over https, pinned to the checked address, limited in everything."""

import io
import socket
import ssl
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urljoin

from allmende import __version__
from allmende.adapters.errors import RefusedError, UnreachableError
from allmende.adapters.guard import Policy, Target, check

USER_AGENT = f"Allmende/{__version__}"
HEAD_LIMIT = 64_000
CHUNK = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
GZIP_OR_ZLIB = 47


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
    """GET one URL. Any status is an answer (304, 404 and 500 too).

    `hosts`: names we may ask, after redirects too (`known.hosts()` is the allow-list; None: any public one);
    `limit`: bytes of the body after decompression; `timeout`: seconds for everything together.
    `headers` are not sent on to another host. Raises RefusedError and UnreachableError.
    """
    rules = policy or Policy()
    deadline = time.monotonic() + timeout
    target = first = check(url, hosts=hosts, policy=rules)
    for _ in range(rules.redirects + 1):
        own = (headers or {}) if target.authority == first.authority else {}
        answer = _get(target, own, limit, deadline, rules)
        location = answer.headers.get("location")
        if answer.status not in REDIRECTS or not location:
            return answer
        target = check(urljoin(target.url, location), hosts=hosts, policy=rules)
    raise RefusedError(
        "redirects",
        f"{first.host} leitet öfter als {rules.redirects}-mal weiter.",
        f"{first.host} redirects more than {rules.redirects} times.",
    )


def _get(target: Target, headers: Mapping[str, str], limit: int, deadline: float, policy: Policy) -> Answer:
    try:
        with _connect(target, deadline, policy) as wire:
            response = _ask(target, headers, wire)
            found = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
            wire.budget = limit + limit // 8 + HEAD_LIMIT
            return Answer(response.status, target.url, found, _body(response, found, limit))
    except ssl.SSLCertVerificationError as error:
        raise UnreachableError(
            "certificate",
            f"Das Zertifikat von {target.host} ist nicht gültig ({error.verify_message}).",
            f"The certificate of {target.host} is not valid ({error.verify_message}).",
        ) from error
    except TimeoutError as error:
        raise UnreachableError(
            "time", f"{target.host} antwortet zu langsam.", f"{target.host} answers too slowly."
        ) from error
    except (OSError, HTTPException, zlib.error, ValueError) as error:
        raise UnreachableError(
            "connection",
            f"{target.host} antwortet nicht oder nicht verständlich ({error}).",
            f"{target.host} does not answer, or not understandably ({error}).",
        ) from error


def _ask(target: Target, headers: Mapping[str, str], wire: "_Wire") -> HTTPResponse:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = _Plug(wire)
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    ours = {"Host": target.authority, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
    for name, value in {**headers, **ours, "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _body(response: HTTPResponse, headers: Mapping[str, str], limit: int) -> bytes:
    """The whole body, decompressed while it comes, never more than one step beyond the limit in memory."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise HTTPException(f"Content-Encoding {encoding[:40]}")
    unpack = None if encoding == "identity" else zlib.decompressobj(GZIP_OR_ZLIB)
    body = bytearray()
    while chunk := response.read(CHUNK):
        body += unpack.decompress(chunk, limit + 1 - len(body)) if unpack else chunk
        if len(body) > limit:
            raise _too_large()
        if unpack and unpack.unused_data:
            raise HTTPException("data after the end of the compressed body")
    if response.length or (unpack and body and not unpack.eof):
        raise HTTPException("body ends early")
    return bytes(body)


@cache
def _tls(trust: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=trust)


class _Wire(io.RawIOBase):
    """Bytes of one connection, as long as time and budget last; the standard library knows neither limit."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock = sock
        self.deadline = deadline
        self.budget = HEAD_LIMIT

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.budget <= 0:
            raise _too_large()
        self.sock.settimeout(_left(self.deadline))
        count = self.sock.recv_into(buffer)
        self.budget -= count
        return count

    def close(self) -> None:
        self.sock.close()
        super().close()


class _Plug:
    """The part of a socket that http.client uses. Whoever opened the wire closes it."""

    def __init__(self, wire: _Wire) -> None:
        self.wire = wire

    def sendall(self, data: bytes) -> None:
        self.wire.sock.settimeout(_left(self.wire.deadline))
        self.wire.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.wire)

    def close(self) -> None:
        pass


def _connect(target: Target, deadline: float, policy: Policy) -> _Wire:
    """Connect to the addresses that were checked, one after the other, and to nothing else."""
    plain = _dial(target, deadline)
    try:
        plain.settimeout(_left(deadline))
        return _Wire(_tls(policy.trust).wrap_socket(plain, server_hostname=target.host), deadline)
    except BaseException:
        plain.close()
        raise


def _dial(target: Target, deadline: float) -> socket.socket:
    failure: OSError | None = None
    for address in target.addresses:
        try:
            return socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            failure = error
    raise failure or OSError("no address")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _too_large() -> RefusedError:
    return RefusedError("size", "Die Antwort ist größer als erlaubt.", "The answer is larger than allowed.")

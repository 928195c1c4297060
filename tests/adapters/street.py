# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Servers on this machine with certificates of our own, and a policy that lets the client reach only them."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path

import trustme

from allmende.adapters.guard import Address, Policy, is_public

LOOPBACK = ip_address("127.0.0.1")
HOST = "forge.example"
Handler = Callable[[bytes, ssl.SSLSocket], None]


def here_counts_as_public(address: Address) -> bool:
    """The only exception tests make: this machine's IPv4 loopback."""
    return address == LOOPBACK or is_public(address)


@dataclass
class Server:
    """Answers every connection with `handler(request, connection)` and keeps the requests."""

    handler: Handler
    context: ssl.SSLContext
    trust: str
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"

    def policy(self, resolve: Callable[[str, int], list[str]] = lambda name, port: ["127.0.0.1"]) -> Policy:
        return Policy(ports=(self.port,), resolve=resolve, is_public=here_counts_as_public, trust=self.trust)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(plain,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError):
            plain.settimeout(10)
            with self.context.wrap_socket(plain, server_side=True) as connection:
                request = connection.recv(65_536)
                while request and b"\r\n\r\n" not in request:
                    request += connection.recv(65_536)
                self.requests.append(request)
                self.handler(request, connection)


class Street:
    """Starts servers; all of them stop when the street closes."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST, f"*.{HOST}", "xn--frge-5qa.example").configure_cert(self.context)
        self.trust = str(folder / "authority.pem")
        authority.cert_pem.write_to_path(self.trust)
        self.servers: list[Server] = []

    def serve(self, handler: Handler | bytes) -> Server:
        """A server with this behaviour, or with the same answer for everyone."""
        answer = handler if callable(handler) else lambda request, connection: connection.sendall(handler)
        server = Server(answer, self.context, self.trust)
        self.servers.append(server)
        return server

    def close(self) -> None:
        for server in self.servers:
            server.listener.close()


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer as bytes; underscores in names of headers become hyphens."""
    lines = {"Content-Length": str(len(body)), **{n.replace("_", "-"): v for n, v in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + body


def open_street(folder: Path) -> Iterator[Street]:
    """For fixtures."""
    street = Street(folder)
    yield street
    street.close()

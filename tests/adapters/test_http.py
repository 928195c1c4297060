# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The client survives every trick a server can play."""

import contextlib
import gzip
import socket
import ssl
import time
import tracemalloc
import zlib

import pytest

from allmende.adapters.errors import RefusedError, UnreachableError
from allmende.adapters.guard import Policy
from allmende.adapters.http import HEAD_LIMIT, Answer, fetch
from tests.adapters.street import HOST, Handler, Server, Street, answer, here_counts_as_public

BOTTOMLESS = 1_000_000


def get(server: Server, path: str = "/", **options: object) -> Answer:
    known = {"hosts": {HOST}, "policy": server.policy(), "timeout": 5.0}
    return fetch(server.url + path, **{**known, **options})  # type: ignore[arg-type]


def refusal(server: Server, path: str = "/", **options: object) -> str:
    with pytest.raises(RefusedError) as refused:
        get(server, path, **options)
    return refused.value.code


def failure(server: Server, **options: object) -> str:
    with pytest.raises(UnreachableError) as failed:
        get(server, **options)
    return failed.value.code


def forever(start: bytes, more: bytes, pause: float = 0.0) -> Handler:
    """Sends the start and then more until the client goes away."""

    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(start)
            while True:
                connection.sendall(more)
                time.sleep(pause)

    return handler


def test_an_answer_comes_with_status_headers_and_body(street: Street) -> None:
    server = street.serve(answer(b"Moin", X_Note="a"))
    got = get(server, "/a?b=c", headers={"If-None-Match": '"1"'})
    assert (got.status, got.body, got.headers["x-note"], got.url) == (
        200,
        b"Moin",
        "a",
        server.url + "/a?b=c",
    )
    request = server.requests[0].decode()
    assert request.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: {HOST}:{server.port}\r\n" in request
    assert 'If-None-Match: "1"\r\n' in request


@pytest.mark.parametrize("status", [304, 404, 429, 500])
def test_every_status_is_an_answer(street: Street, status: int) -> None:
    assert get(street.serve(answer(status=status))).status == status


def test_repeated_headers_are_joined(street: Street) -> None:
    server = street.serve(b"HTTP/1.1 200 OK\r\nLink: <a>\r\nLink: <b>\r\nContent-Length: 0\r\n\r\n")
    assert get(server).headers["link"] == "<a>, <b>"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_compressed_bodies_are_unpacked(street: Street, pack: object) -> None:
    body = b"Allmende " * 50_000
    encoding = "gzip" if pack is gzip.compress else "deflate"
    server = street.serve(answer(pack(body), Content_Encoding=encoding))  # type: ignore[operator]
    assert get(server).body == body


def test_the_name_is_resolved_once_and_the_checked_address_used(street: Street) -> None:
    server = street.serve(answer(b"ok"))
    asked: list[str] = []

    def rebinding(name: str, port: int) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert get(server, policy=server.policy(rebinding)).body == b"ok"
    assert asked == [HOST]


def test_nothing_but_the_given_addresses_is_connected_to(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = street.serve(answer(b"ok"))
    dialled: list[object] = []
    dial = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda a, **options: dialled.append(a) or dial(a, **options)
    )
    get(server)
    assert dialled == [("127.0.0.1", server.port)]


def test_the_next_address_is_tried_when_one_does_not_answer(street: Street) -> None:
    server = street.serve(answer(b"ok"))
    policy = Policy(
        ports=(server.port,), trust=server.trust, is_public=lambda address: True,
        resolve=lambda name, port: ["::1", "127.0.0.1"],
    )  # fmt: skip
    assert get(server, policy=policy).body == b"ok"


def test_a_private_address_is_refused(street: Street) -> None:
    server = street.serve(answer())
    assert refusal(server, policy=server.policy(lambda name, port: ["192.168.0.1"])) == "address"
    assert server.requests == []


def test_the_certificate_must_fit_the_name(street: Street) -> None:
    server = street.serve(answer())
    with pytest.raises(UnreachableError) as failed:
        fetch(f"https://other.example:{server.port}/", hosts=None, policy=server.policy())
    assert failed.value.code == "certificate"


def test_an_unknown_authority_is_not_trusted(street: Street) -> None:
    server = street.serve(answer())
    policy = Policy(ports=(server.port,), resolve=lambda n, p: ["127.0.0.1"], is_public=here_counts_as_public)
    assert failure(server, policy=policy) == "certificate"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://forge.example/", "scheme"),
        ("https://127.0.0.1/", "name"),
        ("https://2130706433/", "name"),
        ("https://[::1]/", "name"),
        ("https://elsewhere.example/", "host"),
        ("https://a:b@forge.example/", "credentials"),
        ("//forge.example:22/", "port"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://forge.example/", "scheme"),
    ],
)
def test_redirects_are_checked_like_the_first_address(street: Street, location: str, code: str) -> None:
    assert refusal(street.serve(answer(status=302, Location=location))) == code


def test_a_redirect_to_a_name_in_a_private_network_is_refused(street: Street) -> None:
    server = street.serve(lambda request, connection: connection.sendall(redirect))
    redirect = answer(status=302, Location=f"https://inside.{HOST}:{server.port}/")
    policy = server.policy(lambda name, port: ["10.0.0.1" if name.startswith("inside") else "127.0.0.1"])
    assert refusal(server, hosts=None, policy=policy) == "address"
    assert len(server.requests) == 1


def test_an_allowed_redirect_is_followed_and_own_headers_stay_at_home(street: Street) -> None:
    def handler(request: bytes, connection: ssl.SSLSocket) -> None:
        there = f"https://raw.{HOST}:{server.port}/x"
        connection.sendall(answer(b"there") if b"GET /x" in request else answer(status=301, Location=there))

    server = street.serve(handler)
    got = get(server, hosts={HOST, f"raw.{HOST}"}, headers={"X-Own": "1"})
    assert (got.body, got.url) == (b"there", f"https://raw.{HOST}:{server.port}/x")
    assert [b"X-Own" in request for request in server.requests] == [True, False]


def test_a_circle_of_redirects_ends(street: Street) -> None:
    server = street.serve(answer(status=302, Location="/again"))
    assert refusal(server) == "redirects"
    assert len(server.requests) == 6


def test_a_declared_or_sent_body_over_the_limit_is_refused(street: Street) -> None:
    assert refusal(street.serve(answer(b"x" * 101)), limit=100) == "size"
    assert get(street.serve(answer(b"x" * 100)), limit=100).body == b"x" * 100


def test_a_gzip_bomb_is_defused_in_little_memory(street: Street) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    server = street.serve(answer(bomb, Content_Encoding="gzip"))
    tracemalloc.start()
    code = refusal(server, limit=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == "size"
    assert peak < 10_000_000


def test_bodies_without_end_are_cut_off(street: Street) -> None:
    plain = forever(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536)
    chunked = forever(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000)
    assert refusal(street.serve(plain), limit=BOTTOMLESS) == "size"
    assert refusal(street.serve(chunked), limit=BOTTOMLESS) == "size"


def test_a_slow_body_and_a_slow_head_end_at_the_deadline(street: Street) -> None:
    for start in (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "):
        begun = time.monotonic()
        assert failure(street.serve(forever(start, b"x", pause=0.05)), timeout=0.4) == "time"
        assert time.monotonic() - begun < 2


def test_a_server_that_never_says_anything_ends_at_the_deadline(street: Street) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = street.serve(answer())
        server.port = silent.getsockname()[1]
        assert failure(server, timeout=0.3) == "time"


def test_huge_heads_are_refused(street: Street) -> None:
    one = b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n"
    many = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 2000) for i in range(90)) + b"\r\n"
    steps = forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
    assert len(many) > 2 * HEAD_LIMIT
    assert [refusal(street.serve(head)) for head in (one, many, steps)] == ["size"] * 3


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\0\1\2",
        b"SSH-2.0-x\r\n",
        b"HTTP/1.1 9999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        answer(b"not packed", Content_Encoding="gzip"),
        answer(gzip.compress(b"half" * 1000)[:-9], Content_Encoding="gzip"),
        answer(gzip.compress(b"a") + b"more", Content_Encoding="gzip"),
        answer(b"x", Content_Encoding="br"),
    ],
)
def test_broken_answers_are_said_to_be_broken(street: Street, broken: bytes) -> None:
    assert failure(street.serve(broken)) == "connection"


def test_line_breaks_in_our_own_headers_are_never_sent(street: Street) -> None:
    server = street.serve(answer())
    assert failure(server, headers={"If-None-Match": "x\r\nHost: y"}) == "connection"
    assert not any(server.requests)  # a connection without a byte may have been seen

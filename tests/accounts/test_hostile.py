# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nonsense in any field of any form of an account is refused, never an error of ours, never half written."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from allmende.accounts.models import Membership, OperatorMode, Person, Role
from allmende.doors.access import PUBLIC
from tests.accounts.people import PASSWORD, member
from tests.house.plan import doors

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert"
NONSENSE = {
    "empty": "",
    "long": "a" * 100_000,
    "address": f"{'a' * 300}@example.test",
    "script": f"{SCRIPT}(1)</script>\"'><img src=x onerror=alert(1)>",
    "zero": "a\x00b",
    "control": "\x1b[31m\r\nBcc: otto@example.test",
    "emoji": "👩‍👩‍👧‍👦\u202egnp.exe",
    "number": "99999999999999999999999",
    "json": '{"id": [], "rawId": {"a": null}, "response": 1, "type": "public-key"}',
    "credential": '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", '
    '"attestationObject": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}',
    "list": "[" * 5_000,
    "template": "{{ 7*7 }} {% load x %} %(a)s ${x}",
}
FIELDS = (
    "email", "login", "password", "password1", "password2", "oldpassword", "code", "next", "remember", "name",
    "address", "role", "rolle", "kommune", "reason", "minutes", "credential", "passwordless", "account",
    "action", "action_add", "action_send", "action_remove",
)  # fmt: skip
DOORS = {
    "/" + re.sub("<[^>]+>", "1", address): door.callback
    for address, door in doors()
    if address.startswith("konto/") and "abmelden" not in address
}
ADDRESSES = {
    False: [address for address, view in DOORS.items() if view.access == PUBLIC],
    True: list(DOORS),
}


def counts() -> list[int]:
    """Rows; events are not among them, because any text may be somebody's name."""
    tables: tuple[Any, ...] = (Person, Membership, OperatorMode, Authenticator)
    return [table.objects.count() for table in tables]


def signed_in() -> Client:
    client = Client()
    somebody = member(Role.OPERATION)
    client.post("/konto/anmelden/", {"login": somebody.email, "password": PASSWORD})
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("kind", NONSENSE)
@pytest.mark.parametrize("inside", [False, True], ids=["visitor", "person"])
def test_nonsense_is_no_error_and_writes_nothing(kind: str, inside: bool) -> None:
    client = signed_in() if inside else Client()
    before = counts()
    for address in ADDRESSES[inside]:
        answer = client.post(address, dict.fromkeys(FIELDS, NONSENSE[kind]))
        assert (address, answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR) == (address, True)
        seen = client.get(address, {"next": NONSENSE[kind], "zeigen": NONSENSE[kind], "code": NONSENSE[kind]})
        assert (address, seen.status_code < HTTPStatus.INTERNAL_SERVER_ERROR) == (address, True)
        for page in (answer, seen):
            assert not page["Content-Type"].startswith("text/html") or SCRIPT not in page.content.decode()
    assert counts() == before


def test_there_are_addresses_to_try() -> None:
    assert len(DOORS) > 40
    assert len(ADDRESSES[False]) > 10


def test_bytes_that_are_no_text_are_refused() -> None:
    client = signed_in()
    body = b"email=%ff%fe&login=%c3%28&name=\xff"
    for address in DOORS:
        answer = client.generic("POST", address, body, content_type="application/x-www-form-urlencoded")
        assert (address, answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR) == (address, True)

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""An access key is shown once, reads what its person reads, and ends."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from allmende.accounts import actions, queries
from allmende.accounts.models import AccessKey, Person, Role
from allmende.audit import queries as audit
from allmende.config.api import LIMIT
from tests.accounts.people import PASSWORD, member, person

pytestmark = pytest.mark.django_db
PAGE = "/konto/schluessel/"


def sure(who: Person) -> Client:
    """Somebody who has just typed their password."""
    client = Client()
    client.post("/konto/anmelden/", {"login": who.email, "password": PASSWORD})
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    return client


def ask(path: str, key: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = Client().get(f"/api/v1{path}", headers=headers)
    return answer.status_code, answer.content


def made(who: Person, days: int = 30) -> str:
    return actions.make_key(by=who.reference, person=who, name="Portal", days=days, at=timezone.now())


def test_a_key_is_made_on_a_page_shown_once_and_kept_as_a_digest() -> None:
    somebody = member(Role.EDITOR)
    client = sure(somebody)
    page = client.post(PAGE, {"name": "Portal", "days": "365"}).content.decode()
    found = re.search(r"allmende_[\w-]{43}", page)
    assert found
    assert "allmende_" not in client.get(PAGE).content.decode()
    row = AccessKey.objects.get()
    assert found[0] not in (row.digest, row.name)
    assert row.ends_at - row.made_at == timedelta(days=365)
    status, body = ask("/me", found[0])
    assert status == HTTPStatus.OK
    assert b'"role": "editor"' in body.replace(b'":"', b'": "')
    assert AccessKey.objects.get().used_on == timezone.localdate()
    assert "access_key_made" in [one.verb for one in audit.of(somebody.reference)]


def test_a_form_sent_twice_makes_one_key_and_says_where_its_text_is() -> None:
    client = sure(person())
    token = re.search(r'name="token" value="([^"]+)"', client.get(PAGE).content.decode())
    assert token
    sent = {"name": "Portal", "days": "30", "token": token[1]}
    first, second = (client.post(PAGE, sent).content.decode() for _ in range(2))
    assert AccessKey.objects.count() == 1
    assert ("allmende_" in first, "allmende_" in second) == (True, False)
    assert "Dieses Formular ist schon angekommen" in second
    assert f'value="{token[1]}"' not in second


def test_a_key_that_does_not_hold_is_refused_whatever_is_asked() -> None:
    somebody = person()
    old = made(somebody)
    AccessKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    dropped = made(somebody)
    newest = queries.access_keys(somebody)[-1]
    actions.drop_key(by=somebody.reference, person=somebody, pk=newest.pk, at=timezone.now())
    closed = made(member(Role.READER))
    Person.objects.exclude(pk=somebody.pk).update(is_active=False)
    for key in ("x", "\u00e4", old, dropped, closed, "a" * 5_000):
        for path in ("/me", "/fields", "/contributions", "/solutions/gibt-es-nicht"):
            assert ask(path, key)[0] == HTTPStatus.UNAUTHORIZED
    assert Client().get("/api/v1/me", headers={"Authorization": "Basic x"}).status_code == 401
    assert ask("/me")[0] == HTTPStatus.UNAUTHORIZED
    assert ask("/fields")[0] == HTTPStatus.OK


@pytest.mark.parametrize("with_key", [True, False])
def test_a_network_address_asks_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch, with_key: bool) -> None:
    caches["process"].clear()
    monkeypatch.setattr(LIMIT, "num_requests", 3)
    key = made(member(Role.READER)) if with_key else ""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answers = [
        Client().get("/api/v1/fields", headers={**headers, "X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(4)  # whoever has no proxy before them writes into this header what they like
    ]
    assert [one.status_code for one in answers] == [HTTPStatus.OK] * 3 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert int(answers[-1]["Retry-After"]) <= 61
    assert answers[-1]["Content-Type"] == "application/problem+json"
    caches["process"].clear()


@pytest.mark.parametrize("path", ["/fields", "/solutions", "/reports", "/projects", "/municipalities"])
def test_what_is_public_is_the_same_with_a_key(path: str) -> None:
    key = made(member(Role.TRANSFER))
    assert ask(path, key) == ask(path)


def test_nobody_has_more_than_five_and_nobody_drops_those_of_others() -> None:
    somebody, other = member(Role.EDITOR), member(Role.READER)
    for _ in range(5):
        made(somebody)
    with pytest.raises(actions.RefusedError, match="fünf"):
        made(somebody)
    refused = sure(somebody).post(PAGE, {"name": "noch einer", "days": "30"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    row = queries.access_keys(somebody)[0]
    sure(other).post(f"{PAGE}{row.pk}/loeschen/")
    assert AccessKey.objects.count() == 5
    sure(somebody).post(f"{PAGE}{row.pk}/loeschen/")
    assert AccessKey.objects.count() == 4


def test_keys_go_with_the_account_and_a_month_after_their_end() -> None:
    somebody = member(Role.EDITOR)
    made(somebody)
    actions.expire(by="test", at=timezone.now() + timedelta(days=59))
    assert AccessKey.objects.exists()
    actions.expire(by="test", at=timezone.now() + timedelta(days=61))
    assert not AccessKey.objects.exists()
    made(somebody)
    actions.close_account(by=somebody.reference, person=somebody, at=timezone.now())
    assert not AccessKey.objects.exists()


@pytest.mark.parametrize("days", ["0", "366", "x", ""])
def test_a_key_lasts_a_year_at_most(days: str) -> None:
    answer = sure(person()).post(PAGE, {"name": "Portal", "days": days})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not AccessKey.objects.exists()

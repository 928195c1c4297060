# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link in the mail signs in once, soon, by a button, and only the person it was sent to."""

import re
from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.utils import timezone

from allmende.accounts import links
from tests.accounts.people import PASSWORD, code, person
from tests.accounts.test_sign_in import signed_in

pytestmark = pytest.mark.django_db


def link(client: Client) -> str:
    """Ask for a code; the path of the link in the mail."""
    client.post("/konto/anmelden/code/", {"email": "anna@example.test"})
    found = re.search(r"https?://[^/\s]+(/konto/anmelden/link/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_the_link_shows_a_button_and_only_the_button_signs_in() -> None:
    person()
    address, elsewhere = link(Client()), Client()
    for _ in range(3):
        seen = elsewhere.get(address)
        assert seen.status_code == HTTPStatus.OK
        assert "anna@example.test" in seen.content.decode()
        assert "no-store" in seen["Cache-Control"]
    assert not signed_in(elsewhere)
    elsewhere.post(address)
    assert signed_in(elsewhere)


def test_it_is_spent_by_the_sign_in_by_a_new_password_and_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = person()
    address = link(Client())
    Client().post(address)
    again = Client()
    assert again.post(address).status_code == HTTPStatus.GONE
    assert not signed_in(again)
    address = link(Client())
    somebody.refresh_from_db()
    somebody.set_password("drei blaue Regenschirme")
    somebody.save()
    assert again.get(address).status_code == HTTPStatus.GONE
    address = link(Client())
    later = timezone.datetime.now() + timezone.timedelta(minutes=16)
    monkeypatch.setattr(links.TOKENS, "_now", lambda: later)
    assert again.get(address).status_code == HTTPStatus.GONE


def test_the_code_still_signs_in_and_spends_the_link() -> None:
    person()
    client = Client()
    address = link(client)
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert signed_in(client)
    assert Client().post(address).status_code == HTTPStatus.GONE


@pytest.mark.parametrize("token", ["x", "abc-def", "a" * 300, "%00"])
def test_a_made_up_link_signs_nobody_in(token: str) -> None:
    somebody = person()
    client = Client()
    answer = client.post(f"/konto/anmelden/link/{somebody.pk}/{token}/")
    assert answer.status_code in (HTTPStatus.GONE, HTTPStatus.BAD_REQUEST)
    assert not signed_in(client)


def test_a_closed_account_is_not_let_in() -> None:
    somebody = person()
    address = link(Client())
    somebody.is_active = False
    somebody.save()
    assert Client().post(address).status_code == HTTPStatus.GONE


def test_an_address_without_an_account_gets_the_same_page_and_no_link() -> None:
    person()
    answers = [
        Client().post("/konto/anmelden/code/", {"email": f"{name}@example.test"})
        for name in ("anna", "niemand")
    ]
    assert answers[0].status_code == answers[1].status_code == HTTPStatus.FOUND
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    notices = [str(next(iter(get_messages(one.wsgi_request)))) for one in answers]
    assert "den Link" in notices[0]
    assert notices[0].replace("anna", "niemand") == notices[1]
    assert "/link/" not in str(mail.outbox[-1].body)


def test_the_second_factor_is_still_asked() -> None:
    TOTP.activate(person(), generate_totp_secret())
    address, client = link(Client()), Client()
    answer = client.post(address)
    assert answer.headers["Location"] == "/konto/anmelden/zweiter-faktor/"
    assert not signed_in(client)


def test_every_mail_of_the_account_comes_as_text_and_as_html() -> None:
    person()
    link(Client())
    Client().post("/konto/anmelden/code/", {"email": "niemand@example.test"})
    Client().post("/konto/passwort/vergessen/", {"email": "anna@example.test"})
    Client().post("/konto/anlegen/", {"email": "neu@example.test", "password1": PASSWORD})
    Client().post("/konto/anlegen/", {"email": "anna@example.test", "password1": PASSWORD})
    assert len(mail.outbox) == 5
    for sent in mail.outbox:
        ((html, kind),) = sent.alternatives
        assert kind == "text/html"
        assert 'lang="de"' in html
        assert "Guten Tag," in html
        assert "Guten Tag," in sent.body
        assert "<img" not in html

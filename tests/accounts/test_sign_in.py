# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing up and in by password, by code and with a second factor."""

from http import HTTPStatus

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from allmende.accounts.models import Person
from allmende.audit import queries as audit
from tests.accounts.people import PASSWORD, code, person

pytestmark = pytest.mark.django_db
ACCOUNT = "/konto/"


def signed_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == HTTPStatus.OK


def test_somebody_signs_up_and_is_in_after_typing_the_code_from_the_mail(client: Client) -> None:
    client.post("/konto/anlegen/", {"email": "Neu@Example.test", "password1": PASSWORD})
    assert not signed_in(client)
    client.post("/konto/adresse/bestaetigen/", {"code": code()})
    assert signed_in(client)
    somebody = Person.objects.get(email="neu@example.test")
    assert [e.verb for e in audit.of(somebody.reference)] == ["join", "address_confirmed"]


def test_somebody_signs_in_with_a_password(client: Client) -> None:
    person()
    client.post("/konto/anmelden/", {"login": "anna@example.test", "password": PASSWORD})
    assert signed_in(client)


def test_somebody_signs_in_with_a_code_from_the_mail(client: Client) -> None:
    person()
    client.post("/konto/anmelden/code/", {"email": "anna@example.test"})
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert signed_in(client)


def test_a_wrong_code_does_not_let_anybody_in(client: Client) -> None:
    person()
    client.post("/konto/anmelden/code/", {"email": "anna@example.test"})
    client.post("/konto/anmelden/code/eingeben/", {"code": "AAAA-BBBB"})
    assert not signed_in(client)


def test_a_password_chosen_for_a_strangers_address_opens_nothing(client: Client) -> None:
    address, stranger = "anna@example.test", Client()
    stranger.post("/konto/anlegen/", {"email": address, "password1": PASSWORD})
    cache.clear()  # minutes later
    client.post("/konto/anmelden/code/", {"email": address})
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert signed_in(client)
    stranger.post("/konto/adresse/bestaetigen/", {"action": "resend"})
    stranger.post("/konto/adresse/bestaetigen/", {"code": "AAAA-BBBB"})
    stranger.post("/konto/anmelden/", {"login": address, "password": PASSWORD})
    assert not signed_in(stranger)
    somebody = Person.objects.get()
    assert [e.verb for e in audit.of(somebody.reference)] == ["join", "password_dropped"]


def test_who_signs_in_by_code_later_keeps_the_password(client: Client) -> None:
    client.post("/konto/anlegen/", {"email": "anna@example.test", "password1": PASSWORD})
    client.post("/konto/adresse/bestaetigen/", {"code": code()})
    cache.clear()
    other = Client()
    other.post("/konto/anmelden/code/", {"email": "anna@example.test"})
    other.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert signed_in(other)
    assert Person.objects.get().has_usable_password()


@pytest.mark.parametrize("stays", [True, False])
def test_the_session_outlasts_the_browser_only_where_that_was_chosen(client: Client, stays: bool) -> None:
    anna = person()
    form = {"login": anna.email, "password": PASSWORD, **({"remember": "on"} if stays else {})}
    client.post("/konto/anmelden/", form)
    assert bool(client.cookies["sessionid"]["max-age"]) is stays
    by_code = Client()
    by_code.post("/konto/anmelden/code/", {"email": anna.email})
    by_code.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert signed_in(by_code)
    assert not by_code.cookies["sessionid"]["max-age"]


def test_a_forgotten_password_is_replaced_with_a_code_from_the_mail(client: Client) -> None:
    person()
    client.post("/konto/passwort/vergessen/", {"email": "anna@example.test"})
    client.post("/konto/passwort/vergessen/code/", {"code": code()})
    new = "drei blaue Regenschirme"
    client.post("/konto/passwort/vergessen/neu/", {"password1": new, "password2": new})
    Client().post("/konto/anmelden/", {"login": "anna@example.test", "password": PASSWORD})
    other = Client()
    other.post("/konto/anmelden/", {"login": "anna@example.test", "password": new})
    assert signed_in(other)


def test_a_closed_account_does_not_let_anybody_in(client: Client) -> None:
    closed = person()
    closed.is_active = False
    closed.save()
    client.post("/konto/anmelden/", {"login": "anna@example.test", "password": PASSWORD})
    assert not signed_in(client)


@pytest.mark.parametrize("weak", ["kurz", "administrator", "anna@example.test"])
def test_a_weak_password_is_refused(client: Client, weak: str) -> None:
    answer = client.post("/konto/anlegen/", {"email": "anna@example.test", "password1": weak})
    assert answer.status_code == HTTPStatus.OK
    assert "kern-error" in answer.content.decode()
    assert not Person.objects.exists()


def test_mails_are_german_and_come_from_us(client: Client) -> None:
    client.post("/konto/anlegen/", {"email": "neu@example.test", "password1": PASSWORD})
    sent = mail.outbox[-1]
    assert sent.subject.startswith("Allmende: ")
    assert sent.body.startswith("Guten Tag,")
    assert "neu@example.test" in sent.body
    assert "person:" not in sent.body

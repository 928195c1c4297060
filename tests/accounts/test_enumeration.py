# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody finds out whether an address has an account."""

import re
from collections.abc import Mapping

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db
FORMS = {
    "/konto/anlegen/": {"email": "{}", "password1": PASSWORD},
    "/konto/anmelden/": {"login": "{}", "password": "nicht das Passwort"},
    "/konto/anmelden/code/": {"email": "{}"},
    "/konto/passwort/vergessen/": {"email": "{}"},
}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def answer(address: str, form: Mapping[str, str], email: str) -> tuple[object, ...]:
    """Everything a visitor can tell apart: statuses, ways, headers, cookies, pages, number of mails."""
    client, before = Client(), len(mail.outbox)
    last = client.post(address, {name: value.format(email) for name, value in form.items()}, follow=True)
    page = CHANGING.sub("", last.content.decode()).replace(email, "…")
    headers = set(last.headers)
    return (
        last.status_code,
        last.redirect_chain,
        headers,
        set(client.cookies),
        page,
        len(mail.outbox) - before,
    )


@pytest.mark.parametrize("address", FORMS)
def test_a_known_and_an_unknown_address_get_the_same_answer(address: str) -> None:
    person("anna@example.test")
    known, unknown = (answer(address, FORMS[address], f"{who}@example.test") for who in ("anna", "otto"))
    assert known == unknown


@pytest.mark.parametrize("address", FORMS)
def test_an_address_that_was_never_confirmed_gets_the_same_answer(address: str) -> None:
    Client().post("/konto/anlegen/", {"email": "anna@example.test", "password1": PASSWORD})
    cache.clear()  # ten seconds later
    known, unknown = (answer(address, FORMS[address], f"{who}@example.test") for who in ("anna", "otto"))
    assert known == unknown


@pytest.mark.parametrize("address", FORMS)
def test_who_asks_twice_in_a_row_gets_the_same_answer(address: str) -> None:
    person("anna@example.test")
    first = [answer(address, FORMS[address], f"{who}@example.test") for who in ("anna", "otto")]
    again = [answer(address, FORMS[address], f"{who}@example.test") for who in ("anna", "otto")]
    assert first[0] == first[1]
    assert again[0] == again[1]


@pytest.mark.parametrize("address", FORMS)
def test_a_clock_does_not_tell_them_apart(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hash_one = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return hash_one(self, password, salt)

    person("anna@example.test")
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    times = []
    for who in ("anna", "otto"):
        hashed.clear()
        answer(address, FORMS[address], f"{who}@example.test")
        times.append(len(hashed))
    assert times[0] == times[1], "Passwords are hashed, which is what takes time, as often for both."


def test_changing_ones_address_to_one_that_is_taken_tells_nothing() -> None:
    person("anna@example.test")
    answers = []
    for who in ("anna", "otto"):
        asking, wanted = person(f"berta-{who}@example.test"), f"{who}@example.test"
        client, before = Client(), len(mail.outbox)
        client.post("/konto/anmelden/", {"login": asking.email, "password": PASSWORD})
        client.post("/konto/bestaetigen/", {"password": PASSWORD})
        last = client.post("/konto/adresse/", {"email": wanted, "action_add": ""}, follow=True)
        page = CHANGING.sub("", last.content.decode()).replace(wanted, "…").replace(asking.email, "…")
        mails = [(one.to == [wanted], one.subject) for one in mail.outbox[before:]]
        answers.append((last.status_code, last.redirect_chain, set(last.headers), page, mails))
    assert len(answers[0][-1]) == 1
    assert answers[0] == answers[1]

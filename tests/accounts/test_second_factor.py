# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""An app or recovery codes as a second factor, the list of sessions, and limits to attempts."""

import re
from http import HTTPStatus
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from allmende.accounts.models import Person
from allmende.audit import queries as audit
from tests.accounts.people import PASSWORD, code, person

pytestmark = pytest.mark.django_db
FACTOR = "/konto/anmelden/zweiter-faktor/"
PERIOD = 30
NOW = 1_790_000_000


@pytest.fixture(autouse=True)
def _clock_of_the_app_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test falls between two codes."""
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: NOW))


def sign_in(client: Client, who: Person, password: str = PASSWORD) -> int:
    return client.post("/konto/anmelden/", {"login": who.email, "password": password}).status_code


def inside(client: Client) -> bool:
    return client.get("/konto/").status_code == HTTPStatus.OK


def digits(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, NOW // PERIOD)))


def with_app() -> tuple[Person, str, Client]:
    """Somebody who has set up the app on the page; the secret the page showed."""
    anna, client = person(), Client()
    sign_in(client, anna)
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    page = client.get("/konto/sicherheit/app/").content.decode()
    shown = re.search(r'id="authenticator_secret" value="(\w+)"', page)
    assert shown, page
    answer = client.post("/konto/sicherheit/app/", {"code": digits(shown[1])})
    assert answer.status_code == HTTPStatus.FOUND
    cache.clear()  # the same code counts once within its time
    return anna, shown[1], client


def test_the_password_alone_is_not_enough_once_the_app_is_set_up() -> None:
    anna, secret, _ = with_app()
    client = Client()
    sign_in(client, anna)
    assert not inside(client)
    client.post(FACTOR, {"code": "000000"})
    assert not inside(client)
    client.post(FACTOR, {"code": digits(secret)})
    assert inside(client)


def test_a_code_by_mail_is_not_enough_either() -> None:
    anna, _, _ = with_app()
    client = Client()
    client.post("/konto/anmelden/code/", {"email": anna.email})
    client.post("/konto/anmelden/code/eingeben/", {"code": code()})
    assert not inside(client)


def test_a_recovery_code_counts_once() -> None:
    anna, _, client = with_app()
    codes = client.get("/konto/sicherheit/codes/datei/").content.decode().split()
    assert len(codes) == 10
    for attempt, lets_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        other = Client()
        sign_in(other, anna)
        other.post(FACTOR, {"code": attempt})
        assert inside(other) is lets_in
        cache.clear()


@pytest.mark.django_db(transaction=True)
def test_the_person_is_told_of_the_change_by_mail_and_the_record_too() -> None:
    anna, _, _ = with_app()
    assert [e.verb for e in audit.of(anna.reference)] == ["totp_activated"]
    assert {one.to[0] for one in mail.outbox} == {anna.email}
    assert "Authenticator-App" in " ".join(one.subject for one in mail.outbox)


def test_the_app_can_be_switched_off_by_who_has_it() -> None:
    anna, _, client = with_app()
    client.post("/konto/sicherheit/app/abschalten/")
    assert not Authenticator.objects.filter(user=anna).exists()


def test_changes_ask_for_the_password_once_more() -> None:
    anna, client = person(), Client()
    client.force_login(anna)
    for address in ("app/", "passkeys/neu/", "codes/neu/"):
        answer = client.get(f"/konto/sicherheit/{address}")
        assert answer["Location"].startswith("/konto/bestaetigen/")


def test_all_other_sessions_are_ended_from_the_list() -> None:
    anna, here, there = person(), Client(), Client()
    for client, browser in ((here, "Firefox"), (there, "Unbekannt")):
        client.post(
            "/konto/anmelden/", {"login": anna.email, "password": PASSWORD}, headers={"user-agent": browser}
        )
    page = here.get("/konto/sitzungen/").content.decode()
    assert "Unbekannt" in page
    assert "dieser Browser" in page
    here.post("/konto/sitzungen/")
    assert inside(here)
    assert not inside(there)
    assert [e.verb for e in audit.of(anna.reference)] == ["sessions_ended"]


def test_a_changed_password_ends_other_sessions() -> None:
    anna, here, there = person(), Client(), Client()
    sign_in(here, anna)
    sign_in(there, anna)
    new = "drei blaue Regenschirme"
    here.post("/konto/passwort/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert inside(here)
    assert not inside(there)


def test_guessing_a_password_is_stopped_and_the_right_one_does_not_help_then() -> None:
    anna, client = person(), Client()
    for _ in range(5):
        sign_in(client, anna, "geraten und falsch")
    sign_in(client, anna)
    assert not inside(client)
    assert (
        "Zu viele falsche Versuche"
        in client.post("/konto/anmelden/", {"login": anna.email, "password": PASSWORD}).content.decode()
    )


def test_guessing_the_second_factor_is_stopped() -> None:
    anna, secret, _ = with_app()
    client = Client()
    sign_in(client, anna)
    for _ in range(5):
        client.post(FACTOR, {"code": "000000"})
    client.post(FACTOR, {"code": digits(secret)})
    assert not inside(client)


def test_one_address_is_not_flooded_with_mails() -> None:
    anna = person()
    answers = [
        Client().post("/konto/passwort/vergessen/", {"email": anna.email}).status_code for _ in range(7)
    ]
    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert len(mail.outbox) <= 5


def test_a_flood_of_other_addresses_pushes_no_counter_out() -> None:
    anna, client = person(), Client()
    for _ in range(5):
        sign_in(client, anna, "geraten und falsch")
    for number in range(400):
        cache.set(f"other-{number}", [number])
    sign_in(client, anna)
    assert not inside(client)


def test_too_many_attempts_are_answered_with_a_page() -> None:
    for _ in range(21):
        answer = Client().post("/konto/anlegen/", {"email": "", "password1": ""})
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Zu viele Versuche" in answer.content.decode()


def test_the_way_back_leads_nowhere_else() -> None:
    anna, client = person(), Client()
    answer = client.post(
        "/konto/anmelden/?next=https://example.org/",
        {"login": anna.email, "password": PASSWORD, "next": "https://example.org/"},
    )
    assert answer["Location"] == "/konto/"

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in with an account from elsewhere, against a real provider in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core.cache import cache
from django.test import Client

from allmende.accounts.entrance import ExternalEntrance
from allmende.accounts.models import Person
from allmende.audit import queries as audit
from tests.accounts import provider
from tests.accounts.people import PASSWORD, code, person
from tests.conftest import free_port
from tests.house.plan import ROOT

pytestmark = pytest.mark.django_db
START = "/konto/extern/dienst/"
CALLBACK = f"http://testserver{START}rueckruf/"
TOKEN = re.compile(r'name="(csrfmiddlewaretoken|request)" value="([^"]*)"')


@contextmanager
def running(callback: str) -> Iterator[str]:
    """Address of a provider that sends people back to `callback`; ended afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "tests.accounts.provider", str(port), callback]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == provider.READY
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def app(server: str) -> dict[str, Any]:
    """The provider as the settings name it."""
    return {
        "provider_id": "dienst", "name": "Dienstkonto", "client_id": provider.CLIENT,
        "secret": provider.SECRET, "settings": {"server_url": server},
    }  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of the running provider."""
    with running(CALLBACK) as address:
        yield address


@pytest.fixture(autouse=True)
def _configured(settings: Any, server: str) -> None:
    settings.OIDC_SERVER = server
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app(server)]}}


def submit(browser: requests.Session, page: requests.Response, **fields: Any) -> requests.Response:
    """Send the form of a page."""
    hidden = {name: unescape(value) for name, value in TOKEN.findall(page.text)}
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    address = urljoin(page.url, action[1] if action else page.url)
    return browser.post(address, {**hidden, **fields}, allow_redirects=False, timeout=10)


def consent(browser: requests.Session, address: str, action: str = "grant") -> str:
    """Sign in at the provider and agree; the address it sends the browser back to."""
    submit(browser, browser.get(address, timeout=10), login="anna", password=provider.PASSWORD)
    page = browser.get(address, timeout=10)
    scopes = ["openid", "profile", "email"]
    return str(submit(browser, page, scopes=scopes, action=action).headers["Location"])


def journey(client: Client, action: str = "grant") -> Any:
    """The whole way: the button here, the provider, back here."""
    away = client.post(START)
    assert away.status_code == HTTPStatus.FOUND
    with requests.Session() as browser:
        back = consent(browser, away["Location"], action)
    assert back.startswith(CALLBACK)
    return client.get(back.removeprefix("http://testserver"))


def test_somebody_new_gets_an_account_with_name_and_verified_address() -> None:
    client = Client()
    journey(client)
    assert client.get("/konto/").status_code == HTTPStatus.OK
    anna = Person.objects.get()
    assert (anna.email, anna.name) == (provider.ADDRESS, provider.NAME)
    assert EmailAddress.objects.get().verified
    assert not anna.has_usable_password()
    assert "join" in [event.verb for event in audit.of(anna.reference)]


def test_somebody_known_gets_into_the_same_account_again() -> None:
    journey(Client())
    again = Client()
    journey(again)
    assert again.get("/konto/").status_code == HTTPStatus.OK
    assert Person.objects.count() == 1


def test_an_account_with_the_same_address_is_not_taken_over() -> None:
    person(provider.ADDRESS)
    client = Client()
    journey(client)
    assert client.get("/konto/").status_code == HTTPStatus.FOUND
    assert Person.objects.count() == 1


@pytest.mark.parametrize("way", ["code", "new password"])
def test_an_account_from_elsewhere_with_a_strangers_address_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    extract = OpenIDConnectProvider.extract_email_addresses

    def unproved(self: OpenIDConnectProvider, data: dict[str, Any]) -> Any:
        found = extract(self, data)
        for one in found:
            one.verified = False
        return found

    monkeypatch.setattr(OpenIDConnectProvider, "extract_email_addresses", unproved)
    stranger, anna = Client(), Client()
    journey(stranger)
    assert stranger.get("/konto/").status_code == HTTPStatus.FOUND
    cache.clear()  # minutes later
    if way == "code":
        anna.post("/konto/anmelden/code/", {"email": provider.ADDRESS})
        anna.post("/konto/anmelden/code/eingeben/", {"code": code()})
    else:
        anna.post("/konto/passwort/vergessen/", {"email": provider.ADDRESS})
        anna.post("/konto/passwort/vergessen/code/", {"code": code()})
        anna.post("/konto/passwort/vergessen/neu/", {"password1": PASSWORD, "password2": PASSWORD})
        anna.post("/konto/anmelden/", {"login": provider.ADDRESS, "password": PASSWORD})
    assert anna.get("/konto/").status_code == HTTPStatus.OK
    for client in (stranger, Client()):
        journey(client)
        assert client.get("/konto/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("said", "proved"), [("true", True), ("True", True), ("false", False), ("", False), (None, False)]
)
def test_a_provider_may_say_in_text_whether_an_address_is_proved(
    monkeypatch: pytest.MonkeyPatch, said: str | None, proved: bool
) -> None:
    extract = OpenIDConnectProvider.extract_email_addresses

    def in_text(self: OpenIDConnectProvider, data: dict[str, Any]) -> Any:
        return extract(self, {**data.get("userinfo", data), "email_verified": said})

    monkeypatch.setattr(OpenIDConnectProvider, "extract_email_addresses", in_text)
    client = Client()
    assert journey(client).status_code == HTTPStatus.FOUND
    assert EmailAddress.objects.get().verified is proved
    assert (client.get("/konto/").status_code == HTTPStatus.OK) is proved


def test_one_connects_the_own_account_and_signs_in_with_it_then() -> None:
    anna, client = person("anna@example.test"), Client()
    client.post("/konto/anmelden/", {"login": anna.email, "password": PASSWORD})
    away = client.post(f"{START}?process=connect")
    with requests.Session() as browser:
        client.get(consent(browser, away["Location"]).removeprefix("http://testserver"))
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    other = Client()
    journey(other)
    assert "anna@example.test" in other.get("/konto/").content.decode()
    assert Person.objects.count() == 1


def test_who_declines_there_is_not_signed_in_here() -> None:
    client = Client()
    answer = journey(client, "cancel")
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert client.get("/konto/").status_code == HTTPStatus.FOUND
    assert not Person.objects.exists()


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    answer = Client().get(f"{START}rueckruf/?code=abc&state=def")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert not Person.objects.exists()


def test_the_way_is_protected_against_stolen_codes() -> None:
    query = parse_qs(urlsplit(Client().post(START)["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["state"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://169.254.169.254/", "https://example.org/"]
)
def test_only_the_server_of_the_settings_is_spoken_to(address: str) -> None:
    with (
        ExternalEntrance().get_requests_session() as session,
        pytest.raises(requests.exceptions.InvalidSchema),
    ):
        session.get(address)


def test_a_provider_that_does_not_answer_is_said_so(settings: Any) -> None:
    silent = f"http://127.0.0.1:{free_port()}"
    settings.OIDC_SERVER = silent
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = silent
    answer = Client().post(START)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "fehlgeschlagen" in answer.content.decode()


def test_the_sign_in_page_offers_it(client: Client) -> None:
    assert "Dienstkonto" in client.get("/konto/anmelden/").content.decode()

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of one's own account, and a passkey from its making to the sign-in with it."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Installation
from tests.journeys.looks import sound
from tests.journeys.pages import OWN_PAGES
from tests.journeys.people import PASSWORD, sign_up
from tests.journeys.test_every_page import RULES

ADDRESS = "konto@example.test"


@pytest.fixture(scope="module")
def owner(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """Somebody with a password, of the transfer office and of operation, who has just confirmed it."""
    page = sign_up(browser, installation, ADDRESS)
    for role in ("transfer", "operation"):
        installation.command("person", "role", ADDRESS, role)
    page.goto("/konto/bestaetigen/")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    yield page.context
    page.context.close()


@pytest.mark.parametrize("address", OWN_PAGES)
def test_a_page_of_ones_own_is_accessible_and_fits_a_narrow_screen(
    owner: BrowserContext, address: str
) -> None:
    page = owner.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(address)
    assert page.url.endswith(address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []
    page.close()


def test_pages_of_ones_own_are_whole_without_javascript(browser: Browser, owner: BrowserContext) -> None:
    base = owner.pages[0].url
    plain = browser.new_context(storage_state=owner.storage_state(), java_script_enabled=False)
    page = plain.new_page()
    for address in OWN_PAGES:
        answer = page.goto(urljoin(base, address))
        assert answer
        assert (address, answer.status) == (address, 200)
        assert page.locator("h1").count() == 1
    page.goto(urljoin(base, "/konto/sicherheit/passkeys/neu/"))
    assert "mit einem Code per Mail" in page.content()
    plain.close()


def test_pages_on_the_way_in_and_their_mistakes_are_accessible(browser: Browser, site: str) -> None:
    page = browser.new_context(base_url=site, locale="de-DE").new_page()
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("niemand@example.test")
    page.get_by_label("Passwort").fill("ein falsches")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.locator(".kern-error").first).to_be_visible()
    sound(page)
    page.goto("/konto/anlegen/")
    page.get_by_label("E-Mail-Adresse").fill("niemand@example.test")
    page.get_by_label("Passwort").fill("kurz")
    page.get_by_role("button", name="Konto anlegen").click()
    expect(page.get_by_label("Passwort")).to_have_attribute("aria-invalid", "true")
    sound(page)
    for address, label in (("/konto/anmelden/code/", "Code"), ("/konto/passwort/vergessen/", "Code")):
        page.goto(address)
        page.get_by_label("E-Mail-Adresse").fill("niemand@example.test")
        page.locator("main form button[type=submit]").first.click()
        page.get_by_label(label).fill("AAAA-BBBB")
        sound(page)
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator(".kern-error").first).to_be_visible()
        sound(page)
    page.context.close()


def with_authenticator(page: Page) -> None:
    """Give the browser a built-in authenticator that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_signs_in_without_a_password(
    browser: Browser, installation: Installation
) -> None:
    by_name = Installation(
        installation.address.replace("127.0.0.1", "localhost"), installation.var, installation.env
    )  # passkeys belong to a name, not to a number
    page = sign_up(browser, by_name, "passkey@example.test")
    with_authenticator(page)
    page.goto("/konto/sicherheit/passkeys/neu/")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    page.get_by_label("Name").fill("Dienstrechner")
    page.get_by_label("Passwortlos").check()
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_text("Wiederherstellung").first).to_be_visible()
    sound(page)
    page.goto("/konto/sicherheit/passkeys/")
    sound(page)
    expect(page.get_by_role("heading", name="Dienstrechner")).to_be_visible()
    expect(page.get_by_text("Passkey: Anmelden ohne Passwort.")).to_be_visible()
    page.goto("/konto/")
    page.get_by_role("button", name="Abmelden").click()
    page.goto("/konto/anmelden/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    expect(page.get_by_role("heading", name="Mein Konto")).to_be_visible()
    expect(page.get_by_text("passkey@example.test").first).to_be_visible()
    page.context.close()

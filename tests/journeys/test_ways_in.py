# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every way into an account, page after page: code, link, new password, second factor, passkey."""

import re
import time
from http import HTTPStatus
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Installation
from tests.journeys.looks import walked
from tests.journeys.people import PASSWORD, code_for, mail_for, signed_in
from tests.journeys.test_accounts import with_authenticator

ADDRESS = "wege@example.test"
ANOTHER = "Sieben-Schilder-am-Ortsrand"


def send(page: Page) -> None:
    """The form of the page."""
    page.locator("main form button[type=submit]").first.click()


def enter(page: Page, **texts: str) -> None:
    """Fill fields of a form by their ids, and send it."""
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)
    send(page)


def sign_out(page: Page) -> None:
    """By the page, as people do."""
    page.goto("/konto/abmelden/")
    send(page)


def now(secret: str) -> str:
    """What an app shows for a secret."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_every_page_on_the_ways_into_an_account_is_sound(
    browser: Browser, installation: Installation
) -> None:
    local = installation.address.replace("127.0.0.1", "localhost")  # passkeys belong to a name
    page = browser.new_context(base_url=local, locale="de-DE").new_page()
    proves_the_address(page, installation)
    sets_a_new_password(page, installation)
    signs_in_by_link(page, installation)
    recovery = adds_an_app(page)
    adds_a_passkey(page)
    proves_it_again(page)
    signs_in_with_a_second_factor(page, recovery)
    takes_the_factors_away(page)
    page.context.close()


def proves_the_address(page: Page, program: Installation) -> None:
    page.goto("/konto/anlegen/")
    enter(page, email=ADDRESS, password1=PASSWORD)
    walked(page, "account_email_verification_sent")
    enter(page, code=code_for(ADDRESS, program.var))
    expect(page.get_by_role("link", name="Mein Konto")).to_be_visible()
    sign_out(page)


def sets_a_new_password(page: Page, program: Installation) -> None:
    page.goto("/konto/passwort/vergessen/")
    enter(page, email=ADDRESS)
    walked(page, "account_confirm_password_reset_code")
    enter(page, code=code_for(ADDRESS, program.var))
    walked(page, "account_complete_password_reset")
    enter(page, password1=ANOTHER, password2=ANOTHER)
    page.goto("/konto/passwort/vergessen/fertig/")
    walked(page, "account_password_reset_completed")


def signs_in_by_link(page: Page, program: Installation) -> None:
    page.context.clear_cookies()
    page.goto("/konto/anmelden/code/")
    enter(page, email=ADDRESS)
    walked(page, "account_confirm_login_code")
    link = re.search(r"https?://\S+/konto/anmelden/link/\S+", mail_for(ADDRESS, program.var))
    assert link
    page.goto(urlsplit(link[0]).path)
    walked(page, "account_sign_in_by_link")
    send(page)
    expect(page.get_by_role("link", name="Mein Konto")).to_be_visible()


def adds_an_app(page: Page) -> str:
    page.goto("/konto/bestaetigen/")
    walked(page, "account_reauthenticate")
    enter(page, password=ANOTHER)
    page.goto("/konto/sicherheit/app/")
    enter(page, code=now(page.locator("#authenticator_secret").input_value()))
    page.goto("/konto/sicherheit/codes/")
    walked(page, "mfa_view_recovery_codes")
    recovery = page.locator("#recovery_codes").input_value().split()[0]
    page.goto("/konto/sicherheit/codes/neu/")
    walked(page, "mfa_generate_recovery_codes")
    return recovery


def adds_a_passkey(page: Page) -> None:
    with_authenticator(page)
    page.goto("/konto/sicherheit/passkeys/neu/")
    page.get_by_label("Name").fill("Dienstrechner")
    page.get_by_label("Passwortlos").check()
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_text("Dienstrechner").or_(page.get_by_text("hinzugefügt")).first).to_be_visible()
    page.goto("/konto/sicherheit/passkeys/")
    page.locator("main a[href*='/passkeys/']:not([href$='/neu/']):not([href$='/loeschen/'])").first.click()
    walked(page, "mfa_edit_webauthn")
    page.get_by_label("Name").fill("Rechner im Bauamt")
    send(page)
    expect(page.get_by_role("heading", name="Rechner im Bauamt")).to_be_visible()


def proves_it_again(page: Page) -> None:
    page.goto("/konto/bestaetigen/zweiter-faktor/")
    walked(page, "mfa_reauthenticate")
    page.goto("/konto/bestaetigen/passkey/")
    walked(page, "mfa_reauthenticate_webauthn")


def signs_in_with_a_second_factor(page: Page, recovery: str) -> None:
    sign_out(page)
    page.goto("/konto/anmelden/")
    enter(page, login=ADDRESS, password=ANOTHER)
    walked(page, "mfa_authenticate")
    enter(page, code=recovery)
    expect(page.get_by_role("link", name="Mein Konto")).to_be_visible()


def takes_the_factors_away(page: Page) -> None:
    page.goto("/konto/sicherheit/passkeys/")
    page.locator("main a[href$='/loeschen/']").first.click()
    enter(page, password=ANOTHER)
    walked(page, "mfa_remove_webauthn")
    send(page)
    page.goto("/konto/sicherheit/app/abschalten/")
    walked(page, "mfa_deactivate_totp")
    send(page)
    page.goto("/konto/sicherheit/")
    expect(page.get_by_text("Rechner im Bauamt")).to_have_count(0)


def test_who_came_without_a_password_sets_one(browser: Browser, installation: Installation) -> None:
    page = signed_in(browser, installation, "ohne-passwort@example.test", "reader", "--for", "12069020")
    page.goto("/konto/passwort/")
    walked(page, "account_set_password")
    enter(page, password1=PASSWORD, password2=PASSWORD)
    expect(page.locator(".kern-error")).to_have_count(0)
    page.context.close()


def test_pages_that_say_no_are_sound(page: Page) -> None:
    page.goto("/konto/gesperrt/")
    walked(page, "account_inactive")
    page.goto("/konto/anmelden/extern/fehler/")
    walked(page, "socialaccount_login_error", HTTPStatus.UNAUTHORIZED)
    page.goto("/konto/anmelden/extern/abgebrochen/")
    walked(page, "socialaccount_login_cancelled")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in with an account from elsewhere in a real browser, which keeps to the content policy."""

from typing import Any

import pytest
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from allmende.config.settings import content_policy
from tests.accounts import provider
from tests.accounts.test_external import app, running
from tests.journeys.looks import walked


def leave(page: Page) -> None:
    """By the button of the sign-in page to the provider."""
    page.goto("/konto/anmelden/")
    page.get_by_role("link", name="Dienstkonto").click()
    page.locator("main form button[type=submit]").click()


@pytest.mark.django_db(transaction=True)
def test_the_button_leads_to_the_provider_and_back(
    browser: Browser, live_server: LiveServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part, nothing in (("extract_email_addresses", []), ("extract_common_fields", {})):
        monkeypatch.setattr(OpenIDConnectProvider, part, lambda *_, nothing=nothing: nothing)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    with running(f"{live_server.url}/konto/extern/dienst/rueckruf/") as server:
        settings.OIDC_SERVER = server
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app(server)]}
        }
        settings.CONTENT_SECURITY_POLICY = content_policy(server)
        page = browser.new_context(base_url=live_server.url, locale="de-DE").new_page()
        leave(page)
        page.locator("#id_login").fill("anna")
        page.locator("#id_password").fill(provider.PASSWORD)
        page.locator("form button[type=submit]").first.click()
        page.get_by_role("button", name="Authorize").click()
        expect(page.locator("#id_email")).to_be_visible()
        walked(page, "socialaccount_signup")
        monkeypatch.undo()
        leave(page)
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", name="Mein Konto")).to_be_visible()
        expect(page.get_by_text(provider.ADDRESS)).to_be_visible()
        page.context.close()

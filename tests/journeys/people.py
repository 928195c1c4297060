# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""People who sign up and in through the pages, with the codes that reach them by mail."""

import re
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Installation

PASSWORD = "Regen-am-Fluss-und-7-Pegel"  # of people who exist in these tests only


def code_for(address: str, folder: Path) -> str:
    """The code of the newest mail to an address."""
    text = mail_for(address, folder)
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", text, re.MULTILINE)
    assert found, text
    return found.group(1)


def mail_for(address: str, folder: Path, kind: str = "plain") -> str:
    """The text, or the "html", of the newest mail to an address."""
    mails = []
    for file in sorted((folder / "mails").iterdir(), key=lambda one: one.stat().st_mtime_ns):
        mail = message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
        if mail["To"] == address:
            mails.append(mail)
    body = mails[-1].get_body((kind,))
    assert body
    return str(body.get_content())


def sign_up(browser: Browser, program: Installation, address: str) -> Page:
    """Make an account with a password and prove the address."""
    page = _fresh(browser, program).new_page()
    page.goto("/konto/anlegen/")
    page.locator("#id_email").fill(address)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_code").fill(code_for(address, program.var))
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("link", name="Mein Konto")).to_be_visible()
    return page


def signed_in(browser: Browser, program: Installation, address: str, *role: str) -> Page:
    """Somebody whose account and role an operator made by command, signed in with a code by mail."""
    program.command("person", "create", address)
    program.command("person", "role", address, *role)
    page = _fresh(browser, program).new_page()
    page.goto("/konto/anmelden/code/")
    page.locator("#id_email").fill(address)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_code").fill(code_for(address, program.var))
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("link", name="Mein Konto")).to_be_visible()
    return page


def _fresh(browser: Browser, program: Installation) -> BrowserContext:
    return browser.new_context(base_url=urljoin(program.address, "/"), locale="de-DE")

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mails as a mail program shows them: readable on a narrow screen, no barrier in them, nothing loaded."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Page

from allmende.accounts.models import Role
from allmende.undertakings import reminding
from tests.accounts.people import person
from tests.accounts.test_sign_in_link import link
from tests.journeys.looks import sound
from tests.subscriptions import test_digests as digests
from tests.undertakings.build import AT
from tests.undertakings.build import person as member
from tests.undertakings.conftest import stock
from tests.undertakings.test_reminder import silent

__all__ = ["stock"]
# of a mail, whose frame is the program that shows it
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def sign_in_link() -> None:
    person()
    link(Client())


def digest() -> None:
    digests.told()
    digests.follows("anna@example.test")
    digests.send()


def reminder() -> None:
    silent(member(Role.REPORTER, address="anna@example.test"))
    reminding.remind(by="command", at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("sent", [sign_in_link, digest, reminder])
def test_a_mail_is_accessible_fits_a_narrow_screen_and_loads_nothing(
    page: Page, sent: Callable[[], None]
) -> None:
    sent()
    ((html, kind),) = mail.outbox[-1].alternatives
    assert kind == "text/html"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(str(html))
    assert page.title()
    assert asked == []
    sound(page, RULES)

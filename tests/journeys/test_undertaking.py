# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality looks at a solution, tries it out, corrects itself, and answers a mail with one click."""

import re
from email import message_from_bytes, policy

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Installation
from tests.journeys.people import signed_in
from tests.journeys.test_every_page import RULES

SOLUTION = "/loesungen/muenster-leezenflow/"
WRITER = "vorhaben@example.test"
# Half a year passes.
LATER = (
    "from datetime import timedelta as t; from allmende.undertakings.models import Undertaking as U; "
    "[U.objects.filter(pk=u.pk).update(confirmed_on=u.confirmed_on - t(200)) for u in U.objects.all()]"
)


def sound(page: Page) -> None:
    """No accessibility violation, nothing wider than a small screen, every control reached with Tab."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(page.url, rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("main [tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_from_looking_at_it_to_the_answer_by_mail(browser: Browser, installation: Installation) -> None:
    page = signed_in(browser, installation, WRITER, "reporter", "--for", "12069020")
    _begin(page)
    address = page.url
    _go_on(page)
    page.goto("/vorhaben/")
    expect(page.get_by_text("Wir erproben es").first).to_be_visible()
    sound(page)
    _everybody_sees(browser, installation, address)
    _without_scripts(browser, page)
    _answer_the_mail(browser, installation)
    page.context.close()


def _begin(page: Page) -> None:
    page.goto(SOLUTION)
    page.get_by_role("link", name="Wir sehen uns das an").click()
    page.get_by_label("Wie steht es?").select_option("planned")
    page.get_by_label("Seit welchem Tag?").fill("2999-01-01")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Der Tag liegt in der Zukunft.")).to_be_visible()
    sound(page)
    page.get_by_label("Seit welchem Tag?").fill("2026-01-15")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("heading", name="Geschichte")).to_be_visible()
    sound(page)


def _go_on(page: Page) -> None:
    """A step, then its correction."""
    page.get_by_label("Wie steht es?").select_option("decided-against")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Wo es endet, gehört ein Grund dazu.")).to_be_visible()
    sound(page)
    page.get_by_label("Wie steht es?").select_option("piloting")
    page.get_by_role("button", name="Eintragen").click()
    page.get_by_role("link", name="berichtigen").last.click()
    sound(page)
    page.get_by_label("Grund oder ein Satz dazu").fill("Zehn Räder im Ortskern")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("davor stand hier")).to_be_visible()
    sound(page)


def _everybody_sees(browser: Browser, installation: Installation, address: str) -> None:
    visitor = browser.new_context(base_url=installation.address, locale="de-DE").new_page()
    visitor.goto(SOLUTION)
    expect(visitor.get_by_role("row").filter(has_text="Bad Belzig").first).to_be_visible()
    visitor.goto("/kommunen/12069020/")
    expect(visitor.get_by_text("Leezenflow").first).to_be_visible()
    visitor.goto(address)
    expect(visitor.get_by_text("Zehn Räder im Ortskern").first).to_be_visible()
    assert visitor.get_by_role("button", name="Eintragen").count() == 0
    visitor.context.close()


def _without_scripts(browser: Browser, page: Page) -> None:
    """The next step is taken in a browser without JavaScript."""
    plain = browser.new_context(
        storage_state=page.context.storage_state(), java_script_enabled=False, locale="de-DE"
    ).new_page()
    plain.goto(page.url)
    plain.get_by_role("link", name="Leezenflow").first.click()
    plain.get_by_label("Wie steht es?").select_option("operational")
    plain.get_by_role("button", name="Eintragen").click()
    assert "Es ist in Betrieb" in plain.locator("main").inner_text()
    plain.context.close()


def _answer_the_mail(browser: Browser, installation: Installation) -> None:
    installation.command("manage", "shell", "-c", LATER)
    for _ in range(2):
        installation.command("undertakings", "remind")
    mails = [
        mail
        for file in (installation.var / "mails").iterdir()
        for part in file.read_bytes().split(b"-" * 79 + b"\n")
        if (mail := message_from_bytes(part, policy=policy.default))["To"] == WRITER
        and "Wie geht es weiter" in mail["Subject"]
    ]
    assert len(mails) == 1
    body = mails[0].get_body(("plain",))
    assert body
    found = re.search(r"http\S+(/vorhaben/antwort/\S+)", body.get_content())
    assert found
    anywhere = browser.new_context(base_url=installation.address, locale="de-DE").new_page()
    anywhere.goto(found.group(1))
    sound(anywhere)
    anywhere.get_by_role("button", name="Läuft weiter wie bisher").click()
    expect(anywhere.get_by_role("heading", name="Danke")).to_be_visible()
    anywhere.goto(found.group(1))
    expect(anywhere.get_by_role("heading", name="Diese Adresse gilt nicht mehr")).to_be_visible()
    anywhere.context.close()

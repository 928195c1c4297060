# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody signs up, is confirmed, tells of a failure without the place; others learn from it."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.conftest import Installation
from tests.journeys.looks import sound
from tests.journeys.people import sign_up, signed_in

SOLUTION = "/loesungen/muenster-leezenflow/"
TITLE = "Die Anzeige blieb nach dem Winter dunkel"


def evidence(page: Page) -> str:
    """What the page of the solution says of its evidence for Brück, a town nearby."""
    page.goto(f"{SOLUTION}?kommune=12069076")
    found = re.search(r"Beleglage:(.*)", page.locator("main").inner_text())
    assert found
    return found.group(1)


def join(browser: Browser, program: Installation, office: Page) -> Page:
    """Sign up, ask to belong to Bad Belzig, and be confirmed by the transfer office."""
    author = sign_up(browser, program, "belzig@example.test")
    author.goto("/konto/mitgliedschaften/")
    author.get_by_label("Kommune, Kreis, Land oder Verband").fill("Bad Belzig")
    author.get_by_label("Rolle").select_option("reporter")
    author.get_by_role("button", name="Beantragen", exact=True).click()
    office.goto("/konto/mitgliedschaften/")
    office.get_by_role("button", name="Bestätigen").click()
    return author


def write(author: Page) -> None:
    """The four pages; first with the name of the place, then without, as the page asks."""
    author.goto(SOLUTION)
    author.get_by_role("link", name="Erfahrung berichten").click()
    sound(author)
    author.get_by_label("Wie ging es aus?").select_option("failed")
    author.get_by_label("Wann war das?").fill("2026-02")
    author.get_by_role("button", name="Speichern und weiter").click()
    author.get_by_label("Überschrift").fill(TITLE)
    author.get_by_label("Was geschah?").fill("In Bad Belzig gingen die Anzeigen im Frost kaputt.")
    sound(author)
    author.get_by_role("button", name="Speichern und weiter").click()
    author.get_by_label("Bereich").first.select_option(index=1)
    author.get_by_label("In einem Satz").first.fill("Ersatzteile kamen erst nach Monaten.")
    sound(author)
    author.get_by_role("button", name="Speichern und weiter").click()
    author.get_by_label("Wer darf den Bericht sehen?").select_option("anonymised")
    author.get_by_role("button", name="Speichern und ansehen").click()
    expect(author.get_by_text("Der Text nennt Ihre Kommune")).to_be_visible()
    expect(author.locator("mark", has_text="Bad Belzig")).to_be_visible()
    sound(author)
    author.get_by_role("link", name="Bearbeiten", exact=True).click()
    author.get_by_role("link", name="2. Was geschah").click()
    author.get_by_label("Was geschah?").fill("Bei uns gingen die Anzeigen im Frost kaputt.")
    author.get_by_role("button", name="Speichern und ansehen").click()
    author.get_by_role("button", name="Zur Prüfung geben").click()


def test_a_failure_is_told_without_the_place_and_changes_the_evidence(
    browser: Browser, installation: Installation
) -> None:
    office = signed_in(browser, installation, "transfer@example.test", "transfer")
    reader = signed_in(browser, installation, "brueck@example.test", "reader", "--for", "12069076")
    before = evidence(reader)

    author = join(browser, installation, office)
    write(author)
    office.goto("/beitraege/")
    sound(office)
    office.get_by_role("link", name=TITLE).click()
    office.get_by_role("button", name="Freigeben").click()
    expect(office.get_by_text("Freigegeben.")).to_be_visible()
    sound(office)

    assert evidence(reader) != before
    told = reader.locator("main").inner_text()
    assert TITLE in told
    reader.get_by_role("link", name=TITLE).first.click()
    for shown in (told, reader.locator("main").inner_text()):
        assert "Belzig" not in shown
    expect(reader.get_by_text("Landgemeinde").or_(reader.get_by_text("Kleinstadt")).first).to_be_visible()

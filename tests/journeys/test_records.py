# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality enters a solution; another says something else of it; both stand side by side."""

from playwright.sync_api import Browser, Page, expect

from tests.conftest import Installation
from tests.journeys.looks import sound
from tests.journeys.people import signed_in

TITLE = "Laternen nach Bedarf"


def onwards(page: Page) -> None:
    page.get_by_role("button", name="Speichern und weiter").click()
    sound(page)


def enter(page: Page, cost: str) -> str:
    """A solution page by page, past what is alike; the address of the draft."""
    page.goto("/beitraege/")
    page.get_by_role("link", name="Lösung eintragen").click()
    sound(page)
    page.get_by_role("combobox", name="Wie heißt die Lösung?").fill(TITLE)
    page.keyboard.press("Escape")
    page.get_by_label("Was tut sie, und für wen?").fill("Laternen leuchten heller, wenn jemand kommt.")
    page.get_by_label("Stand bei Ihnen").select_option("operational")
    page.get_by_label("Handlungsfeld", exact=True).first.select_option("mobilitaet")
    onwards(page)
    if page.get_by_role("heading", name="Gibt es das schon?").count():
        page.get_by_role("button", name="Keiner davon").click()
    sound(page)
    page.get_by_label("Lizenz", exact=True).fill("EUPL-1.2")
    onwards(page)
    page.get_by_label("Kosten einmalig").fill(cost)
    page.get_by_label("Quellen zu den Kosten").fill("https://example.org/haushalt")
    onwards(page)
    onwards(page)
    page.get_by_label("Wer darf den Eintrag sehen?").select_option("public")
    page.get_by_role("button", name="Speichern und ansehen").click()
    sound(page)
    page.get_by_role("button", name="Zur Prüfung geben").click()
    return page.url


def release(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Freigeben").click()


def test_two_municipalities_describe_one_solution(browser: Browser, installation: Installation) -> None:
    office = signed_in(browser, installation, "stelle-eintrag@example.test", "transfer")
    first = signed_in(browser, installation, "eins@example.test", "editor", "--for", "12069020")
    release(office, enter(first, "20.000"))
    second = signed_in(browser, installation, "zwei@example.test", "editor", "--for", "12069076")
    release(office, enter(second, "35.000"))
    reader = browser.new_context(base_url=installation.address).new_page()
    reader.goto(f"/finden/?q={TITLE}")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_text("eingetragen von")).to_be_visible()
    said = reader.locator("section", has=reader.get_by_role("heading", name="Wer was dazu angibt"))
    for text in ("Bad Belzig", "Brück", "20.000 Euro", "35.000 Euro", "verschiedene Angaben"):
        expect(said.get_by_text(text).first).to_be_visible()
    sound(reader)


def test_a_model_project_is_entered_without_javascript(browser: Browser, installation: Installation) -> None:
    editor = signed_in(browser, installation, "projekt@example.test", "editor", "--for", "12069020")
    state = editor.context.storage_state()
    context = browser.new_context(
        base_url=installation.address, storage_state=state, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/beitraege/neu/modellprojekt/")
    page.get_by_label("Wie heißt das Modellprojekt?").fill("Helle Wege im Hohen Fläming")
    page.get_by_label("Welches andere?").fill("Programm des Landes")
    page.get_by_role("button", name="Speichern und weiter").click()
    if page.get_by_role("heading", name="Gibt es das schon?").count():
        page.get_by_role("button", name="Keiner davon").click()
    page.get_by_label("Förderung", exact=True).fill("100.000")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_label("Maßnahme").first.fill("Laternen umrüsten")
    page.get_by_label("Daraus entstand die Lösung").first.fill("Gibt es nicht")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_text("So heißt keine Lösung der Sammlung.")).to_be_visible()
    page.get_by_label("Daraus entstand die Lösung").first.fill("")
    page.get_by_role("button", name="Speichern und ansehen").click()
    expect(page.get_by_text("Laternen umrüsten")).to_be_visible()
    expect(page.get_by_text("100.000 Euro")).to_be_visible()
    editor.goto("/beitraege/neu/modellprojekt/")
    sound(editor)
    editor.goto(f"{page.url}massnahmen/")
    sound(editor)

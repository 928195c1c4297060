# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A team pastes its broken publiccode.yml, sees what to change, and leaves with a file that is valid."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.domain.publiccode.examples import changed, inspect
from tests.journeys.test_every_page import RULES

BROKEN = changed(
    ("localisationReady: true", "localisationReady: yes"), ("- DE", "- de"), ('"0"', "0.4"),
    ("Status: stable", "Status: production"), ("EUPL-1.2", "Apache 2.0"),
)  # fmt: skip


def test_from_a_broken_file_to_a_valid_one_without_javascript(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto("/publiccode/")
    page.get_by_label("Inhalt der publiccode.yml").fill(BROKEN)
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(page.get_by_text("entspricht noch nicht dem Standard")).to_be_visible()
    expect(page.locator("#zeile-32")).to_contain_text("true oder false")
    expect(page.locator("#zeile-26")).to_contain_text("Apache-2.0")
    with page.expect_download() as download:
        page.get_by_role("button", name="Korrigierte Datei herunterladen").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert inspect(file.read_bytes()).valid
    page.goto("/publiccode/")
    page.get_by_label("Oder Datei wählen").set_input_files(file)
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(page.get_by_text("Die Datei entspricht dem Standard.")).to_be_visible()
    context.close()


def test_the_findings_are_accessible_and_fit_a_narrow_screen(page: Page) -> None:
    page.goto("/publiccode/")
    page.get_by_label("Inhalt der publiccode.yml").fill(BROKEN)
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(page.get_by_role("heading", name="Ergebnis")).to_be_visible()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

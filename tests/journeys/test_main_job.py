# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A clerk names her municipality and her problem and gets answers she can use."""

from playwright.sync_api import Browser, Page, expect


def test_a_clerk_finds_what_fits_her_municipality(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Ihr Anliegen").fill("Starkregen")
    page.get_by_label("Ihre Kommune").fill("Bad Belzig")
    page.get_by_role("button", name="Finden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Starkregen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bad Belzig")
    first = page.locator(".results > li").first
    expect(first).to_contain_text("Beleglage")
    first.locator("summary").click()
    expect(first.get_by_role("table")).to_contain_text("Läuft in ähnlichen Kommunen")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Quellen")).to_be_visible()


def test_the_municipality_is_chosen_from_suggestions_by_keyboard(page: Page) -> None:
    page.goto("/")
    field = page.get_by_label("Ihre Kommune")
    field.press_sequentially("muehlhau")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).not_to_have_value("muehlhau")
    page.get_by_role("button", name="Finden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mühlhausen")


def test_the_chosen_municipality_is_kept_and_can_be_dropped(page: Page) -> None:
    page.goto("/finden/?kommune=12069020")
    page.goto("/finden/?q=Parken")
    expect(page.get_by_text("Gewählt:")).to_contain_text("Bad Belzig")
    page.get_by_role("link", name="Kommune abwählen").click()
    expect(page.get_by_text("Gewählt:")).to_have_count(0)
    page.goto("/finden/?q=Parken")
    expect(page.get_by_text("Gewählt:")).to_have_count(0)


def test_the_whole_way_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Ihr Anliegen").fill("Leerstand")
    page.get_by_label("Ihre Kommune").fill("Neustadt")
    page.get_by_role("button", name="Finden").click()
    page.get_by_role("list").get_by_role("link", name="Neustadt").first.click()
    boxes = page.get_by_label("vergleichen")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Angekreuzte vergleichen").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    context.close()


def test_a_filter_narrows_the_results_to_the_count_it_announced(page: Page) -> None:
    page.goto("/finden/?q=Parken")
    page.get_by_text("Handlungsfeld", exact=False).locator("xpath=ancestor-or-self::summary").first.click()
    option = page.locator("input[name=feld]").first
    announced = option.locator("xpath=..").locator(".facet__count").inner_text()
    option.check()
    page.get_by_role("button", name="Auswahl anwenden").click()
    expect(page.locator("#ergebnisse")).to_contain_text(f"{announced} Lösung")

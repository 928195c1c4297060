# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every page: no accessibility violation, readable at 320 px, whole without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.pages import PAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_reached_by_keys_fits_320_pixels_and_has_no_violation(page: Page, address: str) -> None:
    page.goto(address)
    reached_with_the_tab_key(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 720})
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found] == []


def reached_with_the_tab_key(page: Page) -> None:
    """Every control that is seen has its place in the order of the Tab key."""
    controls = page.locator("main :is(a[href], button, input:not([type=hidden]), select, summary)")
    visible = sum(1 for control in controls.all() if control.is_visible())
    bad = page.locator("main [tabindex]:not([tabindex='0']):not([tabindex='-1'])").count()
    assert bad == 0
    page.locator("main").focus()
    reached = page.evaluate(
        "() => [...document.querySelectorAll("
        "'main :is(a[href],button,input:not([type=hidden]),select,summary)')]"
        ".filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length"
    )
    assert reached == visible


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_whole_without_javascript(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(address)
    assert answer
    assert answer.status == (404 if "gibt-es-nicht" in address else 200)
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    context.close()


def test_the_first_page_weighs_less_than_150_kilobytes(page: Page, site: str) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(sizes) < 150_000

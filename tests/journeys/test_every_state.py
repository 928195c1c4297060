# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every page about what somebody wrote; forms with faults; a form by keyboard alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Installation
from tests.journeys.looks import sound
from tests.journeys.pages import MEMBER_PAGES
from tests.journeys.people import signed_in

ADDRESS = "stand@example.test"
STATES = Path(__file__).with_name("states.py")
FORMS = (
    "/beitraege/neu/",
    "/beitraege/neu/loesung/",
    "/beitraege/neu/modellprojekt/",
    "/beitraege/einlesen/",
)
TOO_LONG = """form => {
    for (const one of form.querySelectorAll("input[type=text], textarea")) one.value = "x".repeat(30000);
    form.noValidate = true;
    form.requestSubmit(); }"""
# The outline, the shadow or the border differs from that of the same control without focus.
SEEN = """() => { const one = document.activeElement, look = () => { const s = getComputedStyle(one);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor].join(); };
    const with_focus = look(); one.blur(); const without = look(); one.focus({focusVisible: true});
    return [one.name || one.tagName, with_focus !== without]; }"""


@pytest.fixture(scope="module")
def editor(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """An editor of Bad Belzig."""
    page = signed_in(browser, installation, ADDRESS, "editor", "--for", "12069020")
    yield page.context
    page.context.close()


@pytest.fixture(scope="module")
def places(editor: BrowserContext, installation: Installation) -> dict[str, str]:
    """What the editor has written, by what stands in MEMBER_PAGES."""
    env = {**installation.env, "DJANGO_SETTINGS_MODULE": "allmende.config.settings"}
    made = subprocess.run(
        [sys.executable, str(STATES), ADDRESS], env=env, check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(made.stdout)
    return found


@pytest.mark.parametrize("address", MEMBER_PAGES)
def test_a_page_about_what_one_wrote_is_sound_with_and_without_javascript(
    browser: Browser, editor: BrowserContext, site: str, places: dict[str, str], address: str
) -> None:
    page = editor.new_page()
    answer = page.goto(address.format(**places))
    assert answer
    assert answer.status == 200
    sound(page)
    page.close()
    plain = browser.new_context(
        base_url=site, storage_state=editor.storage_state(), java_script_enabled=False
    )
    page = plain.new_page()
    page.goto(address.format(**places))
    assert page.locator("h1").count() == 1
    plain.close()


@pytest.mark.parametrize("address", FORMS)
def test_a_form_with_faults_is_sound(editor: BrowserContext, address: str) -> None:
    page = editor.new_page()
    page.goto(address)
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        page.locator("main form[method=post]").first.evaluate(TOO_LONG)
    assert answer.value.status == 422
    page.wait_for_load_state()
    expect(page.locator(".kern-error, .kern-alert--danger").first).to_be_visible()
    sound(page)
    page.close()


def test_two_who_edit_see_both_versions(editor: BrowserContext, places: dict[str, str]) -> None:
    address = f"/beitraege/{places['draft']}/erfahrung/"
    mine, theirs = editor.new_page(), editor.new_page()
    for page, text in ((mine, "Mein Satz über den Winter."), (theirs, "Ein anderer Satz vom Frühjahr.")):
        page.goto(address)
        page.get_by_label("Was geschah?").fill(text)
    theirs.get_by_role("button", name="Speichern und weiter").click()
    theirs.wait_for_url(lambda there: not there.endswith(address))  # to close a page on its way may hang
    theirs.close()
    with mine.expect_response(lambda one: one.request.method == "POST") as answer:
        mine.get_by_role("button", name="Speichern und weiter").click()
    assert answer.value.status == HTTPStatus.CONFLICT
    expect(mine.get_by_label("Was geschah?")).to_have_value("Mein Satz über den Winter.")
    expect(mine.get_by_text("Ein anderer Satz vom Frühjahr.").first).to_be_visible()
    sound(mine)
    assert answer.value.text().count("<h1") == 1
    mine.close()


def test_who_was_signed_out_meanwhile_gets_the_text_back(
    browser: Browser, editor: BrowserContext, site: str, places: dict[str, str]
) -> None:
    gone = browser.new_context(base_url=site, storage_state=editor.storage_state(), locale="de-DE")
    page = gone.new_page()
    page.goto(f"/beitraege/{places['draft']}/erfahrung/")
    page.get_by_label("Was geschah?").fill("Ein Satz, der lange genug ist, um nicht verloren zu gehen.")
    gone.clear_cookies(name="sessionid")
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        page.get_by_role("button", name="Speichern und weiter").click()
    assert answer.value.status == HTTPStatus.FORBIDDEN
    expect(page.get_by_role("button", name="Noch einmal senden")).to_be_visible()
    expect(page.get_by_text("Ein Satz, der lange genug ist").first).to_be_visible()
    sound(page)
    assert answer.value.text().count("<h1") == 1
    gone.close()


def onwards(page: Page, name: str) -> None:
    """Press Tab until a control has the focus; wherever the focus stands on the way, it can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        reached, is_seen = page.evaluate(SEEN)
        assert is_seen, f"the focus on {reached} cannot be seen"
        if reached == name:
            return
    pytest.fail(f"{name} is not reached")


def test_a_report_is_begun_and_told_by_keyboard_alone(editor: BrowserContext) -> None:
    page = editor.new_page()
    page.goto("/beitraege/neu/?loesung=muenster-leezenflow")
    onwards(page, "ending")
    page.keyboard.type("gesch")
    onwards(page, "when")
    page.keyboard.type("2026-05")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Überschrift")).to_be_visible()
    onwards(page, "title")
    page.keyboard.type("Ohne Maus geschrieben")
    onwards(page, "text")
    page.keyboard.type("Es wurde dunkel.")
    onwards(page, "weiter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Bereich").first).to_be_visible()
    page.goto("/beitraege/")
    expect(page.get_by_role("link", name="Ohne Maus geschrieben")).to_be_visible()
    page.close()

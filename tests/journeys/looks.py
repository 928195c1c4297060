# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the browser looks at on a page that a journey passes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Page

from tests.journeys.test_every_page import RULES

WIDE = """() => document.documentElement.scrollWidth <= 320 ? [] :
    [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > 320)
    .map(one => one.outerHTML)"""


def walked(page: Page, door: str, status: HTTPStatus = HTTPStatus.OK) -> None:
    """The page is behind this door (the name of its address; tests/house/test_walked.py reads it), it is
    sound, and it is whole as the server sends it, before any script runs."""
    assert resolve(urlsplit(page.url).path).url_name == door, page.url
    sound(page)
    plain = page.context.request.get(page.url)
    assert plain.status == status, plain.status
    assert plain.text().count("<h1") == 1


def sound(page: Page, rules: Mapping[str, Any] = RULES) -> None:
    """No accessibility violation, light or dark, and nothing wider than a small screen."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=dict(rules)).response["violations"]
        assert not found, [
            (page.url, one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found
        ]
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate(WIDE)
    assert not wide, wide
    page.set_viewport_size({"width": 1280, "height": 800})

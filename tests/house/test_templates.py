# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages work under a strict content security policy, have a title, and load nothing from elsewhere."""

import re
from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils import formats
from django.utils.translation import override

from tests.house.plan import templates, texts

INLINE = {
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "script body": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
}
LOADED = re.compile(
    r"<(?:script|link|img|source|iframe|use|image)\b[^>]*?\s(?:src|href|xlink:href)=\"([^\"]*)\"", re.I
)
ELSEWHERE = re.compile(r"(?:https?:)?//", re.I)


@pytest.mark.parametrize("rule", INLINE)
def test_templates_hold_nothing_inline(rule: str) -> None:
    assert [name for name, text in templates() if INLINE[rule].search(text)] == []


def test_every_page_has_a_title_of_its_own() -> None:
    untitled = [
        name
        for name, text in templates()
        if "{% extends" in text
        and name.endswith(".html")
        and not re.search(r"{% block title %}\s*\S", text)
        and not inherits_title(text)
    ]
    assert untitled == []


def inherits_title(text: str) -> bool:
    """Whether the page that this one extends, other than the base, has a title already."""
    parent = re.search(r"{% extends \"([^\"]+)\"", text)
    above = [t for n, t in templates() if parent and n.endswith("/templates/" + parent[1])]
    return (
        bool(above)
        and parent is not None
        and parent[1] != "doors/base.html"
        and "{% block title %}" in above[0]
    )


def test_pages_load_nothing_from_elsewhere() -> None:
    foreign = [
        (name, address)
        for name, text in templates()
        for address in LOADED.findall(text)
        if ELSEWHERE.match(address)
    ]
    assert foreign == []


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    rule = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//", re.I)
    assert [name for name, text in texts() if name.endswith(".css") and rule.search(text)] == []


def test_our_script_talks_to_this_server_only() -> None:
    own = [(n, t) for n, t in texts() if n.endswith(".js") and ".min." not in n and "/static/" in n]
    assert [name for name, text in own if re.search(r"https?://|\beval\(|innerHTML", text)] == []


def test_links_that_open_elsewhere_are_not_forced_into_new_windows() -> None:
    found = [name for name, text in templates() if re.search(r"target=\"_blank\"", text)]
    # the one page that must not be left: what was typed stands on it, and the link says where it opens
    assert found == ["src/allmende/doors/templates/doors/once_more.html"]


def test_no_template_says_how_a_day_is_written() -> None:
    shape = re.compile(r'\|date:"(?!SHORT_DATE_FORMAT"|SHORT_DATETIME_FORMAT")')
    assert [name for name, text in templates() if shape.search(text)] == []


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("de", "03.11.2026", "03.11.2026 14:05"), ("en", "3 Nov 2026", "3 Nov 2026, 14:05")],
)
def test_each_language_writes_days_in_one_way(language: str, day: str, moment: str) -> None:
    at = Context({"at": datetime(2026, 11, 3, 14, 5)})  # noqa: DTZ001
    page = Template('{{ at|date:"SHORT_DATE_FORMAT" }}|{{ at|date:"SHORT_DATETIME_FORMAT" }}|{{ day|as_of }}')
    at["day"] = "2026-11-03"
    with override(language):
        assert page.render(at) == f"{day}|{moment}|{day}"
        assert formats.localize(1234567.5) == {"de": "1.234.567,5", "en": "1,234,567.5"}[language]

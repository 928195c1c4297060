# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page is walked by the browser: an address that stands in no list is found here."""

import re

from django.urls import resolve

from tests.house.plan import ROOT, doors
from tests.journeys.pages import ELSEWHERE, MEMBER_PAGES, NO_PAGES, OWN_PAGES, PAGES

ID = "00000000-0000-4000-8000-000000000000"


def walked() -> set[str]:
    """Routes of the addresses that the tests of every page go to."""
    addresses = {re.sub(r"\{\w+\}", ID, one).partition("?")[0] for one in (*PAGES, *OWN_PAGES, *MEMBER_PAGES)}
    german = {one.removeprefix("/en") for one in addresses} - {"/gibt-es-nicht/"}
    return {resolve(one).route for one in german}


def test_every_page_stands_in_a_list() -> None:
    elsewhere = {name for names in ELSEWHERE.values() for name in names}
    missing = {
        address: door.name
        for address, door in doors()
        if not any(part in address for part in NO_PAGES)
        and address not in walked()
        and door.name not in elsewhere
    }
    assert missing == {}


def test_no_list_names_what_is_gone() -> None:
    routes = [address for address, _door in doors()]
    assert [part for part in NO_PAGES if not any(part in one for one in routes)] == []


def test_what_is_walked_elsewhere_is_really_walked_there() -> None:
    for file, names in ELSEWHERE.items():
        said = (ROOT / "tests" / "journeys" / file).read_text(encoding="utf-8")
        assert sorted(re.findall(r'walked\(page, "(\w+)"', said)) == sorted(names)

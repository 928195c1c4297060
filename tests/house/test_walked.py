# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page is walked by the browser: an address that stands in no list is found here."""

import re

from django.urls import resolve

from tests.house.plan import ROOT, doors
from tests.journeys.pages import ELSEWHERE, MEMBER_PAGES, NO_PAGES, NOT_YET, OWN_PAGES, PAGES

ID = "00000000-0000-4000-8000-000000000000"


def walked() -> set[str]:
    """Routes of the addresses that the tests of every page go to."""
    addresses = {re.sub(r"\{\w+\}", ID, one).partition("?")[0] for one in (*PAGES, *OWN_PAGES, *MEMBER_PAGES)}
    german = {one.removeprefix("/en") for one in addresses} - {"/gibt-es-nicht/"}
    return {resolve(one).route for one in german}


def test_every_page_stands_in_a_list() -> None:
    missing = {
        address: door.name
        for address, door in doors()
        if not any(part in address for part in NO_PAGES)
        and address not in walked()
        and door.name not in ELSEWHERE
        and door.name not in NOT_YET
    }
    assert missing == {}


def test_no_list_names_what_is_gone_or_walked_by_now() -> None:
    routes, names = zip(*((address, door.name) for address, door in doors()), strict=True)
    assert [part for part in NO_PAGES if not any(part in one for one in routes)] == []
    assert (NOT_YET | ELSEWHERE.keys()) - set(names) == set()
    assert {door.name for address, door in doors() if address in walked()} & NOT_YET == set()
    assert all((ROOT / "tests" / "journeys" / name).is_file() for name in ELSEWHERE.values())

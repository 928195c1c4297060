# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer over the wire, from the real program with the bundled knowledge on this run's database."""

import re
import urllib.request
from urllib.error import HTTPError

import pytest


def read(address: str, cookie: str = "") -> tuple[str, str]:
    """Page and the cookie it sets."""
    request = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode(), answer.headers.get("Set-Cookie") or ""


def titles(page: str) -> list[str]:
    """Slugs of the results in their order."""
    return re.findall(r'<h3><a href="/loesungen/([^/]+)/', page)


def test_a_municipality_changes_the_order_and_every_result_gives_reasons(site: str) -> None:
    alone, _ = read(f"{site}/finden/?q=B%C3%BCrgerbeteiligung")
    asked, _ = read(f"{site}/finden/?q=B%C3%BCrgerbeteiligung&kommune=12069020")
    assert titles(alone) != titles(asked)
    assert asked.count("Beleglage:") == len(titles(asked)) > 0
    assert asked.count("Rechenweg") == len(titles(asked))


def test_the_cookie_keeps_the_municipality_and_an_empty_one_drops_it(site: str) -> None:
    _, cookie = read(f"{site}/finden/?kommune=12069020")
    assert cookie.startswith("kommune=12069020")
    assert "httponly" in cookie.lower()
    page, _ = read(f"{site}/finden/?q=Parken", cookie="kommune=12069020")
    assert "Gewählt:" in page
    page, dropped = read(f"{site}/finden/?q=Parken&kommune=", cookie="kommune=12069020")
    assert "Gewählt:" not in page
    assert 'kommune=""' in dropped


@pytest.mark.parametrize("order", ["passung", "treffer", "naehe", "belege", "neueste"])
def test_every_order_shows_the_same_solutions(site: str, order: str) -> None:
    page, _ = read(f"{site}/finden/?q=Starkregen&kommune=12069020&ordnung={order}")
    total = re.search(r'id="ergebnisse">([0-9.]+) Lösungen', page)
    assert total
    usual = re.search(r'id="ergebnisse">([0-9.]+) Lösungen', read(f"{site}/finden/?q=Starkregen")[0])
    assert usual
    assert total.group(1) == usual.group(1)


@pytest.mark.parametrize(
    "rest",
    [
        "seite=999999",
        "seite=x",
        "feld=gibt-es-nicht",
        "kommune=%20",
        "q=%22%3Cscript%3E",
        "q=" + "x" * 3900,
    ],
)
def test_nonsense_in_the_address_is_no_error(site: str, rest: str) -> None:
    page, _ = read(f"{site}/finden/?{rest}")
    assert "<h1>" in page
    assert '"<script>' not in page


def test_namesakes_are_offered_with_their_districts(site: str) -> None:
    page, _ = read(f"{site}/finden/?q=Parken&kommune=Neustadt")
    assert "Welche Kommune meinen Sie?" in page
    assert len(set(re.findall(r"kommune=([0-9]{8})", page))) >= 3


def test_up_to_four_solutions_stand_side_by_side(site: str) -> None:
    slugs = titles(read(f"{site}/finden/?q=Parken")[0])[:6]
    page, _ = read(f"{site}/vergleichen/?" + "&".join(f"loesung={slug}" for slug in slugs))
    assert page.count('<th scope="col">') == 4
    assert "die ersten vier" in page


def test_nothing_found_helps_on(site: str) -> None:
    page, _ = read(f"{site}/finden/?q=Starkregen&stand=decided-against&offen=yes&kosten=known&feld=abfall")
    assert "Mit diesen Eingrenzungen gibt es nichts" in page
    assert "Verwandt ist" in page


def test_what_nobody_has_reported_leads_on_to_near_words_and_fields(site: str) -> None:
    page, _ = read(f"{site}/finden/?q=Obdachlosigkeit")
    assert "Niemand hat das bisher berichtet" in page
    assert re.search(r'Verwandt ist.*<a href="\?q=Wohnen">Wohnen</a>.*/loesungen/', page, re.DOTALL)
    nonsense, _ = read(f"{site}/finden/?q=Zeppelin")
    assert "Niemand hat das bisher berichtet" in nonsense
    assert "Verwandt ist" not in nonsense
    assert "/handlungsfelder/wasser/" in nonsense


def test_a_zero_byte_in_address_or_cookie_is_no_error_of_ours(site: str) -> None:
    page, _ = read(f"{site}/finden/?q=Parken", cookie='kommune="1206\\0009020"')
    assert "Parken" in page
    with pytest.raises(HTTPError) as refused:
        read(f"{site}/finden/?q=Parken&kommune=%00")
    assert refused.value.code == 400
    assert "Diese Adresse ist nicht lesbar" in refused.value.read().decode()

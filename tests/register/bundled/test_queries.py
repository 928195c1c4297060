# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Look-up as people type it, and the municipalities like one."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allmende.domain.municipality import Level
from allmende.register import facts, queries
from allmende.register.models import Municipality
from allmende.register.names import folded

pytestmark = pytest.mark.usefixtures("full_register")


def labels(text: str, limit: int = 10) -> list[str]:
    return [one.label for one in queries.find(text, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bad bel", "Bad Belzig"),
        ("Muenster", "Münster"),
        ("munster", "Münster"),
        ("GIESSEN", "Gießen"),
        ("weissenfels", "Weißenfels"),
        ("Stadt Bad Belzig", "Bad Belzig"),
        ("belzig", "Bad Belzig"),
        ("12069020", "Bad Belzig"),
        ("120690020020", "Bad Belzig"),
        ("14806", "Bad Belzig"),
        ("landkreis uelzen", "Landkreis Uelzen"),
        ("Potsdam-Mittelmark", "Landkreis Potsdam-Mittelmark"),
        ("Amt Brück", "Amt Brück"),
        ("Bad Belsig", "Bad Belzig"),
        ("Greifswalt", "Greifswald"),
        ("Brandenburg", "Brandenburg an der Havel"),
    ],
)
def test_look_up_finds_what_is_meant(typed: str, first: str) -> None:
    assert labels(typed)[0].startswith(first)


def test_a_letter_left_out_still_finds_all_places_of_the_name() -> None:
    assert sum(label.startswith("Mühlhausen") for label in labels("muelhausen")) >= 3


def test_namesakes_are_told_apart_by_their_district() -> None:
    neustadt = labels("neustadt", 40)
    assert len(neustadt) == len(set(neustadt)) > 10
    twins = [label for label in labels("Mühlhausen", 10) if label.startswith("Mühlhausen (")]
    assert "Mühlhausen (Rhein-Neckar-Kreis)" in twins


def test_a_county_free_city_is_found_once() -> None:
    assert [label for label in labels("Flensburg") if label.startswith("Flensburg")] == ["Flensburg"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Bad Belzig", "12069020"),
        ("münchen", "09162000"),
        ("Hamburg", "02000000"),
        ("Land Hamburg", "02"),
        ("uelzen", "03360025"),
        ("120690020020", "12069020"),
        ("Stadt Bad Belzig", "12069020"),
    ],
)
def test_a_text_that_means_one_body_is_resolved(text: str, key: str) -> None:
    row = queries.resolve(text)
    assert row is not None
    assert row.key == key


@pytest.mark.parametrize("text", ["", "  ", "neustadt", "Mühlhausen", "99999999", "%", "Xyzzy", "14806"])
def test_a_text_that_means_none_or_several_is_not(text: str) -> None:
    assert queries.resolve(text) is None


def test_every_suggested_label_leads_back_to_its_body() -> None:
    for row in Municipality.objects.listed().order_by("-population")[:40]:
        assert queries.resolve(row.label) == row
    for row in queries.find("mühlhausen", limit=20):
        assert queries.resolve(row.label) == row


def test_signs_of_patterns_are_only_signs() -> None:
    assert labels("%") == labels("_") == labels("") == []
    assert labels("x" * 5_000) == []


def test_folding_knows_the_spellings_of_umlauts() -> None:
    assert folded("Weißenfels") == folded("WEISSENFELS")
    assert folded("Müllrose") == folded("Muellrose") == folded("mullrose")


def test_looking_up_takes_one_question_to_the_database() -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.find("bad bel", limit=8)
    assert len(asked) == 1


def test_looking_up_is_quick() -> None:
    times = []
    for _ in range(5):
        start = time.process_time()
        queries.find("bad bel", limit=8)
        times.append(time.process_time() - start)
    assert min(times) < 0.05  # 20 ms on a machine that does nothing else


def row(key: str) -> Municipality:
    found = queries.municipality(key)
    assert found is not None
    return found


@pytest.mark.parametrize("key", ["12069020", "12069", "010515163", "12"])
def test_similar_ones_are_of_the_same_level_and_explained(key: str) -> None:
    found = queries.similar_to(row(key), limit=5)
    assert len(found) == 5
    values = [one.similarity.value for one in found]
    assert values == sorted(values, reverse=True)
    assert all(one.municipality.level == row(key).level and one.municipality.key != key for one in found)
    assert all(one.similarity.sentence.de for one in found)


def test_districts_are_not_compared_with_county_free_cities() -> None:
    assert "09162" not in facts.profiles(Level.DISTRICT)
    assert len(facts.profiles(Level.DISTRICT)) == 294


def test_the_district_of_a_county_free_city_is_compared_as_the_city() -> None:
    assert facts.similarities("09162") == facts.similarities("09162000")


def test_bodies_that_ended_have_no_similar_ones() -> None:
    Municipality.objects.filter(key="12069020").update(valid_until="2026-01-01")
    facts._similarities.cache_clear()
    assert queries.similar_to(row("12069020")) == []
    facts._similarities.cache_clear()


def test_similar_ones_take_few_questions_to_the_database() -> None:
    queries.similar_to(row("12069020"))
    belzig = row("12069020")
    with CaptureQueriesContext(connection) as asked:
        queries.similar_to(belzig)
    assert len(asked) <= 2


def test_members_are_the_bodies_directly_below() -> None:
    assert len(queries.members(row("12"))) == 18
    assert len(queries.members(row("01"))) == 15
    assert {one.level for one in queries.members(row("12069"))} == {"municipality"}
    assert len(queries.members(row("010515163"))) == 14
    assert queries.members(row("12069020")) == []


def test_facts_are_shown_with_their_dates_and_unknown_ones_not_at_all() -> None:
    shown = {fact.label: fact for fact in queries.fact_list(row("12069020"))}
    assert shown["Einwohner"].value == "11.118"
    assert str(shown["Einwohner"].on) == "2024-12-31"
    assert all(fact.value for fact in shown.values())

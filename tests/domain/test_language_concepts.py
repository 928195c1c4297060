# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Concepts: one meaning under many words, in two languages, found in any of their forms."""

import pytest

from allmende.domain.language.analyser import Analyser
from allmende.domain.language.concepts import Thesaurus, read_concepts
from allmende.domain.language.lexicon import read_lexicon

ANALYSER = Analyser(
    read_lexicon(
        [
            "p 48 park",
            "p 42 raum",
            "p 40 platz",
            "p 45 plätze",
            "p 45 management",
            "p 50 rad",
            "p 44 verkehr",
        ],
        ["in"],
    )
)
ROWS = [
    {"id": "traffic", "de": "Verkehr", "en": "traffic"},
    {"id": "parking", "de": "Parkraummanagement; Parkplatz", "en": "smart parking", "broader": "traffic"},
    {"id": "cycling", "de": "Radverkehr", "en": "cycling", "broader": "traffic", "related": "parking"},
]
THESAURUS = Thesaurus(ANALYSER, read_concepts(ROWS))


def mentioned(text: str) -> list[tuple[str, bool]]:
    return [(one.concept, one.whole) for one in THESAURUS.mentions(THESAURUS.atoms(text))]


@pytest.mark.parametrize("text", ["Smart Parking", "PARKPLÄTZE", "Park Raum Management", "Parkplatz"])
def test_a_concept_is_met_by_every_label_joined_split_or_inflected(text: str) -> None:
    assert mentioned(text) == [("parking", True)]


def test_of_labels_inside_each_other_the_longest_counts() -> None:
    assert mentioned("Radverkehr") == [("cycling", True)]


def test_a_label_inside_a_longer_compound_is_told_apart() -> None:
    assert mentioned("Parkplatzverkehr") == [("parking", False), ("traffic", False)]


def test_the_words_of_a_label_may_stand_apart_in_a_question() -> None:
    atoms = THESAURUS.atoms("parking, but smart")
    assert [one.concept for one in THESAURUS.scattered(atoms)] == ["parking"]


def test_neighbours_are_known_in_both_directions() -> None:
    assert THESAURUS.broader("parking") == ("traffic",)
    assert set(THESAURUS.narrower("traffic")) == {"parking", "cycling"}
    assert THESAURUS.related("parking") == ("cycling",)
    assert THESAURUS.label("parking", "en") == "smart parking"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"id": "traffic", "de": "Verkehr", "en": "traffic"}, "twice"),
        ({"id": "new", "de": "Neu", "en": ""}, "German and an English"),
        ({"id": "new", "de": "Neu", "en": "new", "broader": "nothing"}, "nothing"),
    ],
)
def test_a_list_that_is_not_well_formed_is_refused(row: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_concepts([*ROWS, row])

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundled word lists and concepts do what the search relies on."""

import time
from collections import Counter

import pytest

from allmende.domain.language.words import words
from allmende.search.corrections import correction
from allmende.search.language import language

LANGUAGE = language()
ANALYSER, THESAURUS = LANGUAGE.analyser, LANGUAGE.thesaurus


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Starkregenfrühwarnung", "stark regen fruh warnung"),
        ("Verkehrszählung", "verkehr zahlung"),
        ("Nachbarschaftshilfe", "nachbarschaft hilfe"),
        ("Glasfaserausbau", "glas faser ausbau"),
        ("Schulwegsicherheit", "schul weg sicherheit"),
        ("Ladeinfrastruktur", "lade infrastruktur"),
        ("Mitfahrbank", "mitfahr bank"),
        ("Dorfapp", "dorf app"),
        ("Friedhofsverwaltung", "friedhof verwaltung"),
        ("Plattform", ""),
        ("Gemeinde", ""),
        ("Ehrenamt", ""),
        ("Regensburg", ""),
        ("Regensburger", ""),
    ],
)
def test_words_of_municipal_work_come_apart_as_one_reads_them(compound: str, parts: str) -> None:
    assert " ".join(ANALYSER.split(compound)) == parts


def test_there_are_concepts_for_every_action_field_with_labels_of_their_own() -> None:
    labels = Counter(label.casefold() for one in THESAURUS.concepts for label in one.de[:1])
    assert len(THESAURUS.concepts) >= 300
    assert labels.most_common(1)[0][1] == 1


def test_notes_tell_apart_what_is_easily_mixed_up() -> None:
    ids = {one.id for one in THESAURUS.concepts}
    notes = [one.note for one in THESAURUS.concepts if one.note]
    named = {word.strip(".,;") for note in notes for word in note.split() if "-" in word and word.islower()}
    assert len(notes) >= 25
    assert named <= ids


def test_no_label_is_left_with_one_common_word_once_stop_words_are_gone() -> None:
    lost = [
        label
        for concept in THESAURUS.concepts
        for label in (*concept.de, *concept.en)
        if len(list(words(label))) > 2 and len(THESAURUS.atoms(label)) < 2
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Barierefreiheit", "barrierefreiheit"),
        ("Verkehrszählnug", "verkehrszählung"),
        ("Feuerwehr", None),
        ("Trinkwaserleitung", "trinkwasserleitung"),
        ("undichtem", None),
    ],
)
def test_a_typing_error_becomes_the_nearest_word_and_a_known_word_stays(
    typed: str, meant: str | None
) -> None:
    vocabulary = {"barrierefreiheit": ("barrierefreiheit", 3)}
    assert correction(typed.lower(), vocabulary, ANALYSER) == meant


def test_long_nonsense_is_analysed_without_delay() -> None:
    start = time.process_time()
    list(ANALYSER.terms("straßenbahnhofs" * 700 + " " + "ae" * 5000))
    assert time.process_time() - start < 1

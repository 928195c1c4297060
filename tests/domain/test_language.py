# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""German text: spellings meet, endings fall off, compounds come apart, and no text is too odd."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allmende.domain.language.analyser import Analyser
from allmende.domain.language.compounds import ENDINGS, LINKS, Splitter
from allmende.domain.language.lexicon import read_lexicon
from allmende.domain.language.stem import stem
from allmende.domain.language.words import fold, normalise, words

LEXICON = read_lexicon(
    [
        "p 45 hochwasser", "p 40 system", "p 50 straße", "p 47 beleuchtung", "p 45 steuerung", "p 38 stadt",
        "p 52 bürger", "p 46 beteiligung", "p 48 park", "p 42 raum", "p 40 daten", "p 55 sensor", "k 30 neue",
        "k 40 steuer", "f 55 warn", "p 50 warnung", "p 60 mühlhausen", "p 50 mess",
    ],
    ["der", "vor", "und"],
)  # fmt: skip
ANALYSER = Analyser(LEXICON)
COMPOUNDS = st.lists(st.sampled_from(sorted(LEXICON.parts)), min_size=2, max_size=4)
LETTERS = st.text(st.characters(categories=("L",)), min_size=1, max_size=40)


def analysed(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(term.whole, term.parts) for term in ANALYSER.terms(text)]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Hochwasserwarnsystem", ("hochwasser", "warn", "system")),
        ("Straßenbeleuchtungssteuerung", ("strasse", "beleuchtung", "steuerung")),
        ("Strassenbeleuchtung", ("strasse", "beleuchtung")),
        ("Buergerbeteiligung", ("burger", "beteiligung")),
        ("Bürgerbeteiligungsdaten", ("burger", "beteiligung", "daten")),
        ("Hochwasserwarnsystems", ("hochwasser", "warn", "system")),
        ("Stadträumen", ("stadt", "raum")),
        ("Datenmesser", ()),
        ("Steuerung", ()),
        ("Unbekanntesgebilde", ()),
    ],
)
def test_compounds_come_apart_into_known_words(compound: str, parts: tuple[str, ...]) -> None:
    assert ANALYSER.split(compound) == parts


@given(COMPOUNDS, st.sampled_from(sorted(ENDINGS)))
def test_an_ending_does_not_hide_the_parts(parts: list[str], ending: str) -> None:
    splitter = Splitter(LEXICON.parts, LEXICON.firsts)
    compound = "".join(parts)
    assert bool(splitter.split(compound + ending)) == bool(splitter.split(compound))


def test_a_verb_stem_cannot_end_a_compound() -> None:
    assert ANALYSER.split("systemwarn") == ()


def test_warnung_vor_hochwasser_shares_its_stems_with_hochwasserwarnsystem() -> None:
    asked = {stem for term in ANALYSER.terms("Warnung vor Hochwasser") for stem in term.stems}
    (found,) = ANALYSER.terms("Hochwasserwarnsystem")
    assert asked <= set(found.stems)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mühlhausen", "Muehlhausen"),
        ("MÜHLHAUSEN", "mühlhausen"),
        ("Straße", "Strasse"),
        ("Städte", "Stadt"),
        ("Sensoren", "Sensor"),
        ("Warnungen", "warnen"),
        ("Bürger:innen", "Bürger"),
        ("Bu\u0308rger", "Bürger"),
    ],
)
def test_spellings_and_inflections_of_a_word_meet(one: str, other: str) -> None:
    assert analysed(one) == analysed(other)


def test_short_words_that_differ_keep_their_last_letter() -> None:
    assert stem("warnung") == stem("warnen")
    assert len({stem("warnung"), stem("wartung"), stem("ware")}) == 3


def test_ge_falls_off_participles_only() -> None:
    assert stem("gesteuert") == stem("steuern")
    assert stem("gewerbe") != stem("werbe")
    assert stem("gefahr") != stem("fahr")


def test_ue_stays_where_the_word_exists_as_written() -> None:
    assert ANALYSER.respelled("neue") == "neue"
    assert ANALYSER.respelled("steuer") == "steuer"


def test_stop_words_say_nothing_but_keep_the_places_of_the_others() -> None:
    text = "vor der Stadt und Raum"
    assert [text[term.start : term.end] for term in ANALYSER.terms(text)] == ["Stadt", "Raum"]


def test_a_broken_line_of_the_lexicon_is_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_lexicon(["p 40 system", "p vierzig daten"], [])


@given(st.text())
@example("\x00\ud7ff ẞ ŉ İ ﬁ")
def test_any_text_can_be_analysed_and_every_word_lies_within_it(text: str) -> None:
    for term in ANALYSER.terms(text):
        assert 0 <= term.start < term.end <= len(text)
        assert term.whole


@given(st.text())
def test_normalising_and_folding_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(normalise(text))) == fold(normalise(text))


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüß -"), max_size=60))
def test_capital_letters_make_no_difference(text: str) -> None:
    assert analysed(text.capitalize()) == analysed(text)


@given(COMPOUNDS)
def test_the_parts_of_a_compound_join_to_the_word_again(parts: list[str]) -> None:
    compound = "".join(parts)
    rest = compound
    for part in Splitter(LEXICON.parts, LEXICON.firsts).split(compound):
        link = next(link for link in sorted(LINKS, key=len) if rest.startswith(link + part))
        rest = rest.removeprefix(link + part)
    assert rest in ENDINGS or rest == compound


@given(LETTERS)
def test_a_stem_is_never_empty_and_never_longer_than_the_folded_word(word: str) -> None:
    folded = fold(normalise(word))
    assert len(stem(normalise(word))) <= len(folded)
    assert bool(stem(normalise(word))) == bool(folded)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert normalise(text[word.start : word.end]).startswith(word.text)

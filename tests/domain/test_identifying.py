# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What gives a place away is found before an anonymised report is released."""

import csv
import gzip
from functools import cache
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.data import path, read_yaml
from allmende.domain.gazetteer import Gazetteer, squeezed
from allmende.domain.identifying import Giveaway, Hidden, Span, gazetteers, identifying

BELZIG = Hidden(("Bad Belzig", "Dippmannsdorf"), ("Potsdam-Mittelmark",), ("Smart Village Hoher Fläming",))
COMMON = frozenset(read_yaml("place_words.yaml")["words"]["value"].casefold().split())


@cache
def names() -> tuple[str, ...]:
    with gzip.open(path("register", "register.csv.gz"), "rt", encoding="utf-8") as file:
        return tuple(sorted({row["name"] for row in csv.DictReader(file) if row["level"] != "state"}))


@cache
def register() -> tuple[Gazetteer, ...]:
    return gazetteers(names(), COMMON)


def found(text: str, hidden: Hidden = BELZIG) -> list[tuple[str, Giveaway]]:
    return [(text[one.start : one.end], one.kind) for one in identifying(text, hidden, register())]


def covered(text: str, start: int, end: int, spans: tuple[Span, ...]) -> bool:
    held = {at for one in spans for at in range(one.start, one.end)}
    return all(at in held for at in range(start, end) if text[at].isalnum())


@pytest.mark.parametrize("spelling", [
    "Bad Belzig", "Bad Belzigs", "Bad Belziger", "Bad-Belziger", "BAD BELZIG", "badbelzig", "Bad\u00adBelzig",
    "Belzig", "Belziger", "Dippmannsdorfer", "Belzigs", "Bad\nBelzig",
])  # fmt: skip
def test_a_name_is_found_however_it_is_written(spelling):
    text = f"Wir haben in {spelling} begonnen."
    assert (spelling, Giveaway.PLACE) in found(text)


@pytest.mark.parametrize(("name", "written"), [
    ("Görlitz", "Goerlitz"), ("Görlitz", "Gorlitz"), ("Görlitz", "Go\u0308rlitzer"), ("Gießen", "Giessener"),
    ("Dresden", "Dresdner"), ("Göttingen", "Göttinger"), ("Halle (Saale)", "Hallenser"),
    ("Halle (Saale)", "Haller"),
])  # fmt: skip
def test_umlauts_and_inflections_do_not_hide_a_name(name, written):
    text = f"Das ist die {written} Lösung."
    (span,) = identifying(text, Hidden((name,)))
    assert written in text[span.start : span.end]


def test_names_around_and_titles_are_found():
    text = "Im Kreis Potsdam-Mittelmark lief das Smart Village hoher Flaeming."
    assert found(text) == [
        ("Potsdam-Mittelmark", Giveaway.AROUND),
        ("Smart Village hoher Flaeming", Giveaway.TITLE),
    ]


@pytest.mark.parametrize(("text", "kind"), [
    ("14806", Giveaway.POSTAL_CODE), ("12069020", Giveaway.KEY), ("120690020020", Giveaway.KEY),
    ("post@kommune.example", Giveaway.MAIL), ("https://kommune.example/a?b=c", Giveaway.ADDRESS),
    ("kommune.de", Giveaway.ADDRESS), ("033841 94-100", Giveaway.PHONE),
    ("+49 (33841) 94100", Giveaway.PHONE),
    ("11.312 Einwohner", Giveaway.INHABITANTS), ("11312 Einwohnerinnen", Giveaway.INHABITANTS),
    ("123.456,78 Euro", Giveaway.MONEY), ("123456 €", Giveaway.MONEY), ("€ 123.456", Giveaway.MONEY),
    ("12.03.2024", Giveaway.DAY), ("3. März 2023", Giveaway.DAY), ("2024-03-12", Giveaway.DAY),
])  # fmt: skip
def test_keys_addresses_and_exact_figures_are_found(text, kind):
    assert found(f"Es waren {text}, so steht es da.") == [(text, kind)]


@pytest.mark.parametrize("text", [
    "rund 10.000 Einwohner", "etwa 120.000 Euro", "seit 2023 und bis März 2024", "zwei von sieben Ämtern",
    "Wir fanden keine Stelle, die es betreibt (unser Amt); 3 Sensoren fielen aus.",
])  # fmt: skip
def test_what_gives_nothing_away_is_left_alone(text):
    assert not [one for one in identifying(text, BELZIG, register()) if one.certain]


def test_other_municipalities_are_found_and_words_only_where_a_place_stands():
    text = "Wie in Wiesenburg/Mark gab es beim Essen im wald Interesse, auch in Essen."
    spans = identifying(text, BELZIG, register())
    assert [(text[one.start : one.end], one.kind, one.certain) for one in spans] == [
        ("Wiesenburg/Mark", Giveaway.OTHER_PLACE, True),
        ("Essen", Giveaway.OTHER_PLACE, False),
    ]
    assert spans[1].end == len(text) - 1


@pytest.mark.parametrize(("name", "text", "certain"), [
    ("Wetter (Ruhr)", "Die Wetterdaten kamen nicht an.", False),
    ("Regen", "Nach starkem Regen fielen sie aus.", False),
    ("Regen", "In Regen fielen sie aus.", True),
    ("Essen", "Die Stadt Essen gab auf.", True),
    ("Bad Homburg v. d. Höhe", "Kosten in Höhe der Förderung.", False),
    ("Inden", "Es lag in den Sensoren.", False),
    ("Inden", "Es lag in Inden an den Sensoren.", True),
])  # fmt: skip
def test_a_name_that_means_something_else_is_shown_and_blocks_only_where_a_place_stands(name, text, certain):
    spans = [one for one in identifying(text, Hidden((name,)), register()) if one.kind is Giveaway.PLACE]
    assert [one.certain for one in spans] == [certain]


def test_the_figures_of_the_place_itself_are_found_however_they_are_written():
    hidden = Hidden(("Ort",), keys=frozenset({"14806"}), figures=frozenset({"11118"}))
    for text, kind in (
        ("PLZ 14806.", Giveaway.PLACE), ("Wir sind 11.118.", Giveaway.FIGURE),
        ("Für 11118 davon", Giveaway.FIGURE),
    ):  # fmt: skip
        assert [(one.kind, one.certain) for one in identifying(text, hidden)] == [(kind, True)]


@pytest.mark.parametrize(("text", "kind"), [
    ("Der Ortsteil Musterfeld machte mit.", Giveaway.LOCALITY),
    ("Das Haus Lindenstraße 5 war zu.", Giveaway.LOCALITY),
    ("Bürgermeisterin Muster war dafür.", Giveaway.PERSON),
    ("Bei einer Bevölkerung von 20.283 lohnt es.", Giveaway.INHABITANTS),
    ("Auf 236,09 km² ist das viel.", Giveaway.FIGURE),
])  # fmt: skip
def test_what_looks_like_a_person_a_street_or_an_exact_size_is_shown(text, kind):
    assert [one.kind for one in identifying(text, Hidden(()))] == [kind]


SENTENCES = (
    "In {} lief es.", "Die Gemeinde {} gab auf.", "IN {} LIEF ES.", "Die {}er Verwaltung half.",
    "Der Rat {}s entschied.", "Unsere {}-App fiel aus.",
)  # fmt: skip


def test_no_name_of_the_register_is_missed_in_any_sentence():
    """Each fiftieth body; docs/nutzen/berichten.md names the figures of the larger trial."""
    missed = []
    for name in names()[::50]:
        bare = name.split(" (")[0]
        for sentence in SENTENCES:
            text = sentence.format(bare.upper() if sentence.isupper() else bare)
            if not any(one.kind is Giveaway.PLACE for one in identifying(text, Hidden((name,)), register())):
                missed.append(text)
    assert missed == []


def test_each_finding_says_why_and_what_to_write_instead():
    (span,) = identifying("In Bad Belzig.", BELZIG)
    assert span.reason.de == "Name der Kommune oder ein Teil davon"
    assert span.suggestion.de == "unsere Kommune"


@given(st.text(max_size=40), st.sampled_from(names()), st.text(max_size=40))
def test_any_real_name_in_any_text_is_found(before, name, after):
    glue = "" if len(squeezed(name, "")) >= 5 else " "
    text = f"{before}{glue}{name}{glue}{after}"
    start = len(before) + len(glue)
    assert covered(text, start, start + len(name), identifying(text, Hidden((name,))))


@given(st.sampled_from(names()), st.sampled_from(("", "s", "er", "-App", ".", ", sagt man")))
def test_any_real_name_of_another_municipality_is_found(name, after):
    text = f"Dort in {name[0].upper()}{name[1:]}{after}"
    assert covered(text, 8, 8 + len(name), identifying(text, Hidden(()), register()))


@given(st.text(max_size=80), st.sampled_from(names()))
def test_findings_stand_in_order_without_overlaps(text, name):
    spans = identifying(f"{text} {name} {text}", Hidden((name,), titles=(text,)), register())
    ends = [at for one in spans for at in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(one.start < one.end <= 2 * len(text) + len(name) + 2 for one in spans)


@pytest.mark.parametrize("piece", [
    "a", "A ", "Bad ", "BadBelzig", "1", "1.", "a@", "a.", "+49 ", "0((((", "1.111", "http://", "\u00ad",
    "\u0308", "Neustadt an der ", "1 111 ", "1.1.", "www.",
])  # fmt: skip
def test_a_hostile_text_of_100_kilobytes_is_read_in_less_than_a_second(piece):
    text = (piece * 100_000)[:100_000]
    register()
    start = process_time()
    identifying(text, BELZIG, register())
    assert process_time() - start < 1

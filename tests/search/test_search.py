# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The search finds what people mean, counts honestly, and survives anything typed and any broken build."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.search import actions, index, queries
from allmende.search.documents import Document
from allmende.search.index import IndexLockedError, IndexMissingError

DOCUMENTS = [
    Document("solution", "warnung", "Hochwasserwarnsystem", facets={"field": ("wasser",)}),
    Document("solution", "parken", "Parkraummanagement", facets={"field": ("mobilitaet",)}),
    Document("solution", "ort", "Digitales Mühlhausen", facets={"field": ("kommunikation",)}),
    Document("report", "leuchte", "Straßenbeleuchtung gedimmt", facets={"field": ("energie",)}),
]
HOSTILE = ['"', "a AND (", "\x00", "x" * 10_000, "feld:wasser*", "~2 ^3 [a TO b]"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(autouse=True)
def _index(root: Path, settings: Any) -> Iterator[None]:
    settings.SEARCH_INDEX = root
    if queries.is_stale(DOCUMENTS):
        actions.rebuild(DOCUMENTS, by="test")
    yield
    index_file = root / "current"
    assert index_file.exists()


def found(text: str, **more: Any) -> list[str]:
    return [hit.document.key for hit in queries.search(text, **more).hits]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Warnung vor Hochwasser", "warnung"),
        ("Hochwasserwarnsystem", "warnung"),
        ("hochwasser warnsysteme", "warnung"),
        ("Hochwaserwarnsystem", "warnung"),
        ("muehlhausen", "ort"),
        ("MÜHLHAUSEN", "ort"),
        ("smart parking", "parken"),
        ("Strassenbeleuchtung", "leuchte"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed: str, key: str) -> None:
    assert found(typed)[0] == key


def test_a_typing_error_is_told() -> None:
    assert queries.search("Hochwaserwarnsystem").corrected == "Hochwasserwarnsystem"
    assert queries.search("hochwaserwarnsystem").corrected == "hochwasserwarnsystem"
    assert queries.search("Hochwasserwarnsystem").corrected is None


@pytest.mark.parametrize("typed", ["xyzzyqwv", "xyzzyqwv qqqq", "12345678901", "anderswohin"])
def test_words_that_nobody_knows_find_nothing(typed: str) -> None:
    results = queries.search(typed)
    assert (results.total, results.hits, results.corrected) == (0, (), None)


def test_a_word_that_nobody_knows_does_not_hide_the_others() -> None:
    assert found("xyzzyqwv Hochwasser") == ["warnung"]


def test_a_word_of_thousands_of_letters_costs_no_time() -> None:
    start = time.process_time()
    queries.search("x" * 10_000)
    assert time.process_time() - start < 1


def test_what_stands_in_many_places_does_not_count_without_end() -> None:
    once = Document("solution", "einmal", "Pegel am Bach", summary="Misst den Wasserstand.")
    often = Document("solution", "oft", "Bach", keywords=("Bach", "Bachlauf"), summary="Bach, Bach und Bach.")
    actions.rebuild([once, often], by="test")
    assert found("Pegel Bach")[0] == "einmal"
    actions.rebuild(DOCUMENTS, by="test")


def test_documents_on_the_themes_of_the_best_belong_to_the_result() -> None:
    themes = ("Gießen", "Jungbäume", "Bodenfeuchte")
    documents = [
        Document("solution", "name", "Wasserwolf im Park", keywords=themes),
        Document("solution", "verwandt", "Projekt Stadtgrün", keywords=themes),
        Document("solution", "fern", "Digitale Wache", keywords=("Feuerwehr", "Einsatz", "Funk")),
    ]
    actions.rebuild(documents, by="test")
    assert found("Wasserwolf") == ["name", "verwandt"]
    actions.rebuild(DOCUMENTS, by="test")


def test_an_empty_text_finds_everything_and_facets_count_it() -> None:
    results = queries.search("")
    assert results.total == len(DOCUMENTS)
    assert results.facets["kind"] == {"solution": 3, "report": 1}


@pytest.mark.parametrize("field", ["wasser", "mobilitaet", "kommunikation", "energie"])
def test_a_facet_count_is_the_total_after_choosing_it(field: str) -> None:
    announced = queries.search("").facets["field"][field]
    assert queries.search("", filters={"field": (field,)}).total == announced


@pytest.mark.parametrize("text", ["Hochwasser", "System Straße parken", "Digitales Mühlhausen gedimmt"])
def test_a_facet_count_holds_for_any_question(text: str) -> None:
    for field, announced in queries.search(text).facets["field"].items():
        assert queries.search(text, filters={"field": (field,)}).total == announced


def test_a_survey_holds_the_same_keys_as_the_search() -> None:
    survey = queries.survey("Hochwasser", kinds=("solution",))
    assert list(survey.scores) == found("Hochwasser", kinds=("solution",))
    assert (
        "".join(text for text, _ in survey.marked("Das Hochwasserwarnsystem.")) == "Das Hochwasserwarnsystem."
    )
    assert any(marked for _, marked in survey.marked("Das Hochwasserwarnsystem."))


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("Warnung vor Hochwasser", "Das Hochwasserwarnsystem warnt früh.", "Hochwasserwarnsystem warnt"),
        ("smart parking", "Ein Parkplatz am Bahnhof", "Parkplatz"),
        ("muehlhausen", "Mühlhausens Markt", "Mühlhausens"),
        ("", "Nichts gefragt", ""),
    ],
)
def test_the_words_that_answer_are_marked(asked: str, text: str, marked: str) -> None:
    pieces = queries.survey(asked).marked(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert " ".join(piece for piece, is_marked in pieces if is_marked) == marked


def test_suggestions_go_on_as_the_text_begins() -> None:
    assert "Parkraummanagement" in queries.suggest("parkr")
    assert queries.suggest("strassenbel") == queries.suggest("Straßenbel") != []
    assert queries.suggest("muehl") == queries.suggest("mühl") == []
    assert queries.suggest("buergerb") == queries.suggest("bürgerb") != []
    assert queries.suggest("") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_nothing_that_is_typed_raises(text: str) -> None:
    survey = queries.survey(text)
    assert 0 <= len(survey.scores) <= len(DOCUMENTS)
    assert all(0 <= value <= 1.0001 for value in survey.scores.values())


def test_a_second_writer_is_refused_and_the_index_stays(root: Path) -> None:
    before = index.current_generation(root)
    with index._only_writer(root), pytest.raises(IndexLockedError):
        actions.rebuild(DOCUMENTS, by="second")
    assert index.current_generation(root) == before


def test_a_build_that_breaks_leaves_the_old_index(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = index.current_generation(root)

    def broken(*args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(index, "_write_tantivy", broken)
    with pytest.raises(OSError, match="space"):
        actions.rebuild([*DOCUMENTS, Document("solution", "neu", "Neu")], by="test")
    assert index.current_generation(root) == before
    assert found("Hochwasser") == ["warnung"]


def test_without_an_index_the_search_says_so(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_INDEX = tmp_path
    with pytest.raises(IndexMissingError):
        queries.search("Wasser")
    assert queries.is_stale(DOCUMENTS)


def test_an_index_of_an_older_version_is_built_anew(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_INDEX = tmp_path
    actions.rebuild(DOCUMENTS, by="test")
    about = tmp_path / index.current_generation(tmp_path) / "about.json"
    about.write_text(about.read_text().replace(f'"format": {index.FORMAT}', '"format": 1'))
    with pytest.raises(IndexMissingError):
        queries.search("Wasser")
    assert queries.is_stale(DOCUMENTS)


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        actions.rebuild([DOCUMENTS[0], DOCUMENTS[0]], by="test")


def test_a_change_replaces_the_documents_of_its_kinds_and_is_found_at_once(
    tmp_path: Path, settings: Any
) -> None:
    settings.SEARCH_INDEX = tmp_path
    project = Document("project", "vorhaben", "Brunnenbau")
    actions.rebuild([Document("solution", "alt", "Rutschbahn"), project], by="test")
    fresh = [Document("solution", "neu", "Wippschaukel")]
    assert actions.update(kinds=("solution", "report"), documents=lambda: fresh, by="test")
    assert [len(queries.search(word).hits) for word in ("Rutschbahn", "Wippschaukel", "Brunnenbau")] == [
        0,
        1,
        1,
    ]
    assert queries.suggest("rutsch") == []
    assert not queries.is_stale([project, *fresh])


def test_a_change_that_changes_nothing_builds_nothing(root: Path) -> None:
    before = index.current_generation(root)
    kinds = {one.kind for one in DOCUMENTS}
    assert not actions.update(kinds=kinds, documents=lambda: DOCUMENTS, by="test")
    assert index.current_generation(root) == before


def test_changes_at_the_same_time_wait_for_each_other(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_INDEX = tmp_path
    actions.rebuild([Document("project", "erst", "Erst")], by="test")
    stock: list[Document] = []

    def tell(number: int) -> None:
        stock.append(Document("solution", f"n{number}", f"Nummer {number}"))
        actions.update(kinds=("solution",), documents=lambda: list(stock), by="test")

    threads = [Thread(target=tell, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(queries.current().names) == 7


def test_without_an_index_a_change_waits_for_the_first_build(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_INDEX = tmp_path / "none"
    assert not actions.update(kinds=("solution",), documents=lambda: DOCUMENTS, by="test")
    assert not settings.SEARCH_INDEX.exists()


def near(text: str) -> dict[str, list[str]]:
    return queries.near(text, kind="solution", words=4, limit=2)


def test_a_word_of_the_stock_inside_an_unknown_one_is_near() -> None:
    assert near("Mühlhausenzeppelin") == {"Mühlhausen": ["ort"]}


def test_terms_related_to_what_was_named_are_near_if_they_find_something() -> None:
    assert near("Pegel")
    assert all(keys == ["warnung"] for keys in near("Pegel").values())


@pytest.mark.parametrize("text", ["", "Krx", "x" * 5000, "\x00", "~2 ^3 [a"])
def test_nothing_is_near_to_nonsense(text: str) -> None:
    assert near(text) == {}

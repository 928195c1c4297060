# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A publiccode.yml becomes a proposal by fixed rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.adapters.forges.base import Cached
from allmende.compliance.kept import KeptAnswers
from allmende.compliance.proposing import describe, identity, news, slug_for
from allmende.compliance.publishers import PublishersError, read_publishers
from allmende.compliance.reading import read

URL = "https://github.com/stadt/app"
GOOD = {
    "name": "Bürger-App",
    "url": URL,
    "landingURL": "https://stadt.example/app",
    "legal": {"license": "EUPL-1.2"},
    "categories": ["civic-engagement"],
    "description": {
        "de": {"shortDescription": "Meldungen an die Stadt\n"},
        "en": {"shortDescription": "Reports to the city"},
    },
}


def test_a_complete_file_becomes_a_proposal() -> None:
    values = describe(GOOD, found_at=URL).values
    assert values == {
        "title": "Bürger-App", "title_en": "Bürger-App", "summary": "Meldungen an die Stadt",
        "summary_en": "Reports to the city", "licence": "EUPL-1.2", "repository": URL,
        "website": "https://stadt.example/app", "keywords": ["civic-engagement"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("without", "code"),
    [("name", "name-missing"), ("description", "description-missing"), ("legal", "license-missing")],
)
def test_what_is_missing_is_said(without: str, code: str) -> None:
    found = describe({key: value for key, value in GOOD.items() if key != without}, found_at=URL)
    assert found.values is None
    assert [gap.code for gap in found.problems] == [code]


def test_a_copy_is_told_from_the_original() -> None:
    found = describe(GOOD, found_at="https://github.com/other/app")
    assert found.values is None
    assert "nennt ein anderes Repository" in found.problems[0].text.de


@pytest.mark.parametrize("tag", ["de", "de-DE", "DE", "fr", "en"])
def test_a_description_in_any_language_is_better_than_none(tag: str) -> None:
    found = describe({**GOOD, "description": {tag: {"shortDescription": "x"}}}, found_at=URL).values
    assert found
    assert found["summary"] == found["summary_en"] == "x"


@pytest.mark.parametrize(
    "written",
    [
        URL,
        URL + ".git",
        URL + "/",
        "https://GitHub.com/Stadt/App",
        "http://www.github.com/stadt/app",
        f" {URL} ",
    ],
)
def test_one_repository_has_one_identity(written: str) -> None:
    assert identity(written) == "github.com/stadt/app"


def test_other_repositories_have_others() -> None:
    others = {
        identity(f"https://{rest}")
        for rest in ("github.com/stadt/app2", "gitlab.com/stadt/app", "github.com/s/t/app")
    }
    assert len(others | {identity(URL)}) == 4


@pytest.mark.parametrize(
    "content", [b"", b"- 1", b"a: [", b"\xff\xfe\x00", b"a: *b", b"!!python/object:os.system x", b"text"]
)
def test_files_nobody_can_read_are_refused_with_a_reason(content: bytes) -> None:
    found = read(content, found_at=URL)
    assert found.values is None
    assert found.problems


def file(licence: str = "EUPL-1.2", name: str = "App") -> bytes:
    return (
        f"name: {name}\nurl: {URL}\nlegal:\n  license: {licence}\n"
        "description:\n  de:\n    shortDescription: Kurz\nlocalisation:\n  localisationReady: yes\n"
    ).encode()


def test_a_file_with_mistakes_is_used_and_its_mistakes_are_listed_with_lines() -> None:
    found = read(file(), found_at=URL)
    assert found.values
    assert found.values["open_source"] is True
    texts = [gap.text.de for gap in found.problems]
    assert any(text.startswith("Zeile 9: ") for text in texts)
    assert any("publiccodeYmlVersion fehlt" in text for text in texts)


@pytest.mark.parametrize("licence", ["BUSL-1.1", "CC-BY-NC-4.0", "SSPL-1.0", "EUPL-1.2 AND BUSL-1.1"])
def test_a_licence_that_is_not_free_is_no_proposal(licence: str) -> None:
    found = read(file(licence), found_at=URL)
    assert found.values is None
    assert found.problems[0].text.de == f"{licence} ist keine freie Lizenz."


@pytest.mark.parametrize("licence", ["LicenseRef-own", "Apache 2", "see LICENSE"])
def test_a_licence_nobody_can_judge_is_proposed_as_unknown(licence: str) -> None:
    found = read(file(licence), found_at=URL)
    assert found.values
    assert found.values["open_source"] is None


def test_names_that_look_like_numbers_stay_names() -> None:
    found = read(file(name="112"), found_at=URL)
    assert found.values
    assert found.values["title"] == "112"


def test_the_list_of_mistakes_is_short_enough_to_be_read() -> None:
    many = file() + b"".join(b"unknown%d: 1\n" % number for number in range(300))
    assert len(read(many, found_at=URL).problems) <= 20


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "other"]), ANYTHING), st.sampled_from(list(GOOD)))
def test_wrong_types_never_raise_and_values_fit_the_columns(noise: dict[str, object], kept: str) -> None:
    for document in (noise, {**noise, kept: GOOD[kept]}, {**GOOD, **noise}):
        found = describe(document, found_at=URL)
        assert (found.values is None) == bool(found.problems)
        if found.values:
            assert len(found.values["title"]) <= 200
            assert "\0" not in json.dumps(found.values, ensure_ascii=False)


def test_slugs_are_words_and_free() -> None:
    assert slug_for("Bürger-App für Straßen!", set()) == "buerger-app-fuer-strassen"
    assert slug_for("App", {"app", "app-2"}) == "app-3"
    assert slug_for("日本", set()) == "loesung"
    assert len(slug_for("x" * 500, set())) <= 80


@given(*[st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3) for _ in range(3)])
def test_peoples_words_are_never_overwritten(
    current: dict[str, int], before: dict[str, int], now: dict[str, int]
) -> None:
    changed = news(current, before, now)
    assert all(current[name] == before[name] and now[name] == value for name, value in changed.items())
    assert all(name in changed for name in now if current[name] == before[name] != now[name])


def test_the_bundled_publishers_can_be_read() -> None:
    found = read_publishers()
    assert {one.kind for one in found} <= {"forge", "group", "repository", "list"}
    assert "gitlab.opencode.de" in {one.host for one in found}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("publishers: 3", "Liste"),
        ("- a", "Liste"),
        ("publishers: [{key: a}]", "Eintrag 1: Es fehlt kind, title, url"),
        ("publishers: [{key: a, kind: x, title: t, url: 'https://x.example'}]", "kind ist „x“"),
        ("publishers: [{key: a, kind: group, title: t, url: 'http://x.example'}]", "https://"),
        (
            "publishers: [{key: a, kind: group, title: t, url: 'https://x.example', more: b}]",
            "Unbekannte Angabe more",
        ),
        ("publishers: [{key: 1, kind: group, title: t, url: 'https://x.example'}]", "Eintrag 1"),
        ("a: [", "nicht zu lesen"),
    ],
)
def test_a_wrong_list_of_publishers_says_where(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "publishers.yaml"
    file.write_text(text)
    with pytest.raises(PublishersError, match=says):
        read_publishers(file)


def test_kept_answers_survive_and_broken_ones_count_as_absent(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path / "kept")
    kept["https://x.example/a"] = Cached('"1"', "<b>", "ä".encode())
    again = KeptAnswers(tmp_path / "kept")
    assert again["https://x.example/a"] == Cached('"1"', "<b>", "ä".encode())
    assert list(again) == ["https://x.example/a"]
    next((tmp_path / "kept").iterdir()).write_text("{")
    assert again.get("https://x.example/a") is None

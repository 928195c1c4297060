# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers stay good: measures that do what they say, and thirty questions of our own over the bundled stock.

They were written and graded from titles, and served as a second look when the weights were chosen.
"""

import json
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.search.quality import (
    Graded,
    QuestionsError,
    measure,
    ndcg,
    read_questions,
    recall,
    reciprocal_rank,
)

QUESTIONS = Path(__file__).with_name("questions.jsonl")
GRADES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1)


def test_our_own_questions_are_answered_as_well_as_the_bar_asks(site: str) -> None:
    def ranking(words: str) -> list[str]:
        query = urllib.parse.urlencode({"q": words, "order": "treffer", "limit": 20})
        with urllib.request.urlopen(f"{site}/api/v1/search?{query}", timeout=30) as answer:
            results = json.load(answer)["results"]
        return [name for one in results for name in (one["slug"], *one["aliases"])]

    whole = measure(read_questions(QUESTIONS), ranking)["all"]
    assert whole.ndcg >= 0.8
    assert whole.recall >= 0.8


def test_measures_are_those_of_the_textbook() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(grades, ["a", "b", "c"]) == 1
    assert ndcg(grades, ["x", "a"]) == pytest.approx((7 / 1.58496) / (7 + 3 / 1.58496 + 1 / 2), abs=1e-4)
    assert recall(grades, ["c", "b"]) == 0.5
    assert reciprocal_rank(grades, ["c", "b"]) == 0.5
    assert reciprocal_rank(grades, []) == 0


def test_a_name_said_twice_counts_at_its_first_place() -> None:
    found = measure([Graded("q", ("kind",), {"a": 3, "b": 3})], lambda _: ["a", "a", "b"])
    assert found["all"].ndcg == found["kind"].ndcg == 1


@given(GRADES, st.permutations("abcdefgh"))
def test_no_order_is_better_than_that_of_the_grades(grades: dict[str, int], order: list[str]) -> None:
    best = sorted(grades, key=lambda key: -grades[key])
    assert ndcg(grades, order) <= ndcg(grades, best) + 1e-9 <= 1 + 1e-6


@pytest.mark.parametrize("line", ["{", '{"query": "x"}', '["x"]', ""])
def test_a_file_of_something_else_is_refused(line: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(QuestionsError):
        read_questions(file)

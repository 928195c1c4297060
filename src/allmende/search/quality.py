# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""How good a ranking is for questions with graded answers.

Measures as usual in retrieval (Järvelin and Kekäläinen 2002, ACM TOIS 20, 422-446): nDCG@10 with gain
2^grade - 1 and discount log2(rank + 1), recall@20 and reciprocal rank of answers with grade 2 or
better. All in 0..1.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

CUT_GAIN, CUT_RECALL, RELEVANT = 10, 20, 2


class QuestionsError(Exception):
    """The file of questions is not as it should be; the message names the line."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A question, the kinds of question it is, and the grade of each answer by key: 1, 2 or 3."""

    query: str
    types: tuple[str, ...]
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over questions."""

    questions: int
    ndcg: float
    recall: float
    mrr: float


def read_questions(path: Path) -> list[Graded]:
    """Questions of a file, one JSON object a line: query, types, grades. Raises QuestionsError."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found.append(Graded(str(row["query"]), tuple(row.get("types", ())), dict(row["grades"])))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionsError(
                f"Zeile {number}: erwartet wird ein JSON-Objekt mit query und grades ({error})."
            ) from error
    if not found:
        raise QuestionsError("Die Datei enthält keine Frage.")
    return found


def measure(questions: Iterable[Graded], ranking: Callable[[str], Sequence[str]]) -> dict[str, Quality]:
    """Quality of `ranking` (question -> keys, best first) over all questions ("all") and over each type."""
    scores: dict[str, list[tuple[float, float, float]]] = {"all": []}
    for one in questions:
        keys = list(dict.fromkeys(ranking(one.query)))
        score = (ndcg(one.grades, keys), recall(one.grades, keys), reciprocal_rank(one.grades, keys))
        for name in ("all", *one.types):
            scores.setdefault(name, []).append(score)
    return {
        name: Quality(len(rows), *(sum(column) / len(rows) for column in zip(*rows, strict=True)))
        for name, rows in scores.items()
    }


def ndcg(grades: Mapping[str, int], keys: Sequence[str]) -> float:
    """Discounted gain of the first ten as a share of the best possible."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:CUT_GAIN])
    return _gain([grades.get(key, 0) for key in keys[:CUT_GAIN]]) / ideal if ideal else 0.0


def recall(grades: Mapping[str, int], keys: Sequence[str]) -> float:
    """Share of the good answers that stand in the first twenty."""
    good = {key for key, grade in grades.items() if grade >= RELEVANT}
    return len(good & set(keys[:CUT_RECALL])) / len(good) if good else 0.0


def reciprocal_rank(grades: Mapping[str, int], keys: Sequence[str]) -> float:
    """One through the place of the first good answer."""
    places = (place for place, key in enumerate(keys, 1) if grades.get(key, 0) >= RELEVANT)
    return 1 / next(places, float("inf"))


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))

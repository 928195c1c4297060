# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up solutions, recombined from the bundled knowledge with a fixed seed, only while measuring."""

import json
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from allmende import data
from allmende.domain.evidence import Observation
from allmende.domain.lifecycle import State
from allmende.domain.matching import SolutionFacts
from allmende.search.documents import Document

SEED = 20261123
MARK = "erfunden"
NAMES = "erfunden-{:06d}"


@cache
def knowledge(name: str) -> tuple[dict[str, Any], ...]:
    """Lines of a bundled file."""
    lines = data.path("knowledge", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def solutions(count: int) -> Iterator[dict[str, Any]]:
    """Made-up solutions: title from one, sentences and keywords from five others, so that words recur as they
    do in German, but no two texts are the same."""
    chance = random.Random(SEED)  # noqa: S311  # not for secrets
    stock = knowledge("solutions")
    for i in range(count):
        one, two, *others = chance.sample(stock, 6)
        sentences = [chance.choice(other["summary"].split(". ")).rstrip(".") for other in (two, *others)]
        yield {
            "slug": NAMES.format(i),
            "title": f"{one['title']} – {two['title']} ({MARK} {i})",
            "title_en": f"{one['title_en']} ({MARK} {i})",
            "summary": ". ".join(sentences) + ".",
            "summary_en": two["summary_en"],
            "keywords": sorted(
                {*chance.sample(one["keywords"], min(3, len(one["keywords"]))), *two["keywords"][:3]}
            ),
            "fields": sorted({*one["fields"], *two["fields"]}),
            "preconditions": [*one["preconditions"], *others[0]["preconditions"]],
            "open_source": chance.choice((None, None, None, True, False)),
        }


def documents(count: int) -> list[Document]:
    """The same as documents of the search."""
    return [
        Document(
            kind="solution",
            key=one["slug"],
            title=one["title"],
            title_en=one["title_en"],
            summary=one["summary"],
            summary_en=one["summary_en"],
            keywords=tuple(one["keywords"]),
            body=" ".join(one["preconditions"]),
            facets={"field": tuple(one["fields"])},
        )
        for one in solutions(count)
    ]


def facts(count: int, places: tuple[str, ...]) -> list[SolutionFacts]:
    """The same as facts of the rules, each observed at one to six of the places (mean 3.5)."""
    chance = random.Random(SEED + 1)  # noqa: S311
    states = list(State)
    return [
        SolutionFacts(
            slug=one["slug"],
            title=one["title"],
            fields=tuple(one["fields"]),
            preconditions=tuple(one["preconditions"]),
            open_source=one["open_source"],
            observations=tuple(
                Observation(place, chance.choice(states), 2024)
                for place in chance.sample(places, chance.randint(1, 6))
            ),
        )
        for one in solutions(count)
    ]

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as the rules see them: what was written, in which capacity somebody acts, what hides a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from allmende import data
from allmende.contributions.models import Contribution, Revision, Visibility
from allmende.domain.anonymity import Partition, PlaceClass, SharingRules
from allmende.domain.experience import Experience, missing
from allmende.domain.explain import Gap, Text
from allmende.domain.gazetteer import Gazetteer
from allmende.domain.identifying import Giveaway, Hidden, Span, gazetteers, identifying
from allmende.domain.municipality import Level
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.search.language import language


def experience(revision: Revision | None) -> Experience:
    """What a revision says; without one nothing."""
    return Experience.from_data(revision.content) if revision else Experience()


@lru_cache(maxsize=1)
def rules() -> SharingRules:
    """The rules of data/sharing.yaml."""
    return SharingRules.from_mapping(data.read_yaml("sharing.yaml"))


def place_class(key: str) -> PlaceClass:
    """The finest class that may be told of a body instead of its name. Raises ValueError, KeyError."""
    level = Municipality.objects.only("level").get(pk=key).level
    return _partition(Level(level), register.stamp()).paths[key][0]


@lru_cache(maxsize=4)
def _partition(level: Level, stamp: str) -> Partition:
    return Partition.of(register.profiles(level).values(), rules())


def class_in_words(code: str) -> Text:
    """A class as people read it."""
    return PlaceClass.from_code(code).sentence(rules())


def is_old(row: Contribution, today: date) -> bool:
    """Whether what was released asks to be confirmed."""
    years = int(data.read_yaml("sharing.yaml")["stale_after_years"]["value"])
    return bool(row.checked_on and row.checked_on + timedelta(days=round(365.25 * years)) <= today)


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the text in which something gives the place away: pieces of it, each with its finding."""

    part: str
    pieces: Sequence[tuple[str, Span | None]]


def giveaways(written: Experience, key: str, titles: Sequence[str] = ()) -> list[Found]:
    """What gives the place away, part by part; titles: of its projects."""
    hidden = _hidden(key, tuple(titles))
    others = _gazetteers(register.stamp())
    found = []
    for part, text in written.prose().items():
        spans = identifying(text, hidden, others)
        if spans:
            found.append(Found(part, _pieces(text, spans)))
    return found


def _pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, Span | None]]:
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    marked: Mapping[int, Span] = {span.start: span for span in spans}
    return [
        (text[a:b], marked.get(a) if i % 2 else None) for i, (a, b) in enumerate(pairwise(edges)) if a < b
    ]


def _hidden(key: str, titles: tuple[str, ...]) -> Hidden:
    row = Municipality.objects.get(pk=key)
    around = Municipality.objects.filter(pk__in=[key[:5], row.association_id or ""]).exclude(pk=key)
    return Hidden((row.name,), tuple(around.values_list("name", flat=True)), titles)


@lru_cache(maxsize=1)
def _gazetteers(stamp: str) -> tuple[Gazetteer, ...]:
    """All names of the register; words that exist in lower case too ("essen") are hints only."""
    words = language().analyser.lexicon.known.values()
    common = frozenset(word for word in words if word.islower())
    return gazetteers(Municipality.objects.values_list("name", flat=True), common)


def unready(written: Experience, key: str) -> tuple[Gap, ...]:
    """What keeps it from being submitted: something missing, or a text that names the hidden place."""
    gaps = list(missing(written))
    if written.visibility == Visibility.ANONYMISED:
        found = [span for one in giveaways(written, key) for _, span in one.pieces if span]
        if any(span.certain and span.kind is Giveaway.PLACE for span in found):
            gaps.append(Gap("names-place", Text(
                "Der Text nennt Ihre Kommune. Bitte ersetzen Sie die markierten Stellen",
                "The text names your municipality. Please replace what is marked",
            )))  # fmt: skip
        elif found and not written.read_through:
            gaps.append(Gap("read-through", Text(
                "Bitte sehen Sie die markierten Stellen durch und bestätigen Sie das",
                "Please look at what is marked and say that you have",
            )))  # fmt: skip
    return tuple(gaps)


class What(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """One row: what becomes of it and why; changes: (column, before, after); pk: the report it changes."""

    number: int
    what: What
    body: str = ""
    key: str = ""
    written: Experience = field(default_factory=Experience)
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    changes: Sequence[tuple[str, str, str]] = ()
    token: UUID | None = None
    pk: UUID | None = None
    version: int = 0

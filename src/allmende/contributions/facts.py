# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows as the rules see them: what was written, in which capacity somebody acts, what hides a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from allmende import data
from allmende.catalogue.models import ModelProject, Solution
from allmende.contributions.models import Contribution, Revision, Visibility
from allmende.domain import experience, records
from allmende.domain.anonymity import Partition, PlaceClass, SharingRules
from allmende.domain.experience import Experience
from allmende.domain.explain import Gap, Text
from allmende.domain.gazetteer import Gazetteer
from allmende.domain.identifying import Giveaway, Hidden, Span, gazetteers, identifying
from allmende.domain.municipality import Level
from allmende.domain.records import Kind, OwnProject, OwnSolution
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.search.language import language

Written = Experience | OwnSolution | OwnProject
CLASSES: Mapping[str, type[Experience] | type[OwnSolution] | type[OwnProject]] = {
    Kind.REPORT: Experience,
    Kind.SOLUTION: OwnSolution,
    Kind.PROJECT: OwnProject,
}
KINDS = {kind: name for name, kind in CLASSES.items()}


def solution_of(written: Written) -> str:
    """Slug of the solution of the catalogue that it is about; empty for something new and for projects."""
    if isinstance(written, Experience):
        return written.solution
    return written.about if isinstance(written, OwnSolution) else ""


def written(row: Contribution, revision: Revision | None) -> Written:
    """What a revision of this contribution says; without one nothing."""
    return CLASSES[row.kind].from_data(revision.content if revision else {})


def called(written: Written) -> str:
    """What the writer calls the thing it is about."""
    return written.other_solution if isinstance(written, Experience) else written.title


def about(written: Written) -> str:
    """Slug of what of the catalogue it is about; empty for something new."""
    return written.solution if isinstance(written, Experience) else written.about


def is_new(written: Written) -> bool:
    """Whether it names a thing and none of the catalogue."""
    return bool(called(written)) and not about(written)


def chosen(written: Written, slug: str) -> Written:
    """The same about this entry of the catalogue; empty: about none of them."""
    if not isinstance(written, Experience):
        return replace(written, about=slug)
    return replace(written, solution=slug, other_solution="") if slug else written


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


def giveaways(written: Written, key: str, titles: Sequence[str] = ()) -> list[Found]:
    """What gives the place away, part by part; titles: of its projects."""
    hidden = _hidden(key, tuple(titles))
    others = _gazetteers(register.stamp())
    found = []
    for part, text in written.prose().items() if isinstance(written, Experience) else ():
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


def lacking(written: Written) -> tuple[Gap, ...]:
    """What has to be said yet, before somebody else looks at it."""
    if isinstance(written, Experience):
        return experience.missing(written)
    return records.missing(written)


def unready(written: Written, key: str) -> tuple[Gap, ...]:
    """What keeps it from being submitted: something missing, or a text that names the hidden place."""
    gaps = [*lacking(written), *_gone(written)]
    if not isinstance(written, Experience):
        return tuple(gaps)
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


def _gone(written: Written) -> list[Gap]:
    """What it is about may have left the catalogue since."""
    kind = ModelProject if isinstance(written, OwnProject) else Solution
    slug = written.solution if isinstance(written, Experience) else written.about
    if not slug or kind._default_manager.filter(pk=slug).exists():
        return []
    text = Text(
        "Der gewählte Eintrag steht nicht mehr in der Sammlung. Bitte wählen Sie neu",
        "The entry chosen is no longer in the catalogue. Please choose again",
    )
    return [Gap("gone", text)]


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
    written: Written = field(default_factory=Experience)
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    changes: Sequence[tuple[str, str, str]] = ()
    token: UUID | None = None
    pk: UUID | None = None
    version: int = 0

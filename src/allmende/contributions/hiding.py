# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What hides the place of a report without its name, and what gives it away all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q

from allmende import data
from allmende.catalogue.models import ModelProject, Solution
from allmende.domain.anonymity import Partition, PlaceClass, SharingRules
from allmende.domain.experience import Experience
from allmende.domain.explain import Gap, Text
from allmende.domain.gazetteer import Gazetteer
from allmende.domain.identifying import Giveaway, Hidden, Span, gazetteers, identifying
from allmende.domain.municipality import Level
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.transfers.facts import observations

FIGURES = (
    "population", "population_2013", "population_2017", "population_2021", "population_2023",
    "census_population", "census_dwellings",
)  # fmt: skip
SHORTEST = 3  # digits; what is shorter stands in every text


@lru_cache(maxsize=1)
def rules() -> SharingRules:
    """The rules of data/sharing.yaml."""
    return SharingRules.from_mapping(data.read_yaml("sharing.yaml"))


def place_class(key: str, solution: str = "") -> PlaceClass:
    """The finest class that may be told of a body instead of its name, where it says how a solution went.

    Raises ValueError or KeyError where nothing hides it.
    """
    seen = observations([solution]).get(solution, ()) if solution else ()
    named = {one.place for one in seen if one.place}
    hidden = [PlaceClass.from_code(one.within) for one in seen if one.within]
    level = Level(Municipality.objects.only("level").get(pk=key).level)
    tree = _partition(level, register.stamp())
    return tree.hiding(key, rules().threshold, named=named, hidden=hidden)


@lru_cache(maxsize=4)
def _partition(level: Level, stamp: str) -> Partition:
    return Partition.of(register.profiles(level).values(), rules())


def class_in_words(code: str) -> Text:
    """A class as people read it."""
    return PlaceClass.from_code(code).sentence(rules())


def shown_class(key: str, within: str, solution: str) -> Text | None:
    """What stands instead of the name: the class of the first release, or what it would be; None: nothing."""
    try:
        return class_in_words(within or place_class(key, solution).code)
    except (KeyError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the text in which something gives the place away: pieces of it, each with its finding."""

    part: str
    pieces: Sequence[tuple[str, Span | None]]


def giveaways(written: Experience, key: str) -> list[Found]:
    """What gives the place away, part by part; the title of the solution is a part."""
    hidden, others = _hidden(key, written.solution), _gazetteers(register.stamp())
    title = Solution.objects.filter(pk=written.solution).values_list("title", flat=True).first()
    found = []
    for part, text in {"solution": title or "", **written.prose()}.items():
        # others may be named in the title of a solution: it is theirs
        spans = identifying(text, hidden, others[:0] if part == "solution" else others)
        if spans:
            found.append(Found(part, _pieces(text, spans)))
    return found


def _pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, Span | None]]:
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    marked = {span.start: span for span in spans}
    return [
        (text[a:b], marked.get(a) if i % 2 else None) for i, (a, b) in enumerate(pairwise(edges)) if a < b
    ]


def _hidden(key: str, solution: str) -> Hidden:
    row = Municipality.objects.get(pk=key)
    above = Municipality.objects.filter(pk__in=[key[:5], row.association_id or ""]).exclude(pk=key)
    around = (*above.values_list("name", flat=True), row.travel_region_name)
    return Hidden(
        tuple(filter(None, (row.name, row.regional_name))),
        tuple(filter(None, around)),
        _titles(key, solution),
        frozenset(filter(None, (row.key, row.ars, row.postal_code))),
        frozenset(_figures(row)),
    )


def _figures(row: Municipality) -> list[str]:
    figures = [str(getattr(row, column) or "") for column in FIGURES]
    return [one for one in figures if len(one) >= SHORTEST]


def _titles(key: str, solution: str) -> tuple[str, ...]:
    """Titles of a body's model projects and of what it brought in, except the solution it tells of."""
    mine = Q(keeper=key) | Q(places__municipality=key)
    projects = ModelProject.objects.filter(mine).values_list("title", flat=True)
    kept = Solution.objects.filter(keeper=key).exclude(pk=solution).values_list("title", flat=True)
    return tuple(sorted({*projects, *kept}))


@lru_cache(maxsize=1)
def _gazetteers(stamp: str) -> tuple[Gazetteer, ...]:
    """All names of the register; those that mean something else too are told from places by data."""
    words = data.read_yaml("place_words.yaml")["words"]["value"].casefold().split()
    return gazetteers(Municipality.objects.values_list("name", flat=True), frozenset(words))


def circumstances(written: Experience, key: str, before: str) -> list[Text]:
    """What leads to the place although no word of the text does; before: in what way it is to be seen now."""
    found = []
    if before in ("public", "registered"):
        found.append(Text(
            "Dieser Bericht war schon mit dem Namen Ihrer Kommune zu sehen. Wer ihn las, erkennt ihn wieder.",
            "This report could be seen with the name of your municipality; who read it recognises it.",
        ))  # fmt: skip
    if Solution.objects.filter(_of(key), pk=written.solution).exists():
        found.append(Text(
            "Bei dieser Lösung steht Ihre Kommune mit Namen. Wer beides liest, kann sie vermuten.",
            "Your municipality stands with its name at this solution. Who reads both may guess.",
        ))  # fmt: skip
    return found


def _of(key: str) -> Q:
    """Solutions at which a body is named."""
    here = Q(deployments__municipality=key) | Q(transfers__taker=key) | Q(transfers__origins=key)
    return here | Q(keeper=key) | Q(claims__keeper=key) | Q(model_project__places__municipality=key)


def unsafe(written: Experience, key: str, within: str = "", before: str = "") -> list[Gap]:
    """What keeps a report without its name from being handed in."""
    if shown_class(key, within, written.solution) is None:
        return [Gap("no-class", Text(
            "Ihre Kommune lässt sich hier nicht verbergen: Es bleiben zu wenige, die es sein könnten. "
            "Bitte wählen Sie eine andere Sichtbarkeit",
            "Your municipality cannot be hidden here: too few are left that it could be. "
            "Please choose another visibility",
        ))]  # fmt: skip
    found = [span for one in giveaways(written, key) for _, span in one.pieces if span]
    if any(span.certain and span.kind is Giveaway.PLACE for span in found):
        return [Gap("names-place", Text(
            "Der Text nennt Ihre Kommune. Bitte ersetzen Sie die markierten Stellen; "
            "ist es der Name der Lösung, wählen Sie eine andere Sichtbarkeit",
            "The text names your municipality. Please replace what is marked; "
            "if it is the name of the solution, choose another visibility",
        ))]  # fmt: skip
    if (found or circumstances(written, key, before)) and not written.read_through:
        return [Gap("read-through", Text(
            "Bitte sehen Sie die markierten Stellen und Hinweise durch und bestätigen Sie das",
            "Please look at what is marked and noted and say that you have",
        ))]  # fmt: skip
    return []

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What different sides say of one thing, aspect by aspect, and where that does not agree.

Nobody is declared right: a contradiction is shown with its sources. Only what can be compared (amounts,
yes or no, names, dates) can contradict; prose of two sides just stands side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from allmende.domain.explain import Text


class Aspect(StrEnum):
    """What a claim is about."""

    SUMMARY = "summary"
    FIELDS = "fields"
    PRECONDITIONS = "preconditions"
    COST_ONCE = "cost-once"
    COST_ANNUAL = "cost-annual"
    COST_NOTE = "cost-note"
    STAFF = "staff"
    OPEN_SOURCE = "open-source"
    LICENCE = "licence"
    REPOSITORY = "repository"
    RESULTS = "results"
    FUNDING = "funding"
    BUDGET = "budget"
    START = "start"
    END = "end"
    PHASE = "phase"
    THEME = "theme"
    LESSONS = "lessons"
    CONTACT = "contact"
    WEBSITE = "website"
    STRATEGY = "strategy"
    PROGRAMME = "programme"


AMOUNTS = frozenset({Aspect.COST_ONCE, Aspect.COST_ANNUAL, Aspect.FUNDING, Aspect.BUDGET})
ADDRESSES = frozenset({Aspect.REPOSITORY})
COMPARABLE = AMOUNTS | {
    Aspect.OPEN_SOURCE, Aspect.LICENCE, Aspect.REPOSITORY, Aspect.START, Aspect.END, Aspect.PHASE,
}  # fmt: skip
NAMES: dict[Aspect, Text] = {
    Aspect.SUMMARY: Text("Beschreibung", "Description"),
    Aspect.FIELDS: Text("Handlungsfelder", "Fields of action"),
    Aspect.PRECONDITIONS: Text("Voraussetzungen", "Preconditions"),
    Aspect.COST_ONCE: Text("Kosten einmalig", "Cost once"),
    Aspect.COST_ANNUAL: Text("Kosten im Jahr", "Cost a year"),
    Aspect.COST_NOTE: Text("Was in den Kosten steckt", "What the cost contains"),
    Aspect.STAFF: Text("Personal", "Staff"),
    Aspect.OPEN_SOURCE: Text("Quelloffen", "Open source"),
    Aspect.LICENCE: Text("Lizenz", "Licence"),
    Aspect.REPOSITORY: Text("Code", "Code"),
    Aspect.RESULTS: Text("Ergebnisse", "Results"),
    Aspect.FUNDING: Text("Förderung", "Funding"),
    Aspect.BUDGET: Text("Volumen mit Eigenanteil", "Volume with own share"),
    Aspect.START: Text("Beginn", "Start"),
    Aspect.END: Text("Ende", "End"),
    Aspect.PHASE: Text("Phase", "Phase"),
    Aspect.THEME: Text("Leitgedanke", "Guiding idea"),
    Aspect.LESSONS: Text("Rat an andere", "Advice to others"),
    Aspect.CONTACT: Text("Auskunft", "Contact"),
    Aspect.WEBSITE: Text("Internetseite", "Website"),
    Aspect.STRATEGY: Text("Strategie", "Strategy"),
    Aspect.PROGRAMME: Text("Förderprogramm", "Funding programme"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One side says one thing. value: as text, amounts in whole euros, "yes" or "no", dates as ISO 8601 to
    the year, month or day; by: who says it, as shown; as_of: day or year; sources: web addresses; is_old: not
    confirmed for years; place: official key, where a municipality says it."""

    aspect: Aspect
    value: str
    by: str
    as_of: str = ""
    sources: tuple[str, ...] = ()
    is_old: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """All that is said of one aspect, in the order given; contradictory: two sides exclude each other."""

    aspect: Aspect
    claims: tuple[Claim, ...]
    contradictory: bool


def side_by_side(claims: Iterable[Claim]) -> tuple[Sides, ...]:
    """Claims by aspect, in the order of Aspect; what says nothing is left out."""
    order = list(Aspect)
    told = sorted((one for one in claims if one.value), key=lambda one: order.index(one.aspect))
    groups = ((aspect, tuple(found)) for aspect, found in groupby(told, key=lambda one: one.aspect))
    return tuple(Sides(aspect, found, _contradict(aspect, found)) for aspect, found in groups)


def _contradict(aspect: Aspect, claims: tuple[Claim, ...]) -> bool:
    if aspect not in COMPARABLE:
        return False
    values = sorted({_comparable(aspect, one.value) for one in claims}, key=len)
    if aspect in (Aspect.START, Aspect.END):
        # "2023" and "2023-05" agree: one is less exact than the other
        return not all(values[-1].startswith(one) for one in values)
    return len(values) > 1


def _comparable(aspect: Aspect, value: str) -> str:
    text = " ".join(value.casefold().split())
    if aspect in ADDRESSES:
        text = text.removeprefix("https://").removeprefix("http://").removeprefix("www.")
        return text.rstrip("/").removesuffix(".git")
    return text.replace("only", "").strip(" -") if aspect is Aspect.LICENCE else text

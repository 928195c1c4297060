# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process

from allmende import data
from allmende.domain import similarity as rule
from allmende.domain.municipality import Level
from allmende.register import facts, shown
from allmende.register.models import Edition, Municipality
from allmende.register.names import folded

LONGEST = 120
NEAR_ENOUGH = 80
SIMILAR_SHOWN = 10
_ORDER = Case(
    When(level=Level.MUNICIPALITY, then=Value(0)),
    When(level=Level.DISTRICT, then=Value(1)),
    When(level=Level.ASSOCIATION, then=Value(2)),
    default=Value(3),
)


def in_force() -> QuerySet[Municipality]:
    """All bodies of today's register."""
    return Municipality.objects.in_force()


def municipality(key: str) -> Municipality | None:
    """The body with this key, one that no longer exists too, with the bodies above it."""
    return Municipality.objects.select_related("state", "district", "association").filter(key=key).first()


def by_keys(keys: Collection[str]) -> dict[str, Municipality]:
    """Bodies of these keys, also those no longer in force."""
    return Municipality.objects.in_bulk(list(keys))


def resolve(text: str) -> Municipality | None:
    """The one body that a key, a label or a name means; None where none or several fit."""
    text = text.strip()[:LONGEST]
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) != 5:
        return Municipality.objects.filter(Q(key=text) | Q(ars=text)).order_by(_ORDER).first()
    labelled = Municipality.objects.listed().filter(label=text).first()
    if labelled:
        return labelled
    found = find(text, limit=8)
    asked = folded(text)
    named = [one for one in found if folded(one.full_name) == asked]
    if len(named) == 1:
        return named[0]
    return found[0] if len(found) == 1 and _certain(found[0], asked) else None


def _certain(found: Municipality, asked: str) -> bool:
    return asked.isdigit() or all(f" {word}" in found.search_name for word in asked.split())


def find(text: str, *, limit: int = 10) -> list[Municipality]:
    """Bodies by key, postal code, name or part of a name, best first; by likeness where nothing else fits."""
    text = text.strip()[:LONGEST]
    asked = folded(text)
    if not asked or limit < 1:
        return []
    if asked.isascii() and asked.replace(" ", "").isdigit():
        return _by_number(asked.replace(" ", ""), limit)
    return _by_words(asked, limit) or _by_part(asked, limit) or _by_likeness(asked, limit)


def suggestions(text: str, *, limit: int = 8) -> list[str]:
    """Labels for a text as it is typed; `resolve` takes each of them."""
    return [one.label for one in find(text, limit=limit)]


def _by_words(asked: str, limit: int) -> list[Municipality]:
    """Every word begins a word of the name, its kind, its district or its Land."""
    rows = Municipality.objects.listed()
    for word in asked.split():
        rows = rows.filter(search_name__contains=f" {word}")
    whole = Case(
        When(
            Q(search_name__startswith=f" {asked} |") | Q(search_name__contains=f"| {asked} "), then=Value(0)
        ),
        When(search_name__startswith=f" {asked}", then=Value(1)),
        When(search_name__contains=f" {asked}", then=Value(2)),
        default=Value(3),
    )
    return list(rows.order_by(whole, _ORDER, "-population", "key")[:limit])


def _by_part(asked: str, limit: int) -> list[Municipality]:
    rows = Municipality.objects.listed().filter(search_name__contains=asked)
    return list(rows.order_by(_ORDER, "-population", "key")[:limit])


def _by_number(text: str, limit: int) -> list[Municipality]:
    rows = Municipality.objects.listed()
    found = rows.filter(Q(key=text) | Q(ars=text) | Q(postal_code=text)).order_by(
        _ORDER, "-population", "key"
    )
    if exact := list(found[:limit]):
        return exact
    beginning = rows.filter(
        Q(postal_code__startswith=text) | Q(key__startswith=text) | Q(ars__startswith=text)
    )
    return list(beginning.order_by(_ORDER, "-population", "key")[:limit])


def _by_likeness(asked: str, limit: int) -> list[Municipality]:
    """The nearest names; typing errors rarely change more than a letter in five."""
    names = facts.folded_names()
    near = process.extract(asked, names, scorer=fuzz.ratio, limit=limit, score_cutoff=NEAR_ENOUGH)
    rows = Municipality.objects.in_bulk([key for _, _, key in near])
    return [rows[key] for _, _, key in near if key in rows]


@dataclass(frozen=True, slots=True)
class SimilarMunicipality:
    """A body like the one asked about, with the reasons."""

    municipality: Municipality
    similarity: rule.Similarity


def similar_to(row: Municipality, *, limit: int = 10) -> list[SimilarMunicipality]:
    """The most similar bodies of the same level, best first."""
    values = {key: value for key, value in facts.similarities(row.key).items() if key != row.key}
    best = sorted(values, key=lambda key: (-values[key], key))[:limit]
    rows = Municipality.objects.select_related("state", "district").in_bulk(best)
    own = facts.profile(row)
    return [
        SimilarMunicipality(rows[key], rule.explain(own, facts.profile(rows[key]), facts.weights()))
        for key in best
    ]


def members(row: Municipality) -> list[Municipality]:
    """The bodies directly below: districts of a Land, municipalities of a district or association."""
    rows = in_force().order_by("search_name", "key")
    if row.level == Level.STATE:
        return list(rows.filter(state=row.key, level=Level.DISTRICT))
    if row.level == Level.MUNICIPALITY:
        return []
    column = "district" if row.level == Level.DISTRICT else "association"
    return list(rows.filter(**{column: row.key}, level=Level.MUNICIPALITY))


def states() -> list[Municipality]:
    """The Länder by name."""
    return list(in_force().filter(level=Level.STATE).order_by("name"))


def municipality_page(row: Municipality) -> dict[str, Any]:
    """What the page of a body shows from the register."""
    return {
        "municipality": row,
        "parents": [
            one for one in (row.state, row.district, row.association) if one and not one.is_city_district
        ],
        "facts": shown.fact_list(row),
        "map": shown.place(row),
        "members": members(row),
        "similar": similar_to(row, limit=SIMILAR_SHOWN),
        "sources": sources(),
    }


def fact_list(row: Municipality) -> list[shown.Fact]:
    """The facts known of a body, each with its date."""
    return shown.fact_list(row)


def sources() -> Mapping[str, Any]:
    """The note beside the bundled register: dates, sources, licences, what must be printed."""
    note: Mapping[str, Any] = data.read_yaml("register", "register.yaml")
    return note


def newest_edition() -> Edition | None:
    """The edition in use; None before the first import."""
    return Edition.objects.order_by("-imported_at").first()

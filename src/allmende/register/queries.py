# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the register."""

from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process

from allmende.domain import similarity as rule
from allmende.domain.municipality import Level
from allmende.register import facts
from allmende.register.models import Municipality
from allmende.register.names import folded

LONGEST = 120
NEAR_ENOUGH = 80
_ORDER = Case(
    When(level=Level.MUNICIPALITY, then=Value(0)), When(level=Level.DISTRICT, then=Value(1)), default=Value(2)
)


def in_force() -> QuerySet[Municipality]:
    """All bodies of today's register."""
    return Municipality.objects.filter(valid_until=None)


def resolve(text: str) -> Municipality | None:
    """The one body that a key, a label or a name means; None where none or several fit."""
    text = text.strip()[:LONGEST]
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) != 5:
        return Municipality.objects.filter(Q(key=text) | Q(ars=text, level=Level.MUNICIPALITY)).first()
    exact = list(in_force().filter(label=text).order_by(_ORDER, "key")[:2])
    if exact:
        return exact[0]
    found = find(text, limit=2)
    named = [one for one in find(text, limit=8) if folded(one.name) == folded(text)]
    if len(named) == 1:
        return named[0]
    return found[0] if len(found) == 1 and _certain(found[0], text) else None


def _certain(found: Municipality, text: str) -> bool:
    return text.isdigit() or folded(text) in found.search_name


def find(text: str, *, limit: int = 10) -> list[Municipality]:
    """Bodies by key, postal code, name or part of a name, best first; by likeness where nothing else fits."""
    text = text.strip()[:LONGEST]
    asked = folded(text)
    if not asked or limit < 1:
        return []
    if text.isascii() and text.isdigit():
        return _by_number(text, limit)
    rows = in_force().filter(search_name__contains=asked)
    whole = Case(
        When(search_name__startswith=f" {asked} |", then=Value(0)),
        When(search_name__startswith=f" {asked}", then=Value(1)),
        When(search_name__contains=f" {asked}", then=Value(2)),
        default=Value(3),
    )
    found = list(rows.order_by(whole, _ORDER, "-population", "key")[:limit])
    return found or _by_likeness(asked, limit)


def _by_number(text: str, limit: int) -> list[Municipality]:
    rows = in_force().filter(Q(key=text) | Q(ars=text) | Q(postal_code=text))
    found = list(rows.order_by(_ORDER, "-population", "key")[:limit])
    if found:
        return found
    beginning = in_force().filter(Q(postal_code__startswith=text) | Q(key__startswith=text))
    return list(beginning.order_by(_ORDER, "-population", "key")[:limit])


def _by_likeness(asked: str, limit: int) -> list[Municipality]:
    """The nearest names; typing errors rarely change more than a letter in five."""
    names = {key: folded(one.name) for key, one in facts.profiles(Level.MUNICIPALITY).items()}
    near = process.extract(asked, names, scorer=fuzz.ratio, limit=limit, score_cutoff=NEAR_ENOUGH)
    rows = Municipality.objects.in_bulk([key for _, _, key in near])
    return [rows[key] for _, _, key in near]


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

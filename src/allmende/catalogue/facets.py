# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facets of a list: what one can narrow it down by, with the number of rows behind each choice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Count, Model, QuerySet

Row = TypeVar("Row", bound=Model)
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Facet:
    """name: in the search and the API; parameter: in the address; rows: pairs of `owner` (primary key of the
    listed row) and `value`, annotated; labels: values in the order they are shown, with their names."""

    name: str
    parameter: str
    title: Any
    rows: Callable[[], QuerySet[Any]]
    labels: Callable[[], Mapping[str, Any]]


class Choosable(Protocol):
    """What an address can choose values of."""

    @property
    def name(self) -> str:
        """In the search and the API."""

    @property
    def parameter(self) -> str:
        """In the address."""

    @property
    def labels(self) -> Callable[[], Mapping[str, Any]]:
        """Values in the order they are shown, with their names."""


def narrowed(base: QuerySet[Row], facets: Iterable[Facet], chosen: Chosen) -> QuerySet[Row]:
    """The rows that have, in every facet, one of the chosen values."""
    for facet in facets:
        if values := chosen.get(facet.name):
            base = base.filter(pk__in=facet.rows().filter(value__in=values).values("owner"))
    return base


def groups(base: QuerySet[Any], facets: Sequence[Facet], chosen: Chosen) -> list[dict[str, Any]]:
    """For each facet its choices with counts, as the component "facets" shows them; one query each."""
    return [_group(base, facet, facets, chosen) for facet in facets]


def _group(base: QuerySet[Any], facet: Facet, facets: Sequence[Facet], chosen: Chosen) -> dict[str, Any]:
    others = [other for other in facets if other is not facet]
    rows = facet.rows()
    if any(chosen.get(other.name) for other in others):
        rows = rows.filter(owner__in=narrowed(base, others, chosen).values("pk"))
    counted = rows.order_by().values("value").annotate(number=Count("owner", distinct=True))
    counts = {row["value"]: row["number"] for row in counted}
    picked = set(chosen.get(facet.name, ()))
    return {
        "name": facet.parameter,
        "title": facet.title,
        "chosen": len(picked),
        "open": bool(picked),
        "options": [
            {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in picked}
            for value, label in facet.labels().items()
            if counts.get(value) or value in picked
        ],
    }


def chosen_from(data: Any, facets: Iterable[Choosable]) -> dict[str, tuple[str, ...]]:
    """Values chosen in an address; what is no value of the facet counts as not said."""
    return {
        facet.name: tuple(value for value in data.getlist(facet.parameter)[:20] if value in facet.labels())
        for facet in facets
    }

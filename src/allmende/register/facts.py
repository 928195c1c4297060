# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the register as the rules see them; kept in memory until another edition is imported."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from django.db.models import Count, Max, Sum

from allmende import data
from allmende.domain import similarity as rule
from allmende.domain.municipality import Level, Profile
from allmende.register.models import Edition, Municipality
from allmende.register.names import folded

COLUMNS = (
    "key", "name", "level", "state_id", "population", "area_km2", "urbanisation", "kind", "trend",
    "travel_region", "latitude", "longitude",
)  # fmt: skip


@cache
def weights() -> rule.Weights:
    """The weights of data/similarity.yaml."""
    return rule.Weights.from_mapping(data.read_yaml("similarity.yaml"))


def stamp() -> str:
    """Changes with every import; what is kept in memory is kept under it."""
    newest = Edition.objects.order_by("-imported_at").first()
    if newest:
        return f"{newest.checksum} {newest.imported_at}"
    return str(Municipality.objects.aggregate(Count("key"), Max("key"), Sum("population")))


def profile(row: Municipality) -> Profile:
    """The structural profile of one body."""
    return _profile(*(getattr(row, column) for column in COLUMNS))


def table(level: Level) -> rule.Table:
    """All bodies of a level that exist today, as columns."""
    return _table(level, stamp())


def profiles(level: Level) -> Mapping[str, Profile]:
    """All bodies of a level that exist today, by key; a kreisfreie Stadt is among the municipalities only."""
    return _profiles(level, stamp())


def similarities(key: str) -> Mapping[str, float]:
    """Similarity of a body to all of its level, by key; empty where the key is not in force."""
    return _similarities(key, stamp())


def _profile(
    key: str, name: str, level: str, state: str | None, population: int | None, area: float | None,
    urbanisation: int | None, kind: str, trend: float | None, region: str, latitude: float | None,
    longitude: float | None,
) -> Profile:  # fmt: skip
    density = population / area if population is not None and area else None
    return Profile(
        key, name, Level(level), state or key[:2], population, density, urbanisation, kind or None, trend,
        region or None, latitude, longitude,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _profiles(level: Level, stamp: str) -> Mapping[str, Profile]:
    rows = Municipality.objects.listed().filter(level=level).order_by("key").values_list(*COLUMNS)
    return {row[0]: _profile(*row) for row in rows}


@lru_cache(maxsize=4)
def _table(level: Level, stamp: str) -> rule.Table:
    return rule.Table.of(list(_profiles(level, stamp).values()))


@lru_cache(maxsize=512)
def _similarities(key: str, stamp: str) -> Mapping[str, float]:
    row = Municipality.objects.filter(key=key, valid_until=None).first()
    if row is None:
        return {}
    if row.is_city_district:
        return _similarities(f"{key}000", stamp)
    columns = _table(Level(row.level), stamp)
    number = columns.keys.index(key)
    values = rule.similarities(columns, np.array([number], np.intp), weights())[0]
    return dict(zip(columns.keys, values.tolist(), strict=True))


def folded_names() -> Mapping[str, str]:
    """Folded full names of all bodies in lists, by key, for the comparison of spellings."""
    return _folded_names(stamp())


@lru_cache(maxsize=2)
def _folded_names(stamp: str) -> Mapping[str, str]:
    rows = Municipality.objects.listed().values_list("key", "full_name")
    return {key: folded(name) for key, name in rows}

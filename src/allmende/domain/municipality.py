# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality as the rules see it: its key, its level, its size class, its structural profile."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Territorial level. The length of the official key tells it: 2, 5, 9 or 8 digits."""

    STATE = "state"
    DISTRICT = "district"
    ASSOCIATION = "association"
    MUNICIPALITY = "municipality"


_LEVEL_BY_LENGTH = {2: Level.STATE, 5: Level.DISTRICT, 9: Level.ASSOCIATION, 8: Level.MUNICIPALITY}
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


def level_of(key: str) -> Level:
    """Level of an official key: AGS with 2, 5 or 8 digits, ARS of an association with 9.

    Raises ValueError for anything else.
    """
    level = _LEVEL_BY_LENGTH.get(len(key))
    if level is None or not _DIGITS.fullmatch(key):
        raise ValueError(f"not an official key: {key!r}")
    return level


class SizeClass(StrEnum):
    """Size classes of the BBSR by inhabitants: Landgemeinde < 5,000 <= Kleinstadt < 20,000 <= Mittelstadt
    < 100,000 <= Großstadt; the Kleinstadt split at 10,000."""

    RURAL = "rural"
    SMALLER_TOWN = "smaller-town"
    LARGER_TOWN = "larger-town"
    MEDIUM_CITY = "medium-city"
    LARGE_CITY = "large-city"


_BOUNDS = (
    (5_000, SizeClass.RURAL),
    (10_000, SizeClass.SMALLER_TOWN),
    (20_000, SizeClass.LARGER_TOWN),
    (100_000, SizeClass.MEDIUM_CITY),
)


def size_class(population: int) -> SizeClass:
    """Size class of a municipality with that many inhabitants."""
    return next((kind for bound, kind in _BOUNDS if population < bound), SizeClass.LARGE_CITY)


@dataclass(frozen=True, slots=True)
class Profile:
    """Structural facts of one municipality. None means not known.

    population: inhabitants; density: inhabitants per km²; urbanisation: 1 dense, 2 medium, 3 thin;
    kind: official kind in German; trend: change of population 2013 to 2023 in percent;
    travel_region: official code; state: key of the Land; latitude, longitude: degrees, WGS84.
    """

    key: str
    name: str
    level: Level
    state: str
    population: int | None = None
    density: float | None = None
    urbanisation: int | None = None
    kind: str | None = None
    trend: float | None = None
    travel_region: str | None = None
    latitude: float | None = None
    longitude: float | None = None

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a place lies on our maps, and the outlines to draw beneath it."""

import json
from dataclasses import dataclass
from functools import cache
from math import cos, log, pi, radians, sin, tan

from allmende import data

# Lambert conformal conic projection of a sphere with the two parallels usual for Germany; Snyder, Map
# Projections - A Working Manual (1987), p. 106. One map unit is about 0.9 km; north is up.
_SOUTH, _NORTH, _MIDDLE, _MERIDIAN = radians(48 + 2 / 3), radians(52 + 2 / 3), radians(51), radians(10.5)
_CONE = log(cos(_SOUTH) / cos(_NORTH)) / log(tan(pi / 4 + _NORTH / 2) / tan(pi / 4 + _SOUTH / 2))
_FACTOR = cos(_SOUTH) * tan(pi / 4 + _SOUTH / 2) ** _CONE / _CONE
_UNITS, _LEFT, _TOP = 7000.0, 364.0, 503.0

WIDTH, HEIGHT = 719, 964
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"
LAND_SCALE = 4  # outlines of districts are kept finer: in quarters of a unit


def _rho(latitude: float) -> float:
    return float(_FACTOR / tan(pi / 4 + latitude / 2) ** _CONE)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Place in map units, x to the right and y downwards, from degrees (WGS84)."""
    angle, radius = _CONE * (radians(longitude) - _MERIDIAN), _rho(radians(latitude))
    x = _LEFT + _UNITS * radius * sin(angle)
    y = _TOP - _UNITS * (_rho(_MIDDLE) - radius * cos(angle))
    return round(x, 1), round(y, 1)


@cache
def _outlines() -> dict[str, dict[str, str]]:
    text = data.path("register", "outlines.json").read_text(encoding="utf-8")
    outlines: dict[str, dict[str, str]] = json.loads(text)
    return outlines


@dataclass(frozen=True, slots=True)
class Outline:
    """Path data of one Land or district in an SVG; `transform` brings it into map units."""

    key: str
    path: str
    transform: str = ""


@cache
def states() -> tuple[Outline, ...]:
    """All Länder, about 20 KB of path data together."""
    return tuple(Outline(key, path) for key, path in _outlines()["states"].items())


def outline(key: str) -> Outline | None:
    """Outline of a Land (2 digits) or of the district a longer key begins with; None if there is none."""
    if len(key) == 2:
        path = _outlines()["states"].get(key)
        return Outline(key, path) if path else None
    path = _outlines()["districts"].get(key[:5])
    return Outline(key[:5], path, f"scale({1 / LAND_SCALE})") if path else None


@cache
def districts(state: str) -> tuple[Outline, ...]:
    """All districts of a Land."""
    found = (outline(key) for key in _outlines()["districts"] if key.startswith(state))
    return tuple(item for item in found if item)

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A map as the component components/map.html draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a map: map units, what stands beside it, and its kind ("", stopped, planned or here)."""

    x: float
    y: float
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Outlines with points; title and description are read to people who do not see it."""

    id: str
    view_box: str
    outlines: Sequence[Any]
    points: Sequence[Point]
    title: str
    description: str

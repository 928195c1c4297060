# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page shows of a solution: where it runs, what happened, what is not known."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from allmende.catalogue.models import Solution
from allmende.doors.maps import Map, Point
from allmende.register import maps
from allmende.transfers.models import STATES, Deployment

DOTS = {
    "operational": "",
    "piloting": "",
    "planned": "planned",
    "stopped": "stopped",
    "decided-against": "stopped",
}


def states(deployments: Iterable[Deployment]) -> list[tuple[Any, int]]:
    """How many deployments are in each state, by its label; states without any left out."""
    counts = Counter(one.state for one in deployments)
    return [(label, counts[state]) for state, label in STATES if counts[state]]


def map_of(row: Solution, deployments: Iterable[Deployment]) -> Map | None:
    """A map of Germany with a point for each place; None where no place is known."""
    points = []
    for one in deployments:
        place = one.municipality
        if place is None or place.latitude is None or place.longitude is None:
            continue
        x, y = maps.project(float(place.latitude), float(place.longitude))
        label = f"{one.place_name}: {one.get_state_display()}"
        points.append(Point(x, y, label, DOTS.get(one.state, "planned")))
    if not points:
        return None
    title = _("Wo „%(title)s“ eingesetzt wird oder wurde") % {"title": row.title}
    return Map("orte", maps.VIEW_BOX, maps.states(), points, title, _("Die Orte stehen auch in der Tabelle."))

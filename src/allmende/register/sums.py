# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts of districts, associations and Länder as sums over their municipalities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from allmende.domain.municipality import Level
from allmende.register.models import Municipality


def fill_above(bodies: Mapping[str, Municipality], loose_area: Mapping[str, float]) -> None:
    """Set population, area and, where still missing, the place of every body above the municipalities.

    loose_area: km² of unincorporated areas by district; they count for district and Land.
    """
    members: dict[str, list[Municipality]] = defaultdict(list)
    for body in bodies.values():
        if body.level == Level.MUNICIPALITY:
            for key in (body.association_id, body.district_id, body.state_id):
                members[key or ""].append(body)
    for body in bodies.values():
        if body.level != Level.MUNICIPALITY:
            loose = sum(area for key, area in loose_area.items() if key.startswith(body.key))
            _fill(body, members[body.key], loose)


def _fill(body: Municipality, members: Sequence[Municipality], loose_area: float) -> None:
    dates = {member.population_date for member in members}
    body.population = sum(member.population or 0 for member in members)
    body.population_date = dates.pop() if len(dates) == 1 else None
    body.area_km2 = round(sum(member.area_km2 or 0 for member in members) + loose_area, 2)
    placed = [m for m in members if m.latitude is not None and m.longitude is not None and m.population]
    if body.latitude is None and placed:
        people = sum(m.population or 0 for m in placed)
        body.latitude = sum((m.latitude or 0) * (m.population or 0) for m in placed) / people
        body.longitude = sum((m.longitude or 0) * (m.population or 0) for m in placed) / people

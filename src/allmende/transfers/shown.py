# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page shows of a solution: where it runs, what happened, what is not known."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.catalogue.models import Solution
from allmende.catalogue.shown import Entry, newest_reading
from allmende.domain.factors import Count, Polarity, Remedy
from allmende.domain.lifecycle import State
from allmende.doors.charts import Bar, Chart, Group
from allmende.doors.maps import Map, Point
from allmende.doors.templatetags.doors import localized
from allmende.register import maps
from allmende.transfers import facts
from allmende.transfers.models import STATES, Deployment, Dimension, Factor, Report

DOTS = {
    "operational": "",
    "piloting": "",
    "planned": "planned",
    "stopped": "stopped",
    "decided-against": "stopped",
}


def states(deployments: Iterable[Deployment]) -> list[tuple[Any, int]]:
    """How many places are in each state, by its label; states without any left out."""
    counts = Counter(one.state for one in facts.counting(deployments))
    return [(label, counts[state]) for state, label in STATES if counts[state]]


def history(row: Report) -> list[Entry]:
    """When it was released and checked; of the bundle, when it came here and its sources were read.

    Without the name of its place it shows no more than the days of its newest release.
    """
    read = None if row.origin else newest_reading(row.sources.all())
    first = None if row.within else row.first_released_on
    own = Entry(first, row.released_on, row.checked_on, read, origin=row.origin)
    return [own] if own.days else []


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


SHOWN_REPORTS = 50  # behind one number, so that the page stays one whatever the number
SHOWN_REMEDIES, SHOWN_EACH = 20, 5


@dataclass(frozen=True, slots=True)
class Side:
    """One polarity of a dimension: how often, and what the first reports say, and of how many more there
    is no room; count None: no report names it."""

    count: Count | None
    statements: Sequence[Factor]

    @property
    def more(self) -> int:
        """Reports that are counted and not shown."""
        return max(0, number(self) - SHOWN_REPORTS)


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A dimension with what hindered, what helped, and the remedies of most reports, with slug and title of
    the first of them; more: remedies that are not shown."""

    dimension: Dimension
    barrier: Side
    success: Side
    remedies: Sequence[tuple[Remedy, Sequence[tuple[str, str]]]]
    more: int = 0


def reports_shown(counts: Iterable[Count]) -> set[str]:
    """Slugs of the reports that stand behind the numbers as far as there is room."""
    remedies = [one for count in counts for one in count.remedies[:SHOWN_REMEDIES]]
    first = {slug for one in remedies for slug in one.reports[:SHOWN_EACH]}
    return first.union(*(count.reports[:SHOWN_REPORTS] for count in counts))


def factor_rows(
    counts: Iterable[Count], dimensions: Iterable[Dimension], statements: Collection[Factor]
) -> list[FactorRow]:
    """A row for each dimension that is named, by how often it hindered, then by how often it helped."""
    by_side = {(count.dimension, count.polarity): count for count in counts}
    said: defaultdict[tuple[str, str], list[Factor]] = defaultdict(list)
    for one in statements:
        said[one.dimension_id, one.polarity].append(one)
    titles = {one.report_id: one.report.title for one in statements}
    rows = [_factor_row(dimension, by_side, said, titles) for dimension in dimensions]
    named = [row for row in rows if row.barrier.count or row.success.count]
    return sorted(named, key=lambda row: (-number(row.barrier), -number(row.success)))


def _factor_row(
    dimension: Dimension,
    by_side: Mapping[tuple[str, Polarity], Count],
    said: Mapping[tuple[str, str], Sequence[Factor]],
    titles: Mapping[str, str],
) -> FactorRow:
    barrier, success = (
        _side(by_side.get((dimension.code, polarity)), said.get((dimension.code, polarity), ()))
        for polarity in (Polarity.BARRIER, Polarity.SUCCESS)
    )
    remedies = barrier.count.remedies if barrier.count else ()
    named = [
        (one, [(slug, titles[slug]) for slug in one.reports[:SHOWN_EACH]])
        for one in remedies[:SHOWN_REMEDIES]
    ]
    return FactorRow(dimension, barrier, success, named, len(remedies) - len(named))


def _side(count: Count | None, said: Sequence[Factor]) -> Side:
    shown = set(count.reports[:SHOWN_REPORTS]) if count else set()
    return Side(count, [one for one in said if one.report_id in shown])


def number(side: Side) -> int:
    """How many reports name it."""
    return len(side.count.reports) if side.count else 0


def factor_chart(rows: Sequence[FactorRow], total: int) -> Chart:
    """Two bars for each dimension: in how many reports it hindered, and in how many it helped."""
    groups = [
        Group(
            localized(row.dimension, "name"),
            [
                Bar(number(row.barrier), _("%(n)s hinderte") % {"n": number(row.barrier)}, "bad"),
                Bar(number(row.success), _("%(n)s half") % {"n": number(row.success)}),
            ],
        )
        for row in rows
    ]
    title = ngettext(
        "Was in %(n)s Bericht hinderte und half", "Was in %(n)s Berichten hinderte und half", total
    ) % {"n": total}
    return Chart("faktoren", title, _("Dieselben Zahlen stehen in der Tabelle."), groups)


def disputed(deployments: Iterable[Deployment]) -> frozenset[str]:
    """Official keys of places for which statements of different sides name different states."""
    states: dict[str, set[str]] = defaultdict(set)
    for one in deployments:
        if one.municipality_id and one.state != State.UNKNOWN:
            states[one.municipality_id].add(one.state)
    return frozenset(key for key, found in states.items() if len(found) > 1)

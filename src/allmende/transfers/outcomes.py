# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a solution: by year, and by kind of municipality. Years without a source are not guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allmende.domain.anonymity import PlaceClass
from allmende.domain.lifecycle import OVER
from allmende.domain.municipality import size_class
from allmende.doors.charts import Bar, Chart, Group
from allmende.transfers import facts
from allmende.transfers.lists import SIZES
from allmende.transfers.models import Deployment, Report, Transfer

URBANISATION: Mapping[int | None, Any] = {
    1: gettext_lazy("dicht besiedelt"),
    2: gettext_lazy("mittlere Dichte"),
    3: gettext_lazy("dünn besiedelt"),
    None: gettext_lazy("nicht bekannt"),
}


@dataclass(frozen=True, slots=True)
class Year:
    """What began, was taken over, and was reported as over in a year; `year` is the one of the source."""

    year: int
    begun: list[Deployment] = field(default_factory=list)
    taken: list[Transfer] = field(default_factory=list)
    over: list[Deployment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """Places of one kind: all of them, and those where it is over."""

    places: int
    over: int


@dataclass(frozen=True, slots=True)
class KindsOfPlace:
    """Counts by size class (rows) and degree of urbanisation (columns); only those that occur."""

    columns: Sequence[Any]
    rows: Sequence[tuple[Any, Sequence[Cell | None]]]


def started(one: Deployment) -> int | None:
    """Year in which a deployment began; that of its transfer where it names none itself."""
    if one.started[:4].isdigit():
        return int(one.started[:4])
    return one.transfer.year if one.transfer else None


def beginnings(deployments: Sequence[Deployment]) -> list[tuple[Deployment, int | None]]:
    """Each place once, with the year in which it began: as its statement that counts says, else another."""
    known = {one.municipality_id: year for one in deployments if (year := started(one))}
    return [
        (one, started(one) or (known.get(one.municipality_id) if one.municipality_id else None))
        for one in facts.counting(deployments)
    ]


def _takeovers(transfers: Iterable[Transfer]) -> list[Transfer]:
    """Those whose year is known, of each taker one: as it says itself, else as others say."""
    found: dict[str, Transfer] = {}
    for one in sorted(transfers, key=lambda one: bool(one.origin)):
        if one.year:
            found[one.taker_id or one.slug] = one
    return list(found.values())


def years(deployments: Sequence[Deployment], transfers: Iterable[Transfer]) -> list[Year]:
    """Years in which something happened, in their order; a transfer is not counted as a beginning too."""
    found: dict[int, Year] = {}
    taken = _takeovers(transfers)
    takers = {one.taker_id for one in taken}
    for one in taken:
        found.setdefault(one.year or 0, Year(one.year or 0)).taken.append(one)
    for row, begun in beginnings(deployments):
        if (
            begun
            and row.transfer_id is None
            and (not row.municipality_id or row.municipality_id not in takers)
        ):
            found.setdefault(begun, Year(begun)).begun.append(row)
        if row.state in OVER and row.as_of_year:
            found.setdefault(row.as_of_year, Year(row.as_of_year)).over.append(row)
    return [found[year] for year in sorted(found)]


def chart(rows: Sequence[Year]) -> Chart:
    """Bars for each year; those of nothing left out."""
    groups = [Group(str(row.year), [bar for bar in _bars(row) if bar.value]) for row in rows]
    title = _("Was in welchem Jahr geschah")
    return Chart("jahre", title, _("Dieselben Zahlen stehen in der Tabelle."), groups)


def _bars(row: Year) -> Sequence[Bar]:
    return (
        Bar(len(row.begun), _("%(n)s begonnen") % {"n": len(row.begun)}),
        Bar(len(row.taken), _("%(n)s übernommen") % {"n": len(row.taken)}, "taken"),
        Bar(len(row.over), _("%(n)s beendet") % {"n": len(row.over)}, "bad"),
    )


def kinds_of_place(deployments: Iterable[Deployment]) -> KindsOfPlace:
    """In which kinds of municipality it runs or ran; each place once."""
    counted: defaultdict[tuple[str, int | None], list[bool]] = defaultdict(list)
    for one in facts.counting(deployments):
        place = one.municipality
        size = _size(one)
        counted[size, place.urbanisation if place else None].append(one.state in OVER)
    columns = [code for code in URBANISATION if any(column == code for _size_, column in counted)]
    names = {**SIZES, "": _("Ort oder Größe nicht bekannt")}
    rows = [
        (name, [_cell(counted.get((size, column))) for column in columns])
        for size, name in names.items()
        if any(row == size for row, _column in counted)
    ]
    return KindsOfPlace([URBANISATION[column] for column in columns], rows)


def _size(one: Deployment) -> str:
    place = one.municipality
    if place is None:
        return (one.within and PlaceClass.from_code(one.within).size) or ""
    if place.level in SIZES:
        return place.level
    return "" if place.population is None else size_class(place.population).value


def _cell(over: Sequence[bool] | None) -> Cell | None:
    return Cell(len(over), sum(over)) if over else None


def with_reports(
    deployments: Iterable[Deployment], reports: Iterable[Report]
) -> list[tuple[Deployment, Sequence[Report]]]:
    """Each deployment with the reports from its place."""
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for place in report.places.all():
            found[place.key].append(report)
    return [(one, found.get(one.municipality_id or "", ())) for one in deployments]

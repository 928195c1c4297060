# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page or the command line shows of a body: facts with their dates, and its place on the map."""

from datetime import date
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from allmende.domain.municipality import SizeClass
from allmende.doors.maps import Map, Point
from allmende.register import maps
from allmende.register.models import Municipality

CENSUS = date(2022, 5, 15)
_YEARS = (2013, 2017, 2021, 2023)


class Fact(NamedTuple):
    """A fact for people: what it is, its value with unit, and the day it holds for if it has one."""

    label: str
    value: str
    on: date | None = None


def size_label(row: Municipality) -> str:
    """The size class in words; empty where the population is not known."""
    labels = {
        SizeClass.RURAL: _("Landgemeinde (unter 5.000)"),
        SizeClass.SMALLER_TOWN: _("Kleine Kleinstadt (5.000 bis unter 10.000)"),
        SizeClass.LARGER_TOWN: _("Größere Kleinstadt (10.000 bis unter 20.000)"),
        SizeClass.MEDIUM_CITY: _("Mittelstadt (20.000 bis unter 100.000)"),
        SizeClass.LARGE_CITY: _("Großstadt (ab 100.000)"),
    }
    return labels[row.size_class] if row.size_class else ""


def fact_list(row: Municipality) -> list[Fact]:
    """All facts that are known of a body."""
    settled = {1: _("dicht besiedelt"), 2: _("mittlere Besiedlungsdichte"), 3: _("gering besiedelt")}
    facts = [
        Fact(_("Amtlicher Schlüssel"), row.key, row.edition),
        Fact(_("Regionalschlüssel (ARS)"), row.ars if row.ars != row.key else ""),
        Fact(_("Amtlicher Name"), row.official_name if row.official_name != row.full_name else ""),
        Fact(_("Art"), row.kind),
        Fact(_("Einwohner"), _number(row.population), row.population_date),
        Fact(_("Größenklasse"), size_label(row) if row.level == "municipality" else ""),
        Fact(_("Fläche"), _number(row.area_km2, 1, " km²"), row.population_date),
        Fact(_("Einwohner je km²"), _number(row.density), row.population_date),
        Fact(_("Einwohner (Zensus 2022)"), _number(row.census_population), CENSUS),
        *_history(row),
        Fact(_("Siedlungsart"), settled.get(row.urbanisation or 0, ""), row.typology_date),
        Fact(_("Reisegebiet"), row.travel_region_name, row.typology_date),
        Fact(_("Wohnungen"), _number(row.census_dwellings), CENSUS),
        Fact(_("Leer stehende Wohnungen"), _number(row.census_vacancy_rate, 1, " %"), CENSUS),
        Fact(_("Postleitzahl der Verwaltung"), row.postal_code),
        Fact(_("NUTS-3"), row.nuts3),
    ]
    return [fact for fact in facts if fact.value]


def _history(row: Municipality) -> list[Fact]:
    known = ((year, getattr(row, f"population_{year}")) for year in _YEARS)
    series = ", ".join(f"{year}: {_number(count)}" for year, count in known if count is not None)
    trend = "" if row.trend is None else f"{'+' if row.trend > 0 else ''}{_number(row.trend, 1)} %"
    return [
        Fact(_("Einwohner früher (Basis Zensus 2011)"), series),
        Fact(_("Entwicklung 2013 bis 2023"), trend),
    ]


def _number(value: float | None, digits: int = 0, unit: str = "") -> str:
    return "" if value is None else number_format(value, digits) + unit


def place(row: Municipality) -> Map:
    """Germany with the Land, the district and the place of a body."""
    own = maps.outline(row.key)
    outlines = [*maps.states(), own] if own and len(row.key) > 2 else maps.states()
    points = []
    if row.latitude is not None and row.longitude is not None:
        points = [Point(*maps.project(row.latitude, row.longitude), label=row.label, kind="here")]
    above = ", ".join(one.full_name for one in (row.district, row.state) if one and one.name != row.name)
    title = _("Lage von %(name)s in Deutschland") % {"name": row.label}
    text = _("%(name)s liegt in: %(above)s.") % {"name": row.label, "above": above} if above else row.label
    return Map("lage", maps.VIEW_BOX, outlines, points, title, text)

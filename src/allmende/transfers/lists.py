# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""By what solutions and reports can be narrowed down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from allmende import data
from allmende.catalogue.facets import Facet
from allmende.catalogue.models import Solution
from allmende.catalogue.queries import field_names, land_names
from allmende.domain.factors import Trait
from allmende.domain.municipality import Level, SizeClass
from allmende.transfers.models import OUTCOMES, STATES, Deployment, Report

SIZES: Mapping[str, Any] = {
    SizeClass.RURAL.value: _("bis 5.000 Einwohner"),
    SizeClass.SMALLER_TOWN.value: _("5.000 bis 10.000"),
    SizeClass.LARGER_TOWN.value: _("10.000 bis 20.000"),
    SizeClass.MEDIUM_CITY.value: _("20.000 bis 100.000"),
    SizeClass.LARGE_CITY.value: _("über 100.000"),
    Level.DISTRICT.value: _("Landkreis"),
    Level.STATE.value: _("Land"),
}
OPENNESS = {"yes": _("ja"), "no": _("nein"), "unknown": _("nicht bekannt")}
COSTS = {"known": _("Angaben vorhanden"), "unknown": _("nicht bekannt")}
# lower than this many inhabitants; the bounds of domain/municipality.py, as the database counts them
BOUNDS = (
    (5_000, SizeClass.RURAL),
    (10_000, SizeClass.SMALLER_TOWN),
    (20_000, SizeClass.LARGER_TOWN),
    (100_000, SizeClass.MEDIUM_CITY),
)


def size_of(place: str) -> Case:
    """Size class of a municipality, or its level for a district or Land, computed by the database."""
    return Case(
        When(**{f"{place}__isnull": True}, then=Value(None)),
        When(**{f"{place}__level__in": [Level.DISTRICT, Level.STATE]}, then=F(f"{place}__level")),
        *(When(**{f"{place}__population__lt": bound}, then=Value(size.value)) for bound, size in BOUNDS),
        When(**{f"{place}__population__isnull": False}, then=Value(SizeClass.LARGE_CITY.value)),
        output_field=CharField(),
    )


def _of_solution(**value: Any) -> QuerySet[Deployment]:
    return Deployment.objects.annotate(owner=F("solution_id"), **value)


def _report_places(value: Any) -> QuerySet[Any]:
    through = Report.places.through._default_manager
    return through.annotate(owner=F("report_id"), value=value)


SOLUTION_FACETS = (
    Facet(
        "field",
        "feld",
        _("Handlungsfeld"),
        lambda: Solution.fields.through._default_manager.annotate(
            owner=F("solution_id"), value=F("actionfield_id")
        ),
        field_names,
    ),
    Facet("state", "stand", _("Stand vor Ort"), lambda: _of_solution(value=F("state")), lambda: dict(STATES)),
    Facet("land", "land", _("Land"), lambda: _of_solution(value=Substr("municipality_id", 1, 2)), land_names),
    Facet(
        "size",
        "groesse",
        _("Größe der Kommune"),
        lambda: _of_solution(value=size_of("municipality")),
        lambda: SIZES,
    ),
    Facet(
        "open",
        "offen",
        _("Quelloffen"),
        lambda: Solution.objects.annotate(
            owner=F("slug"),
            value=Case(
                When(open_source=True, then=Value("yes")),
                When(open_source=False, then=Value("no")),
                default=Value("unknown"),
            ),
        ),
        lambda: OPENNESS,
    ),
    Facet(
        "costs",
        "kosten",
        _("Kosten"),
        lambda: Solution.objects.annotate(
            owner=F("slug"), value=Case(When(cost_note="", then=Value("unknown")), default=Value("known"))
        ),
        lambda: COSTS,
    ),
    Facet(
        "outcome",
        "ausgang",
        _("Ausgang laut Bericht"),
        lambda: Report.objects.filter(solution__isnull=False).annotate(
            owner=F("solution_id"), value=F("outcome")
        ),
        lambda: dict(OUTCOMES),
    ),
)

REPORT_FACETS = (
    Facet(
        "outcome",
        "ausgang",
        _("Ausgang"),
        lambda: Report.objects.annotate(owner=F("slug"), value=F("outcome")),
        lambda: dict(OUTCOMES),
    ),
    Facet(
        "field",
        "feld",
        _("Handlungsfeld"),
        lambda: Report.fields.through._default_manager.annotate(
            owner=F("report_id"), value=F("actionfield_id")
        ),
        field_names,
    ),
    Facet("land", "land", _("Land"), lambda: _report_places(Substr("municipality_id", 1, 2)), land_names),
    Facet(
        "size",
        "groesse",
        _("Größe der Kommune"),
        lambda: _report_places(size_of("municipality")),
        lambda: SIZES,
    ),
)


def kind_names() -> dict[str, str]:
    """Names of the kinds of solution in the language of the page, in the order of their file."""
    name = "name_en" if (get_language() or "de").startswith("en") else "name"
    return {kind: texts[name] for kind, texts in data.read_yaml("solution_kinds.yaml").items()}


@dataclass(frozen=True)
class Grouping:
    """By what the sums of factors can be narrowed down; as a Facet, counted by the rule."""

    trait: Trait
    parameter: str
    title: Any
    labels: Callable[[], Mapping[str, Any]]

    @property
    def name(self) -> str:
        """In the API."""
        return self.trait.value


GROUPINGS = (
    Grouping(Trait.FIELD, "feld", _("Handlungsfeld"), field_names),
    Grouping(
        Trait.SIZE, "groesse", _("Größe der Kommune"), lambda: {size.value: SIZES[size] for size in SizeClass}
    ),
    Grouping(Trait.KIND, "art", _("Art der Lösung"), kind_names),
)

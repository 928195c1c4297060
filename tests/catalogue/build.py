# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows for tests of the catalogue and of what happened: only what a test says differs."""

from datetime import date
from typing import Any

from allmende.catalogue.models import (
    ActionField,
    Call,
    ModelProject,
    Programme,
    ProjectPlace,
    Solution,
    Source,
)
from allmende.domain.municipality import level_of
from allmende.register.models import Municipality
from allmende.transfers.models import Deployment, Dimension, Factor, Report, Transfer

DATED = {"as_of": "2024", "as_of_basis": "text"}


def municipality(key: str, name: str = "", **values: Any) -> Municipality:
    """A body of the register with 12,000 inhabitants."""
    name = name or f"Ort {key}"
    standard = {
        "level": level_of(key),
        "ars": key,
        "name": name,
        "full_name": name,
        "official_name": name,
        "kind": "Stadt",
        "label": name,
        "search_name": f" {name.lower()} |",
        "population": 12_000,
        "latitude": 51.0,
        "longitude": 10.0,
        "edition": date(2025, 10, 31),
        "valid_from": date(2025, 10, 31),
    }
    return Municipality.objects.get_or_create(key=key, defaults={**standard, **values})[0]


def source(url: str = "https://example.org/seite") -> Source:
    """A page that was read."""
    return Source.objects.get_or_create(url=url, defaults={"read_on": date(2026, 11, 22)})[0]


def field(key: str = "wasser") -> ActionField:
    """An action field."""
    texts = {
        "name": key.title(),
        "name_en": f"{key} (en)",
        "description": "…",
        "description_en": "…",
        "position": 1,
    }
    return ActionField.objects.get_or_create(key=key, defaults=texts)[0]


def solution(slug: str, *, fields: tuple[str, ...] = ("wasser",), **values: Any) -> Solution:
    """A solution with one source; nothing else is known of it."""
    standard = {
        "title": f"Lösung {slug}",
        "title_en": f"Solution {slug}",
        "summary": "Sie misst.",
        "summary_en": "It measures.",
        "brief": False,
        **DATED,
    }
    row = Solution.objects.create(slug=slug, **{**standard, **values})
    row.fields.set([field(key) for key in fields])
    row.sources.set([source()])
    return row


def deployment(
    row: Solution, key: str | None = "08111000", state: str = "operational", **values: Any
) -> Deployment:
    """A deployment; key None: its place could not be resolved."""
    place = municipality(key) if key else None
    name = place.name if place else "irgendwo"
    standard = {"slug": f"{row.slug}--{key or name}", "place_name": name, "state": state, **DATED}
    made = Deployment.objects.create(solution=row, municipality=place, **{**standard, **values})
    made.sources.set([source()])
    return made


def transfer(row: Solution, taker: str, origin: str, state: str = "operational", **values: Any) -> Transfer:
    """A transfer from one municipality to another."""
    place, before = municipality(taker), municipality(origin)
    standard = {"taker_name": place.name, "origin_name": before.name, "state": state, **DATED}
    made = Transfer.objects.create(
        slug=f"{row.slug}--{taker}", solution=row, taker=place, **{**standard, **values}
    )
    made.origins.set([before])
    made.sources.set([source()])
    return made


def report(slug: str, outcome: str = "success", *, places: tuple[str, ...] = (), **values: Any) -> Report:
    """A report with a success factor and a barrier."""
    standard = {
        "title": f"Bericht {slug}",
        "subject": "Pegel",
        "place_name": "Ort",
        "text": "Es lief gut.",
        "summary_en": "It went well.",
        **DATED,
    }
    row = Report.objects.create(slug=slug, outcome=outcome, **{**standard, **values})
    row.places.set([municipality(key) for key in places])
    row.fields.set([field()])
    row.sources.set([source()])
    names = {"name": "Geld", "name_en": "Money", "description": "…", "description_en": "…", "position": 1}
    dimension = Dimension.objects.get_or_create(code="FIN", defaults=names)[0]
    for position, (polarity, text) in enumerate(
        (("success", "Spende half"), ("barrier", "Förderung endete"))
    ):
        Factor.objects.create(
            id=f"{slug}-{position}",
            report=row,
            position=position,
            dimension=dimension,
            polarity=polarity,
            statement=text,
            remedy="Früh planen" if polarity == "barrier" else "",
        )
    return row


def model_project(slug: str, key: str | None = "08111000", number: int = 1, **values: Any) -> ModelProject:
    """A model project of one municipality in a call of the programme "programm"."""
    texts = {"title": "Programm", "title_en": "Programme", "summary": "…", "summary_en": "…", **DATED}
    programme = Programme.objects.get_or_create(slug="programm", defaults=texts)[0]
    call = Call.objects.get_or_create(
        id=f"programm-{number}",
        defaults={"programme": programme, "number": number, "year": 2019, "places": 13},
    )[0]
    standard = {
        "title": f"Projekt {slug}",
        "lead": "Stadt",
        "kind": "Großstadt",
        "theme": "Offen",
        "summary": "…",
        "summary_en": "…",
        **DATED,
    }
    row = ModelProject.objects.create(slug=slug, call=call, **{**standard, **values})
    row.fields.set([field()])
    row.sources.set([source()])
    place = municipality(key) if key else None
    ProjectPlace.objects.create(
        id=f"{slug}-0",
        model_project=row,
        municipality=place,
        name=place.name if place else "Region",
        position=0,
    )
    return row

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the catalogue answers to programs."""

from datetime import date
from typing import Any

from ninja import Schema

from allmende.catalogue.models import ActionField, Measure, ModelProject, ProjectPlace, Source


class SourceData(Schema):
    """A page that was read."""

    url: str
    kind: str
    read_on: date
    licence: str

    @classmethod
    def of(cls, row: Source) -> "SourceData":
        """From its row."""
        return cls(url=row.url, kind=row.kind, read_on=row.read_on, licence=row.licence)


class PlaceData(Schema):
    """A place as the source names it; key null: not resolved."""

    name: str
    key: str | None


class FieldData(Schema):
    """An action field."""

    key: str
    name: str
    name_en: str

    @classmethod
    def of(cls, row: ActionField) -> "FieldData":
        """From its row."""
        return cls(key=row.key, name=row.name, name_en=row.name_en)


class MeasureData(Schema):
    """A measure of a model project, and the slug of the solution it yielded, if known."""

    title: str
    solution: str | None

    @classmethod
    def of(cls, row: Measure) -> "MeasureData":
        """From its row."""
        return cls(title=row.title, solution=row.solution_id)


class ProjectSummary(Schema):
    """A model project in a list. as_of_basis "research": the source names no date."""

    slug: str
    title: str
    call: int | None
    theme: str
    places: list[PlaceData]
    fields_of_action: list[str]
    as_of: str
    as_of_basis: str

    @classmethod
    def values(cls, row: ModelProject) -> dict[str, Any]:
        """What a list shows of a row."""
        return {
            "slug": row.slug,
            "title": row.title,
            "call": row.call.number if row.call else None,
            "theme": row.theme,
            "places": [_place(place) for place in row.places.all()],
            "fields_of_action": [field.key for field in row.fields.all()],
            "as_of": row.as_of,
            "as_of_basis": row.as_of_basis,
        }


class ProjectDetail(ProjectSummary):
    """A model project with everything known. Amounts in euros; null: not known."""

    lead: str
    summary: str
    summary_en: str
    funding_eur: int | None
    budget_eur: int | None
    phase: str
    start: str
    end: str
    website: str
    note: str
    measures: list[MeasureData]
    solutions: list[str]
    sources: list[SourceData]


def _place(row: ProjectPlace) -> PlaceData:
    return PlaceData(name=row.name, key=row.municipality_id)


def project_summary(row: ModelProject) -> ProjectSummary:
    """A model project in a list."""
    return ProjectSummary(**ProjectSummary.values(row))


def project_detail(row: ModelProject) -> ProjectDetail:
    """A model project with everything known."""
    texts = ("lead", "summary", "summary_en", "phase", "start", "end", "website", "note")
    return ProjectDetail(
        **ProjectSummary.values(row),
        **{name: getattr(row, name) for name in (*texts, "funding_eur", "budget_eur")},
        measures=[MeasureData.of(measure) for measure in row.measures.all()],
        solutions=[solution.slug for solution in row.solutions.all()],
        sources=[SourceData.of(source) for source in row.sources.all()],
    )

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the catalogue answers to programs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ninja import Schema

from allmende.catalogue import shown
from allmende.catalogue.models import ActionField, Claim, Measure, ModelProject, ProjectPlace, Source
from allmende.catalogue.telling import OWN


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


def mark(sources: Iterable[object]) -> str:
    """What stands where nobody names a source."""
    return "" if list(sources) else OWN


class ClaimData(Schema):
    """What a municipality says of one aspect; mark: "Angabe der Kommune" where it names no source.

    Amounts in whole euros, "yes" or "no", dates as ISO 8601, several entries one a line. is_old: unconfirmed
    for two years.
    """

    aspect: str
    value: str
    by: PlaceData
    as_of: str
    is_old: bool
    sources: list[str]
    mark: str

    @classmethod
    def of(cls, row: Claim) -> "ClaimData":
        """From its row."""
        return cls(
            aspect=row.aspect, value=row.value, by=_keeper(row), as_of=row.as_of, is_old=row.is_old,
            sources=[one.url for one in row.sources.all()], mark=mark(row.sources.all()),
        )  # fmt: skip


class MeasureClaimData(Schema):
    """A municipality names a measure, and the slug of the solution it yielded, if known."""

    by: PlaceData
    solution: str | None
    sources: list[str]
    mark: str


class MeasureData(Schema):
    """A measure of a model project, and the slug of the solution it yielded, if known. claims: which
    municipalities name it here; none: it comes from the sources of the project."""

    title: str
    solution: str | None
    claims: list[MeasureClaimData]

    @classmethod
    def of(cls, rows: list[Measure]) -> "MeasureData":
        """From the rows with its title."""
        claims = [
            MeasureClaimData(
                by=_keeper(row), solution=row.solution_id,
                sources=[one.url for one in row.sources.all()], mark=mark(row.sources.all()),
            )
            for row in rows
            if row.keeper_id
        ]  # fmt: skip
        return cls(title=rows[0].title, solution=rows[0].solution_id, claims=claims)


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
    """A model project with everything known. Amounts in euros; null: not known. keeper: key of the
    municipality that keeps the record here; mark: "Angabe der Kommune" where no source is named."""

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
    keeper: str | None
    claims: list[ClaimData]
    measures: list[MeasureData]
    solutions: list[str]
    sources: list[SourceData]
    mark: str


def _keeper(row: Claim | Measure) -> PlaceData:
    return PlaceData(name=row.keeper.name if row.keeper else "", key=row.keeper_id)


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
        keeper=row.keeper_id,
        claims=[ClaimData.of(one) for one in row.claims.all()],
        measures=[MeasureData.of(rows) for rows in shown.measures(row.measures.all())],
        solutions=[solution.slug for solution in row.solutions.all()],
        sources=[SourceData.of(source) for source in row.sources.all()],
        mark=mark(row.sources.all()),
    )

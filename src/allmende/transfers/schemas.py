# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the room answers to programs."""

from typing import Any

from ninja import Schema

from allmende.catalogue.models import Solution
from allmende.catalogue.schemas import ClaimData, PlaceData, SourceData, mark
from allmende.domain.factors import Count
from allmende.transfers.models import Deployment, Factor, Report, Transfer
from allmende.transfers.sums import FactorSums


class DeploymentData(Schema):
    """A solution in one place. as_of_basis "research": the source names no date; mark: "Angabe der Kommune"
    where no source is named."""

    place: PlaceData
    state: str
    started: str
    as_of: str
    as_of_basis: str
    sources: list[str]
    mark: str

    @classmethod
    def of(cls, row: Deployment) -> "DeploymentData":
        """From its row."""
        return cls(
            place=PlaceData(name=row.place_name, key=row.municipality_id),
            state=row.state,
            started=row.started,
            as_of=row.as_of,
            as_of_basis=row.as_of_basis,
            sources=[source.url for source in row.sources.all()],
            mark=mark(row.sources.all()),
        )


class TransferData(Schema):
    """The attempt of a municipality to take the solution over."""

    taker: PlaceData
    origin: str
    year: int | None
    state: str
    kind: str
    adaptation: str
    effort: str
    note: str
    sources: list[str]
    mark: str

    @classmethod
    def of(cls, row: Transfer) -> "TransferData":
        """From its row."""
        names = ("year", "state", "kind", "adaptation", "effort", "note")
        return cls(
            taker=PlaceData(name=row.taker_name, key=row.taker_id),
            origin=row.origin_name,
            sources=[source.url for source in row.sources.all()],
            mark=mark(row.sources.all()),
            **{name: getattr(row, name) for name in names},
        )


class SolutionSummary(Schema):
    """A solution in a list."""

    slug: str
    aliases: list[str]
    title: str
    title_en: str
    summary: str
    summary_en: str
    fields_of_action: list[str]
    open_source: bool | None
    deployments: list[DeploymentData]


class SolutionDetail(SolutionSummary):
    """A solution with everything known; empty or null: not known. Amounts only mean what cost_note says."""

    keywords: list[str]
    technologies: list[str]
    based_on: str | None
    project: str | None
    licence: str
    repository: str
    website: str
    cost_once_eur: int | None
    cost_annual_eur: int | None
    cost_note: str
    staff_note: str
    results: str
    preconditions: list[str]
    lessons: list[str]
    contact_unit: str
    as_of: str
    as_of_basis: str
    transfers: list[TransferData]
    reports: list[str]
    keeper: str | None
    claims: list[ClaimData]
    sources: list[SourceData]
    mark: str


class FactorData(Schema):
    """What helped (success) or hindered (barrier). remedy is our advice, not the source's."""

    dimension: str
    polarity: str
    statement: str
    remedy: str

    @classmethod
    def of(cls, row: Factor) -> "FactorData":
        """From its row."""
        return cls(
            dimension=row.dimension_id, polarity=row.polarity, statement=row.statement, remedy=row.remedy
        )


class ReportSummary(Schema):
    """An experience report in a list."""

    slug: str
    title: str
    subject: str
    solution: str | None
    project: str | None
    place_name: str
    places: list[str]
    outcome: str
    period: str
    fields_of_action: list[str]
    as_of: str
    as_of_basis: str


class ReportDetail(ReportSummary):
    """An experience report with its factors and sources."""

    text: str
    summary_en: str
    figures: str
    decided_by: str
    factors: list[FactorData]
    sources: list[SourceData]
    mark: str


def _solution(row: Solution) -> dict[str, Any]:
    names = ("slug", "aliases", "title", "title_en", "summary", "summary_en", "open_source")
    return {
        **{name: getattr(row, name) for name in names},
        "fields_of_action": [field.key for field in row.fields.all()],
        "deployments": [DeploymentData.of(one) for one in row.deployments.all()],
    }


def solution_summary(row: Solution) -> SolutionSummary:
    """A solution in a list."""
    return SolutionSummary(**_solution(row))


def solution_detail(row: Solution) -> SolutionDetail:
    """A solution with everything known."""
    names = (
        "keywords", "technologies", "licence", "repository", "website", "cost_once_eur", "cost_annual_eur",
        "cost_note", "staff_note", "results", "preconditions", "lessons", "contact_unit",
        "as_of", "as_of_basis",
    )  # fmt: skip
    return SolutionDetail(
        **_solution(row),
        **{name: getattr(row, name) for name in names},
        based_on=row.based_on_id,
        project=row.model_project_id,
        transfers=[TransferData.of(one) for one in row.transfers.all()],
        reports=[one.slug for one in row.reports.all()],
        keeper=row.keeper_id,
        claims=[ClaimData.of(one) for one in row.claims.all()],
        sources=[SourceData.of(one) for one in row.sources.all()],
        mark=mark(row.sources.all()),
    )


def _report(row: Report) -> dict[str, Any]:
    names = ("slug", "title", "subject", "place_name", "outcome", "period", "as_of", "as_of_basis")
    return {
        **{name: getattr(row, name) for name in names},
        "solution": row.solution_id,
        "project": row.model_project_id,
        "places": [place.key for place in row.places.all()],
        "fields_of_action": [field.key for field in row.fields.all()],
    }


def report_summary(row: Report) -> ReportSummary:
    """A report in a list."""
    return ReportSummary(**_report(row))


def report_detail(row: Report) -> ReportDetail:
    """A report with its factors and sources."""
    return ReportDetail(
        **_report(row),
        **{name: getattr(row, name) for name in ("text", "summary_en", "figures", "decided_by")},
        factors=[FactorData.of(one) for one in row.factors.all()],
        sources=[SourceData.of(one) for one in row.sources.all()],
        mark=mark(row.sources.all()),
    )


class RemedyData(Schema):
    """What may help against it, and the reports at which it stands."""

    text: str
    reports: list[str]


class FactorCountData(Schema):
    """A dimension that helped (success) or hindered (barrier), with the reports that name it in `statements`.

    share of the reports, with the range low to high (80 %, Wilson), each 0..1.
    """

    dimension: str
    polarity: str
    reports: list[str]
    statements: int
    share: float
    low: float
    high: float
    remedies: list[RemedyData]


class FactorSumsData(Schema):
    """Factors summed over `reports` reports, ordered by the lower end of the range."""

    reports: int
    all_reports: int
    factors: list[FactorCountData]


def _count(count: Count) -> FactorCountData:
    names = ("dimension", "polarity", "statements", "share", "low", "high")
    return FactorCountData(
        **{name: getattr(count, name) for name in names},
        reports=list(count.reports),
        remedies=[RemedyData(text=one.text, reports=list(one.reports)) for one in count.remedies],
    )


def factor_sums_data(sums: FactorSums) -> FactorSumsData:
    """The sums as programs read them."""
    return FactorSumsData(
        reports=sums.total, all_reports=sums.all_reports, factors=[_count(one) for one in sums.counts]
    )

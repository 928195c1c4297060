# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON interface of the room: solutions with what happened, experience reports."""

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from allmende.catalogue.queries import solution_by_alias
from allmende.doors.paging import API_LIMIT, CursorPage, after
from allmende.transfers import queries, sums
from allmende.transfers.schemas import (
    FactorSumsData,
    ReportDetail,
    ReportSummary,
    SolutionDetail,
    SolutionSummary,
    factor_sums_data,
    report_detail,
    report_summary,
    solution_detail,
    solution_summary,
)

router = Router(tags=["Lösungen und Erfahrungen"])


class SolutionFilter(Schema):
    """Each may be given several times: any of the values of one, all of the filters."""

    field: list[str] = []
    state: list[str] = []
    land: list[str] = []
    size: list[str] = []
    open: list[str] = []
    costs: list[str] = []
    outcome: list[str] = []


class ReportFilter(Schema):
    """Each may be given several times: any of the values of one, all of the filters."""

    outcome: list[str] = []
    field: list[str] = []
    land: list[str] = []
    size: list[str] = []


class FactorFilter(Schema):
    """Each may be given several times: any of the values of one, all of the filters."""

    field: list[str] = []
    size: list[str] = []
    kind: list[str] = []


@router.get("/solutions", response=CursorPage[SolutionSummary], summary="Lösungen")
def solutions(
    request: HttpRequest, chosen: Query[SolutionFilter], cursor: str | None = None, limit: int = API_LIMIT
) -> CursorPage[SolutionSummary]:
    """Solutions with their deployments, ordered by slug."""
    rows = queries.solutions(chosen.dict()).prefetch_related("deployments__sources")
    found, more = after(rows, key="slug", cursor=cursor, limit=limit)
    return CursorPage[SolutionSummary](items=[solution_summary(row) for row in found], next=more)


@router.get("/solutions/{slug}", response=SolutionDetail, summary="Eine Lösung")
def solution(request: HttpRequest, slug: str) -> SolutionDetail:
    """One solution; a former slug leads to the solution it was merged into."""
    row = queries.solution(slug)
    if row is None and (other := solution_by_alias(slug)):
        row = queries.solution(other.slug)
    if row is None:
        raise Http404(slug)
    return solution_detail(row)


@router.get("/reports", response=CursorPage[ReportSummary], summary="Erfahrungsberichte")
def reports(
    request: HttpRequest, chosen: Query[ReportFilter], cursor: str | None = None, limit: int = API_LIMIT
) -> CursorPage[ReportSummary]:
    """Experience reports, ordered by slug."""
    found, more = after(queries.reports(chosen.dict()), key="slug", cursor=cursor, limit=limit)
    return CursorPage[ReportSummary](items=[report_summary(row) for row in found], next=more)


@router.get("/reports/{slug}", response=ReportDetail, summary="Ein Erfahrungsbericht")
def report(request: HttpRequest, slug: str) -> ReportDetail:
    """One experience report."""
    row = queries.report(slug)
    if row is None:
        raise Http404(slug)
    return report_detail(row)


@router.get("/factors", response=FactorSumsData, summary="Was schiefgeht und was hilft")
def factors(request: HttpRequest, chosen: Query[FactorFilter]) -> FactorSumsData:
    """Factors summed over reports, the most certainly frequent first."""
    return factor_sums_data(sums.factor_sums(chosen.dict()))

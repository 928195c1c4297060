# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON interface of the catalogue: action fields and model projects."""

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from allmende.catalogue import queries
from allmende.catalogue.schemas import (
    FieldData,
    ProjectDetail,
    ProjectSummary,
    project_detail,
    project_summary,
)
from allmende.doors.paging import API_LIMIT, CursorPage, after

router = Router(tags=["Katalog"])


class ProjectFilter(Schema):
    """Each may be given several times: any of the values of one, all of the filters."""

    field: list[str] = []
    land: list[str] = []
    call: list[str] = []


@router.get("/fields", response=list[FieldData], summary="Handlungsfelder")
def fields(request: HttpRequest) -> list[FieldData]:
    """All action fields."""
    return [FieldData.of(row) for row in queries.fields()]


@router.get("/projects", response=CursorPage[ProjectSummary], summary="Modellprojekte")
def projects(
    request: HttpRequest,
    chosen: Query[ProjectFilter],
    cursor: str | None = None,
    limit: int = API_LIMIT,
) -> CursorPage[ProjectSummary]:
    """Model projects by slug. field: keys of action fields; land: two digits; call: key of a call."""
    rows = queries.model_projects(chosen.dict())
    found, more = after(rows, key="slug", cursor=cursor, limit=limit)
    return CursorPage[ProjectSummary](items=[project_summary(row) for row in found], next=more)


@router.get("/projects/{slug}", response=ProjectDetail, summary="Ein Modellprojekt")
def project(request: HttpRequest, slug: str) -> ProjectDetail:
    """One model project."""
    row = queries.model_project(slug)
    if row is None:
        raise Http404(slug)
    return project_detail(row)

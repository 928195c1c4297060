# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON interface: checks of code."""

from django.http import Http404, HttpRequest
from ninja import Router

from allmende.compliance import queries
from allmende.compliance.facts import summary
from allmende.compliance.schemas import CheckDetail, CheckSummary, check_detail
from allmende.doors.paging import API_LIMIT, CursorPage, after

router = Router(tags=["Code-Prüfung"])


@router.get("/checks", response=CursorPage[CheckSummary], summary="Code-Prüfungen")
def checks(
    request: HttpRequest, cursor: str | None = None, limit: int = API_LIMIT
) -> CursorPage[CheckSummary]:
    """Newest check of every checked repository, by slug."""
    rows, more = after(queries.repositories(), key="slug", cursor=cursor, limit=limit)
    found = [CheckSummary.of(summary(row.latest)) for row in rows if row.latest]
    return CursorPage[CheckSummary](items=found, next=more)


@router.get("/checks/{slug}", response=CheckDetail, summary="Eine Code-Prüfung")
def check(request: HttpRequest, slug: str) -> CheckDetail:
    """Newest check of one repository with every finding."""
    repository = queries.repository(slug)
    row = repository and queries.check(repository)
    if not row:
        raise Http404(slug)
    return check_detail(row)

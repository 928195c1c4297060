# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON interface of the register: municipalities and those like them."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from allmende.domain.municipality import Level
from allmende.doors.paging import API_LIMIT, CursorPage, after
from allmende.register import queries
from allmende.register.models import Municipality
from allmende.register.schemas import MunicipalityOut, MunicipalitySummary, SimilarOut

router = Router(tags=["Kommunen"])
MOST_SIMILAR = 100
MOST_FOUND = 50


@router.get("/municipalities", response=CursorPage[MunicipalitySummary], summary="Kommunen")
def municipalities(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=queries.LONGEST)] = "",
    level: Level | None = None,
    cursor: str | None = None,
    limit: int = API_LIMIT,
) -> CursorPage[MunicipalitySummary]:
    """Bodies in force by key; with q the best matches for a name, postal code, AGS or ARS on one page."""
    if q.strip():
        found = queries.find(q, limit=max(1, min(limit, MOST_FOUND)))
        more = None
        found = [row for row in found if level in (None, row.level)]
    else:
        rows = queries.in_force().filter(level=level) if level else queries.in_force()
        found, more = after(rows, key="key", cursor=cursor, limit=limit)
    return CursorPage[MunicipalitySummary](items=[MunicipalitySummary.of(row) for row in found], next=more)


@router.get("/municipalities/{key}", response=MunicipalityOut, summary="Eine Kommune")
def municipality(request: HttpRequest, key: str) -> MunicipalityOut:
    """One body with its facts, by AGS (2, 5 or 8 digits) or ARS of an association (9 digits)."""
    return MunicipalityOut.of(_get(key))


@router.get("/municipalities/{key}/similar", response=list[SimilarOut], summary="Kommunen wie diese")
def similar(
    request: HttpRequest, key: str, limit: Annotated[int, Query(ge=1, le=MOST_SIMILAR)] = 10
) -> list[SimilarOut]:
    """The most similar bodies of the same level with reasons, differences and what is not known."""
    language = get_language() or "de"
    return [SimilarOut.of(one, language) for one in queries.similar_to(_get(key), limit=limit)]


def _get(key: str) -> Municipality:
    row = queries.municipality(key)
    if row is None:
        raise Http404(key)
    return row

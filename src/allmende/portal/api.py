# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The search with match, for programs."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router

from allmende.doors import paging
from allmende.portal import queries
from allmende.portal.facts import Question
from allmende.portal.forms import LONGEST
from allmende.portal.schemas import SearchAnswer
from allmende.register import queries as register

router = Router(tags=["search"])
OrderName = Literal["passung", "treffer", "naehe", "belege", "neueste"]


@router.get(
    "/search", response=SearchAnswer, summary="Lösungen zu einem Anliegen, mit Passung zu einer Kommune"
)
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    municipality: Annotated[str | None, Query(pattern=r"^[0-9]{2,9}$")] = None,
    order: OrderName = "passung",
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    cursor: str | None = None,
) -> dict[str, object]:
    """Results as on the page: reasons, gaps, unknowns, evidence, and the parts of the order value."""
    start = _start(cursor)
    chosen = register.resolve(municipality) if municipality else None
    if municipality and chosen is None:
        raise Http404(f"municipality {municipality}")
    question = Question(words=q.replace("\x00", ""), municipality=chosen, order=order)
    found = queries.find(question, start=start, size=limit)
    more = start + limit < len(found.slugs)
    return {**queries.as_data(question, found), "next": paging.encode(str(start + limit)) if more else None}


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    text = paging.decode(cursor)
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise paging.BadCursorError(cursor)
    return int(text)

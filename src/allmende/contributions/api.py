# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a member reads of the contributions through the API: the same as on the pages."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from allmende.accounts.api import UNAUTHORIZED
from allmende.accounts.models import Person
from allmende.contributions import shown
from allmende.contributions.models import Contribution

PAGE = 100
router = Router(tags=["Zugang"])


class ContributionOut(Schema):
    """One contribution; municipality: official key; content: what it says, as far as it is released."""

    id: UUID
    kind: str
    municipality: str
    title: str
    state: str
    visibility: str
    changed_at: datetime
    content: dict[str, Any]


class ContributionsOut(Schema):
    """What was written in one's own municipalities, and what is for registered ones; next: number of the
    next page, null on the last one."""

    own: list[ContributionOut]
    registered: list[ContributionOut]
    next: int | None = None


@router.get("/contributions", response=ContributionsOut, summary="Beiträge, die man lesen darf")
def contributions(request: HttpRequest, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> ContributionsOut:
    """A hundred of each, the newest first. 401 without an access key."""
    person = getattr(request, "auth", None)
    if not isinstance(person, Person):
        raise HttpError(UNAUTHORIZED, "Dafür braucht es einen Zugangsschlüssel.")
    start, more = (page - 1) * PAGE, []

    def cut(rows: QuerySet[Contribution], name: str) -> list[Contribution]:
        found = list(rows[start : start + PAGE + 1])
        more.append(name != "wartende" and len(found) > PAGE)
        return found[:PAGE]

    lists = shown.overview(person, cut)
    return ContributionsOut(
        own=[_out(line) for line in lists["mine"]], registered=[_out(line) for line in lists["registered"]],
        next=page + 1 if any(more) else None,
    )  # fmt: skip


def _out(line: shown.Line) -> ContributionOut:
    row = line.row
    return ContributionOut(
        id=row.pk, kind=row.kind, municipality=row.key, title=line.title, state=row.state,
        visibility=row.visibility, changed_at=row.changed_at,
        content=row.in_force.content if row.in_force else {},
    )  # fmt: skip

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paging: numbered pages for people, opaque cursors for programs."""

import base64
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 20
API_LIMIT = 50
API_MAXIMUM = 200


class BadCursorError(ValueError):
    """The cursor was not made by this interface."""


class CursorPage(Schema, Generic[Item]):
    """One page of a list: the items and the cursor of the next page, null on the last one."""

    items: list[Item]
    next: str | None = None


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE, *, parameter: str = "seite") -> Page[Any]:
    """The page that a parameter asks for; the nearest one where it makes no sense."""
    return Paginator(rows, size).get_page(request.GET.get(parameter, "1"))


def encode(key: str) -> str:
    """Opaque cursor that points behind the row with this key."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """Key behind which a page starts. Raises BadCursorError."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise BadCursorError(cursor) from error


def after(rows: QuerySet[Row], *, key: str, cursor: str | None, limit: int) -> tuple[list[Row], str | None]:
    """At most `limit` rows behind the cursor, ordered by the unique column `key`, and the next cursor."""
    limit = max(1, min(limit, API_MAXIMUM))
    if cursor:
        rows = rows.filter(**{f"{key}__gt": decode(cursor)})
    found = list(rows.order_by(key)[: limit + 1])
    more = len(found) > limit
    return found[:limit], encode(getattr(found[limit - 1], key)) if more else None

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room. Who may see what is decided in access.py."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from allmende.contributions.models import Contribution, Revision, Visibility
from allmende.domain.review import ReviewState


def contribution(pk: UUID) -> Contribution | None:
    """One contribution."""
    return Contribution.objects.select_related("in_force").filter(pk=pk).first()


def newest(row: Contribution) -> Revision | None:
    """What was written last."""
    return row.revisions.order_by("-number").first()


def writers(row: Contribution) -> frozenset[str]:
    """Who wrote anything that is not released yet, or all of it where nothing is."""
    since = row.in_force.number if row.in_force else 0
    return frozenset(row.revisions.filter(number__gt=since).values_list("by", flat=True)) or frozenset(
        row.revisions.values_list("by", flat=True)
    )


def of_bodies(keys: Collection[str]) -> QuerySet[Contribution]:
    """Everything that was written for these bodies, the latest change first."""
    return Contribution.objects.filter(key__in=keys).select_related("in_force")


def waiting() -> QuerySet[Contribution]:
    """What somebody has to look at, except what stays inside a body; the oldest first."""
    rows = Contribution.objects.filter(state=ReviewState.SUBMITTED.value).order_by("changed_at")
    return rows.select_related("in_force")


def for_registered() -> QuerySet[Contribution]:
    """What is released for registered municipalities only."""
    return Contribution.objects.filter(visibility=Visibility.REGISTERED).select_related("in_force")


def newest_by_pk(rows: Collection[Contribution]) -> dict[UUID, Revision]:
    """What was written last in each of these; one query."""
    found = Revision.objects.filter(contribution__in=[row.pk for row in rows]).order_by("number")
    return {one.contribution_id: one for one in found}

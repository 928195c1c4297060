# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the room. `by` is the reference of the person, or the command that sends."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from allmende.accounts.models import Person
from allmende.audit.actions import record
from allmende.subscriptions.models import Rhythm, Subject, Subscription

SUBJECT = "subscription"


@transaction.atomic
def follow(
    *, by: str, person: Person, subject: Subject, key: str, rhythm: Rhythm, at: datetime, today: date
) -> Subscription:
    """Follow something from today on; who follows it already changes the rhythm."""
    row, is_new = Subscription.objects.get_or_create(
        person=person, subject=subject, key=key, defaults={"rhythm": rhythm, "told_until": today}
    )
    if not is_new and row.rhythm == rhythm:
        return row
    Subscription.objects.filter(pk=row.pk).update(rhythm=rhythm)
    record(by=by, verb="follow", subject=SUBJECT, key=str(row.pk), at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def unfollow(*, by: str, pk: UUID, at: datetime) -> bool:
    """End a subscription; whether there was one."""
    deleted, _ = Subscription.objects.filter(pk=pk).delete()
    if deleted:
        record(by=by, verb="unfollow", subject=SUBJECT, key=str(pk), at=at)
    return bool(deleted)


@transaction.atomic
def claim(*, by: str, rows: Sequence[Subscription], until: date) -> list[Subscription]:
    """Take it on to tell these everything before a day; those that no other run has taken on meanwhile."""
    return [
        row
        for row in rows
        if Subscription.objects.filter(pk=row.pk, told_until=row.told_until).update(told_until=until)
    ]


@transaction.atomic
def give_back(*, by: str, rows: Sequence[Subscription], until: date) -> None:
    """Undo a claim, where the mail server did not take the mail."""
    for row in rows:
        Subscription.objects.filter(pk=row.pk, told_until=until).update(told_until=row.told_until)

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room: subscriptions, what they are about, what is new about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from allmende.accounts.models import Person
from allmende.catalogue import queries as catalogue
from allmende.catalogue.models import ActionField, Solution
from allmende.doors.templatetags.doors import localized
from allmende.register import queries as register
from allmende.subscriptions.models import Rhythm, Subject, Subscription
from allmende.transfers import queries as transfers
from allmende.transfers.feeds import Entry

WEEK = timedelta(days=7)
MOST = transfers.NEWS


def of(person: Person) -> list[Subscription]:
    """What somebody follows."""
    return list(person.subscriptions.all())


def subscription(pk: UUID) -> Subscription | None:
    """One subscription with its person."""
    return Subscription.objects.select_related("person").filter(pk=pk).first()


def followed(person: Person, subject: str, key: str) -> Subscription | None:
    """The subscription of somebody to this, if they follow it."""
    return person.subscriptions.filter(subject=subject, key=key).first()


def due(today: date) -> list[Subscription]:
    """Whose days before today have not been told yet, weekly ones after a week; person by person."""
    daily = Q(rhythm=Rhythm.DAILY, told_until__lt=today)
    weekly = Q(rhythm=Rhythm.WEEKLY, told_until__lte=today - WEEK)
    rows = Subscription.objects.filter(daily | weekly, person__is_active=True)
    return list(rows.select_related("person").order_by("person", "subject", "key"))


def name(subject: str, key: str) -> str | None:
    """What it is called that is followed; None if there is no such thing."""
    return _NAMES[Subject(subject)](key)


def current(subject: str, key: str) -> str:
    """The key as it is now: a solution may have been merged into another since."""
    if subject != Subject.SOLUTION or Solution.objects.filter(pk=key).exists():
        return key
    other = catalogue.solution_by_alias(key)
    return other.slug if other else key


def _solution(key: str) -> str | None:
    row = Solution.objects.filter(pk=current(Subject.SOLUTION, key)).first()
    return localized(row, "title") if row else None


def _field(key: str) -> str | None:
    row = ActionField.objects.filter(pk=key).first()
    return localized(row, "name") if row else None


def _place(key: str) -> str | None:
    row = register.municipality(key)
    return row.label if row else None


_NAMES: Mapping[Subject, Callable[[str], str | None]] = {
    Subject.SOLUTION: _solution, Subject.FIELD: _field, Subject.LIKE: _place,
    Subject.ALL: lambda key: None if key else "",
}  # fmt: skip


def _like(key: str) -> transfers.Scope:
    return transfers.about_places(transfers.places_like(key))


def _all(key: str) -> transfers.Scope:
    return transfers.Scope()


_SCOPES: Mapping[Subject, Callable[[str], transfers.Scope]] = {
    Subject.SOLUTION: transfers.about_solution,
    Subject.FIELD: transfers.about_field,
    Subject.LIKE: _like,
    Subject.ALL: _all,
}


def news(subject: str, key: str, since: date, before: date) -> Sequence[Entry]:
    """What came to be known from `since` until the day before `before`, newest first; at most fifty."""
    return transfers.news(_SCOPES[Subject(subject)](current(subject, key)), since=since, before=before)


def of_person(pk: UUID) -> list[Subscription]:
    """What the person with this id follows."""
    return list(Subscription.objects.filter(person=pk).select_related("person"))

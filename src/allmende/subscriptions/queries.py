# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room: subscriptions, what they are about, what is new about it."""

from collections.abc import Callable, Collection, Mapping, Sequence
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
    return names([(subject, key)])[subject, key]


def names(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """What these are called, by subject and key; one query for each subject, however many."""
    found: dict[tuple[str, str], str | None] = {}
    for subject, find in _NAMES.items():
        keys = {key for one, key in wanted if one == subject}
        titles = find(keys) if keys else {}
        found |= {(subject.value, key): titles.get(key) for key in keys}
    return found


def current(subject: str, key: str) -> str:
    """The key as it is now: a solution may have been merged into another since."""
    if subject != Subject.SOLUTION or Solution.objects.filter(pk=key).exists():
        return key
    other = catalogue.solution_by_alias(key)
    return other.slug if other else key


def _solutions(keys: Collection[str]) -> dict[str, str]:
    rows = Solution.objects.in_bulk(list(keys))
    merged = {key: row for key in keys if key not in rows and (row := catalogue.solution_by_alias(key))}
    return {key: localized(row, "title") for key, row in {**rows, **merged}.items()}


def _fields(keys: Collection[str]) -> dict[str, str]:
    return {key: localized(row, "name") for key, row in ActionField.objects.in_bulk(list(keys)).items()}


def _places(keys: Collection[str]) -> dict[str, str]:
    return {key: row.label for key, row in register.by_keys(keys).items()}


def _everything(keys: Collection[str]) -> dict[str, str]:
    return {key: "" for key in keys if not key}


_NAMES: Mapping[Subject, Callable[[Collection[str]], Mapping[str, str]]] = {
    Subject.SOLUTION: _solutions, Subject.FIELD: _fields, Subject.LIKE: _places, Subject.ALL: _everything,
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

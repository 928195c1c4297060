# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room. Who may see what is decided in access.py."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from allmende.accounts import queries as accounts
from allmende.accounts.access import WRITERS
from allmende.accounts.models import OPERATION, TRANSFER, Person, Role
from allmende.catalogue.models import Solution
from allmende.register import queries as register
from allmende.register.models import Municipality
from allmende.transfers.models import Deployment
from allmende.undertakings import facts
from allmende.undertakings.models import Confirmation, Reminder, Step, Undertaking

MOST_ORIGINS = 200


def undertaking(pk: UUID) -> Undertaking | None:
    """One undertaking."""
    return Undertaking.objects.filter(pk=pk).first()


def of(key: str, slug: str) -> Undertaking | None:
    """What a municipality does with a solution."""
    return Undertaking.objects.filter(key=key, solution=slug).first()


def of_bodies(keys: Collection[str]) -> QuerySet[Undertaking]:
    """What these municipalities do, the latest first; what was taken back is left out."""
    return Undertaking.objects.filter(key__in=keys).exclude(state="")


def steps(row: Undertaking) -> list[Step]:
    """All rows of its history, corrections beside what they correct."""
    return list(row.steps.all())


def confirmations(row: Undertaking) -> list[Confirmation]:
    """When somebody said that it goes on, the oldest first."""
    return list(row.confirmations.all())


def has_arrived(pk: UUID, token: UUID) -> bool:
    """Whether the form of this token has been written already."""
    return any(rows.objects.filter(undertaking=pk, token=token).exists() for rows in (Step, Confirmation))


def bodies(person: Person, *, writing: bool) -> dict[str, Municipality]:
    """What somebody belongs to, or may write for, by key."""
    kept = accounts.confirmed(person).exclude(key__in=(TRANSFER, OPERATION))
    return register.by_keys([one.key for one in kept if not writing or one.role in WRITERS])


def person(pk: UUID) -> Person | None:
    """One person."""
    return Person.objects.filter(pk=pk).first()


def solution(slug: str) -> Solution | None:
    """The solution of a slug."""
    return Solution.objects.filter(pk=slug).first()


def solutions(slugs: Collection[str]) -> dict[str, Solution]:
    """Solutions by slug."""
    return Solution.objects.in_bulk(list(slugs))


def origins(slug: str, key: str) -> list[tuple[str, str]]:
    """Key and name of the places, other than `key`, that have a solution without having taken it over."""
    rows = Deployment.objects.filter(solution=slug, transfer=None, municipality__isnull=False)
    places = rows.exclude(municipality=key).order_by("municipality__name", "municipality")
    return list(places.values_list("municipality", "municipality__label").distinct()[:MOST_ORIGINS])


def silent(today: date) -> list[tuple[Undertaking, date]]:
    """What goes on and nothing was heard of for the pause before a question, with the day of the last."""
    rows = Undertaking.objects.filter(state__in=facts.GOING_ON, confirmed_on__lte=today - facts.pause())
    return [(row, row.confirmed_on) for row in rows.order_by("confirmed_on", "pk") if row.confirmed_on]


def asked(row: Undertaking, person: Person, about: date) -> list[Reminder]:
    """Questions to somebody about the state as of a day, the oldest first."""
    return list(row.reminders.filter(person=person, about=about))


def responsible(row: Undertaking) -> list[Person]:
    """Whom to ask: who said something last, if they still write for the municipality, else its editors."""
    members = [one for one in accounts.members(row.key) if one.role in WRITERS and one.person.is_active]
    rows = [*row.steps.order_by("-at")[:1], *row.confirmations.order_by("-at")[:1]]
    last = max(rows, key=lambda one: one.at).by if rows else ""
    found = [one.person for one in members if one.person.reference == last]
    return found or [one.person for one in members if one.role == Role.EDITOR]

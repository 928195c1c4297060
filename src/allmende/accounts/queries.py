# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read about people and memberships."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from allmende.accounts.models import AccessKey, Membership, OperatorMode, Person, Role, Standing
from allmende.accounts.personal import Table, tables


def memberships(person: Person) -> list[Membership]:
    """What the person belongs to, asked for and ended ones included, oldest first."""
    return list(person.memberships.all())


def confirmed(person: Person) -> QuerySet[Membership]:
    """What counts: memberships that somebody has confirmed and nobody has ended."""
    return person.memberships.filter(state=Standing.CONFIRMED)


def has_role(person: Person, key: str, *roles: Role) -> bool:
    """Whether the person has one of the roles for the body, confirmed."""
    return confirmed(person).filter(key=key, role__in=roles).exists()


def open_requests() -> QuerySet[Membership]:
    """Everything that waits for a confirmation, oldest first."""
    return Membership.objects.filter(state=Standing.ASKED).select_related("person")


def asked_since(person: Person, moment: datetime) -> int:
    """How often the person has asked to belong somewhere since a moment, whatever became of it."""
    return person.memberships.filter(asked_at__gt=moment).count()


def members(key: str) -> list[Membership]:
    """Who belongs to a body, confirmed, in the order they came."""
    rows = Membership.objects.filter(key=key, state=Standing.CONFIRMED)
    return list(rows.select_related("person"))


def deciders(request: Membership) -> list[Person]:
    """Who is to decide about a request: editors of the body; where there are none, the transfer office."""
    counts = Membership.objects.filter(state=Standing.CONFIRMED, person__is_active=True)
    others = counts.exclude(person=request.person_id).select_related("person")
    editors = others.filter(key=request.key, role=Role.EDITOR)
    return [one.person for one in editors or others.filter(role=Role.TRANSFER)]


def membership(pk: int) -> Membership | None:
    """One membership with its person."""
    return Membership.objects.select_related("person").filter(pk=pk).first()


def by_address(address: str) -> Person | None:
    """The person who signs in with this address."""
    return Person.objects.filter(email=address.strip().lower()).first()


def operator_modes() -> list[OperatorMode]:
    """When operators could hand out rights, latest first."""
    return list(OperatorMode.objects.select_related("person").order_by("-since"))


def in_operator_mode(person: Person, at: datetime) -> bool:
    """Whether the operator has switched the mode on and its time has not run out."""
    return OperatorMode.objects.filter(person=person, since__lte=at, until__gt=at).exists()


def verified_domains(person: Person) -> list[str]:
    """Mail domains of the addresses that the person has proved to be theirs."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [address.rpartition("@")[2].lower() for address in addresses]


def about(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept about a person, by table, without secrets; values as JSON has them."""
    return {table.model._meta.label: _rows(table, person) for table in tables()}


def _rows(table: Table, person: Person) -> list[dict[str, Any]]:
    mine = Q(**{table.owner: person.pk}) if table.owner else Q()
    for field in table.references:
        mine |= Q(**{field: person.reference})
    if not mine:
        return []
    shown = [name for name in table.purposes if name not in table.secrets]
    return list(table.model._default_manager.filter(mine).order_by("pk").values(*shown))


def unconfirmed(before: datetime) -> list[Person]:
    """Accounts begun before a moment whose address nobody has proved to be theirs."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return list(Person.objects.filter(~Exists(proved), joined_at__lt=before))


def unused(before: datetime) -> list[Person]:
    """Accounts with which nobody has signed in since a moment."""
    never = Q(last_login=None, joined_at__lt=before)
    return list(Person.objects.filter(Q(last_login__lt=before) | never))


def unanswered(before: datetime) -> list[Membership]:
    """Requests made before a moment that still wait."""
    return list(Membership.objects.filter(state=Standing.ASKED, asked_at__lt=before))


def names(keys: Iterable[str]) -> dict[str, str]:
    """Shown names of people by the text of their id; what is no id of anybody is left out."""
    ids = [found for key in set(keys) if (found := _uuid(key))]
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def access_key(text: str, now: datetime) -> AccessKey | None:
    """The key with this text, if it holds now and its person's account is open."""
    rows = AccessKey.objects.select_related("person").filter(ends_at__gt=now, person__is_active=True)
    return rows.filter(digest=digest(text)).first()


def digest(text: str) -> str:
    """What is kept of a key; it has 256 bits of chance, so that no salt and no slow digest is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


def access_keys(person: Person) -> list[AccessKey]:
    """The keys of a person, oldest first."""
    return list(person.access_keys.all())

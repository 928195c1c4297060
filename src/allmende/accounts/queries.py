# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read about people and memberships."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from allmende.accounts.models import Membership, OperatorMode, Person, Role, Standing


def memberships(person: Person) -> list[Membership]:
    """What the person belongs to, asked for and ended ones included, oldest first."""
    return list(person.memberships.all())


def confirmed(person: Person) -> QuerySet[Membership]:
    """What counts: memberships that somebody has confirmed and nobody has ended."""
    return person.memberships.filter(state=Standing.CONFIRMED)


def has_role(person: Person, key: str, *roles: Role) -> bool:
    """Whether the person has one of the roles for the body, confirmed."""
    return confirmed(person).filter(key=key, role__in=roles).exists()


def open_requests() -> list[Membership]:
    """Everything that waits for a confirmation, oldest first."""
    return list(Membership.objects.filter(state=Standing.ASKED).select_related("person"))


def in_operator_mode(person: Person, at: datetime) -> bool:
    """Whether the operator has switched the mode on and its time has not run out."""
    return OperatorMode.objects.filter(person=person, since__lte=at, until__gt=at).exists()


def verified_domains(person: Person) -> list[str]:
    """Mail domains of the addresses that the person has proved to be theirs."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [address.rpartition("@")[2].lower() for address in addresses]

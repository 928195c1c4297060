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


def members(key: str) -> list[Membership]:
    """Who belongs to a body, confirmed, in the order they came."""
    rows = Membership.objects.filter(key=key, state=Standing.CONFIRMED)
    return list(rows.select_related("person"))


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

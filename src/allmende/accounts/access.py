# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, as functions; docs/verstehen/rechte.md shows the same as a table.

Anonymous visitors (None or Django's AnonymousUser) and people whose account is closed may do nothing here.
"""

from datetime import datetime
from typing import TypeGuard

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from allmende.accounts.models import OPERATION, TRANSFER, Membership, Person, Role, Standing
from allmende.accounts.queries import confirmed, has_role, in_operator_mode, open_requests

Visitor = AbstractBaseUser | AnonymousUser | None
WRITERS = (Role.REPORTER, Role.EDITOR)


def known(person: Visitor) -> TypeGuard[Person]:
    """Whether this is somebody with an open account."""
    return isinstance(person, Person) and person.is_active


def who(request: HttpRequest) -> Person:
    """The person behind a door that is for people with an account. Raises PermissionDenied without one."""
    person: Visitor = request.user
    if not known(person):
        raise PermissionDenied
    return person


def is_transfer_office(person: Visitor) -> bool:
    """Whether the person works for the transfer office."""
    return known(person) and has_role(person, TRANSFER, Role.TRANSFER)


def is_operator(person: Visitor) -> bool:
    """Whether the person runs this installation; that gives no editorial power."""
    return known(person) and has_role(person, OPERATION, Role.OPERATION)


def may_read_registered(person: Visitor) -> bool:
    """What is for registered municipalities: members of any body and the transfer office, not operators."""
    return known(person) and confirmed(person).exclude(role=Role.OPERATION).exists()


def may_read_own(person: Visitor, key: str) -> bool:
    """What a body keeps to itself: its members of whatever role."""
    return known(person) and has_role(person, key, Role.READER, *WRITERS)


def may_write(person: Visitor, key: str) -> bool:
    """Begin a report for the body and go on with one's own."""
    return known(person) and has_role(person, key, *WRITERS)


def may_edit(person: Visitor, key: str) -> bool:
    """Change what others of the body wrote."""
    return known(person) and has_role(person, key, Role.EDITOR)


def may_review(person: Visitor, key: str, author: str) -> bool:
    """Release what `author` (a reference) wrote for the body: a second editor or the transfer office."""
    if not known(person) or person.reference == author:
        return False
    return has_role(person, key, Role.EDITOR) or is_transfer_office(person)


def may_confirm(person: Visitor, membership: Membership, at: datetime) -> bool:
    """Confirm or refuse a request of somebody else.

    For a body: its editors and the transfer office. For the transfer office: itself and, in operator mode,
    an operator. For operation: an operator in operator mode.
    """
    if membership.state != Standing.ASKED or not known(person):
        return False
    return confirmable(person, at).filter(pk=membership.pk).exists()


def confirmable(person: Person, at: datetime) -> QuerySet[Membership]:
    """The requests that the person may confirm or refuse, oldest first."""
    if not known(person):
        return open_requests().none()
    if is_transfer_office(person):
        mine = ~Q(key=OPERATION)
    else:
        mine = Q(key__in=[one.key for one in confirmed(person) if one.role == Role.EDITOR])
    if may_hand_out(person, at):
        mine |= Q(key__in=(OPERATION, TRANSFER))
    return open_requests().exclude(person=person).filter(mine)


def may_see_members(person: Visitor, key: str) -> bool:
    """See who belongs to a body: its editors and the transfer office."""
    return known(person) and (has_role(person, key, Role.EDITOR) or is_transfer_office(person))


def may_end(person: Visitor, membership: Membership) -> bool:
    """End a membership: one's own, and of a body whose members one sees; operation is ended by command."""
    if not known(person):
        return False
    own = membership.person_id == person.pk
    return own or (membership.key != OPERATION and may_see_members(person, membership.key))


def may_change_role(person: Visitor, membership: Membership) -> bool:
    """Give a member of a municipality another role there: never to oneself."""
    if not known(person) or membership.person_id == person.pk or membership.key in (TRANSFER, OPERATION):
        return False
    return membership.state == Standing.CONFIRMED and may_see_members(person, membership.key)


def may_appoint(person: Visitor, somebody: Person, at: datetime) -> bool:
    """Name this person for the transfer office or operation: never oneself."""
    return may_hand_out(person, at) and isinstance(person, Person) and person.pk != somebody.pk


def may_hand_out(person: Visitor, at: datetime) -> bool:
    """Name people of the transfer office and of operation: an operator while in operator mode."""
    return known(person) and is_operator(person) and in_operator_mode(person, at)

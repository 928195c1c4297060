# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, as functions; docs/verstehen/rechte.md shows the same as a table.

Anonymous visitors (None or Django's AnonymousUser) and people whose account is closed may do nothing here.
"""

from datetime import datetime
from typing import TypeGuard

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from allmende.accounts.models import OPERATION, TRANSFER, Membership, Person, Role, Standing
from allmende.accounts.queries import confirmed, has_role, in_operator_mode

Visitor = AbstractBaseUser | AnonymousUser | None
WRITERS = (Role.REPORTER, Role.EDITOR)


def known(person: Visitor) -> TypeGuard[Person]:
    """Whether this is somebody with an open account."""
    return isinstance(person, Person) and person.is_active


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
    if not known(person) or membership.person_id == person.pk or membership.state != Standing.ASKED:
        return False
    if membership.key in (TRANSFER, OPERATION) and may_hand_out(person, at):
        return True
    if membership.key == OPERATION:
        return False
    return is_transfer_office(person) or has_role(person, membership.key, Role.EDITOR)


def may_hand_out(person: Visitor, at: datetime) -> bool:
    """Name people of the transfer office and of operation: an operator while in operator mode."""
    return known(person) and is_operator(person) and in_operator_mode(person, at)

# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""People with what they belong to, and what they find in their mail."""

import re
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.core import mail

from allmende.accounts.models import OPERATION, TRANSFER, Membership, Person, Role, Standing

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOME = "12069020"
PASSWORD = "gelbe Tasse am Fenster"
BODIES = {Role.TRANSFER: TRANSFER, Role.OPERATION: OPERATION}


def person(address: str = "anna@example.test", password: str = PASSWORD) -> Person:
    """Somebody with a verified address."""
    made = Person.objects.create_user(address, password)
    EmailAddress.objects.create(user=made, email=address, verified=True, primary=True)
    return made


def member(role: Role, state: Standing = Standing.CONFIRMED, key: str = HOME) -> Person:
    """Somebody in a role for a body, in any state of the membership."""
    made = person(f"{role}-{state}-{key}@example.test")
    dates = {
        Standing.ASKED: {},
        Standing.CONFIRMED: {"confirmed_at": AT, "confirmed_by": "command"},
        Standing.ENDED: {"confirmed_at": AT, "confirmed_by": "command", "ended_at": AT},
    }
    body = BODIES.get(role, key)
    Membership.objects.create(person=made, key=body, role=role, state=state, asked_at=AT, **dates[state])
    return made


def code() -> str:
    """The code in the latest mail."""
    found = re.search(r"^([A-Z0-9]{4,}-?[A-Z0-9]+)$", str(mail.outbox[-1].body), re.M)
    assert found, mail.outbox[-1].body
    return found[1]
